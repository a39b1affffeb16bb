/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Groups and their meetings to measure, made by the rules that people's forms go through. */
#include "fill_meetings.h"

#include "base/clock.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/agenda.h"
#include "meetings/minutes.h"

enum { CAME = 12 }; /* to each meeting that is over */

static void
check(const Refusals *refusals, const char *what)
{
  if (refusals_count(refusals) > 0)
    g_error("%s was refused", what);
}

static int64_t
add_group(Txn *txn, const Act *act, Arena *arena, const char *name)
{
  Refusals *refusals = refusals_new(arena);
  int64_t id = 0;

  groups_add(txn, act,
             &(GroupWish){ .name = name, .stage = "plan", .is_open = true, .is_for_all = true },
             refusals, &id);
  purposes_set(txn, act, id,
               &(Purpose){ .different = "That we are asked first",
                           .purpose = "",
                           .saving = "unsaid",
                           .saving_words = "",
                           .why = "" },
               refusals);
  check(refusals, name);
  places_add_first(txn, act, id, &(JoinWish){ .role = "front-line-worker", .words = "" });
  return id;
}

static void
join_all(Txn *txn, const Act *act, Arena *arena, int64_t group_id, const int64_t *members,
         int count)
{
  static const char *const roles[] = { "uses-services", "family-carer", "neighbour", "manager" };

  for (int i = 1; i < count; i++) {
    Refusals *refusals = refusals_new(arena);
    Act own = *act;

    own.member_id = members[i];
    places_join(txn, &own, group_id,
                &(JoinWish){ .role = roles[i % (int)G_N_ELEMENTS(roles)], .words = "" }, refusals);
    check(refusals, "joining");
  }
}

/* With an item that was talked of and who was there. */
static void
add_past_meeting(Txn *txn, const Act *act, int64_t group_id, const int64_t *members, int number)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  int64_t id = 0;

  meetings_write_down(txn, act, group_id,
                      &(MeetingWish){ .title = arena_format(arena, "Meeting no. %d", number),
                                      .about = "",
                                      .breaks = "",
                                      .online = "",
                                      .dial_in = "" },
                      act->at_us - number * 7 * US_PER_DAY, 0, refusals, &id);
  check(refusals, "a meeting that is over");

  const Meeting *meeting = meetings_find(txn, arena, group_id, id);

  agenda_add(txn, act, meeting,
             &(AgendaWish){ .title = "The path by the river",
                            .why = "",
                            .minutes = 20,
                            .asked_by = act->member_id,
                            .way = "page" },
             refusals);
  minutes_write(txn, act, meeting,
                &(MinutesWish){ .item_id = agenda_find(txn, arena, meeting)->items[1].id,
                                .said = "It floods.",
                                .decided = "We ask the council." },
                refusals);
  minutes_set_present(txn, act, meeting, members, CAME, &(Minutes){ .absent = "" }, refusals);
  check(refusals, "its minutes");
}

void
fill_meetings(Txn *txn, const Act *act, const int64_t *members, int count,
              FilledMeetings *ret_filled)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  FilledMeetings filled = { .few_id = add_group(txn, act, arena, "The path"),
                            .many_id = add_group(txn, act, arena, "The river") };

  join_all(txn, act, arena, filled.few_id, members, count);
  join_all(txn, act, arena, filled.many_id, members, count);
  for (int i = 1; i <= MANY_MEETINGS; i++) {
    if (i <= FEW_MEETINGS)
      add_past_meeting(txn, act, filled.few_id, members, i);
    add_past_meeting(txn, act, filled.many_id, members, i);
  }
  meetings_call(txn, act, filled.few_id,
                &(MeetingWish){ .title = "Who chooses what?",
                                .about = "",
                                .breaks = "",
                                .online = "https://meet.example.org/1",
                                .dial_in = "" },
                &(MeetingTimes){ 1,
                                 { act->at_us + 20 * US_PER_DAY },
                                 { act->at_us + 20 * US_PER_DAY + US_PER_HOUR } },
                refusals, &filled.coming_id);
  check(refusals, "a meeting to come");
  *ret_filled = filled;
}
