/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages for when it gets hard in a group. */
#pragma once

#include "groups/groups_pages.h"
#include "meetings/hard.h"

extern const Route hard_routes[];
/* An ask that came to the viewer; an answer to theirs. */
Waiting hard_card(Request *r, const WaitingRow *row);
