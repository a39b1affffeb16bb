/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An agenda for tests. */
#include "meetings/test_agenda.h"

#include "base/clock.h"
#include "meetings/minutes_paper.h"
#include "meetings/test_meeting.h"

void
test_agenda_fill(Txn *txn, const Act *act, TestAgenda *agenda, int64_t starts_at_us,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Act own = *act, other = *act;

  own.member_id = agenda->member_id;
  other.member_id = agenda->other_id;
  agenda->meeting_id = test_meeting_call(txn, &own, agenda->group_id, starts_at_us, refusals);

  const Meeting *meeting = meetings_find(txn, arena, agenda->group_id, agenda->meeting_id);

  if (!meeting)
    return;
  agenda_set_paper_days(txn, &own, agenda->group_id, 5, refusals);
  agenda_add(txn, &own, meeting,
             &(AgendaWish){ .title = "The colours",
                            .why = "Grey makes us sad",
                            .minutes = 15,
                            .asked_by = agenda->member_id,
                            .way = "page" },
             refusals);
  agenda_add(txn, &other, meeting,
             &(AgendaWish){ .title = "The bus",
                            .why = agenda->why,
                            .asked_by = agenda->member_id,
                            .way = "telephone" },
             refusals);
  agenda_facilitate(txn, &own, meeting, agenda->interests, refusals);
  agenda_set_connect(txn, &own, meeting, 15, "The hall closes at four", refusals);
  if (agenda->paper_id)
    agenda_add_paper(txn, &own, meeting, agenda->paper_id, refusals);

  const Agenda *found = agenda_find(txn, arena, meeting);

  agenda->item_id = found->count > 2 ? found->items[2].id : 0;
}

static void
write_minutes(Txn *txn, const Act *act, const Meeting *meeting, TestMinutes *minutes,
              Refusals *refusals)
{
  const int64_t came[] = { minutes->member_id, minutes->other_id };

  minutes_write(txn, act, meeting,
                &(MinutesWish){ .item_id = minutes->item_id,
                                .said = "Green is calm",
                                .decided = "We paint it green" },
                refusals);
  minutes_set_present(txn, act, meeting, came, 2,
                      &(Minutes){ .others_care = 1, .absent = "The bus did not run" }, refusals);
}

void
test_minutes_fill(Txn *txn, const Act *act, TestMinutes *minutes, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  Act own = *act;

  own.member_id = minutes->member_id;
  meetings_write_down(txn, &own, minutes->group_id, &wish, act->at_us - 9 * US_PER_DAY, 0, refusals,
                      &minutes->meeting_id);
  meetings_write_down(txn, &own, minutes->group_id, &wish, act->at_us - 2 * US_PER_DAY, 0, refusals,
                      &minutes->later_id);

  const Meeting *meeting = meetings_find(txn, arena, minutes->group_id, minutes->meeting_id);

  if (!meeting)
    return;
  agenda_add(txn, &own, meeting,
             &(AgendaWish){
                 .title = "The colours", .why = "", .asked_by = minutes->member_id, .way = "page" },
             refusals);
  minutes->item_id = agenda_find(txn, arena, meeting)->items[1].id;
  write_minutes(txn, &own, meeting, minutes, refusals);
  if (minutes->is_draft)
    return;
  minutes_open(txn, &own, meeting, refusals);
  minutes_correct(txn, &own, meeting, minutes->correction, refusals);
  minutes->correction_id = minutes_corrections(txn, arena, minutes->meeting_id)->id;
}

void
test_minutes_paper(Txn *txn, const Act *act, const TestMinutes *minutes, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const MinutesPaperSetting setting = { .lang = lang_find("en-GB"),
                                        .time_zone = "Europe/London",
                                        .origin = "http://localhost" };
  const Meeting *meeting = meetings_find(txn, arena, minutes->group_id, minutes->meeting_id);
  Act own = *act;
  int64_t id = 0;

  own.member_id = minutes->member_id;
  if (meeting)
    minutes_paper_make(txn, &own, meeting, &setting, refusals, &id);
}
