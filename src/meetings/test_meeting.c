/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings for tests. */
#include "meetings/test_meeting.h"

#include "base/clock.h"
#include "meetings/date_asks.h"
#include "meetings/dates.h"
#include "meetings/invitations.h"
#include "meetings/needs.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"

int64_t
test_meeting_call(Txn *txn, const Act *act, int64_t group_id, int64_t starts_at_us,
                  Refusals *refusals)
{
  const Venue venue = { .group_id = group_id,
                        .name = "Mill Lane Library",
                        .address = "Mill Lane",
                        .words = "Bus 12",
                        .has = "step-free,loop",
                        .has_not = "lift" };
  MeetingWish wish = { .title = "Who chooses what?",
                       .about = "The new day centre",
                       .breaks = "Tea",
                       .online = "https://meet.example.org/1",
                       .dial_in = "Say hello" };
  const MeetingTimes times = { 1, { starts_at_us }, { starts_at_us + US_PER_HOUR } };
  int64_t id = 0;

  venues_add(txn, act, &venue, refusals, &wish.venue_id);
  meetings_call(txn, act, group_id, &wish, &times, refusals, &id);
  return id;
}

void
test_meeting_find_date(Txn *txn, const Act *act, int64_t group_id, Refusals *refusals,
                       int64_t *ret_meeting_id, int64_t *ret_date_id)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  meetings_call(txn, act, group_id, &wish, &(MeetingTimes){ 0 }, refusals, ret_meeting_id);

  const Meeting *meeting = meetings_find(txn, arena, group_id, *ret_meeting_id);

  if (!meeting)
    return;
  dates_offer(txn, act, meeting, act->at_us + 40 * US_PER_DAY, act->at_us + 41 * US_PER_DAY,
              refusals);

  const OfferedDate *list = dates_list(txn, arena, meeting, act->member_id);

  dates_say(txn, act, meeting, list, act->member_id, (const DateWord[DATES_MOST]){ DATE_CAN },
            "page", refusals);
  date_asks_mark(txn, act, meeting, act->member_id);
  *ret_date_id = list->id;
}

/* As if it were time: by the task that looks, which needs no clock here. */
static void
test_meeting_remind(Txn *txn, const Act *act, const Meeting *meeting)
{
  reminders_choose(txn, act, act->member_id, "week");

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting_reminder (community_id, id, meeting_id, member_id,"
      " starts_at_us, way, made_at_us, told_by) VALUES (?1, ?2, ?3, ?4, ?5, 'list', ?6, 0)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, meeting->starts_at_us);
  bind_int(q, 6, act->at_us);
  query_run(q);
  reminders_mark_told(txn, act, meeting, act->member_id);
}

int64_t
test_meeting_fill(Txn *txn, const Act *act, int64_t group_id, int64_t member_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Act by = *act;

  by.member_id = member_id;

  const int64_t id = test_meeting_call(txn, &by, group_id, act->at_us + 20 * US_PER_DAY, refusals);
  const Meeting *meeting = id ? meetings_find(txn, arena, group_id, id) : NULL;
  const MeetingWish after = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = "", .kind = MEETING_PEER_LED
  };
  const int64_t other_id =
      id ? test_meeting_call(txn, &by, group_id, act->at_us + 25 * US_PER_DAY, refusals) : 0;
  int64_t past_id = 0, found_id = 0, date_id = 0;

  if (!meeting)
    return 0;
  invitations_tell(txn, &by, group_id, id,
                   &(NewsWish){ NEWS_CALLED, "https://riverside.example", "Europe/London" });
  invitations_mark_told(txn, &by, meeting, member_id);
  aheads_decide(txn, &by, meeting, MISSING_BOTH, "It is only tea", refusals);
  meetings_move(txn, &by, meeting, act->at_us + 30 * US_PER_DAY, 0, "The hall is let", refusals);
  meetings_call_off(txn, &by, meeting, "Snow", refusals);
  meeting = meetings_find(txn, arena, group_id, other_id);
  replies_give(txn, &by, meeting, member_id,
               &(ReplyWish){ .answer = REPLY_IF,
                             .words = TEST_MEETING_NEED,
                             .way = "page",
                             .helps = 1U << help_kind_index("lift") },
               refusals);
  meeting_need_cannot(txn, &by, meeting_needs_list(txn, arena, meeting), "None is \"free\"",
                      "A call on the day", refusals);
  test_meeting_find_date(txn, &by, group_id, refusals, &found_id, &date_id);
  test_meeting_remind(txn, &by, meeting);
  meetings_write_down(txn, &by, group_id, &after, act->at_us - US_PER_DAY, 0, refusals, &past_id);
  return id;
}
