/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and reading what a post pack is made of. The pack itself: pdf_post.c. */
#include "press/letters.h"

#include "lang/lang.h"
#include "press/input.h"

Letter *
letter_new(void)
{
  Letter *letter = g_new0(Letter, 1);

  letter->to = g_ptr_array_new_with_free_func(g_free);
  letter->notes = g_ptr_array_new_with_free_func(g_free);
  letter->pdfs = g_ptr_array_new_with_free_func(g_free);
  letter->slip_boxes = g_ptr_array_new_with_free_func(g_free);
  letter->slip_spaces = g_ptr_array_new_with_free_func(g_free);
  return letter;
}

void
letter_free(Letter *letter)
{
  if (!letter)
    return;
  g_ptr_array_unref(letter->to);
  g_ptr_array_unref(letter->notes);
  g_ptr_array_unref(letter->pdfs);
  g_ptr_array_unref(letter->slip_boxes);
  g_ptr_array_unref(letter->slip_spaces);
  g_free(letter->leaf);
  g_free(letter->slip);
  g_free(letter->slip_head);
  g_free(letter->slip_how);
  g_free(letter->title);
  g_free(letter);
}

void
letter_set_address(Letter *letter, const char *name, const char *address)
{
  const bool has_lines = strpbrk(address, "\r\n") != NULL;
  g_auto(GStrv) lines = g_strsplit_set(address, has_lines ? "\r\n" : ",", -1);

  g_ptr_array_set_size(letter->to, 0);
  g_ptr_array_add(letter->to, g_strdup(name));
  for (int i = 0; lines[i]; i++) {
    g_strstrip(lines[i]);
    if (*lines[i] == '\0')
      continue;
    if (letter->to->len < LETTER_LINES_MAX) {
      g_ptr_array_add(letter->to, g_strdup(lines[i]));
      continue;
    }

    /* Nothing of an address may be lost: what is over goes on in the last line. */
    char **last = (char **)&letter->to->pdata[letter->to->len - 1];
    char *longer = g_strconcat(*last, ", ", lines[i], NULL);

    g_free(*last);
    *last = longer;
  }
}

static void
write_line(Buffer *out, const char *key, const char *value)
{
  g_autofree char *line = g_strdelimit(g_strdup(value), "\r\n", ' ');

  buffer_put_text(out, key);
  buffer_put_text(out, ": ");
  buffer_put_text(out, line);
  buffer_put_byte(out, '\n');
}

static void
write_slip(const Letter *letter, Buffer *out)
{
  g_autofree char *size = g_strdup_printf("%d", letter->slip_points);

  write_line(out, "slip", letter->slip);
  if (letter->slip_points > 0)
    write_line(out, "slip-size", size);
  if (letter->slip_head)
    write_line(out, "slip-head", letter->slip_head);
  if (letter->slip_how)
    write_line(out, "slip-how", letter->slip_how);
  for (guint i = 0; i < letter->slip_boxes->len; i++)
    write_line(out, "slip-box", g_ptr_array_index(letter->slip_boxes, i));
  for (guint i = 0; i < letter->slip_spaces->len; i++)
    write_line(out, "slip-space", g_ptr_array_index(letter->slip_spaces, i));
}

void
letter_write(const Letter *letter, Buffer *out)
{
  for (guint i = 0; i < letter->to->len; i++)
    write_line(out, "to", g_ptr_array_index(letter->to, i));
  if (letter->title)
    write_line(out, "title", letter->title);
  for (guint i = 0; i < letter->notes->len; i++)
    write_line(out, "note", g_ptr_array_index(letter->notes, i));
  for (guint i = 0; i < letter->pdfs->len; i++)
    write_line(out, "pdf", g_ptr_array_index(letter->pdfs, i));
  if (letter->leaf)
    write_line(out, "leaf", letter->leaf);
  if (letter->slip)
    write_slip(letter, out);
  buffer_put_byte(out, '\n');
}

static bool
is_key(const char *line, size_t len, const char *key)
{
  return strlen(key) == len && strncmp(line, key, len) == 0;
}

/* Lines of which a letter has one at most. */
static const char *
take_single(Letter *letter, const char *line, size_t key_len, const char *value)
{
  const struct {
    const char *key;
    char **slot;
  } rows[] = { { "title", &letter->title },
               { "leaf", &letter->leaf },
               { "slip", &letter->slip },
               { "slip-head", &letter->slip_head },
               { "slip-how", &letter->slip_how } };
  char *end = NULL;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (is_key(line, key_len, rows[i].key) && !*rows[i].slot) {
      *rows[i].slot = g_strdup(value);
      return NULL;
    }
  if (!is_key(line, key_len, "slip-size") || letter->slip_points)
    return N_("Letter {letter} has a line that we do not know.");

  const guint64 points = g_ascii_strtoull(value, &end, 10);

  if (end == value || *end || points < SLIP_POINTS_LEAST || points > SLIP_POINTS_MOST)
    return N_("Letter {letter} has a line that we do not know.");
  letter->slip_points = (int)points;
  return NULL;
}

/* NULL when the line is good, else what is wrong with its letter. */
static const char *
take_line(Letter *letter, const char *line)
{
  const char *value = strchr(line, ':');
  const size_t key_len = value ? (size_t)(value - line) : 0;

  if (!value)
    return N_("Letter {letter} has a line that we do not know.");
  for (value++; g_ascii_isspace(*value);)
    value++;
  if (strlen(value) > LETTER_LINE_LEN_MAX)
    return N_("Letter {letter} has a line that is too long.");

  const struct {
    const char *key;
    GPtrArray *list;
    guint max;
  } rows[] = { { "to", letter->to, LETTER_LINES_MAX },
               { "note", letter->notes, LETTER_PARTS_MAX },
               { "pdf", letter->pdfs, LETTER_PARTS_MAX },
               { "slip-box", letter->slip_boxes, LETTER_PARTS_MAX },
               { "slip-space", letter->slip_spaces, LETTER_PARTS_MAX } };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    if (!is_key(line, key_len, rows[i].key))
      continue;
    if (rows[i].list->len >= rows[i].max)
      return N_("Letter {letter} has too many lines.");
    g_ptr_array_add(rows[i].list, g_strdup(value));
    return NULL;
  }
  return take_single(letter, line, key_len, value);
}

static const char *
check_letter(const Letter *letter)
{
  if (letter->to->len == 0)
    return N_("Letter {letter} has no name and address.");
  for (guint i = 0; i < letter->pdfs->len; i++)
    if (!press_picture_name_ok(g_ptr_array_index(letter->pdfs, i)))
      return N_("Letter {letter} names a paper with signs that a name cannot have.");
  if (letter->leaf && !press_picture_name_ok(letter->leaf))
    return N_("Letter {letter} names a paper with signs that a name cannot have.");
  return NULL;
}

GPtrArray *
letters_parse(const char *text, char **ret_problem)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GPtrArray) letters = g_ptr_array_new_with_free_func((GDestroyNotify)letter_free);
  Letter *letter = NULL;
  const char *problem = NULL;

  for (int i = 0; !problem && lines[i]; i++) {
    g_strstrip(lines[i]);
    if (*lines[i] == '\0') {
      problem = letter ? check_letter(letter) : NULL;
      letter = NULL;
      continue;
    }
    if (!letter)
      g_ptr_array_add(letters, letter = letter_new());
    problem = letters->len > LETTERS_MAX ? N_("Letter {letter} is one too many.")
                                         : take_line(letter, lines[i]);
  }
  if (!problem && letter)
    problem = check_letter(letter);
  if (!problem && letters->len > 0)
    return g_steal_pointer(&letters);
  *ret_problem = problem ? g_strdup_printf("%s\tletter\t%u", problem, letters->len)
                         : g_strdup(N_("There are no letters in this pack."));
  return NULL;
}
