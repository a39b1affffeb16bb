/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting the figures. */
#include "evidence/figures.h"

#include "base/clock.h"

#include <string.h>

static const struct {
  const char *code;
  int64_t least; /* from how many on a share of a hundred is told (shared/indicators.md) */
} kinds[FIGURE_COUNT] = {
  [FIGURE_TOGETHER] = { "together", 5 }, [FIGURE_ASKED] = { "asked", 20 },
  [FIGURE_SAID] = { "said", 5 },         [FIGURE_PAPERS] = { "papers", 20 },
  [FIGURE_IDEAS] = { "ideas", 10 },      [FIGURE_CONNECT] = { "connect", 5 },
  [FIGURE_LED] = { "led", 5 },
};

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
  figure->unknown += meeting->led == LED_NOBODY;
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

/* ---- what may be told ---- */

static FigureTell
how_to_tell(const Figure *figure, const SharedWish *wish)
{
  const bool is_said = figure->kind == FIGURE_SAID;

  if (figure->all == 0)
    return TELL_NOTHING;
  if (is_said && figure->all < FEEDBACK_LEAST)
    return TELL_TOO_FEW;
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
  if (shared->figures[FIGURE_ASKED].all > 0 && !shared->tally->may_tell_askers)
    shared->figures[FIGURE_ASKED].tell = TELL_NOBODY;
  if (shared->figures[FIGURE_LED].all > 0 && !shared->tally->may_tell_leaders)
    shared->figures[FIGURE_LED].tell = TELL_NOBODY;
}

const Shared *
shared_find(Txn *txn, Arena *arena, const SharedWish *wish)
{
  Shared *shared = arena_new_of(arena, Shared, 1);
  const int64_t from_us = wish->meeting_id ? 0 : wish->now_us - SHARED_DAYS * US_PER_DAY;

  shared->tally = meetings_tally(txn, arena,
                                 &(TallyWish){ .group_id = wish->group_id,
                                               .meeting_id = wish->meeting_id,
                                               .from_us = from_us,
                                               .now_us = wish->now_us,
                                               .viewer_id = wish->viewer_id });
  if (wish->meeting_id) {
    shared->said.all = feedback_of_meeting(txn, wish->meeting_id);
  } else {
    shared->said = feedback_of_group(txn, wish->group_id, from_us);
    shared->ideas = ideas_kept(txn, wish->group_id, from_us, wish->now_us);
  }
  count_meetings(shared);
  count_said(&shared->figures[FIGURE_SAID], &shared->said);
  shared->figures[FIGURE_IDEAS].yes = shared->ideas.in_time;
  shared->figures[FIGURE_IDEAS].all = shared->ideas.due;
  shared->figures[FIGURE_IDEAS].unknown = shared->ideas.due - shared->ideas.answered;
  settle(shared, wish);
  return shared;
}
