/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How long looking for papers and for what people said about them takes among very many: questions
 * of one to four words, common and rare, by an organiser and by a member whom every third paper
 * reached. On what TEST_DATABASE_URL says, as in tests.
 *   bench-find [PAPERS]      so many papers, and as many comments
 * Milliseconds: median, slowest of a hundred, slowest; one line a viewer. Both are looked for, as
 * the page does. The same print on both engines: the same answers in the same order.
 */
#include "papers/find.h"
#include "base/clock.h"
#include "papers/comments.h"
#include "papers/test_world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum {
  PAPERS = 100000,
  WORDS = 20000,
  WORDS_A_PAPER = 60,
  WORDS_A_COMMENT = 25,
  QUESTIONS = 300,
  A_JOB = 500,
  ROWS_A_STATEMENT = 20 /* a statement has 64 parameters at most */
};

/* Words to store, many a statement: eight million one by one take half an hour. */
typedef struct {
  char *sql;
  char words[ROWS_A_STATEMENT][16];
  int64_t ids[ROWS_A_STATEMENT];
  int weights[ROWS_A_STATEMENT], count;
} Rows;

typedef struct {
  GRand *random;
  int64_t member_id, first_id;
  int from, count;
  Rows *of_papers, *of_comments;
} Fill;

/* As words are spread in real texts: the n-th most common is n times rarer than the first (Zipf).
 */
static int
pick_word(GRand *random)
{
  return (int)(pow(WORDS, g_rand_double(random))) - 1;
}

/* `start`: up to the first row; `row`: one row, its word at {0}, its id at {1}, its weight at {2}.
 */
static Rows *
rows_new(const char *start, const char *row)
{
  Rows *rows = g_new0(Rows, 1);
  g_autoptr(GString) sql = g_string_new(start);

  for (int i = 0; i < ROWS_A_STATEMENT; i++) {
    g_autoptr(GString) one = g_string_new(row);

    for (int slot = 0; slot < 3; slot++) {
      const char from[] = { '{', (char)('0' + slot), '}', '\0' };
      g_autofree char *to = g_strdup_printf("?%d", 2 + 3 * i + slot);

      g_string_replace(one, from, to, 0);
    }
    g_string_append_printf(sql, "%s%s", i > 0 ? ", " : " ", one->str);
  }
  g_string_append(sql, " ON CONFLICT DO NOTHING");
  rows->sql = g_string_free(g_steal_pointer(&sql), FALSE);
  return rows;
}

static void
rows_free(Rows *rows)
{
  g_free(rows->sql);
  g_free(rows);
}

/* A statement that is not full stores its last row again, which changes nothing. */
static void
rows_store(Rows *rows, Txn *txn, const Act *act)
{
  if (rows->count == 0)
    return;

  g_autoptr(Query) q = db_change_literal(txn, act, rows->sql);

  for (int i = 0; i < ROWS_A_STATEMENT; i++) {
    const int from = MIN(i, rows->count - 1);

    bind_text(q, 2 + 3 * i, rows->words[from]);
    bind_int(q, 3 + 3 * i, rows->ids[from]);
    bind_int(q, 4 + 3 * i, rows->weights[from]);
  }
  query_run(q);
  rows->count = 0;
}

static void
add_words(Rows *rows, Txn *txn, const Act *act, GRand *random, int64_t id, int words)
{
  for (int i = 0; i < words; i++) {
    const int at = rows->count++;

    g_snprintf(rows->words[at], sizeof rows->words[at], "w%d", pick_word(random));
    rows->ids[at] = id;
    rows->weights[at] = g_rand_int_range(random, 1, 6);
    if (rows->count == ROWS_A_STATEMENT)
      rows_store(rows, txn, act);
  }
}

static void
add_paper_row(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO paper (community_id, id, title, title_key, source, easy_source, language,"
      " reading, problem, made_by, made_at_us, changed_at_us, sent_at_us)"
      " VALUES (?1, ?2, 'Minutes', 'minutes', '', '', 'en-GB', 'done', '', 1, 1, 1, 1)");

  bind_int(q, 2, id);
  query_run(q);
}

static void
add_delivery_row(Txn *txn, const Act *act, int64_t id, int64_t member_id)
{
  {
    g_autoptr(Query) q =
        db_change(txn, act,
                  "INSERT INTO release (community_id, id, paper_id, made_by, made_at_us, origin,"
                  " released_at_us, override_reason) VALUES (?1, ?2, ?2, 1, 1, '', 1, '')");

    bind_int(q, 2, id);
    query_run(q);
  }
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO delivery (community_id, id, release_id, paper_id, "
                                 "member_id, released_at_us, way,"
                                 " formats, link_id, done_at_us, done_by) VALUES (?1, ?2, ?2, ?2, "
                                 "?3, 1, 'post', ?4, 0, 1, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, "", 0);
  query_run(q);
}

static void
add_comment_row(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_comment (community_id, id, paper_id, member_id, noted_by, way,"
                " is_nameless, version, part, print, about, said_at_us, hidden_why, words)"
                " VALUES (?1, ?2, ?2, 1, 0, 'page', 0, 1, 0, '', '', 1, '', 'We meet too late')");

  bind_int(q, 2, id);
  query_run(q);
}

static bool
fill_some(Txn *txn, const Act *act, void *data)
{
  Fill *fill = data;

  for (int i = 0; i < fill->count; i++) {
    const int64_t id = fill->first_id + fill->from + i;

    add_paper_row(txn, act, id);
    add_words(fill->of_papers, txn, act, fill->random, id, WORDS_A_PAPER);
    add_comment_row(txn, act, id);
    add_words(fill->of_comments, txn, act, fill->random, id, WORDS_A_COMMENT);
    if ((fill->from + i) % 3 == 0)
      add_delivery_row(txn, act, id, fill->member_id);
  }
  rows_store(fill->of_papers, txn, act);
  rows_store(fill->of_comments, txn, act);
  if (txn_trouble(txn))
    g_error("%s", txn_trouble_detail(txn));
  return true;
}

static int
by_value(const void *a, const void *b)
{
  const double *one = a, *other = b;

  return (*one > *other) - (*one < *other);
}

static void
measure(World *world, const char *who, int64_t member_id)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  static double took_ms[QUESTIONS];
  g_autoptr(GString) answers = g_string_new(NULL);
  int64_t found = 0, said = 0;

  for (int i = 0; i < QUESTIONS; i++) {
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    g_autoptr(GString) typed = g_string_new(NULL);
    int asked = 0;

    for (int w = 0; w <= i % FIND_WORDS_MAX; w++)
      g_string_append_printf(typed, "w%d ", pick_word(random));

    const int64_t began_us = clock_monotonic_us();
    Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
    const Paper *papers = papers_with_words(txn, arena, member_id, typed->str, 20, &asked);
    const FoundComment *comments = comments_with_words(txn, arena, member_id, typed->str, 10);

    if (txn_trouble(txn))
      g_error("%s", txn_trouble_detail(txn));
    db_end_read(txn);
    took_ms[i] = (double)(clock_monotonic_us() - began_us) / US_PER_MS;
    for (; papers->id; papers++, found++)
      g_string_append_printf(answers, "p%" G_GINT64_FORMAT " ", papers->id);
    for (; comments->id; comments++, said++)
      g_string_append_printf(answers, "c%" G_GINT64_FORMAT " ", comments->id);
    g_string_append(answers, "\n");
  }
  g_autofree char *print = g_compute_checksum_for_string(G_CHECKSUM_SHA256, answers->str, -1);

  qsort(took_ms, QUESTIONS, sizeof *took_ms, by_value);
  printf("%-10s %8.2f %8.2f %8.2f   %d questions, %d papers and %d comments shown, print %.12s\n",
         who, took_ms[QUESTIONS / 2], took_ms[QUESTIONS * 99 / 100], took_ms[QUESTIONS - 1],
         QUESTIONS, (int)found, (int)said, print);
}

int
main(int argc, char **argv)
{
  const int papers = argc > 1 ? (int)g_ascii_strtoll(argv[1], NULL, 10) : PAPERS;
  void *state = NULL;

  world_set_up(&state);

  World *world = state;
  g_autoptr(GRand) random = g_rand_new_with_seed(3);
  Fill fill = { .random = random, .first_id = 1000000 };

  fill.of_papers = rows_new("INSERT INTO paper_word (community_id, word, paper_id, weight) VALUES",
                            "(?1, {0}, {1}, {2})");
  fill.of_comments =
      rows_new("INSERT INTO comment_word (community_id, word, comment_id, paper_id, weight) VALUES",
               "(?1, {0}, {1}, {1}, {2})");
  fill.member_id = world_add_member(world, "Ann", REACH_POST, "4 Ferry Lane", "");
  for (; fill.from < papers; fill.from += fill.count) {
    fill.count = MIN(A_JOB, papers - fill.from);
    if (test_db_write(world->test, world_act(world), fill_some, &fill) != WRITE_KEPT)
      g_error("the papers could not be stored");
  }
  rows_free(fill.of_papers);
  rows_free(fill.of_comments);
  measure(world, "organiser", 0);
  measure(world, "member", fill.member_id);
  world_tear_down(&state);
  return 0;
}
