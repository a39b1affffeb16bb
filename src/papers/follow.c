/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which piece of a paper became which when the paper was changed: the same words first, then most
 * of the same words, then the same place between neighbours that stayed. */
#include "papers/pieces.h"

#include <string.h>

/* Beyond so many comparings only the neighbours say it: a paper written anew would cost seconds. */
enum { COMPARED_MAX = 40 * 1000 };
static const double ENOUGH_WORDS = 0.5; /* of all words of both */

typedef struct {
  const GPtrArray *before, *now;
  int *to;        /* by piece before: its index now; -1: not found */
  bool *is_taken; /* by piece now */
} Follow;

static const PaperPiece *
piece_at(const GPtrArray *pieces, int at)
{
  return pieces->pdata[at];
}

static bool
is_same(const Follow *follow, int old, int new)
{
  return strcmp(piece_at(follow->before, old)->print, piece_at(follow->now, new)->print) == 0;
}

static void
pair(Follow *follow, int old, int new)
{
  follow->to[old] = new;
  follow->is_taken[new] = true;
}

/* What is the same at the start and at the end; then, of the rest, the first of the same words with
 * the first of them. */
static void
pair_same(Follow *follow)
{
  const int old_len = (int)follow->before->len, new_len = (int)follow->now->len;
  g_autoptr(GHashTable) waiting =
      g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_queue_free);
  int start = 0, end = 0;

  for (; start < MIN(old_len, new_len) && is_same(follow, start, start); start++)
    pair(follow, start, start);
  for (;
       end < MIN(old_len, new_len) - start && is_same(follow, old_len - 1 - end, new_len - 1 - end);
       end++)
    pair(follow, old_len - 1 - end, new_len - 1 - end);
  for (int i = start; i < new_len - end; i++) {
    GQueue *same = g_hash_table_lookup(waiting, piece_at(follow->now, i)->print);

    if (!same) {
      same = g_queue_new();
      g_hash_table_insert(waiting, (char *)piece_at(follow->now, i)->print, same);
    }
    g_queue_push_tail(same, GINT_TO_POINTER(i));
  }
  for (int i = start; i < old_len - end; i++) {
    GQueue *same = g_hash_table_lookup(waiting, piece_at(follow->before, i)->print);

    if (same && !g_queue_is_empty(same))
      pair(follow, i, GPOINTER_TO_INT(g_queue_pop_head(same)));
  }
}

static GHashTable *
word_set(const char *words)
{
  GHashTable *set = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_auto(GStrv) each = g_strsplit(words, " ", -1);

  for (char **word = each; *word; word++)
    if (**word)
      g_hash_table_add(set, g_strdup(*word));
  return set;
}

/* Words that both have, of all that either has. */
static double
likeness(GHashTable *one, GHashTable *other)
{
  GHashTableIter iter;
  void *word = NULL;
  guint both = 0;

  g_hash_table_iter_init(&iter, one);
  while (g_hash_table_iter_next(&iter, &word, NULL))
    both += g_hash_table_contains(other, word);

  const guint all = g_hash_table_size(one) + g_hash_table_size(other) - both;

  return all > 0 ? (double)both / all : 0;
}

static GPtrArray *
sets_of_untaken(const Follow *follow)
{
  GPtrArray *sets = g_ptr_array_new_with_free_func((GDestroyNotify)g_hash_table_destroy);

  for (int i = 0; i < (int)follow->now->len; i++)
    g_ptr_array_add(sets,
                    follow->is_taken[i] ? word_set("") : word_set(piece_at(follow->now, i)->words));
  return sets;
}

static int
count_without_place(const Follow *follow)
{
  int count = 0;

  for (guint i = 0; i < follow->before->len; i++)
    count += follow->to[i] < 0;
  return count;
}

static int
count_untaken(const Follow *follow)
{
  int count = 0;

  for (guint i = 0; i < follow->now->len; i++)
    count += !follow->is_taken[i];
  return count;
}

static void
pair_like(Follow *follow)
{
  const int old_left = count_without_place(follow);
  const int new_left = count_untaken(follow);

  if (old_left == 0 || new_left == 0 || old_left > COMPARED_MAX / new_left)
    return;

  g_autoptr(GPtrArray) sets = sets_of_untaken(follow);

  for (int i = 0; i < (int)follow->before->len; i++) {
    int best = -1;
    double best_likeness = ENOUGH_WORDS;

    if (follow->to[i] >= 0)
      continue;

    g_autoptr(GHashTable) words = word_set(piece_at(follow->before, i)->words);

    for (int j = 0; j < (int)follow->now->len; j++) {
      const double like = follow->is_taken[j] ? 0 : likeness(words, sets->pdata[j]);

      if (like >= best_likeness && (best < 0 || like > best_likeness)) {
        best = j;
        best_likeness = like;
      }
    }
    if (best >= 0)
      pair(follow, i, best);
  }
}

/* Pieces before from..end are left over between two that stayed: when as many are left over now
 * between those two, they are these, one by one. */
static void
pair_gap(Follow *follow, int from, int end)
{
  const int low = from > 0 ? follow->to[from - 1] : -1;
  const int high = end < (int)follow->before->len ? follow->to[end] : (int)follow->now->len;
  int left = 0;

  for (int j = low + 1; j < high; j++)
    left += !follow->is_taken[j];
  if (high <= low || left != end - from)
    return;
  for (int i = from, j = low + 1; i < end; j++)
    if (!follow->is_taken[j])
      pair(follow, i++, j);
}

static void
pair_places(Follow *follow)
{
  const int len = (int)follow->before->len;

  for (int i = 0; i < len; i++) {
    int end = i;

    while (end < len && follow->to[end] < 0)
      end++;
    if (end > i)
      pair_gap(follow, i, end);
    i = end;
  }
}

static void
follow_link(EasyLink *link, const LinkFound *found, const Follow *follow)
{
  const PaperPiece *piece = NULL;

  if (found->piece >= 0 && follow->to[found->piece] >= 0)
    piece = piece_at(follow->now, follow->to[found->piece]);
  if (found->state == SAYS_FINE && !*link->print)
    g_strlcpy(link->print, piece_at(follow->before, found->piece)->print, sizeof link->print);
  link->number = piece ? piece->number : 0;
  link->more = piece ? piece->more : 0;
  if (!*link->print) /* it led nowhere: nothing says what it meant */
    g_strlcpy(link->print, "none", sizeof link->print);
}

void
easy_follow(EasyRead *easy, const GPtrArray *before, const GPtrArray *now)
{
  g_autoptr(EasyFound) found = easy_find(easy, before);
  Follow follow = { .before = before, .now = now };

  follow.to = g_new(int, before->len + 1);
  for (guint i = 0; i < before->len; i++)
    follow.to[i] = -1;
  follow.is_taken = g_new0(bool, now->len + 1);
  pair_same(&follow);
  pair_like(&follow);
  pair_places(&follow);
  for (guint r = 0; r < easy->rows->len; r++) {
    EasyRow *row = easy->rows->pdata[r];

    for (int l = 0; l < row->link_count; l++)
      follow_link(&row->links[l], &found->rows[r].links[l], &follow);
  }
  easy_anchor(easy, now); /* words that came back, or moved away from their neighbours */
  g_free(follow.to);
  g_free(follow.is_taken);
}
