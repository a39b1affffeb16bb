/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rules that a person met (idea 4): which question, which message, which values. The page
 * translates them; the form comes back filled in. Not for trouble. */
#pragma once

#include "base/arena.h"
#include "lang/lang.h"

#include <stdbool.h>

typedef struct Refusal {
  const char *question; /* name, or "" for the whole form */
  const char *message;  /* message id with {slots} */
  const char *slots[4]; /* name, value, name, value; NULL: unused */
} Refusal;

typedef struct Refusals Refusals;

Refusals *refusals_new(Arena *arena); /* lives in the arena; at most 100 are kept */
void refuse(Refusals *refusals, const char *question, const char *message);
/* One slot, e.g. ("name", N_("{name} is here already"), "name", name). Copied. */
void refuse_with(Refusals *refusals, const char *question, const char *message, const char *slot,
                 const char *value);
void refuse_with_2(Refusals *refusals, const char *question, const char *message, const char *slot1,
                   const char *value1, const char *slot2, const char *value2);
/* What lang_told() reads: at most two values. */
void refuse_told(Refusals *refusals, const char *question, const char *told);
int refusals_count(const Refusals *refusals);
const Refusal *refusals_nth(const Refusals *refusals, int nth);
const Refusal *refusals_for(const Refusals *refusals, const char *question); /* first, or NULL */
void refusals_clear(Refusals *refusals);
/* Only those of this question and of the whole form stay. */
void refusals_keep(Refusals *refusals, const char *question);
/* The message in the reader's language, slots filled; arena memory, not escaped. The value of a
 * slot called "question" is a message id itself (a label), so it is translated first. */
const char *refusal_text(const Refusal *refusal, const Lang *lang, Arena *arena);
