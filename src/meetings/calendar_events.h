/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A meeting as an event of a calendar: what stands on its page for everybody in the group, and
 * nothing of anybody: not who comes, not what anybody needs (R64, R65, R97). */
#pragma once

#include "lang/lang.h"
#include "meetings/calendar.h"
#include "meetings/meetings.h"

/* Of one with a start. Texts in the arena. `origin`: "https://place.example". */
CalendarEvent calendar_event_of(Arena *arena, const Lang *lang, const char *origin,
                                const Meeting *meeting);
/* Which meeting a calendar program means; 0: none of ours. */
int64_t calendar_meeting_of(const char *uid);
/* What its next change makes higher that all are told of: its time, name, place, a way in, and
 * calling off. */
int64_t calendar_sequence(const Meeting *meeting);
/* That of the time it has now, when this was told for the first time. */
int64_t calendar_time_sequence(const Meeting *meeting);
