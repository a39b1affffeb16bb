/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Languages that people read, to choose from: what a paper can be translated into, and what
 * somebody needs it in. Not those of the pages (lang.h). */
#pragma once

#include <stdbool.h>

typedef struct {
  const char *tag, *name; /* BCP 47; as its readers call it */
} LanguageName;

extern const LanguageName language_names[]; /* ends with a NULL tag */
/* "" for one that is not of the list. */
const char *language_name(const char *tag);
/* The list's own text of this tag, which lives for ever; "" for one that is not of the list. */
const char *language_of_list(const char *tag);
/* Words in `made` serve somebody who reads `needed`; also where either did not say which. */
bool language_serves(const char *made, const char *needed);
