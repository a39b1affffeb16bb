/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Short forms. The tables are small: a table here, a rule where there is one. */
#include "counting/short_forms.h"

#include <string.h>

typedef struct {
  const char *form, *say;
} ShortForm;

static const ShortForm contractions[] = {
  { "can't", "cannot" },
  { "won't", "will not" },
  { "shan't", "shall not" },
  { "ain't", NULL },
  { "let's", "let us" },
  { "it's", "it is" },
  { "that's", "that is" },
  { "what's", "what is" },
  { "there's", "there is" },
  { "here's", "here is" },
  { "who's", "who is" },
  { "where's", "where is" },
  { "how's", "how is" },
  { "he's", "he is" },
  { "she's", "she is" },
  { "when's", "when is" },
  { "why's", "why is" },
  { "i'm", "I am" },
  { "aren't", "are not" },
  { "couldn't", "could not" },
  { "didn't", "did not" },
  { "doesn't", "does not" },
  { "don't", "do not" },
  { "hadn't", "had not" },
  { "hasn't", "has not" },
  { "haven't", "have not" },
  { "isn't", "is not" },
  { "mightn't", "might not" },
  { "mustn't", "must not" },
  { "needn't", "need not" },
  { "shouldn't", "should not" },
  { "wasn't", "was not" },
  { "weren't", "were not" },
  { "wouldn't", "would not" },
  { "i'll", "I will" },
  { "you'll", "you will" },
  { "he'll", "he will" },
  { "she'll", "she will" },
  { "it'll", "it will" },
  { "we'll", "we will" },
  { "they'll", "they will" },
  { "that'll", "that will" },
  { "i've", "I have" },
  { "you've", "you have" },
  { "we've", "we have" },
  { "they've", "they have" },
  { "you're", "you are" },
  { "we're", "we are" },
  { "they're", "they are" },
  { "i'd", NULL },
  { "you'd", NULL },
  { "he'd", NULL },
  { "she'd", NULL },
  { "we'd", NULL },
  { "they'd", NULL },
  { "who'd", NULL },
  { "who'll", "who will" },
  { "could've", "could have" },
  { "should've", "should have" },
  { "would've", "would have" },
};

static const ShortForm abbreviations[] = {
  { "e.g", "for example" }, { "eg", "for example" },
  { "i.e", "that is" },     { "ie", "that is" },
  { "etc", "and so on" },   { "approx", "about" },
  { "vs", "against" },      { "asap", "as soon as possible" },
  { "nb", "please note" },  { "n.b", "please note" },
  { "dept", "department" }, { "cttee", "committee" },
  { "govt", "government" }, { "incl", "with" },
};

static const char *const titles[] = { "mr", "mrs", "ms", "mx", "dr", "prof", "rev", "st", "cllr" };
static const char *const before_numbers[] = { "no", "p", "pp", "vol", "fig", "tel", "ch", "para" };
static const char *const well_known[] = { "nhs", "uk",  "gp", "gps", "tv",  "ok",
                                          "bbc", "dvd", "am", "pm",  "usa", "eu",
                                          "id",  "pin", "cd", "bsl", "it",  "i" };

/* Row of that form, or NULL. */
static const ShortForm *
find_form(const ShortForm *table, size_t count, const char *word, size_t len)
{
  for (size_t i = 0; i < count; i++)
    if (strncmp(table[i].form, word, len) == 0 && table[i].form[len] == '\0')
      return &table[i];
  return NULL;
}

bool
short_form_is_contraction(const char *word, size_t len, const char **ret_say)
{
  const ShortForm *form =
      memchr(word, '\'', len)
          ? find_form(contractions, sizeof(contractions) / sizeof(*contractions), word, len)
          : NULL;

  *ret_say = form ? form->say : NULL;
  return form != NULL;
}

bool
short_form_is_abbreviation(const char *word, size_t len, const char **ret_say)
{
  const ShortForm *form =
      len <= 6 ? find_form(abbreviations, sizeof(abbreviations) / sizeof(*abbreviations), word, len)
               : NULL;

  *ret_say = form ? form->say : NULL;
  return form != NULL;
}

static bool
is_in(const char *const *table, size_t count, const char *word, size_t len)
{
  for (size_t i = 0; i < count; i++)
    if (strncmp(table[i], word, len) == 0 && table[i][len] == '\0')
      return true;
  return false;
}

FullStop
short_form_full_stop(const char *word, size_t len)
{
  if (is_in(titles, sizeof(titles) / sizeof(*titles), word, len))
    return STOP_ENDS_NOTHING;
  if (is_in(before_numbers, sizeof(before_numbers) / sizeof(*before_numbers), word, len))
    return STOP_MAY_LEAD_TO_NUMBER;
  return STOP_MAY_END;
}

bool
short_form_is_well_known(const char *word, size_t len)
{
  return is_in(well_known, sizeof(well_known) / sizeof(*well_known), word, len);
}
