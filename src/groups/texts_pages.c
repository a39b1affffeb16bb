/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group writes about itself: what it is for and how that came about, what it offers, its
 * ground rules, and the yearly look back. What was is never lost. */
#include "groups/texts.h"

#include "groups/groups_pages.h"

#include <string.h>

static const Question purpose_questions[] = {
  { .name = "different",
    .kind = ASK_LONG,
    .label = N_("What do you want to be different?"),
    .missing = N_("Write what you want to be different"),
    .picture = "idea",
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  { .name = "purpose",
    .kind = ASK_LONG,
    .label = N_("What is the group for?"),
    .hint = N_("What it does, and what it does not do."),
    .picture = "people",
    .max_length = GROUP_WORDS_MAX },
  { .name = "saving",
    .kind = ASK_ONE_OF,
    .label = N_("Is money to be saved by this?"),
    .hint = N_("Say it openly. Then people can decide whether they want to take part."),
    .missing = N_("Choose whether money is to be saved"),
    .picture = "money",
    .choices = saving_choices,
    .is_needed = true },
  { .name = "saving_words",
    .kind = ASK_LONG,
    .label = N_("How much, and who wants it?"),
    .missing = N_("Say openly how much is to be saved, and who wants it"),
    .picture = "money",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX,
    .shown_if = "saving=target",
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why is it changed?"),
    .hint = N_("It stays beside what was there before."),
    .missing = N_("Write why it is changed"),
    .picture = "question",
    .rows = 3,
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question offer_questions[] = {
  OFFER_QUESTIONS,
  QUESTIONS_END,
};

static const Question rules_questions[] = {
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("How do we want to be with one another?"),
    .hint = N_("In your own words, one a line. For example: one person speaks at a time."),
    .missing = N_("Write your ground rules"),
    .picture = "heart",
    .max_length = GROUP_WORDS_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question review_questions[] = {
  { .name = "better",
    .kind = ASK_LONG,
    .label = N_("What is better now?"),
    .picture = "happy",
    .max_length = GROUP_WORDS_MAX },
  { .name = "hard",
    .kind = ASK_LONG,
    .label = N_("What was hard?"),
    .picture = "worried",
    .max_length = GROUP_WORDS_MAX },
  { .name = "celebrate",
    .kind = ASK_LONG,
    .label = N_("What do we celebrate?"),
    .picture = "flowers",
    .max_length = GROUP_WORDS_MAX },
  QUESTIONS_END,
};

static bool
may_change(const Group *group)
{
  return group->standing == GROUP_IN && !group->is_closed;
}

static void
put_day_heading(Page *page, int64_t at_us)
{
  ui_heading(page, 3, group_day(page, at_us));
}

/* Below what stands now: since when it does. */
static void
put_since(Page *page, int64_t made_at_us)
{
  ui_paragraph(page, .is_quiet = true,
               .text = tr_fill(page, N_("Since {day}"), "day", group_day(page, made_at_us), NULL));
}

static void
put_heading_to_change(Page *page, int64_t newest_id)
{
  if (newest_id)
    ui_heading(page, 2, tr(page, N_("Change it")));
}

/* ---- what it is for ---- */

static void
fill_purpose(Request *r, const Purpose *now)
{
  Answers *answers = request_answers(r);

  answers_set(answers, "different", now->different);
  answers_set(answers, "purpose", now->purpose);
  answers_set(answers, "saving", now->saving);
  answers_set(answers, "saving_words", now->saving_words);
}

static void
put_purpose_before(Page *page, const Purpose *one)
{
  put_day_heading(page, one->made_at_us);
  ui_person_lines(page, one->different);
  if (*one->purpose)
    ui_person_lines(page, one->purpose);
  if (strcmp(one->saving, "target") == 0) {
    ui_paragraph(page, .text = tr(page, N_("Money is to be saved:")), .is_strong = true);
    ui_person_lines(page, one->saving_words);
  }
  if (*one->why) {
    ui_paragraph(page, .text = tr(page, N_("Why it was changed:")), .is_strong = true);
    ui_person_lines(page, one->why);
  }
}

static void
draw_purpose(Request *r, const Group *group)
{
  const Purpose *list = purposes_list(request_txn(r), request_arena(r), group->id);

  if (!request_is_post(r))
    fill_purpose(r, list);

  Page *page = open_group_page(r, group, N_("What the group is for"),
                               N_("Everything that stood here before can be read below."));

  if (may_change(group))
    form_draw(page, .action = group_path(r, group, "/purpose"), .questions = purpose_questions,
              .button = tr(page, N_("Keep this")));
  ui_heading(page, 2, tr(page, N_("How this came about")));
  for (; list->id; list++)
    put_purpose_before(page, list);
  page_close(page);
}

static void
show_purpose(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_SEE);

  if (group)
    draw_purpose(r, group);
}

static void
change_purpose(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!group)
    return;
  if (questions_check(purpose_questions, request_answers(r), r, request_refusals(r)))
    purposes_set(request_txn(r), request_act(r), group->id,
                 &(Purpose){ .different = answers_text(answers, "different"),
                             .purpose = answers_text(answers, "purpose"),
                             .saving = answers_text(answers, "saving"),
                             .saving_words = answers_text(answers, "saving_words"),
                             .why = answers_text(answers, "why") },
                 request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_purpose(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""), N_("It is kept"), NULL);
}

/* ---- offers ---- */

static void
fill_offer(Request *r, const GroupOffer *now)
{
  Answers *answers = request_answers(r);

  for (const Choice *choice = offer_choices; choice->value; choice++)
    if (offer_gives(now, choice->value))
      answers_add(answers, "gives", choice->value, strlen(choice->value));
  answers_set(answers, "offer_words", now->words);
}

static void
draw_offer(Request *r, const Group *group)
{
  const GroupOffer *list = offers_list(request_txn(r), request_arena(r), group->id);
  const bool has_older = list->id && list[1].id;

  if (!request_is_post(r) && list->id)
    fill_offer(r, list);

  Page *page = open_group_page(r, group, N_("What people get who take part"),
                               N_("Whoever joined keeps what was offered to them then."));

  put_offer(page, list); /* what holds now stands before how to change it */
  if (list->id)
    put_since(page, list->made_at_us);
  if (may_change(group)) {
    put_heading_to_change(page, list->id);
    form_draw(page, .action = group_path(r, group, "/offer"), .questions = offer_questions,
              .button = tr(page, N_("Keep this")));
  }
  if (has_older)
    ui_heading(page, 2, tr(page, N_("All that was written")));
  for (; has_older && list->id; list++) {
    put_day_heading(page, list->made_at_us);
    put_offer(page, list);
  }
  page_close(page);
}

static void
show_offer(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_offer(r, group);
}

static void
change_offer(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(offer_questions, request_answers(r), r, request_refusals(r)))
    offers_set(request_txn(r), request_act(r), group->id, gives_from_answers(r),
               answers_text(request_answers(r), "offer_words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_offer(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""), N_("It is kept"), NULL);
}

/* ---- ground rules ---- */

static void
draw_rules(Request *r, const Group *group)
{
  const GroundRules *list = ground_rules_list(request_txn(r), request_arena(r), group->id);
  const bool has_older = list->id && list[1].id;

  if (!request_is_post(r) && list->id)
    answers_set(request_answers(r), "words", list->words);

  Page *page = open_group_page(r, group, N_("Our ground rules"), NULL);

  if (list->id) {
    ui_person_lines(page, list->words);
    put_since(page, list->made_at_us);
  }
  if (may_change(group)) {
    put_heading_to_change(page, list->id);
    form_draw(page, .action = group_path(r, group, "/rules"), .questions = rules_questions,
              .button = tr(page, N_("Keep this")));
  }
  if (has_older)
    ui_heading(page, 2, tr(page, N_("All that was written")));
  for (; has_older && list->id; list++) {
    put_day_heading(page, list->made_at_us);
    ui_person_lines(page, list->words);
  }
  page_close(page);
}

static void
show_rules(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_rules(r, group);
}

static void
change_rules(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (!group)
    return;
  if (questions_check(rules_questions, request_answers(r), r, request_refusals(r)))
    ground_rules_set(request_txn(r), request_act(r), group->id,
                     answers_text(request_answers(r), "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_rules(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/first-meeting"), N_("It is kept"), NULL);
}

/* ---- reviews ---- */

static void
put_review(Page *page, const GroupReview *review)
{
  put_day_heading(page, review->made_at_us);
  if (*review->better) {
    ui_paragraph(page, .text = tr(page, N_("What is better")), .is_strong = true);
    ui_person_lines(page, review->better);
  }
  if (*review->hard) {
    ui_paragraph(page, .text = tr(page, N_("What was hard")), .is_strong = true);
    ui_person_lines(page, review->hard);
  }
  if (*review->celebrate) {
    ui_paragraph(page, .text = tr(page, N_("What we celebrate")), .is_strong = true);
    ui_person_lines(page, review->celebrate);
  }
}

static void
put_reviews(Page *page, const GroupReview *list)
{
  bool is_open = false;

  for (; list->id; list++) {
    if (*list->left_words)
      continue;
    if (!is_open)
      ui_heading(page, 2, tr(page, N_("Written so far")));
    is_open = true;
    put_review(page, list);
  }
}

/* Below all others: the day, or its place among them, would say who it was. */
static void
put_left_words(Page *page, const GroupReview *list)
{
  bool is_open = false;

  for (; list->id; list++) {
    if (!*list->left_words)
      continue;
    if (!is_open)
      ui_heading(page, 2, tr(page, N_("From people who left the group")));
    is_open = true;
    ui_person_lines(page, list->left_words);
  }
}

static void
draw_review(Request *r, const Group *group)
{
  const GroupReview *list = reviews_list(request_txn(r), request_arena(r), group->id);
  Page *page = open_group_page(r, group, N_("How is it going?"),
                               N_("Once a year, or when you like: look back together."));

  if (may_change(group))
    form_draw(page, .action = group_path(r, group, "/review"), .questions = review_questions,
              .button = tr(page, N_("Keep this")));
  put_reviews(page, list);
  put_left_words(page, list);
  page_close(page);
}

static void
show_review(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_review(r, group);
}

static void
add_review(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!group)
    return;
  if (questions_check(review_questions, request_answers(r), r, request_refusals(r)))
    reviews_add(request_txn(r), request_act(r), group->id,
                &(GroupReview){ .better = answers_text(answers, "better"),
                                .hard = answers_text(answers, "hard"),
                                .celebrate = answers_text(answers, "celebrate") },
                request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_review(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, ""), N_("It is kept"), NULL);
}

const Route group_texts_routes[] = {
  { "GET", "/groups/:group/purpose", may_see_group, show_purpose },
  { "POST", "/groups/:group/purpose", may_change_group, change_purpose },
  { "GET", "/groups/:group/offer", may_read_group, show_offer },
  { "POST", "/groups/:group/offer", may_change_group, change_offer },
  { "GET", "/groups/:group/rules", may_read_group, show_rules },
  { "POST", "/groups/:group/rules", may_change_group, change_rules },
  { "GET", "/groups/:group/review", may_read_group, show_review },
  { "POST", "/groups/:group/review", may_change_group, add_review },
  ROUTES_END,
};
