/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding papers: folding, who finds what, and the order, recomputed here from the texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "db/writer.h"
#include "papers/find.h"
#include "papers/test_world.h"

#include <string.h>

enum { PAPERS = 60, QUESTIONS = 120 };

static const OutboxHandler handlers[] = { { .kind = "paper-words", .run = keep_paper_words },
                                          { .kind = NULL } };

static void
add_word(const char *word, void *data)
{
  g_string_append_printf(data, "%s|", word);
}

static void
words_are_folded(void **state)
{
  static const struct {
    const char *text, *words;
  } rows[] = {
    { "", "" },
    { " ,.;—", "" },
    { "Café CAFÉ", "cafe|cafe|" },
    { "The gardens, gardening", "the|garden|gardening|" },
    { "policies shoes buses bus glass bees", "policy|shoe|buse|bus|glass|bee|" },
    { "don't don\xe2\x80\x99t", "dont|dont|" },
    { "£1,200 at 10:30", "1|200|at|10|30|" },
    { "Straße ŷd", "strasse|yd|" },
    { "![A calendar](calendar)", "a|calendar|calendar|" },
    { "s is es", "s|is|es|" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GString) words = g_string_new(NULL);

    find_each_word(rows[i].text, add_word, words);
    assert_string_equal(words->str, rows[i].words);
  }
}

/* A word of a thousand letters is cut at a whole letter. */
static void
long_words_are_cut(void **state)
{
  g_autoptr(GString) text = g_string_new("x"), words = g_string_new(NULL);

  (void)state;
  for (int i = 0; i < 1000; i++)
    g_string_append(text, "\xd0\xb6"); /* two bytes each, so forty is no end of one */
  find_each_word(text->str, add_word, words);
  assert_true(words->len > 30 && words->len <= FIND_TOKEN_MAX + 1);
  assert_true(g_utf8_validate(words->str, -1, NULL));
}

/* ---- the database ---- */

static int
count_of(const Paper *papers)
{
  int count = 0;

  while (papers[count].id)
    count++;
  return count;
}

static const Paper *
look(World *world, Arena *arena, int64_t member_id, const char *typed)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int asked = -1;
  const Paper *papers = papers_with_words(txn, arena, member_id, typed, 20, &asked);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  assert_true(txn_statements(txn) <= 2);
  db_end_read(txn);
  assert_in_range(asked, 0, FIND_WORDS_MAX);
  return papers;
}

static void
keep_words(World *world)
{
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
}

static void
a_changed_paper_is_found_by_its_new_words(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const int64_t id = world_add_paper(world, "Roofs", "The roof leaks over the hall.");

  keep_words(world);
  assert_int_equal(look(world, arena, 0, "ROOF hall")->id, id);
  assert_int_equal(look(world, arena, 0, "roof garden")->id, 0);
  assert_int_equal(look(world, arena, 0, "?!")->id, 0);
  world_change_paper(
      world, &(Paper){ .id = id, .title = "Gardens", .source = "We dig.", .easy_source = "" },
      true);
  keep_words(world);
  assert_int_equal(look(world, arena, 0, "roof")->id, 0);
  assert_int_equal(look(world, arena, 0, "garden dig")->id, id);
}

static bool
drop_all_words(Txn *txn, void *data)
{
  g_autoptr(Query) q = db_change(txn, data, "DELETE FROM paper_word WHERE community_id = ?1");

  return query_run(q);
}

/* As after bringing a community in: its words are made again by the daily round. */
static void
missing_words_are_kept_later(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const int64_t id = world_add_paper(world, "Roofs", "The roof leaks.");

  keep_words(world);
  assert_int_equal(db_write_and_wait(test_db(world->test), RIVERSIDE, drop_all_words,
                                     (void *)world_act(world), NULL),
                   WRITE_KEPT);
  assert_int_equal(look(world, arena, 0, "roof")->id, 0);
  keep_paper_words(test_db(world->test),
                   &(OutboxTask){ .community_id = RIVERSIDE, .id = 1, .at_us = 1 }, NULL);
  keep_words(world);
  assert_int_equal(look(world, arena, 0, "roof")->id, id);
}

typedef struct {
  int64_t paper_id, member_id;
} Sending;

static bool
send_paper(Txn *txn, const Act *act, void *data)
{
  const Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  int64_t release_id = 0;

  releases_start(txn, act, sending->paper_id, &sending->member_id, 1, "https://r.example", refusals,
                 &release_id);
  releases_release(txn, act, release_id, "It is urgent", refusals);
  assert_int_equal(refusals_count(refusals), 0);
  return txn_trouble(txn) == TROUBLE_NONE;
}

/* A member finds what was sent to them and nothing else; organisers find drafts too. */
static void
a_member_finds_what_reached_them(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const int64_t ann = world_add_member(world, "Ann", REACH_POST, "4 Ferry Lane", "large-print:18");
  const int64_t bo = world_add_member(world, "Bo", REACH_POST, "5 Ferry Lane", "large-print:18");
  const int64_t sent = world_add_paper(world, "Roofs", "The roof leaks.");
  const int64_t draft = world_add_paper(world, "Roofs again", "The roof still leaks.");
  Sending sending = { sent, ann };

  keep_words(world);
  assert_int_equal(look(world, arena, ann, "roof")->id, 0);
  assert_int_equal(test_db_write(world->test, world_act(world), send_paper, &sending), WRITE_KEPT);

  const Paper *found = look(world, arena, ann, "roof leaks");

  assert_int_equal(count_of(found), 1);
  assert_int_equal(found->id, sent);
  assert_true(found->is_sent);
  assert_int_equal(look(world, arena, bo, "roof")->id, 0);
  found = look(world, arena, 0, "again roof");
  assert_int_equal(found->id, draft);
  assert_false(found->is_sent);
}

/* ---- the order, another way ---- */

static const char *const vocabulary[] = { "roof", "garden", "bike",  "lunch",  "school",
                                          "vote", "rain",   "paper", "street", "tree" };

typedef struct {
  int64_t id;
  int counts[G_N_ELEMENTS(vocabulary)];
  bool is_in_title[G_N_ELEMENTS(vocabulary)];
} Made;

static Made
make_paper(World *world, GRand *random)
{
  Made made = { 0 };
  g_autoptr(GString) title = g_string_new("Plan"), source = g_string_new("Words:");

  for (size_t w = 0; w < G_N_ELEMENTS(vocabulary); w++) {
    const int count = g_rand_int_range(random, -6, 9);

    made.is_in_title[w] = g_rand_int_range(random, 0, 6) == 0;
    made.counts[w] = MAX(0, count);
    if (made.is_in_title[w])
      g_string_append_printf(title, " %s", vocabulary[w]);
    for (int i = 0; i < made.counts[w]; i++)
      g_string_append_printf(source, " %s", vocabulary[w]);
  }
  made.id = world_add_paper(world, title->str, source->str);
  return made;
}

/* What find.h promises: 0 when the word is not there. */
static int
weight_in(const Made *made, int word)
{
  const int count = made->counts[word] + (made->is_in_title[word] ? 1 : 0);

  return MIN(count, 5) + (made->is_in_title[word] ? 8 : 0);
}

typedef struct {
  int rank;
  int64_t id;
} Ranked;

static int
by_rank(const void *a, const void *b)
{
  const Ranked *one = a, *other = b;

  if (one->rank != other->rank)
    return other->rank - one->rank;
  return one->id < other->id ? 1 : -1;
}

static void
the_order_is_what_the_texts_say(void **state)
{
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(7);
  g_autofree Made *made = g_new0(Made, PAPERS);

  for (int i = 0; i < PAPERS; i++)
    made[i] = make_paper(world, random);
  keep_words(world);
  for (int question = 0; question < QUESTIONS; question++) {
    g_autoptr(Arena) arena = arena_new(1024 * 1024);
    g_autoptr(GString) typed = g_string_new(NULL);
    Ranked ranked[PAPERS];
    int words[FIND_WORDS_MAX], count = g_rand_int_range(random, 1, FIND_WORDS_MAX + 1), found = 0;

    for (int w = 0; w < count; w++) {
      words[w] = (question + w * 3) % (int)G_N_ELEMENTS(vocabulary);
      g_string_append_printf(typed, "%ss, ", vocabulary[words[w]]);
    }
    for (int i = 0; i < PAPERS; i++) {
      int rank = 0;
      bool has_all = true;

      for (int w = 0; w < count; w++) {
        has_all = has_all && weight_in(&made[i], words[w]) > 0;
        rank += weight_in(&made[i], words[w]);
      }
      if (has_all)
        ranked[found++] = (Ranked){ rank, made[i].id };
    }
    qsort(ranked, (size_t)found, sizeof *ranked, by_rank);

    const Paper *papers = look(world, arena, 0, typed->str);

    if (count_of(papers) != MIN(found, 20))
      fail_msg("%s: %d papers, not %d", typed->str, count_of(papers), MIN(found, 20));
    for (int i = 0; i < MIN(found, 20); i++)
      assert_int_equal(papers[i].id, ranked[i].id);
  }
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(words_are_folded),
    cmocka_unit_test(long_words_are_cut),
    cmocka_unit_test_setup_teardown(a_changed_paper_is_found_by_its_new_words, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(a_member_finds_what_reached_them, world_set_up,
                                    world_tear_down),
    cmocka_unit_test_setup_teardown(missing_words_are_kept_later, world_set_up, world_tear_down),
    cmocka_unit_test_setup_teardown(the_order_is_what_the_texts_say, world_set_up, world_tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
