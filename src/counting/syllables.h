/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How many syllables an English word has, from its letters alone: groups of vowels, silent e, and a
 * short list of words that spelling does not give. */
#pragma once

#include <stddef.h>

/* `word` in small letters (need not end with NUL); parts joined by hyphens or apostrophes are
 * counted each. At least 1. */
int syllables_count(const char *word, size_t len);
