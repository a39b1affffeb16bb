/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people's own files share, and the kinds of acts they put on the record. */
#pragma once

#include "log/log.h"
#include "people/people.h"
#include "people/seal.h"

extern const LogKind people_log_kinds[];

/* The blind index of an address. */
void people_blind_email(Txn *txn, const char *email, uint8_t ret_hash[static BLIND_BYTES]);
/* Has signed in, by whatever way: the first time is kept. */
void people_note_joined(Txn *txn, const Act *act, int64_t member_id);
void people_log(Txn *txn, const Act *act, const char *kind, int64_t member_id);
/* Adds a refusal for each field that does not fit; member->id 0: a new one. */
void people_check(Txn *txn, const Member *member, Refusals *refusals);
