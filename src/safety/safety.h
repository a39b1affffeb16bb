/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Safety: what the other files of this folder share, and the numbers that a place gives (R44).
 * Who reads worries is in readers.h, worries in worries.h. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "log/log.h"
#include "questions/refusals.h"

extern const LogKind safety_log_kinds[];

/* Setting up: the first answer to "Who can people talk to when they are worried?" */
void safety_set_contact(Txn *txn, const Act *act, const char *name, const char *phone);

enum { SAFETY_NUMBERS = 5, SAFETY_NUMBER_MAX = 40 };

/* A number to call. `label`: message id of what it is, NULL for the place's own, called `name`. */
typedef struct {
  const char *kind; /* "police" "adults" "children" "out-of-hours" "other" */
  const char *label;
  const char *name, *number; /* "": not given */
} SafetyNumber;

/* All SAFETY_NUMBERS of them, in order; the police's is 101 until it was set. */
const SafetyNumber *safety_find_numbers(Txn *txn, Arena *arena);
/* Refuses: a number for "other" without a name. */
void safety_set_numbers(Txn *txn, const Act *act, const SafetyNumber *numbers, Refusals *refusals);
