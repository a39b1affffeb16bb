/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Patience diff. Stretches wait in a list, not on the stack: a text of any shape is no danger. */
#include "papers/alike.h"

#include <stdbool.h>
#include <string.h>

enum {
  TABLE_MAX = 256 * 1024, /* fields of one table of common subsequences */
  DEPTH_MAX = 24,         /* anchors within anchors */
};

typedef struct {
  guint a, a_end, b, b_end, depth;
} Stretch;

typedef struct {
  const guint32 *a, *b;
  int *in_b;
  GArray *waiting; /* of Stretch */
} Matching;

static void
match_ends(Matching *m, Stretch *s)
{
  while (s->a < s->a_end && s->b < s->b_end && m->a[s->a] == m->b[s->b])
    m->in_b[s->a++] = (int)s->b++;
  while (s->a < s->a_end && s->b < s->b_end && m->a[s->a_end - 1] == m->b[s->b_end - 1])
    m->in_b[--s->a_end] = (int)--s->b_end;
}

/* ---- anchors ---- */

typedef struct {
  guint a, b;       /* where it stands */
  guint in_a, in_b; /* how often */
} Seen;

typedef struct {
  guint a, b;
  int before; /* the one before it in the longest order that ends here; -1: none */
} Anchor;

static GHashTable *
count_both(const Matching *m, const Stretch *s)
{
  GHashTable *seen = g_hash_table_new_full(NULL, NULL, NULL, g_free);

  for (guint i = s->a; i < s->a_end; i++) {
    Seen *one = g_hash_table_lookup(seen, GUINT_TO_POINTER(m->a[i]));

    if (!one) {
      one = g_new0(Seen, 1);
      one->a = i;
      g_hash_table_insert(seen, GUINT_TO_POINTER(m->a[i]), one);
    }
    one->in_a++;
  }
  for (guint i = s->b; i < s->b_end; i++) {
    Seen *one = g_hash_table_lookup(seen, GUINT_TO_POINTER(m->b[i]));

    if (!one)
      continue;
    one->b = i;
    one->in_b++;
  }
  return seen;
}

/* Unique on both sides, in the order of a. */
static GArray *
find_anchors(const Matching *m, const Stretch *s)
{
  GArray *anchors = g_array_new(FALSE, FALSE, sizeof(Anchor));
  g_autoptr(GHashTable) seen = count_both(m, s);

  for (guint i = s->a; i < s->a_end; i++) {
    const Seen *one = g_hash_table_lookup(seen, GUINT_TO_POINTER(m->a[i]));

    if (one->in_a == 1 && one->in_b == 1) {
      const Anchor anchor = { one->a, one->b, -1 };

      g_array_append_val(anchors, anchor);
    }
  }
  return anchors;
}

/* The longest of them that rise in b too (Fredman 1975), as indices from last to first. */
static GArray *
longest_rising(GArray *anchors)
{
  GArray *ends = g_array_new(FALSE, FALSE, sizeof(int)); /* of orders of each length: the lowest */
  GArray *order = g_array_new(FALSE, FALSE, sizeof(int));

  for (guint i = 0; i < anchors->len; i++) {
    Anchor *anchor = &g_array_index(anchors, Anchor, i);
    guint low = 0, high = ends->len;

    while (low < high) {
      const guint middle = (low + high) / 2;

      if (g_array_index(anchors, Anchor, g_array_index(ends, int, middle)).b < anchor->b)
        low = middle + 1;
      else
        high = middle;
    }
    anchor->before = low > 0 ? g_array_index(ends, int, low - 1) : -1;
    if (low == ends->len)
      g_array_set_size(ends, low + 1);
    g_array_index(ends, int, low) = (int)i;
  }
  for (int i = ends->len ? g_array_index(ends, int, ends->len - 1) : -1; i >= 0;
       i = g_array_index(anchors, Anchor, i).before)
    g_array_append_val(order, i);
  g_array_unref(ends);
  return order;
}

/* False: there is none. Else the stretches between them wait. */
static bool
split_at_anchors(Matching *m, const Stretch *s)
{
  g_autoptr(GArray) anchors = find_anchors(m, s);
  g_autoptr(GArray) order = longest_rising(anchors);
  Stretch between = { s->a, s->a, s->b, s->b, s->depth + 1 };

  for (guint i = order->len; i-- > 0;) {
    const Anchor *anchor = &g_array_index(anchors, Anchor, g_array_index(order, int, i));

    m->in_b[anchor->a] = (int)anchor->b;
    between.a_end = anchor->a;
    between.b_end = anchor->b;
    g_array_append_val(m->waiting, between);
    between.a = anchor->a + 1;
    between.b = anchor->b + 1;
  }
  between.a_end = s->a_end;
  between.b_end = s->b_end;
  if (order->len)
    g_array_append_val(m->waiting, between);
  return order->len > 0;
}

/* ---- short stretches ---- */

static void
match_by_table(Matching *m, const Stretch *s)
{
  const guint rows = s->a_end - s->a, columns = s->b_end - s->b, wide = columns + 1;
  g_autofree guint *longest = g_new0(guint, (gsize)(rows + 1) * wide);

  for (guint i = rows; i-- > 0;)
    for (guint j = columns; j-- > 0;)
      longest[i * wide + j] = m->a[s->a + i] == m->b[s->b + j]
                                  ? longest[(i + 1) * wide + j + 1] + 1
                                  : MAX(longest[(i + 1) * wide + j], longest[i * wide + j + 1]);
  for (guint i = 0, j = 0; i < rows && j < columns;) {
    if (m->a[s->a + i] == m->b[s->b + j])
      m->in_b[s->a + i++] = (int)(s->b + j++);
    else if (longest[(i + 1) * wide + j] >= longest[i * wide + j + 1])
      i++;
    else
      j++;
  }
}

void
alike_match(const guint32 *a, guint a_count, const guint32 *b, guint b_count, int *ret_in_b)
{
  g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(Stretch));
  Matching m = { a, b, ret_in_b, waiting };
  const Stretch all = { 0, a_count, 0, b_count, 0 };

  for (guint i = 0; i < a_count; i++)
    ret_in_b[i] = -1;
  g_array_append_val(waiting, all);
  while (waiting->len) {
    Stretch s = g_array_index(waiting, Stretch, waiting->len - 1);

    g_array_set_size(waiting, waiting->len - 1);
    match_ends(&m, &s);
    if (s.a == s.a_end || s.b == s.b_end || (s.depth < DEPTH_MAX && split_at_anchors(&m, &s)))
      continue;
    if ((guint64)(s.a_end - s.a) * (s.b_end - s.b) <= TABLE_MAX)
      match_by_table(&m, &s);
  }
}
