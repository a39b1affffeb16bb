/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a mail says to things that have numbers: "1 yes, 2 no, 3 maybe", "yes 1 and 3", or only the
 * numbers that suit. Nothing is guessed: a word that is not known makes all of it unclear. Pure. */
#pragma once

#include <stdbool.h>

enum { MAIL_NUMBERS_MOST = 99 };

typedef enum { NUMBER_UNSAID, NUMBER_YES, NUMBER_MAYBE, NUMBER_NO } NumberWord;

typedef struct {
  int highest;      /* number that can be meant */
  bool knows_all;   /* the mail answered had all of them, so that "all" and "none" are clear */
  const char *name; /* of whoever writes: people sign */
} MailNumbers;

/* `words[i]` is of number i + 1. False: it is not clear, and `ret_words` is untouched. */
bool mail_numbers_read(const char *said, const MailNumbers *asked,
                       NumberWord ret_words[static MAIL_NUMBERS_MOST]);
