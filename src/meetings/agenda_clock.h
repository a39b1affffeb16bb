/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The agenda's clock (R64): what is talked about now, for the screen in the room. Whoever leads
 * moves it on. It is on no record, and gone when the meeting ends. */
#pragma once

#include "meetings/agenda.h"

enum { CLOCK_HOURS = 24 /* after that it is forgotten that nobody stopped it */ };

typedef struct {
  const AgendaItem *now, *next; /* NULL: it does not run; nothing comes after it */
  int64_t since_us;
  int64_t ends_us; /* when its planned minutes are over; 0: they are not known */
} AgendaClock;

/* One statement. */
AgendaClock agenda_clock_find(Txn *txn, const Agenda *agenda, int64_t meeting_id, int64_t now_us);
/* What comes first; NULL: never. Pure. */
const AgendaItem *agenda_clock_first(const Agenda *agenda);
/* Whole minutes that are left, begun ones too; below 0: so many over. Pure. */
int64_t agenda_clock_minutes_left(const AgendaClock *clock, int64_t now_us);
/* This item is talked about from now on; the same once more changes nothing. Refuses: a meeting
 * that is off or has not begun, an item that was taken back. */
void agenda_clock_set(Txn *txn, const Act *act, const Meeting *meeting, const AgendaItem *item,
                      Refusals *refusals);
/* The meeting is over. */
void agenda_clock_stop(Txn *txn, const Act *act, int64_t meeting_id);
