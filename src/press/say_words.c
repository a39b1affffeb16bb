/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tables only. */
#include "press/say_words.h"

#include <glib.h>
#include <string.h>

static const SayWords rows[] = {
  { .lang = "en",
    .dot = "dot",
    .at = "at",
    .dash = "dash",
    .underscore = "underscore",
    .link = "link",
    .to = "to",
    .per_cent = "per cent",
    .and_sign = "and",
    .number = "number",
    .plus = "plus",
    .pound = "pound",
    .pounds = "pounds",
    .penny = "penny",
    .pence = "pence",
    .euro = "euro",
    .euros = "euros",
    .dollar = "dollar",
    .dollars = "dollars",
    .thousand = "thousand",
    .million = "million",
    .billion = "billion",
    .morning = "A M",
    .afternoon = "P M",
    .o_clock = "o'clock",
    .noon = "12 noon",
    .midnight = "midnight",
    .months = { "January", "February", "March", "April", "May", "June", "July", "August",
                "September", "October", "November", "December" },
    .half = "a half",
    .quarter = "a quarter",
    .three_quarters = "three quarters",
    .calls = "ring|call|dial|phone|text|telephone" },
  { .lang = "cy",
    .dot = "dot",
    .at = "at",
    .dash = "dash",
    .underscore = "tanlinell",
    .link = "dolen",
    .to = "i",
    .per_cent = "y cant",
    .and_sign = "a",
    .number = "rhif",
    .plus = "plws",
    .pound = "punt",
    .pounds = "punt",
    .penny = "geiniog",
    .pence = "ceiniog",
    .euro = "ewro",
    .euros = "ewro",
    .dollar = "doler",
    .dollars = "doler",
    .thousand = "mil",
    .million = "miliwn",
    .billion = "biliwn",
    .morning = "y bore",
    .afternoon = "y prynhawn",
    .o_clock = "o'r gloch",
    .noon = "hanner dydd",
    .midnight = "hanner nos",
    .half = "hanner",
    .quarter = "chwarter",
    .three_quarters = "tri chwarter",
    .calls = "ffoniwch|deialwch|tecstiwch" },
};

/* As written, without the full stop at the end, which may be left out; the first letter may be a
 * capital. */
static const struct {
  const char *written, *said;
  bool may_end;
} short_forms[] = {
  { "e.g", "for example" },     { "eg", "for example" },
  { "i.e", "that is" },         { "ie", "that is" },
  { "etc", "and so on", true }, { "approx", "approximately" },
  { "incl", "including" },      { "vs", "versus" },
  { "tel", "telephone" },       { "w/c", "week commencing" },
  { "c/o", "care of" },         { "n/a", "not applicable", true },
  { "p.a", "a year", true },    { "asap", "as soon as possible", true },
  { "Cllr", "Councillor" },     { "Dr", "Doctor" },
  { "Mr", "Mister" },           { "Mrs", "Missis" },
  { "Rev", "Reverend" },        { "Rd", "Road" },
  { "Ave", "Avenue" },          { "Dept", "Department" },
};

const SayWords *
say_words_for(const char *lang)
{
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    const size_t len = strlen(rows[i].lang);

    if (g_ascii_strncasecmp(lang, rows[i].lang, len) == 0 &&
        (lang[len] == '\0' || lang[len] == '-'))
      return &rows[i];
  }
  return NULL;
}

const char *
say_short_form(const char *written, bool *ret_may_end)
{
  for (size_t i = 0; i < G_N_ELEMENTS(short_forms); i++) {
    const char *row = short_forms[i].written;

    if (g_ascii_tolower(*row) != g_ascii_tolower(*written) || strcmp(row + 1, written + 1) != 0)
      continue;
    *ret_may_end = short_forms[i].may_end;
    return short_forms[i].said;
  }
  return NULL;
}

const char *
say_short_forms_pattern(void)
{
  static char *pattern; /* one thread, one job a process */
  g_autoptr(GString) all = g_string_new(NULL);

  if (pattern)
    return pattern;
  for (size_t i = 0; i < G_N_ELEMENTS(short_forms); i++) {
    const char *row = short_forms[i].written;
    g_autofree char *rest = g_regex_escape_string(row + 1, -1);

    g_string_append_printf(all, "%s[%c%c]%s", i ? "|" : "", g_ascii_toupper(*row),
                           g_ascii_tolower(*row), rest);
  }
  return pattern = g_string_free(g_steal_pointer(&all), FALSE);
}
