/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Complaints about data protection on pages: making one, its receipt, the organisers' list with its
 * clock, an answer. */
#include "upkeep/upkeep_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/complaints.h"

enum { COMPLAINTS_SHOWN = 100, WORDS_MOST = 10000, CONTACT_MOST = 500 };

static const Question complaint_questions[] = {
  { .name = "words",
    .picture = "write",
    .kind = ASK_LONG,
    .rows = 8,
    .max_length = WORDS_MOST,
    .label = N_("What is wrong with how data is used?"),
    .hint = N_("In your own words. It is kept sealed."),
    .missing = N_("Write what is wrong"),
    .is_needed = true },
  { .name = "contact",
    .picture = "letter",
    .kind = ASK_LONG,
    .rows = 3,
    .max_length = CONTACT_MOST,
    .label = N_("Your name, and how we can reach you"),
    .hint =
        N_("To an e-mail address we mail the answer. You can leave this empty: then look at your"
           " receipt for the answer.") },
  QUESTIONS_END,
};

static const Question outcome_questions[] = {
  { .name = "outcome",
    .picture = "write",
    .kind = ASK_LONG,
    .rows = 8,
    .max_length = WORDS_MOST,
    .label = N_("What came of it?"),
    .hint = N_("What you found, what you did, and that they can go to the Information"
               " Commissioner. They read this on their receipt."),
    .missing = N_("Write what you found and what you did"),
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- making one ---- */

static void
show_form(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Complain about how data is used")),
                      .picture = "letter",
                      .lead = lang_text(request_lang(r), N_("You get a receipt. Within 30 days we"
                                                            " tell you that we have it.")),
                      .back = "/privacy" });

  form_draw(page, .action = "/privacy/complaint", .questions = complaint_questions,
            .button = tr(page, N_("Send it")));
  page_close(page);
}

static void
make(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  char receipt[COMPLAINT_RECEIPT_SIZE] = "";

  if (questions_check(complaint_questions, answers, r, refusals))
    complaints_add(request_txn(r), request_act(r), answers_text(answers, "words"),
                   answers_text(answers, "contact"), refusals, receipt);
  if (refusals_count(refusals) > 0)
    show_form(r);
  else
    reply_redirect_saying(r, arena_format(request_arena(r), "/privacy/complaint/%s", receipt),
                          N_("We have your complaint"), NULL);
}

static const char *
state_words(Page *page, const Complaint *complaint)
{
  if (complaint->told_at_us)
    return tr_fill(page, N_("Answered on {date}"), "date", upkeep_date(page, complaint->told_at_us),
                   NULL);
  if (complaint->known_at_us)
    return tr_fill(page, N_("We told you on {date} that we have it. The answer is still to come"),
                   "date", upkeep_date(page, complaint->known_at_us), NULL);
  return tr_fill(page, N_("We say by {date} that we have it"), "date",
                 upkeep_date(page, complaint->due_us), NULL);
}

/* For whoever complained: how the answer reaches them. */
static void
put_how_told(Page *page, const Complaint *complaint)
{
  Arena *arena = request_arena(page_request(page));
  const char *address = complaint->contact ? complaint_address(arena, complaint->contact) : NULL;

  ui_paragraph(page,
               .text = address ? tr_fill(page,
                                         N_("The answer will stand here. We also mail it to"
                                            " {address}."),
                                         "address", address, NULL)
                               : tr(page, N_("The answer will stand here. Look at this page again,"
                                             " or ask us by phone and say the number.")));
}

static void
show_receipt(Request *r)
{
  const Complaint *complaint = complaints_find_by_receipt(request_txn(r), request_arena(r),
                                                          request_text_in_path(r, "receipt"));
  char id[ID_TEXT_SIZE];

  if (!complaint) {
    reply_not_found(r);
    return;
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Your receipt")),
                      .picture = "letter",
                      .lead = lang_text(request_lang(r), N_("Keep the address of this page. It is"
                                                            " the only way back here.")),
                      .back = "/privacy" });
  const SummaryRow rows[] = {
    { .key.text = tr(page, N_("Number")), .value.text = id_to_text(complaint->id, id) },
    { .key.text = tr(page, N_("Sent on")), .value.text = upkeep_date(page, complaint->made_at_us) },
    { .key.text = tr(page, N_("How far it is")), .value.text = state_words(page, complaint) },
  };

  ui_paragraph_open(page);
  ui_address(page, arena_format(request_arena(r), "%s%s", request_origin(r), request_path(r)));
  ui_paragraph_close(page);
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
  if (!complaint->told_at_us)
    put_how_told(page, complaint);
  if (complaint->outcome) {
    ui_heading(page, 2, tr(page, N_("The answer")));
    ui_person_lines(page, complaint->outcome);
    ui_paragraph(page, .to_call = true,
                 .text = tr(page, N_("Not happy with it? You can go to the Information"
                                     " Commissioner: ico.org.uk, telephone 0303 123"
                                     " 1113.")));
  }
  if (complaint->words) {
    ui_heading(page, 2, tr(page, N_("What you wrote")));
    ui_person_lines(page, complaint->words);
  }
  page_close(page);
}

/* ---- the organisers' list ---- */

static const char *
clock_words(Page *page, const Complaint *complaint)
{
  const int64_t now_us = request_now_us(page_request(page));

  if (complaint->told_at_us)
    return tr_fill(page, N_("Answered on {date}"), "date", upkeep_date(page, complaint->told_at_us),
                   NULL);
  if (!complaint->known_at_us && complaint->due_us < now_us)
    return tr_fill(page, N_("Overdue. Say that you have it: it was due on {date}"), "date",
                   upkeep_date(page, complaint->due_us), NULL);
  if (complaint_is_overdue(complaint, now_us))
    return tr(page, N_("Overdue. It waits for an answer for more than 90 days"));
  if (!complaint->known_at_us)
    return tr_fill(page, N_("Say by {date} that you have it"), "date",
                   upkeep_date(page, complaint->due_us), NULL);
  return tr_fill(page, N_("Waits for an answer for {time}"), "time",
                 upkeep_days(page, (now_us - complaint->made_at_us) / US_PER_DAY), NULL);
}

static const char *
complaint_path(Request *r, int64_t id, const char *end)
{
  char text[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/upkeep/complaints/%s%s", id_to_text(id, text), end);
}

static void
draw_link(Page *page, void *data)
{
  ui_draw_link(page, data);
}

static void
show_complaints(Request *r)
{
  const Complaint *complaint = complaints_list(request_txn(r), request_arena(r), COMPLAINTS_SHOWN);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Complaints about data")),
                      .lead = lang_text(request_lang(r), N_("The law asks for an answer: within 30"
                                                            " days that you have it, and then what"
                                                            " came of it.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });
  const Cell head[] = {
    { .text = tr(page, N_("Number")) },
    { .text = tr(page, N_("Sent on")) },
    { .text = tr(page, N_("What is due")) },
  };
  const Table table = { .caption = tr(page, N_("Those that wait come first")),
                        .head = head,
                        .head_count = G_N_ELEMENTS(head),
                        .is_first_cell_header = true,
                        .picture = "talk" };

  if (!complaint->id) {
    ui_paragraph(page, .text = tr(page, N_("There is none yet.")));
    page_close(page);
    return;
  }
  ui_table_open(page, &table);
  for (; complaint->id; complaint++) {
    char id[ID_TEXT_SIZE];
    Link link = { .text = arena_text(request_arena(r), id_to_text(complaint->id, id)),
                  .href = complaint_path(r, complaint->id, "") };
    const Cell cells[] = {
      { .draw = draw_link, .data = &link },
      { .text = upkeep_date(page, complaint->made_at_us) },
      { .text = clock_words(page, complaint) },
    };

    ui_table_row(page, &table, cells, G_N_ELEMENTS(cells));
  }
  ui_table_close(page);
  page_close(page);
}

static void
put_words(Page *page, const Complaint *complaint)
{
  ui_heading(page, 2, tr(page, N_("What they wrote")));
  if (complaint->is_erased)
    ui_paragraph(page, .text = tr(page, N_("This was erased.")));
  else
    ui_person_lines(page, complaint->words);
  if (complaint->contact && *complaint->contact) {
    ui_heading(page, 2, tr(page, N_("Who they are")));
    ui_person_lines_to_call(page, complaint->contact);
    ui_paragraph(page,
                 .text = complaint_address(request_arena(page_request(page)), complaint->contact)
                             ? tr(page, N_("What you say here is mailed to them, and stands on"
                                           " their receipt."))
                             : tr(page, N_("There is no e-mail address here. They read the answer"
                                           " on their receipt: tell them so if you can.")));
  } else if (!complaint->is_erased) {
    ui_paragraph(page, .text = tr(page, N_("They gave no name. They read the answer on their"
                                           " receipt.")));
  }
}

static void
show_complaint(Request *r)
{
  const Complaint *complaint =
      complaints_find(request_txn(r), request_arena(r), request_id_in_path(r, "complaint"));

  if (!complaint) {
    reply_not_found(r);
    return;
  }

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("A complaint about data")),
                                .back = "/upkeep/complaints",
                                .section = "/upkeep" });

  ui_inset_text(page, .text = clock_words(page, complaint));
  put_words(page, complaint);
  if (!complaint->known_at_us)
    form_button(page, .action = complaint_path(r, complaint->id, "/known"),
                .button = tr(page, N_("Say that we have it")), .is_secondary = true);
  if (complaint->outcome) {
    ui_heading(page, 2, tr(page, N_("The answer")));
    ui_person_lines(page, complaint->outcome);
  } else if (!complaint->is_erased) {
    form_draw(page, .action = complaint_path(r, complaint->id, ""), .questions = outcome_questions,
              .button = tr(page, N_("Tell them")));
  }
  page_close(page);
}

static void
acknowledge(Request *r)
{
  const int64_t id = request_id_in_path(r, "complaint");

  if (complaints_acknowledge(request_txn(r), request_act(r), id, request_origin(r)))
    reply_redirect_saying(r, complaint_path(r, id, ""),
                          N_("Their receipt says now that you have it"), NULL);
  else
    reply_not_found(r);
}

static void
tell(Request *r)
{
  const int64_t id = request_id_in_path(r, "complaint");
  Refusals *refusals = request_refusals(r);
  Answers *answers = request_answers(r);

  if (questions_check(outcome_questions, answers, r, refusals) &&
      !complaints_tell(request_txn(r), request_act(r), id, answers_text(answers, "outcome"),
                       request_origin(r), refusals)) {
    reply_not_found(r);
    return;
  }
  if (refusals_count(refusals) > 0)
    show_complaint(r);
  else
    reply_redirect_saying(r, complaint_path(r, id, ""), N_("They can read the answer now"), NULL);
}

const Route complaint_routes[] = {
  { "GET", "/privacy/complaint", anyone, show_form, .supporter = { SUPPORT_AS_SELF } },
  { "POST", "/privacy/complaint", anyone, make, .per_minute = 20,
    .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/privacy/complaint/:receipt", anyone, show_receipt, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/upkeep/complaints", may_organise, show_complaints },
  { "GET", "/upkeep/complaints/:complaint", may_organise, show_complaint,
    .read_is_logged_as = "complaint-read" },
  { "POST", "/upkeep/complaints/:complaint", may_organise, tell },
  { "POST", "/upkeep/complaints/:complaint/known", may_organise, acknowledge },
  ROUTES_END,
};
