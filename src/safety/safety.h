/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Safety: who people can talk to when they are worried (R44). */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "log/log.h"

extern const LogKind safety_log_kinds[];

typedef struct {
  const char *name, *phone;
} SafetyContact;

void safety_set_contact(Txn *txn, const Act *act, const char *name, const char *phone);
/* NULL: not set up yet. */
const SafetyContact *safety_find_contact(Txn *txn, Arena *arena);
