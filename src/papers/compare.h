/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What changed between two versions of a paper: part by part (commonmark/parts.h), and inside a
 * changed part word by word. Looks at words only: what became bold is no change. No database.
 * Method: common start and end, then anchors that are unique on both sides in their longest common
 * order ("patience diff", B. Cohen), and what is left between them by longest common subsequence
 * while that is small. Time and memory grow with the length, but for short stretches. */
#pragma once

#include "commonmark/parts.h"

typedef enum { CHANGE_NONE, CHANGE_ADDED, CHANGE_TAKEN, CHANGE_WORDS } ChangeKind;

/* Words in a changed part: as they were (CHANGE_NONE), new, or taken away. */
typedef struct {
  ChangeKind kind;
  char gap; /* what stands before it: ' ', '\n', or 0: nothing */
  char *words;
} WordsChange;

typedef struct {
  ChangeKind kind;
  int before, now; /* number of the part, from 1, in each version; 0: not in it */
  GArray *words;   /* of WordsChange, for CHANGE_WORDS; else NULL */
} PartChange;

/* All parts of both in one order, those without change too. g_ptr_array_unref. */
GPtrArray *papers_compare(const GPtrArray *before, const GPtrArray *now);
/* The same of words: of WordsChange, never two of one kind in a row. g_array_unref. */
GArray *papers_compare_words(const char *before, const char *now);

/* How much changed: parts added or taken away, words added or taken away in others; and whether a
 * number is among any of these words: people go by numbers. */
typedef struct {
  int parts, words;
  bool has_number;
} ChangeSize;
ChangeSize papers_words_size(const GArray *words);
ChangeSize papers_change_size(const GPtrArray *changes, const GPtrArray *before,
                              const GPtrArray *now);
