/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Words to braille cells by liblouis. Knows nothing of lines and pages. */
#pragma once

#include <glib.h>
#include <liblouis.h>
#include <stdbool.h>

/* One kind of braille, with the emphasis that its table knows (0 where it knows none). */
typedef struct {
  const char *table;
  bool has_ascii_punctuation_only; /* curly quotes and dashes must be made plain first */
  formtype italic, bold, note;
} LouisCode;

/* Words that go through liblouis together; a form for each character. */
typedef struct {
  GArray *characters; /* of widechar: no two spaces in a row, none at the start */
  GArray *forms;      /* of formtype, as long */
} LouisWords;

/* False when there is no braille for that language. Reads the table: about 20 ms. */
bool louis_open(const char *lang, int grade, LouisCode *ret_code);

LouisWords *louis_words_new(void);
void louis_words_free(LouisWords *words);
/* Adds UTF-8; white space of any kind becomes one space. */
void louis_words_add(LouisWords *words, const LouisCode *code, const char *text, formtype form);
/* Adds cells (bits 0 to 5 are dots 1 to 6; 0 is a blank) to `cells`. False when liblouis fails. */
bool louis_translate(const LouisCode *code, const LouisWords *words, GByteArray *cells);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(LouisWords, louis_words_free)
