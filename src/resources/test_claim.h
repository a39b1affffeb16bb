/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Claims for tests. */
#pragma once

#include "resources/claims.h"

typedef struct {
  int64_t group_id, meeting_id; /* a meeting of the group, with a date */
  int64_t member_id, other_id;  /* both in the group; other: an organiser to the rules */
  const char *words, *answer;   /* what the member says of their fare, and answers */
  int64_t open_id, agreed_id;   /* made here: one that waits, one that is agreed and not paid */
} TestClaims;

/* Rates, who agrees, a claim of the member that was asked about, answered, agreed in part and paid;
 * one agreed; one written down for them by the other, with a picture of a receipt; one of the
 * other's that the member wrote down; one of the member's for something else than a meeting. */
void test_claims_fill(Txn *txn, const Act *act, TestClaims *claims, Refusals *refusals);
/* For a meeting to which both came: a fee is offered, the member has it given away (which the other
 * one had written down), the other one takes it and pays the member's; the member sets a limit. */
void test_thanks_fill(Txn *txn, const Act *act, const TestClaims *claims, const char *give_to,
                      Refusals *refusals);
/* A fare of so many pence by the act's member. */
int64_t test_claim_fare(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id,
                        int64_t pence, const char *words, Refusals *refusals);
