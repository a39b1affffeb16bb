/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting what took place. Each list is read once for all meetings and put together here. */
#include "meetings/tally.h"

#include "base/clock.h"
#include "meetings/agenda.h"
#include "meetings/sides_then.h"
#include "meetings/tally_rows.h"

#include <string.h>

typedef struct {
  Arena *arena;
  const TallyWish *wish;
  MeetingTally *meetings;
  int64_t *due_us, *facilitators;
  int count;
  GHashTable *by_id; /* of MeetingTally; keys: their ids */
  const SideHistory *sides;
  MeetingsTally *found;
} Counting;

/* In place of a member: somebody who is not of the group led it. */
enum { LED_FROM_OUTSIDE = -1 };

static void
bind_wish(Query *q, const TallyWish *wish)
{
  bind_int(q, 2, wish->group_id);
  bind_int(q, 3, wish->from_us);
  bind_int(q, 4, wish->now_us);
  bind_int(q, 5, wish->meeting_id);
}

/* ---- meetings ---- */

static void
read_meeting(Counting *counting, Query *q)
{
  const int nth = counting->count++;
  const int64_t starts_at_us = col_int(q, 2);
  const int64_t ends_at_us = col_is_null(q, 3) ? 0 : col_int(q, 3);
  const Meeting meeting = { .starts_at_us = starts_at_us,
                            .first_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4),
                            .is_written_after = false }; /* what was only tabled was late */
  const bool has_minutes = !col_is_null(q, 9);
  MeetingTally *one = &counting->meetings[nth];

  *one = (MeetingTally){
    .id = col_int(q, 0),
    .title = arena_text(counting->arena, col_text(q, 1)),
    .starts_at_us = starts_at_us,
    .kind = meeting_kind_from_name(col_text(q, 5)),
    .minutes = ends_at_us ? (ends_at_us - starts_at_us) / US_PER_MINUTE : 0,
    /* Written down when it was over, it had no agenda before. */
    .connect_minutes = col_is_null(q, 14) || col_int(q, 16) ? -1 : col_int(q, 14),
  };
  if (has_minutes) {
    one->uses = col_int(q, 9);
    one->carers = col_int(q, 10);
    one->works = col_int(q, 12);
    one->people = one->uses + one->carers + col_int(q, 11) + one->works + col_int(q, 13);
  }
  counting->due_us[nth] = agenda_due_us(&meeting, col_int(q, 7));
  counting->facilitators[nth] = col_int(q, 15) ? LED_FROM_OUTSIDE : col_int(q, 8);
}

static void
find_meetings(Counting *counting, Txn *txn)
{
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT m.id, m.title, m.starts_at_us, m.ends_at_us, m.first_at_us, " MEETING_KIND_THEN ","
      " m.moves, COALESCE(a.paper_days, ?6), COALESCE(a.facilitator_id, 0),"
      " n.others_use, n.others_care, n.others_near, n.others_work, n.others_else, c.minutes,"
      " CASE WHEN EXISTS (SELECT 1 FROM meeting_outside x WHERE x.community_id = ?1"
      "  AND x.meeting_id = m.id AND x.state = 'yes') THEN 1 ELSE 0 END,"
      " m.is_written_after FROM meeting m"
      " LEFT JOIN meeting_agenda a ON a.community_id = ?1 AND a.meeting_id = m.id"
      " LEFT JOIN meeting_minutes n ON n.community_id = ?1 AND n.meeting_id = m.id"
      " LEFT JOIN agenda_item c ON c.community_id = ?1 AND c.meeting_id = m.id"
      " AND c.kind = 'connect'"
      " WHERE" MEETINGS_COUNTED " ORDER BY m.starts_at_us DESC NULLS LAST, m.id DESC LIMIT ?7");

  bind_wish(q, counting->wish);
  bind_int(q, 6, PAPER_DAYS_USUAL);
  bind_int(q, 7, TALLY_MEETINGS_MOST);
  while (counting->count < TALLY_MEETINGS_MOST && query_next(q))
    read_meeting(counting, q);
  for (int i = 0; i < counting->count; i++)
    g_hash_table_insert(counting->by_id, &counting->meetings[i].id, &counting->meetings[i]);
}

/* ---- people ---- */

static void
count_presence(Counting *counting, MeetingTally *meeting, int64_t member_id)
{
  const SideThen then = side_history_at(counting->sides, member_id, meeting->starts_at_us);

  meeting->hides_a_side = meeting->hides_a_side || !then.is_shown;
  meeting->people++;
  meeting->uses += then.side == SIDE_USES;
  meeting->carers += then.side == SIDE_CARER;
  meeting->works += then.side == SIDE_WORK;
  meeting->came = meeting->came || member_id == counting->wish->viewer_id;
}

/* Whose it is only by their own word; 0: nobody's. Names stand beside items: only a side that was
 * shown beside the name then counts, so that no count tells more than the names do, however often
 * it is looked at (doc/decisions/0051). */
static void
count_item(Counting *counting, MeetingTally *meeting, int64_t asked_by, const char *state)
{
  const SideThen then = side_history_at(counting->sides, asked_by, meeting->starts_at_us);

  if (strcmp(state, "talked") != 0) {
    meeting->not_reached += strcmp(state, "not-reached") == 0;
    return;
  }
  meeting->talked++;
  meeting->talked_uses += then.was_shown && then.side == SIDE_USES;
  meeting->talked_carers += then.was_shown && then.side == SIDE_CARER;
  meeting->talked_unshown += !then.was_shown;
  counting->found->viewer_asked += asked_by == counting->wish->viewer_id;
}

static void
find_people(Counting *counting, Txn *txn)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.id, p.member_id, 'came' AS what FROM meeting m"
           " JOIN meeting_presence p ON p.community_id = ?1 AND p.meeting_id = m.id"
           " WHERE" MEETINGS_COUNTED
           " UNION ALL SELECT m.id, CASE WHEN i.word IN ('own', 'yes') THEN i.asked_by ELSE 0 END,"
           " i.state FROM meeting m"
           " JOIN agenda_item i ON i.community_id = ?1 AND i.meeting_id = m.id AND i.kind = 'item'"
           " WHERE" MEETINGS_COUNTED);

  bind_wish(q, counting->wish);
  while (query_next(q)) {
    const int64_t meeting_id = col_int(q, 0);
    MeetingTally *meeting = g_hash_table_lookup(counting->by_id, &meeting_id);

    if (meeting && strcmp(col_text(q, 2), "came") == 0)
      count_presence(counting, meeting, col_int(q, 1));
    else if (meeting)
      count_item(counting, meeting, col_int(q, 1), col_text(q, 2));
  }
}

static MeetingLed
led_by(const Counting *counting, int64_t member_id, int64_t starts_at_us)
{
  const SideThen then = side_history_at(counting->sides, member_id, starts_at_us);

  if (!member_id)
    return LED_NOBODY;
  if (member_id == LED_FROM_OUTSIDE)
    return LED_OTHER;
  if (!then.was_shown)
    return LED_UNSHOWN;
  return then.side == SIDE_USES ? LED_USES : then.side == SIDE_CARER ? LED_CARER : LED_OTHER;
}

static void
find_leaders(Counting *counting)
{
  for (int i = 0; i < counting->count; i++)
    counting->meetings[i].led =
        led_by(counting, counting->facilitators[i], counting->meetings[i].starts_at_us);
}

/* ---- papers ---- */

/* As it reached each person first, in all that they need: who waits for a format still has not got
 * it, and a format that came late makes it late; so does putting it on the agenda only once the
 * meeting had begun, since nobody knew then what to read. Of those who were in the group when the
 * meeting began, also when they left since. */
static void
count_papers(Counting *counting, Txn *txn)
{
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT m.id, (SELECT min(d.released_at_us) FROM delivery d WHERE d.community_id = ?1"
      "  AND d.paper_id = x.paper_id AND d.member_id = g.member_id),"
      " (SELECT max(COALESCE(l.came_at_us, 0)) FROM late_copy l WHERE l.community_id = ?1"
      "  AND l.paper_id = x.paper_id AND l.member_id = g.member_id),"
      " (SELECT min(COALESCE(l.came_at_us, 0)) FROM late_copy l WHERE l.community_id = ?1"
      "  AND l.paper_id = x.paper_id AND l.member_id = g.member_id), g.member_id, x.chosen_at_us"
      " FROM meeting m"
      " JOIN meeting_paper x ON x.community_id = ?1 AND x.meeting_id = m.id"
      " JOIN group_member g ON g.community_id = ?1 AND g.group_id = ?2"
      " AND g.state IN ('in', 'left')"
      " WHERE" MEETINGS_COUNTED);

  bind_wish(q, counting->wish);
  while (query_next(q)) {
    const int64_t meeting_id = col_int(q, 0);
    MeetingTally *meeting = g_hash_table_lookup(counting->by_id, &meeting_id);
    const int64_t last_us = col_is_null(q, 2) ? 0 : col_int(q, 2);
    const bool waits = !col_is_null(q, 3) && col_int(q, 3) == 0;

    if (!meeting || !side_history_at(counting->sides, col_int(q, 4), meeting->starts_at_us).was_in)
      continue;

    const int64_t due_us = counting->due_us[meeting - counting->meetings];
    const bool was_tabled = col_int(q, 5) > meeting->starts_at_us;

    if (col_is_null(q, 1) || waits)
      meeting->never++;
    else if (was_tabled || (due_us && MAX(col_int(q, 1), last_us) > due_us))
      meeting->late++;
    else
      meeting->in_time++;
  }
}

const MeetingsTally *
meetings_tally(Txn *txn, Arena *arena, const TallyWish *wish)
{
  Counting counting = {
    .arena = arena,
    .wish = wish,
    .meetings = arena_new_of(arena, MeetingTally, TALLY_MEETINGS_MOST + 1),
    .due_us = arena_new_of(arena, int64_t, TALLY_MEETINGS_MOST),
    .facilitators = arena_new_of(arena, int64_t, TALLY_MEETINGS_MOST),
    .by_id = g_hash_table_new(g_int64_hash, g_int64_equal),
    .sides = sides_then_read(txn, arena, wish->group_id),
    .found = arena_new_of(arena, MeetingsTally, 1),
  };

  find_meetings(&counting, txn);
  find_people(&counting, txn);
  find_leaders(&counting);
  count_papers(&counting, txn);
  counting.found->meetings = counting.meetings;
  g_hash_table_destroy(counting.by_id);
  return counting.found;
}

bool
tally_is_together(const MeetingTally *meeting)
{
  enum { TWO = 2, HUNDRED = 100 };

  return meeting->uses >= TWO && meeting->works >= 1 &&
         meeting->uses * HUNDRED >= meeting->people * TOGETHER_PERCENT;
}

bool
tally_may_tell_together(const MeetingTally *meeting)
{
  return meeting->people >= SIDES_LEAST || (meeting->people > 0 && !meeting->hides_a_side);
}
