/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which addresses have been answered quickly, again and again: those may be answered on the event
 * loop itself. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

typedef struct Pace Pace;

/* `quick_us`: others on the same loop wait no longer than this; 0: 500. */
Pace *pace_new(int quick_us);
void pace_free(Pace *pace);
/* Where the address of a community is counted; some share a place. */
unsigned pace_place(const char *path, int64_t community_id);
void pace_note(Pace *pace, unsigned place, int64_t us); /* from any thread */
bool pace_is_quick(const Pace *pace, unsigned place);
