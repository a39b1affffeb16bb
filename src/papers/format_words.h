/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The few words that the web page and the plain text say of their own, in the language of the
 * paper. The press has its own (press/words.h): it reads no catalogue. */
#pragma once

typedef struct {
  const char *picture;    /* "Picture" */
  const char *links;      /* "Links" */
  const char *notes;      /* "Notes" */
  const char *note;       /* "note" */
  const char *removed;    /* "taken out" */
  const char *hard_words; /* "Hard words": of those that are explained */
  const char *paper;      /* "Paper": the title of one that has none */
} FormatWords;
extern const FormatWords format_words_english;
