/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Taking answers after a meeting, and moving on in batches what may be told. Each answer is added
 * to counts and is gone as an answer; batches never share a person, so that whatever is taken away
 * from whatever leaves nobody, or five people at least. */
#include "base/clock.h"
#include "base/random.h"
#include "groups/side_history.h"
#include "lang/lang.h"
#include "meetings/feedback_rows.h"
#include "meetings/rules.h"
#include "papers/post_leaves.h"

typedef struct {
  FeedbackCounts sides[FEEDBACK_SIDES];
  int64_t people, last_at_us;
} Sides;

/* Of chance alone: an id that grows with time would say who was there then. */
static int64_t
id_of_chance(void)
{
  int64_t id = 0;

  random_bytes(&id, sizeof(id));
  id &= INT64_MAX;
  return id ? id : 1;
}

static void
bind_counts(Query *q, int slot, const FeedbackCounts *counts)
{
  bind_int(q, slot, counts->people);
  bind_int(q, slot + 1, counts->on_paper);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    for (int face = 0; face < FACE_COUNT; face++)
      bind_int(q, slot + 2 + i * FACE_COUNT + face, counts->faces[i][face]);
}

static void
bind_side(Query *q, int slot, int side)
{
  bind_text(q, slot, feedback_side_choices[side].value);
}

/* ---- counts that wait ---- */

static void
add_to_meeting(Txn *txn, const Act *act, int64_t meeting_id, FeedbackSide side,
               const FeedbackCounts *counts)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO meeting_feedback (community_id, meeting_id, side, " FEEDBACK_COUNTS ")"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
                " ON CONFLICT (community_id, meeting_id, side) DO UPDATE SET"
                " people = meeting_feedback.people + excluded.people,"
                " on_paper = meeting_feedback.on_paper + excluded.on_paper,"
                " needed_yes = meeting_feedback.needed_yes + excluded.needed_yes,"
                " needed_partly = meeting_feedback.needed_partly + excluded.needed_partly,"
                " needed_no = meeting_feedback.needed_no + excluded.needed_no,"
                " heard_yes = meeting_feedback.heard_yes + excluded.heard_yes,"
                " heard_partly = meeting_feedback.heard_partly + excluded.heard_partly,"
                " heard_no = meeting_feedback.heard_no + excluded.heard_no,"
                " worth_yes = meeting_feedback.worth_yes + excluded.worth_yes,"
                " worth_partly = meeting_feedback.worth_partly + excluded.worth_partly,"
                " worth_no = meeting_feedback.worth_no + excluded.worth_no");

  bind_int(q, 2, meeting_id);
  bind_side(q, 3, (int)side);
  bind_counts(q, 4, counts);
  query_run(q);
}

static void
add_to_group(Txn *txn, const Act *act, int64_t group_id, int side, int64_t last_at_us,
             const FeedbackCounts *counts)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO group_feedback (community_id, group_id, side, last_at_us, " FEEDBACK_COUNTS ")"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
      " ON CONFLICT (community_id, group_id, side) DO UPDATE SET"
      " last_at_us = CASE WHEN excluded.last_at_us > group_feedback.last_at_us"
      "  THEN excluded.last_at_us ELSE group_feedback.last_at_us END,"
      " people = group_feedback.people + excluded.people,"
      " on_paper = group_feedback.on_paper + excluded.on_paper,"
      " needed_yes = group_feedback.needed_yes + excluded.needed_yes,"
      " needed_partly = group_feedback.needed_partly + excluded.needed_partly,"
      " needed_no = group_feedback.needed_no + excluded.needed_no,"
      " heard_yes = group_feedback.heard_yes + excluded.heard_yes,"
      " heard_partly = group_feedback.heard_partly + excluded.heard_partly,"
      " heard_no = group_feedback.heard_no + excluded.heard_no,"
      " worth_yes = group_feedback.worth_yes + excluded.worth_yes,"
      " worth_partly = group_feedback.worth_partly + excluded.worth_partly,"
      " worth_no = group_feedback.worth_no + excluded.worth_no");

  bind_int(q, 2, group_id);
  bind_side(q, 3, side);
  bind_int(q, 4, last_at_us);
  bind_counts(q, 5, counts);
  query_run(q);
}

/* ---- what is told ---- */

static void
tell(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id, const char *side,
     int64_t last_at_us, const FeedbackCounts *counts)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO feedback_told (community_id, id, group_id, meeting_id, side,"
                " last_at_us, " FEEDBACK_COUNTS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)");

  bind_int(q, 2, id_of_chance());
  bind_int(q, 3, group_id);
  bind_int(q, 4, meeting_id);
  bind_text(q, 5, side);
  bind_int(q, 6, last_at_us);
  bind_counts(q, 7, counts);
  query_run(q);
}

/* Columns: side, the last start, counts; several rows of one side are added up. */
static Sides
read_sides(Query *q)
{
  Sides sides = { .people = 0 };

  while (query_next(q)) {
    const FeedbackSide side = feedback_side_from_code(col_text(q, 0));
    const FeedbackCounts counts = feedback_read(q, 2);

    if (side == FEEDBACK_SIDES)
      continue;
    feedback_sum(&sides.sides[side], &counts);
    sides.people += counts.people;
    sides.last_at_us = MAX(sides.last_at_us, col_int(q, 1));
  }
  return sides;
}

/* All together, as a batch; by sides they wait in the group. */
static void
tell_all(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id, const Sides *sides)
{
  FeedbackCounts all = { .people = 0 };

  for (int i = 0; i < FEEDBACK_SIDES; i++) {
    feedback_sum(&all, &sides->sides[i]);
    if (sides->sides[i].people > 0)
      add_to_group(txn, act, group_id, i, sides->last_at_us, &sides->sides[i]);
  }
  tell(txn, act, group_id, meeting_id, "", sides->last_at_us, &all);
}

static void
settle_meeting(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id)
{
  Sides sides;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT f.side, COALESCE(m.starts_at_us, 0), " FEEDBACK_COUNTS
                      " FROM meeting_feedback f"
                      " JOIN meeting m ON m.community_id = ?1 AND m.id = f.meeting_id"
                      " WHERE f.community_id = ?1 AND f.meeting_id = ?2");

    bind_int(q, 2, meeting_id);
    sides = read_sides(q);
  }
  if (sides.people < FEEDBACK_LEAST)
    return;
  tell_all(txn, act, group_id, meeting_id, &sides);

  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM meeting_feedback WHERE community_id = ?1 AND meeting_id = ?2");

  bind_int(q, 2, meeting_id);
  query_run(q);
}

/* What too few said after each of several meetings, once nobody can add to it any more. */
static void
settle_left_over(Txn *txn, const Act *act, int64_t group_id)
{
  const int64_t before_us = act->at_us - FEEDBACK_DAYS * US_PER_DAY;
  Sides sides;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT f.side, m.starts_at_us, " FEEDBACK_COUNTS " FROM meeting m"
                      " JOIN meeting_feedback f ON f.community_id = ?1 AND f.meeting_id = m.id"
                      " WHERE m.community_id = ?1 AND m.group_id = ?2 AND m.starts_at_us < ?3");

    bind_int(q, 2, group_id);
    bind_int(q, 3, before_us);
    sides = read_sides(q);
  }
  if (sides.people < FEEDBACK_LEAST)
    return;
  tell_all(txn, act, group_id, 0, &sides);

  g_autoptr(Query) q =
      db_change(txn, act,
                "DELETE FROM meeting_feedback WHERE community_id = ?1 AND meeting_id IN"
                " (SELECT m.id FROM meeting m WHERE m.community_id = ?1 AND m.group_id = ?2"
                "  AND m.starts_at_us < ?3)");

  bind_int(q, 2, group_id);
  bind_int(q, 3, before_us);
  query_run(q);
}

/* By sides: only when both can be laid beside one another, and whoever is of a small side stands
 * among five at least. False: not yet. */
static bool
may_tell_sides(const Sides *sides, FeedbackCounts *ret_rest)
{
  if (sides->sides[FEEDBACK_USES].people < FEEDBACK_LEAST ||
      sides->sides[FEEDBACK_WORK].people < FEEDBACK_LEAST)
    return false;
  for (int i = 0; i < FEEDBACK_SIDES; i++)
    if (sides->sides[i].people < FEEDBACK_LEAST)
      feedback_sum(ret_rest, &sides->sides[i]);
  return ret_rest->people == 0 || ret_rest->people >= FEEDBACK_LEAST;
}

static void
settle_sides(Txn *txn, const Act *act, int64_t group_id)
{
  FeedbackCounts rest = { .people = 0 };
  Sides sides;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT side, last_at_us, " FEEDBACK_COUNTS " FROM group_feedback"
                      " WHERE community_id = ?1 AND group_id = ?2");

    bind_int(q, 2, group_id);
    sides = read_sides(q);
  }
  if (!may_tell_sides(&sides, &rest))
    return;
  for (int i = 0; i < FEEDBACK_SIDES; i++)
    if (sides.sides[i].people >= FEEDBACK_LEAST)
      tell(txn, act, group_id, 0, feedback_side_choices[i].value, sides.last_at_us,
           &sides.sides[i]);
  if (rest.people > 0)
    tell(txn, act, group_id, 0, "rest", sides.last_at_us, &rest);

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM group_feedback WHERE community_id = ?1 AND group_id = ?2");

  bind_int(q, 2, group_id);
  query_run(q);
}

static void
add(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id, FeedbackSide side,
    const FeedbackCounts *counts)
{
  add_to_meeting(txn, act, meeting_id, side, counts);
  settle_meeting(txn, act, group_id, meeting_id);
  settle_left_over(txn, act, group_id);
  settle_sides(txn, act, group_id);
  /* Pages as they were before would show what was added. */
  txn_leave_no_trace(txn);
}

/* ---- one person's ---- */

static void
mark_asked(Txn *txn, const Act *act, const FeedbackAsk *ask, int64_t member_id)
{
  {
    g_autoptr(Query) old =
        db_change(txn, act,
                  "DELETE FROM feedback_chance WHERE community_id = ?1 AND meeting_id IN"
                  " (SELECT m.id FROM meeting m WHERE m.community_id = ?1 AND m.group_id = ?2"
                  "  AND m.starts_at_us < ?3)");

    bind_int(old, 2, ask->group_id);
    bind_int(old, 3, act->at_us - 2 * FEEDBACK_DAYS * US_PER_DAY);
    query_run(old);
  }

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO feedback_chance (community_id, meeting_id, member_id)"
      " VALUES (?1, ?2, ?3) ON CONFLICT (community_id, meeting_id, member_id) DO NOTHING");

  bind_int(q, 2, ask->meeting_id);
  bind_int(q, 3, member_id);
  query_run(q);
  post_leaf_drop(txn, act, ask->meeting_id, member_id);
}

/* Whoever was there at their work, by their role in the group then, does not answer for those who
 * use services: it counts as "not said". */
static FeedbackSide
side_that_counts(Txn *txn, const Act *act, const FeedbackAsk *ask, FeedbackSide said)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  if (said == FEEDBACK_WORK || said == FEEDBACK_UNSAID)
    return said;

  const SideThen then = side_history_at(side_history_read(txn, arena, ask->group_id),
                                        act->member_id, ask->starts_at_us);

  return then.said == SIDE_WORK ? FEEDBACK_UNSAID : said;
}

void
feedback_give(Txn *txn, const Act *act, const FeedbackAsk *ask, const FeedbackAnswer *answer)
{
  FeedbackCounts counts = { .people = 1 };
  bool is_empty = true;

  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    if (answer->faces[i] >= 0 && answer->faces[i] < FACE_COUNT) {
      counts.faces[i][answer->faces[i]] = 1;
      is_empty = false;
    }
  mark_asked(txn, act, ask, act->member_id);
  if (!is_empty)
    add(txn, act, ask->group_id, ask->meeting_id, side_that_counts(txn, act, ask, answer->side),
        &counts);
}

void
feedback_put_away(Txn *txn, const Act *act, const FeedbackAsk *ask)
{
  mark_asked(txn, act, ask, act->member_id);
}

/* ---- slips ---- */

/* People who came, less the slips of this meeting that are in already. */
static int64_t
slips_left(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT (SELECT count(*) FROM meeting_presence WHERE community_id = ?1 AND meeting_id = ?2)"
      " + COALESCE((SELECT others_use + others_care + others_near + others_work + others_else"
      "  FROM meeting_minutes WHERE community_id = ?1 AND meeting_id = ?2), 0)"
      " - COALESCE((SELECT CAST(sum(on_paper) AS BIGINT) FROM meeting_feedback"
      "  WHERE community_id = ?1 AND meeting_id = ?2), 0)"
      " - COALESCE((SELECT CAST(sum(on_paper) AS BIGINT) FROM feedback_told"
      "  WHERE community_id = ?1 AND meeting_id = ?2 AND side = ''), 0)");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static void
check_slips(Txn *txn, const Act *act, const Meeting *meeting, const FeedbackCounts *slips,
            Refusals *refusals)
{
  if (!meeting_is_over(meeting, act->at_us))
    refuse(refusals, "", N_("This meeting is not over yet"));
  else if (meeting->starts_at_us < act->at_us - FEEDBACK_DAYS * US_PER_DAY)
    refuse(refusals, "", N_("This meeting was more than four weeks ago"));
  if (slips->people < 1)
    refuse(refusals, "slips", N_("Enter how many slips there are"));
  else if (slips->people > slips_left(txn, meeting->id))
    refuse(refusals, "slips",
           N_("There are more slips than people who came. Write down first who came."));
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++) {
    int64_t ticked = 0;

    for (int face = 0; face < FACE_COUNT; face++) {
      if (slips->faces[i][face] < 0)
        refuse(refusals, "", N_("Enter numbers from 0 up"));
      ticked += slips->faces[i][face];
    }
    if (ticked > slips->people)
      refuse(refusals, "slips", N_("There are more faces than slips. Count them once more."));
  }
}

void
feedback_add_slips(Txn *txn, const Act *act, const Meeting *meeting, FeedbackSide side,
                   const FeedbackCounts *slips, Refusals *refusals)
{
  FeedbackCounts counts = *slips;

  check_slips(txn, act, meeting, slips, refusals);
  if (refusals_count(refusals) > 0)
    return;
  counts.on_paper = counts.people;
  add(txn, act, meeting->group_id, meeting->id, side, &counts);
  meeting_note(txn, act, "feedback-slips", meeting->id);
}

void
feedback_mark_asked(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  for (const ToTell *one = feedback_to_ask(txn, arena, meeting, act->at_us); one->member_id; one++)
    if (one->member_id == member_id)
      mark_asked(txn, act,
                 &(FeedbackAsk){ .meeting_id = meeting->id, .group_id = meeting->group_id },
                 member_id);
}
