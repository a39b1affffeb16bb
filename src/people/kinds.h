/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people's own files share, and the kinds of acts they put on the record. */
#pragma once

#include "log/log.h"
#include "people/people.h"

extern const LogKind people_log_kinds[];

void people_log(Txn *txn, const Act *act, const char *kind, int64_t member_id);
/* Adds a refusal for each field that does not fit; member->id 0: a new one. */
void people_check(Txn *txn, const Member *member, Refusals *refusals);
