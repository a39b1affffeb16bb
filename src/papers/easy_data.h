/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For papers_data.c: what Easy Read holds about a member. */
#pragma once

#include "people/my_data.h"

void easy_read_collect(Txn *txn, int64_t member_id, json_t *facts);
/* That somebody understood stays true, without saying who. What they found hard goes. */
void easy_read_erase(Txn *txn, const Act *act, int64_t member_id);
