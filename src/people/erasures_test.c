/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Erasing a person's key on both engines: nothing opens any more, the file beside the root key says
 * so, and a backup from before is erased again. */
#include "people/erasures.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/test_db.h"
#include "people/kinds.h"
#include "people/people.h"
#include "people/seal.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12 };

typedef struct {
  TestDb *test;
  char *sql[3], *folder, *file;
} World;

static const OutboxHandler handlers[] = { { "erasure", write_erasure, NULL }, { 0 } };

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 7 };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key(key);
  world->sql[0] = test_db_read_source("src/log/log.sql");
  world->sql[1] = test_db_read_source("src/outbox/outbox.sql");
  world->sql[2] = test_db_read_source("src/people/people.sql");

  const MigrationFile files[] = {
    { "log", world->sql[0] }, { "outbox", world->sql[1] }, { "people", world->sql[2] }, { 0 }
  };

  world->test = test_db_new(files, NULL);
  world->folder = g_dir_make_tmp("commontable-erasures-XXXXXX", NULL);
  world->file = g_build_filename(world->folder, "data.erasures", NULL);
  erasures_set_file(world->file);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_unlink(world->file);
  g_rmdir(world->folder);
  for (int i = 0; i < 3; i++)
    g_free(world->sql[i]);
  g_free(world->folder);
  g_free(world->file);
  g_free(world);
  return 0;
}

static bool
add(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_add(txn, act, &(Member){ .name = "Ann", .reach = REACH_PHONE, .contact = "01632 960 001" },
             refusals, data);
  return refusals_count(refusals) == 0;
}

static int64_t
add_member(World *world, int64_t community_id)
{
  const Act act = test_db_act(world->test, community_id, 0);
  int64_t id = 0;

  assert_int_equal(test_db_write(world->test, &act, add, &id), WRITE_KEPT);
  return id;
}

static bool
erase(Txn *txn, const Act *act, void *data)
{
  seal_erase_person(txn, act, *(int64_t *)data);
  return true;
}

static void
erase_member(World *world, int64_t community_id, int64_t member_id)
{
  const Act act = test_db_act(world->test, community_id, 0);

  assert_int_equal(test_db_write(world->test, &act, erase, &member_id), WRITE_KEPT);
  outbox_run_due(test_db(world->test), handlers, community_id);
}

/* The sealed contact, opened with the key that is there or is not. */
static bool
opens(World *world, int64_t community_id, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  bool is_open = false;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT contact FROM member WHERE community_id = ?1 AND id = ?2");
    size_t len = 0;

    bind_int(q, 2, member_id);
    assert_true(query_next(q));
    const void *sealed = col_blob(q, 0, &len);
    is_open = seal_open(txn, arena, member_id, "member.contact", member_id, sealed, len) != NULL;
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return is_open;
}

static char *
text_of(World *world)
{
  char *text = NULL;

  return g_file_get_contents(world->file, &text, NULL, NULL) ? text : g_strdup("");
}

static int
lines_about(World *world, int64_t member_id)
{
  g_autofree char *text = text_of(world);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  int count = 0;

  for (char **line = lines; *line; line++) {
    Erasure erasure;

    count += erasure_from_line(*line, &erasure) && erasure.member_id == member_id;
  }
  return count;
}

static void
what_was_sealed_does_not_open_and_the_file_says_who(void **state)
{
  World *world = *state;
  int64_t ann = add_member(world, RIVERSIDE), bo = add_member(world, RIVERSIDE);

  assert_true(opens(world, RIVERSIDE, ann));
  erase_member(world, RIVERSIDE, ann);
  assert_false(opens(world, RIVERSIDE, ann));
  assert_true(opens(world, RIVERSIDE, bo));
  assert_int_equal(lines_about(world, ann), 1);
  assert_int_equal(lines_about(world, bo), 0);

  erase_member(world, RIVERSIDE, ann); /* a second time changes nothing */
  assert_int_equal(lines_about(world, ann), 1);
}

/* A task done twice, a file lost, a line half written: the list is whole again. */
static void
the_file_is_mended(void **state)
{
  World *world = *state;
  int64_t ann = add_member(world, RIVERSIDE), bo = add_member(world, RIVERSIDE);
  const OutboxTask task = { .community_id = RIVERSIDE, .thing_id = ann };

  erase_member(world, RIVERSIDE, ann);
  assert_int_equal(write_erasure(test_db(world->test), &task, NULL), OUTBOX_DONE);
  assert_int_equal(lines_about(world, ann), 1);

  assert_true(g_file_set_contents(world->file, "# head\nhalf a li", -1, NULL));
  erase_member(world, RIVERSIDE, bo);
  assert_int_equal(lines_about(world, ann), 1);
  assert_int_equal(lines_about(world, bo), 1);

  assert_int_equal(g_unlink(world->file), 0);
  assert_true(erasures_write_missing(test_db(world->test), RIVERSIDE, NULL));
  assert_int_equal(lines_about(world, ann) + lines_about(world, bo), 2);
}

static void
a_file_that_cannot_be_written_is_tried_again(void **state)
{
  World *world = *state;
  int64_t ann = add_member(world, RIVERSIDE);
  const OutboxTask task = { .community_id = RIVERSIDE, .thing_id = ann };
  g_autofree char *nowhere = g_build_filename(world->folder, "no", "such", "list", NULL);

  erasures_set_file(nowhere);
  erase_member(world, RIVERSIDE, ann);
  assert_int_equal(write_erasure(test_db(world->test), &task, NULL), OUTBOX_RETRY);
  erasures_set_file(world->file);
  assert_int_equal(write_erasure(test_db(world->test), &task, NULL), OUTBOX_DONE);
  assert_int_equal(lines_about(world, ann), 1);
}

/* The key as a backup from before would bring it back. */
static bool
bring_key_back(Txn *txn, const Act *act, void *data)
{
  seal_make_person_key(txn, act, *(int64_t *)data);
  return true;
}

static bool
forget_erasures(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(txn, act, "DELETE FROM erasure WHERE community_id = ?1");

  (void)data;
  return query_run(q);
}

static bool
has_key(World *world, int64_t community_id, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  bool has = people_find(txn, arena, member_id, false) != NULL;

  db_end_read(txn);
  return has;
}

static int rest_done;

static void
erase_with_rest(Txn *txn, const Act *act, int64_t member_id)
{
  rest_done++;
  seal_erase_person(txn, act, member_id);
}

static void
a_backup_from_before_is_erased_again(void **state)
{
  World *world = *state;
  int64_t ann = add_member(world, RIVERSIDE), bo = add_member(world, RIVERSIDE);
  int64_t cy = add_member(world, HILLTOP);
  const Act act = test_db_act(world->test, RIVERSIDE, 0);
  RepeatedErasures repeated = { 0 };

  erase_member(world, RIVERSIDE, ann);
  assert_int_equal(test_db_write(world->test, &act, bring_key_back, &ann), WRITE_KEPT);
  assert_int_equal(test_db_write(world->test, &act, forget_erasures, NULL), WRITE_KEPT);
  assert_true(has_key(world, RIVERSIDE, ann));

  rest_done = 0;
  assert_true(erasures_repeat(test_db(world->test), HILLTOP, erase_with_rest, &repeated, NULL));
  assert_int_equal(repeated.erased + repeated.unread, 0);
  assert_true(erasures_repeat(test_db(world->test), RIVERSIDE, erase_with_rest, &repeated, NULL));
  assert_int_equal(repeated.erased, 1);
  assert_int_equal(rest_done, 1);
  assert_false(has_key(world, RIVERSIDE, ann));
  assert_true(has_key(world, RIVERSIDE, bo));
  assert_true(has_key(world, HILLTOP, cy));
  assert_true(erasures_repeat(test_db(world->test), RIVERSIDE, erase_with_rest, &repeated, NULL));
  assert_int_equal(repeated.erased, 0);
}

static void
lines_come_back_and_broken_ones_are_counted(void **state)
{
  World *world = *state;
  int64_t ann = add_member(world, RIVERSIDE);
  const Erasure erasure = { RIVERSIDE, ann, 1234 };
  g_autofree char *line = erasure_to_line(&erasure);
  g_autofree char *text = g_strconcat("# head\n\nnonsense\n", line, "0 0 0 0\n", NULL);
  Erasure same;
  RepeatedErasures repeated = { 0 };

  assert_true(erasure_from_line(g_strchomp(line), &same));
  assert_memory_equal(&same, &erasure, sizeof(same));
  assert_false(erasure_from_line("", &same));
  assert_true(g_file_set_contents(world->file, text, -1, NULL));
  assert_true(erasures_repeat(test_db(world->test), RIVERSIDE, seal_erase_person, &repeated, NULL));
  assert_int_equal(repeated.unread, 2);
  assert_int_equal(repeated.erased, 1);
}

#define WORLD_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    WORLD_TEST(what_was_sealed_does_not_open_and_the_file_says_who),
    WORLD_TEST(the_file_is_mended),
    WORLD_TEST(a_file_that_cannot_be_written_is_tried_again),
    WORLD_TEST(a_backup_from_before_is_erased_again),
    WORLD_TEST(lines_come_back_and_broken_ones_are_counted),
  };

  return cmocka_run_group_tests_name("erasures", tests, NULL, NULL);
}
