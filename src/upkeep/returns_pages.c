/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where answers to mails go: the setting, and what came in lately. */
#include "upkeep/upkeep_pages.h"

#include "base/clock.h"
#include "log/log.h"
#include "notices/mail_in.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/place.h"

#define COUNTED_US (30 * US_PER_DAY)

static const Choice read_choices[] = {
  { .value = "no", .label = N_("Nobody reads answers"), .hint = N_("Each mail says so.") },
  { .value = "yes",
    .label = N_("Answers come in here"),
    .hint = N_("A mail server must hand them to this program.") },
  { .value = NULL },
};

static const Choice plus_choices[] = {
  { .value = "yes", .label = N_("Yes, or I think so"), .hint = N_("Most mail servers do.") },
  { .value = "no", .label = N_("No") },
  { .value = NULL },
};

static const Question return_questions[] = {
  { .name = "read",
    .picture = "email",
    .kind = ASK_ONE_OF,
    .label = N_("Can people answer mails?"),
    .missing = N_("Choose whether people can answer mails"),
    .choices = read_choices,
    .is_needed = true },
  { .name = "address",
    .picture = "letter",
    .kind = ASK_EMAIL,
    .label = N_("Answers come to this address"),
    .hint = N_("For example: table@example.org"),
    .missing = N_("Enter the address that answers come to"),
    .shown_if = "read=yes",
    .is_needed = true },
  { .name = "plus",
    .picture = "question",
    .kind = ASK_ONE_OF,
    .label = N_("Does table+something@example.org arrive there too?"),
    .hint = N_("With this, answers and mails that come back find their place more surely."),
    .missing = N_("Choose whether addresses with a plus arrive"),
    .choices = plus_choices,
    .shown_if = "read=yes",
    .is_needed = true },
  QUESTIONS_END,
};

static bool
may_change(Request *r)
{
  return !returns_are_set_by_program() && upkeep_is_alone(request_txn(r));
}

static void
put_counts(Page *page)
{
  Request *r = page_request(page);
  static const struct {
    CameIn what;
    const char *words;
  } kinds[] = {
    { CAME_ANSWER, N_("Answers") },
    { CAME_UNPLACED, N_("Mails that we cannot place") },
    { CAME_BOUNCE, N_("Mails of ours that came back") },
    { CAME_LATE, N_("Notes that a mail of ours is late") },
    { CAME_AUTOMATIC, N_("Mails from programs, left alone") },
    { CAME_UNREAD, N_("Answers to mails that nobody reads answers to") },
  };
  SummaryRow rows[G_N_ELEMENTS(kinds)];
  int64_t counts[CAME_COUNT];

  mail_in_count(request_txn(r), request_now_us(r) - COUNTED_US, counts);
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
    rows[i] = (SummaryRow){ .key.text = tr(page, kinds[i].words),
                            .value.text = arena_format(request_arena(r), "%" G_GINT64_FORMAT,
                                                       counts[kinds[i].what]) };
  ui_heading(page, 2, tr(page, N_("What came in over 30 days")));
  ui_summary_list(page, .rows = rows, .count = G_N_ELEMENTS(rows));
}

static void
show_returns(Request *r)
{
  Answers *answers = request_answers(r);
  const ReturnSetting setting = returns_setting(request_txn(r), request_arena(r));
  const bool is_ours = may_change(r);

  if (!request_is_post(r)) {
    answers_set(answers, "read", setting.is_on ? "yes" : "no");
    answers_set(answers, "address", setting.address);
    if (*setting.address)
      answers_set(answers, "plus", setting.has_plus ? "yes" : "no");
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Answers to mails")),
                      .picture = "email",
                      .lead = lang_text(request_lang(r), N_("People answer a mail about a paper:"
                                                            " yes, no, what they need, or a"
                                                            " comment.")),
                      .back = "/upkeep/mail",
                      .section = "/upkeep" });

  if (is_ours)
    form_draw(page, .action = "/upkeep/mail/answers", .questions = return_questions,
              .button = tr(page, N_("Keep this")));
  else
    ui_inset_text(page, .text = returns_are_set_by_program()
                                    ? tr(page, N_("This was set when the program was started. It is"
                                                  " changed there."))
                                    : tr(page, N_("This place shares a machine with others. Its"
                                                  " host sets this.")));
  ui_list_open(page, LIST_PLAIN);
  upkeep_command(
      page,
      tr(page, N_("Whoever looks after the mail server tells it to hand each mail to this"
                  " command:")),
      arena_format(request_arena(r), "commontable mail-in --data %s",
                   upkeep_place()->folder ? upkeep_place()->folder : "FOLDER"));
  ui_list_close(page);
  put_counts(page);
  page_close(page);
}

static void
change_returns(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (!may_change(r))
    refuse(refusals, "", N_("This is not chosen here"));
  else if (questions_check(return_questions, answers, r, refusals))
    returns_change_setting(request_txn(r), request_act(r),
                           &(ReturnSetting){ .is_on = answers_have(answers, "read", "yes"),
                                             .address = answers_text(answers, "address"),
                                             .has_plus = answers_have(answers, "plus", "yes") },
                           refusals);
  if (refusals_count(refusals) > 0) {
    show_returns(r);
    return;
  }
  log_add(request_txn(r), request_act(r), &(LogEntry){ .kind = "returns-changed" });
  reply_redirect_saying(r, "/upkeep/mail/answers", N_("The changes are kept"), NULL);
}

const Route return_routes[] = {
  { "GET", "/upkeep/mail/answers", may_organise, show_returns },
  { "POST", "/upkeep/mail/answers", may_organise, change_returns },
  ROUTES_END,
};
