/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendars as other programs read them (RFC 5545, RFC 5546): meetings written, and a calendar
 * program's answer to an invitation read. Pure: no database. What is in a meeting's event is
 * calendar_events.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CALENDAR_REPLY_MAX = 64 * 1024, CALENDAR_UID_MAX = 255 };

/* Texts are plain: the program of calendars does the escaping. No names but the meeting's own. */
typedef struct {
  const char *uid;                         /* the same for ever, however often it is moved */
  int64_t sequence;                        /* higher with each change that people are told of */
  int64_t starts_at_us, ends_at_us;        /* UTC; an end of 0 is open */
  int64_t changed_at_us;                   /* when this was so for the first time */
  const char *title, *place, *words, *url; /* "": none */
  bool is_off;
} CalendarEvent;

typedef enum {
  CALENDAR_PUBLISH, /* to look at: a file, a feed */
  CALENDAR_REQUEST, /* an invitation that can be answered */
  CALENDAR_CANCEL,
} CalendarMethod;

typedef struct {
  CalendarMethod method;
  const char *name;      /* of the whole calendar; "": none */
  const char *organizer; /* address that answers go to; "" where nothing can be answered */
  const char *organizer_name;
  const char *attendee; /* address of whom it is for: in their own mail only; "": none */
} CalendarHead;

const char *calendar_method_name(CalendarMethod method); /* "REQUEST" */

/* UTF-8, lines of CRLF. Times are UTC, so that no table of a time zone can be wrong round a change
 * of the clocks. g_free; NULL: libical is not on this machine. */
char *calendar_write(const CalendarHead *head, const CalendarEvent *events, size_t count);

typedef enum {
  CALENDAR_ACCEPTED = 1,
  CALENDAR_TENTATIVE, /* perhaps */
  CALENDAR_DECLINED
} CalendarAnswer;

typedef struct {
  CalendarAnswer answer;
  char uid[CALENDAR_UID_MAX + 1];
  int64_t sequence; /* of the invitation that was answered */
} CalendarReply;

/* Anything at all may stand in `text`, which ends with a NUL. False: no answer of one person to one
 * event, or longer than CALENDAR_REPLY_MAX. */
bool calendar_read_reply(const char *text, CalendarReply *ret_reply);
