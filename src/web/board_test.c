/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notes in memory, by random histories told a second time beside in a plain list; how long they
 * stay, and how many there may be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "web/board.h"

#include <string.h>

enum { STEPS = 20000, MEMBERS = 5, KINDS = 3, TOLD_MAX = MEMBERS * KINDS };

static const char *const kinds[KINDS] = { "stop", "agree", "turn" };

typedef struct {
  int64_t id, member_id;
  const char *kind;
} Told;

static void
compare(Board *board, const Told *told, int count, int64_t now_us)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const LiveNote *notes = board_notes(board, arena, "1/meeting/2", now_us);

  for (int i = 0; i < count; i++, notes++) {
    assert_int_equal(notes->id, told[i].id);
    assert_int_equal(notes->member_id, told[i].member_id);
    assert_string_equal(notes->kind, told[i].kind);
  }
  assert_int_equal(notes->id, 0);
  assert_int_equal(board_count(board), count);
}

static void
each_note_stays_until_it_is_taken(void **state)
{
  g_autoptr(GRand) chance = g_rand_new_with_seed(70);
  Board *board = board_new();
  Told told[TOLD_MAX];
  int count = 0;
  int64_t last_id = 0;

  (void)state;
  for (int step = 0; step < STEPS; step++) {
    const int64_t member_id = g_rand_int_range(chance, 1, MEMBERS + 1);
    const char *kind = kinds[g_rand_int_range(chance, 0, KINDS)];
    const int deed = g_rand_int_range(chance, 0, 5);
    const int64_t picked = count > 0 ? told[g_rand_int_range(chance, 0, count)].id : 77;
    bool is_there = false;

    if (deed < 2) {
      assert_true(board_put(board, "1/meeting/2", member_id, kind, "words", 0));
      for (int i = 0; i < count; i++)
        is_there |= told[i].member_id == member_id && strcmp(told[i].kind, kind) == 0;
      if (!is_there)
        told[count++] = (Told){ ++last_id, member_id, kind };
    } else {
      const int64_t id = deed == 2 ? picked : 0, whose = deed == 3 ? member_id : 0;
      const char *which = deed >= 3 ? kind : NULL;
      int kept = 0;

      board_take(board, "1/meeting/2", id, whose, which, 0);
      for (int i = 0; i < count; i++)
        if (!((!id || told[i].id == id) && (!whose || told[i].member_id == whose) &&
              (!which || strcmp(told[i].kind, which) == 0)))
          told[kept++] = told[i];
      count = kept;
    }
    compare(board, told, count, 0);
  }
  board_free(board);
}

static void
another_topic_is_another(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Board *board = board_new();

  (void)state;
  board_put(board, "1/meeting/2", 1, "stop", "", 0);
  assert_int_equal(board_notes(board, arena, "2/meeting/2", 0)->id, 0);
  assert_int_equal(board_notes(board, arena, "1/meeting/3", 0)->id, 0);
  board_take(board, "2/meeting/2", 0, 0, NULL, 0);
  assert_int_not_equal(board_notes(board, arena, "1/meeting/2", 0)->id, 0);
  board_free(board);
}

static void
they_are_gone_in_the_evening(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t hours_us = BOARD_HOURS * US_PER_HOUR;
  Board *board = board_new();

  (void)state;
  board_put(board, "old", 1, "stop", "", 0);
  assert_int_not_equal(board_notes(board, arena, "old", hours_us)->id, 0);
  assert_int_equal(board_notes(board, arena, "old", hours_us + 1)->id, 0);
  board_put(board, "new", 1, "stop", "", hours_us + 1); /* and their memory with it */
  assert_int_equal(board_count(board), 1);
  board_free(board);
}

static void
long_words_are_cut_between_letters(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(GString) words = g_string_new("x");
  Board *board = board_new();

  (void)state;
  for (int i = 0; i < LIVE_WORDS_MAX; i++)
    g_string_append(words, "ł");
  board_put(board, "talk", 1, "turn", words->str, 0);

  const char *kept = board_notes(board, arena, "talk", 0)->words;

  assert_true(strlen(kept) <= LIVE_WORDS_MAX && strlen(kept) > LIVE_WORDS_MAX - 4);
  assert_true(g_utf8_validate(kept, -1, NULL));
  assert_true(g_str_has_prefix(words->str, kept));
  board_free(board);
}

static void
they_are_bounded(void **state)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Board *board = board_new();

  (void)state;
  for (int topic = 0; topic * BOARD_NOTES_MAX <= BOARD_ALL_MAX; topic++) {
    g_autofree char *name = g_strdup_printf("topic %d", topic);

    for (int i = 1; i <= BOARD_NOTES_MAX; i++)
      assert_true(board_put(board, name, i, "turn", "", topic + 1));
    assert_false(board_put(board, name, BOARD_NOTES_MAX + 1, "turn", "", topic + 1));
    assert_true(board_put(board, name, 1, "turn", "again", topic + 1)); /* in its own place */
  }
  assert_true(board_count(board) <= BOARD_ALL_MAX);
  assert_int_equal(board_notes(board, arena, "topic 0", 2)->id, 0);
  assert_int_not_equal(board_notes(board, arena, "topic 1", 2)->id, 0);
  board_free(board);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_note_stays_until_it_is_taken),
    cmocka_unit_test(another_topic_is_another),
    cmocka_unit_test(they_are_gone_in_the_evening),
    cmocka_unit_test(long_words_are_cut_between_letters),
    cmocka_unit_test(they_are_bounded),
  };

  return cmocka_run_group_tests_name("board", tests, NULL, NULL);
}
