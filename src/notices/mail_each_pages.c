/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails one by one: a list of all kinds, and a page with one question for each. */
#include "notices/mail_levels.h"
#include "notices/notices_pages.h"
#include "people/me_pages.h"

#include <string.h>

#define EACH "/me/mails/each"

static const Choice paper_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each paper.") },
  { .value = "day",
    .label = N_("Once a day, together"),
    .hint = N_("One mail in the morning. No mail when nothing came.") },
  { .value = "week",
    .label = N_("Once a week, together"),
    .hint = N_("One mail on Monday morning. No mail when nothing came.") },
  { .value = "never",
    .label = N_("No mail"),
    .hint = N_("You find your papers here when you come in.") },
  { .value = NULL },
};

static const Choice talk_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each thing.") },
  { .value = "day",
    .label = N_("Once a day, together"),
    .hint = N_("One mail in the morning. No mail when nothing came.") },
  { .value = "week",
    .label = N_("Once a week, together"),
    .hint = N_("One mail on Monday morning. No mail when nothing came.") },
  { .value = "never", .label = N_("No mail"), .hint = N_("You find it here when you come in.") },
  { .value = NULL },
};

/* An answer by its numbers is clear only where no other mail was put together with it. */
static const Choice alone_choices[] = {
  { .value = "at-once", .label = N_("At once"), .hint = N_("A mail for each thing.") },
  { .value = "never", .label = N_("No mail"), .hint = N_("You find it here when you come in.") },
  { .value = NULL },
};

/* The names are those of the kinds of mail. */
static const Question questions[] = {
  { .name = "paper",
    .kind = ASK_ONE_OF,
    .label = N_("Papers that are sent to you"),
    .missing = N_("Choose when you want a mail about papers"),
    .picture = "letter",
    .choices = paper_choices,
    .is_needed = true },
  { .name = "reply",
    .kind = ASK_ONE_OF,
    .label = N_("Answers to what you said"),
    .missing = N_("Choose when you want a mail about answers to what you said"),
    .picture = "talk",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "talk",
    .kind = ASK_ONE_OF,
    .label = N_("What others say about papers that you wrote or spoke about"),
    .missing = N_("Choose when you want a mail about what others say"),
    .picture = "people",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "meeting",
    .kind = ASK_ONE_OF,
    .label = N_("Invitations to meetings of your groups"),
    .missing = N_("Choose when you want a mail about meetings"),
    .picture = "calendar",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "dates",
    .kind = ASK_ONE_OF,
    .label = N_("Which times suit you, when a group looks for a date"),
    .missing = N_("Choose when you want a mail about finding a date"),
    .picture = "clock",
    .choices = alone_choices,
    .is_needed = true },
  { .name = "idea",
    .kind = ASK_ONE_OF,
    .label = N_("Ideas: yours, and those that you are asked to answer"),
    .missing = N_("Choose when you want a mail about ideas"),
    .picture = "idea",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "decision",
    .kind = ASK_ONE_OF,
    .label = N_("What your groups decided"),
    .missing = N_("Choose when you want a mail about what your groups decided"),
    .picture = "vote",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "action",
    .kind = ASK_ONE_OF,
    .label = N_("That you are asked to do something for a group"),
    .missing = N_("Choose when you want a mail about what you are asked to do"),
    .picture = "hand",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "cost",
    .kind = ASK_ONE_OF,
    .label = N_("What became of your costs and thank-yous"),
    .missing = N_("Choose when you want a mail about your costs and thank-yous"),
    .picture = "coin",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "need",
    .kind = ASK_ONE_OF,
    .label = N_("What becomes of what you asked for, for a meeting"),
    .missing = N_("Choose when you want a mail about what you asked for"),
    .picture = "help",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "group",
    .kind = ASK_ONE_OF,
    .label = N_("The answer when you ask to join a group"),
    .missing = N_("Choose when you want a mail about asking to join a group"),
    .picture = "people",
    .choices = talk_choices,
    .is_needed = true },
  { .name = "afterwards",
    .kind = ASK_ONE_OF,
    .label = N_("One question after a meeting that you came to"),
    .missing = N_("Choose when you want a mail after a meeting"),
    .picture = "happy",
    .choices = talk_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- the list ---- */

/* The question about this kind; NULL: there is none. */
static const Question *
question_about(const char *kind)
{
  for (const Question *question = questions; question->name; question++)
    if (strcmp(question->name, kind) == 0)
      return question;
  return NULL;
}

static const char *
pace_in_words(Page *page, const MailWish *wish)
{
  static const char *const words[PACE_COUNT] = {
    [PACE_AT_ONCE] = N_("At once"),
    [PACE_DAILY] = N_("Once a day, together"),
    [PACE_WEEKLY] = N_("Once a week, together"),
    [PACE_NEVER] = N_("No mail"),
  };

  if (!wish->is_by_mail || wish->pace != PACE_NEVER)
    return tr(page, words[wish->pace]);
  return tr_fill(page, N_("No mail: you stopped them on {date}, by the link in a mail"), "date",
                 day_in_words(page_request(page), wish->changed_at_us), NULL);
}

static SummaryRow
row_of(Page *page, const char *picture, MailKind kind, const MailWish *wish, Action *action,
       const char *href)
{
  const char *title = tr(page, mail_kind_row(kind)->title);

  *action = (Action){ .text = tr(page, N_("Change")), .href = href, .spoken = title };
  return (SummaryRow){ .picture = picture,
                       .key.text = title,
                       .value.text = pace_in_words(page, wish),
                       .actions = action,
                       .action_count = 1 };
}

static void
show_each(Request *r)
{
  MailWish wishes[MAIL_KIND_COUNT];
  SummaryRow rows[MAIL_KIND_COUNT];
  Action actions[MAIL_KIND_COUNT];
  int count = 0;

  mail_wish_read_all(request_txn(r), my_id(r), wishes);

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("Mails, one by one")),
                   .picture = "letter",
                   .lead = lang_text(request_lang(r), N_("Change what you like. The rest stays as"
                                                         " it is.")),
                   .back = "/me/mails",
                   .section = "/me" });

  for (const Question *question = questions; question->name; question++, count++) {
    const MailKind kind = mail_kind_from_name(question->name);

    rows[count] = row_of(page, question->picture, kind, &wishes[kind], &actions[count],
                         arena_format(request_arena(r), EACH "/%s", question->name));
  }
  rows[count] = row_of(page, "bell", MAIL_KIND_REMINDER, &wishes[MAIL_KIND_REMINDER],
                       &actions[count], "/me/reminders");
  if (wishes[MAIL_KIND_REMINDER].pace != PACE_NEVER)
    rows[count].value.text = tr(page, N_("Once before the meeting, as you chose"));
  ui_summary_list(page, .rows = rows, .count = count + 1);
  page_close(page);
}

/* ---- one of them ---- */

/* NULL: "not found" was answered. */
static const Question *
question_in_path(Request *r)
{
  const Question *question = question_about(request_text_in_path(r, "kind"));

  if (!question)
    reply_not_found(r);
  return question;
}

/* A table of this one alone; arena. */
static const Question *
table_of(Request *r, const Question *question)
{
  static const Question end = QUESTIONS_END;
  Question *table = arena_new_of(request_arena(r), Question, 2);

  table[0] = *question;
  table[1] = end;
  return table;
}

static void
draw_one(Request *r, const Question *question)
{
  const MailKind kind = mail_kind_from_name(question->name);

  if (!request_is_post(r))
    answers_set(request_answers(r), question->name,
                mail_pace_name(mail_wish_read(request_txn(r), my_id(r), kind).pace));

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Which mails I get")),
                                .back = EACH,
                                .section = "/me" });

  form_draw(page, .action = arena_format(request_arena(r), EACH "/%s", question->name),
            .questions = table_of(r, question), .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_one(Request *r)
{
  const Question *question = question_in_path(r);

  if (question)
    draw_one(r, question);
}

static void
change_one(Request *r)
{
  const Question *question = question_in_path(r);
  MailPace pace = PACE_AT_ONCE;

  if (!question)
    return;
  if (questions_check(table_of(r, question), request_answers(r), r, request_refusals(r)) &&
      mail_pace_from_name(answers_text(request_answers(r), question->name), &pace)) {
    change_mail_wish(r, my_id(r), mail_kind_from_name(question->name), pace, false);
    /* Whoever chooses anew wants it: what stopped all that is put together ends. */
    if (pace != PACE_NEVER)
      change_mail_wish(r, my_id(r), MAIL_KIND_TOGETHER, PACE_AT_ONCE, false);
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_one(r, question);
  else
    reply_redirect_saying(r, EACH, N_("Which mails you get is kept"), NULL);
}

const Route mail_each_routes[] = {
  { "GET", EACH, is_known, show_each },
  { "GET", EACH "/:kind", is_known, show_one },
  { "POST", EACH "/:kind", is_known, change_one },
  ROUTES_END,
};
