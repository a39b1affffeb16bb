/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The list of rules that a person met while sending one form. */
#include "questions/refusals.h"

#include <string.h>

enum { MAX_REFUSALS = 100 };

struct Refusals {
  Arena *arena;
  int count;
  Refusal *kept; /* MAX_REFUSALS of them, from the first one on: most forms have none */
};

Refusals *
refusals_new(Arena *arena)
{
  Refusals *refusals = arena_new_of(arena, Refusals, 1);

  refusals->arena = arena;
  return refusals;
}

void
refuse(Refusals *refusals, const char *question, const char *message)
{
  refuse_with_2(refusals, question, message, NULL, NULL, NULL, NULL);
}

void
refuse_with(Refusals *refusals, const char *question, const char *message, const char *slot,
            const char *value)
{
  refuse_with_2(refusals, question, message, slot, value, NULL, NULL);
}

void
refuse_with_2(Refusals *refusals, const char *question, const char *message, const char *slot1,
              const char *value1, const char *slot2, const char *value2)
{
  if (refusals->count >= MAX_REFUSALS)
    return; /* a page with a hundred is unreadable anyway; the form is refused all the same */

  if (!refusals->kept)
    refusals->kept = arena_new_of(refusals->arena, Refusal, MAX_REFUSALS);

  Refusal *refusal = &refusals->kept[refusals->count++];
  const char *given[] = { slot1, value1, slot2, value2 };
  *refusal = (Refusal){ .question = arena_text(refusals->arena, question),
                        .message = arena_text(refusals->arena, message) };
  for (int i = 0; i < 4 && given[i & ~1]; i++)
    refusal->slots[i] = arena_text(refusals->arena, given[i]);
}

void
refuse_told(Refusals *refusals, const char *question, const char *told)
{
  g_auto(GStrv) parts = g_strsplit(told, "\t", 5);
  guint count = g_strv_length(parts);

  refuse_with_2(refusals, question, count > 0 ? parts[0] : told, count > 2 ? parts[1] : NULL,
                count > 2 ? parts[2] : NULL, count > 4 ? parts[3] : NULL,
                count > 4 ? parts[4] : NULL);
}

int
refusals_count(const Refusals *refusals)
{
  return refusals->count;
}

const Refusal *
refusals_nth(const Refusals *refusals, int nth)
{
  return nth >= 0 && nth < refusals->count ? &refusals->kept[nth] : NULL;
}

const Refusal *
refusals_for(const Refusals *refusals, const char *question)
{
  for (int i = 0; i < refusals->count; i++)
    if (strcmp(refusals->kept[i].question, question) == 0)
      return &refusals->kept[i];
  return NULL;
}

void
refusals_clear(Refusals *refusals)
{
  refusals->count = 0;
}

void
refusals_keep(Refusals *refusals, const char *question)
{
  int to = 0;

  for (int i = 0; i < refusals->count; i++) {
    const char *of = refusals->kept[i].question;

    if (*of == '\0' || strcmp(of, question) == 0)
      refusals->kept[to++] = refusals->kept[i];
  }
  refusals->count = to;
}

const char *
refusal_text(const Refusal *refusal, const Lang *lang, Arena *arena)
{
  const char *values[4];

  for (int i = 0; i < 4; i++)
    values[i] = i % 2 && refusal->slots[i - 1] && strcmp(refusal->slots[i - 1], "question") == 0
                    ? lang_text(lang, refusal->slots[i])
                    : refusal->slots[i];
  g_autofree char *filled = lang_fill(lang_text(lang, refusal->message), values[0], values[1],
                                      values[2], values[3], NULL);

  return arena_text(arena, filled);
}
