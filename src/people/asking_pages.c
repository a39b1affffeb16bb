/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often I may be asked, and my quiet times. */
#include "people/asking.h"

#include "people/me_pages.h"

#include <string.h>

static const Choice limit_choices[] = {
  { .value = "any", .label = N_("As often as it is useful") },
  { .value = "week", .label = N_("Once a week at most") },
  { .value = "month", .label = N_("Once a month at most") },
  { .value = "quarter", .label = N_("Once in three months at most") },
  { .value = "own", .label = N_("Another number"), .shows = "times" },
  { .value = "never", .label = N_("Please do not ask me") },
  { .value = NULL },
};

static const Choice day_choices[] = {
  { .value = "monday", .label = N_("Monday") },
  { .value = "tuesday", .label = N_("Tuesday") },
  { .value = "wednesday", .label = N_("Wednesday") },
  { .value = "thursday", .label = N_("Thursday") },
  { .value = "friday", .label = N_("Friday") },
  { .value = "saturday", .label = N_("Saturday") },
  { .value = "sunday", .label = N_("Sunday") },
  { .value = NULL },
};

static const Choice part_choices[] = {
  { .value = "morning", .label = N_("Mornings, 6 am to 12 noon") },
  { .value = "afternoon", .label = N_("Afternoons, 12 noon to 5 pm") },
  { .value = "evening", .label = N_("Evenings, 5 pm to 10 pm") },
  { .value = "night", .label = N_("Nights, 10 pm to 6 am") },
  { .value = NULL },
};

static const Question questions[] = {
  { .name = "limit",
    .kind = ASK_ONE_OF,
    .label = N_("How often may we ask you for something?"),
    .hint = N_("For example to come to a meeting, or to answer a question. Papers still reach"
               " you."),
    .missing = N_("Choose how often we may ask you"),
    .picture = "question",
    .choices = limit_choices,
    .is_needed = true },
  { .name = "times",
    .picture = "clock",
    .kind = ASK_NUMBER,
    .label = N_("How many times a month?"),
    .missing = N_("Enter how many times a month"),
    .min = 1,
    .max = 31,
    .shown_if = "limit=own",
    .is_needed = true },
  { .name = "quiet_days",
    .kind = ASK_ANY_OF,
    .label = N_("Quiet days"),
    .hint = N_("On these days we send you no e-mail. It waits until the day is over."),
    .picture = "calendar",
    .choices = day_choices },
  { .name = "quiet_parts",
    .kind = ASK_ANY_OF,
    .label = N_("Quiet times of every day"),
    .picture = "clock",
    .choices = part_choices },
  QUESTIONS_END,
};

static void
fill_answers(Request *r)
{
  Answers *answers = request_answers(r);
  const AskWishes *wishes = asking_read(request_txn(r), request_arena(r), my_id(r));

  answers_set(answers, "limit", ask_limit_name(wishes->limit));
  if (wishes->limit == ASK_OWN_LIMIT)
    answers_set(answers, "times", arena_format(request_arena(r), "%d", wishes->times));
  for (int i = 0; i < 7; i++)
    if (wishes->quiet_days[i])
      answers_add(answers, "quiet_days", quiet_day_name(i), strlen(quiet_day_name(i)));
  for (int i = 0; i < PART_COUNT; i++)
    if (wishes->quiet_parts[i])
      answers_add(answers, "quiet_parts", day_part_name((DayPart)i),
                  strlen(day_part_name((DayPart)i)));
}

static void
show_asking(Request *r)
{
  if (!request_is_post(r))
    fill_answers(r);

  Page *page = open_me_page(r, N_("How often you may be asked, and quiet times"),
                            N_("You set the limit. Saying no is fine. Nobody is chased."));

  form_draw(page, .action = "/me/asking", .questions = questions,
            .button = tr(page, N_("Keep this")));
  ui_paragraph(page, .is_quiet = true,
               .text = tr(page, N_("What you ask for yourself, such as a link to come in, comes at"
                                   " once.")));
  page_close(page);
}

static void
change_asking(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(questions, answers, r, refusals)) {
    AskWishes wishes = { .times = (int)answers_int(answers, "times"),
                         .time_zone = request_time_zone(r) };

    for (int i = 0; i < ASK_LIMIT_COUNT; i++)
      if (answers_have(answers, "limit", ask_limit_name((AskLimit)i)))
        wishes.limit = (AskLimit)i;
    for (int i = 0; i < 7; i++)
      wishes.quiet_days[i] = answers_have(answers, "quiet_days", quiet_day_name(i));
    for (int i = 0; i < PART_COUNT; i++)
      wishes.quiet_parts[i] = answers_have(answers, "quiet_parts", day_part_name((DayPart)i));
    asking_change(request_txn(r), request_act(r), my_id(r), &wishes, refusals);
  }
  if (refusals_count(refusals) > 0)
    show_asking(r);
  else
    reply_redirect_saying(r, "/me", N_("How often we may ask you is kept"), NULL);
}

const Route asking_routes[] = {
  { "GET", "/me/asking", is_known, show_asking },
  { "POST", "/me/asking", is_known, change_asking },
  ROUTES_END,
};
