/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Changing a community's key while everybody goes on: the new version seals from the moment it is
 * stored, persons' keys are sealed anew in small steps, and the old version goes when nothing is
 * under it any more. Cut off at any moment, all opens, and the next run goes on. */
#pragma once

#include "outbox/outbox.h"
#include "people/community_keys.h"

#include <stdbool.h>
#include <stdint.h>

/* For each community when the program starts: do its keys open, are they there? Makes those of a
 * new community, and remembers them. False and err: another root key, or trouble. */
bool community_keys_prepare(Db *db, int64_t community_id, GError **err);

/* Makes a new `people` key, and one to derive from, and the outbox's "reseal-people". Its version;
 * 0: none left, or trouble. */
int rotation_start(Txn *txn, const Act *act);
/* The steps that are left. False and err: trouble; what was done stays done. `ret_count`: persons'
 * keys that were sealed anew. */
bool rotation_finish(Db *db, int64_t community_id, int64_t *ret_count, GError **err);
OutboxResult reseal_people(Db *db, const OutboxTask *task, void *data);

typedef struct {
  int64_t people;  /* persons' keys in all */
  int64_t waiting; /* of those, under an earlier version of the community's key */
  int version;     /* the one that seals now */
} RotationState;
bool rotation_state(Txn *txn, RotationState *ret_state);
/* How many persons' keys do not open: none, unless something is broken. */
bool rotation_count_closed(Txn *txn, int64_t *ret_closed);
