/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The letters of a sending, or of all that waits to be posted, before they are put together. For
 * post_pack.c. */
#pragma once

#include "base/buffer.h"
#include "papers/releases.h"

/* One format of one paper that is to be printed. */
typedef struct {
  const Paper *paper;
  FormatWant want;
} PackPart;

typedef struct {
  const Paper *paper; /* the first one: its title and language are the pack's */
  GArray *parts;      /* PackPart, each once */
  GPtrArray *letters; /* PackLetter */
  Buffer text;        /* the letters, as the press reads them */
} Pack;

void pack_clear(Pack *pack);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pack, pack_clear)

/* Release 0: all that is out and not posted yet, each person's letters one after another. False:
 * there is nothing to post (yet). Papers live in the arena. */
bool pack_gather(Txn *txn, Arena *arena, int64_t release_id, Pack *ret_pack);
/* The name of this part in the bundle. g_free. */
char *pack_part_name(const PackPart *part);
