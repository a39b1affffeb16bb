/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Breaking words into lines. */
#include "papers/text_lines.h"

#include <stdbool.h>
#include <string.h>

/* However deep a list nests, its words keep this much room. */
enum { ROOM_MIN = 32 };

struct TextLines {
  GString *text;
  size_t columns;
  GArray *indents;  /* width of each open indent, size_t */
  size_t indent;    /* their sum */
  GString *markers; /* waiting to stand before the next block */
  int gap;
};

TextLines *
text_lines_new(size_t columns)
{
  TextLines *lines = g_new0(TextLines, 1);
  lines->text = g_string_new(NULL);
  lines->markers = g_string_new(NULL);
  lines->indents = g_array_new(FALSE, FALSE, sizeof(size_t));
  lines->columns = columns;
  return lines;
}

void
text_lines_free(TextLines *lines)
{
  if (!lines)
    return;
  if (lines->text)
    g_string_free(lines->text, TRUE);
  g_string_free(lines->markers, TRUE);
  g_array_unref(lines->indents);
  g_free(lines);
}

char *
text_lines_finish(TextLines *lines, size_t *ret_len)
{
  if (ret_len)
    *ret_len = lines->text->len;
  return g_string_free(g_steal_pointer(&lines->text), FALSE);
}

size_t
text_columns(const char *text, size_t len)
{
  size_t columns = 0;
  for (const char *c = text; c < text + len; c = g_utf8_next_char(c)) {
    gunichar letter = g_utf8_get_char(c);
    columns += g_unichar_iszerowidth(letter) ? 0 : g_unichar_iswide(letter) ? 2 : 1;
  }
  return columns;
}

size_t
text_lines_room(const TextLines *lines)
{
  size_t indent = MIN(lines->indent, lines->columns - ROOM_MIN);
  return lines->columns - indent;
}

void
text_lines_need_gap(TextLines *lines, int empty_lines)
{
  lines->gap = empty_lines ? MAX(lines->gap, empty_lines) : 0;
}

static void
put_spaces(TextLines *lines, size_t count)
{
  for (size_t i = 0; i < count; i++)
    g_string_append_c(lines->text, ' ');
}

/* The start of a line: the markers that wait, or as many spaces. */
static void
start_line(TextLines *lines)
{
  size_t indent = lines->columns - text_lines_room(lines);
  size_t markers = text_columns(lines->markers->str, lines->markers->len);
  put_spaces(lines, indent > markers ? indent - markers : 0);
  g_string_append(lines->text, lines->markers->str);
  g_string_truncate(lines->markers, 0);
}

static void
end_line(TextLines *lines)
{
  while (lines->text->len && lines->text->str[lines->text->len - 1] == ' ')
    g_string_truncate(lines->text, lines->text->len - 1);
  g_string_append_c(lines->text, '\n');
}

static void
pay_gap(TextLines *lines)
{
  for (int i = 0; i < lines->gap && lines->text->len; i++)
    g_string_append_c(lines->text, '\n');
  lines->gap = 0;
}

/* By hand: with its strict checks the address sanitizer measures the whole rest of the text at each
 * strcspn(), which made one test take a minute. */
static size_t
word_bytes(const char *word)
{
  size_t len = 0;

  while (word[len] && word[len] != ' ' && word[len] != '\n')
    len++;
  return len;
}

void
text_lines_put(TextLines *lines, const char *words)
{
  size_t room = text_lines_room(lines), used = 0;
  bool is_started = false;
  for (const char *c = words; *c;) {
    if (*c == ' ' || *c == '\n') {
      if (*c++ == '\n' && is_started && used) {
        end_line(lines);
        start_line(lines);
        used = 0;
      }
      continue;
    }
    size_t len = word_bytes(c), wide = text_columns(c, len);
    if (!is_started) {
      pay_gap(lines);
      start_line(lines);
      is_started = true;
    } else if (used && used + 1 + wide > room) {
      end_line(lines);
      start_line(lines);
      used = 0;
    }
    if (used)
      g_string_append_c(lines->text, ' ');
    g_string_append_len(lines->text, c, (gssize)len);
    used += wide + (used ? 1 : 0);
    c += len;
  }
  if (is_started)
    end_line(lines);
}

void
text_lines_put_heading(TextLines *lines, const char *words, int level)
{
  text_lines_need_gap(lines, 2);
  size_t before = lines->text->len;
  text_lines_put(lines, words);
  if (lines->text->len == before)
    return;

  const char *last = lines->text->str + lines->text->len - 1;
  const char *line = g_strrstr_len(lines->text->str, last - lines->text->str, "\n");
  line = line ? line + 1 : lines->text->str;
  size_t wide = MIN(text_columns(line, (size_t)(last - line)), lines->columns);
  size_t indent = lines->columns - text_lines_room(lines);
  if (level <= 2 && wide > indent) {
    put_spaces(lines, indent);
    for (size_t i = indent; i < wide; i++)
      g_string_append_c(lines->text, level == 1 ? '=' : '-');
    end_line(lines);
  }
  text_lines_need_gap(lines, 1);
}

void
text_lines_put_line(TextLines *lines, const char *line)
{
  pay_gap(lines);
  start_line(lines);
  g_string_append(lines->text, line);
  end_line(lines);
}

void
text_lines_put_exactly(TextLines *lines, const char *text)
{
  g_auto(GStrv) each = g_strsplit(text, "\n", -1);
  guint count = g_strv_length(each);
  text_lines_need_gap(lines, 1);
  pay_gap(lines);
  for (guint i = 0; i < count; i++) {
    if (i == count - 1 && !*each[i])
      break;
    start_line(lines);
    put_spaces(lines, 4);
    for (const char *c = each[i]; *c; c = g_utf8_next_char(c))
      g_string_append_unichar(lines->text,
                              g_unichar_iscntrl(g_utf8_get_char(c)) ? ' ' : g_utf8_get_char(c));
    end_line(lines);
  }
  text_lines_need_gap(lines, 1);
}

void
text_lines_open(TextLines *lines, const char *marker)
{
  size_t wide = text_columns(marker, strlen(marker));
  g_array_append_val(lines->indents, wide);
  lines->indent += wide;
  g_string_append(lines->markers, marker);
}

void
text_lines_close(TextLines *lines)
{
  if (lines->markers->len && strspn(lines->markers->str, " ") < lines->markers->len) {
    pay_gap(lines); /* an item with nothing in it still counts */
    start_line(lines);
    end_line(lines);
  }
  g_string_truncate(lines->markers, 0);
  lines->indent -= g_array_index(lines->indents, size_t, lines->indents->len - 1);
  g_array_set_size(lines->indents, lines->indents->len - 1);
}
