/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The scratch world of these tests. */
#include "upkeep/test_world.h"

#include "base/clock.h"
#include "notices/mail.h"
#include "papers/find.h"
#include "papers/papers.h"
#include "people/erasures.h"
#include "people/kinds.h"
#include "people/seal.h"
#include "upkeep/archives.h"
#include "upkeep/backups.h"
#include "upkeep/complaints.h"
#include "upkeep/daily.h"
#include "upkeep/mail_trial.h"
#include "upkeep/retention.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static const char *const subjects[] = { "web",     "log",    "outbox", "people",
                                        "notices", "safety", "papers", "upkeep" };
enum { SUBJECTS = G_N_ELEMENTS(subjects) };

static const OutboxHandler handlers[] = {
  { .kind = "archive", .run = make_archive },
  { .kind = "backup", .run = make_backup },
  { .kind = "backup-trial", .run = try_backup },
  { .kind = "check", .run = check_database },
  { .kind = "daily", .run = do_daily_work },
  { .kind = "keep", .run = carry_out_keep },
  { .kind = "mail-test", .run = run_mail_trial },
  { .kind = "erasure", .run = write_erasure },
  { .kind = "paper-words", .run = keep_paper_words },
  { .kind = "complaint-known-mail", .run = send_complaint_known },
  { .kind = "complaint-told-mail", .run = send_complaint_told },
  { .kind = NULL },
};

static int64_t
one_community(Txn *txn)
{
  (void)txn;
  return 1;
}

const Act *
new_act(World *world)
{
  world->act = test_db_act(world->test, RIVERSIDE, world->member_id);
  return &world->act;
}

/* A change that says itself what it wants, with the world as data. */
void
must_do(World *world, TestChange change, void *data)
{
  assert_int_equal(test_db_write(world->test, new_act(world), change, data), WRITE_KEPT);
}

static bool
add_member(Txn *txn, const Act *act, void *data)
{
  World *world = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  people_add(txn, act,
             &(Member){ .name = "Rowan Field",
                        .reach = REACH_EMAIL,
                        .contact = "rowan@riverside.example",
                        .is_organiser = true },
             refusals_new(arena), &world->member_id);
  return !txn_trouble(txn);
}

int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, papers_log_kinds, upkeep_log_kinds,
                                          NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 5 };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key(key);
  for (int i = 0; i < SUBJECTS; i++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", subjects[i], subjects[i]);

    world->files[i] = (MigrationFile){ subjects[i], test_db_read_source(path) };
  }
  world->test = test_db_new(world->files, NULL);
  world->folder = g_dir_make_tmp("upkeep-XXXXXX", NULL);

  g_autofree char *list = g_build_filename(world->folder, "erasures", NULL);

  erasures_set_file(list);
  world->place = (UpkeepPlace){ .folder = world->folder,
                                .backup_folder = g_build_filename(world->folder, "backups", NULL),
                                .archive_folder = g_build_filename(world->folder, "archives", NULL),
                                .mail_folder = g_build_filename(world->folder, "mail", NULL),
                                .migrations = world->files,
                                .count_communities = one_community };
  upkeep_set_place(&world->place);
  mail_set_config(&(MailConfig){ .folder = world->place.mail_folder });
  must_do(world, add_member, world);
  *state = world;
  return 0;
}

static void
remove_folder(const char *path)
{
  g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *inside = g_build_filename(path, name, NULL);

    if (g_file_test(inside, G_FILE_TEST_IS_DIR))
      remove_folder(inside);
    else
      g_unlink(inside);
  }
  g_rmdir(path);
}

int
tear_down(void **state)
{
  World *world = *state;

  clock_set_for_test(0);
  upkeep_set_place(NULL);
  test_db_free(world->test);
  remove_folder(world->folder);
  for (int i = 0; i < SUBJECTS; i++)
    g_free((char *)world->files[i].sql);
  g_free((char *)world->place.backup_folder);
  g_free((char *)world->place.archive_folder);
  g_free((char *)world->place.mail_folder);
  g_free(world->folder);
  g_free(world);
  return 0;
}

int
run_due(World *world)
{
  return outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
}

Txn *
begin(World *world)
{
  return db_begin_read(test_db(world->test), RIVERSIDE);
}

bool
ask_keep(Txn *txn, const Act *act, void *data)
{
  (void)data;
  outbox_add(txn, act, "keep", 0);
  return true;
}
