/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the Easy Read source form line by line. Refusals name the row, so that the person who
 * writes it finds the place. */
#include "press/easy_read.h"

#include "lang/lang.h"
#include "press/input.h"

#include <stdint.h>

enum { FROM_MAX = 100000 };

static void
row_free(void *data)
{
  EasyRow *row = data;

  g_free(row->heading);
  g_free(row->picture);
  g_free(row->alt);
  for (int i = 0; i < EASY_SENTENCES_MAX; i++)
    g_free(row->sentences[i]);
  g_free(row);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EasyRow, row_free)

void
easy_read_free(EasyRead *easy)
{
  if (!easy)
    return;
  g_free(easy->title);
  g_clear_pointer(&easy->rows, g_ptr_array_unref);
  g_free(easy);
}

/* "![alt](name)", both may be empty. NULL when it is good, else what to do about it. */
static const char *
read_picture(const char *line, EasyRow *row)
{
  static const char shape[] = N_("Row {row} does not start with a picture line. Write ![what it "
                                 "shows](picture-name), or ![]() for none.");
  const char *alt_end = NULL;
  const size_t len = strlen(line);

  if (!g_str_has_prefix(line, "![") || line[len - 1] != ')' || !(alt_end = strstr(line, "](")))
    return shape;

  g_autofree char *name = g_strndup(alt_end + 2, len - 1 - (size_t)(alt_end + 2 - line));

  g_strstrip(name);
  row->alt = g_strstrip(g_strndup(line + 2, (size_t)(alt_end - line) - 2));
  if (g_utf8_strlen(row->alt, -1) > EASY_SENTENCE_LEN_MAX)
    return N_(
        "Row {row} has very long words for its picture. Say what it shows in one short sentence.");
  if (*name == '\0')
    return NULL;
  if (!press_picture_name_ok(name))
    return N_("Row {row} names a picture with signs that a name cannot have. Use small letters and "
              "hyphens.");
  row->picture = g_steal_pointer(&name);
  return NULL;
}

static bool
read_from(const char *line, int *ret_from)
{
  guint64 number = 0;

  if (!g_str_has_prefix(line, "from:"))
    return false;

  g_autofree char *digits = g_strstrip(g_strdup(line + 5));

  if (!g_ascii_string_to_unsigned(digits, 10, 1, FROM_MAX, &number, NULL))
    return false;
  *ret_from = (int)number;
  return true;
}

static const char *
read_row(char **lines, EasyRow *row)
{
  const char *problem = read_picture(lines[0], row);

  for (int i = 1; !problem && lines[i]; i++) {
    if (row->from == 0 && read_from(lines[i], &row->from))
      continue;
    if (row->sentence_count == EASY_SENTENCES_MAX)
      return N_("Row {row} has more than 3 sentences. Split it into two rows.");
    if (g_utf8_strlen(lines[i], -1) > EASY_SENTENCE_LEN_MAX)
      return N_("Row {row} has a very long line. Split it into short sentences.");
    row->sentences[row->sentence_count++] = g_strdup(lines[i]);
  }
  if (!problem && row->sentence_count == 0)
    return N_("Row {row} has no words. Write 1 to 3 short sentences under its picture line.");
  return problem;
}

/* One block of lines between blank lines. */
static const char *
take_block(EasyRead *easy, char **lines)
{
  g_autoptr(EasyRow) row = g_new0(EasyRow, 1);

  if (easy->rows->len == EASY_ROWS_MAX)
    return N_("Row {row} is one too many. An Easy Read paper can have 500 rows.");
  if (g_str_has_prefix(lines[0], "## ") && !lines[1]) {
    row->heading = g_strstrip(g_strdup(lines[0] + 3));
    g_ptr_array_add(easy->rows, g_steal_pointer(&row));
    return NULL;
  }

  const char *problem = read_row(lines, row);

  if (!problem)
    g_ptr_array_add(easy->rows, g_steal_pointer(&row));
  return problem;
}

/* Trimmed copies of the lines; the title, when there is one, is taken off into `easy`. */
static char **
split_lines(const char *text, EasyRead *easy)
{
  char **lines = g_strsplit(text, "\n", -1);
  int first = 0;

  for (int i = 0; lines[i]; i++)
    g_strstrip(lines[i]);
  while (lines[first] && *lines[first] == '\0')
    first++;
  if (lines[first] && g_str_has_prefix(lines[first], "# ")) {
    easy->title = g_strstrip(g_strdup(lines[first] + 2));
    *lines[first] = '\0';
  }
  return lines;
}

static bool
has_sentences(const EasyRead *easy)
{
  for (guint i = 0; i < easy->rows->len; i++)
    if (!((const EasyRow *)easy->rows->pdata[i])->heading)
      return true;
  return false;
}

EasyRead *
easy_read_parse(const char *text, char **ret_problem)
{
  g_autoptr(EasyRead) easy = g_new0(EasyRead, 1);
  g_auto(GStrv) lines = NULL;

  easy->rows = g_ptr_array_new_with_free_func(row_free);
  lines = split_lines(text, easy);
  for (char **at = lines; *at;) {
    g_autoptr(GPtrArray) block = g_ptr_array_new();

    while (*at && **at != '\0')
      g_ptr_array_add(block, *at++);
    while (*at && **at == '\0')
      at++;
    if (block->len == 0)
      continue;
    g_ptr_array_add(block, NULL);

    const char *problem = take_block(easy, (char **)block->pdata);

    if (problem) {
      *ret_problem = g_strdup_printf("%s\trow\t%u", problem, easy->rows->len + 1);
      return NULL;
    }
  }
  if (!has_sentences(easy)) {
    *ret_problem = g_strdup(N_("There are no Easy Read rows yet."));
    return NULL;
  }
  return g_steal_pointer(&easy);
}
