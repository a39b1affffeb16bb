/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody is to be reached by another way: what was to be told of meetings goes by that way, once
 * (R64; issue 5). */
#pragma once

#include "people/people.h"

/* ReachChanged of people/people.h. */
void meetings_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is);
