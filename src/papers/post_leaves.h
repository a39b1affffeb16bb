/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sheet of another subject that goes into somebody's next letter (R66, R88): the same for
 * everybody who gets it, on a sheet of paper of its own, without a name, number or role. One a
 * letter, each once; it counts as gone when the letter that had it is posted. */
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "db/db.h"
#include "lang/lang.h"

#include <glib.h>

enum { POST_LEAVES_MOST = 500 };

typedef struct {
  int64_t member_id, thing_id; /* member 0 ends a list */
} PostLeaf;

typedef struct {
  /* Who is to get which: people reached by post, one each. */
  const PostLeaf *(*due)(Txn *txn, Arena *arena, int64_t now_us);
  /* What stands on it, as `make` reads it. False: it is gone. */
  bool (*write)(Txn *txn, Arena *arena, int64_t thing_id, const Lang *lang, Buffer *out);
  /* The sheet as a PDF; touches no database. NULL and *err. */
  GBytes *(*make)(const Buffer *text, const Lang *lang, GError **err);
  /* It was posted to them. */
  void (*went)(Txn *txn, const Act *act, int64_t thing_id, int64_t member_id);
} PostLeafKind;

/* Of the subject above that has such sheets; NULL: none has. Once, before threads start. */
void post_leaves_set_kind(const PostLeafKind *kind);
const PostLeafKind *post_leaves_kind(void);

/* For the letters of this sending (0: of all) that wait to be posted; what was chosen for them
 * before is chosen anew. */
void post_leaves_choose(Txn *txn, const Act *act, int64_t release_id);
/* What goes into the letters of a sending: keys are delivery ids, values thing ids, int64_t both.
 * g_hash_table_unref. One statement. */
GHashTable *post_leaves_of(Txn *txn, int64_t release_id);
/* The letter was made with it; it was posted. Nothing for letters without. */
void post_leaf_made(Txn *txn, const Act *act, int64_t delivery_id);
void post_leaf_posted(Txn *txn, const Act *act, int64_t delivery_id);
/* They are not to get it any more: it goes into no letter that is still to be made or posted. */
void post_leaf_drop(Txn *txn, const Act *act, int64_t thing_id, int64_t member_id);
/* Into whose letters, of those that wait, this sheet goes: keys are member ids. One statement. */
GHashTable *post_leaves_waiting(Txn *txn, int64_t thing_id);
