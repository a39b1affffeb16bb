/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The names of those who did something that concerns a member: one statement for a whole list. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#include <stdint.h>

typedef struct Actors Actors;

/* In the arena. */
const Actors *actors_of(Txn *txn, Arena *arena, int64_t member_id);
/* NULL: not here any more, or not among them. */
const char *actor_name(const Actors *actors, int64_t actor_id);
