/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The sides that count in figures (groups/side_history.h). Where somebody wrote down a role for
 * somebody else, it counts once another one noted that this person came to a meeting of the group:
 * nobody fills up a side with people who were never there (indicator 1; doc/decisions/0054). */
#pragma once

#include "groups/side_history.h"

/* One statement, or two where roles were written down for others. */
const SideHistory *sides_then_read(Txn *txn, Arena *arena, int64_t group_id);
