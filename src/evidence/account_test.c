/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody (R94, R102): two yeses and one no, words that do not change, no
 * names, nothing made better by leaving out, and files that programs can read. On both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "decisions/ideas.h"
#include "decisions/record.h"
#include "evidence/account.h"
#include "evidence/test_table.h"
#include "groups/lines.h"
#include "groups/places.h"
#include "groups/texts.h"

#include <string.h>

enum { SAM, AMINA, JOE, TOM, BEA };

static const int all_sides[] = { SAM, AMINA, JOE, TOM, BEA, -1 };
static const int one_side[] = { SAM, BEA, -1 };

static void
make(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  account_make(txn, act, groups_find(txn, world->arena, world->group_id, act->member_id),
               "Europe/London", world->refusals);
}

static void
agree(World *world, Txn *txn, const Act *act, const void *data)
{
  g_autoptr(Account) waiting = account_waiting(txn, world->arena, world->group_id);

  (void)data;
  if (waiting)
    account_agree(txn, act, waiting);
}

static void
take_back(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  account_take_back(txn, act, world->group_id);
}

/* NULL: nobody outside reads anything. */
static Account *
outside(World *world)
{
  Txn *txn = test_look(world);
  Account *account = account_public(txn, world->arena, world->group_id);

  test_end_look(txn);
  return account;
}

static Account *
publish(World *world)
{
  assert_true(test_as(world, SAM, make, NULL));
  assert_true(test_as(world, AMINA, agree, NULL));
  assert_true(test_as(world, JOE, agree, NULL));
  return outside(world);
}

static json_t *
part(const Account *account, const char *part_name, const char *key)
{
  return json_object_get(json_object_get(account->body, part_name), key);
}

static void
two_say_yes_and_one_takes_it_back(void **state)
{
  World *world = *state;

  assert_null(outside(world));
  assert_true(test_as(world, SAM, agree, NULL)); /* to nothing */
  assert_true(test_as(world, SAM, make, NULL));
  assert_true(test_as(world, SAM, agree, NULL));
  assert_true(test_as(world, SAM, agree, NULL)); /* nobody is two */
  assert_null(outside(world));
  assert_true(test_as(world, AMINA, agree, NULL));
  {
    g_autoptr(Account) first = outside(world);

    assert_int_equal(first->number, 1);
  }
  /* Another one takes its place only with two yeses of its own. */
  assert_true(test_as(world, JOE, make, NULL));
  assert_true(test_as(world, JOE, agree, NULL));
  {
    g_autoptr(Account) still = outside(world);

    assert_int_equal(still->number, 1);
  }
  assert_true(test_as(world, TOM, take_back, NULL));
  assert_null(outside(world));
  /* What waited is gone too. */
  assert_true(test_as(world, AMINA, agree, NULL));
  assert_null(outside(world));

  g_autoptr(Account) second = publish(world);

  assert_int_equal(second->number, 2);
}

/* ---- what is in it ---- */

typedef struct {
  const char *words;
  bool is_for_all;
} TestIdea;

static void
put_idea(World *world, Txn *txn, const Act *act, const void *data)
{
  const TestIdea *idea = data;
  int64_t id = 0;

  ideas_add(txn, act,
            &(IdeaWish){ .group_id = world->group_id,
                         .words = idea->words,
                         .is_for_all = idea->is_for_all,
                         .for_name = "",
                         .way = "page" },
            world->refusals, &id);
}

static void
decide(World *world, Txn *txn, const Act *act, const void *data)
{
  int64_t id = 0;

  decisions_write(txn, act, world->group_id, NULL,
                  &(DecisionWish){ .what = data,
                                   .why = "It is better so",
                                   .do_good = "",
                                   .do_bad = "",
                                   .not_good = "",
                                   .not_bad = "",
                                   .body = "",
                                   .decided_by = BY_GROUP,
                                   .decided_us = act->at_us },
                  "http://localhost", world->refusals, &id);
}

static void
show_newest_decision(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  decisions_make_public(txn, act, decisions_list(txn, world->arena, world->group_id, 0, 1));
}

static void
stop(World *world, Txn *txn, const Act *act, const void *data)
{
  lines_add(txn, act,
            &(Line){ .group_id = world->group_id,
                     .list = LIST_STOPPED,
                     .side = "",
                     .words = data,
                     .owner = "",
                     .done_words = "Nobody came" },
            world->refusals);
}

static void
nothing_gets_better_by_leaving_out_and_nobody_is_named(void **state)
{
  World *world = *state;

  assert_true(test_as(world, AMINA, put_idea, &(TestIdea){ "A later bus", true }));
  assert_true(test_as(world, JOE, put_idea, &(TestIdea){ "Ask Amina's sister", true }));
  assert_true(test_as(world, TOM, put_idea, &(TestIdea){ "Only for us", false }));
  assert_true(test_as(world, SAM, decide, "The hall is open on Sundays"));
  assert_true(test_as(world, SAM, show_newest_decision, NULL));
  assert_true(test_as(world, AMINA, show_newest_decision, NULL));
  assert_true(test_as(world, SAM, decide, "Bea looks after the key"));
  assert_true(test_as(world, SAM, stop, "The form in four copies"));

  g_autoptr(Account) account = publish(world);
  g_autofree char *all = account_json(account, "2026-11-26");
  const json_t *ideas = part(account, "wanted", "ideas");

  assert_int_equal(json_array_size(ideas), 2);
  for (size_t i = 0; i < 2; i++)
    assert_string_equal(json_string_value(json_object_get(json_array_get(ideas, i), "answer")),
                        "waits");
  assert_true(json_is_true(json_object_get(json_array_get(ideas, 0), "left_out")));
  assert_string_equal(json_string_value(json_object_get(json_array_get(ideas, 1), "words")),
                      "A later bus");
  assert_string_equal(json_string_value(part(account, "wanted", "more_ideas")), "some");
  assert_int_equal(json_array_size(part(account, "decided", "decisions")), 1);
  assert_string_equal(json_string_value(part(account, "decided", "more_decisions")), "some");
  assert_int_equal(json_array_size(part(account, "changed", "stopped")), 1);
  for (int i = 0; i < PEOPLE; i++) {
    g_auto(GStrv) names = g_strsplit(test_names[i], " ", -1);

    for (char **name = names; *name; name++)
      assert_null(strstr(all, *name));
  }
  assert_null(strstr(all, "Only for us"));

  /* It stays as it was read. */
  assert_true(test_as(world, AMINA, put_idea, &(TestIdea){ "Added afterwards", true }));

  g_autoptr(Account) later = outside(world);

  assert_true(json_equal(later->body, account->body));
}

static const char *
side_word(const Account *account, size_t nth, const char *key)
{
  const char *word = json_string_value(
      json_object_get(json_array_get(part(account, "missing", "sides"), nth), key));

  return word ? word : "";
}

/* A year of one side alone says so, and making it anew, after one good meeting, does not help. */
static void
one_sided_meetings_say_who_was_missing(void **state)
{
  World *world = *state;

  for (int i = 1; i <= 6; i++)
    test_table_meet(world,
                    &(TestMeeting){ .days_ago = 20 * i, .came = one_side, .others_work = 9 });

  g_autoptr(Account) account = publish(world);

  assert_string_equal(side_word(account, 0, "side"), "uses-services");
  assert_string_equal(side_word(account, 0, "people"), "nobody");
  assert_string_equal(side_word(account, 0, "meetings"), "none");
  test_table_meet(world, &(TestMeeting){ .days_ago = 1, .came = all_sides });

  g_autoptr(Account) anew = publish(world);

  assert_int_equal(anew->number, 2);
  /* Two who came since would be found by subtraction: it stands as it was, with its own days. */
  assert_true(json_equal(json_object_get(anew->body, "missing"),
                         json_object_get(account->body, "missing")));
  for (size_t i = 0; i < 5; i++)
    assert_true(*side_word(anew, i, "people"));
}

/* ---- files ---- */

/* Cells of a row; moves on. RFC 4180, written apart from what writes it. */
static int
count_cells(const char **at)
{
  int cells = 1;
  bool is_quoted = false;

  for (; **at && (is_quoted || **at != '\n'); (*at)++) {
    is_quoted ^= **at == '"';
    cells += !is_quoted && **at == ',';
  }
  assert_false(is_quoted);
  *at += **at == '\n';
  return cells;
}

static void
files_can_be_read_by_programs(void **state)
{
  World *world = *state;

  assert_true(test_as(world, AMINA, put_idea, &(TestIdea){ "=1+1, \"quoted\",\nand more", true }));

  g_autoptr(Account) account = publish(world);
  g_autofree char *csv = account_csv(account, "2026-11-26");
  g_autofree char *text = account_json(account, "2026-11-26");
  json_t *all = json_loads(text, 0, NULL);
  const char *at = csv;
  const int columns = count_cells(&at);
  int rows = 0;

  for (; *at; rows++)
    assert_int_equal(count_cells(&at), columns);
  assert_true(rows >= 1 + 1 + 1 + 1 + 1 + 1 + 5);
  assert_non_null(strstr(csv, "\"'=1+1, \"\"quoted\"\",\nand more\""));
  assert_string_equal(json_string_value(json_object_get(all, "format")), ACCOUNT_FORMAT);
  assert_string_equal(json_string_value(json_object_get(all, "licence")), ACCOUNT_LICENCE);
  assert_int_equal(json_integer_value(json_object_get(all, "version")), 1);
  assert_string_equal(json_string_value(json_object_get(all, "agreed_on")), "2026-11-26");
  json_decref(all);

  /* Each column has its meaning. */
  g_autofree char *head = g_strndup(csv, (gsize)(strchr(csv, '\r') - csv));
  g_auto(GStrv) names = g_strsplit(head, ",", -1);

  for (char **name = names; *name; name++) {
    bool is_known = false;

    for (int i = 0; account_fields[i][0]; i++)
      is_known |= strcmp(account_fields[i][0], *name) == 0;
    assert_true(is_known);
  }
}

static void
making_it_anew_has_an_end(void **state)
{
  World *world = *state;

  for (int i = 0; i < ACCOUNT_MADE_A_DAY; i++)
    assert_true(test_as(world, SAM, make, NULL));
  assert_false(test_as(world, SAM, make, NULL));
}

int
main(void)
{
#define AT_THE_TABLE(test) cmocka_unit_test_setup_teardown(test, test_table_open, test_world_close)
  static const struct CMUnitTest tests[] = {
    AT_THE_TABLE(two_say_yes_and_one_takes_it_back),
    AT_THE_TABLE(nothing_gets_better_by_leaving_out_and_nobody_is_named),
    AT_THE_TABLE(one_sided_meetings_say_who_was_missing),
    AT_THE_TABLE(files_can_be_read_by_programs),
    AT_THE_TABLE(making_it_anew_has_an_end),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
