/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a calendar program answers, which anybody may have written: read without harm; and any text
 * stands whole in a calendar that is written, where it makes no line of its own. */
#include "fuzz.h"

#include "base/text.h"
#include "meetings/calendar.h"

#include <string.h>

static void
try_writing(const char *text)
{
  const CalendarHead head = { .method = CALENDAR_REQUEST,
                              .name = text,
                              .organizer = "table@river.example",
                              .organizer_name = text,
                              .attendee = text };
  const CalendarEvent event = { .uid = "1@river.example",
                                .starts_at_us = 1,
                                .title = text,
                                .place = text,
                                .words = text,
                                .url = text };
  g_autofree char *calendar = calendar_write(&head, &event, 1);
  int events = 0;

  fuzz_assert(calendar != NULL);
  for (const char *at = calendar; (at = strstr(at, "\nBEGIN:")); at++)
    events++;
  fuzz_assert(events == 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  bool is_broken = false;
  CalendarReply reply;
  g_autofree char *text = text_mend((const char *)data, size, &is_broken);

  if (calendar_read_reply(text, &reply)) {
    fuzz_assert(reply.answer >= CALENDAR_ACCEPTED && reply.answer <= CALENDAR_DECLINED);
    fuzz_assert(strlen(reply.uid) <= CALENDAR_UID_MAX);
    fuzz_assert(g_utf8_validate(reply.uid, -1, NULL));
  }
  if (size < 4096)
    try_writing(text);
  return 0;
}
