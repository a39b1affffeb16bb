/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The rules, one row each, in the order in which they are tried: what an early one has put into
 * words a later one does not see as figures any more. The words they use: say_words.c. */
#include "press/say.h"

#include "press/say_words.h"

#include <string.h>

typedef struct {
  const SayWords *words;
  void (*say)(const GMatchInfo *match, const SayWords *words, GString *out);
} Saying;

static char *
part(const GMatchInfo *match, int number)
{
  g_autofree char *text = g_match_info_fetch(match, number);

  return g_strdup(text ? text : "");
}

static int
number_of(const GMatchInfo *match, int group)
{
  g_autofree char *digits = part(match, group);

  return (int)g_ascii_strtoll(digits, NULL, 10);
}

/* ---- addresses ---- */

/* "help@mill-street.example.org" → "help at mill dash street dot example dot org". */
static void
put_spelled(GString *out, const char *address, const SayWords *words)
{
  for (const char *at = address; *at; at++) {
    const char *name = *at == '.'   ? words->dot
                       : *at == '@' ? words->at
                       : *at == '-' ? words->dash
                       : *at == '_' ? words->underscore
                       : *at == '+' ? words->plus
                                    : NULL;

    if (name)
      g_string_append_printf(out, " %s ", name);
    else
      g_string_append_c(out, *at);
  }
}

static void
say_mail(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *address = part(match, 0);

  put_spelled(out, address, words);
}

/* Only the host: nobody keeps a path in mind. */
static void
say_web(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *host = part(match, 1);

  g_string_append_printf(out, "%s: ", words->link);
  put_spelled(out, g_str_has_prefix(host, "www.") ? host + 4 : host, words);
}

static void
say_host(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *host = part(match, 0);

  put_spelled(out, host, words);
}

/* ---- times and dates ---- */

static void
put_minutes(GString *out, int minutes)
{
  if (minutes > 0)
    g_string_append_printf(out, minutes < 10 ? " oh %d" : " %d", minutes);
}

/* 1: hour, 2: minutes or nothing, 3: "a" or "p" or nothing. */
static void
say_time(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *hours = part(match, 1), *half = part(match, 3);
  const int hour = number_of(match, 1), minutes = number_of(match, 2);
  const bool is_of_24 = *half == '\0' && (hour > 12 || *hours == '0');
  const bool is_late = g_ascii_tolower(*half) == 'p' || (*half == '\0' && hour >= 12);

  if (is_of_24 && hour == 0 && minutes == 0) {
    g_string_append(out, words->midnight);
    return;
  }
  if (*half == '\0' && hour == 12 && minutes == 0) {
    g_string_append(out, words->noon);
    return;
  }
  g_string_append_printf(out, "%d", is_of_24 && hour > 12 ? hour - 12 : hour);
  put_minutes(out, minutes);
  if (*half != '\0' || is_of_24)
    g_string_append_printf(out, " %s", is_late ? words->afternoon : words->morning);
  else if (minutes == 0)
    g_string_append_printf(out, " %s", words->o_clock);
}

static const char *
ordinal_end(int day)
{
  static const char *const ends[] = { "th", "st", "nd", "rd" };

  return day % 10 < 4 && (day < 10 || day > 20) ? ends[day % 10] : "th";
}

/* 1998 is "19 98", 2026 "20 26"; 2005 and 1800 stay. */
static void
put_year(GString *out, int year)
{
  if (year < 1100 || year > 2099 || year % 100 < 10)
    g_string_append_printf(out, "%d", year);
  else
    g_string_append_printf(out, "%d %d", year / 100, year % 100);
}

static void
put_date(const GMatchInfo *match, int day, int month, int year, const SayWords *words, GString *out)
{
  g_autofree char *whole = part(match, 0);

  if (!words->months[0] || day < 1 || day > 31 || month < 1 || month > 12) {
    g_string_append(out, whole);
    return;
  }
  g_string_append_printf(out, "%d%s of %s", day, ordinal_end(day), words->months[month - 1]);
  if (year > 0) {
    g_string_append(out, ", ");
    put_year(out, year < 100 ? 2000 + year : year);
  }
}

static void
say_year_first(const GMatchInfo *match, const SayWords *words, GString *out)
{
  put_date(match, number_of(match, 3), number_of(match, 2), number_of(match, 1), words, out);
}

static void
say_day_first(const GMatchInfo *match, const SayWords *words, GString *out)
{
  put_date(match, number_of(match, 1), number_of(match, 2), number_of(match, 3), words, out);
}

static void
say_named_date(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *name = part(match, 2);
  int month = 0;

  for (int i = 0; i < 12 && words->months[0]; i++)
    if (g_ascii_strncasecmp(name, words->months[i], 3) == 0)
      month = i + 1;
  put_date(match, number_of(match, 1), month, number_of(match, 3), words, out);
}

/* ---- numbers ---- */

/* "01632 960 123" → "0 1 6 3 2, 9 6 0, 1 2 3". */
static void
put_digits(GString *out, const char *written, const SayWords *words)
{
  bool is_fresh = true;

  for (const char *at = written; *at; at++) {
    if (*at == '+')
      g_string_append_printf(out, "%s ", words->plus);
    else if (g_ascii_isalnum(*at)) {
      g_string_append_printf(out, is_fresh ? "%c" : " %c", *at);
      is_fresh = false;
    } else if (!is_fresh && g_ascii_isalnum(at[1])) {
      g_string_append(out, ", ");
      is_fresh = true;
    }
  }
}

static void
say_digits(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *written = part(match, 0);

  put_digits(out, written, words);
}

/* 1: "ring ", 2: "999". */
static void
say_call(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *before = part(match, 1), *number = part(match, 2);

  g_string_append(out, before);
  put_digits(out, number, words);
}

/* Without the commas between thousands. */
static void
put_number(GString *out, const char *number)
{
  for (const char *at = number; *at; at++)
    if (*at != ',')
      g_string_append_c(out, *at);
}

static const char *
size_word(const char *size, const SayWords *words)
{
  switch (g_ascii_tolower(*size)) {
  case 'k':
  case 't':
    return words->thousand;
  case 'm':
    return words->million;
  case 'b':
    return words->billion;
  default:
    return NULL;
  }
}

/* 1: sign, 2: whole, 3: hundredths or tenths, 4: "k", "million" … */
static void
say_money(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *sign = part(match, 1), *whole = part(match, 2);
  g_autofree char *rest = part(match, 3), *size = part(match, 4);
  const char *large = size_word(size, words);
  const bool is_one = strcmp(whole, "1") == 0 && !large;
  const char *one = *sign == '$' ? words->dollar : *sign == '\xe2' ? words->euro : words->pound;
  const char *many = *sign == '$' ? words->dollars : *sign == '\xe2' ? words->euros : words->pounds;

  put_number(out, whole);
  if (large && *rest)
    g_string_append_printf(out, ".%s", rest);
  if (large)
    g_string_append_printf(out, " %s", large);
  g_string_append_printf(out, " %s", is_one ? one : many);
  if (!large && *rest && strcmp(rest, "00") != 0)
    g_string_append_printf(out, " %d", number_of(match, 3));
}

static void
say_pence(const GMatchInfo *match, const SayWords *words, GString *out)
{
  const int pence = number_of(match, 1);

  g_string_append_printf(out, "%d %s", pence, pence == 1 ? words->penny : words->pence);
}

static void
say_per_cent(const GMatchInfo *match, const SayWords *words, GString *out)
{
  (void)match;
  g_string_append_printf(out, " %s", words->per_cent);
}

static void
say_range(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *from = part(match, 1), *to = part(match, 2);

  g_string_append_printf(out, "%s %s %s", from, words->to, to);
}

static void
say_number_sign(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *number = part(match, 1);

  g_string_append_printf(out, "%s %s", words->number, number);
}

/* 1: the whole number before it or nothing, 2: the sign. */
static void
say_fraction(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *whole = part(match, 1), *sign = part(match, 2);
  const char *said = strcmp(sign, "½") == 0   ? words->half
                     : strcmp(sign, "¼") == 0 ? words->quarter
                                              : words->three_quarters;

  if (*whole)
    g_string_append_printf(out, "%s %s ", whole, words->and_sign);
  g_string_append(out, said);
}

static void
say_thousands(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *number = part(match, 0);

  (void)words;
  put_number(out, number);
}

/* ---- short forms and signs ---- */

/* At the end of a sentence the full stop ends it as well. */
static void
say_short(const GMatchInfo *match, const SayWords *words, GString *out)
{
  g_autofree char *written = part(match, 1), *end = part(match, 2);
  bool may_end = false;
  const char *said = say_short_form(written, &may_end);

  (void)words;
  g_string_append(out, said ? said : written);
  if (*end && may_end)
    g_string_append_c(out, '.');
}

/* 1: the number, 2: the unit. */
static void
say_unit(const GMatchInfo *match, const SayWords *words, GString *out)
{
  static const struct {
    const char *written, *one, *many;
  } units[] = { { "min", "minute", "minutes" },      { "mins", "minutes", "minutes" },
                { "hr", "hour", "hours" },           { "hrs", "hours", "hours" },
                { "km", "kilometre", "kilometres" }, { "kg", "kilogram", "kilograms" },
                { "m", "metre", "metres" },          { "cm", "centimetre", "centimetres" } };
  g_autofree char *number = part(match, 1), *written = part(match, 2);

  (void)words;
  for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
    if (strcmp(units[i].written, written) == 0)
      g_string_append_printf(out, "%s %s", number,
                             strcmp(number, "1") == 0 ? units[i].one : units[i].many);
}

static void
say_and(const GMatchInfo *match, const SayWords *words, GString *out)
{
  (void)match;
  g_string_append_printf(out, " %s ", words->and_sign);
}

static void
say_comma(const GMatchInfo *match, const SayWords *words, GString *out)
{
  (void)match;
  (void)words;
  g_string_append(out, ", ");
}

static void
say_space(const GMatchInfo *match, const SayWords *words, GString *out)
{
  (void)match;
  (void)words;
  g_string_append_c(out, ' ');
}

static void
say_plural(const GMatchInfo *match, const SayWords *words, GString *out)
{
  (void)match;
  (void)words;
  g_string_append_c(out, 's');
}

/* ---- the table ---- */

#define MONTH_NAMES                                                                \
  "(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|" \
  "Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
#define ENDINGS "(?:org|com|net|uk|wales|cymru|scot|eu|info|coop|example|test)"

typedef enum { IN_EVERY, IN_ENGLISH } RuleScope;

/* `%s` in a pattern: the language's words for ringing somebody, or all short forms. */
static const struct {
  RuleScope scope;
  const char *pattern;
  void (*say)(const GMatchInfo *match, const SayWords *words, GString *out);
} rules[] = {
  { IN_EVERY, "(?<![\\w.+-])[\\w.+-]++@[\\w-]++(?:\\.[\\w-]++)+", say_mail },
  { IN_EVERY, "(?<![\\w.])(?:https?:/+|(?=www\\.))([\\w.-]*\\w)(?:[/?#][^\\s<>()]*[\\w/])?",
    say_web },
  { IN_EVERY, "(?<![\\w.-])(?:[a-z0-9-]++\\.)+" ENDINGS "(?![\\w-]|\\.\\w)", say_host },
  { IN_EVERY, "(?<![\\d:.])([01]?\\d|2[0-3]):([0-5]\\d)(?: ?([ap])\\.?m\\b\\.?)?(?![\\d:])",
    say_time },
  { IN_EVERY, "(?<![\\d:.,])(1[0-2]|0?[1-9])(?:\\.([0-5]\\d))? ?([ap])\\.?m\\b\\.?", say_time },
  { IN_ENGLISH, "(?<![\\w-])(\\d{4})-(\\d\\d)-(\\d\\d)(?![\\w-])", say_year_first },
  { IN_ENGLISH, "(?<![\\w/])(\\d\\d?)/(\\d\\d?)/(\\d{4}|\\d\\d)(?![\\w/])", say_day_first },
  { IN_ENGLISH, "(?<![\\w/.-])(\\d\\d?)(?:st|nd|rd|th)? " MONTH_NAMES "\\b,?(?: (\\d{4})\\b)?",
    say_named_date },
  { IN_EVERY, "(?<![\\d+])\\+\\d{1,3}(?:[ -]?\\(?\\d++\\)?){2,6}+", say_digits },
  { IN_EVERY, "(?<![\\w.,-])\\(?0\\d{2,4}\\)?(?:[ -]\\d{2,6}){1,3}+(?![\\w]|[.,]\\d)", say_digits },
  { IN_EVERY, "(?<![\\w.,-])0\\d{9,10}(?!\\w)", say_digits },
  { IN_EVERY, "(?i)\\b((?:%s) )(\\d{3,6})(?![\\d,.]\\d|\\d)", say_call },
  { IN_EVERY,
    "(£|€|\\$) ?(\\d++(?:,\\d{3})*)(?:\\.(\\d\\d?))?(?: ?(k|m|bn|thousand|million|billion)\\b)?",
    say_money },
  { IN_EVERY, "(?<![\\w.,])(\\d{1,3})p\\b", say_pence },
  { IN_EVERY, "(?<=\\d) ?%", say_per_cent },
  { IN_EVERY, "(?<![\\w.,-])\\d{1,3}(?:,\\d{3})+(?![\\d,])", say_thousands },
  { IN_EVERY, "(?<![\\w.,-])(\\d[\\d.,]*+) ?[–—] ?(?=\\d)()", say_range },
  { IN_EVERY, "(?<![\\w-])(\\d++)-(\\d++)(?![\\w-])", say_range },
  { IN_EVERY, "(?<!\\w)#(\\d)", say_number_sign },
  { IN_ENGLISH, "\\b[Nn]o\\. ?(\\d)", say_number_sign },
  { IN_EVERY, "(?:(\\d++) ?)?(½|¼|¾)", say_fraction },
  { IN_ENGLISH, "(?<![\\w.])(\\d[\\d.]*+) ?(mins?|hrs?|km|kg|cm|m)\\b(?!²|³)", say_unit },
  { IN_ENGLISH, "(?<![\\w.])(%s)(?![\\w'’]|\\.\\w)(?:(\\.)(?= \\p{Lu}|$)|\\.)?", say_short },
  { IN_ENGLISH, "\\b[A-Z]{1,2}\\d[A-Z\\d]? \\d[A-Z]{2}\\b", say_digits },
  { IN_EVERY, "\\b(?:and/or)\\b", say_and },
  { IN_EVERY, "(?<=\\p{L})\\((?:e?s)\\)", say_plural },
  { IN_EVERY, "(?<=[\\p{L}\\d]) ?/ ?(?=\\p{L})", say_comma },
  { IN_EVERY, " ?&(?=[ \\w]) ?", say_and },
  { IN_EVERY, "(?<=\\p{L}|\\d|\\)) *(?:[–—]| -) +", say_comma },
  { IN_EVERY, "…", say_comma },
  { IN_EVERY, "[_•·→*~|<>^\\\\]+", say_space },
};

static GRegex *
compile(size_t rule, const SayWords *words)
{
  const bool is_short = rules[rule].say == say_short;
  g_auto(GStrv) around = g_strsplit(rules[rule].pattern, "%s", 2);
  g_autofree char *pattern =
      around[1] ? g_strconcat(around[0], is_short ? say_short_forms_pattern() : words->calls,
                              around[1], NULL)
                : g_strdup(around[0]);
  g_autoptr(GError) error = NULL;
  GRegex *regex = g_regex_new(pattern, 0, 0, &error);

  if (!regex)
    g_error("%s: %s", pattern, error->message); /* ours: a test runs them all */
  return regex;
}

static gboolean
put_said(const GMatchInfo *match, GString *out, gpointer data)
{
  const Saying *saying = data;

  saying->say(match, saying->words, out);
  return FALSE;
}

/* A job has one language, so each rule is compiled once. What is too hard stays as it is. */
static void
apply(size_t rule, const SayWords *words, char **text)
{
  static GRegex *compiled[G_N_ELEMENTS(rules)];
  static const SayWords *compiled_for;
  Saying saying = { words, rules[rule].say };

  for (size_t i = 0; compiled_for != words && i < G_N_ELEMENTS(rules); i++)
    g_clear_pointer(&compiled[i], g_regex_unref);
  compiled_for = words;
  if (!compiled[rule])
    compiled[rule] = compile(rule, words);
  if (!g_regex_match(compiled[rule], *text, 0, NULL))
    return;

  char *said = g_regex_replace_eval(compiled[rule], *text, -1, 0, 0, put_said, &saying, NULL);

  if (said) {
    g_free(*text);
    *text = said;
  }
}

/* Runs of spaces, and spaces and commas before a stop, which rules leave behind. */
static void
mend_spaces(char *text)
{
  char *to = text;

  for (const char *at = text; *at; at++) {
    if (*at == ' ' && (to == text || to[-1] == ' '))
      continue;
    if (strchr(",.;:?!", *at))
      while (to - text > 1 && (to[-1] == ' ' || (to[-1] == ',' && *at != ',')))
        to--;
    if (*at == ',' && to > text && strchr(",.;:", to[-1]))
      continue;
    *to++ = *at;
  }
  *to = '\0';
}

/* Regular expressions take long over long lines: a piece ends at the first space after PIECE bytes,
 * or where it must. */
static size_t
piece_len(const char *text)
{
  enum { PIECE = 2000, PIECE_MOST = 4000 };
  const size_t left = strnlen(text, PIECE_MOST + 1);

  if (left <= PIECE)
    return left;

  const char *space = memchr(text + PIECE, ' ', left - PIECE);
  const char *end = space ? space + 1 : text + MIN(left, PIECE_MOST);

  while (!space && ((unsigned char)*end & 0xc0) == 0x80)
    end--;
  return (size_t)(end - text);
}

static void
say_piece(GString *all, const char *text, size_t len, const SayWords *words, const SayList *list)
{
  const bool is_english = words && strcmp(words->lang, "en") == 0;
  g_autofree char *piece = g_strndup(text, len);
  char *said = list ? say_list_apply(list, piece) : g_steal_pointer(&piece);

  for (size_t i = 0; words && i < G_N_ELEMENTS(rules); i++)
    if (rules[i].scope == IN_EVERY || is_english)
      apply(i, words, &said);
  g_string_append(all, said);
  g_free(said);
}

char *
say_words(const char *text, const char *lang, const SayList *list)
{
  const SayWords *words = say_words_for(lang);
  GString *all = g_string_new(NULL);

  for (size_t len; (len = piece_len(text)) > 0; text += len)
    say_piece(all, text, len, words, list);
  mend_spaces(all->str);
  return g_string_free(all, FALSE);
}
