/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One line of assets/demo/meetings.ini, while it happens. Verbs of meetings are demo_meetings.c,
 * what comes of meetings is demo_after.c. */
#pragma once

#include "commands/demo.h"
#include "meetings/agenda.h"

enum { EVENT_PARTS_MAX = 12 };
#define ZONE "Europe/London"

typedef struct {
  Demo *demo;
  Arena *arena;
  const char *name, *who; /* of the meeting's part, and who does it */
  Act act;
  int64_t group_id;
  const char *parts[EVENT_PARTS_MAX]; /* after who; "" where the line ends before */
} Event;

typedef struct {
  const char *verb; /* NULL ends a table */
  void (*happen)(Event *event);
} EventVerb;

extern const EventVerb demo_after_verbs[];

/* What was kept under this name; the program ends when nothing was. */
int64_t event_id(const Event *event, const char *name);
void event_keep(Event *event, const char *name, int64_t id);
/* The meeting of the line's part, as it is now. */
const Meeting *event_meeting(const Event *event);
/* On its agenda. */
const AgendaItem *event_item(const Event *event, const char *title);
/* "44 tue 14:00-15:30": that many weeks ago (-2: in two weeks); no end: it is open. False: none. */
bool event_when(const Event *event, const char *text, int64_t *ret_starts_at_us,
                int64_t *ret_ends_at_us);
/* "44 fri": the end of that day. */
int64_t event_day_end(const Event *event, const char *text);
