/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures that came in a Word file. They are cleaned as any own picture (own_pictures.h), but seen
 * by organisers only until one has said what they show and who said yes (doc/decisions/0026): until
 * then readers have the words that the file gives them. */
#pragma once

#include "papers/own_pictures.h"
#include "papers/word.h"

/* Keeps those of `pictures` (WordPicture) that we can read, and returns the source with their names
 * where the file's own stood (g_free). Those that we cannot read stay as the file names them. */
char *word_pictures_keep(Txn *txn, const Act *act, int64_t paper_id, const char *source,
                         const GPtrArray *pictures);
/* Those of a paper that wait to be said or could not be made ready, in their order; ends with id 0.
 * One statement. */
const OwnPicture *word_pictures_waiting(Txn *txn, Arena *arena, int64_t paper_id);
/* How many the source names that did not come along. */
int word_pictures_left(const char *source);
/* What it shows and who said yes: from now on it is a picture as any other, and its paper says what
 * it shows where nothing better was written. Refuses as own_pictures_add does; nothing for one that
 * was said or taken away meanwhile. */
void word_pictures_say(Txn *txn, const Act *act, const OwnPicture *picture, Refusals *refusals);

/* The source with `said` as the words of each picture `name` whose words were `before` or none
 * (g_free). */
char *word_pictures_write_words(const char *source, const char *name, const char *before,
                                const char *said);
