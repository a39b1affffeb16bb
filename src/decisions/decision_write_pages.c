/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing down what was decided, also from minutes or from an idea, and what became of it. */
#include "base/ids.h"
#include "decisions/ideas_pages.h"
#include "decisions/record_pages.h"
#include "lang/lang.h"
#include "meetings/minutes.h"

#include <string.h>

/* ---- what is asked ---- */

static const Choice who_choices[] = {
  { .value = "group", .label = N_("This group") },
  { .value = "both", .label = N_("People who use services and people at their work, together") },
  { .value = "outside", .label = N_("Somebody outside the group"), .shows = "body" },
  { .value = NULL },
};

#define WHO_QUESTIONS                                                                   \
  { .name = "by",                                                                       \
    .kind = ASK_ONE_OF,                                                                 \
    .label = N_("Who decided?"),                                                        \
    .missing = N_("Choose who decided"),                                                \
    .picture = "people",                                                                \
    .choices = who_choices,                                                             \
    .is_needed = true },                                                                \
      { .name = "body",                                                                 \
        .kind = ASK_TEXT,                                                               \
        .label = N_("Which body was it?"),                                              \
        .hint = N_("The name of a council, a board or an office. No names of people."), \
        .missing = N_("Write which body it was, not a person"),                         \
        .picture = "council",                                                           \
        .shown_if = "by=outside",                                                       \
        .max_length = DECISION_BODY_MAX,                                                \
        .is_needed = true },                                                            \
  {                                                                                     \
    .name = "day", .kind = ASK_DATE, .label = N_("On which day?"),                      \
    .missing = N_("Say on which day it was"), .picture = "calendar", .is_needed = true  \
  }

#define AGAIN_QUESTION                                                                      \
  {                                                                                         \
    .name = "again", .kind = ASK_DATE, .label = N_("When do we look at it again?"),         \
    .hint = N_("You are reminded on that day. You can leave it empty."), .picture = "again" \
  }

#define WEIGHING(question, words, clue, drawing)                                                  \
  {                                                                                               \
    .name = (question), .kind = ASK_LONG, .label = (words), .hint = (clue), .picture = (drawing), \
    .rows = 2, .max_length = DECISION_WORDS_MAX                                                   \
  }

static const Question decision_questions[] = {
  { .name = "what",
    .kind = ASK_LONG,
    .label = N_("What was decided?"),
    .missing = N_("Write what was decided"),
    .picture = "vote",
    .rows = 3,
    .max_length = DECISION_WORDS_MAX,
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why?"),
    .missing = N_("Write why. Nobody can do without a reason."),
    .picture = "question",
    .rows = 3,
    .max_length = DECISION_WORDS_MAX,
    .is_needed = true },
  WEIGHING("do_good", N_("If we do it: what is good about that?"), NULL, "yes"),
  WEIGHING("do_bad", N_("If we do it: what may go wrong?"), NULL, "warning"),
  WEIGHING("not_good", N_("If we do not do it: what is good about that?"), NULL, "no"),
  WEIGHING("not_bad", N_("If we do not do it: what may go wrong?"),
           N_("Leaving things as they are has its risks too."), "warning"),
  WHO_QUESTIONS,
  AGAIN_QUESTION,
  QUESTIONS_END,
};

static const Choice became_choices[] = {
  { .value = "stands", .label = N_("We looked at it again, and it stands") },
  { .value = "changed", .label = N_("It was changed") },
  { .value = "stopped", .label = N_("It was stopped") },
  { .value = "undone", .label = N_("It was undone") },
  { .value = NULL },
};

static const Question change_questions[] = {
  { .name = "became",
    .kind = ASK_ONE_OF,
    .label = N_("What became of it?"),
    .missing = N_("Choose what became of it"),
    .picture = "again",
    .choices = became_choices,
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why, and what is different now?"),
    .missing = N_("Write why. Nobody can do without a reason."),
    .picture = "question",
    .rows = 3,
    .max_length = DECISION_WORDS_MAX,
    .is_needed = true },
  WHO_QUESTIONS,
  AGAIN_QUESTION,
  QUESTIONS_END,
};

/* ---- from answers ---- */

static int64_t
day_in(Request *r, const char *name)
{
  return groups_day_end_us(answers_text(request_answers(r), name), request_time_zone(r));
}

static DecidedBy
who_in(Request *r)
{
  DecidedBy by = BY_NOBODY;

  decided_by_from_name(answers_text(request_answers(r), "by"), &by);
  return by;
}

static void
set_today(Request *r)
{
  answers_set(request_answers(r), "day",
              groups_day_of(request_arena(r), request_now_us(r), request_time_zone(r)));
}

/* ---- writing a decision down ---- */

/* Where it comes from: ":from" of the address, "item" or "idea", and its id. */
typedef struct {
  int64_t item_id, idea_id;
} Source;

static Source
source_in(Request *r)
{
  Source source = { 0 };

  id_from_text(answers_text(request_answers(r), "_item"), &source.item_id);
  id_from_text(answers_text(request_answers(r), "_idea"), &source.idea_id);
  if (!request_is_post(r)) {
    id_from_text(request_query(r, "item"), &source.item_id);
    id_from_text(request_query(r, "idea"), &source.idea_id);
  }
  return source;
}

/* What the minutes say was decided about the item, and the day of their meeting. */
static void
fill_from_item(Request *r, const Group *group, int64_t item_id)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const int64_t meeting_id = decisions_meeting_of_item(txn, group->id, item_id);
  const Meeting *meeting = meeting_id ? meetings_find(txn, arena, group->id, meeting_id) : NULL;
  const char *what = "";

  if (!meeting)
    return;
  for (const MinutesText *text = minutes_find(txn, arena, meeting->id)->texts; text->id; text++)
    if (text->item_id == item_id && *text->decided)
      what = arena_format(arena, "%s%s%s", what, *what ? "\n\n" : "", text->decided);
  answers_set(request_answers(r), "what", what);
  answers_set(request_answers(r), "day",
              groups_day_of(arena, meeting->starts_at_us, request_time_zone(r)));
}

static void
fill_decision(Request *r, const Group *group, const Source *source)
{
  set_today(r);
  if (source->item_id)
    fill_from_item(r, group, source->item_id);
  if (source->idea_id) {
    const IdeaViewer viewer = idea_viewer(r);
    const Idea *idea = ideas_find(request_txn(r), request_arena(r), source->idea_id, &viewer);

    answers_set(request_answers(r), "why", idea ? idea->because : "");
  }
}

static void
put_source(Page *page, const char *name, int64_t id)
{
  char text[ID_TEXT_SIZE];

  if (id)
    form_hidden(page, name, arena_text(request_arena(page_request(page)), id_to_text(id, text)));
}

static void
draw_decision(Request *r, const Group *group, const Decision *announced)
{
  const Source source = source_in(r);

  if (!request_is_post(r))
    fill_decision(r, group, &source);

  Page *page =
      announced
          ? open_decision_page(r, announced, N_("Write down what was decided"), "vote")
          : page_open(r,
                      &(PageHead){
                          .title = lang_text(request_lang(r), N_("Write down a decision")),
                          .lead = lang_text(request_lang(r), N_("Everybody in the group is told.")),
                          .picture = "vote",
                          .back = group_path(r, group, "/decisions"),
                          .section = "/groups" });

  form_open(page, announced ? decision_path(r, announced, "/decided")
                            : group_path(r, group, "/decisions/new"));
  put_source(page, "_item", source.item_id);
  put_source(page, "_idea", source.idea_id);
  form_questions(page, decision_questions, r);
  form_close(page, tr(page, N_("Write it down")));
  page_close(page);
}

static void
write_decision(Request *r, const Group *group, const Decision *announced)
{
  const Answers *answers = request_answers(r);
  const Source source = source_in(r);
  Decision decision = { .group_id = group->id };

  if (questions_check(decision_questions, request_answers(r), r, request_refusals(r)))
    decisions_write(request_txn(r), request_act(r), group->id, announced,
                    &(DecisionWish){ .what = answers_text(answers, "what"),
                                     .why = answers_text(answers, "why"),
                                     .do_good = answers_text(answers, "do_good"),
                                     .do_bad = answers_text(answers, "do_bad"),
                                     .not_good = answers_text(answers, "not_good"),
                                     .not_bad = answers_text(answers, "not_bad"),
                                     .body = answers_text(answers, "body"),
                                     .decided_by = who_in(r),
                                     .item_id = source.item_id,
                                     .idea_id = source.idea_id,
                                     .decided_us = day_in(r, "day"),
                                     .again_us = day_in(r, "again") },
                    request_origin(r), request_refusals(r), &decision.id);
  if (refusals_count(request_refusals(r)) > 0)
    draw_decision(r, group, announced);
  else
    reply_redirect_saying(r, decision_path(r, &decision, ""), N_("The decision is written down"),
                          NULL);
}

static void
show_new(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_decision(r, group, NULL);
}

static void
add_new(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    write_decision(r, group, NULL);
}

static void
show_decided(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (decision)
    draw_decision(r, group, decision);
}

static void
keep_decided(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (decision)
    write_decision(r, group, decision);
}

/* ---- what became of it ---- */

static void
draw_again(Request *r, const Decision *decision)
{
  Page *page = open_decision_page(r, decision, N_("What became of it?"), "again");

  form_draw(page, .action = decision_path(r, decision, "/again"), .questions = change_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_again(Request *r)
{
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (!decision)
    return;
  if (!request_is_post(r))
    set_today(r);
  draw_again(r, decision);
}

static void
keep_again(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const Decision *decision = decision_in_path(r, &group, GROUP_TO_CHANGE);

  if (!decision)
    return;
  if (questions_check(change_questions, request_answers(r), r, request_refusals(r))) {
    ChangeWish wish = { .by = who_in(r),
                        .body = answers_text(answers, "body"),
                        .why = answers_text(answers, "why"),
                        .changed_us = day_in(r, "day"),
                        .again_us = day_in(r, "again") };

    became_from_name(answers_text(answers, "became"), &wish.became);
    decisions_change(request_txn(r), request_act(r), decision, &wish, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_again(r, decision);
  else
    reply_redirect_saying(r, decision_path(r, decision, ""), N_("It is kept"), NULL);
}

#define DECISION "/groups/:group/decisions/:decision"

const Route decision_write_routes[] = {
  { "GET", "/groups/:group/decisions/new", may_change_group, show_new },
  { "POST", "/groups/:group/decisions/new", may_change_group, add_new },
  { "GET", DECISION "/decided", may_change_group, show_decided },
  { "POST", DECISION "/decided", may_change_group, keep_decided },
  { "GET", DECISION "/again", may_change_group, show_again },
  { "POST", DECISION "/again", may_change_group, keep_again },
  ROUTES_END,
};
