/* SPDX-License-Identifier: AGPL-3.0-or-later
 * SQL text cut into pieces; see sql_text.h. */
#include "db/sql_text.h"

#include <string.h>

static bool
is_word_byte(char byte)
{
  return g_ascii_isalnum(byte) || byte == '_' || (unsigned char)byte >= 0x80;
}

/* After the closing quote; a doubled quote is one inside. */
static const char *
skip_quoted(const char *at)
{
  char quote = *at++;

  while (*at) {
    if (*at++ != quote)
      continue;
    if (*at != quote)
      break;
    at++;
  }
  return at;
}

static const char *
skip_comment(const char *at)
{
  if (at[0] == '-')
    return at + strcspn(at, "\n");

  const char *end = strstr(at + 2, "*/");
  return end ? end + 2 : at + strlen(at);
}

static const char *
skip_parameter(const char *at, int *ret_number)
{
  int number = 0;

  for (at++; g_ascii_isdigit(*at); at++)
    number = MIN(number * 10 + (*at - '0'), 10000);
  *ret_number = number;
  return at;
}

SqlPiece
sql_next_piece(const char **at)
{
  SqlPiece piece = { .kind = SQL_SIGN, .text = *at };
  const char *end = *at + 1;

  if (**at == '\0') {
    piece.kind = SQL_END;
    return piece;
  }
  if (g_ascii_isspace(**at)) {
    piece.kind = SQL_SPACE;
    while (g_ascii_isspace(*end))
      end++;
  } else if (g_str_has_prefix(*at, "--") || g_str_has_prefix(*at, "/*")) {
    piece.kind = SQL_COMMENT;
    end = skip_comment(*at);
  } else if (**at == '\'' || **at == '"') {
    piece.kind = **at == '"' ? SQL_NAME : SQL_STRING;
    end = skip_quoted(*at);
  } else if (**at == '?') {
    piece.kind = SQL_PARAMETER;
    end = skip_parameter(*at, &piece.number);
  } else if (**at == ';') {
    piece.kind = SQL_SEMICOLON;
  } else if (is_word_byte(**at)) {
    piece.kind = SQL_WORD;
    while (is_word_byte(*end))
      end++;
  }
  piece.len = (size_t)(end - *at);
  *at = end;
  return piece;
}

bool
sql_piece_is(const SqlPiece *piece, const char *word)
{
  return piece->kind == SQL_WORD && strlen(word) == piece->len &&
         g_ascii_strncasecmp(piece->text, word, piece->len) == 0;
}

static bool
is_change_word(const SqlPiece *piece)
{
  return sql_piece_is(piece, "INSERT") || sql_piece_is(piece, "UPDATE") ||
         sql_piece_is(piece, "DELETE");
}

SqlFacts
sql_find_facts(const char *sql)
{
  SqlFacts facts = { 0 };
  SqlPiece piece, first = { 0 };
  bool has_change_word = false;

  while ((piece = sql_next_piece(&sql)).kind != SQL_END) {
    if (piece.kind == SQL_PARAMETER) {
      facts.parameters = MAX(facts.parameters, piece.number);
      facts.has_faults |= piece.number < 1 || piece.number > SQL_PARAMETERS_MAX;
    }
    if (piece.kind == SQL_WORD && first.kind == SQL_END)
      first = piece;
    has_change_word |= is_change_word(&piece);
  }

  bool is_with = sql_piece_is(&first, "WITH");
  facts.is_change = is_change_word(&first) || (is_with && has_change_word);
  facts.is_query = !has_change_word &&
                   (is_with || sql_piece_is(&first, "SELECT") || sql_piece_is(&first, "VALUES"));
  return facts;
}

char *
sql_for_postgres(const char *sql)
{
  GString *text = g_string_new(NULL);
  SqlPiece piece;

  while ((piece = sql_next_piece(&sql)).kind != SQL_END)
    if (piece.kind == SQL_PARAMETER)
      g_string_append_printf(text, "$%d", piece.number);
    else
      g_string_append_len(text, piece.text, (gssize)piece.len);
  return g_string_free(text, FALSE);
}
