/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The scratch world of papers' tests. */
#include "papers/test_world.h"

#include "notices/mail_wishes.h"
#include "notices/notices_data.h"
#include "papers/child.h"
#include "papers/paper_answers.h"
#include "papers/paper_news.h"
#include "people/kinds.h"
#include "people/rotation.h"
#include "people/seal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static const char *const subjects[] = { "web", "log", "outbox", "people", "notices", "papers" };

static const char *
how_to_answer(MailKind kind, int papers)
{
  (void)kind;
  return paper_how_to_answer(papers);
}

int
world_set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, notices_log_kinds, papers_log_kinds,
                                          NULL };
  static const uint8_t key[ROOT_KEY_BYTES] = { 9 };
  World *world = g_new0(World, 1);
  MigrationFile files[G_N_ELEMENTS(subjects) + 1] = { { 0 } };

  log_set_kinds(kinds);
  digest_set_kinds(paper_digest_kinds, how_to_answer);
  seal_set_root_key(key);
  for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", subjects[i], subjects[i]);

    files[i] = (MigrationFile){ subjects[i], test_db_read_source(path) };
  }
  world->test = test_db_new(files, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
    g_free((char *)files[i].sql);
  if (!community_keys_prepare(test_db(world->test), RIVERSIDE, NULL))
    g_error("the community's keys could not be made");
  world->folder = g_dir_make_tmp("papers-XXXXXX", NULL);
  world->place.cache_folder = g_build_filename(world->folder, "cache", NULL);
  papers_set_place(&world->place);
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
world_tear_down(void **state)
{
  World *world = *state;

  papers_set_place(NULL);
  test_db_free(world->test);
  remove_folder(world->folder);
  g_free((char *)world->place.cache_folder);
  g_free(world->folder);
  g_free(world);
  return 0;
}

const Act *
world_act(World *world)
{
  world->act = test_db_act(world->test, RIVERSIDE, 5);
  return &world->act;
}

typedef int64_t (*Counter)(Txn *txn);

#define COUNTER(table)                                                                             \
  static int64_t count_##table(Txn *txn)                                                           \
  {                                                                                                \
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM " #table " WHERE community_id = ?1"); \
    return query_next(q) ? col_int(q, 0) : -1;                                                     \
  }
COUNTER(paper)
COUNTER(paper_file_part)
COUNTER(paper_format)
COUNTER(release)
COUNTER(delivery)
COUNTER(log_entry)
COUNTER(post_pack)
COUNTER(sign_in_link)
COUNTER(paper_version)
COUNTER(paper_comment)
COUNTER(comment_word)
COUNTER(made_format)
COUNTER(made_format_part)
COUNTER(late_copy)

/* But for the words by which papers are found: each paper leaves one such task, and they have tests
 * of their own. */
static int64_t
count_outbox_task(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM outbox_task WHERE community_id = ?1"
                                     " AND kind <> 'paper-words'");
  return query_next(q) ? col_int(q, 0) : -1;
}

static int64_t
count_picture(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM picture WHERE community_id = ?1");
  return query_next(q) ? col_int(q, 0) : -1;
}

static int64_t
count_picture_word(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM picture_word WHERE community_id = ?1");
  return query_next(q) ? col_int(q, 0) : -1;
}

int64_t
world_count(World *world, const char *table)
{
  static const struct {
    const char *table;
    Counter count;
  } rows[] = {
    { "paper", count_paper },
    { "paper_file_part", count_paper_file_part },
    { "paper_format", count_paper_format },
    { "release", count_release },
    { "delivery", count_delivery },
    { "log_entry", count_log_entry },
    { "outbox_task", count_outbox_task },
    { "post_pack", count_post_pack },
    { "sign_in_link", count_sign_in_link },
    { "paper_version", count_paper_version },
    { "paper_comment", count_paper_comment },
    { "comment_word", count_comment_word },
    { "made_format", count_made_format },
    { "made_format_part", count_made_format_part },
    { "late_copy", count_late_copy },
    { "picture", count_picture },
    { "picture_word", count_picture_word },
  };
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  int64_t count = -1;

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (strcmp(rows[i].table, table) == 0)
      count = rows[i].count(txn);
  db_end_read(txn);
  assert_true(count >= 0);
  return count;
}

Look
world_look(World *world)
{
  return (Look){ db_begin_read(test_db(world->test), RIVERSIDE), arena_new(16 * 1024 * 1024) };
}

void
world_look_away(Look *look)
{
  assert_int_equal(txn_trouble(look->txn), TROUBLE_NONE);
  db_end_read(look->txn);
  arena_free(look->arena);
}

/* ---- changes ---- */

typedef struct {
  Member member;
  Paper paper;
  const char *title;
  AnswerFile file;
  int64_t id;
  int refused;
  char *question;
} Change;

static bool
end_change(Change *change, const Refusals *refusals)
{
  change->refused = refusals_count(refusals);
  g_clear_pointer(&change->question, g_free);
  if (change->refused)
    change->question = g_strdup(refusals_nth(refusals, 0)->question);
  return change->refused == 0;
}

static bool
add_member(Txn *txn, const Act *act, void *data)
{
  Change *change = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  people_add(txn, act, &change->member, refusals, &change->id);
  return end_change(change, refusals);
}

int64_t
world_add_member(World *world, const char *name, Reach reach, const char *contact,
                 const char *wants)
{
  Change change = { .member = { .name = name, .reach = reach, .contact = contact } };

  assert_true(format_wants_from_text(wants, &change.member.wants));
  assert_int_equal(test_db_write(world->test, world_act(world), add_member, &change), WRITE_KEPT);
  return change.id;
}

static bool
add_paper(Txn *txn, const Act *act, void *data)
{
  Change *change = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  papers_add(txn, act, &change->paper, refusals, &change->id);
  return end_change(change, refusals);
}

int64_t
world_add_paper(World *world, const char *title, const char *source)
{
  Change change = { .paper = { .title = title, .source = source } };

  assert_int_equal(test_db_write(world->test, world_act(world), add_paper, &change), WRITE_KEPT);
  assert_true(change.id > 0);
  return change.id;
}

char *
world_refused_paper(World *world, const Paper *paper)
{
  Change change = { .paper = *paper, .id = -1 };

  assert_int_equal(test_db_write(world->test, world_act(world), add_paper, &change), WRITE_UNDONE);
  assert_int_equal(change.id, -1); /* untouched */
  return change.question;
}

static bool
change_paper(Txn *txn, const Act *act, void *data)
{
  Change *change = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  papers_change(txn, act, &change->paper, refusals);
  return end_change(change, refusals);
}

void
world_change_paper(World *world, const Paper *paper, bool is_taken)
{
  Change change = { .paper = *paper };

  assert_int_equal(test_db_write(world->test, world_act(world), change_paper, &change),
                   is_taken ? WRITE_KEPT : WRITE_UNDONE);
  g_free(change.question);
}

static bool
upload(Txn *txn, const Act *act, void *data)
{
  Change *change = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  papers_add_upload(txn, act, change->title, &change->file, refusals, &change->id);
  return end_change(change, refusals);
}

int64_t
world_upload(World *world, const char *title, const char *name, const char *bytes, size_t len)
{
  Change change = { .title = title, .file = { .file_name = name, .bytes = bytes, .len = len } };
  WriteOutcome outcome = test_db_write(world->test, world_act(world), upload, &change);

  assert_int_equal(outcome, change.refused ? WRITE_UNDONE : WRITE_KEPT);
  assert_int_equal(change.id == 0, change.refused > 0);
  g_free(change.question);
  return change.id;
}

void
world_make_word(World *world, const char *source, char **ret_bytes, size_t *ret_len)
{
  g_autofree char *from = g_build_filename(world->folder, "word.md", NULL);
  g_autofree char *to = g_build_filename(world->folder, "word.docx", NULL);
  const char *arguments[] = { "pandoc", "--from=markdown", "--to=docx", from, "-o", to, NULL };
  int status = -1;

  assert_true(g_file_set_contents(from, source, -1, NULL));
  assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL,
                           NULL, &status, NULL));
  assert_int_equal(status, 0);
  assert_true(g_file_get_contents(to, ret_bytes, ret_len, NULL));
}

/* ---- faults ---- */

void
world_fail_each_statement(World *world, TestChange change, void *data, const char *table,
                          const int *refused)
{
  Db *db = test_db(world->test);
  int64_t rows = world_count(world, table), entries = world_count(world, "log_entry");
  int64_t tasks = world_count(world, "outbox_task");

  for (int64_t nth = 1;; nth++) {
    assert_true(nth < 500);
    world_act(world);
    db_fail_statement_for_test(db, nth, TROUBLE_DATABASE);

    WriteOutcome outcome = test_db_write(world->test, &world->act, change, data);

    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    assert_int_equal(*refused, 0);
    if (outcome == WRITE_KEPT) {
      assert_true(nth > 3); /* it did something that could fail */
      return;
    }
    assert_int_equal(outcome, WRITE_TROUBLE);
    assert_int_equal(world_count(world, table), rows);
    assert_int_equal(world_count(world, "log_entry"), entries);
    assert_int_equal(world_count(world, "outbox_task"), tasks);
  }
}
