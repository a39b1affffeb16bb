/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Numbers and words, in either order. */
#include "notices/mail_numbers.h"

#include <glib.h>
#include <string.h>

enum { TOKENS_MOST = 300 };

/* ---- into tokens ---- */

typedef enum { TOKEN_NUMBER, TOKEN_ALL, TOKEN_NONE, TOKEN_WORD, TOKEN_STOP } TokenKind;

typedef struct {
  TokenKind kind;
  int number;      /* of TOKEN_NUMBER */
  NumberWord word; /* of TOKEN_WORD */
} Token;

typedef struct {
  Token list[TOKENS_MOST];
  int count;
  bool begins_with_no; /* "No 1" may be "number 1" */
} Tokens;

static const struct {
  const char *text;
  Token token;
} vocabulary[] = {
  { "yes", { TOKEN_WORD, 0, NUMBER_YES } },       { "yep", { TOKEN_WORD, 0, NUMBER_YES } },
  { "can", { TOKEN_WORD, 0, NUMBER_YES } },       { "ok", { TOKEN_WORD, 0, NUMBER_YES } },
  { "okay", { TOKEN_WORD, 0, NUMBER_YES } },      { "good", { TOKEN_WORD, 0, NUMBER_YES } },
  { "fine", { TOKEN_WORD, 0, NUMBER_YES } },      { "suits", { TOKEN_WORD, 0, NUMBER_YES } },
  { "suit", { TOKEN_WORD, 0, NUMBER_YES } },      { "maybe", { TOKEN_WORD, 0, NUMBER_MAYBE } },
  { "perhaps", { TOKEN_WORD, 0, NUMBER_MAYBE } }, { "possibly", { TOKEN_WORD, 0, NUMBER_MAYBE } },
  { "could", { TOKEN_WORD, 0, NUMBER_MAYBE } },   { "no", { TOKEN_WORD, 0, NUMBER_NO } },
  { "not", { TOKEN_WORD, 0, NUMBER_NO } },        { "cannot", { TOKEN_WORD, 0, NUMBER_NO } },
  { "can't", { TOKEN_WORD, 0, NUMBER_NO } },      { "cant", { TOKEN_WORD, 0, NUMBER_NO } },
  { "all", { TOKEN_ALL, 0, NUMBER_UNSAID } },     { "none", { TOKEN_NONE, 0, NUMBER_UNSAID } },
};

/* Between the words that count, and round them. */
static const char *const unheard[] = { "and",  "i",      "we",      "the",    "time",  "times",
                                       "date", "dates",  "day",     "days",   "do",    "number",
                                       "for",  "me",     "us",      "is",     "are",   "numbers",
                                       "of",   "them",   "these",   "please", "hello", "hi",
                                       "dear", "thanks", "thank",   "you",    "many",  "best",
                                       "kind", "wishes", "regards", "from",   "come",  NULL };

static bool
is_apostrophe(gunichar letter)
{
  return letter == '\'' || letter == 0x2019;
}

static bool
is_of_word(gunichar letter)
{
  return g_unichar_isalpha(letter) || is_apostrophe(letter);
}

/* Lower case, each apostrophe the plain one; g_free. */
static char *
fold_word(const char *at, const char *end)
{
  g_autofree char *word = g_strndup(at, (gsize)(end - at));
  g_autofree char *low = g_utf8_strdown(word, -1);
  g_auto(GStrv) parts = g_strsplit(low, "\u2019", -1);

  return g_strjoinv("'", parts);
}

/* One of the words of the writer's own name. */
static bool
is_of_name(const char *word, const char *name)
{
  const char *end = name;

  for (const char *at = name; *at; at = *end ? g_utf8_next_char(end) : end) {
    for (end = at; *end && is_of_word(g_utf8_get_char(end)); end = g_utf8_next_char(end))
      continue;

    g_autofree char *part = fold_word(at, end);

    if (end > at && strcmp(part, word) == 0)
      return true;
  }
  return false;
}

static bool
add_token(Tokens *tokens, Token token)
{
  if (tokens->count == TOKENS_MOST)
    return false;
  tokens->list[tokens->count++] = token;
  return true;
}

/* False: nobody knows what it means. */
static bool
take_word(Tokens *tokens, const char *word, const char *name)
{
  for (size_t i = 0; i < G_N_ELEMENTS(vocabulary); i++)
    if (strcmp(vocabulary[i].text, word) == 0) {
      tokens->begins_with_no |= tokens->count == 0 && strcmp(word, "no") == 0;
      return add_token(tokens, vocabulary[i].token);
    }
  return g_strv_contains(unheard, word) || is_of_name(word, name);
}

static bool
take_number(Tokens *tokens, const char *at, const char *end, int highest)
{
  const guint64 number = end - at <= 2 ? g_ascii_strtoull(at, NULL, 10) : 0;

  return number >= 1 && number <= (guint64)highest &&
         add_token(tokens, (Token){ .kind = TOKEN_NUMBER, .number = (int)number });
}

/* "2pm", "10.30", "1/2" and "1-3" say something else than numbers of things. */
static bool
ends_number(const char *end)
{
  const gunichar next = g_utf8_get_char(end);

  if (g_unichar_isalnum(next) || is_apostrophe(next))
    return false;
  return !*end || g_ascii_isspace(*end) || strchr(",;&", *end) ||
         !g_unichar_isdigit(g_utf8_get_char(g_utf8_next_char(end)));
}

/* What parts the others, and says nothing itself; else false. */
static bool
take_sign(Tokens *tokens, gunichar sign)
{
  if (sign == ',' || sign == ';' || sign == '.' || sign == '\n')
    return tokens->count == 0 || tokens->count == TOKENS_MOST ||
           tokens->list[tokens->count - 1].kind == TOKEN_STOP ||
           add_token(tokens, (Token){ .kind = TOKEN_STOP });
  return g_unichar_isspace(sign) || sign == ':' || sign == '-' || sign == '=' || sign == '&' ||
         sign == '(' || sign == ')' || sign == '!' || sign == 0x2013 || sign == 0x2014;
}

static bool
read_tokens(const char *said, const MailNumbers *asked, Tokens *tokens)
{
  const char *at = said;

  while (*at) {
    const char *end = at;

    if (g_ascii_isdigit(*at)) {
      while (g_ascii_isdigit(*end))
        end++;
      if (!ends_number(end) || !take_number(tokens, at, end, asked->highest))
        return false;
    } else if (is_of_word(g_utf8_get_char(at))) {
      while (*end && is_of_word(g_utf8_get_char(end)))
        end = g_utf8_next_char(end);

      g_autofree char *word = fold_word(at, end);

      if (g_unichar_isalnum(g_utf8_get_char(end)) || !take_word(tokens, word, asked->name))
        return false;
    } else {
      end = g_utf8_next_char(at);
      if (!take_sign(tokens, g_utf8_get_char(at)))
        return false;
    }
    at = end;
  }
  while (tokens->count > 0 && tokens->list[tokens->count - 1].kind == TOKEN_STOP)
    tokens->count--;
  return tokens->count > 0;
}

/* ---- into answers ---- */

typedef struct {
  const MailNumbers *asked;
  const Token *list;
  int at, end;
  NumberWord words[MAIL_NUMBERS_MOST];
} Reading;

static void
pass_stops(Reading *reading)
{
  while (reading->at < reading->end && reading->list[reading->at].kind == TOKEN_STOP)
    reading->at++;
}

static bool
is_thing(const Token *token)
{
  return token->kind == TOKEN_NUMBER || token->kind == TOKEN_ALL;
}

/* How many follow one another, with what parts them; they end at `at`. */
static int
pass_things(Reading *reading)
{
  int count = 0;

  for (pass_stops(reading); reading->at < reading->end && is_thing(&reading->list[reading->at]);
       pass_stops(reading)) {
    reading->at++;
    count++;
  }
  return count;
}

/* Words that all say the same; NUMBER_UNSAID: there is none, or they differ. */
static NumberWord
pass_words(Reading *reading)
{
  NumberWord word = NUMBER_UNSAID;

  for (pass_stops(reading);
       reading->at < reading->end && reading->list[reading->at].kind == TOKEN_WORD;
       pass_stops(reading)) {
    const NumberWord next = reading->list[reading->at++].word;

    if (word != NUMBER_UNSAID && word != next)
      return NUMBER_UNSAID;
    word = next;
  }
  return word;
}

/* False: something else was said of it before. */
static bool
set_one(Reading *reading, int number, NumberWord word)
{
  NumberWord *slot = &reading->words[number - 1];

  if (*slot != NUMBER_UNSAID && *slot != word)
    return false;
  *slot = word;
  return true;
}

static bool
set_things(Reading *reading, int from, int to, NumberWord word)
{
  bool is_clear = true;

  for (int i = from; i < to && is_clear; i++) {
    const Token *token = &reading->list[i];

    if (token->kind == TOKEN_NUMBER)
      is_clear = set_one(reading, token->number, word);
    else if (token->kind == TOKEN_ALL)
      is_clear = reading->asked->knows_all;
    for (int number = 1; token->kind == TOKEN_ALL && is_clear && number <= reading->asked->highest;
         number++)
      is_clear = set_one(reading, number, word);
  }
  return is_clear;
}

/* "1 and 2 yes, 3 no", or "yes 1 and 2, maybe 3": one order, down to the end. */
static bool
read_pairs(Reading *reading)
{
  const bool is_word_first = reading->list[reading->at].kind == TOKEN_WORD;

  while (reading->at < reading->end) {
    NumberWord word = is_word_first ? pass_words(reading) : NUMBER_UNSAID;
    const int from = reading->at;

    if (pass_things(reading) == 0)
      return false;

    const int to = reading->at;

    word = is_word_first ? word : pass_words(reading);
    if (word == NUMBER_UNSAID || !set_things(reading, from, to, word))
      return false;
  }
  return true;
}

/* "None". */
static bool
read_none(Reading *reading)
{
  if (reading->end != 1 || reading->list[0].kind != TOKEN_NONE || !reading->asked->knows_all)
    return false;
  for (int number = 1; number <= reading->asked->highest; number++)
    reading->words[number - 1] = NUMBER_NO;
  return true;
}

/* "Yes", where only one thing was asked. */
static bool
read_alone(Reading *reading)
{
  if (reading->asked->highest != 1 || !reading->asked->knows_all)
    return false;

  const NumberWord word = pass_words(reading);

  return reading->at == reading->end && word != NUMBER_UNSAID && set_one(reading, 1, word);
}

/* Only numbers: these suit. */
static bool
read_bare(Reading *reading)
{
  return pass_things(reading) > 0 && reading->at == reading->end &&
         set_things(reading, 0, reading->end, NUMBER_YES);
}

/* "1 and 2 yes, not 3": each part whole in its own order. */
static bool
read_parts(Reading *reading)
{
  const int end = reading->end;

  for (int from = 0; from < end;) {
    int to = from;

    while (to < end && reading->list[to].kind != TOKEN_STOP)
      to++;
    reading->at = from;
    reading->end = to;
    if (to > from && !read_pairs(reading))
      return false;
    from = to + 1;
  }
  return true;
}

bool
mail_numbers_read(const char *said, const MailNumbers *asked,
                  NumberWord ret_words[static MAIL_NUMBERS_MOST])
{
  static bool (*const ways[])(Reading *) = { read_none, read_alone, read_bare, read_pairs,
                                             read_parts };
  Tokens tokens = { .count = 0 };
  const MailNumbers within = { MIN(asked->highest, MAIL_NUMBERS_MOST), asked->knows_all,
                               asked->name };

  if (!read_tokens(said, &within, &tokens) || tokens.begins_with_no)
    return false;
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    Reading reading = { .asked = &within, .list = tokens.list, .end = tokens.count };

    if (ways[i](&reading)) {
      memcpy(ret_words, reading.words, sizeof(reading.words));
      return true;
    }
  }
  return false;
}
