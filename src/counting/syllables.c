/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Counting syllables. */
#include "counting/syllables.h"

#include <glib.h>
#include <stdbool.h>
#include <string.h>

typedef struct {
  const char *at;
  size_t len;
} Span;

static bool
is_vowel_at(const Span *word, size_t i)
{
  if (i >= word->len)
    return false;
  if (word->at[i] == 'y') /* "yes", "beyond": a consonant; "trying": not */
    return i > 0 &&
           (i + 1 == word->len || word->at[i + 1] == 'i' || !strchr("aeiou", word->at[i + 1]));
  return word->at[i] && strchr("aeiou", word->at[i]);
}

static bool
is_one_of(char c, const char *letters)
{
  return c && strchr(letters, c);
}

static char
letter_at(const Span *word, size_t i)
{
  return i < word->len ? word->at[i] : '\0';
}

static G_ALWAYS_INLINE inline bool /* strlen() is worked out when compiling */
has_at(const Span *word, size_t i, const char *text)
{
  const size_t len = strlen(text);

  return i + len <= word->len && memcmp(word->at + i, text, len) == 0;
}

static G_ALWAYS_INLINE inline bool
ends_with(const Span *word, const char *text)
{
  const size_t len = strlen(text);

  return word->len >= len && has_at(word, word->len - len, text);
}

/* "happi-er", "easi-est", "di-et", "experi-ence", "cli-ent"; not "pier", "friend". */
static bool
is_parted_ie(const Span *word, size_t i)
{
  return (word->len > 5 && i + 3 == word->len && has_at(word, i, "ier")) ||
         (i + 4 == word->len && has_at(word, i, "iest")) || has_at(word, i, "iet") ||
         has_at(word, i, "ience") || has_at(word, i, "ient");
}

/* Two vowels beside each other that are said apart: "cha-os", "sci-ence", "cre-ate", "val-ue". */
static bool
is_parted(const Span *word, size_t i)
{
  const char first = word->at[i], second = letter_at(word, i + 1);
  const char before = i > 0 ? word->at[i - 1] : '\0';

  switch (first) {
  case 'i':
    if (second == 'a' || second == 'o' || second == 'u') /* not "social", "nation", "region" */
      return !is_one_of(before, "ctsgx") || (second == 'a' && has_at(word, i, "iat"));
    return second == 'e' && !is_one_of(before, "ct") && is_parted_ie(word, i);
  case 'e':
    return (second == 'o' && !has_at(word, i, "eou") && !has_at(word, i, "eop")) ||
           (i >= 2 && has_at(word, i - 2, "creat")) || has_at(word, i, "eing") ||
           has_at(word, i, "eum");
  case 'u':
    if (is_one_of(before, "qg"))
      return false;
    return second == 'a' || second == 'o' || has_at(word, i, "uity") || has_at(word, i, "uing") ||
           has_at(word, i, "uous") || has_at(word, i, "uent") || has_at(word, i, "uence");
  case 'o':
    return has_at(word, i, "oing") || has_at(word, i, "oet") || has_at(word, i, "oem");
  case 'a':
    return second == 'o' || has_at(word, i, "aic");
  case 'y':
    return second == 'i' || second == 'a' || second == 'o';
  default:
    return false;
  }
}

static int
count_vowel_groups(const Span *word)
{
  int count = 0;

  for (size_t i = 0; i < word->len; i++) {
    if (!is_vowel_at(word, i))
      continue;
    if (i == 0 || !is_vowel_at(word, i - 1) || is_parted(word, i - 1))
      count++;
  }
  return count;
}

/* An e that is not said: at the end ("home", not "table"), in -es and -ed ("homes", "asked"). */
static bool
has_silent_end(const Span *word)
{
  const size_t len = word->len;

  if (len < 3)
    return false;
  if (ends_with(word, "tre") || ends_with(word, "bre"))
    return false;
  if (word->at[len - 1] == 'e' && !is_vowel_at(word, len - 2))
    return !(word->at[len - 2] == 'l' && !is_vowel_at(word, len - 3) && word->at[len - 3] != 'r');
  if (len < 4 || is_vowel_at(word, len - 3))
    return false;
  if (ends_with(word, "es"))
    return !is_one_of(word->at[len - 3], "sxzcg") && !ends_with(word, "shes") &&
           !ends_with(word, "ches") && !(word->at[len - 3] == 'l' && !is_vowel_at(word, len - 4));
  if (ends_with(word, "ed"))
    return !is_one_of(word->at[len - 3], "td") &&
           !(word->at[len - 3] == 'l' && !is_vowel_at(word, len - 4) && word->at[len - 4] != 'l' &&
             word->at[len - 4] != 'r' && word->at[len - 4] != 'w');
  return false;
}

/* An e that is not said in the middle: before these endings, or after these beginnings. */
static bool
has_silent_middle(const Span *word)
{
  static const char *const suffixes[] = { "ly",   "ful",   "fully", "less", "ness",
                                          "ment", "ments", "some",  "ty" };
  static const char *const prefixes[] = { "some", "home", "where", "there", "here",  "safe", "care",
                                          "life", "time", "fire",  "more",  "house", "base", "line",
                                          "side", "note", "whole", "name",  "stake" };

  for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
    if (prefixes[i][0] != word->at[0])
      continue;

    const size_t len = strlen(prefixes[i]);

    if (has_at(word, 0, prefixes[i]) && word->len > len + 2 && !is_vowel_at(word, len) &&
        !is_one_of(word->at[len], "rsdn"))
      return true;
  }
  for (size_t i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
    const size_t len = strlen(suffixes[i]);

    if (ends_with(word, suffixes[i]) && word->len > len + 2 &&
        word->at[word->len - len - 1] == 'e' && !is_vowel_at(word, word->len - len - 2) &&
        !(word->at[word->len - len - 2] == 'l' && !is_vowel_at(word, word->len - len - 3)))
      return true;
  }
  return false;
}

/* What spelling does not give; endings -s and -'s as the word. */
static const struct {
  const char *word;
  int count;
} exceptions[] = {
  { "area", 3 },       { "being", 2 },       { "business", 2 },     { "businesses", 3 },
  { "every", 2 },      { "everyone", 3 },    { "everybody", 4 },    { "everything", 3 },
  { "evening", 2 },    { "idea", 3 },        { "people", 2 },       { "wednesday", 2 },
  { "science", 2 },    { "quiet", 2 },       { "different", 3 },    { "simile", 3 },
  { "recipe", 3 },     { "cafe", 2 },        { "real", 1 },         { "really", 2 },
  { "reality", 4 },    { "society", 4 },     { "variety", 4 },      { "anxiety", 4 },
  { "client", 2 },     { "diet", 2 },        { "create", 2 },       { "vegetable", 4 },
  { "something", 2 },  { "sometimes", 2 },   { "someone", 2 },      { "colleague", 2 },
  { "tongue", 1 },     { "league", 1 },      { "coproduction", 4 }, { "coproduce", 3 },
  { "coproduced", 3 }, { "cooperation", 5 }, { "cooperate", 4 },    { "reuse", 2 },
  { "nowhere", 2 },    { "maybe", 2 },       { "naked", 2 },        { "wicked", 2 },
  { "hundred", 2 },    { "sacred", 2 },      { "aged", 1 },         { "the", 1 },
  { "eye", 1 },        { "goes", 1 },        { "does", 1 },         { "shoes", 1 },
  { "period", 3 },     { "serious", 3 },     { "previous", 3 },     { "ocean", 2 },
  { "usual", 3 },      { "usually", 4 },     { "actually", 4 },     { "doing", 2 },
};

static int
find_exception(const Span *word)
{
  for (size_t i = 0; i < sizeof(exceptions) / sizeof(*exceptions); i++) {
    if (exceptions[i].word[0] != word->at[0])
      continue;

    const size_t len = strlen(exceptions[i].word);

    if (has_at(word, 0, exceptions[i].word) &&
        (word->len == len || (word->len == len + 1 && word->at[len] == 's')))
      return exceptions[i].count;
  }
  return 0;
}

static int
count_part(const Span *word)
{
  int count = find_exception(word);

  if (count)
    return count;
  count = count_vowel_groups(word);
  if (has_silent_end(word))
    count--;
  if (has_silent_middle(word))
    count--;
  if (ends_with(word, "sm") || ends_with(word, "thm") || ends_with(word, "sms"))
    count++;
  return count > 0 ? count : 1;
}

/* "n't" after a consonant is said as one of its own ("did-n't"); other endings after an apostrophe
 * are not. */
static bool
is_said_ending(const Span *before, const Span *ending)
{
  return ending->len == 1 && ending->at[0] == 't' && before->len > 2 &&
         before->at[before->len - 1] == 'n' && !is_vowel_at(before, before->len - 2) &&
         before->at[before->len - 2] != 'r';
}

int
syllables_count(const char *word, size_t len)
{
  const char *end = word + len;
  Span before = { word, 0 };
  int count = 0;

  while (word < end) {
    Span part = { word, 0 };

    while (word < end && *word != '-' && *word != '\'')
      word++;
    part.len = (size_t)(word - part.at);
    if (part.at > before.at && part.at[-1] == '\'' && before.len > 0)
      count += is_said_ending(&before, &part);
    else if (part.len > 0)
      count += count_part(&part);
    before = part;
    if (word < end)
      word++;
  }
  return count > 0 ? count : 1;
}
