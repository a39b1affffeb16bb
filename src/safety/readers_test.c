/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who reads worries (R44): the rule, for every combination; and the two people, set by two
 * organisers, on both engines. */
#include "safety/readers.h"

#include "base/ids.h"
#include "safety/test_world.h"
#include "safety/worries.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- the two people ---- */

static void
two_organisers_name_the_people(void **state)
{
  World *world = *state;
  Naming naming = { .wish = { .name = "Iris Quay",
                              .phone = "01632 960 001",
                              .other_name = "",
                              .other_phone = "",
                              .answer_days = 3 },
                    .is_agreed = true };
  const Act first = test_db_act(world->test, RIVERSIDE, world->organisers[0]);
  const Act second = test_db_act(world->test, RIVERSIDE, world->organisers[1]);
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  assert_int_equal(test_db_write(world->test, &first, test_propose_people, &naming), WRITE_KEPT);
  assert_int_equal(test_db_write(world->test, &first, test_decide_people, &naming), WRITE_UNDONE);
  naming.made_at_us++; /* not what they looked at */
  assert_int_equal(test_db_write(world->test, &second, test_decide_people, &naming), WRITE_UNDONE);
  naming.made_at_us--;
  assert_int_equal(test_db_write(world->test, &second, test_decide_people, &naming), WRITE_KEPT);
  assert_int_equal(test_db_write(world->test, &second, test_decide_people, &naming), WRITE_UNDONE);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SafetyReaders *readers = safety_find_readers(txn, arena);

  assert_int_equal(readers->people[0].id, world->iris);
  assert_true(readers->people[0].is_here);
  assert_int_equal(readers->people[1].id, 0);
  db_end_read(txn);
  test_assert_last_power(world, "worry-contact-set");
}

static void
people_who_do_not_fit_are_refused(void **state)
{
  static const SafetyWish bad[] = {
    { "", "01632 960 001", "", "", 3, true },
    { "Iris Quay", "", "", "", 3, true },
    { "Iris Quay", "1632", "iris  QUAY", "1632", 3, true },
    { "Iris Quay", "1632", "", "01632", 3, true },
    { "Iris Quay", "1632", "", "", 0, true },
    { "Same Name", "1632", "", "", 3, true },
  };
  World *world = *state;

  test_add_member(world, "Same Name", false);
  test_add_member(world, "Same Name", false);
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
    Naming naming = { .wish = bad[i] };
    const Act first = test_db_act(world->test, RIVERSIDE, world->organisers[0]);

    assert_int_equal(test_db_write(world->test, &first, test_propose_people, &naming),
                     WRITE_UNDONE);
    assert_int_equal(naming.refused, 1);
  }
}

/* ---- the rule ---- */

static bool
concerns(const KnownMember *one, const char *who, const char *kept_from)
{
  char id[ID_TEXT_SIZE];

  return strstr(kept_from, id_to_text(one->id, id)) || (*who && strstr(who, one->name));
}

/* For every combination of who is named, whom it is about and how that is said: nobody whom it
 * concerns reads it, and it has a reader whenever somebody fit is left. */
static void
nobody_reads_what_is_about_them(void **state)
{
  static const KnownMember members[] = {
    { 1001, "Ann", true, true },
    { 1002, "Bo", false, true },
    { 1003, "Cy Moor", true, true },
    { 1004, "Di Moor", true, true },
  };
  static const KnownMember organisers[] = {
    { 1001, "Ann", true, true },
    { 1003, "Cy Moor", true, true },
    { 1004, "Di Moor", true, true },
    { 0 },
  };
  enum { MEMBERS = G_N_ELEMENTS(members), NAMED = MEMBERS + 2 };
  int checked = 0, read = 0;

  (void)state;
  for (int named = 0; named < NAMED * NAMED; named++) {
    for (int about = 0; about < 1 << (2 * MEMBERS + 2); about++) {
      SafetyReaders readers = { .organisers = organisers,
                                .is_else_organisers = (about >> (2 * MEMBERS)) & 1 };
      const int who_is[] = { named % NAMED, named / NAMED };
      g_autoptr(GString) who = g_string_new(NULL);
      g_autoptr(GString) kept = g_string_new(NULL);
      char id[ID_TEXT_SIZE];

      for (int i = 0; i < SAFETY_PEOPLE; i++)
        readers.people[i] =
            who_is[i] < MEMBERS
                ? (SafetyPerson){ members[who_is[i]].id, members[who_is[i]].name, "", true }
                : (SafetyPerson){ 0, who_is[i] == MEMBERS ? "Outside" : "", "", false };
      for (int i = 0; i < MEMBERS; i++) {
        if ((about >> i) & 1)
          g_string_append_printf(who, "%s, ", members[i].name);
        if ((about >> (MEMBERS + i)) & 1)
          g_string_append_printf(kept, "%s ", id_to_text(members[i].id, id));
      }
      if ((about >> (2 * MEMBERS + 1)) & 1)
        g_string_append(kept, "organisers");

      const Worry worry = { .who = who->str, .kept_from = kept->str };

      checked++;
      for (int i = 0; i < MEMBERS; i++) {
        const bool may_read = worry_may_be_read_by(&worry, &readers, members[i].id);

        read += may_read;
        if (may_read)
          assert_false(concerns(&members[i], who->str, kept->str));
        if (may_read && members[i].is_organiser)
          assert_null(strstr(kept->str, "organisers"));
      }
      assert_false(worry_may_be_read_by(&worry, &readers, 0));
      assert_false(worry_may_be_read_by(&worry, &readers, 1099));
    }
  }
  assert_int_equal(checked, NAMED * NAMED << (2 * MEMBERS + 2));
  assert_true(read > 1000);
}

/* However the name is written: case, marks, order, what stands beside it. */
static void
a_name_in_other_letters_is_still_the_name(void **state)
{
  static const char *const names[] = { "Zoë Brook", "Ann", "O'Neil Ferry", "Priya van Lane",
                                       "Q",         "J B", "李小明" };
  static const char *const shapes[] = { "%s",      "it is %s", "%s (the chair)", "mr. %s, I think",
                                        "\t%s\n",  "“%s”",     "%s’s sister",    "%s—always",
                                        "‹%s›: no" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    for (size_t s = 0; s < G_N_ELEMENTS(shapes); s++) {
      g_autofree char *low = g_utf8_casefold(names[i], -1);
      g_autofree char *bare = g_str_to_ascii(names[i], "C");
      const char *forms[] = { names[i], low, *bare == '?' ? low : bare };

      for (size_t f = 0; f < G_N_ELEMENTS(forms); f++) {
        g_auto(GStrv) parts = g_strsplit(shapes[s], "%s", 2);
        g_autofree char *who = g_strconcat(parts[0], forms[f], parts[1], NULL);

        assert_true(names_may_meet(who, names[i]));
      }
    }
    assert_false(names_may_meet("", names[i]));
    assert_false(names_may_meet("my neighbour upstairs", names[i]));
  }
  assert_true(names_may_meet("那是李小明做的", "李小明")); /* written without spaces */
  assert_false(names_may_meet("Jo in the bus", "J B"));
  assert_false(names_may_meet("...", "..."));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, test_world_open, test_world_close)
    WORLD_TEST(two_organisers_name_the_people),
    WORLD_TEST(people_who_do_not_fit_are_refused),
    cmocka_unit_test(nobody_reads_what_is_about_them),
    cmocka_unit_test(a_name_in_other_letters_is_still_the_name),
  };

  return cmocka_run_group_tests_name("readers", tests, NULL, NULL);
}
