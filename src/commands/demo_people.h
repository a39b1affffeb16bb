/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What members of the demo community say of themselves. */
#pragma once

#include "people/people.h"

/* By the member's name; nothing for who says nothing. */
void demo_say_of(Txn *txn, const Act *act, const char *name, int64_t member_id, Refusals *refusals);
