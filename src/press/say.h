/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How written words are said: dates, times, money, numbers of telephones, addresses, short forms.
 * A voice says "01632" as a number of thousands and "e.g." as two letters; a person would not. */
#pragma once

#include "press/say_list.h"

/* What the voice is to be given for a sentence. `list` may be NULL. English and Welsh; in other
 * languages only the list counts and signs are taken away. New string; g_free. */
char *say_words(const char *text, const char *lang, const SayList *list);
