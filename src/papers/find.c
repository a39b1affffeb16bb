/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking for papers, and keeping the words by which they are found. */
#include "papers/find.h"

#include "base/text.h"
#include "db/writer.h"

#include <string.h>

enum { TITLE_WEIGHT = 8, BODY_WEIGHT_MAX = 5, ROWS_A_STATEMENT = 20, WORDS_A_JOB = 300 };
enum { MISSING_A_RUN = 100 };

/* ---- words ---- */

/* "gardens" is found by "garden": the three rules for plurals of Harman, "How effective is
 * suffixing?", JASIS 42 (1991). Done to text and question alike, so in other languages it only
 * makes two endings one. */
static void
drop_plural(GString *word)
{
  static const struct {
    const char *ending, *not_after, *put;
  } rules[] = { { "ies", "ea", "y" }, { "es", "aeo", "e" }, { "s", "us", "" } };

  for (size_t i = 0; i < G_N_ELEMENTS(rules); i++) {
    const size_t ending = strlen(rules[i].ending);

    if (word->len < ending + 2 || !g_str_has_suffix(word->str, rules[i].ending) ||
        strchr(rules[i].not_after, word->str[word->len - ending - 1]))
      continue;
    g_string_truncate(word, word->len - ending);
    g_string_append(word, rules[i].put);
    return;
  }
}

static void
end_word(GString *word, void (*take)(const char *word, void *data), void *data)
{
  if (word->len == 0)
    return;
  drop_plural(word);
  if (word->len > FIND_TOKEN_MAX) {
    const char *end = g_utf8_find_prev_char(word->str, word->str + FIND_TOKEN_MAX + 1);

    g_string_truncate(word, end ? (gsize)(end - word->str) : 0);
  }
  take(word->str, data);
  g_string_truncate(word, 0);
}

/* An apostrophe inside a word is left out: "don't" is one word. */
static bool
is_apostrophe(gunichar letter)
{
  return letter == '\'' || letter == 0x2019;
}

void
find_each_word(const char *text, void (*take)(const char *word, void *data), void *data)
{
  g_autofree char *folded = text_sort_key(text);
  g_autoptr(GString) word = g_string_new(NULL);

  for (const char *at = folded; *at; at = g_utf8_next_char(at)) {
    const gunichar letter = g_utf8_get_char(at);

    if (g_unichar_isalnum(letter))
      g_string_append_unichar(word, letter);
    else if (!is_apostrophe(letter))
      end_word(word, take, data);
  }
  end_word(word, take, data);
}

/* ---- looking ---- */

static void
ask_word(const char *word, void *data)
{
  FindAsked *asked = data;

  for (int i = 0; i < asked->count; i++)
    if (strcmp(asked->words[i], word) == 0)
      return;
  if (asked->count < FIND_WORDS_MAX)
    asked->words[asked->count++] = g_strdup(word);
}

FindAsked
find_ask(const char *typed)
{
  FindAsked asked = { .count = 0 };

  find_each_word(typed, ask_word, &asked);
  return asked;
}

void
find_asked_clear(FindAsked *asked)
{
  for (int i = 0; i < asked->count; i++)
    g_free(asked->words[i]);
  asked->count = 0;
}

void
find_put_first(FindAsked *asked, const int64_t counts[FIND_WORDS_MAX])
{
  int rarest = 0;

  for (int i = 1; i < asked->count; i++)
    if (counts[i] < counts[rarest])
      rarest = i;

  char *first = asked->words[rarest];

  asked->words[rarest] = asked->words[0];
  asked->words[0] = first;
}

/* The rarest first: its papers are looked at one by one. Counting stops where it does not matter.
 */
static void
put_rarest_first(Txn *txn, FindAsked *asked)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT (SELECT count(*) FROM (SELECT 1 FROM paper_word WHERE community_id = ?1"
                    " AND word = ?2 LIMIT ?6) a),"
                    " (SELECT count(*) FROM (SELECT 1 FROM paper_word WHERE community_id = ?1"
                    " AND word = ?3 LIMIT ?6) b),"
                    " (SELECT count(*) FROM (SELECT 1 FROM paper_word WHERE community_id = ?1"
                    " AND word = ?4 LIMIT ?6) c),"
                    " (SELECT count(*) FROM (SELECT 1 FROM paper_word WHERE community_id = ?1"
                    " AND word = ?5 LIMIT ?6) d)");
  int64_t counts[FIND_WORDS_MAX] = { 0 };

  for (int i = 0; i < FIND_WORDS_MAX; i++)
    bind_text(q, 2 + i, i < asked->count ? asked->words[i] : "");
  bind_int(q, 6, FIND_NEWEST + 1);
  if (!query_next(q))
    return;
  for (int i = 0; i < asked->count; i++)
    counts[i] = col_int(q, i);
  find_put_first(asked, counts);
}

static int
read_found(Query *q, Arena *arena, Paper *papers, int limit)
{
  int count = 0;

  for (; count < limit && query_next(q); count++)
    papers[count] = (Paper){
      .id = col_int(q, 0),
      .title = arena_text(arena, col_text(q, 1)),
      .is_sent = !col_is_null(q, 2),
      .sent_at_us = col_int(q, 2),
    };
  return count;
}

/* The newest papers with the rarest word, of which those stay that have the others too. ?2: member,
 * ?3: how many of the newest, ?4: how many to show, ?5 and on: the words. */
#define BEST "SELECT f.paper_id, p.title, p.sent_at_us FROM (SELECT a.paper_id, "
#define OF_WORD                                                                            \
  " AS rank FROM (SELECT w.paper_id, w.weight FROM paper_word w WHERE w.community_id = ?1" \
  " AND w.word = ?5 AND "
#define BY_MEMBER                                                                   \
  "EXISTS (SELECT 1 FROM delivery e WHERE e.community_id = ?1 AND e.member_id = ?2" \
  " AND e.paper_id = w.paper_id AND e.released_at_us IS NOT NULL)"
#define NEWEST     " ORDER BY w.paper_id DESC LIMIT ?3) a"
#define BY_ANYBODY "?2 = 0"
#define WITH_B \
  " JOIN paper_word b ON b.community_id = ?1 AND b.word = ?6 AND b.paper_id = a.paper_id"
#define WITH_C \
  " JOIN paper_word c ON c.community_id = ?1 AND c.word = ?7 AND c.paper_id = a.paper_id"
#define WITH_D \
  " JOIN paper_word d ON d.community_id = ?1 AND d.word = ?8 AND d.paper_id = a.paper_id"
#define IN_ORDER                                               \
  " ORDER BY rank DESC, a.paper_id DESC LIMIT ?4) f"           \
  " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id" \
  " ORDER BY f.rank DESC, f.paper_id DESC"

static Query *
ask_for_all(Txn *txn, int words)
{
  switch (words) {
  case 1:
    return db_query(txn, BEST "a.weight" OF_WORD BY_ANYBODY NEWEST IN_ORDER);
  case 2:
    return db_query(txn, BEST "a.weight + b.weight" OF_WORD BY_ANYBODY NEWEST WITH_B IN_ORDER);
  case 3:
    return db_query(
        txn,
        BEST "a.weight + b.weight + c.weight" OF_WORD BY_ANYBODY NEWEST WITH_B WITH_C IN_ORDER);
  default:
    return db_query(txn, BEST "a.weight + b.weight + c.weight + d.weight" OF_WORD BY_ANYBODY NEWEST
                             WITH_B WITH_C WITH_D IN_ORDER);
  }
}

/* Apart from the statement above, and not "?2 = 0 OR EXISTS ...": under an OR PostgreSQL reads all
 * that ever reached the member into a table of its own before it looks at the first word. */
static Query *
ask_for_member(Txn *txn, int words)
{
  switch (words) {
  case 1:
    return db_query(txn, BEST "a.weight" OF_WORD BY_MEMBER NEWEST IN_ORDER);
  case 2:
    return db_query(txn, BEST "a.weight + b.weight" OF_WORD BY_MEMBER NEWEST WITH_B IN_ORDER);
  case 3:
    return db_query(
        txn, BEST "a.weight + b.weight + c.weight" OF_WORD BY_MEMBER NEWEST WITH_B WITH_C IN_ORDER);
  default:
    return db_query(txn, BEST "a.weight + b.weight + c.weight + d.weight" OF_WORD BY_MEMBER NEWEST
                             WITH_B WITH_C WITH_D IN_ORDER);
  }
}

const Paper *
papers_with_words(Txn *txn, Arena *arena, int64_t member_id, const char *typed, int limit,
                  int *ret_asked)
{
  Paper *papers = arena_new_of(arena, Paper, (size_t)limit + 1);
  g_auto(FindAsked) asked = find_ask(typed);

  if (asked.count > 0) {
    put_rarest_first(txn, &asked);

    g_autoptr(Query) q =
        member_id ? ask_for_member(txn, asked.count) : ask_for_all(txn, asked.count);

    bind_int(q, 2, member_id);
    bind_int(q, 3, FIND_NEWEST);
    bind_int(q, 4, limit);
    for (int i = 0; i < asked.count; i++)
      bind_text(q, 5 + i, asked.words[i]);
    papers[read_found(q, arena, papers, limit)] = (Paper){ .id = 0 };
  }
  *ret_asked = asked.count;
  return papers;
}

/* ---- keeping ---- */

typedef struct {
  int64_t paper_id, at_us;
  GHashTable *weights; /* word → how often, as GINT_TO_POINTER */
  int weight, weight_max;
  GPtrArray *words; /* the keys, in byte order: both engines store the same */
  guint from;
} Words;

static void
weigh_word(const char *word, void *data)
{
  Words *words = data;
  gpointer found = NULL;
  const bool is_known = g_hash_table_lookup_extended(words->weights, word, NULL, &found);
  const int weight = GPOINTER_TO_INT(found);

  if (!is_known && g_hash_table_size(words->weights) >= FIND_TOKENS_MAX)
    return;
  if (!is_known || weight < words->weight_max)
    g_hash_table_insert(words->weights, g_strdup(word), GINT_TO_POINTER(weight + words->weight));
}

static int
by_bytes(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
gather_words(Words *words, const Paper *paper)
{
  GHashTableIter all;
  gpointer word;

  words->weight = 1;
  words->weight_max = BODY_WEIGHT_MAX;
  find_each_word(paper->title, weigh_word, words); /* first: its words are never left out */
  find_each_word(paper->source, weigh_word, words);
  find_each_word(paper->easy_source, weigh_word, words);
  words->weight = TITLE_WEIGHT;
  words->weight_max = INT_MAX;
  find_each_word(paper->title, weigh_word, words);
  g_hash_table_iter_init(&all, words->weights);
  while (g_hash_table_iter_next(&all, &word, NULL))
    g_ptr_array_add(words->words, word);
  g_ptr_array_sort(words->words, by_bytes);
}

static void
bind_word(Query *q, int slot, const Words *words, guint at)
{
  const char *word = words->words->pdata[at];

  bind_text(q, slot, word);
  bind_int(q, slot + 1, GPOINTER_TO_INT(g_hash_table_lookup(words->weights, word)));
}

static void
add_one(Txn *txn, const Act *act, const Words *words, guint at)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO paper_word (community_id, word, paper_id, weight)"
                                 " VALUES (?1, ?3, ?2, ?4)");

  bind_int(q, 2, words->paper_id);
  bind_word(q, 3, words, at);
  query_run(q);
}

static void
add_many(Txn *txn, const Act *act, const Words *words, guint at)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_word (community_id, word, paper_id, weight) VALUES"
                " (?1, ?3, ?2, ?4), (?1, ?5, ?2, ?6), (?1, ?7, ?2, ?8), (?1, ?9, ?2, ?10), "
                "(?1, ?11, ?2, ?12), (?1, ?13, ?2, ?14), (?1, ?15, ?2, ?16), "
                "(?1, ?17, ?2, ?18), (?1, ?19, ?2, ?20), (?1, ?21, ?2, ?22), "
                "(?1, ?23, ?2, ?24), (?1, ?25, ?2, ?26), (?1, ?27, ?2, ?28), "
                "(?1, ?29, ?2, ?30), (?1, ?31, ?2, ?32), (?1, ?33, ?2, ?34), "
                "(?1, ?35, ?2, ?36), (?1, ?37, ?2, ?38), (?1, ?39, ?2, ?40), "
                "(?1, ?41, ?2, ?42)");

  bind_int(q, 2, words->paper_id);
  for (int i = 0; i < ROWS_A_STATEMENT; i++)
    bind_word(q, 3 + 2 * i, words, at + (guint)i);
  query_run(q);
}

static void
drop_words(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM paper_word WHERE community_id = ?1 AND paper_id = ?2");

  bind_int(q, 2, paper_id);
  query_run(q);
}

/* One part of a long paper's words: the writer is not held for longer. */
static bool
store_part(Txn *txn, void *data)
{
  const Words *words = data;
  const Act act = { .community_id = txn_community(txn),
                    .role = ACT_AS_PROGRAM,
                    .at_us = words->at_us };
  const guint end = MIN(words->from + WORDS_A_JOB, words->words->len);
  guint at = words->from;

  if (at == 0)
    drop_words(txn, &act, words->paper_id);
  for (; at + ROWS_A_STATEMENT <= end; at += ROWS_A_STATEMENT)
    add_many(txn, &act, words, at);
  for (; at < end; at++)
    add_one(txn, &act, words, at);
  return !txn_trouble(txn);
}

static const Paper *
read_paper(Db *db, const OutboxTask *task, Arena *arena, Trouble *ret_trouble)
{
  Txn *txn = db_begin_read(db, task->community_id);
  const Paper *paper = papers_find(txn, arena, task->thing_id);

  *ret_trouble = txn_trouble(txn);
  db_end_read(txn);
  return paper;
}

static OutboxResult
keep_words_of(Db *db, const OutboxTask *task)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  Words words = {
    .paper_id = task->thing_id, .at_us = task->at_us, .weights = weights, .words = sorted
  };
  Trouble trouble = TROUBLE_NONE;
  const Paper *paper = read_paper(db, task, arena, &trouble);

  if (trouble)
    return OUTBOX_RETRY;
  if (!paper)
    return OUTBOX_DONE;
  gather_words(&words, paper);
  for (; words.from == 0 || words.from < sorted->len; words.from += WORDS_A_JOB)
    if (db_write_and_wait(db, task->community_id, store_part, &words, &trouble) != WRITE_KEPT)
      return OUTBOX_RETRY;
  return OUTBOX_DONE;
}

void
papers_keep_words_now(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(8 * 1024 * 1024);
  g_autoptr(GHashTable) weights = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GPtrArray) sorted = g_ptr_array_new();
  Words words = { .paper_id = paper_id, .at_us = act->at_us, .weights = weights, .words = sorted };
  const Paper *paper = papers_find(txn, arena, paper_id);

  if (!paper)
    return;
  gather_words(&words, paper);
  for (; words.from == 0 || words.from < sorted->len; words.from += WORDS_A_JOB)
    if (!store_part(txn, &words))
      return;
}

void
papers_ask_words(Txn *txn, const Act *act, int64_t paper_id)
{
  outbox_add(txn, act, "paper-words", paper_id);
}

/* Papers from before there was any finding, or brought in without their words. */
static bool
ask_missing(Txn *txn, void *data)
{
  const OutboxTask *task = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = outbox_task_act(task, ids);
  g_autoptr(GArray) missing = g_array_new(FALSE, FALSE, sizeof(int64_t));
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT p.id FROM paper p WHERE p.community_id = ?1 AND NOT EXISTS"
                      " (SELECT 1 FROM paper_word w WHERE w.community_id = ?1"
                      " AND w.paper_id = p.id) AND p.reading = 'done' ORDER BY p.id DESC LIMIT ?2");

    bind_int(q, 2, MISSING_A_RUN);
    while (query_next(q)) {
      const int64_t id = col_int(q, 0);

      g_array_append_val(missing, id);
    }
  }
  for (guint i = 0; i < missing->len; i++)
    papers_ask_words(txn, &act, g_array_index(missing, int64_t, i));
  return !txn_trouble(txn);
}

OutboxResult
keep_paper_words(Db *db, const OutboxTask *task, void *data)
{
  Trouble trouble = TROUBLE_NONE;

  (void)data;
  if (task->thing_id != 0)
    return keep_words_of(db, task);
  return db_write_and_wait(db, task->community_id, ask_missing, (void *)task, &trouble) ==
                 WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
