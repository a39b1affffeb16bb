/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures that Easy Read rows and papers can show (R11): those that come with the program, and the
 * community's own. Found by name, or looked for by words. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  PICTURES_FIND_MAX = 60,       /* answers of a search */
  PICTURES_FIND_WORDS_MAX = 8,  /* words looked for at once; further ones are left out */
  PICTURES_FIND_TEXT_MAX = 200, /* characters typed */
};

/* Lives in the arena. */
typedef struct {
  int64_t id;        /* 0: it comes with the program (ui_picture draws it by its name) */
  const char *name;  /* as a row has it, ![what it shows](name); NULL ends a list */
  const char *shows; /* what it shows, in words */
  const char *href;  /* of a picture of the community: where its file is; else NULL */
  bool is_not_there; /* pictures_find_all: an own picture that is not ready, or was taken away */
} FoundPicture;

/* NULL: no picture of that name. One statement, or none for a picture of the program. */
const FoundPicture *pictures_find(Txn *txn, Arena *arena, const char *name);
/* The same for many: one for each name (NULL or "" for none), in their order; one not found has no
 * name. One statement for every twenty that are not the program's. */
const FoundPicture *pictures_find_all(Txn *txn, Arena *arena, const char *const *names, int count);
/* Those that have at least one of the words typed (folded as find.h does it: "Voting?" finds what
 * "voting" finds, plurals are one with singulars): the community's own first, then those with most
 * of the words and nearest to the name. `limit` at most PICTURES_FIND_MAX. */
const FoundPicture *pictures_search(Txn *txn, Arena *arena, const char *typed, int limit);
