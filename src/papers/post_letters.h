/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The letters of a sending, or of all that waits to be posted, before they are put together. For
 * post_pack.c. */
#pragma once

#include "base/buffer.h"
#include "lang/lang.h"
#include "papers/releases.h"

/* One format of one paper that is to be printed. */
typedef struct {
  const Paper *paper;
  FormatWant want;
} PackPart;

/* A sheet of another subject (papers/post_leaves.h), in one language. */
typedef struct {
  int64_t thing_id;
  const Lang *lang;
} PackLeaf;

typedef struct {
  const Paper *paper; /* the first one: its title and language are the pack's */
  GArray *parts;      /* PackPart, each once */
  GPtrArray *letters; /* PackLetter */
  GArray *leaves;     /* PackLeaf, each once */
  GArray *with_leaf;  /* int64_t: the deliveries whose letters have one */
  Buffer text;        /* the letters, as the press reads them */
} Pack;

void pack_clear(Pack *pack);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pack, pack_clear)

/* Release 0: all that is out and not posted yet, each person's letters one after another. False:
 * there is nothing to post (yet). Papers live in the arena. */
bool pack_gather(Txn *txn, Arena *arena, int64_t release_id, Pack *ret_pack);
/* The names of these parts in the bundle. g_free. */
char *pack_part_name(const PackPart *part);
char *pack_leaf_name(const PackLeaf *leaf);
