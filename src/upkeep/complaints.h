/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Complaints about data protection (Data (Use and Access) Act 2025, section 103): anybody can make
 * one, signed in or not; it is sealed; acknowledged within 30 days; the outcome is told. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "log/log.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  COMPLAINT_DAYS = 30,        /* to say that it was received */
  COMPLAINT_LONG_DAYS = 90,   /* after which an answer is late by our own measure: the law says
                                 "without undue delay" */
  COMPLAINT_RECEIPT_LEN = 43, /* 256 bits as base64url */
  COMPLAINT_RECEIPT_SIZE = COMPLAINT_RECEIPT_LEN + 1,
  COMPLAINTS_OPEN_MOST = 500,
};

typedef struct {
  int64_t id;
  const char *words, *contact, *outcome;               /* NULL: not opened, not told, or erased */
  int64_t made_at_us, due_us, known_at_us, told_at_us; /* 0: not yet */
  bool is_erased;
} Complaint;

typedef struct {
  int64_t open, overdue;
} ComplaintCounts;

/* The receipt opens the page where the outcome is told; it is not stored, only its hash. Refuses
 * where there are too many unanswered ones (somebody is flooding). 0: refused. */
int64_t complaints_add(Txn *txn, const Act *act, const char *words, const char *contact,
                       Refusals *refusals, char ret_receipt[static COMPLAINT_RECEIPT_SIZE]);
/* NULL: none. Opened. */
const Complaint *complaints_find(Txn *txn, Arena *arena, int64_t id);
const Complaint *complaints_find_by_receipt(Txn *txn, Arena *arena, const char *receipt);
/* Open ones first, the longest waiting on top; not opened. Ends with id 0. */
const Complaint *complaints_list(Txn *txn, Arena *arena, int limit);
ComplaintCounts complaints_count(Txn *txn, int64_t now_us);

bool complaint_is_overdue(const Complaint *complaint, int64_t now_us);
/* It was received: said by an organiser. False: no such complaint. */
bool complaints_acknowledge(Txn *txn, const Act *act, int64_t id);
/* Refuses an empty outcome. False: no such complaint. Acknowledges too. */
bool complaints_tell(Txn *txn, const Act *act, int64_t id, const char *outcome, Refusals *refusals);
