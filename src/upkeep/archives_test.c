/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: an archive asked for with a passphrase is made, opens with it alone, is fetched
 * once, and goes; the passphrase lies nowhere readable and is gone when the archive is there. */
#include "upkeep/archives.h"

#include "archive/archive.h"
#include "base/clock.h"
#include "upkeep/retention.h"
#include "upkeep/test_world.h"
#include "upkeep/upkeep_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>
#include <utime.h>

#define PASSPHRASE "plum pear apple quince"

typedef struct {
  const char *passphrase, *again;
  char refused[40]; /* question; "": none */
  int refusals;
} Asking;

static bool
found_community(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO community (community_id, name, time_zone, is_set_up,"
                                 " made_at_us) VALUES (?1, 'Riverside', 'Europe/London', 1, 1)");

  (void)data;
  return query_run(q);
}

static int
set_up_community(void **state)
{
  set_up(state);
  must_do(*state, found_community, NULL);
  return 0;
}
#define archive_rule(test) cmocka_unit_test_setup_teardown(test, set_up_community, tear_down)

static bool
ask(Txn *txn, const Act *act, void *data)
{
  Asking *asking = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);

  archives_ask(txn, act, asking->passphrase, asking->again, refusals);
  asking->refusals = refusals_count(refusals);
  if (asking->refusals)
    g_strlcpy(asking->refused, refusals_nth(refusals, 0)->question, sizeof(asking->refused));
  return asking->refusals == 0;
}

static UpkeepArchive
newest(World *world)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = begin(world);
  const UpkeepArchive archive = *archives_list(txn, arena);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return archive;
}

static bool
opens(World *world, int64_t id, const char *passphrase)
{
  g_autofree char *path = archives_path(id);
  ArchiveFacts facts;
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  bool is_open = archive_check(fd, passphrase, world->files, -1, &facts, NULL);

  close(fd);
  assert_true(!is_open || facts.people == 1);
  return is_open;
}

/* Of the newest row: bytes of what is sealed. */
static size_t
passphrase_len(World *world)
{
  Txn *txn = begin(world);
  size_t len = 0;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT passphrase FROM upkeep_archive WHERE community_id = ?1");

    assert_true(query_next(q));

    const void *sealed = col_blob(q, 0, &len);

    assert_null(memmem(sealed, len, "quince", 6));
  }
  db_end_read(txn);
  return len;
}

static void
a_weak_or_mistyped_passphrase_is_refused(void **state)
{
  World *world = *state;
  static const struct {
    const char *passphrase, *again, *question;
  } rows[] = {
    { "short", "short", "passphrase" },
    { "", "", "passphrase" },
    { PASSPHRASE, "plum pear apple quinces", "pass_again" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    Asking asking = { rows[i].passphrase, rows[i].again, "", 0 };

    assert_int_equal(test_db_write(world->test, new_act(world), ask, &asking), WRITE_UNDONE);
    assert_string_equal(asking.refused, rows[i].question);
  }
  assert_int_equal(newest(world).id, 0);
}

static void
an_archive_is_made_and_opens_with_its_passphrase_alone(void **state)
{
  World *world = *state;
  Asking asking = { PASSPHRASE, PASSPHRASE, "", 0 };
  GStatBuf about;

  must_do(world, ask, &asking);
  assert_int_equal(newest(world).state, ARCHIVE_WAITING);
  assert_true(passphrase_len(world) > strlen(PASSPHRASE));
  assert_int_equal(test_db_write(world->test, new_act(world), ask, &asking), WRITE_UNDONE);
  assert_int_equal(asking.refusals, 1); /* one at a time */
  assert_int_equal(run_due(world), 1);

  const UpkeepArchive archive = newest(world);
  g_autofree char *path = archives_path(archive.id);

  assert_int_equal(archive.state, ARCHIVE_MADE);
  assert_int_equal(archive.people, 1);
  assert_true(archive.is_there && archive.bytes > 1000);
  assert_int_equal(passphrase_len(world), 0);
  assert_int_equal(g_stat(path, &about), 0);
  assert_int_equal(about.st_mode & 0777, 0600);
  assert_true(opens(world, archive.id, PASSPHRASE));
  assert_false(opens(world, archive.id, "plum pear apple quincy"));
}

static bool
note_fetched(Txn *txn, const Act *act, void *data)
{
  log_add(txn, act, &(LogEntry){ .kind = ARCHIVE_FETCHED, .thing_id = *(int64_t *)data });
  return !txn_trouble(txn);
}

static void
it_is_fetched_once_and_goes(void **state)
{
  World *world = *state;
  Asking asking = { PASSPHRASE, PASSPHRASE, "", 0 };
  UpkeepArchive archive;

  must_do(world, ask, &asking);
  run_due(world);
  archive = newest(world);
  assert_true(archive_may_be_fetched(&archive, clock_now_us()));
  must_do(world, note_fetched, &archive.id);
  archive = newest(world);
  assert_true(archive_may_be_fetched(&archive, clock_now_us())); /* the download broke */
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_true(newest(world).is_there);

  clock_set_for_test(clock_now_us() + ARCHIVE_AGAIN_US + 1);
  archive = newest(world);
  assert_false(archive_may_be_fetched(&archive, clock_now_us()));
  must_do(world, ask_keep, NULL);
  run_due(world);

  g_autofree char *path = archives_path(archive.id);

  assert_int_equal(newest(world).id, 0);
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

static void
one_that_nobody_fetched_goes_after_days(void **state)
{
  World *world = *state;
  Asking asking = { PASSPHRASE, PASSPHRASE, "", 0 };

  must_do(world, ask, &asking);
  run_due(world);

  g_autofree char *path = archives_path(newest(world).id);

  clock_set_for_test(clock_now_us() + (ARCHIVE_DAYS - 1) * US_PER_DAY);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
  clock_set_for_test(clock_now_us() + 2 * US_PER_DAY);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
  assert_int_equal(newest(world).id, 0);
}

/* The worker was killed half way, and nobody asked again. */
static void
half_a_file_goes_in_the_end(void **state)
{
  World *world = *state;
  g_autofree char *half = g_build_filename(world->place.archive_folder, "x.archive.half", NULL);
  const struct utimbuf long_ago = { 1, 1 };

  g_mkdir_with_parents(world->place.archive_folder, 0700);
  assert_true(g_file_set_contents(half, "half", 4, NULL));
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_true(g_file_test(half, G_FILE_TEST_EXISTS));
  assert_int_equal(utime(half, &long_ago), 0);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_false(g_file_test(half, G_FILE_TEST_EXISTS));
}

static void
where_it_cannot_be_written_it_failed_and_the_passphrase_is_gone(void **state)
{
  World *world = *state;
  Asking asking = { PASSPHRASE, PASSPHRASE, "", 0 };
  const char *folder = world->place.archive_folder;

  world->place.archive_folder = "/dev/null/archives";
  must_do(world, ask, &asking);
  run_due(world);
  assert_int_equal(newest(world).state, ARCHIVE_FAILED);
  assert_int_equal(passphrase_len(world), 0);
  world->place.archive_folder = folder;
  must_do(world, ask, &asking); /* and may be asked for again */
}

static bool
erase_asker(Txn *txn, const Act *act, void *data)
{
  upkeep_personal_data.erase(txn, act, ((World *)data)->member_id);
  return !txn_trouble(txn);
}

static void
whoever_asked_is_erased_and_the_file_still_goes(void **state)
{
  World *world = *state;
  Asking asking = { PASSPHRASE, PASSPHRASE, "", 0 };

  must_do(world, ask, &asking);
  run_due(world);

  g_autofree char *path = archives_path(newest(world).id);

  must_do(world, erase_asker, world);
  assert_true(g_file_test(path, G_FILE_TEST_EXISTS));
  clock_set_for_test(clock_now_us() + (ARCHIVE_DAYS + 1) * US_PER_DAY);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    archive_rule(a_weak_or_mistyped_passphrase_is_refused),
    archive_rule(an_archive_is_made_and_opens_with_its_passphrase_alone),
    archive_rule(it_is_fetched_once_and_goes),
    archive_rule(one_that_nobody_fetched_goes_after_days),
    archive_rule(half_a_file_goes_in_the_end),
    archive_rule(where_it_cannot_be_written_it_failed_and_the_passphrase_is_gone),
    archive_rule(whoever_asked_is_erased_and_the_file_still_goes),
  };

  return cmocka_run_group_tests_name("archives to take along", tests, NULL, NULL);
}
