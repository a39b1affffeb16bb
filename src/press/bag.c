/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and reading what a meeting bag is made of. The sheets themselves: pdf_bag.c. */
#include "press/bag.h"

#include "lang/lang.h"
#include "press/input.h"

enum { TEXT_LEN_MAX = 600 /* three of them and the key are within a line */ };

/* How many texts each line has. */
static const struct {
  const char *key;
  int least, most;
} kinds[BAG_KIND_COUNT] = {
  [BAG_SHEET] = { "sheet", 1, 2 },     [BAG_CONTENTS] = { "contents", 0, 0 },
  [BAG_HEADING] = { "heading", 1, 1 }, [BAG_TEXT] = { "text", 1, 1 },
  [BAG_STRONG] = { "strong", 1, 1 },   [BAG_ROW] = { "row", 2, 3 },
  [BAG_PICTURE] = { "picture", 2, 3 }, [BAG_TICK] = { "tick", 1, 1 },
  [BAG_ROOM] = { "room", 2, 2 },       [BAG_FACES] = { "faces", 3, 3 },
  [BAG_CARD] = { "card", 2, 3 },       [BAG_FOLD] = { "fold", 1, 1 },
};

static const char *const cards[CARD_COUNT] = {
  [CARD_STOP] = "stop", [CARD_SLOW] = "slow", [CARD_AGREE] = "agree"
};

const char *
bag_card_name(BagCard card)
{
  return cards[card];
}

/* ---- writing ---- */

static char *
one_line(const char *text)
{
  g_autofree char *flat = g_strdelimit(g_strdup(text), "\r\n\t", ' ');
  const char *end = flat + strlen(flat);

  if ((gsize)(end - flat) > TEXT_LEN_MAX)
    end = g_utf8_find_prev_char(flat, flat + TEXT_LEN_MAX + 1);
  return g_strstrip(g_strndup(flat, (gsize)(end - flat)));
}

void
bag_write(Buffer *out, BagKind kind, const char *first, const char *second, const char *third)
{
  const char *const texts[BAG_TEXTS] = { first, second, third };

  buffer_put_text(out, kinds[kind].key);
  buffer_put_byte(out, ':');
  for (int i = 0; i < MIN(kinds[kind].most, BAG_TEXTS); i++) {
    g_autofree char *text = one_line(texts[i] ? texts[i] : "");

    buffer_put_byte(out, i == 0 ? ' ' : '\t');
    buffer_put_text(out, text);
  }
  buffer_put_byte(out, '\n');
}

void
bag_write_room(Buffer *out, const char *words, int lines)
{
  g_autofree char *count = g_strdup_printf("%d", lines);

  bag_write(out, BAG_ROOM, words, count, NULL);
}

/* ---- reading ---- */

static void
line_free(void *data)
{
  BagLine *line = data;

  for (int i = 0; i < BAG_TEXTS; i++)
    g_free(line->texts[i]);
  g_free(line);
}

static bool
kind_from_key(const char *key, size_t len, BagKind *ret_kind)
{
  for (int i = 0; i < BAG_KIND_COUNT; i++)
    if (strlen(kinds[i].key) == len && strncmp(kinds[i].key, key, len) == 0) {
      *ret_kind = (BagKind)i;
      return true;
    }
  return false;
}

static bool
read_room(BagLine *line)
{
  char *end = NULL;
  const guint64 lines = g_ascii_strtoull(line->texts[1], &end, 10);

  if (!g_ascii_isdigit(line->texts[1][0]) || *end || lines < 1 || lines > BAG_ROOM_MOST)
    return false;
  line->lines = (int)lines;
  return true;
}

static bool
read_card(BagLine *line)
{
  for (int i = 0; i < CARD_COUNT; i++)
    if (strcmp(cards[i], line->texts[0]) == 0) {
      line->card = (BagCard)i;
      return true;
    }
  return false;
}

/* What each kind asks of its texts besides their number. */
static bool
is_good(BagLine *line)
{
  if (line->kind == BAG_ROOM)
    return read_room(line);
  if (line->kind == BAG_CARD)
    return read_card(line) && *line->texts[1];
  if (line->kind == BAG_PICTURE)
    return press_picture_name_ok(line->texts[0]);
  if (line->kind == BAG_FACES)
    return *line->texts[0] && *line->texts[1] && *line->texts[2];
  if (line->kind == BAG_ROW) /* its time may not be known */
    return *line->texts[1] != '\0';
  return kinds[line->kind].least == 0 || *line->texts[0];
}

/* NULL: it is not in the form. */
static BagLine *
read_line(const char *text)
{
  const char *colon = strchr(text, ':');
  BagKind kind = BAG_TEXT;

  if (!colon || strlen(text) > BAG_LINE_LEN_MAX ||
      !kind_from_key(text, (size_t)(colon - text), &kind))
    return NULL;

  g_auto(GStrv) texts = g_strsplit(colon + 1, "\t", -1);
  const int count = (int)g_strv_length(texts);
  BagLine *line = g_new0(BagLine, 1);

  line->kind = kind;
  for (int i = 0; i < BAG_TEXTS; i++)
    line->texts[i] = g_strstrip(g_strdup(i < count ? texts[i] : ""));

  const bool has_texts = count <= MAX(kinds[kind].most, 1) && count >= kinds[kind].least;

  if (has_texts && (kinds[kind].most > 0 || !*line->texts[0]) && is_good(line))
    return line;
  line_free(line);
  return NULL;
}

GPtrArray *
bag_parse(const char *text, char **ret_problem)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GPtrArray) bag = g_ptr_array_new_with_free_func(line_free);

  for (int i = 0; lines[i]; i++) {
    BagLine *line = NULL;

    if (*g_strchomp(lines[i]) == '\0')
      continue;
    if (bag->len >= BAG_LINES_MAX) {
      *ret_problem = g_strdup(N_("There is too much for one meeting bag."));
      return NULL;
    }
    line = read_line(lines[i]);
    if (!line || (bag->len == 0 && line->kind != BAG_SHEET)) {
      if (line)
        line_free(line);
      *ret_problem = g_strdup_printf("%s\tline\t%d",
                                     N_("Line {line} of the meeting bag cannot be read."), i + 1);
      return NULL;
    }
    g_ptr_array_add(bag, line);
  }
  if (bag->len > 0)
    return g_steal_pointer(&bag);
  *ret_problem = g_strdup(N_("There is nothing in this meeting bag."));
  return NULL;
}
