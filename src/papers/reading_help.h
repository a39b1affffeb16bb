/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How easy papers and Easy Read rows are to read: which of their words are counted, and the hard
 * words that they have explained. The counting is counting/readability.h. */
#pragma once

#include "counting/readability.h"
#include "papers/papers.h"
#include "press/easy_read.h"

/* Sentences of paragraphs and list items are counted; headings and tables are looked through for
 * hard words, but are no sentences; blocks of code are not looked at. NULL: it is no paper. */
ReadingSummary *paper_reading(const Paper *paper, const ReadingList *list);
ReadingSummary *easy_reading(const EasyRead *easy, const ReadingList *list);
/* The formulas and the list of familiar words are for English. */
bool paper_is_english(const Paper *paper);

/* Puts the hard words that the rows have, explained, below them: a heading and a row each, as far
 * as there is room. `heading` in the paper's language. */
void easy_explain(EasyRead *easy, const ReadingList *list, const char *heading);
