/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of receipts (R22): whoever wants to puts one to a claim; none is ever needed. The press
 * cleans it as any picture that somebody brings; its bytes are sealed, also before that, and go
 * with their person. Only they and whoever says yes to the claim see it. */
#pragma once

#include "outbox/outbox.h"
#include "papers/picture_file.h"
#include "resources/claims.h"

enum { RECEIPTS_A_CLAIM = 6 };

typedef enum { RECEIPT_WAITING, RECEIPT_READY, RECEIPT_FAILED } ReceiptState;

typedef struct {
  int64_t id; /* 0 ends a list */
  ReceiptState state;
  const char *problem; /* message id; "" unless it failed */
  int64_t made_at_us;
} Receipt;

/* In the order in which they came: one statement. Whoever asks has found the claim. */
const Receipt *receipts_of(Txn *txn, Arena *arena, int64_t claim_id);
/* Cleaned; NULL: no such one (yet). g_bytes_unref. */
GBytes *receipts_open(Txn *txn, int64_t claim_id, int64_t receipt_id);

/* By the person, or by whoever wrote the claim down for them (claims_find_to_add), while it is
 * open. Refuses at "file": what picture_file_fault says, or six are there already. */
void receipts_add(Txn *txn, const Act *act, const Claim *claim, const AnswerFile *file,
                  Refusals *refusals);
/* By the person at any time; by whoever wrote it down while it is open. Gone for good. */
void receipts_take_out(Txn *txn, const Act *act, const Claim *claim, int64_t receipt_id,
                       Refusals *refusals);

/* All of one claim, or (0) of one member. */
void receipts_drop(Txn *txn, const Act *act, int64_t claim_id, int64_t member_id);
/* Outbox task "receipt-cleaning"; the thing is the receipt. */
OutboxResult clean_receipt(Db *db, const OutboxTask *task, void *data);
/* What waits to be cleaned, after an archive was taken in. */
void receipts_after_archive(Txn *txn, const Act *act);
