/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What formats made by people, and copies that came late, hold about a member (papers_data.c). */
#pragma once

#include "people/my_data.h"

void made_collect(Txn *txn, int64_t member_id, json_t *facts);
void made_erase(Txn *txn, const Act *act, int64_t member_id);
