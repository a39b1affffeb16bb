/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Complaints about data protection (Data (Use and Access) Act 2025, section 103): anybody can make
 * one, signed in or not; it is sealed; acknowledged within 30 days; the outcome is told. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "log/log.h"
#include "outbox/outbox.h"
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
  const char *origin; /* of whoever answered; "" before */
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
/* The first e-mail address in how they can be reached; NULL: none. Arena. */
const char *complaint_address(Arena *arena, const char *contact);
/* It was received: said by an organiser, and mailed where there is an address. False: no such
 * complaint. */
bool complaints_acknowledge(Txn *txn, const Act *act, int64_t id, const char *origin);
/* Refuses an empty outcome. False: no such complaint. Acknowledges too. The answer is mailed where
 * there is an address: who gave one asked for that. */
bool complaints_tell(Txn *txn, const Act *act, int64_t id, const char *outcome, const char *origin,
                     Refusals *refusals);

/* Outbox tasks "complaint-known-mail" and "complaint-told-mail" (the complaint's id). */
OutboxResult send_complaint_known(Db *db, const OutboxTask *task, void *data);
OutboxResult send_complaint_told(Db *db, const OutboxTask *task, void *data);

/* What waits for the viewer, ?2, where they organise, ?4, at ?3 (WaitingRow of ui/waiting.h): one
 * row: 1 where an answer is overdue. */
#define COMPLAINTS_WAIT                                                                      \
  "SELECT max(CASE WHEN (known_at_us = 0 AND due_us < ?3)"                                   \
  " OR made_at_us < ?3 - " COMPLAINT_LONG_US_TEXT " THEN 1 ELSE 0 END), 0, 0, 0, '', '', ''" \
  " FROM upkeep_complaint WHERE community_id = ?1 AND ?4 = 1 AND told_at_us = 0"             \
  " HAVING count(*) > 0"
#define COMPLAINT_LONG_US_TEXT "7776000000000" /* COMPLAINT_LONG_DAYS in microseconds */
