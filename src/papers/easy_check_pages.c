/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who understands an Easy Read, said by readers themselves or written down by an organiser, and
 * what readers find hard. */
#include "papers/easy_pages.h"

#include "base/clock.h"
#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <stdio.h>
#include <string.h>

/* The paper, when it has an Easy Read; else answered already. */
static const Paper *
find_easy_paper(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (paper && !*paper->easy_source) {
    reply_not_found(r);
    return NULL;
  }
  return paper;
}

/* What organisers write down is of what they work on: it was tried before it is sent. */
static const Paper *
find_easy_to_write(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (paper && !*paper->easy_source) {
    reply_not_found(r);
    return NULL;
  }
  return paper;
}

static const char *
reading_path(Request *r, const Paper *paper)
{
  return arena_format(request_arena(r), "%s/easy", paper_path(r, paper->id));
}

/* ---- a reader understands it ---- */

static const Choice name_choices[] = {
  { .value = "yes", .label = N_("Yes, show my name") },
  { .value = "no", .label = N_("No, do not show my name") },
  { .value = NULL },
};

static const Question clear_questions[] = {
  { .name = "name",
    .kind = ASK_ONE_OF,
    .picture = "person",
    .choices = name_choices,
    .label = N_("May we show your name?"),
    .hint = N_("It stands at the Easy Read: “Checked by” and your name"),
    .missing = N_("Choose if we may show your name"),
    .is_needed = true },
  QUESTIONS_END,
};

static bool
has_said(Request *r, const Paper *paper)
{
  const EasyCheck *check = easy_checks_list(request_txn(r), request_arena(r), paper);

  while (check->id && check->member_id != request_viewer(r)->member_id)
    check++;
  return check->id != 0;
}

static void
show_clear(Request *r)
{
  const Paper *paper = find_easy_paper(r);

  if (!paper)
    return;

  const bool has = has_said(r, paper);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("I understand this")),
                      .picture = "yes",
                      .lead = lang_text(request_lang(r), N_("Thank you. This helps other people.")),
                      .back = reading_path(r, paper),
                      .section = "/papers" });

  if (has)
    form_button(page, .action = easy_path(r, paper->id, "clear/remove"), .is_secondary = true,
                .button = tr(page, N_("Take back what I said before")));
  form_draw(page, .action = easy_path(r, paper->id, "clear"), .questions = clear_questions,
            .button = tr(page, N_("Say that I understand this")));
  page_close(page);
}

static void
say_clear(Request *r)
{
  const Paper *paper = find_easy_paper(r);

  if (!paper)
    return;
  if (!questions_check(clear_questions, request_answers(r), r, request_refusals(r))) {
    show_clear(r);
    return;
  }

  const bool has_name = answers_have(request_answers(r), "name", "yes");

  easy_checks_say(request_txn(r), request_act(r), paper, has_name ? request_viewer(r)->name : "",
                  easy_noon_today_us(r));
  reply_redirect_saying(r, reading_path(r, paper), N_("Thank you for telling us"), NULL);
}

static void
take_back(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;
  easy_checks_take_back(request_txn(r), request_act(r), paper->id, request_viewer(r)->member_id);
  reply_redirect_saying(r, reading_path(r, paper), N_("We took back what you said"), NULL);
}

/* ---- a reader finds it hard ---- */

static const Choice hard_name_choices[] = {
  { .value = "no", .label = N_("Do not say who I am") },
  { .value = "yes", .label = N_("Say my name, so that they can ask me") },
  { .value = NULL },
};

static const Question hard_questions[] = {
  { .name = "part",
    .kind = ASK_LONG,
    .picture = "question",
    .max_length = HARD_PART_MAX,
    .rows = 3,
    .label = N_("Which part is hard?"),
    .hint = N_("You can leave this empty") },
  { .name = "name",
    .kind = ASK_ONE_OF,
    .picture = "person",
    .choices = hard_name_choices,
    .label = N_("May organisers know that it was you?") },
  QUESTIONS_END,
};

static void
show_hard(Request *r)
{
  const Paper *paper = find_easy_paper(r);

  if (!paper)
    return;

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("This is hard to understand")),
                   .picture = "talk",
                   .lead = lang_text(request_lang(r), N_("You help us to write better. Organisers"
                                                         " read what you say.")),
                   .back = reading_path(r, paper),
                   .section = "/papers" });

  if (!request_is_post(r))
    answers_set(request_answers(r), "name", "no");
  form_draw(page, .action = easy_path(r, paper->id, "hard"), .questions = hard_questions,
            .button = tr(page, N_("Send this")));
  page_close(page);
}

static void
say_hard(Request *r)
{
  const Paper *paper = find_easy_paper(r);

  if (!paper)
    return;
  if (!questions_check(hard_questions, request_answers(r), r, request_refusals(r))) {
    show_hard(r);
    return;
  }

  const bool has_name = answers_have(request_answers(r), "name", "yes");

  if (!has_name)
    request_leave_no_name(r);
  easy_hard_say(request_txn(r), request_act(r), paper->id, answers_text(request_answers(r), "part"),
                has_name);
  reply_redirect_saying(r, reading_path(r, paper), N_("Thank you for telling us"), NULL);
}

static void
hard_is_done(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;
  easy_hard_remove(request_txn(r), request_act(r), paper->id, request_id_in_path(r, "hard"));
  reply_redirect_saying(r, easy_path(r, paper->id, "change"), N_("The answer is taken out"), NULL);
}

/* ---- an organiser writes it down ---- */

static const Question check_questions[] = {
  { .name = "who",
    .kind = ASK_TEXT,
    .picture = "people",
    .max_length = CHECKED_BY_MAX,
    .label = N_("Who read it and understood it?"),
    .hint = N_("A name, or words such as “a group of four at the day centre”"),
    .missing = N_("Write who read it: a name, or words such as “a group of four”"),
    .is_needed = true },
  { .name = "on",
    .kind = ASK_DATE,
    .picture = "calendar",
    .label = N_("When?"),
    .missing = N_("Write the day"),
    .is_needed = true },
  { .name = "consent",
    .kind = ASK_YES,
    .picture = "yes",
    .label = N_("They said that these words may stand at the paper"),
    .missing = N_("Ask them first if their name may stand there"),
    .is_needed = true },
  QUESTIONS_END,
};

static void
show_check(Request *r)
{
  const Paper *paper = find_easy_to_write(r);

  if (!paper)
    return;
  if (!request_is_post(r)) {
    g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(easy_noon_today_us(r) / US_PER_S);
    g_autofree char *date = g_date_time_format(today, "%F");

    answers_set(request_answers(r), "on", date);
  }

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write down who checked it")),
                      .back = easy_path(r, paper->id, "change"),
                      .section = "/papers" });

  form_draw(page, .action = easy_path(r, paper->id, "checks"), .questions = check_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

/* Of "2026-11-26". */
static int64_t
noon_of(const char *date)
{
  int year = 1, month = 1, day = 1;

  if (sscanf(date, "%d-%d-%d", &year, &month, &day) != 3)
    return 0;

  g_autoptr(GDateTime) noon = g_date_time_new_utc(year, month, day, 12, 0, 0);

  return noon ? g_date_time_to_unix(noon) * US_PER_S : 0;
}

static void
add_check(Request *r)
{
  Refusals *refusals = request_refusals(r);
  Answers *answers = request_answers(r);
  const Paper *paper = find_easy_to_write(r);

  if (!paper)
    return;
  if (questions_check(check_questions, answers, r, refusals)) {
    const int64_t at_us = noon_of(answers_text(answers, "on"));

    if (at_us > easy_noon_today_us(r))
      refuse(refusals, "on", N_("This day has not come yet"));
    else
      easy_checks_add(request_txn(r), request_act(r), paper, answers_text(answers, "who"), at_us,
                      refusals);
  }
  if (refusals_count(refusals) > 0)
    show_check(r);
  else
    reply_redirect_saying(r, easy_path(r, paper->id, "change"), N_("It is written down"), NULL);
}

static void
remove_check(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;
  easy_checks_remove(request_txn(r), request_act(r), paper->id, request_id_in_path(r, "check"));
  reply_redirect_saying(r, easy_path(r, paper->id, "change"), N_("It is taken out"), NULL);
}

const Route easy_check_routes[] = {
  { "GET", "/papers/:paper/easy/clear", is_signed_in, show_clear },
  { "POST", "/papers/:paper/easy/clear", is_signed_in, say_clear, .per_minute = 20 },
  { "POST", "/papers/:paper/easy/clear/remove", is_signed_in, take_back, .per_minute = 20 },
  { "GET", "/papers/:paper/easy/hard", is_signed_in, show_hard },
  { "POST", "/papers/:paper/easy/hard", is_signed_in, say_hard, .per_minute = 10 },
  { "POST", "/papers/:paper/easy/hard/:hard/done", may_organise, hard_is_done },
  { "GET", "/papers/:paper/easy/checks", may_organise, show_check },
  { "POST", "/papers/:paper/easy/checks", may_organise, add_check },
  { "POST", "/papers/:paper/easy/checks/:check/remove", may_organise, remove_check },
  ROUTES_END,
};
