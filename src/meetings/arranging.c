/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calling meetings, changing, moving and ending them. */
#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"
#include "meetings/came.h"
#include "meetings/feedback_news.h"
#include "meetings/rules.h"

#include <string.h>

/* Fifty years: a group's history may be long, but a slip of the pen in the year is more likely. */
enum { WRITTEN_DOWN_MOST_DAYS = 50 * 366 };

/* ---- checks ---- */

static void
check_length(const char *question, const char *words, Refusals *refusals)
{
  if (text_length(words) > MEETING_WORDS_MAX)
    refuse(refusals, question, N_("Make it shorter: 2,000 letters at most"));
}

static void
check_wish(Txn *txn, int64_t group_id, const MeetingWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  if (!*wish->title)
    refuse(refusals, "title", N_("Say in a few words what the meeting is about"));
  else if (text_length(wish->title) > MEETING_TITLE_MAX)
    refuse(refusals, "title", N_("Make it shorter: 120 letters at most"));
  check_length("about", wish->about, refusals);
  check_length("breaks", wish->breaks, refusals);
  check_length("dial_in", wish->dial_in, refusals);
  check_length("online", wish->online, refusals);
  if (*wish->online && !g_str_has_prefix(wish->online, "https://") &&
      !g_str_has_prefix(wish->online, "http://"))
    refuse(refusals, "online", N_("Copy the whole link. It begins with https://"));
  if (wish->venue_id && !venues_find(txn, arena, group_id, wish->venue_id))
    refuse(refusals, "place", N_("Choose a place from the list"));
}

static void
check_end(int64_t starts_at_us, int64_t ends_at_us, Refusals *refusals)
{
  if (!ends_at_us)
    return;
  if (ends_at_us <= starts_at_us)
    refuse(refusals, "end", N_("The end is before the start"));
  else if (ends_at_us - starts_at_us > MEETING_MOST_HOURS * US_PER_HOUR)
    refuse(refusals, "end", N_("A meeting ends within a day. Call one for each day."));
}

void
meeting_check_time(const Act *act, int64_t starts_at_us, int64_t ends_at_us, Refusals *refusals)
{
  if (starts_at_us < act->at_us)
    refuse(refusals, "day",
           N_("This time is over. Did you meet already? Then write the meeting down."));
  check_end(starts_at_us, ends_at_us, refusals);
}

static bool
is_full(Txn *txn, int64_t group_id, int64_t now_us, int further)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*) FROM meeting WHERE community_id = ?1 AND group_id = ?2"
                    " AND (starts_at_us >= ?3 OR (starts_at_us IS NULL AND state = 'to-find'))");

  bind_int(q, 2, group_id);
  bind_int(q, 3, now_us);
  return query_next(q) && col_int(q, 0) + further > MEETINGS_COMING_MAX;
}

/* ---- calling ---- */

typedef struct {
  int64_t id, group_id, series_id, starts_at_us, ends_at_us;
  bool is_written_after;
} NewMeeting;

void
meeting_bind_time(Query *q, int slot, int64_t at_us)
{
  if (at_us)
    bind_int(q, slot, at_us);
  else
    bind_null(q, slot);
}

static void
insert_meeting(Txn *txn, const Act *act, const MeetingWish *wish, const NewMeeting *made)
{
  const bool is_after = made->is_written_after;
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting (community_id, id, group_id, series_id, title, about, kind, state,"
      " starts_at_us, ends_at_us, first_at_us, breaks, place_id, online, dial_in, moves,"
      " is_written_after, called_by, called_at_us, held_by, held_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?9, ?11, ?12, ?13, ?14, 0, ?15, ?16, ?17,"
      " ?18, ?19)");

  bind_int(q, 2, made->id);
  bind_int(q, 3, made->group_id);
  bind_int(q, 4, made->series_id);
  bind_text(q, 5, wish->title);
  bind_text(q, 6, wish->about);
  bind_text(q, 7, meeting_kind_name(wish->kind));
  bind_text(q, 8, is_after ? "held" : made->starts_at_us ? "called" : "to-find");
  meeting_bind_time(q, 9, made->starts_at_us);
  meeting_bind_time(q, 10, made->ends_at_us);
  bind_text(q, 11, wish->breaks);
  bind_int(q, 12, wish->venue_id);
  bind_text(q, 13, wish->online);
  bind_text(q, 14, wish->dial_in);
  bind_int(q, 15, is_after);
  bind_int(q, 16, act->member_id);
  bind_int(q, 17, act->at_us);
  bind_int(q, 18, is_after ? act->member_id : 0);
  meeting_bind_time(q, 19, is_after ? act->at_us : 0);
  query_run(q);
  meeting_note(txn, act, is_after ? "meeting-written-down" : "meeting-called", made->id);
  if (!is_after)
    feedback_news_plan(txn, act, made->id, made->starts_at_us, made->ends_at_us);
}

void
meetings_call(Txn *txn, const Act *act, int64_t group_id, const MeetingWish *wish,
              const MeetingTimes *times, Refusals *refusals, int64_t *ret_id)
{
  const int count = MAX(times->count, 1);
  int64_t first_id = 0;

  check_wish(txn, group_id, wish, refusals);
  for (int i = 0; i < times->count && refusals_count(refusals) == 0; i++)
    meeting_check_time(act, times->starts_at_us[i], times->ends_at_us[i], refusals);
  if (refusals_count(refusals) == 0 && is_full(txn, group_id, act->at_us, count))
    refuse(refusals, "", N_("There are too many meetings to come. Call some of them later."));
  if (refusals_count(refusals) > 0)
    return;
  for (int i = 0; i < count; i++) {
    NewMeeting made = { .id = act_new_id(act), .group_id = group_id };

    first_id = i == 0 ? made.id : first_id;
    made.series_id = count > 1 ? first_id : 0;
    made.starts_at_us = times->count ? times->starts_at_us[i] : 0;
    made.ends_at_us = times->count ? times->ends_at_us[i] : 0;
    insert_meeting(txn, act, wish, &made);
  }
  *ret_id = first_id;
}

void
meetings_write_down(Txn *txn, const Act *act, int64_t group_id, const MeetingWish *wish,
                    int64_t starts_at_us, int64_t ends_at_us, Refusals *refusals, int64_t *ret_id)
{
  check_wish(txn, group_id, wish, refusals);
  if (starts_at_us > act->at_us)
    refuse(refusals, "day", N_("This time is still to come. Call the meeting, so that all hear."));
  else if (starts_at_us < act->at_us - WRITTEN_DOWN_MOST_DAYS * US_PER_DAY)
    refuse(refusals, "day", N_("This is more than fifty years ago. Look at the year."));
  check_end(starts_at_us, ends_at_us, refusals);
  if (refusals_count(refusals) > 0)
    return;

  const NewMeeting made = { .id = act_new_id(act),
                            .group_id = group_id,
                            .starts_at_us = starts_at_us,
                            .ends_at_us = ends_at_us,
                            .is_written_after = true };

  insert_meeting(txn, act, wish, &made);
  *ret_id = made.id;
}

/* ---- changing ---- */

static void
add_change(Txn *txn, const Act *act, const Meeting *meeting, const char *change, const char *why)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO meeting_change (community_id, id, meeting_id, change,"
                                 " was_at_us, was_kind, why, made_by, made_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting->id);
  bind_text(q, 4, change);
  meeting_bind_time(q, 5, meeting->starts_at_us);
  bind_text(q, 6, strcmp(change, "kind") == 0 ? meeting_kind_name(meeting->kind) : "");
  bind_text(q, 7, why);
  bind_int(q, 8, act->member_id);
  bind_int(q, 9, act->at_us);
  query_run(q);
}

/* Whether somebody who was told before has to know of it. What is said about it and its breaks
 * stand on its page for whoever looks. */
static bool
is_to_tell(const Act *act, const Meeting *meeting, const MeetingWish *wish)
{
  return (meeting->state == MEETING_TO_FIND || meeting->state == MEETING_CALLED) &&
         !meeting_is_over(meeting, act->at_us) &&
         (strcmp(meeting->title, wish->title) != 0 || meeting->venue.id != wish->venue_id ||
          strcmp(meeting->online, wish->online) != 0 ||
          strcmp(meeting->dial_in, wish->dial_in) != 0);
}

static void
count_retold(Txn *txn, const Act *act, const Meeting *meeting)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting SET retold = retold + 1, retold_at_us = ?3"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

bool
meetings_change(Txn *txn, const Act *act, const Meeting *meeting, const MeetingWish *wish,
                Refusals *refusals)
{
  check_wish(txn, meeting->group_id, wish, refusals);
  if (meeting->state == MEETING_OFF)
    refuse(refusals, "", N_("This meeting was called off"));
  if (refusals_count(refusals) > 0)
    return false;

  const bool is_told = is_to_tell(act, meeting, wish);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting SET title = ?3, about = ?4, kind = ?5,"
                                 " breaks = ?6, place_id = ?7, online = ?8, dial_in = ?9"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting->id);
  bind_text(q, 3, wish->title);
  bind_text(q, 4, wish->about);
  bind_text(q, 5, meeting_kind_name(wish->kind));
  bind_text(q, 6, wish->breaks);
  bind_int(q, 7, wish->venue_id);
  bind_text(q, 8, wish->online);
  bind_text(q, 9, wish->dial_in);
  query_run(q);
  if (is_told)
    count_retold(txn, act, meeting);
  meeting_note(txn, act, "meeting-changed", meeting->id);
  if (wish->kind != meeting->kind) {
    add_change(txn, act, meeting, "kind", "");
    meeting_note(txn, act, "meeting-kind-changed", meeting->id);
  }
  return is_told;
}

static bool
has_reason(const char *why, Refusals *refusals)
{
  if (!*why)
    refuse(refusals, "why", N_("Say why, in a few words"));
  check_length("why", why, refusals);
  return *why != '\0';
}

/* People came and it is over, or what they said is written down. */
static bool
took_place(Txn *txn, const Act *act, const Meeting *meeting)
{
  if (!meeting->starts_at_us || meeting->starts_at_us > act->at_us)
    return false;

  g_autoptr(Query) q = db_query(
      txn, "SELECT 1 FROM minutes_text WHERE community_id = ?1 AND meeting_id = ?2 LIMIT 1");

  bind_int(q, 2, meeting->id);
  return query_next(q) ||
         (meeting_is_over(meeting, act->at_us) && came_count(txn, meeting->id) > 0);
}

void
meetings_move(Txn *txn, const Act *act, const Meeting *meeting, int64_t starts_at_us,
              int64_t ends_at_us, const char *why, Refusals *refusals)
{
  const bool is_first = meeting->state == MEETING_TO_FIND;

  if (meeting->state == MEETING_OFF || meeting->state == MEETING_HELD)
    refuse(refusals, "", N_("This meeting can get no other time now"));
  else if (took_place(txn, act, meeting))
    refuse(refusals, "", N_("It is written down what took place then. Call a further meeting."));
  if (!is_first)
    has_reason(why, refusals);
  if (!is_first && starts_at_us == meeting->starts_at_us && ends_at_us == meeting->ends_at_us)
    refuse(refusals, "day", N_("The meeting has this time already"));
  meeting_check_time(act, starts_at_us, ends_at_us, refusals);
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE meeting SET state = 'called', starts_at_us = ?3, ends_at_us = ?4,"
                " first_at_us = COALESCE(first_at_us, ?3), moves = moves + ?5,"
                " retold_before = retold"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting->id);
  bind_int(q, 3, starts_at_us);
  meeting_bind_time(q, 4, ends_at_us);
  bind_int(q, 5, is_first ? 0 : 1);
  query_run(q);
  if (!is_first)
    add_change(txn, act, meeting, "moved", why);
  meeting_note(txn, act, is_first ? "meeting-called" : "meeting-moved", meeting->id);
  feedback_news_plan(txn, act, meeting->id, starts_at_us, ends_at_us);
}

static void
set_state(Txn *txn, const Act *act, const Meeting *meeting, const char *state, bool is_held)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting SET state = ?3, held_by = ?4, held_at_us = ?5"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, meeting->id);
  bind_text(q, 3, state);
  bind_int(q, 4, is_held ? act->member_id : 0);
  meeting_bind_time(q, 5, is_held ? act->at_us : 0);
  query_run(q);
}

void
meetings_call_off(Txn *txn, const Act *act, const Meeting *meeting, const char *why,
                  Refusals *refusals)
{
  if (meeting->state == MEETING_OFF)
    return; /* pressed twice */
  if (meeting->state == MEETING_HELD)
    refuse(refusals, "", N_("This meeting took place"));
  has_reason(why, refusals);
  if (refusals_count(refusals) > 0)
    return;
  set_state(txn, act, meeting, "off", false);
  add_change(txn, act, meeting, "off", why);
  meeting_note(txn, act, "meeting-off", meeting->id);
}

void
meetings_hold(Txn *txn, const Act *act, const Meeting *meeting, Refusals *refusals)
{
  if (meeting->state == MEETING_HELD)
    return; /* pressed twice */
  if (meeting->state != MEETING_CALLED || meeting->starts_at_us > act->at_us) {
    refuse(refusals, "", N_("This meeting has not begun"));
    return;
  }
  set_state(txn, act, meeting, "held", true);
  meeting_note(txn, act, "meeting-held", meeting->id);
}
