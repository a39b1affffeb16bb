/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting the figures. */
#include "evidence/figures.h"

#include "base/clock.h"
#include "meetings/needs.h"
#include "resources/resources.h"

#include <string.h>

enum { ROUND_TO = 5 };

static const struct {
  const char *code;
  FigurePart part;
  int64_t least; /* from how many on a share of a hundred is told (indicators) */
} kinds[FIGURE_COUNT] = {
  [FIGURE_TOGETHER] = { "together", PART_MEETINGS, 5 },
  [FIGURE_ASKED] = { "asked", PART_MEETINGS, 20 },
  [FIGURE_SAID] = { "said", PART_MEETINGS, 5 },
  [FIGURE_PAPERS] = { "papers", PART_MEETINGS, 20 },
  [FIGURE_CONNECT] = { "connect", PART_MEETINGS, 5 },
  [FIGURE_LED] = { "led", PART_MEETINGS, 5 },
  [FIGURE_IDEAS] = { "ideas", PART_PROMISES, 10 },
  [FIGURE_ACTIONS] = { "actions", PART_PROMISES, 15 },
  [FIGURE_TOLD] = { "told", PART_PROMISES, 10 },
  [FIGURE_LEVELS] = { "levels", PART_PROMISES, 8 },
  [FIGURE_NEEDS] = { "needs", PART_NEEDS, 10 },
  [FIGURE_REWARD] = { "reward", PART_REWARD, 10 },
};

FigurePart
figure_part(FigureKind kind)
{
  return kinds[kind].part;
}

const char *
figure_code(FigureKind kind)
{
  return kinds[kind].code;
}

FigureKind
figure_from_code(const char *code)
{
  for (int i = 0; i < FIGURE_COUNT; i++)
    if (strcmp(kinds[i].code, code) == 0)
      return (FigureKind)i;
  return FIGURE_COUNT;
}

/* ---- one figure each ---- */

/* A meeting that may not be told of counts as not together: so one side alone, kept small, makes
 * nothing look better. */
static void
count_together(Figure *figure, const MeetingTally *meeting)
{
  if (meeting->kind != MEETING_SHARED) {
    figure->left_out++;
    return;
  }
  figure->all++;
  if (!tally_may_tell_together(meeting))
    figure->unknown++;
  else if (tally_is_together(meeting))
    figure->yes++;
}

static void
count_asked(Figure *figure, const MeetingTally *meeting)
{
  figure->all += meeting->talked;
  figure->yes += meeting->talked_uses;
  figure->carers += meeting->talked_carers;
  figure->unknown += meeting->talked_unshown;
}

static void
count_papers(Figure *figure, const MeetingTally *meeting)
{
  figure->all += meeting->in_time + meeting->late + meeting->never;
  figure->yes += meeting->in_time;
  figure->unknown += meeting->never;
}

static void
count_connect(Figure *figure, const MeetingTally *meeting)
{
  if (meeting->connect_minutes < 0 || meeting->minutes <= 0) {
    figure->unknown++;
    return;
  }
  figure->all += meeting->minutes;
  figure->yes += MIN(meeting->connect_minutes, meeting->minutes);
}

static void
count_led(Figure *figure, const MeetingTally *meeting)
{
  figure->all++;
  figure->yes += meeting->led == LED_USES;
  figure->carers += meeting->led == LED_CARER;
  figure->unknown += meeting->led == LED_NOBODY || meeting->led == LED_UNSHOWN;
}

static void
count_meetings(Shared *shared)
{
  for (const MeetingTally *one = shared->tally->meetings; one->id; one++) {
    count_together(&shared->figures[FIGURE_TOGETHER], one);
    count_asked(&shared->figures[FIGURE_ASKED], one);
    count_papers(&shared->figures[FIGURE_PAPERS], one);
    count_connect(&shared->figures[FIGURE_CONNECT], one);
    count_led(&shared->figures[FIGURE_LED], one);
  }
}

static int64_t
answered(const FeedbackCounts *counts)
{
  int64_t sum = 0;

  for (int face = 0; face < FACE_COUNT; face++)
    sum += counts->faces[FEEDBACK_HEARD][face];
  return sum;
}

/* "I was heard": by sides where that may be told, else of all. */
static void
count_said(Figure *figure, const GroupFeedback *said)
{
  const FeedbackCounts *uses = &said->sides[FEEDBACK_USES], *works = &said->sides[FEEDBACK_WORK];
  const bool is_by_sides = answered(uses) >= FEEDBACK_LEAST && answered(works) >= FEEDBACK_LEAST;
  const FeedbackCounts *of = is_by_sides ? uses : &said->all;

  figure->yes = of->faces[FEEDBACK_HEARD][FACE_YES];
  figure->all = answered(of);
  if (!is_by_sides)
    return;
  figure->other_yes = works->faces[FEEDBACK_HEARD][FACE_YES];
  figure->other_all = answered(works);
}

/* ---- what was promised, and what people need ---- */

/* How far people were promised to take part, and did as they say themselves. Where fewer than five
 * have said it, it counts as not reached: asking nobody makes nothing better. */
static void
count_levels(Shared *shared, const DecisionCounts *decisions)
{
  Figure *levels = &shared->figures[FIGURE_LEVELS];

  levels->yes = decisions->reached;
  levels->all = decisions->said_due;
  levels->unknown = decisions->said_due - decisions->rated;
  levels->left_out = decisions->closed - decisions->promised;
  memcpy(shared->promised_of, decisions->promised_of, sizeof shared->promised_of);
}

static void
count_promises(Shared *shared, Txn *txn, const SharedWish *wish, int64_t from_us)
{
  Figure *ideas = &shared->figures[FIGURE_IDEAS], *actions = &shared->figures[FIGURE_ACTIONS];
  Figure *told = &shared->figures[FIGURE_TOLD];

  shared->ideas = ideas_kept(txn, wish->group_id, from_us, wish->now_us);
  ideas->yes = shared->ideas.in_time;
  ideas->all = shared->ideas.due;
  ideas->unknown = shared->ideas.due - shared->ideas.answered;
  actions_count(txn, wish->group_id, from_us, wish->now_us, wish->now_us, true, &shared->actions);
  actions->yes = shared->actions.all.in_time;
  actions->all = shared->actions.all.due;
  actions->unknown = shared->actions.all.not_done;

  const DecisionCounts decisions =
      decisions_count(txn, wish->group_id, from_us, wish->now_us, wish->now_us);

  told->yes = decisions.told_in_time;
  told->all = decisions.told_due;
  count_levels(shared, &decisions);
}

static void
round_down(Figure *figure)
{
  figure->is_rounded = true;
  figure->yes -= figure->yes % ROUND_TO;
  figure->all -= figure->all % ROUND_TO;
  figure->unknown -= figure->unknown % ROUND_TO;
  figure->not_asked -= figure->not_asked % ROUND_TO;
}

/* What is unanswered counts as not met: asking nobody, or hearing nobody, makes nothing better. */
static void
count_needs(Figure *needs, Txn *txn, const SharedWish *wish, int64_t from_us)
{
  const NeedsCounts stated = meeting_needs_count(txn, wish->group_id, from_us, wish->now_us);

  needs->yes = stated.met;
  needs->all = stated.stated;
  needs->unknown = stated.unanswered;
  needs->not_asked = stated.never_asked + stated.others_came;
  round_down(needs);
}

static void
count_reward(Figure *reward, Txn *txn, const SharedWish *wish, int64_t from_us)
{
  const RewardCounts paid =
      resources_count_reward(txn, wish->group_id, from_us, wish->now_us, wish->now_us);

  reward->yes = paid.in_time;
  reward->all = paid.eligible;
  reward->unknown = paid.eligible - paid.offered;
  round_down(reward);
}

/* ---- what may be told ---- */

static FigureTell
how_to_tell(const Figure *figure, const SharedWish *wish)
{
  const bool is_said = figure->kind == FIGURE_SAID;

  if (figure->all == 0)
    return TELL_NOTHING;
  if (is_said && figure->all < FEEDBACK_LEAST)
    return TELL_TOO_FEW;
  if (figure->is_rounded)
    return figure->all < kinds[figure->kind].least ? TELL_TOO_FEW : TELL_CASES;
  if (wish->meeting_id || wish->people <= SMALL_GROUP)
    return TELL_CASES;
  if (figure->all < kinds[figure->kind].least)
    return TELL_TOO_FEW;
  return figure->all < SHARE_LEAST ? TELL_CASES : TELL_SHARE;
}

static void
settle(Shared *shared, const SharedWish *wish)
{
  for (int i = 0; i < FIGURE_COUNT; i++) {
    Figure *figure = &shared->figures[i];

    figure->kind = (FigureKind)i;
    figure->least = kinds[i].least;
    figure->tell = how_to_tell(figure, wish);
    if (figure->tell != TELL_SHARE)
      continue;
    figure->interval = figure->other_all ? newcombe_interval(figure->yes, figure->all,
                                                             figure->other_yes, figure->other_all)
                                         : wilson_interval(figure->yes, figure->all);
  }
  if (wish->is_peer_led)
    shared->figures[FIGURE_TOGETHER].tell = TELL_FREE;
}

static void
find_meetings(Shared *shared, Txn *txn, Arena *arena, const SharedWish *wish, int64_t from_us)
{
  shared->tally = meetings_tally(txn, arena,
                                 &(TallyWish){ .group_id = wish->group_id,
                                               .meeting_id = wish->meeting_id,
                                               .from_us = from_us,
                                               .now_us = wish->now_us,
                                               .viewer_id = wish->viewer_id });
  if (wish->meeting_id)
    shared->said.all = feedback_of_meeting(txn, wish->meeting_id);
  else
    shared->said = feedback_of_group(txn, wish->group_id, from_us);
  count_meetings(shared);
  shared->figures[FIGURE_SAID].unknown =
      MAX(feedback_count_asked(txn, wish->group_id, wish->meeting_id, from_us, wish->now_us) -
              shared->said.all.people,
          0);
  count_said(&shared->figures[FIGURE_SAID], &shared->said);
}

const Shared *
shared_find(Txn *txn, Arena *arena, const SharedWish *wish)
{
  Shared *shared = arena_new_of(arena, Shared, 1);
  const int64_t from_us = wish->meeting_id ? 0 : wish->now_us - SHARED_DAYS * US_PER_DAY;

  if (wish->part == PART_MEETINGS)
    find_meetings(shared, txn, arena, wish, from_us);
  else if (wish->part == PART_PROMISES)
    count_promises(shared, txn, wish, from_us);
  else if (wish->part == PART_NEEDS)
    count_needs(&shared->figures[FIGURE_NEEDS], txn, wish, from_us);
  else
    count_reward(&shared->figures[FIGURE_REWARD], txn, wish, from_us);
  settle(shared, wish);
  return shared;
}
