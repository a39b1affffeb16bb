/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who has duties here: names, for organisers. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

enum { ORGANISERS_SHOWN = 100 };

/* Names of organisers, in order; ended by NULL. */
const char *const *rights_organisers(Txn *txn, Arena *arena);
