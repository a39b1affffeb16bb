/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of meetings' needs share; for this folder only. */
#pragma once

#include "meetings/needs.h"

/* Of what is sealed (people/seal.h). */
#define NEED_WHAT_PLACE    "meeting_need.what"
#define NEED_WHY_PLACE     "meeting_need.why"
#define NEED_INSTEAD_PLACE "meeting_need.instead"

extern const char *const help_state_names[]; /* as stored */
