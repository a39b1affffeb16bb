/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Own words: what people say of themselves, one sealed text a person and topic. Nothing of it lies
 * readable in the database; it goes with the person's key. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <jansson.h>
#include <stdint.h>

#define OWN_NEEDS     "needs"
#define OWN_STRENGTHS "strengths"
#define OWN_ROLES     "roles"
#define OWN_ASKING    "asking"

/* A new object: empty when nothing was said, or their key is gone. Never NULL. */
json_t *own_words_read(Txn *txn, int64_t member_id, const char *topic);
void own_words_write(Txn *txn, const Act *act, int64_t member_id, const char *topic,
                     const json_t *sheet);

/* "" when there is no text of this name. Lives as long as the object. */
const char *json_text(const json_t *object, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(json_t, json_decref)
