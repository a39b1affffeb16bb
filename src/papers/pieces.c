/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces of a paper, and what the links of Easy Read rows lead to. Following links from one
 * version of a paper to the next is follow.c. */
#include "papers/pieces.h"

#include "commonmark/commonmark.h"
#include "commonmark/parts.h"

#include <cmark-gfm.h>
#include <string.h>

/* ---- reading the paper ---- */

typedef struct {
  GPtrArray *pieces;
  int number, more, blocks;
  char *heading;
} Reading;

static void
piece_free(void *data)
{
  PaperPiece *piece = data;

  g_free(piece->words);
  g_free(piece->heading);
  g_free(piece);
}

static bool
is_block_of_words(cmark_node *node)
{
  const cmark_node_type type = cmark_node_get_type(node);

  return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING ||
         type == CMARK_NODE_CODE_BLOCK || commonmark_is_cell(node);
}

/* As commonmark_words(), with a space between the blocks below it. */
static char *
words_below(cmark_node *node)
{
  g_autoptr(GString) all = g_string_new(NULL);
  cmark_iter *iter = cmark_iter_new(node);

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *block = cmark_iter_get_node(iter);

    if (event != CMARK_EVENT_ENTER || !is_block_of_words(block))
      continue;

    g_autofree char *words = commonmark_words(block);

    if (all->len > 0 && *words)
      g_string_append_c(all, ' ');
    g_string_append(all, words);
  }
  cmark_iter_free(iter);
  return g_string_free(g_steal_pointer(&all), FALSE);
}

static int
count_blocks(cmark_node *node)
{
  cmark_iter *iter = cmark_iter_new(node);
  int count = 0;

  for (cmark_event_type event; (event = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
    cmark_node *below = cmark_iter_get_node(iter);

    count += event == CMARK_EVENT_ENTER && commonmark_is_part(below) &&
             cmark_node_get_type(below) != CMARK_NODE_HEADING;
  }
  cmark_iter_free(iter);
  return count;
}

static void
add_piece(Reading *reading, cmark_node *node)
{
  g_autofree char *words = words_below(node);
  const int block = reading->blocks, blocks = count_blocks(node);

  reading->blocks += blocks;
  if (!*words)
    return;

  PaperPiece *piece = g_new0(PaperPiece, 1);

  if (cmark_node_get_type(node) == CMARK_NODE_PARAGRAPH) {
    reading->number++;
    reading->more = 0;
  } else {
    reading->more++;
  }
  piece->number = reading->number;
  piece->more = reading->more;
  piece->block = block;
  piece->blocks = blocks;
  easy_print(words, piece->print);
  piece->words = g_steal_pointer(&words);
  piece->heading = g_strdup(reading->heading ? reading->heading : "");
  g_ptr_array_add(reading->pieces, piece);
}

/* Lists and quotations inside one another are SOURCE_DEPTH_MAX deep at most; only quotations are
 * gone into. */
static void
read_blocks(Reading *reading, cmark_node *parent)
{
  for (cmark_node *node = cmark_node_first_child(parent); node; node = cmark_node_next(node)) {
    switch ((unsigned)cmark_node_get_type(node)) {
    case CMARK_NODE_HEADING:
      g_free(reading->heading);
      reading->heading = commonmark_words(node);
      break;
    case CMARK_NODE_BLOCK_QUOTE:
      read_blocks(reading, node);
      break;
    case CMARK_NODE_LIST:
      for (cmark_node *item = cmark_node_first_child(node); item; item = cmark_node_next(item))
        add_piece(reading, item);
      break;
    default:
      add_piece(reading, node);
    }
  }
}

GPtrArray *
paper_pieces(const char *source)
{
  const SourceReading as_is = { .title = NULL };
  Reading reading = { .pieces = g_ptr_array_new_with_free_func(piece_free) };
  g_autofree char *title = NULL;
  g_autoptr(cmark_node) document = commonmark_parse(source, strlen(source), &as_is, &title, NULL);

  if (document)
    read_blocks(&reading, document);
  g_free(reading.heading);
  return reading.pieces;
}

/* ---- parts ---- */

static bool
is_said(const RowFound *found, int link_count, const GPtrArray *pieces, int block)
{
  for (int i = 0; i < link_count; i++) {
    const PaperPiece *piece =
        found->links[i].piece >= 0 ? pieces->pdata[found->links[i].piece] : NULL;

    if (piece && block >= piece->block && block < piece->block + piece->blocks)
      return true;
  }
  return false;
}

GArray *
paper_parts_said(const RowFound *found, int link_count, const GPtrArray *pieces,
                 const GPtrArray *parts)
{
  GArray *numbers = g_array_new(FALSE, FALSE, sizeof(int));
  int block = 0;

  for (int number = 1; number <= (int)parts->len; number++)
    if (((const PaperPart *)parts->pdata[number - 1])->level == 0 &&
        is_said(found, link_count, pieces, block++))
      g_array_append_val(numbers, number);
  return numbers;
}

/* ---- what links lead to ---- */

static const PaperPiece *
piece_at(const GPtrArray *pieces, int at)
{
  return pieces->pdata[at];
}

/* By print to the list of indices that have it, and by number: papers may have many thousands. */
typedef struct {
  const GPtrArray *pieces;
  GHashTable *by_print, *by_number;
} Index;

static void *
number_key(int number, int more)
{
  return GSIZE_TO_POINTER((gsize)number << 20 | (gsize)more); /* each under a million */
}

static void
index_make(Index *index, const GPtrArray *pieces)
{
  index->pieces = pieces;
  index->by_print =
      g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_array_unref);
  index->by_number = g_hash_table_new(NULL, NULL);
  for (int i = 0; i < (int)pieces->len; i++) {
    const PaperPiece *piece = piece_at(pieces, i);
    void *key = number_key(piece->number, piece->more);
    GArray *same = g_hash_table_lookup(index->by_print, piece->print);

    if (!same) {
      same = g_array_new(FALSE, FALSE, sizeof(int));
      g_hash_table_insert(index->by_print, (char *)piece->print, same);
    }
    g_array_append_val(same, i);
    if (!g_hash_table_contains(index->by_number, key))
      g_hash_table_insert(index->by_number, key, GINT_TO_POINTER(i + 1));
  }
}

static void
index_clear(Index *index)
{
  g_hash_table_destroy(index->by_print);
  g_hash_table_destroy(index->by_number);
}

static int
index_of_number(const Index *index, const EasyLink *link)
{
  return GPOINTER_TO_INT(
             g_hash_table_lookup(index->by_number, number_key(link->number, link->more))) -
         1;
}

/* The piece with these words nearest to `near`; -1: none. */
static int
index_of_print(const Index *index, const char *print, int near)
{
  const GArray *same = g_hash_table_lookup(index->by_print, print);
  int best = -1;

  for (guint i = 0; same && i < same->len; i++) {
    const int at = g_array_index(same, int, i);

    if (best < 0 || ABS(at - near) < ABS(best - near))
      best = at;
  }
  return best;
}

/* -1: no piece has the words of the link. */
static int
find_fine(const Index *index, const EasyLink *link)
{
  const int at = index_of_number(index, link);

  if (!*link->print || (at >= 0 && strcmp(piece_at(index->pieces, at)->print, link->print) == 0))
    return at;
  return index_of_print(index, link->print, MAX(at, 0));
}

static void
find_lost(const Index *index, const EasyRead *easy, EasyFound *found)
{
  for (guint r = 0; r < easy->rows->len; r++) {
    const EasyRow *row = easy->rows->pdata[r];
    RowFound *row_found = &found->rows[r];

    for (int l = 0; l < row->link_count; l++) {
      LinkFound *link = &row_found->links[l];
      const int at = link->state == SAYS_FINE ? -1 : index_of_number(index, &row->links[l]);

      /* Where it was stands what another row says: then it is not its own words changed. */
      if (at >= 0 && row->links[l].number + row->links[l].more > 0 && !found->is_said[at])
        *link = (LinkFound){ SAYS_CHANGED, at };
      row_found->is_out_of_date |= link->state != SAYS_FINE;
    }
    found->out_of_date_count += row_found->is_out_of_date;
  }
}

EasyFound *
easy_find(const EasyRead *easy, const GPtrArray *pieces)
{
  EasyFound *found = g_new0(EasyFound, 1);
  Index index;

  found->rows = g_new0(RowFound, easy->rows->len + 1);
  found->is_said = g_new0(bool, pieces->len + 1);
  index_make(&index, pieces);
  for (guint r = 0; r < easy->rows->len; r++) {
    const EasyRow *row = easy->rows->pdata[r];

    for (int l = 0; l < row->link_count; l++) {
      const int at = find_fine(&index, &row->links[l]);

      found->rows[r].links[l] = (LinkFound){ at < 0 ? SAYS_GONE : SAYS_FINE, at };
      if (at >= 0)
        found->is_said[at] = true;
    }
  }
  find_lost(&index, easy, found);
  index_clear(&index);
  for (guint r = 0; r < easy->rows->len; r++) /* a changed piece has its row too */
    for (int l = 0; l < EASY_LINKS_MAX; l++)
      if (found->rows[r].links[l].state == SAYS_CHANGED)
        found->is_said[found->rows[r].links[l].piece] = true;
  for (guint i = 0; i < pieces->len; i++)
    found->unsaid_count += !found->is_said[i];
  return found;
}

void
easy_found_free(EasyFound *found)
{
  if (!found)
    return;
  g_free(found->rows);
  g_free(found->is_said);
  g_free(found);
}

/* ---- writing links ---- */

EasyLink
easy_link_to(const PaperPiece *piece)
{
  EasyLink link = { .number = piece->number, .more = piece->more };

  g_strlcpy(link.print, piece->print, sizeof link.print);
  return link;
}

void
easy_anchor(EasyRead *easy, const GPtrArray *pieces)
{
  g_autoptr(EasyFound) found = easy_find(easy, pieces);

  for (guint r = 0; r < easy->rows->len; r++) {
    EasyRow *row = easy->rows->pdata[r];

    for (int l = 0; l < row->link_count; l++)
      if (found->rows[r].links[l].state == SAYS_FINE)
        row->links[l] = easy_link_to(piece_at(pieces, found->rows[r].links[l].piece));
  }
}

void
easy_row_accept(EasyRow *row, const RowFound *found, const GPtrArray *pieces)
{
  int count = 0;

  for (int l = 0; l < row->link_count; l++)
    if (found->links[l].state != SAYS_GONE)
      row->links[count++] = easy_link_to(piece_at(pieces, found->links[l].piece));
  row->link_count = count;
}
