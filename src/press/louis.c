/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calling liblouis with care: it writes past buffers that are too small (the forms as well as the
 * cells), is not safe for threads, and slows down on very long strings, so it gets pieces. */
#include "press/louis.h"

#include <string.h>

enum {
  PIECE_MAX = 2000,       /* characters at once; cut at a blank */
  PIECE_FAR_MAX = 8000,   /* cut anywhere, when there is no blank */
  CELLS_A_CHARACTER = 12, /* room: an unknown character is written out as '\x1f600' */
  CELL_BASE = 0x2800,     /* Unicode braille */
  CELL_DOTS = 0x3f,
};

static const struct {
  const char *lang;
  const char *tables[2]; /* grade 1, grade 2 */
  bool has_ascii_punctuation_only;
} codes[] = {
  { "en", { "en-ueb-g1.ctb", "en-ueb-g2.ctb" }, false },
  { "cy", { "cy-cy-g1.utb", "cy-cy-g2.ctb" }, true },
};

static bool
is_language(const char *tag, const char *language)
{
  const size_t len = strlen(language);

  return g_ascii_strncasecmp(tag, language, len) == 0 && (tag[len] == '\0' || tag[len] == '-');
}

bool
louis_open(const char *lang, int grade, LouisCode *ret_code)
{
  lou_setLogLevel(LOU_LOG_OFF);
  for (size_t i = 0; i < G_N_ELEMENTS(codes); i++) {
    const char *table = codes[i].tables[grade == 1 ? 0 : 1];

    if (!is_language(lang, codes[i].lang))
      continue;
    if (!lou_checkTable(table))
      return false;
    *ret_code = (LouisCode){
      .table = table,
      .has_ascii_punctuation_only = codes[i].has_ascii_punctuation_only,
      .italic = lou_getTypeformForEmphClass(table, "italic"),
      .bold = lou_getTypeformForEmphClass(table, "bold"),
      .note = lou_getTypeformForEmphClass(table, "transnote"),
    };
    return true;
  }
  return false;
}

LouisWords *
louis_words_new(void)
{
  LouisWords *words = g_new0(LouisWords, 1);

  words->characters = g_array_new(FALSE, FALSE, sizeof(widechar));
  words->forms = g_array_new(FALSE, FALSE, sizeof(formtype));
  return words;
}

void
louis_words_free(LouisWords *words)
{
  if (!words)
    return;
  g_array_unref(words->characters);
  g_array_unref(words->forms);
  g_free(words);
}

/* Punctuation as a typewriter has it, for tables that know no other. */
static gunichar
plain_sign(gunichar c)
{
  static const struct {
    gunichar from, to;
  } signs[] = { { 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201c, '"' }, { 0x201d, '"' },
                { 0x2010, '-' },  { 0x2011, '-' },  { 0x2013, '-' }, { 0x2014, '-' },
                { 0x2022, '*' },  { 0x00b7, '*' },  { 0x2026, '.' } };

  for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
    if (signs[i].from == c)
      return signs[i].to;
  return c;
}

static bool
ends_with_space(const LouisWords *words)
{
  const guint len = words->characters->len;

  return len == 0 || g_array_index(words->characters, widechar, len - 1) == ' ';
}

static bool
is_emoji(gunichar c)
{
  return c >= 0x1f000 && c < 0x1fb00;
}

static void
add_sign(LouisWords *words, widechar sign, formtype form)
{
  g_array_append_val(words->characters, sign);
  g_array_append_val(words->forms, form);
}

/* No table knows them: better one word than the number of a sign. */
static void
add_emoji(LouisWords *words, formtype form)
{
  for (const char *at = "(emoji)"; *at; at++)
    add_sign(words, (widechar)*at, form);
}

void
louis_words_add(LouisWords *words, const LouisCode *code, const char *text, formtype form)
{
  gunichar last = 0;

  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);
    const bool is_space = g_unichar_isspace(c);

    if ((g_unichar_iszerowidth(c) && !g_unichar_ismark(c)) || c == 0xad || c == 0xfe0e ||
        c == 0xfe0f)
      continue; /* soft hyphens, joiners, variants: nothing to touch */
    if (is_emoji(c) && !is_emoji(last))
      add_emoji(words, form);
    else if (is_space && !ends_with_space(words))
      add_sign(words, ' ', form);
    else if (!is_space && !is_emoji(c))
      add_sign(words, code->has_ascii_punctuation_only ? plain_sign(c) : c, form);
    last = c;
  }
}

static bool
translate_piece(const LouisCode *code, const LouisWords *words, guint start, guint len,
                GByteArray *cells)
{
  const guint room = len * CELLS_A_CHARACTER + 64;
  g_autofree widechar *out = g_new0(widechar, room);
  g_autofree formtype *forms = g_new0(formtype, room); /* liblouis writes as many as cells */
  const widechar *in = &g_array_index(words->characters, widechar, start);
  int in_len = (int)len, out_len = (int)room;

  memcpy(forms, &g_array_index(words->forms, formtype, start), len * sizeof(formtype));
  if (!lou_translateString(code->table, in, &in_len, out, &out_len, forms, NULL, dotsIO | ucBrl) ||
      in_len != (int)len)
    return false;
  for (int i = 0; i < out_len; i++) {
    const guint8 cell = out[i] >= CELL_BASE ? (guint8)(out[i] & CELL_DOTS) : 0;

    g_byte_array_append(cells, &cell, 1);
  }
  return true;
}

/* How many characters to take: all, or up to and with the last blank that is near enough. */
static guint
piece_len(const LouisWords *words, guint start)
{
  const guint left = words->characters->len - start;
  const guint far = MIN(left, PIECE_FAR_MAX);

  if (left <= PIECE_MAX)
    return left;
  for (guint len = PIECE_MAX; len < far; len++)
    if (g_array_index(words->characters, widechar, start + len - 1) == ' ')
      return len;
  return far;
}

bool
louis_translate(const LouisCode *code, const LouisWords *words, GByteArray *cells)
{
  for (guint start = 0; start < words->characters->len;) {
    const guint len = piece_len(words, start);

    if (!translate_piece(code, words, start, len, cells))
      return false;
    start += len;
  }
  return true;
}
