/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The few words that the press itself puts into a paper. The press reads no catalogue: it may open
 * none of the server's files. */
#pragma once

typedef enum {
  WORD_LINKS,       /* heading over the addresses at the end */
  WORD_LINK,        /* "link": says that the words before are one */
  WORD_PICTURE,     /* before what a picture shows */
  WORD_TABLE,       /* before a table that is given row by row */
  WORD_EMPTY,       /* a cell with nothing in it */
  WORD_CROSSED_OUT, /* before words that were struck through */
  WORD_BEGINNING,   /* chapter before the first heading */
  WORD_PAGES,       /* before how many pages a letter has */
  WORD_NOTE,        /* "note", before a footnote's number */
  WORD_QUOTE,       /* before and after somebody's own words, in speech */
  WORD_QUOTE_END,
  WORD_NOTES, /* heading over the footnotes at the end */
  WORD_COUNT
} PressWord;

/* In the language of the paper; English where we have no other. Never NULL. */
const char *press_word(const char *lang, PressWord word);
