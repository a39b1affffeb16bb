/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What of a meeting is new for somebody who is told of it by telephone, by letter or in person
 * (issue 5): what it is now beside what was said of it when they heard of it last, by mail or by
 * somebody, or answered. */
#pragma once

#include "meetings/invitations.h"

typedef struct {
  bool is_first; /* they have heard nothing of it yet */
  bool is_off;   /* it is called off, and they know of it: nothing else matters */
  bool has_other_time, has_other_title, has_other_place, has_other_online, has_other_dial_in;
  bool is_unknown;                /* something is new, and what they were told last was not kept */
  int64_t was_at_us, was_ends_us; /* the time that they know, where another one is new; 0: none */
} NewsSince;

/* One for each of the list, in its order. Two statements. */
const NewsSince *news_since(Txn *txn, Arena *arena, const Meeting *meeting, const ToTell *list);
