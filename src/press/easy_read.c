/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reads the Easy Read source form line by line, and writes it. Refusals name the row, so that the
 * person who writes it finds the place. */
#include "press/easy_read.h"

#include "base/digits32.h"
#include "lang/lang.h"
#include "press/input.h"

#include <stdint.h>
#include <string.h>

enum { FROM_MAX = 999 * 1000, DIGIT_BITS = 5 };

void
easy_row_free(EasyRow *row)
{
  if (!row)
    return;
  g_free(row->heading);
  g_free(row->picture);
  g_free(row->alt);
  for (int i = 0; i < EASY_SENTENCES_MAX; i++)
    g_free(row->sentences[i]);
  g_free(row);
}

static void
row_free_any(void *row)
{
  easy_row_free(row);
}

const EasyRow *
easy_row_of_number(const EasyRead *easy, int number, int *ret_place)
{
  for (guint i = 0; i < easy->rows->len; i++) {
    const EasyRow *row = easy->rows->pdata[i];

    if (row->heading || --number > 0)
      continue;
    *ret_place = (int)i;
    return number == 0 ? row : NULL;
  }
  return NULL;
}

int
easy_rows_numbered(const EasyRead *easy)
{
  int count = 0;

  for (guint i = 0; i < easy->rows->len; i++)
    count += !((const EasyRow *)easy->rows->pdata[i])->heading;
  return count;
}

EasyRead *
easy_read_new(void)
{
  EasyRead *easy = g_new0(EasyRead, 1);

  easy->rows = g_ptr_array_new_with_free_func(row_free_any);
  return easy;
}

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
read_number(const char *digits, guint64 least, int *ret_number)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned(digits, 10, least, FROM_MAX, &number, NULL))
    return false;
  *ret_number = (int)number;
  return true;
}

static bool
is_print(const char *text)
{
  const size_t len = strlen(text);

  return len > 0 && len <= EASY_PRINT_MAX &&
         strspn(text, "0123456789abcdefghijklmnopqrstuvwxyz") == len;
}

/* "3", "3+1", "3=k7f2q9ab", "3+1=k7f2q9ab"; "0=k7f2q9ab" for what left the paper. */
static bool
read_link(char *text, EasyLink *ret_link)
{
  EasyLink link = { 0 };
  char *print = strchr(text, '='), *more = NULL;

  if (print) {
    *print++ = '\0';
    if (!is_print(print))
      return false;
    g_strlcpy(link.print, print, sizeof link.print);
  }
  more = strchr(text, '+');
  if (more) {
    *more++ = '\0';
    if (!read_number(more, 1, &link.more))
      return false;
  }
  if (!read_number(text, print || more ? 0 : 1, &link.number))
    return false;
  *ret_link = link;
  return true;
}

/* "from: 3, 5". False: no such line, but a sentence. "from: -": a row without links, so that its
 * next line is a sentence whatever it says. */
static bool
read_from(const char *line, EasyRow *row)
{
  EasyLink links[EASY_LINKS_MAX] = { { 0 } };
  int count = 0;

  if (!g_str_has_prefix(line, "from:"))
    return false;

  g_auto(GStrv) items = g_strsplit(line + strlen("from:"), ",", EASY_LINKS_MAX + 1);
  const bool is_none = items[0] && !items[1] && strcmp(g_strstrip(items[0]), "-") == 0;

  for (; !is_none && items[count]; count++)
    if (count == EASY_LINKS_MAX || !read_link(g_strstrip(items[count]), &links[count]))
      return false;
  memcpy(row->links, links, sizeof links);
  row->link_count = count;
  return true;
}

static const char *
read_row(char **lines, EasyRow *row)
{
  const char *problem = read_picture(lines[0], row);
  bool has_from = false;

  for (int i = 1; !problem && lines[i]; i++) {
    if (!has_from && (has_from = read_from(lines[i], row)))
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
  g_autoptr(EasyRead) easy = easy_read_new();
  g_auto(GStrv) lines = NULL;

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

/* ---- writing ---- */

static void
write_link(GString *text, const EasyLink *link)
{
  g_string_append_printf(text, "%d", link->number);
  if (link->more)
    g_string_append_printf(text, "+%d", link->more);
  if (*link->print)
    g_string_append_printf(text, "=%s", link->print);
}

static bool
is_like_from(const EasyRow *row)
{
  EasyRow scratch = { 0 };

  for (int i = 0; i < row->sentence_count; i++)
    if (read_from(row->sentences[i], &scratch))
      return true;
  return false;
}

static void
write_row(GString *text, const EasyRow *row, bool has_links)
{
  if (row->heading) {
    g_string_append_printf(text, "## %s\n", row->heading);
    return;
  }
  g_string_append_printf(text, "![%s](%s)\n", row->alt, row->picture ? row->picture : "");
  for (int i = 0; has_links && i < row->link_count; i++) {
    g_string_append(text, i == 0 ? "from: " : ", ");
    write_link(text, &row->links[i]);
  }
  if (has_links && row->link_count > 0)
    g_string_append_c(text, '\n');
  else if (is_like_from(row))
    g_string_append(text, "from: -\n");
  for (int i = 0; i < row->sentence_count; i++)
    g_string_append_printf(text, "%s\n", row->sentences[i]);
}

char *
easy_read_write(const EasyRead *easy, bool has_links)
{
  g_autoptr(GString) text = g_string_new(NULL);

  if (easy->title)
    g_string_append_printf(text, "# %s\n", easy->title);
  for (guint i = 0; i < easy->rows->len; i++) {
    if (text->len > 0)
      g_string_append_c(text, '\n');
    write_row(text, easy->rows->pdata[i], has_links);
  }
  return g_string_free(g_steal_pointer(&text), FALSE);
}

void
easy_print(const char *text, char ret_print[static EASY_PRINT_LEN + 1])
{
  g_autoptr(GChecksum) hash = g_checksum_new(G_CHECKSUM_SHA256);
  guint8 bytes[32];
  gsize len = sizeof bytes;
  guint64 bits = 0;

  g_checksum_update(hash, (const guchar *)text, (gssize)strlen(text));
  g_checksum_get_digest(hash, bytes, &len);
  memcpy(&bits, bytes, sizeof bits);
  bits = GUINT64_FROM_BE(bits);
  for (int i = 0; i < EASY_PRINT_LEN; i++)
    ret_print[i] = digits32[bits >> (64 - DIGIT_BITS * (i + 1)) & ((1 << DIGIT_BITS) - 1)];
  ret_print[EASY_PRINT_LEN] = '\0';
}

void
easy_row_print(const EasyRow *row, char ret_print[static EASY_PRINT_LEN + 1])
{
  g_autoptr(GString) text = g_string_new(NULL);

  write_row(text, row, true);
  easy_print(text->str, ret_print);
}
