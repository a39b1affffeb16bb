/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Letters to print (R66), and the cache in which they and made formats lie: on both engines. */
#include "papers/cache.h"
#include "papers/test_world.h"

#include "base/clock.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "post-pack", .run = make_post_pack },
  { .kind = NULL },
};

typedef struct {
  World *world;
  int64_t paper_id, release_id;
  const char *problem;
} Sending;

static bool
start(Txn *txn, const Act *act, void *data)
{
  Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, sending->paper_id, NULL, 0, "https://river.example", refusals,
                 &sending->release_id);
  return refusals_count(refusals) == 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, sending->release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

static bool
ask_for_letters(Txn *txn, const Act *act, void *data)
{
  releases_ask_for_post_pack(txn, act, ((Sending *)data)->release_id);
  return true;
}

static void
do_it(Sending *sending, TestChange change)
{
  assert_int_equal(test_db_write(sending->world->test, world_act(sending->world), change, sending),
                   WRITE_KEPT);
}

static void
make_all(Sending *sending)
{
  outbox_run_due(test_db(sending->world->test), handlers, RIVERSIDE);
}

static PostPackState
state_of(Sending *sending)
{
  Txn *txn = db_begin_read(test_db(sending->world->test), RIVERSIDE);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  PostPackState state =
      releases_post_pack_state(txn, arena, sending->release_id, &sending->problem);

  sending->problem = g_intern_string(sending->problem);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return state;
}

static GBytes *
open_pack(Sending *sending)
{
  Txn *txn = db_begin_read(test_db(sending->world->test), RIVERSIDE);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  GBytes *pack = releases_open_post_pack(txn, sending->release_id);

  db_end_read(txn);
  return pack;
}

/* The address and paper of each person by post are in the pack, as another program reads it. */
static void
assert_letters(World *world, GBytes *pdf)
{
  g_autofree char *path = g_build_filename(world->folder, "pack.pdf", NULL), *text = NULL;
  const char *arguments[] = { "pdftotext", "-layout", path, "-", NULL };
  gsize len = 0;
  const char *bytes = g_bytes_get_data(pdf, &len);

  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                           NULL, NULL, NULL));

  const char *di = strstr(text, "3 Quay Street"), *eve = strstr(text, "4 Hill Road");

  assert_true(di && eve && di < eve);
  assert_non_null(strstr(di, "Monday"));
  assert_true(strstr(di, "Monday") < eve); /* Di's paper comes before Eve's sheet */
  assert_non_null(strstr(eve, "Put in: the paper in braille, grade 2"));
  assert_non_null(strstr(eve, "Monday"));
  assert_non_null(strstr(text, "Put in, made by a person: A recording read by a person"));
  assert_null(strstr(text, "Put in: the recording")); /* the computer's, in whose place it is */
  assert_null(strstr(text, "Bo"));
}

/* Somebody has read it onto a tape that stands elsewhere. */
static bool
bring_recording(Txn *txn, const Act *act, void *data)
{
  const Sending *sending = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const MadeFormat made = { .paper_id = sending->paper_id,
                            .kind = MADE_RECORDING,
                            .what = "",
                            .language = "",
                            .instead_of = "audio",
                            .owner_name = "" };
  int64_t id = 0;

  made_ask(txn, act, &made, refusals, &id);
  made_bring(txn, act, id, &(MadeThing){ NULL, "https://sounds.example/plan", "", "" }, refusals);
  return refusals_count(refusals) == 0;
}

/* How many files of the cache are letters; each is sealed: no PDF by its looks. */
static int
count_sealed(World *world)
{
  g_autoptr(GDir) folder = g_dir_open(world->place.cache_folder, 0, NULL);
  int count = 0;

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = cache_path(name), *bytes = NULL;
    gsize len = 0;

    if (!g_str_has_prefix(name, CACHE_SEALED))
      continue;
    assert_true(g_file_get_contents(path, &bytes, &len, NULL));
    assert_null(memmem(bytes, len, "%PDF", 4));
    count++;
  }
  return count;
}

static Sending
sending_of(World *world)
{
  return (Sending){ .world = world,
                    .paper_id =
                        world_add_paper(world, "", "# The plan\n\nWe meet on **Monday**.") };
}

static void
letters_are_made_after_the_release_and_kept_for_a_day(void **state)
{
  Sending sending = sending_of(*state);
  World *world = *state;

  world_add_member(world, "Di", REACH_POST, "3 Quay Street\nSeatown", "");
  world_add_member(world, "Eve", REACH_POST, "4 Hill Road", "large print 28; braille");
  world_add_member(world, "Fay", REACH_POST, "5 Hill Road", "audio");
  world_add_member(world, "Bo", REACH_EMAIL, "bo@river.example", "");
  do_it(&sending, bring_recording);
  do_it(&sending, start);
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_EMPTY); /* not out yet */
  do_it(&sending, let_out);
  assert_int_equal(state_of(&sending), POST_PACK_WAITING);
  assert_null(open_pack(&sending));
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_READY);
  assert_int_equal(count_sealed(world), 1);

  g_autoptr(GBytes) pack = open_pack(&sending);
  assert_letters(world, pack);

  assert_true(cache_sweep(clock_now_us() + 2 * US_PER_DAY, G_MAXUINT64) == 1);
  assert_int_equal(state_of(&sending), POST_PACK_NOT_MADE);
  assert_null(open_pack(&sending));
  do_it(&sending, ask_for_letters);
  assert_int_equal(state_of(&sending), POST_PACK_WAITING);
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_READY);
}

static void
nobody_by_post_needs_no_letters(void **state)
{
  Sending sending = sending_of(*state);

  world_add_member(*state, "Bo", REACH_EMAIL, "bo@river.example", "");
  do_it(&sending, start);
  make_all(&sending);
  do_it(&sending, let_out);
  assert_int_equal(state_of(&sending), POST_PACK_EMPTY);
  do_it(&sending, ask_for_letters); /* by a made-up form: nothing comes of it */
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_EMPTY);
  assert_int_equal(count_sealed(*state), 0);
}

/* A press that is not there is said, and the letters can be asked for again. */
static void
letters_that_cannot_be_made_say_why(void **state)
{
  Sending sending = sending_of(*state);
  g_autofree char *press = g_strdup(g_getenv("COMMONTABLE_PRESS"));

  world_add_member(*state, "Di", REACH_POST, "3 Quay Street", "");
  do_it(&sending, start);
  make_all(&sending);
  do_it(&sending, let_out);
  g_setenv("COMMONTABLE_PRESS", "/nowhere/commontable-press", TRUE);
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_NOT_MADE);
  assert_true(sending.problem && *sending.problem);
  g_setenv("COMMONTABLE_PRESS", press, TRUE);
  do_it(&sending, ask_for_letters);
  make_all(&sending);
  assert_int_equal(state_of(&sending), POST_PACK_READY);
}

/* ---- the cache ---- */

/* A file of 1,000 bytes that was last used so many days before now. */
static void
keep_aged(const char *name, int days)
{
  g_autofree char *path = cache_path(name);
  g_autoptr(GBytes) bytes = g_bytes_new_take(g_malloc0(1000), 1000);
  const int64_t used_s = (clock_now_us() - days * US_PER_DAY) / US_PER_S;
  const struct timespec times[2] = { { .tv_sec = used_s }, { .tv_sec = used_s } };

  assert_true(cache_keep(name, bytes));
  assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
}

static bool
is_kept(const char *name)
{
  g_autofree char *path = cache_path(name);

  return g_file_test(path, G_FILE_TEST_EXISTS);
}

static void
the_cache_drops_what_nobody_uses(void **state)
{
  int64_t now_us = clock_now_us();

  (void)state;
  keep_aged("old.pdf", 91);
  keep_aged("month.pdf", 30);
  keep_aged("week.pdf", 7);
  keep_aged("today.pdf", 0);
  keep_aged(CACHE_SEALED "old", 2);
  keep_aged(CACHE_SEALED "new", 0);

  assert_int_equal(cache_sweep(now_us, G_MAXUINT64), 2);
  assert_false(is_kept("old.pdf") || is_kept(CACHE_SEALED "old"));
  assert_true(is_kept("month.pdf") && is_kept(CACHE_SEALED "new"));

  /* Too much together: the least used goes, and no more than must. */
  assert_int_equal(cache_sweep(now_us, 3500), 1);
  assert_false(is_kept("month.pdf"));
  assert_true(is_kept("week.pdf"));
  assert_int_equal(cache_sweep(now_us, 0), 1); /* what was used today stays all the same */
  assert_true(is_kept("today.pdf"));

  /* To be opened is to be used. */
  keep_aged("again.pdf", 80);
  int file = cache_open("again.pdf");
  assert_true(file >= 0);
  close(file);
  assert_int_equal(cache_sweep(now_us + 20 * US_PER_DAY, G_MAXUINT64), 1); /* the sealed one */
  assert_true(is_kept("again.pdf"));
}

static void
keeping_sweeps_once_an_hour(void **state)
{
  World *world = *state;
  int64_t now_us = clock_now_us();

  world->place.cache_bytes_max = 2500;
  keep_aged("one.pdf", 5);
  keep_aged("two.pdf", 4);
  keep_aged("three.pdf", 3); /* swept at the first only: within the hour nothing goes */
  assert_true(is_kept("one.pdf"));
  clock_set_for_test(now_us + US_PER_DAY / 12);
  keep_aged("four.pdf", 0);
  clock_set_for_test(0);
  assert_false(is_kept("one.pdf") || is_kept("two.pdf"));
  assert_true(is_kept("three.pdf") && is_kept("four.pdf"));
}

#define IN_WORLD(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    IN_WORLD(letters_are_made_after_the_release_and_kept_for_a_day),
    IN_WORLD(nobody_by_post_needs_no_letters),
    IN_WORLD(letters_that_cannot_be_made_say_why),
    IN_WORLD(the_cache_drops_what_nobody_uses),
    IN_WORLD(keeping_sweeps_once_an_hour),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
