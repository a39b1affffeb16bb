/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Taking what was typed out of a mail. How programs mark what they add was gathered from the mails
 * of Gmail, Outlook, Apple Mail, Thunderbird and telephones. */
#include "notices/mail_text.h"

#include "base/text.h"

#include <glib.h>
#include <string.h>

enum { QUOTE_DEPTH_MAX = 5, ENTITY_LEN_MAX = 10, BLOCK_LINES = 6, RULE_LEN = 20, HINT_LEN = 100 };

static const char *const answer_names[ANSWER_COUNT] = { "yes", "no", "need", "comment" };

const char *
answer_kind_name(AnswerKind kind)
{
  return answer_names[kind];
}

bool
answer_kind_from_name(const char *name, AnswerKind *ret_kind)
{
  for (AnswerKind kind = 0; kind < ANSWER_COUNT; kind++)
    if (strcmp(answer_names[kind], name) == 0) {
      *ret_kind = kind;
      return true;
    }
  return false;
}

/* ---- from HTML ---- */

typedef struct {
  GString *out;
  int quotes;         /* blockquotes that are open */
  bool is_line_fresh; /* nothing stands on this line yet */
  bool is_gap;        /* white space waits for the next word */
} Stripper;

static void
end_line(Stripper *to)
{
  g_string_append_c(to->out, '\n');
  to->is_line_fresh = true;
  to->is_gap = false;
}

static void
start_words(Stripper *to)
{
  if (to->is_line_fresh)
    for (int i = 0; i < to->quotes; i++)
      g_string_append(to->out, i + 1 < to->quotes ? ">" : "> ");
  else if (to->is_gap)
    g_string_append_c(to->out, ' ');
  to->is_line_fresh = to->is_gap = false;
}

static const struct {
  const char *name;
  gunichar letter;
} entities[] = {
  { "amp", '&' },       { "lt", '<' },       { "gt", '>' },       { "quot", '"' },
  { "apos", '\'' },     { "nbsp", ' ' },     { "ndash", 0x2013 }, { "mdash", 0x2014 },
  { "lsquo", 0x2018 },  { "rsquo", 0x2019 }, { "ldquo", 0x201c }, { "rdquo", 0x201d },
  { "hellip", 0x2026 }, { "pound", 0xa3 },   { "euro", 0x20ac },  { "eacute", 0xe9 },
};

static gunichar
read_entity(const char *name)
{
  if (*name == '#') {
    const bool is_hex = name[1] == 'x' || name[1] == 'X';
    char *end = NULL;
    const guint64 number = g_ascii_strtoull(name + (is_hex ? 2 : 1), &end, is_hex ? 16 : 10);

    return *end == '\0' && number >= ' ' && number <= 0x10ffff &&
                   g_unichar_validate((gunichar)number)
               ? (gunichar)number
               : 0;
  }
  for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
    if (strcmp(entities[i].name, name) == 0)
      return entities[i].letter;
  return 0;
}

/* How many bytes it took; one that we do not know stays as it is. */
static size_t
take_entity(Stripper *to, const char *at, const char *end)
{
  const char *stop = memchr(at, ';', MIN((size_t)(end - at), ENTITY_LEN_MAX));
  g_autofree char *name = stop ? g_strndup(at + 1, (size_t)(stop - at) - 1) : NULL;
  const gunichar letter = name ? read_entity(name) : 0;

  if (!letter) {
    start_words(to);
    g_string_append_c(to->out, '&');
    return 1;
  }
  if (letter == ' ' || letter == 0xa0) {
    to->is_gap = true;
  } else {
    start_words(to);
    g_string_append_unichar(to->out, letter);
  }
  return (size_t)(stop - at) + 1;
}

static bool
is_one_of(const char *name, const char *const *names)
{
  return g_strv_contains(names, name);
}

/* Where "</name" is next, or the end: what stands between is no text. */
static const char *
skip_element(const char *at, const char *end, const char *name)
{
  const size_t len = strlen(name);

  for (; at < end; at++)
    if (*at == '<' && (size_t)(end - at) > len + 2 && at[1] == '/' &&
        g_ascii_strncasecmp(at + 2, name, len) == 0)
      return at;
  return end;
}

static void
take_tag(Stripper *to, const char *name, bool is_end)
{
  static const char *const lines[] = { "br", "p",  "div", "tr", "li",  "h1",    "h2",
                                       "h3", "h4", "ul",  "ol", "pre", "table", NULL };

  if (strcmp(name, "blockquote") == 0) {
    if (!to->is_line_fresh)
      end_line(to);
    to->quotes = is_end ? MAX(to->quotes - 1, 0) : MIN(to->quotes + 1, QUOTE_DEPTH_MAX);
  } else if (strcmp(name, "hr") == 0) {
    if (!to->is_line_fresh)
      end_line(to);
    start_words(to);
    g_string_append(to->out, "________________________________");
    end_line(to);
  } else if (strcmp(name, "td") == 0 || strcmp(name, "th") == 0) {
    to->is_gap = !to->is_line_fresh;
  } else if (is_one_of(name, lines) && (!to->is_line_fresh || strcmp(name, "br") == 0)) {
    end_line(to);
  }
}

/* Where the text goes on after the tag that starts at `at`. */
static const char *
pass_tag(Stripper *to, const char *at, const char *end)
{
  static const char *const unread[] = { "script", "style", "head", "title", "template", NULL };
  const bool is_end = at + 1 < end && at[1] == '/';
  const char *start = at + 1 + is_end, *stop = start;

  if (end - at >= 4 && strncmp(at, "<!--", 4) == 0) {
    const char *after = g_strstr_len(at + 4, end - at - 4, "-->");

    return after ? after + 3 : end;
  }
  while (stop < end && g_ascii_isalnum(*stop))
    stop++;

  g_autofree char *name = g_ascii_strdown(start, stop - start);
  const char *close = memchr(stop, '>', (size_t)(end - stop));
  const char *after = close ? close + 1 : end;

  if (!is_end && is_one_of(name, unread))
    return skip_element(after, end, name);
  take_tag(to, name, is_end);
  return after;
}

char *
mail_text_from_html(const char *html, size_t len)
{
  Stripper to = { .out = g_string_new(NULL), .is_line_fresh = true };
  const char *end = html + len;

  for (const char *at = html; at < end;) {
    /* "a < b" is no tag. */
    if (*at == '<' && at + 1 < end && (g_ascii_isalpha(at[1]) || strchr("/!?", at[1]))) {
      at = pass_tag(&to, at, end);
    } else if (*at == '&') {
      at += take_entity(&to, at, end);
    } else if (g_ascii_isspace(*at)) {
      to.is_gap = !to.is_line_fresh;
      at++;
    } else {
      start_words(&to);
      g_string_append_c(to.out, *at++);
    }
  }
  return g_string_free(to.out, FALSE);
}

/* ---- parting ---- */

typedef struct {
  char **lines;
  int count;
  bool *is_rest;
} Parting;

static bool
is_empty(const char *line)
{
  return line[strspn(line, " \t\r\xa0")] == '\0';
}

static const char *
past_spaces(const char *line)
{
  return line + strspn(line, " \t");
}

static bool
is_quoted(const char *line)
{
  return *past_spaces(line) == '>';
}

static bool
starts_with(const char *line, const char *const *starts)
{
  for (; *starts; starts++)
    if (g_ascii_strncasecmp(past_spaces(line), *starts, strlen(*starts)) == 0)
      return true;
  return false;
}

static bool
has_one_of(const char *line, const char *const *words)
{
  for (; *words; words++)
    if (strstr(line, *words))
      return true;
  return false;
}

/* Said before this line, so that what follows may be taken off whole. */
static bool
has_said(const Parting *parting, int before)
{
  for (int i = 0; i < before; i++)
    if (!parting->is_rest[i] && !is_empty(parting->lines[i]))
      return true;
  return false;
}

static void
take_off(Parting *parting, int from, int to)
{
  for (int i = MAX(from, 0); i < to && i < parting->count; i++)
    parting->is_rest[i] = true;
}

static int
next_filled(const Parting *parting, int i)
{
  while (i < parting->count && is_empty(parting->lines[i]))
    i++;
  return i;
}

/* "On Monday, Ann wrote:", in the languages whose words are known, over up to three lines. */
static void
take_attribution(Parting *parting, int i)
{
  static const char *const verbs[] = { "wrote",   "ysgrifennodd", "schrieb", "écrit", "escribió",
                                       "schreef", "scritto",      "napisa",  NULL };
  static const char *const starts[] = { "On ", "Ar ", "Am ",     "Le ",   "El ",
                                        "Op ", "Il ", "W dniu ", "Dnia ", NULL };
  g_autofree char *line = g_strchomp(g_strdup(parting->lines[i]));
  const int next = next_filled(parting, i + 1);
  int first = i;

  if (!g_str_has_suffix(line, ":") || !has_one_of(line, verbs))
    return;
  while (first > 0 && first > i - 2 && !starts_with(parting->lines[first], starts) &&
         !is_empty(parting->lines[first - 1]))
    first--;

  const bool is_start = starts_with(parting->lines[first], starts);

  if (next < parting->count && is_quoted(parting->lines[next]))
    take_off(parting, is_start ? first : i, i + 1);
  else if (is_start && has_said(parting, first))
    take_off(parting, first, parting->count); /* a program that marks no lines */
}

/* The headers that Outlook puts above the mail answered. */
static bool
is_header_block(const Parting *parting, int i)
{
  static const char *const from[] = { "From:", "Von:",       "De :",   "De:",
                                      "Van:",  "Oddi wrth:", "*From:", NULL };
  static const char *const others[] = { "Sent:",     "Date:",    "To:",    "Subject:", "Gesendet:",
                                        "Envoy",     "Enviado",  "Asunto", "Objet",    "Betreff",
                                        "Verzonden", "Anfonwyd", "*Sent:", "*To:",     NULL };
  int found = 0;

  if (!starts_with(parting->lines[i], from))
    return false;
  for (int j = i + 1; j < parting->count && j < i + BLOCK_LINES; j++)
    found += starts_with(parting->lines[j], others);
  return found >= 2;
}

static bool
is_divider(const Parting *parting, int i)
{
  static const char *const words[] = {
    "Original", "Forwarded", "Urspr", "original", "riginal", NULL
  };
  const char *line = past_spaces(parting->lines[i]);

  if (g_str_has_prefix(line, "-----") && has_one_of(line, words))
    return true;
  if (strspn(line, "_") >= RULE_LEN) {
    const int next = next_filled(parting, i + 1);

    return next < parting->count && is_header_block(parting, next);
  }
  return is_header_block(parting, i);
}

/* "-- " alone: what follows is a signature, down to the end or to quoted lines. */
static void
take_signature(Parting *parting, int i)
{
  g_autofree char *line = g_strchomp(g_strdup(parting->lines[i]));

  if (strcmp(line, "--") != 0 || !has_said(parting, i))
    return;
  while (i < parting->count && !is_quoted(parting->lines[i]))
    parting->is_rest[i++] = true;
}

static bool
is_device_line(const char *line)
{
  static const char *const starts[] = { "Sent from my ",    "Sent from Outlook",
                                        "Get Outlook for ", "Sent from Mail for ",
                                        "Sent from Yahoo",  "Anfonwyd o fy ",
                                        "Von meinem ",      NULL };

  return strlen(line) < HINT_LEN && starts_with(line, starts);
}

static void
mark(Parting *parting)
{
  for (int i = 0; i < parting->count; i++)
    parting->is_rest[i] = is_quoted(parting->lines[i]) || is_device_line(parting->lines[i]);
  for (int i = 0; i < parting->count; i++) {
    if (parting->is_rest[i])
      continue;
    take_attribution(parting, i);
    take_signature(parting, i);
    if (is_divider(parting, i) && has_said(parting, i))
      take_off(parting, i, parting->count);
  }
}

static char *
gather(const Parting *parting, bool is_rest)
{
  g_autoptr(GString) text = g_string_new(NULL);

  for (int i = 0; i < parting->count; i++)
    if (parting->is_rest[i] == is_rest)
      g_string_append_printf(text, "%s\n", parting->lines[i]);
  return text_tidy(text->str);
}

void
mail_text_split(const char *text, char **ret_said, char **ret_rest)
{
  g_autofree char *tidy = text_tidy(text);
  g_auto(GStrv) lines = g_strsplit(tidy, "\n", -1);
  Parting parting = { .lines = lines, .count = (int)g_strv_length(lines) };
  g_autofree bool *is_rest = g_new0(bool, (size_t)parting.count + 1);

  parting.is_rest = is_rest;
  mark(&parting);
  *ret_said = gather(&parting, false);
  *ret_rest = gather(&parting, true);
}

/* ---- the first word ---- */

static bool
takes_word(const char **at, const char *word)
{
  const size_t len = strlen(word);
  const char *after = *at + len;

  if (g_ascii_strncasecmp(*at, word, len) != 0 || g_unichar_isalnum(g_utf8_get_char(after)))
    return false;
  *at = after;
  return true;
}

AnswerKind
mail_text_answer(const char *said)
{
  const char *at = said;

  while (*at && !g_unichar_isalnum(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  if (takes_word(&at, "yes"))
    return ANSWER_YES;
  if (takes_word(&at, "no"))
    return ANSWER_NO;
  if (takes_word(&at, "i") || takes_word(&at, "we"))
    at += strspn(at, " ");
  return takes_word(&at, "need") || takes_word(&at, "needs") ? ANSWER_NEED : ANSWER_COMMENT;
}

/* What follows this word and what parts it from the rest (": ", " - "); NULL: another word. */
static const char *
after_word(const char *text, const char *word)
{
  const size_t len = strlen(word);
  const char *at = text;

  while (g_unichar_isspace(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  if (g_ascii_strncasecmp(at, word, len) != 0)
    return NULL;
  at += len;
  if (g_unichar_isalnum(g_utf8_get_char(at)) || *at == '\'' || *at == '@')
    return NULL;
  while (*at && !g_unichar_isalnum(g_utf8_get_char(at)))
    at = g_utf8_next_char(at);
  return at;
}

const char *
mail_text_idea(const char *text)
{
  return after_word(text, "idea");
}

const char *
mail_text_agenda(const char *text)
{
  return after_word(text, "agenda");
}
