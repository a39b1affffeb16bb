/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sheets of other subjects in letters (R66, R88), on both engines: whoever is to get one gets it in
 * one letter, on a page that does not tell whose it is; it counts as gone when a letter that had it
 * is posted, and not before, nor for a letter that was made without it. */
#include "papers/post_leaves.h"
#include "papers/test_world.h"

#include "press/bag.h"
#include "press/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { DUE_MOST = 8, FIRST = 7, SECOND = 8 };

#define WORDS "How was it?"

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "post-pack", .run = make_post_pack },
  { .kind = NULL },
};

/* ---- a subject that has such sheets ---- */

static PostLeaf due[DUE_MOST + 1], gone[DUE_MOST + 1];
static int due_count, gone_count;

static const PostLeaf *
find_due(Txn *txn, Arena *arena, int64_t now_us)
{
  (void)txn;
  (void)arena;
  (void)now_us;
  due[due_count] = (PostLeaf){ 0 };
  return due;
}

static bool
write_sheet(Txn *txn, Arena *arena, int64_t thing_id, const Lang *lang, Buffer *out)
{
  (void)txn;
  (void)arena;
  (void)lang;
  assert_true(thing_id == FIRST || thing_id == SECOND);
  bag_write(out, BAG_SHEET, WORDS, NULL, NULL);
  return true;
}

static GBytes *
make_sheet(const Buffer *text, const Lang *lang, GError **err)
{
  g_autoptr(GBytes) input = g_bytes_new(text->data, text->len);
  const PressOptions options = { .format = FORMAT_MEETING_BAG,
                                 .title = WORDS,
                                 .lang = lang_html_tag(lang) };
  GBytes *made = NULL;

  return press_run(&options, input, &made, err) ? made : NULL;
}

static void
note_gone(Txn *txn, const Act *act, int64_t thing_id, int64_t member_id)
{
  int kept = 0;

  (void)txn;
  (void)act;
  gone[gone_count++] = (PostLeaf){ member_id, thing_id };
  for (int i = 0; i < due_count; i++)
    if (due[i].member_id != member_id || due[i].thing_id != thing_id)
      due[kept++] = due[i];
  due_count = kept;
}

static const PostLeafKind kind = { find_due, write_sheet, make_sheet, note_gone };

static void
be_due(int64_t member_id, int64_t thing_id)
{
  due[due_count++] = (PostLeaf){ member_id, thing_id };
}

static int
open_world(void **state)
{
  due_count = gone_count = 0;
  post_leaves_set_kind(&kind);
  return world_set_up(state);
}

static int
close_world(void **state)
{
  post_leaves_set_kind(NULL);
  return world_tear_down(state);
}

/* ---- what is done ---- */

typedef struct {
  World *world;
  int64_t paper_id, release_id, member_id, thing_id;
} Doing;

static void
do_it(Doing *doing, TestChange change)
{
  assert_int_equal(test_db_write(doing->world->test, world_act(doing->world), change, doing),
                   WRITE_KEPT);
}

static void
make_all(Doing *doing)
{
  outbox_run_due(test_db(doing->world->test), handlers, RIVERSIDE);
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Doing *doing = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, doing->paper_id, NULL, 0, "https://river.example", refusals,
                 &doing->release_id);
  return refusals_count(refusals) == 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Doing *doing = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, doing->release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

/* A new paper goes to all, and its letters are made. */
static void
send_paper(Doing *doing)
{
  doing->paper_id = world_add_paper(doing->world, "", "# The plan\n\nWe meet on **Monday**.");
  do_it(doing, start);
  make_all(doing);
  do_it(doing, let_out);
  make_all(doing);
}

static bool
ask_for_letters(Txn *txn, const Act *act, void *data)
{
  releases_ask_for_post_pack(txn, act, ((Doing *)data)->release_id);
  return true;
}

/* The member's letter of the release is posted. */
static bool
post(Txn *txn, const Act *act, void *data)
{
  const Doing *doing = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Delivery *delivery = releases_deliveries(txn, arena, doing->release_id, REACH_POST);

  while (delivery->member_id != doing->member_id)
    delivery++;
  releases_mark_done(txn, act, delivery->id, true);
  return true;
}

static bool
drop(Txn *txn, const Act *act, void *data)
{
  const Doing *doing = data;

  post_leaf_drop(txn, act, doing->thing_id, doing->member_id);
  return true;
}

/* ---- what came of it ---- */

static PostPackState
state_of(Doing *doing)
{
  g_auto(Look) at = world_look(doing->world);
  const char *problem = NULL;

  return releases_post_pack_state(at.txn, at.arena, doing->release_id, &problem);
}

static guint
count_waiting(Doing *doing, int64_t thing_id)
{
  g_auto(Look) at = world_look(doing->world);
  g_autoptr(GHashTable) people = post_leaves_waiting(at.txn, thing_id);

  return g_hash_table_size(people);
}

/* How many pages of the pack ask it, as another program reads it; none of them says whose it is. */
static int
count_sheets(Doing *doing)
{
  static const char *const whose[] = { "Di", "Eve", "Quay", "Hill", "Monday", "Put in" };
  g_auto(Look) at = world_look(doing->world);
  g_autoptr(GBytes) pack = releases_open_post_pack(at.txn, doing->release_id);
  g_autofree char *path = g_build_filename(doing->world->folder, "pack.pdf", NULL), *text = NULL;
  const char *arguments[] = { "pdftotext", "-layout", path, "-", NULL };
  gsize len = 0;
  int count = 0;

  assert_non_null(pack);
  const char *bytes = g_bytes_get_data(pack, &len);

  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                           NULL, NULL, NULL));

  g_auto(GStrv) pages = g_strsplit(text, "\f", -1);

  for (char **page = pages; *page; page++) {
    if (!strstr(*page, WORDS))
      continue;
    count++;
    for (size_t i = 0; i < G_N_ELEMENTS(whose); i++)
      assert_null(strstr(*page, whose[i]));
  }
  return count;
}

static void
a_sheet_goes_with_the_letter_that_was_made_with_it(void **state)
{
  Doing doing = { .world = *state };
  const int64_t di = world_add_member(*state, "Di", REACH_POST, "3 Quay Street", "");
  const int64_t eve = world_add_member(*state, "Eve", REACH_POST, "4 Hill Road", "");
  const int64_t bo = world_add_member(*state, "Bo", REACH_EMAIL, "bo@river.example", "");

  world_add_member(*state, "Fay", REACH_POST, "5 Hill Road", "");
  be_due(di, FIRST);
  be_due(eve, FIRST);
  be_due(bo, FIRST); /* gets no letter */
  send_paper(&doing);
  assert_int_equal(state_of(&doing), POST_PACK_READY);
  assert_int_equal(count_sheets(&doing), 2);
  assert_int_equal(count_waiting(&doing, FIRST), 2);
  assert_int_equal(gone_count, 0);

  doing.member_id = di;
  do_it(&doing, post);
  assert_int_equal(gone_count, 1);
  assert_int_equal(gone[0].member_id, di);
  assert_int_equal(gone[0].thing_id, FIRST);
  assert_int_equal(count_waiting(&doing, FIRST), 1);
  assert_int_equal(state_of(&doing), POST_PACK_READY); /* the letters are as they were */

  /* Eve was asked otherwise: hers comes out, Di's letter is as it went. */
  doing.member_id = eve;
  doing.thing_id = FIRST;
  do_it(&doing, drop);
  due_count = 0;
  assert_int_equal(state_of(&doing), POST_PACK_NOT_MADE);
  do_it(&doing, ask_for_letters);
  make_all(&doing);
  assert_int_equal(count_sheets(&doing), 1);
  do_it(&doing, post);
  assert_int_equal(gone_count, 1);
}

static void
a_letter_made_without_it_leaves_it_for_the_next(void **state)
{
  Doing doing = { .world = *state };
  const int64_t di = world_add_member(*state, "Di", REACH_POST, "3 Quay Street", "");
  g_autofree char *press = g_strdup(g_getenv("COMMONTABLE_PRESS"));

  /* It is due once the letters are there, and these cannot be made anew: Di's goes as it was. */
  send_paper(&doing);
  be_due(di, FIRST);
  g_setenv("COMMONTABLE_PRESS", "/nowhere/commontable-press", TRUE);
  do_it(&doing, ask_for_letters);
  make_all(&doing);
  g_setenv("COMMONTABLE_PRESS", press, TRUE);
  assert_int_equal(count_waiting(&doing, FIRST), 1);
  doing.member_id = di;
  do_it(&doing, post);
  assert_int_equal(gone_count, 0);
  assert_int_equal(count_waiting(&doing, FIRST), 0);

  send_paper(&doing);
  assert_int_equal(count_sheets(&doing), 1);
  do_it(&doing, post);
  assert_int_equal(gone_count, 1);
}

/* Of two letters that wait, the newest; of all letters together, one. */
static void
it_is_in_one_letter_of_several(void **state)
{
  Doing doing = { .world = *state };
  const int64_t di = world_add_member(*state, "Di", REACH_POST, "3 Quay Street", "");

  send_paper(&doing);
  send_paper(&doing);
  be_due(di, SECOND);
  doing.release_id = 0;
  do_it(&doing, ask_for_letters);
  make_all(&doing);
  assert_int_equal(state_of(&doing), POST_PACK_READY);
  assert_int_equal(count_sheets(&doing), 1);
  assert_int_equal(count_waiting(&doing, SECOND), 1);
  do_it(&doing, ask_for_letters); /* again */
  make_all(&doing);
  assert_int_equal(count_sheets(&doing), 1);
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    IN_WORLD(a_sheet_goes_with_the_letter_that_was_made_with_it),
    IN_WORLD(a_letter_made_without_it_leaves_it_for_the_next),
    IN_WORLD(it_is_in_one_letter_of_several),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
