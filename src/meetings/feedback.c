/* SPDX-License-Identifier: AGPL-3.0-or-later
 * After a meeting: what is asked, of whom, and what may be told. Answers are taken in
 * feedback_change.c. */
#include "meetings/feedback.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "meetings/feedback_rows.h"
#include "notices/bounces.h"

#include <string.h>

const LogKind feedback_log_kinds[] = {
  { .kind = "feedback-slips", .power = N_("Answers on paper after a meeting were written down") },
  { NULL },
};

const Choice feedback_side_choices[] = {
  { .value = "uses", .label = N_("I use services") },
  { .value = "carer", .label = N_("I care for somebody in my family") },
  { .value = "neighbour", .label = N_("I am a neighbour") },
  { .value = "work", .label = N_("It is my work") },
  { .value = "unsaid", .label = N_("I would rather not say") },
  { .value = NULL },
};

const Choice face_choices[] = {
  { .value = "yes", .label = N_("Yes"), .picture = "happy" },
  { .value = "partly", .label = N_("Partly"), .picture = "so-so" },
  { .value = "no", .label = N_("No"), .picture = "sad" },
  { .value = NULL },
};

const char *const feedback_question_words[FEEDBACK_QUESTIONS] = {
  N_("Did you have what you needed?"),
  N_("Were you heard?"),
  N_("Was it worth it?"),
};

FeedbackSide
feedback_side_from_code(const char *code)
{
  const int place = choice_place(feedback_side_choices, code);

  return place < 0 ? FEEDBACK_SIDES : (FeedbackSide)place;
}

FeedbackCounts
feedback_read(Query *q, int column)
{
  FeedbackCounts counts = { .people = 0 };

  if (col_is_null(q, column)) /* the sum of nothing */
    return counts;
  counts.people = col_int(q, column);
  counts.on_paper = col_int(q, column + 1);
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    for (int face = 0; face < FACE_COUNT; face++)
      counts.faces[i][face] = col_int(q, column + 2 + i * FACE_COUNT + face);
  return counts;
}

void
feedback_sum(FeedbackCounts *sum, const FeedbackCounts *more)
{
  sum->people += more->people;
  sum->on_paper += more->on_paper;
  for (int i = 0; i < FEEDBACK_QUESTIONS; i++)
    for (int face = 0; face < FACE_COUNT; face++)
      sum->faces[i][face] += more->faces[i][face];
}

FeedbackCounts
feedback_of_meeting(Txn *txn, int64_t meeting_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT " FEEDBACK_SUMS " FROM feedback_told"
                                     " WHERE community_id = ?1 AND meeting_id = ?2 AND side = ''");

  bind_int(q, 2, meeting_id);
  return query_next(q) ? feedback_read(q, 0) : (FeedbackCounts){ .people = 0 };
}

GroupFeedback
feedback_of_group(Txn *txn, int64_t group_id, int64_t since_us)
{
  GroupFeedback found = { .all = { .people = 0 } };
  g_autoptr(Query) q =
      db_query(txn, "SELECT side, " FEEDBACK_SUMS " FROM feedback_told WHERE community_id = ?1"
                    " AND group_id = ?2 AND last_at_us >= ?3 GROUP BY side");

  bind_int(q, 2, group_id);
  bind_int(q, 3, since_us);
  while (query_next(q)) {
    const FeedbackSide side = feedback_side_from_code(col_text(q, 0));
    FeedbackCounts *into = side < FEEDBACK_SIDES ? &found.sides[side]
                           : *col_text(q, 0)     ? &found.rest
                                                 : &found.all;

    *into = feedback_read(q, 1);
  }
  return found;
}

/* ---- who is asked ---- */

/* ?2 group, ?3 one meeting or 0, ?4 since, ?5 now. As FEEDBACK_ASKED. */
#define ASKED_ABOUT                                                                             \
  " m.community_id = ?1 AND m.group_id = ?2 AND (?3 = 0 OR m.id = ?3) AND m.starts_at_us >= ?4" \
  " AND m.starts_at_us <= ?5"                                                                   \
  " AND COALESCE(m.ends_at_us, m.starts_at_us + 10800000000) <= ?5"

int64_t
feedback_count_asked(Txn *txn, int64_t group_id, int64_t meeting_id, int64_t since_us,
                     int64_t now_us)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM meeting m JOIN meeting_presence p ON p.community_id = ?1"
           " AND p.meeting_id = m.id WHERE" ASKED_ABOUT ")"
           " + COALESCE((SELECT CAST(sum(n.others_use + n.others_care + n.others_near"
           "  + n.others_work + n.others_else) AS BIGINT) FROM meeting m JOIN meeting_minutes n"
           "  ON n.community_id = ?1 AND n.meeting_id = m.id WHERE" ASKED_ABOUT "), 0)"
           " + (SELECT count(*) FROM meeting m JOIN group_member g ON g.community_id = ?1"
           "  AND g.group_id = m.group_id AND ((g.state = 'in' AND g.since_us <= m.starts_at_us)"
           "   OR (g.state = 'left' AND g.since_us >= m.called_at_us))"
           "  LEFT JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
           "  AND p.member_id = g.member_id"
           "  WHERE m.is_written_after = 0 AND m.state <> 'off' AND p.member_id IS NULL"
           "  AND" ASKED_ABOUT ")");

  bind_int(q, 2, group_id);
  bind_int(q, 3, meeting_id);
  bind_int(q, 4, since_us);
  bind_int(q, 5, now_us);
  return query_next(q) ? col_int(q, 0) : 0;
}

static FeedbackAsk
read_ask(Query *q, Arena *arena)
{
  return (FeedbackAsk){ .meeting_id = col_int(q, 0),
                        .group_id = col_int(q, 1),
                        .title = arena_text(arena, col_text(q, 2)),
                        .starts_at_us = col_int(q, 3) };
}

const FeedbackAsk *
feedback_ask_find(Txn *txn, Arena *arena, int64_t meeting_id, int64_t member_id, int64_t now_us)
{
  FeedbackAsk *ask = arena_new_of(arena, FeedbackAsk, 1);
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, m.group_id, m.title, m.starts_at_us" FEEDBACK_ASKED " AND m.id = ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us);
  bind_int(q, 4, meeting_id);
  if (!query_next(q))
    return NULL;
  *ask = read_ask(q, arena);
  return ask;
}

const ToTell *
feedback_to_ask(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us)
{
  if (!meeting_is_over(meeting, now_us) ||
      meeting->starts_at_us < now_us - FEEDBACK_DAYS * US_PER_DAY)
    return arena_new_of(arena, ToTell, 1);

  g_autoptr(Query) q = db_query(
      txn, "SELECT" TO_TELL_COLUMNS " FROM meeting_presence p"
           " JOIN member c ON c.community_id = ?1 AND c.id = p.member_id AND c.state = 'here'"
           " AND NOT" MAILS_REACH_C TO_TELL_KEY " WHERE p.community_id = ?1 AND p.meeting_id = ?2"
           " AND NOT EXISTS (SELECT 1 FROM feedback_chance x WHERE x.community_id = ?1"
           "  AND x.meeting_id = ?2 AND x.member_id = c.id)"
           " ORDER BY c.reach, c.sort_key, c.id LIMIT ?3");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, TO_TELL_MOST);
  return to_tell_read(txn, q, arena);
}
