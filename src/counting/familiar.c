/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Familiar words: the list, the same words in British spelling, and their endings. */
#include "counting/familiar.h"

#include <string.h>

/* A word in the making: endings are taken off and others put on. */
typedef struct {
  char text[FAMILIAR_LEN_MAX + 4]; /* no word of the list is longer: longer ones never come here */
  size_t len;
} Stem;

static bool
is_listed(const char *word, size_t len)
{
  uint32_t slot = familiar_hash(word, len);

  for (; familiar_slots[slot]; slot = (slot + 1) % FAMILIAR_SLOTS) {
    const char *listed = familiar_words[familiar_slots[slot]];

    if (strlen(listed) == len && memcmp(listed, word, len) == 0)
      return true;
  }
  return false;
}

static bool
ends(const Stem *stem, const char *ending)
{
  const size_t len = strlen(ending);

  return stem->len > len && stem->text[stem->len - 1] == ending[len - 1] &&
         memcmp(stem->text + stem->len - len, ending, len) == 0;
}

/* Takes the last `cut` bytes off and puts `ending` on. */
static Stem
with_ending(const Stem *stem, size_t cut, const char *ending)
{
  Stem changed = *stem;
  const size_t len = strlen(ending);

  changed.len -= cut;
  if (changed.len + len <= sizeof(changed.text)) {
    memcpy(changed.text + changed.len, ending, len);
    changed.len += len;
  }
  return changed;
}

/* British endings and the American ones that the list has; "colourful" is found by its middle. */
static const struct {
  const char *british, *american;
} spellings[] = {
  { "ise", "ize" },   { "yse", "yze" }, { "tre", "ter" },  { "bre", "ber" },
  { "ence", "ense" }, { "ogue", "og" }, { "llen", "len" },
};

static bool
is_listed_without_u(const Stem *stem)
{
  for (size_t i = 0; i + 3 <= stem->len; i++) {
    Stem american = *stem;

    if (memcmp(stem->text + i, "our", 3) != 0)
      continue;
    american.len--;
    memmove(american.text + i + 1, american.text + i + 2, american.len - i - 1);
    return is_listed(american.text, american.len);
  }
  return false;
}

static bool
is_listed_here(const Stem *stem)
{
  if (stem->len == 0 || stem->len > FAMILIAR_LEN_MAX)
    return false;
  if (is_listed(stem->text, stem->len) || is_listed_without_u(stem))
    return true;
  for (size_t i = 0; i < sizeof(spellings) / sizeof(*spellings); i++) {
    if (!ends(stem, spellings[i].british))
      continue;

    const Stem american = with_ending(stem, strlen(spellings[i].british), spellings[i].american);

    if (is_listed(american.text, american.len))
      return true;
  }
  return false;
}

/* "hop" of "hopp", before -ed, -ing, -er and -est. */
static bool
is_doubled(const Stem *stem)
{
  return stem->len >= 3 && stem->text[stem->len - 1] == stem->text[stem->len - 2] &&
         !strchr("aeiou", stem->text[stem->len - 1]);
}

/* What stands before -ed, -ing, -er, -est: "walk", "hop(p)", "hop(e)". */
static bool
is_verb(const Stem *stem)
{
  const Stem with_e = with_ending(stem, 0, "e");

  if (is_listed_here(stem) || is_listed_here(&with_e))
    return true;
  if (!is_doubled(stem))
    return false;

  const Stem single = with_ending(stem, 1, "");

  return is_listed_here(&single);
}

static const struct {
  const char *ending, *instead;
  bool is_of_verbs; /* a letter may have been doubled, or an e dropped */
} endings[] = {
  { "'s", "", false }, { "s'", "s", false },   { "'", "", false },  { "s", "", false },
  { "es", "", false }, { "ies", "y", false },  { "ed", "", true },  { "ied", "y", false },
  { "ing", "", true }, { "n", "", false },     { "er", "", true },  { "ier", "y", false },
  { "est", "", true }, { "iest", "y", false }, { "ly", "", false },
};

static bool
is_familiar_part(const char *word, size_t len)
{
  Stem stem = { .len = len };

  if (len == 0 || len > FAMILIAR_LEN_MAX)
    return false;
  memcpy(stem.text, word, len);
  if (is_listed_here(&stem))
    return true;
  for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
    if (!ends(&stem, endings[i].ending))
      continue;

    const Stem base = with_ending(&stem, strlen(endings[i].ending), endings[i].instead);

    if (endings[i].is_of_verbs ? is_verb(&base) : is_listed_here(&base))
      return true;
    if (strchr(endings[i].ending, '\'') && base.len < len)
      return is_familiar_part(base.text, base.len); /* "visitors'": both endings */
  }
  return false;
}

bool
familiar_is(const char *word, size_t len)
{
  const char *end = word + len;

  if (!memchr(word, '-', len) || is_familiar_part(word, len))
    return is_familiar_part(word, len);
  while (word < end) {
    const char *hyphen = memchr(word, '-', (size_t)(end - word));
    const char *part_end = hyphen ? hyphen : end;

    if (!is_familiar_part(word, (size_t)(part_end - word)))
      return false;
    word = part_end + 1;
  }
  return true;
}
