/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Who runs this, what they can see, how we leave": a plain page that everybody may read, and the
 * organiser's short form behind it. The impact assessment is assessment_pages.c. */
#include "upkeep/upkeep_pages.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/privacy.h"
#include "upkeep/retention.h"

static const Question privacy_questions[] = {
  { .name = "controller",
    .picture = "building",
    .kind = ASK_TEXT,
    .label = N_("Who decides about the data?"),
    .hint = N_("A group, charity or body. For example: Riverside Together"),
    .missing = N_("Enter who decides about the data"),
    .is_needed = true },
  { .name = "contact",
    .picture = "phone",
    .kind = ASK_LONG,
    .rows = 3,
    .max_length = 500,
    .label = N_("How can people reach them about their data?"),
    .hint = N_("A phone number, an address or an e-mail address. Everybody can read it."),
    .missing = N_("Enter how people can reach them"),
    .is_needed = true },
  { .name = "host",
    .picture = "computer",
    .kind = ASK_TEXT,
    .label = N_("Who looks after the machine?"),
    .hint = N_("Leave this empty if it is the same.") },
  { .name = "registration",
    .picture = "file",
    .kind = ASK_TEXT,
    .max_length = 40,
    .label = N_("Number at the Information Commissioner, if you have one"),
    .hint = N_("For example: ZA123456") },
  { .name = "is_public_body",
    .picture = "building",
    .kind = ASK_YES,
    .label = N_("We are a public body"),
    .hint = N_("A council or the NHS, for example. Then people can ask you for information.") },
  QUESTIONS_END,
};

/* ---- the public page ---- */

static void
put_who(Page *page, const Privacy *privacy)
{
  const char *place = request_community_name(page_request(page));
  const char *controller = *privacy->controller ? privacy->controller : place;

  ui_heading(page, 2, tr(page, N_("Who runs this")));
  ui_picture_row(page, .picture = "people",
                 .text = tr_fill(page, N_("{name} decides about the data here."), "name",
                                 *controller ? controller : tr(page, N_("The organiser")), NULL));
  if (*privacy->contact) {
    ui_paragraph(page, .text = tr(page, N_("You can reach them about your data:")));
    ui_person_lines_to_call(page, privacy->contact);
  } else {
    ui_paragraph(page, .text = tr(page, N_("Ask an organiser how to reach them.")));
  }
  if (*privacy->host)
    ui_paragraph(page, .text = tr_fill(page,
                                       N_("{name} looks after the machine. They do only what"
                                          " they are asked to."),
                                       "name", privacy->host, NULL));
  if (*privacy->registration)
    ui_paragraph(page, .text = tr_fill(page, N_("Number at the Information Commissioner: {name}"),
                                       "name", privacy->registration, NULL));
}

static void
draw_kind(Page *page, void *data)
{
  const DataKind *kind = data;
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Why we have it")), .value.text = tr(page, kind->why) },
    { .key.text = tr(page, N_("Who sees it")), .value.text = tr(page, kind->who) },
    { .key.text = tr(page, N_("How long we keep it")), .value.text = tr(page, kind->how_long) },
    { .key.text = tr(page, N_("Why the law allows it")), .value.text = tr(page, kind->basis) },
  };

  if (kind->is_special)
    ui_paragraph(page, .is_quiet = true, .text = tr(page, N_("It is kept sealed.")));
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
}

static void
put_times(Page *page)
{
  int days[KEEP_KINDS_MOST];

  keep_days(request_txn(page_request(page)), days);
  ui_heading(page, 2, tr(page, N_("What goes by itself")));
  ui_list_open(page, LIST_BULLETS);
  for (int i = 0; keep_kinds[i].kind; i++)
    ui_list_item(page,
                 tr_fill(page, N_("{what}: after {time}"), "what", tr(page, keep_kinds[i].name),
                         "time", upkeep_days(page, days[i]), NULL));
  ui_list_close(page);
}

static void
put_rights(Page *page)
{
  ui_heading(page, 2, tr(page, N_("What you can do")));
  ui_picture_row(page, .picture = "look",
                 .text = tr(page, N_("You can see what is kept about you, and take it away.")));
  if (is_known(page_request(page)))
    upkeep_link(page, "/me/record", tr(page, N_("See what is kept about me")));
  ui_picture_row(page, .picture = "write",
                 .text = tr(page, N_("You can have it put right, or erased.")));
  ui_picture_row(page, .picture = "no",
                 .text = tr(page, N_("You can say no to a use, or take back a yes.")));
  ui_picture_row(page, .picture = "clock",
                 .text = tr(page, N_("When you ask, you get an answer within a month.")));
  ui_heading(page, 2, tr(page, N_("When you are not happy")));
  ui_paragraph(page, .text = tr(page, N_("Tell us first. You get word within 30 days that we have"
                                         " it, and then what came of it.")));
  ui_button(page, .text = tr(page, N_("Complain about how data is used")),
            .href = "/privacy/complaint");
  ui_paragraph(page, .to_call = true,
               .text = tr(page, N_("You can also go to the Information Commissioner:"
                                   " ico.org.uk, telephone 0303 123 1113.")));
}

static void
put_how_we_leave(Page *page)
{
  ui_heading(page, 2, tr(page, N_("How we leave with our things")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("Each person can take away what is theirs.")));
  ui_list_item(page, tr(page, N_("Papers can be downloaded in every format.")));
  ui_list_item(page, tr(page, N_("Organisers can download a backup: one file with everything.")));
  ui_list_item(page,
               tr(page, N_("They can make an archive: a sealed file with what is ours, which any"
                           " other place with this program takes in.")));
  ui_list_item(page, tr(page, N_("The program is free. The backup runs on any other machine.")));
  ui_list_close(page);
}

static void
put_information_requests(Page *page)
{
  ui_heading(page, 2, tr(page, N_("Asking for information")));
  ui_paragraph(page, .text = tr(page, N_("We are a public body. Anybody can ask us in writing for"
                                         " information that we hold (Freedom of Information Act"
                                         " 2000). We answer within 20 working days. What is private"
                                         " to a person stays private.")));
}

static void
show_privacy(Request *r)
{
  const Privacy privacy = privacy_read(request_txn(r), request_arena(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who runs this, and your data")),
                      .picture = "building",
                      .lead = lang_text(request_lang(r), N_("Who runs this, what they can see, how"
                                                            " we leave with our things.")) });

  put_who(page, &privacy);
  put_rights(page);
  put_how_we_leave(page);
  if (privacy.is_public_body)
    put_information_requests(page);
  ui_heading(page, 2, tr(page, N_("What is kept, and why")));
  ui_paragraph(page, .text = tr(page, N_("Nothing is sold. No other site is told anything. There is"
                                         " no advertising, and only the cookies that are"
                                         " needed.")));
  for (const DataKind *kind = data_kinds; kind->what; kind++)
    ui_details(page, .summary.text = tr(page, kind->what), .draw = draw_kind, .data = (void *)kind);
  put_times(page);
  if (privacy.changed_at_us)
    ui_paragraph(page, .is_quiet = true,
                 .text = tr_fill(page, N_("Last looked at on {date}."), "date",
                                 upkeep_date(page, privacy.changed_at_us), NULL));
  page_close(page);
}

/* ---- the organiser's form ---- */

static void
show_form(Request *r)
{
  if (!request_is_post(r)) {
    const Privacy privacy = privacy_read(request_txn(r), request_arena(r));
    Answers *answers = request_answers(r);

    answers_set(answers, "controller",
                *privacy.controller ? privacy.controller : request_community_name(r));
    answers_set(answers, "contact", privacy.contact);
    answers_set(answers, "host", privacy.host);
    answers_set(answers, "registration", privacy.registration);
    if (privacy.is_public_body)
      answers_set(answers, "is_public_body", "yes");
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who answers for the data")),
                      .lead = lang_text(request_lang(r), N_("The privacy notice is made from this"
                                                            " and from what is kept here.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  form_draw(page, .action = "/upkeep/privacy", .questions = privacy_questions,
            .button = tr(page, N_("Keep this")));
  upkeep_link(page, "/privacy", tr(page, N_("Read the privacy notice")));
  page_close(page);
}

static void
change(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(privacy_questions, answers, r, refusals)) {
    const Privacy privacy = { .controller = answers_text(answers, "controller"),
                              .contact = answers_text(answers, "contact"),
                              .host = answers_text(answers, "host"),
                              .registration = answers_text(answers, "registration"),
                              .is_public_body = answers_have(answers, "is_public_body", "yes") };

    privacy_change(request_txn(r), request_act(r), &privacy, refusals);
  }
  if (refusals_count(refusals) > 0)
    show_form(r);
  else
    reply_redirect_saying(r, "/privacy", N_("The changes are kept"), NULL);
}

const Route privacy_routes[] = {
  { "GET", "/privacy", anyone, show_privacy, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/upkeep/privacy", may_organise, show_form },
  { "POST", "/upkeep/privacy", may_organise, change },
  ROUTES_END,
};
