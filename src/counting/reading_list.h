/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside of ReadingList: looking words up. */
#pragma once

#include "counting/readability.h"

#include <glib.h>

typedef struct {
  char *word, *meaning;
} ReadingEntry;

/* The most words that an entry has; 0: the list is empty, or NULL. */
int reading_list_longest(const ReadingList *list);
/* `keys`: words as reading_key() makes them, single spaces between. The entry that is
 * keys[from..to), or whose plural or possessive that is; NULL: none. */
const ReadingEntry *reading_list_find(const ReadingList *list, GString *keys, size_t from,
                                      size_t to);
