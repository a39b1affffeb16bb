/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping the words by which comments are found. A comment is short: it is done with the comment
 * itself, in one transaction. */
#include "papers/comments.h"

#include "papers/find.h"

enum { ROWS_A_STATEMENT = 10, WEIGHT_MAX = 5 };

typedef struct {
  GHashTable *weights; /* word → how often */
  GPtrArray *words;    /* the keys, as they came first: both engines store the same */
} Weighed;

static void
weigh(const char *word, void *data)
{
  Weighed *weighed = data;
  const int weight = GPOINTER_TO_INT(g_hash_table_lookup(weighed->weights, word));

  if (weight == 0) {
    char *kept = g_strdup(word);

    g_ptr_array_add(weighed->words, kept);
    g_hash_table_insert(weighed->weights, kept, GINT_TO_POINTER(1));
  } else if (weight < WEIGHT_MAX) {
    g_hash_table_insert(weighed->weights, g_strdup(word), GINT_TO_POINTER(weight + 1));
  }
}

static void
bind_word(Query *q, int slot, const Weighed *weighed, guint at)
{
  const char *word = weighed->words->pdata[at];

  bind_text(q, slot, word);
  bind_int(q, slot + 1, GPOINTER_TO_INT(g_hash_table_lookup(weighed->weights, word)));
}

static void
add_one(Txn *txn, const Act *act, int64_t comment_id, int64_t paper_id, const Weighed *weighed,
        guint at)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO comment_word (community_id, word, comment_id, paper_id, weight)"
                " VALUES (?1, ?4, ?2, ?3, ?5)");

  bind_int(q, 2, comment_id);
  bind_int(q, 3, paper_id);
  bind_word(q, 4, weighed, at);
  query_run(q);
}

static void
add_ten(Txn *txn, const Act *act, int64_t comment_id, int64_t paper_id, const Weighed *weighed,
        guint at)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO comment_word (community_id, word, comment_id, paper_id, weight) VALUES"
                " (?1, ?4, ?2, ?3, ?5), (?1, ?6, ?2, ?3, ?7), (?1, ?8, ?2, ?3, ?9),"
                " (?1, ?10, ?2, ?3, ?11), (?1, ?12, ?2, ?3, ?13), (?1, ?14, ?2, ?3, ?15),"
                " (?1, ?16, ?2, ?3, ?17), (?1, ?18, ?2, ?3, ?19), (?1, ?20, ?2, ?3, ?21),"
                " (?1, ?22, ?2, ?3, ?23)");

  bind_int(q, 2, comment_id);
  bind_int(q, 3, paper_id);
  for (int i = 0; i < ROWS_A_STATEMENT; i++)
    bind_word(q, 4 + 2 * i, weighed, at + (guint)i);
  query_run(q);
}

void
comments_keep_words(Txn *txn, const Act *act, int64_t comment_id, int64_t paper_id,
                    const char *words)
{
  g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) list = g_ptr_array_new();
  Weighed weighed = { .weights = weights, .words = list };
  guint at = 0;
  {
    g_autoptr(Query) drop =
        db_change(txn, act, "DELETE FROM comment_word WHERE community_id = ?1 AND comment_id = ?2");

    bind_int(drop, 2, comment_id);
    query_run(drop);
  }
  find_each_word(words ? words : "", weigh, &weighed);
  for (; at + ROWS_A_STATEMENT <= list->len; at += ROWS_A_STATEMENT)
    add_ten(txn, act, comment_id, paper_id, &weighed, at);
  for (; at < list->len; at++)
    add_one(txn, act, comment_id, paper_id, &weighed, at);
}

typedef struct {
  int64_t id, paper_id;
  char *words;
} Kept;

static void
kept_clear(gpointer kept)
{
  g_free(((Kept *)kept)->words);
}

/* A hundred at a time: there may be very many. Returns the last, 0: that was all. */
static int64_t
keep_some(Txn *txn, const Act *act, int64_t after_id)
{
  enum { AT_ONCE = 100 };
  g_autoptr(GArray) some = g_array_new(FALSE, FALSE, sizeof(Kept));
  int64_t last_id = 0;

  g_array_set_clear_func(some, kept_clear);
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id, paper_id, words FROM paper_comment WHERE community_id = ?1"
                      " AND id > ?2 AND hidden_at_us IS NULL ORDER BY id LIMIT ?3");

    bind_int(q, 2, after_id);
    bind_int(q, 3, AT_ONCE);
    while (query_next(q)) {
      const Kept one = { col_int(q, 0), col_int(q, 1), g_strdup(col_text(q, 2)) };

      g_array_append_val(some, one);
    }
  }
  for (guint i = 0; i < some->len && !txn_trouble(txn); i++) {
    const Kept *one = &g_array_index(some, Kept, i);

    comments_keep_words(txn, act, one->id, one->paper_id, one->words);
    last_id = one->id;
  }
  return some->len == AT_ONCE && !txn_trouble(txn) ? last_id : 0;
}

void
comments_keep_all_words(Txn *txn, const Act *act)
{
  int64_t after_id = 0;

  while ((after_id = keep_some(txn, act, after_id)))
    ;
}
