/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was missing is told so that it shows nobody (kindness rules: numbers under 5 hidden, also
 * from subtraction): random groups change from one telling to the next, and whoever kept all that
 * was told lays it side by side. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "evidence/missing.h"

#include <string.h>

enum { TIMES = 300, STEPS = 30, MOST = 60, MEETINGS = 8 };

/* A group as only the test knows it. */
typedef struct {
  bool is_in[MOST];
  Side sides[MOST];
  bool is_shown[MOST];
} Crowd;

static void
come_and_go(Crowd *crowd, int moves, int sides)
{
  for (int i = 0; i < moves; i++) {
    const int who = g_random_int_range(0, MOST);

    crowd->is_in[who] = !crowd->is_in[who];
    crowd->sides[who] = (Side)g_random_int_range(0, sides);
    crowd->is_shown[who] = g_random_int_range(0, 4) == 0;
  }
}

/* All come to each meeting. */
static MissingTable *
sit_down(const Crowd *crowd)
{
  static const int64_t no_others[SIDE_COUNT];
  MissingTable *table = missing_table_new(0, 1);
  int64_t members[MOST + 1];
  Side sides[MOST];
  bool is_shown[MOST];
  int count = 0;

  for (int i = 0; i < MOST; i++)
    if (crowd->is_in[i]) {
      members[count] = i + 1;
      sides[count] = crowd->sides[i];
      is_shown[count++] = crowd->is_shown[i];
    }
  members[count] = 0;
  for (int i = 0; i < MEETINGS; i++)
    missing_table_add_meeting(table, members, sides, is_shown, no_others);
  return table;
}

static int
count_side(const Crowd *crowd, int side)
{
  int count = 0;

  for (int i = 0; i < MOST; i++)
    count += crowd->is_in[i] && (int)crowd->sides[i] == side;
  return count;
}

static void
one_telling_shows_nobody(const Crowd *crowd, const Missing *missing)
{
  for (int side = 0; side < SIDE_COUNT && missing->is_told; side++) {
    const int count = count_side(crowd, side);

    if (missing->told[side] == SIDE_NUMBER) {
      assert_true(missing->least[side] >= 5 && missing->least[side] % 5 == 0);
      assert_true(missing->least[side] <= count && count < missing->least[side] + 5);
    } else
      assert_int_equal(missing->least[side], 0);
    assert_true(missing->told[side] != SIDE_NONE || count == 0);
    /* To how many meetings a few people came would be found on lists of who came. */
    assert_true(missing->told[side] != SIDE_FEW || missing->came_to[side] == CAME_NOT_TOLD);
  }
}

/* Whatever is different between two tellings, five people at least stand behind it. */
static void
two_tellings_show_nobody(const Crowd *one, const Crowd *other)
{
  int different = 0;

  for (int i = 0; i < MOST; i++)
    different += one->is_in[i] != other->is_in[i];
  assert_true(different == 0 || different >= 5);
  for (int side = 0; side < SIDE_COUNT; side++) {
    const int change = count_side(one, side) - count_side(other, side);

    assert_true(change == 0 || change >= 5 || change <= -5);
  }
}

/* As it is kept from one telling to the next. */
static MissingTable *
keep(MissingTable *table)
{
  g_autofree char *text = missing_table_keep(table);

  missing_table_free(table);
  return missing_table_kept(text);
}

static void
nobody_is_found_by_subtraction(void **state)
{
  int told = 0, kept = 0;

  (void)state;
  for (int i = 0; i < TIMES; i++) {
    Crowd crowd = { { false }, { 0 }, { false } }, last;
    MissingTable *before = NULL;
    const int sides = i % 2 == 0 ? 2 : SIDE_COUNT; /* the fewer, the sooner may all be told anew */

    come_and_go(&crowd, g_random_int_range(0, 2 * MOST), sides);
    for (int step = 0; step < STEPS; step++) {
      MissingTable *table = sit_down(&crowd);
      Missing missing;

      if (missing_tell(table, before, &missing)) {
        one_telling_shows_nobody(&crowd, &missing);
        if (before)
          two_tellings_show_nobody(&crowd, &last);
        told += before != NULL && missing.is_told;
        last = crowd;
        missing_table_free(before);
        before = keep(table);
      } else {
        missing_table_free(table);
        kept++;
      }
      come_and_go(&crowd, g_random_int_range(0, 2 * MOST), sides);
    }
    missing_table_free(before);
  }
  assert_true(told > TIMES && kept > TIMES);
}

/* One who comes or goes changes nothing that is told. */
static void
one_person_is_never_seen(void **state)
{
  (void)state;
  for (int i = 0; i < TIMES; i++) {
    Crowd crowd = { { false }, { 0 }, { false } }, then;
    Missing missing;

    come_and_go(&crowd, MOST, SIDE_COUNT);
    then = crowd;
    come_and_go(&then, 1, SIDE_COUNT);

    g_autoptr(MissingTable) before = sit_down(&crowd);
    g_autoptr(MissingTable) table = sit_down(&then);

    assert_false(missing_tell(table, before, &missing));
  }
}

static void
few_meetings_tell_nothing(void **state)
{
  static const int64_t others[SIDE_COUNT] = { [SIDE_USES] = 9, [SIDE_WORK] = 9 };
  const int64_t members[] = { 1, 2, 3, 4, 5, 6, 0 };
  const Side sides[] = { SIDE_USES, SIDE_USES, SIDE_USES, SIDE_WORK, SIDE_WORK, SIDE_UNSAID };
  const bool is_shown[] = { false, false, false, false, false, false };
  g_autoptr(MissingTable) table = missing_table_new(0, 1);
  Missing missing;

  (void)state;
  for (int i = 1; i < MISSING_MEETINGS_LEAST; i++) {
    missing_table_add_meeting(table, members, sides, is_shown, others);
    assert_true(missing_tell(table, NULL, &missing));
    assert_false(missing.is_told);
  }
  missing_table_add_meeting(table, members, sides, is_shown, others);
  assert_true(missing_tell(table, NULL, &missing));
  assert_true(missing.is_told);
}

static void
what_is_not_whole_is_not_read(void **state)
{
  static const char *const texts[] = { "",
                                       "{",
                                       "[]",
                                       "{\"sides\":[1,2],\"people\":[]}",
                                       "{\"sides\":[0,0,0,0,0,0,-1],\"people\":[]}",
                                       "{\"sides\":[0,0,0,0,0,0,0]}" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
    assert_null(missing_table_kept(texts[i]));
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(nobody_is_found_by_subtraction),
    cmocka_unit_test(one_person_is_never_seen),
    cmocka_unit_test(few_meetings_tell_nothing),
    cmocka_unit_test(what_is_not_whole_is_not_read),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
