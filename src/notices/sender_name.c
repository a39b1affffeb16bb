/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The community's name in the head of its mails. */
#include "notices/sender_name.h"

static CommunityNamer find_name;

void
sender_name_set_namer(CommunityNamer new_find)
{
  find_name = new_find;
}

const char *
sender_name_of(Txn *txn, Arena *arena)
{
  const char *name = find_name ? find_name(txn, arena) : NULL;

  g_autofree char *line = mail_head_line(name ? name : "", SENDER_NAME_MAX);

  return arena_text(arena, *line ? line : "Commontable");
}

/* A line end would begin a header of its own; a character that turns text round would let a name
 * show another address. */
static bool
may_stand(gunichar c)
{
  switch (g_unichar_type(c)) {
  case G_UNICODE_CONTROL:
  case G_UNICODE_FORMAT:
  case G_UNICODE_LINE_SEPARATOR:
  case G_UNICODE_PARAGRAPH_SEPARATOR:
  case G_UNICODE_PRIVATE_USE:
  case G_UNICODE_SURROGATE:
  case G_UNICODE_UNASSIGNED:
    return c == 0x200d; /* joins pictures and letters: a flag, a family, Indic words */
  default:
    return true;
  }
}

char *
mail_head_line(const char *text, int max)
{
  GString *line = g_string_new(NULL);
  g_autofree char *valid = g_utf8_make_valid(text, -1);
  bool is_space = false;
  int count = 0;

  for (const char *at = valid; *at && count < max - 1; at = g_utf8_next_char(at)) {
    const gunichar c = g_utf8_get_char(at);

    if (g_unichar_isspace(c) || !may_stand(c)) {
      is_space = line->len > 0;
      continue;
    }
    /* "=?" would begin what is encoded already: GMime lets that pass as it is. */
    is_space |= c == '?' && g_str_has_suffix(line->str, "=");
    if (is_space)
      g_string_append_c(line, ' ');
    g_string_append_unichar(line, c);
    count += 1 + is_space;
    is_space = false;
  }
  return g_string_free(line, FALSE);
}

/* One character as an encoded word has it: "a", "_", "=C3=A9". */
static void
append_coded(GString *word, const char *at, const char *end)
{
  for (; at < end; at++)
    if (g_ascii_isalnum(*at))
      g_string_append_c(word, *at);
    else if (*at == ' ')
      g_string_append_c(word, '_');
    else
      g_string_append_printf(word, "=%02X", (unsigned char)*at);
}

char *
mail_head_name(const char *name)
{
  enum { WORD_MAX = 75 - 12 }; /* an encoded word has 75 characters at most, 12 are its frame */
  char *line = mail_head_line(name, SENDER_NAME_MAX);
  g_autoptr(GString) words = g_string_new("=?utf-8?q?");
  gsize start = words->len;

  if (g_str_is_ascii(line))
    return line;
  for (const char *at = line; *at; at = g_utf8_next_char(at)) {
    g_autoptr(GString) coded = g_string_new(NULL);

    append_coded(coded, at, g_utf8_next_char(at));
    if (words->len - start + coded->len > WORD_MAX) {
      g_string_append(words, "?= =?utf-8?q?");
      start = words->len;
    }
    g_string_append(words, coded->str);
  }
  g_string_append(words, "?=");
  g_free(line);
  return g_string_free(g_steal_pointer(&words), FALSE);
}
