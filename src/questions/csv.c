/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading CSV and pasted lines. */
#include "questions/csv.h"

#include "base/text.h"
#include "lang/lang.h"

#include <string.h>

enum { LINES_LOOKED_AT = 20 };

typedef struct {
  const CsvLimits *limits;
  const char *at, *end;
  int line;
  char comma;
  GString *text;  /* the cells of one row, each ending with NUL */
  GArray *starts; /* where they start in it: gsize */
  const char *fault;
} Reader;

static const char *
skip_blanks(const Reader *r, const char *at)
{
  while (at < r->end && (*at == ' ' || (*at == '\t' && r->comma != '\t')))
    at++;
  return at;
}

static bool
is_line_end(const Reader *r, const char *at)
{
  return at == r->end || *at == '\n' || *at == '\r';
}

/* Past one line end: LF, CR LF or CR. */
static void
take_line_end(Reader *r)
{
  if (r->at == r->end)
    return;
  r->at += *r->at == '\r' && r->at + 1 < r->end && r->at[1] == '\n' ? 2 : 1;
  r->line++;
}

static void
skip_line(Reader *r)
{
  while (!is_line_end(r, r->at))
    r->at++;
  take_line_end(r);
}

static bool
is_cell_full(Reader *r, gsize start)
{
  if (r->text->len - start <= r->limits->cell_bytes)
    return false;
  r->fault = N_("A part of this line is too long");
  return true;
}

/* Stands after the opening mark; two marks are one. */
static void
read_quoted(Reader *r, gsize start)
{
  for (;;) {
    if (r->at == r->end) {
      r->fault = N_("A quotation mark is opened on this line and never closed");
      return;
    }
    char c = *r->at;
    if (c == '"' && (r->at + 1 == r->end || r->at[1] != '"'))
      break;
    if (c == '\n' || (c == '\r' && (r->at + 1 == r->end || r->at[1] != '\n')))
      r->line++;
    g_string_append_c(r->text, c);
    r->at += c == '"' ? 2 : 1;
    if (is_cell_full(r, start))
      return;
  }
  r->at = skip_blanks(r, r->at + 1);
  if (!is_line_end(r, r->at) && *r->at != r->comma)
    r->fault = N_("There are words after a closing quotation mark on this line");
}

static void
read_cell(Reader *r)
{
  gsize start = r->text->len;
  const char *first = skip_blanks(r, r->at);

  g_array_append_val(r->starts, start);
  if (first < r->end && *first == '"') {
    r->at = first + 1;
    read_quoted(r, start);
  } else {
    const char *from = r->at;

    while (!is_line_end(r, r->at) && *r->at != r->comma)
      r->at++;
    g_string_append_len(r->text, from, r->at - from);
    is_cell_full(r, start);
  }
  g_string_append_c(r->text, '\0');
}

/* After a fault reading goes on with the next line of the file, so that one forgotten quotation
 * mark does not take the rest with it. */
static void
read_row(Reader *r)
{
  const char *start = r->at;
  int line = r->line;

  g_string_truncate(r->text, 0);
  g_array_set_size(r->starts, 0);
  r->fault = NULL;
  for (;;) {
    if (r->starts->len >= (guint)r->limits->cells)
      r->fault = N_("This line has too many parts");
    if (!r->fault)
      read_cell(r);
    if (r->fault || is_line_end(r, r->at))
      break;
    r->at++; /* the comma */
  }
  if (r->fault) {
    r->at = start;
    r->line = line;
    skip_line(r);
  } else {
    take_line_end(r);
  }
}

static bool
is_blank_row(const Reader *r)
{
  const char *only = r->text->str;

  return !r->fault && r->starts->len == 1 && !only[strspn(only, " \t")];
}

static bool
give_row(Reader *r, int line, CsvTaker take, void *data)
{
  int count = r->fault ? 0 : (int)r->starts->len;
  g_autofree const char **cells = g_new0(const char *, (gsize)count + 1);

  for (int i = 0; i < count; i++)
    cells[i] = r->text->str + g_array_index(r->starts, gsize, i);
  return take(&(CsvRow){ .line = line, .count = count, .cells = cells, .fault = r->fault }, data);
}

/* The sign that stands in the most lines, outside quotation marks. A tab beats a semicolon and
 * that a comma when they tie: people write commas inside names and addresses, never tabs. */
static char
find_comma(const char *at, const char *end)
{
  static const char signs[] = { '\t', ';', ',' };
  int lines_with[G_N_ELEMENTS(signs)] = { 0 }, lines = 0;
  bool is_in_line[G_N_ELEMENTS(signs)] = { false }, is_quoted = false;
  size_t best = 0;

  for (; at < end && lines < LINES_LOOKED_AT; at++) {
    if (*at == '"')
      is_quoted = !is_quoted;
    if (is_quoted)
      continue;
    for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
      lines_with[i] += *at == signs[i] && !is_in_line[i];
      is_in_line[i] = *at != '\n' && (is_in_line[i] || *at == signs[i]);
    }
    lines += *at == '\n';
  }
  for (size_t i = 1; i < G_N_ELEMENTS(signs); i++)
    if (lines_with[i] > lines_with[best])
      best = i;
  return lines_with[best] ? signs[best] : ',';
}

/* New UTF-8 text, or NULL: not a text. */
static char *
decode(const char *bytes, size_t len, gsize *ret_len)
{
  const char *from = "WINDOWS-1252"; /* what spreadsheets in Britain still write */

  if (len >= 2 && (memcmp(bytes, "\xff\xfe", 2) == 0 || memcmp(bytes, "\xfe\xff", 2) == 0)) {
    from = (unsigned char)bytes[0] == 0xff ? "UTF-16LE" : "UTF-16BE";
    bytes += 2;
    len -= 2;
  } else {
    if (len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
      bytes += 3;
      len -= 3;
    }
    if (g_utf8_validate(bytes, (gssize)len, NULL))
      from = NULL;
  }
  g_autofree char *text = NULL;
  if (from) {
    text = g_convert(bytes, (gssize)len, "UTF-8", from, NULL, ret_len, NULL);
  } else {
    text = g_strndup(bytes, len);
    *ret_len = len;
  }
  return text && text_is_clean(text, *ret_len) ? g_steal_pointer(&text) : NULL;
}

static bool
read_rows(Reader *r, CsvTaker take, void *data, const char **ret_fault)
{
  int rows = 0;

  while (r->at < r->end) {
    int line = r->line;

    read_row(r);
    if (is_blank_row(r))
      continue;
    if (rows++ >= r->limits->rows) {
      *ret_fault = N_("The list is too long. Send at most {max} lines at a time");
      return false;
    }
    if (!give_row(r, line, take, data))
      break;
  }
  return true;
}

bool
csv_read(const char *bytes, size_t len, const CsvLimits *limits, CsvTaker take, void *data,
         const char **ret_fault)
{
  if (len > limits->bytes) {
    *ret_fault = N_("The list is too big. Send at most {max} kilobytes at a time");
    return false;
  }
  gsize text_len = 0;
  g_autofree char *text = decode(bytes, len, &text_len);
  if (!text) {
    *ret_fault = N_("This is not a plain list. Save it as CSV, or copy the lines and paste them");
    return false;
  }
  g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
  Reader reader = { .limits = limits,
                    .at = text,
                    .end = text + text_len,
                    .line = 1,
                    .comma = find_comma(text, text + text_len),
                    .text = g_string_new(NULL),
                    .starts = starts };

  bool is_whole = read_rows(&reader, take, data, ret_fault);
  g_string_free(reader.text, TRUE);
  return is_whole;
}
