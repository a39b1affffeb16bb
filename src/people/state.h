/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a member stands: here, suspended, gone in one of several ways, or erased. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum {
  MEMBER_HERE,
  MEMBER_SUSPENDED, /* comes in to their own things, worries and an appeal, nothing else */
  MEMBER_REMOVED,
  MEMBER_LEFT,
  MEMBER_DIED,
  MEMBER_FORMER, /* erased */
  MEMBER_STATE_COUNT
} MemberState;

const char *member_state_name(MemberState state); /* as stored: "here" */
bool member_state_from_name(const char *name, MemberState *ret_state);

/* Changes it and notes it for the member; nothing when it is so already, or for nobody, or for
 * somebody who was erased. Whoever stops being here stops being an organiser (the caller has asked
 * people_is_last_organiser); whoever is gone has no link to come in with any more. */
void people_set_state(Txn *txn, const Act *act, int64_t member_id, MemberState state);
/* MEMBER_FORMER for nobody. */
MemberState people_find_state(Txn *txn, int64_t member_id);
/* True: when they go, nobody is left who can look after this place. */
bool people_is_last_organiser(Txn *txn, int64_t member_id);
