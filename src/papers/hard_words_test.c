/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hard words (R97): the list, what is refused, asking, and that texts explain what they have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "papers/formats.h"
#include "papers/hard_words.h"
#include "papers/reading_help.h"
#include "papers/test_world.h"

#include <string.h>

typedef struct {
  const char *word, *meaning;
  int64_t id; /* of the word to change or remove; or 0 */
  bool is_ask, is_nameless;
  int64_t member_id;
  Arena *arena;
  const char *refused; /* the question of the first refusal */
} Wish;

static bool
do_wish(Txn *txn, const Act *act, void *data)
{
  Wish *wish = data;
  Act by = *act;
  Refusals *refusals = refusals_new(wish->arena);

  by.member_id = wish->member_id;
  if (wish->is_ask && wish->id)
    hard_words_drop_ask(txn, &by, wish->id);
  else if (wish->is_ask)
    hard_words_ask(txn, &by, wish->word, wish->is_nameless, refusals);
  else if (wish->id && wish->word)
    hard_words_change(txn, &by, wish->id, wish->word, wish->meaning, refusals);
  else if (wish->id)
    hard_words_remove(txn, &by, wish->id);
  else
    hard_words_add(txn, &by, wish->word, wish->meaning, refusals);
  wish->refused = refusals_count(refusals) > 0 ? refusals_nth(refusals, 0)->question : NULL;
  return true;
}

static const char *
wish_for(World *world, Wish *wish)
{
  assert_int_equal(test_db_write(world->test, world_act(world), do_wish, wish), WRITE_KEPT);
  return wish->refused;
}

static const char *
add(World *world, Arena *arena, const char *word, const char *meaning)
{
  return wish_for(world, &(Wish){ .word = word, .meaning = meaning, .arena = arena });
}

static char *
list_as_text(World *world, Arena *arena, int64_t after_id, int limit)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  GString *text = g_string_new(NULL);

  for (const HardWord *word = hard_words_list(txn, arena, after_id, limit); word->id; word++)
    g_string_append_printf(text, "%s=%s;", word->word, word->meaning);
  db_end_read(txn);
  return g_string_free(text, FALSE);
}

static int64_t
id_of(World *world, Arena *arena, const char *name)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const HardWord *word = hard_words_list(txn, arena, 0, HARD_WORDS_MAX);

  while (word->id && strcmp(word->word, name) != 0)
    word++;
  db_end_read(txn);
  return word->id;
}

static void
words_are_added_changed_and_taken_out(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *long_word = g_strnfill(HARD_WORD_MAX + 1, 'a');
  g_autofree char *long_meaning = g_strnfill(HARD_WORD_MEANING_MAX + 1, 'a');

  assert_null(add(world, arena, " Outcome ", "What is different "));
  assert_null(add(world, arena, "Éligible", "You have a right to it"));
  assert_null(add(world, arena, "personal budget", "Money for your support"));
  assert_string_equal(add(world, arena, "OUTCOME", "Again"), "word"); /* however it is written */
  assert_string_equal(add(world, arena, "eligible", "Again"), "word");
  assert_string_equal(add(world, arena, "", "x"), "word");
  assert_string_equal(add(world, arena, " ?! ", "x"), "word");
  assert_string_equal(add(world, arena, "one two three four five", "x"), "word");
  assert_string_equal(add(world, arena, long_word, "x"), "word");
  assert_string_equal(add(world, arena, "a\nb", "x"), "word");
  assert_string_equal(add(world, arena, "x", "  "), "meaning");
  assert_string_equal(add(world, arena, "x", long_meaning), "meaning");

  g_autofree char *all = list_as_text(world, arena, 0, 10);
  assert_string_equal(all, "Éligible=You have a right to it;Outcome=What is different;"
                           "personal budget=Money for your support;");
  g_autofree char *first = list_as_text(world, arena, 0, 1);
  g_autofree char *next = list_as_text(world, arena, id_of(world, arena, "Éligible"), 1);
  assert_string_equal(first, "Éligible=You have a right to it;");
  assert_string_equal(next, "Outcome=What is different;");

  Wish change = { "outcomes", "What came of it", id_of(world, arena, "Outcome"), .arena = arena };
  assert_null(wish_for(world, &change));
  change.word = "Personal Budget"; /* another has it */
  assert_string_equal(wish_for(world, &change), "word");
  Wish removal = { .id = id_of(world, arena, "Éligible"), .arena = arena };
  assert_null(wish_for(world, &removal));
  assert_null(wish_for(world, &removal)); /* twice is once */
  g_autofree char *left = list_as_text(world, arena, 0, 10);
  assert_string_equal(left, "outcomes=What came of it;personal budget=Money for your support;");
}

/* How many waits there are: one a word and asker. */
static int64_t
asks_now(World *world, Arena *arena)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int64_t times = 0;

  for (const HardWordAsk *ask = hard_words_asked(txn, arena); ask->id; ask++)
    times += ask->times;
  db_end_read(txn);
  return times;
}

static void
what_is_asked_waits_until_it_is_explained(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  const int64_t ada = world_add_member(world, "Ada", REACH_EMAIL, "ada@place.example", "text");
  Wish named = { .word = "Tender", .is_ask = true, .member_id = ada, .arena = arena };
  Wish nameless = {
    .word = "tender!", .is_ask = true, .is_nameless = true, .member_id = ada, .arena = arena
  };
  Wish other = {
    .word = "Quorum", .is_ask = true, .is_nameless = true, .member_id = ada, .arena = arena
  };

  assert_null(wish_for(world, &named));
  assert_null(wish_for(world, &named)); /* once, however often */
  assert_null(wish_for(world, &nameless));
  assert_null(wish_for(world, &other));
  assert_int_equal(asks_now(world, arena), 3);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const HardWordAsk *asked = hard_words_asked(txn, arena);
  db_end_read(txn);
  assert_string_equal(asked[0].word, "Tender");
  assert_int_equal(asked[0].times, 2);
  assert_string_equal(asked[0].name, "Ada");
  assert_string_equal(asked[1].word, "Quorum");
  assert_null(asked[1].name);
  assert_int_equal(asked[2].id, 0);

  assert_null(add(world, arena, "TENDER", "An offer for work"));
  assert_int_equal(asks_now(world, arena), 1);
  assert_string_equal(wish_for(world, &named), "word"); /* it is explained */
  assert_null(wish_for(world, &(Wish){ .id = asked[1].id, .is_ask = true, .arena = arena }));
  assert_int_equal(asks_now(world, arena), 0);
}

/* ---- where they are shown ---- */

static bool
write_easy(Txn *txn, const Act *act, void *data)
{
  Arena *arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Paper paper = {
    .title = "The year",
    .source = "Our outcomes count.\n\n| Outcome |\n|---|\n| a |\n\n```\noutcome\n```",
    .easy_source = "![](tea)\nThe outcome is good.\n",
    .language = "en-GB",
  };

  papers_add(txn, act, &paper, refusals, data);
  assert_int_equal(refusals_count(refusals), 0);
  arena_free(arena);
  return true;
}

static const Paper *
find_for(World *world, Arena *arena, int64_t paper_id, PaperFormat format)
{
  const FormatWant want = { .format = format };
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find_for(txn, arena, paper_id, &want);

  db_end_read(txn);
  return paper;
}

static void
a_text_ends_with_what_its_words_mean(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  int64_t paper_id = 0;

  assert_int_equal(test_db_write(world->test, world_act(world), write_easy, &paper_id), WRITE_KEPT);
  g_autofree char *before =
      g_strdup(find_for(world, arena, paper_id, FORMAT_EASY_READ)->easy_source);
  assert_null(strstr(before, "Hard words"));
  assert_null(add(world, arena, "Outcome", "What is different"));
  assert_null(add(world, arena, "Tender", "An offer"));

  const Paper *easy = find_for(world, arena, paper_id, FORMAT_EASY_READ);
  assert_non_null(strstr(easy->easy_source, "## Hard words\n"));
  assert_non_null(strstr(easy->easy_source, "Outcome\nWhat is different\n"));
  assert_null(strstr(easy->easy_source, "Tender")); /* it is not in this text */
  assert_null(strstr(find_for(world, arena, paper_id, FORMAT_BRAILLE)->easy_source, "Hard"));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  g_autoptr(ReadingList) list = hard_words_for_reading(txn);
  db_end_read(txn);
  g_autoptr(ReadingSummary) summary = paper_reading(easy, list);
  const ReadingFind *explained = reading_explained(summary, arena);
  assert_string_equal(explained[0].text, "Outcome");
  assert_int_equal(explained[0].number, 2);                        /* a block of code is not read */
  assert_int_equal(reading_summary_counts(summary)->sentences, 1); /* a table is none */
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(words_are_added_changed_and_taken_out),
    ON_BOTH(what_is_asked_waits_until_it_is_explained),
    ON_BOTH(a_text_ends_with_what_its_words_mean),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
