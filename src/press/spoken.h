/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is said of a paper, in order, before any voice says it: sentences, pauses, and where
 * chapters begin. Marks are never read out: a link is said as its words, a list item with its
 * number, a table row by row with the heading before each cell, a footnote after the sentence that
 * mentions it. */
#pragma once

#include "press/press.h"
#include "press/say.h"

typedef struct {
  char *words;             /* as the voice gets them; "": only a pause */
  char *chapter;           /* the title of the chapter that begins here, else NULL */
  int level;               /* of the heading that it is: 1 is the paper's title; 0: no heading */
  int before_ms, after_ms; /* silence */
} SpokenPart;

/* Of SpokenPart; g_array_unref. The first part begins a chapter: the title, or "Beginning". */
GArray *spoken_paper(const PressJob *job, const SayList *list);
