/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words that the rules of say.c put in, one row a language. */
#pragma once

#include <stdbool.h>

typedef struct {
  const char *lang;
  const char *dot, *at, *dash, *underscore, *link, *to, *per_cent, *and_sign, *number, *plus;
  const char *pound, *pounds, *penny, *pence, *euro, *euros, *dollar, *dollars;
  const char *thousand, *million, *billion;
  const char *morning, *afternoon; /* after a time */
  const char *o_clock, *noon, *midnight;
  const char *months[12]; /* said after "of"; NULL: dates stay as they are */
  const char *half, *quarter, *three_quarters;
  const char *calls; /* words before a short number that is rung, for a regular expression */
} SayWords;

/* NULL: no rules for that language. */
const SayWords *say_words_for(const char *lang);
/* How a short form ("e.g") is said, or NULL. `ret_may_end`: a sentence may end with it, so that its
 * full stop may be the sentence's too. English only. */
const char *say_short_form(const char *written, bool *ret_may_end);
/* All short forms as alternatives of a regular expression. */
const char *say_short_forms_pattern(void);
