/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: a backup is made, opened, found good or bad, and dropped; the daily round does
 * all once and comes again. */
#include "base/clock.h"
#include "upkeep/backups.h"
#include "upkeep/daily.h"
#include "upkeep/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

/* ---- backups ---- */

typedef struct {
  int64_t id;
  int refused;
} Asking;

static bool
ask(Txn *txn, const Act *act, void *data)
{
  Asking *asking = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);

  asking->id = backups_ask(txn, act, refusals);
  asking->refused = refusals_count(refusals);
  return asking->refused == 0;
}

static bool
ask_trial(Txn *txn, const Act *act, void *data)
{
  return backups_ask_trial(txn, act, ((Asking *)data)->id);
}

static Backup
look_at(World *world, int64_t id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = begin(world);
  const Backup *found = backups_find(txn, arena, id);
  const Backup backup = found ? *found : (Backup){ .id = 0 };

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return backup;
}

static void
a_backup_is_made_opened_and_found_good(void **state)
{
  World *world = *state;
  Asking asking, again;

  must_do(world, ask, &asking);
  assert_int_equal(look_at(world, asking.id).state, BACKUP_WAITING);
  assert_int_equal(test_db_write(world->test, new_act(world), ask, &again), WRITE_UNDONE);
  assert_int_equal(again.refused, 1); /* one at a time */
  assert_int_equal(run_due(world), 1);

  const Backup backup = look_at(world, asking.id);

  assert_int_equal(backup.state, BACKUP_MADE);
  assert_int_equal(backup.trial, TRIAL_GOOD);
  assert_true(backup.is_there);
  assert_true(backup.bytes > 1000);
  assert_int_equal(backup.members, 1);
  assert_int_equal(backup.papers, 0);
  assert_true(backup.entries >= 2);
  assert_false(backup.is_daily);
}

static int64_t
two_communities(Txn *txn)
{
  (void)txn;
  return 2;
}

static void
where_others_share_the_database_no_backup_is_made(void **state)
{
  World *world = *state;
  Asking asking;

  world->place.count_communities = two_communities;
  assert_int_equal(test_db_write(world->test, new_act(world), ask, &asking), WRITE_UNDONE);
  assert_int_equal(asking.refused, 1);
}

static void
a_damaged_backup_is_found_bad(void **state)
{
  World *world = *state;
  Asking asking;
  g_autofree char *bytes = NULL;
  size_t len = 0;

  must_do(world, ask, &asking);
  run_due(world);

  g_autofree char *path = backups_path(asking.id);

  assert_true(g_file_get_contents(path, &bytes, &len, NULL));
  memset(bytes + len / 3, 0x5a, len / 3);
  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  must_do(world, ask_trial, &asking);
  assert_int_equal(look_at(world, asking.id).trial, TRIAL_WAITING);
  run_due(world);
  assert_int_equal(look_at(world, asking.id).trial, TRIAL_BAD);
  g_unlink(path);
  assert_false(look_at(world, asking.id).is_there);
}

static bool
keep_two(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);

  (void)data;
  backups_change_setting(txn, act, (BackupSetting){ .kept = 0 }, refusals);
  assert_int_equal(refusals_count(refusals), 1);
  backups_change_setting(txn, act, (BackupSetting){ .kept = BACKUPS_KEPT_MOST + 1 }, refusals);
  assert_int_equal(refusals_count(refusals), 2);
  refusals_clear(refusals);
  backups_change_setting(txn, act, (BackupSetting){ .kept = 2, .is_daily = true }, refusals);
  return refusals_count(refusals) == 0;
}

static void
old_backups_go_with_their_files(void **state)
{
  World *world = *state;
  Asking askings[3];

  must_do(world, keep_two, NULL);
  for (int i = 0; i < 3; i++) {
    must_do(world, ask, &askings[i]);
    run_due(world);
  }
  must_do(world, ask_keep, NULL);
  run_due(world);

  g_autofree char *first = backups_path(askings[0].id);
  g_autofree char *last = backups_path(askings[2].id);

  assert_int_equal(look_at(world, askings[0].id).id, 0);
  assert_false(g_file_test(first, G_FILE_TEST_EXISTS));
  assert_true(look_at(world, askings[1].id).is_there);

  clock_set_for_test(clock_now_us() + (BACKUP_DAYS + 1) * US_PER_DAY);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(look_at(world, askings[2].id).id, 0); /* no backup outlives its days */
  assert_false(g_file_test(last, G_FILE_TEST_EXISTS));
}

/* ---- the day ---- */

static bool
start_day(Txn *txn, const Act *act, void *data)
{
  (void)data;
  daily_start(txn, act);
  return true;
}

static int64_t
waiting_of(World *world, const char *kind)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = begin(world);
  int64_t waiting = 0;

  for (const OutboxKind *row = outbox_kinds(txn, arena); row->kind; row++)
    if (strcmp(row->kind, kind) == 0)
      waiting = row->waiting;
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return waiting;
}

static void
the_day_does_all_once_and_comes_again(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Check checks[CHECK_COUNT];

  must_do(world, start_day, NULL);
  must_do(world, start_day, NULL); /* a second start changes nothing */
  assert_int_equal(waiting_of(world, "daily"), 1);
  assert_int_equal(run_due(world), 0); /* within the hour, not at once */
  clock_set_for_test(clock_now_us() + 2 * US_PER_HOUR);
  assert_int_equal(run_due(world), 5); /* daily, keep, check, words of papers, backup */
  assert_int_equal(waiting_of(world, "daily"), 1);

  Txn *txn = begin(world);

  checks_read(txn, checks);
  assert_true(checks[CHECK_DATABASE].is_good && checks[CHECK_RECORD].is_good);
  assert_int_equal(backups_list(txn, arena)->trial, TRIAL_GOOD);
  assert_true(backups_list(txn, arena)->is_daily);
  db_end_read(txn);
  clock_set_for_test(clock_now_us() + 25 * US_PER_HOUR);
  assert_int_equal(run_due(world), 5);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(a_backup_is_made_opened_and_found_good),
    rule(where_others_share_the_database_no_backup_is_made),
    rule(a_damaged_backup_is_found_bad),
    rule(old_backups_go_with_their_files),
    rule(the_day_does_all_once_and_comes_again),
  };

  return cmocka_run_group_tests_name("backups and the daily round", tests, NULL, NULL);
}
