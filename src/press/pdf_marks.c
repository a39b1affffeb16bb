/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rewrites the marks of one page's content stream. Which mark is what: pdf_tags. */
#include "press/pdf_marks.h"

#include <string.h>

typedef struct {
  const char *at, *end;
} Scanner;

static bool
is_space(char c)
{
  return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == '\0';
}

static bool
is_delimiter(char c)
{
  return c != '\0' && strchr("()<>[]{}/%", c) != NULL;
}

static void
skip_string(Scanner *scanner)
{
  int depth = 0;

  for (; scanner->at < scanner->end; scanner->at++) {
    if (*scanner->at == '\\')
      scanner->at++;
    else if (*scanner->at == '(')
      depth++;
    else if (*scanner->at == ')' && --depth == 0) {
      scanner->at++;
      return;
    }
  }
  scanner->at = scanner->end;
}

/* The next token [start, scanner->at). False at the end. */
static bool
next_token(Scanner *scanner, const char **ret_start)
{
  while (scanner->at < scanner->end && is_space(*scanner->at))
    scanner->at++;
  if (scanner->at >= scanner->end)
    return false;
  *ret_start = scanner->at;
  if (*scanner->at == '(') {
    skip_string(scanner);
    return true;
  }

  const bool is_name = *scanner->at == '/';
  const bool is_dictionary = scanner->at + 1 < scanner->end && scanner->at[1] == '<';

  if (*scanner->at == '<' && !is_dictionary) {
    const char *close = memchr(scanner->at, '>', (size_t)(scanner->end - scanner->at));

    scanner->at = close ? close + 1 : scanner->end;
    return true;
  }
  scanner->at += *scanner->at == '<' ? 2 : 1;
  if (is_delimiter(**ret_start) && !is_name)
    return true;
  while (scanner->at < scanner->end && !is_space(*scanner->at) && !is_delimiter(*scanner->at))
    scanner->at++;
  return true;
}

static bool
token_is(const char *start, const char *end, const char *text)
{
  return (size_t)(end - start) == strlen(text) && memcmp(start, text, strlen(text)) == 0;
}

static void
put_mark(GByteArray *content, guint number, const Tag *tag)
{
  g_autofree char *mark =
      tag ? g_strdup_printf("%s <</MCID %u>> BDC", tag_role_name(tag->role), number)
          : g_strdup("/Artifact BMC");

  g_byte_array_append(content, (const guint8 *)mark, (guint)strlen(mark));
}

bool
pdf_marks_rewrite(const char *content, size_t len, const GPtrArray *marks, GByteArray *ret_content)
{
  Scanner scanner = { content, content + len };
  const char *token = NULL, *operands = NULL, *copied = content;
  bool is_numbered = false;
  guint count = 0;

  while (next_token(&scanner, &token)) {
    operands = operands ? operands : token;
    if (token_is(token, scanner.at, "/MCID"))
      is_numbered = true;
    if (!g_ascii_isalpha(*token) && *token != '\'' && *token != '"')
      continue;
    if (is_numbered && token_is(token, scanner.at, "BDC")) {
      if (count >= marks->len)
        return false;
      g_byte_array_append(ret_content, (const guint8 *)copied, (guint)(operands - copied));
      put_mark(ret_content, count, g_ptr_array_index(marks, count));
      copied = scanner.at;
      count++;
    }
    operands = NULL;
    is_numbered = false;
  }
  g_byte_array_append(ret_content, (const guint8 *)copied, (guint)(scanner.end - copied));
  return count == marks->len;
}
