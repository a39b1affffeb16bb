/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces of pages about how easy words are to read, for the pages of papers. */
#pragma once

#include "counting/readability.h"
#include "papers/papers.h"
#include "web/routes.h"

typedef struct Page Page;

/* One sentence in the viewer's language: "This sentence has 31 words. …"; NULL: nothing to say.
 * Arena memory. */
const char *hint_in_words(Page *page, const ReadingPart *hint);
/* "Words explained": those of the community's list that the paper has; nothing when it has none. */
void put_words_explained(Page *page, const Paper *paper);
