/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Making formats with the real press, and the cache of what was made (R66). */
#include "papers/test_world.h"

#include "papers/find.h"
#include "papers/rules.h"
#include "papers/spoken_words.h"
#include "press/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "paper-words", .run = keep_paper_words },
  { .kind = NULL },
};

/* One whose words are kept for finding it: nothing else is on its way. */
static int64_t
add_paper(World *world, const char *title, const char *source)
{
  const int64_t id = world_add_paper(world, title, source);

  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  return id;
}

static char *
read_guide(void)
{
  const char *shared = g_getenv("COMMONTABLE_SHARED");
  g_autofree char *path =
      g_build_filename(shared ? shared : SHARED_FOLDER, "data", "guide", "guide.md", NULL);
  char *text = NULL;

  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  return text;
}

static void
the_guide_becomes_each_format(void **state)
{
  static const struct {
    FormatWant want;
    const char *start;
    size_t len_min;
  } rows[] = {
    { { .format = FORMAT_HTML }, "<!DOCTYPE html>", 25000 },
    { { .format = FORMAT_TEXT }, "A Guide to Coproduction\n====", 20000 },
    { { .format = FORMAT_LARGE_PRINT, .points = 24 }, "%PDF-", 20000 },
    { { .format = FORMAT_BRAILLE }, " ", 20000 },
  };
  g_autofree char *guide = read_guide();
  const Paper paper = {
    .title = "A Guide to Coproduction", .source = guide, .easy_source = "", .language = "en-GB"
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(GError) err = NULL;
    g_autoptr(GBytes) made = formats_make(&paper, &rows[i].want, &err);
    gsize len = 0;

    assert_null(err);
    assert_true(g_str_has_prefix(g_bytes_get_data(made, &len), rows[i].start));
    assert_true(len > rows[i].len_min);
  }
}

static bool
ask(Txn *txn, const Act *act, void *data)
{
  const FormatWant large = { .format = FORMAT_LARGE_PRINT };

  formats_ask(txn, act, *(int64_t *)data, &large);
  return true;
}

typedef struct {
  int64_t paper_id;
  FormatWant want;
} Ask;

static bool
ask_for(Txn *txn, const Act *act, void *data)
{
  const Ask *asked = data;

  formats_ask(txn, act, asked->paper_id, &asked->want);
  return true;
}

static FormatState
state_now(World *world, int64_t paper_id, const char **ret_problem)
{
  const FormatWant large = { .format = FORMAT_LARGE_PRINT, .points = 18 };
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  FormatState state = formats_state(txn, paper_id, &large, ret_problem);

  db_end_read(txn);
  return state;
}

static int
open_now(World *world, int64_t paper_id, FormatWant want)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find(txn, arena, paper_id);

  db_end_read(txn);
  return formats_open(paper, &want);
}

static void
ask_now(World *world, int64_t paper_id)
{
  assert_int_equal(test_db_write(world->test, world_act(world), ask, &paper_id), WRITE_KEPT);
}

static off_t
size_of(int file)
{
  struct stat about;

  assert_true(file >= 0);
  assert_int_equal(fstat(file, &about), 0);
  close(file);
  return about.st_size;
}

/* Each speed is a format of its own: asked for, made and kept apart. */
static void
a_slower_voice_is_another_file(void **state)
{
  World *world = *state;
  const FormatWant usual = { .format = FORMAT_AUDIO };
  const FormatWant slow = { .format = FORMAT_AUDIO, .speed = SPEED_SLOW };
  Ask asked = { add_paper(world, "T", "We meet on Monday."), usual };

  assert_int_equal(test_db_write(world->test, world_act(world), ask_for, &asked), WRITE_KEPT);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_int_equal(open_now(world, asked.paper_id, slow), -1);
  asked.want = slow;
  assert_int_equal(test_db_write(world->test, world_act(world), ask_for, &asked), WRITE_KEPT);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_int_equal(world_count(world, "paper_format"), 2);
  assert_true(size_of(open_now(world, asked.paper_id, slow)) >
              size_of(open_now(world, asked.paper_id, usual)) * 5 / 4);
}

static bool
add_word(Txn *txn, const Act *act, void *data)
{
  Refusals *refusals = data;

  spoken_words_add(txn, act, "Ng", "the Netherton Grange", refusals);
  spoken_words_add(txn, act, "ng", "again", refusals); /* the same word: refused */
  spoken_words_add(txn, act, "", "x", refusals);
  spoken_words_add(txn, act, "a\tb", "", refusals);
  return true;
}

static bool
drop_word(Txn *txn, const Act *act, void *data)
{
  spoken_words_remove(txn, act, *(int64_t *)data);
  return true;
}

static const Paper *
find_spoken(World *world, Arena *arena, int64_t paper_id, FormatWant want, int64_t *ret_word)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Paper *paper = papers_find_for(txn, arena, paper_id, &want);

  *ret_word = spoken_words_list(txn, arena)->id;
  db_end_read(txn);
  return paper;
}

static void
words_of_the_list_are_said_its_way(void **state)
{
  World *world = *state;
  const FormatWant usual = { .format = FORMAT_AUDIO }, braille = { .format = FORMAT_BRAILLE };
  Ask asked = { add_paper(world, "T", "Ng."), usual };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  int64_t word = 0;

  assert_int_equal(test_db_write(world->test, world_act(world), ask_for, &asked), WRITE_KEPT);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  const off_t before =
      size_of(formats_open(find_spoken(world, arena, asked.paper_id, usual, &word), &usual));
  assert_int_equal(word, 0);
  assert_int_equal(test_db_write(world->test, world_act(world), add_word, refusals), WRITE_KEPT);
  assert_int_equal(refusals_count(refusals), 4);

  /* What was made before is not taken for what the list says now. */
  const Paper *paper = find_spoken(world, arena, asked.paper_id, usual, &word);
  assert_true(word > 0);
  assert_string_equal(paper->spoken_words, "Ng\tthe Netherton Grange\n");
  assert_int_equal(formats_open(paper, &usual), -1);
  assert_int_equal(test_db_write(world->test, world_act(world), ask_for, &asked), WRITE_KEPT);
  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);
  assert_true(size_of(formats_open(paper, &usual)) > before + 2000);

  /* Only speech asks for it; and a word can go. */
  assert_null(find_spoken(world, arena, asked.paper_id, braille, &word)->spoken_words);
  assert_int_equal(test_db_write(world->test, world_act(world), drop_word, &word), WRITE_KEPT);
  paper = find_spoken(world, arena, asked.paper_id, usual, &word);
  assert_int_equal(word, 0);
  assert_int_equal(size_of(formats_open(paper, &usual)), before);
}

static void
empty_cache(World *world)
{
  g_autoptr(GDir) folder = g_dir_open(world->place.cache_folder, 0, NULL);
  int count = 0;

  for (const char *name; (name = g_dir_read_name(folder)); count++) {
    g_autofree char *path = g_build_filename(world->place.cache_folder, name, NULL);

    assert_int_equal(g_unlink(path), 0);
  }
  assert_true(count > 0);
}

static void
a_made_format_is_kept_and_made_again_when_lost(void **state)
{
  const FormatWant large = { .format = FORMAT_LARGE_PRINT, .points = 18 };
  const FormatWant larger = { .format = FORMAT_LARGE_PRINT, .points = 28 };
  World *world = *state;
  int64_t id = add_paper(world, "T", "words");

  assert_int_equal(state_now(world, id, NULL), FORMAT_WAITING);
  ask_now(world, id);
  ask_now(world, id); /* it is on its way: one task */
  assert_int_equal(world_count(world, "outbox_task"), 1);
  assert_int_equal(open_now(world, id, large), -1);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_now(world, id, NULL), FORMAT_READY);

  int file = open_now(world, id, large);
  struct stat about;
  char start[5] = "";

  assert_true(file >= 0);
  assert_int_equal(fstat(file, &about), 0);
  assert_int_equal(about.st_mode & 0777, 0600);
  assert_int_equal(read(file, start, 4), 4);
  assert_string_equal(start, "%PDF");
  close(file);
  assert_int_equal(open_now(world, id, larger), -1); /* another size is another file */

  ask_now(world, id); /* ready and there: nothing to do */
  assert_int_equal(world_count(world, "outbox_task"), 0);
  empty_cache(world); /* as after a restore: the cache is never backed up */
  ask_now(world, id);
  assert_int_equal(world_count(world, "outbox_task"), 1);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  file = open_now(world, id, large);
  assert_true(file >= 0);
  close(file);
}

/* A paper straight from a file has no title of its own: its first heading is one (R66). */
static void
first_heading_is_the_title_where_there_is_none(void **state)
{
  const Paper paper = {
    .title = "", .source = "# The plan\n\nWords", .easy_source = "", .language = "en-GB"
  };
  g_autoptr(GBytes) page = formats_make(&paper, &(FormatWant){ .format = FORMAT_HTML }, NULL);
  g_autoptr(GBytes) text = formats_make(&paper, &(FormatWant){ .format = FORMAT_TEXT }, NULL);
  g_autofree char *html = g_strndup(g_bytes_get_data(page, NULL), g_bytes_get_size(page));
  g_autofree char *plain = g_strndup(g_bytes_get_data(text, NULL), g_bytes_get_size(text));

  (void)state;
  assert_non_null(strstr(html, "<title>The plan</title>"));
  assert_non_null(strstr(html, "<h1>The plan</h1>\n<p>Words</p>"));
  assert_string_equal(plain, "The plan\n========\n\nWords\n");
}

static void
web_page_and_text_need_no_asking(void **state)
{
  World *world = *state;
  int64_t id = add_paper(world, "T", "words");
  int page = open_now(world, id, (FormatWant){ .format = FORMAT_HTML });
  int text = open_now(world, id, (FormatWant){ .format = FORMAT_TEXT });
  char bytes[16] = "";

  assert_true(page >= 0 && text >= 0);
  assert_int_equal(read(text, bytes, sizeof(bytes) - 1), 11);
  assert_string_equal(bytes, "T\n=\n\nwords\n");
  close(page);
  close(text);
}

/* A press that crashes is tried again, then "not ready", never success (issue: press). */
static void
a_press_that_fails_is_not_ready(void **state)
{
  World *world = *state;
  int64_t id = add_paper(world, "T", "words");
  g_autofree char *press = g_strdup(g_getenv("COMMONTABLE_PRESS"));
  const char *problem = NULL;

  g_setenv("COMMONTABLE_PRESS", "/bin/false", TRUE);
  ask_now(world, id);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_now(world, id, &problem), FORMAT_NOT_READY);
  assert_true(problem && *problem);
  assert_int_equal(world_count(world, "outbox_task"), 1); /* it will be tried again */

  g_setenv("COMMONTABLE_PRESS", press, TRUE);
  ask_now(world, id); /* or at once, when somebody asks */
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_now(world, id, &problem), FORMAT_READY);
  assert_null(problem);
}

static void
no_room_is_not_ready(void **state)
{
  World *world = *state;
  int64_t id = add_paper(world, "T", "words");

  assert_true(g_file_set_contents(world->place.cache_folder, "in the way", -1, NULL));
  ask_now(world, id);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_now(world, id, NULL), FORMAT_NOT_READY);
}

/* What was made of the words as they were is not taken for the words as they are. */
typedef struct {
  World *world;
  int64_t paper_id;
} Race;

static OutboxResult
change_while_making(Db *db, const OutboxTask *task, void *data)
{
  const Race *race = data;
  const Paper paper = { .id = race->paper_id, .title = "T", .source = "changed meanwhile" };

  world_change_paper(race->world, &paper, true);
  return make_paper_format(db, task, NULL);
}

static void
a_late_worker_changes_nothing(void **state)
{
  World *world = *state;
  Race race = { .world = world, .paper_id = add_paper(world, "T", "words") };
  const OutboxHandler racing[] = {
    { .kind = "paper-format", .run = change_while_making, .data = &race },
    { .kind = NULL },
  };

  ask_now(world, race.paper_id);
  outbox_run_due(test_db(world->test), racing, RIVERSIDE);
  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_now(world, race.paper_id, NULL), FORMAT_READY);

  int file =
      open_now(world, race.paper_id, (FormatWant){ .format = FORMAT_LARGE_PRINT, .points = 18 });

  assert_true(file >= 0); /* of the changed words */
  close(file);
}

/* Who checked an Easy Read stands at its end (R11), and is another file than without; which words
 * of the paper its rows say makes no difference. */
static void
easy_read_says_who_checked_it(void **state)
{
  (void)state;
  const FormatWant want = { .format = FORMAT_EASY_READ };
  Paper paper = { .title = "The plan",
                  .source = "Words",
                  .easy_source = "![]()\nfrom: 1\nWe meet.\n",
                  .language = "en-GB" };
  Paper linked = paper, checked = paper;
  g_autoptr(GBytes) plain = formats_make(&paper, &want, NULL);

  linked.easy_source = "![]()\nfrom: 2=k7f2q9ab\nWe meet.\n";
  checked.easy_checks = "\n## Checked\n\n![](tick)\nChecked by a group of four.\n";

  g_autoptr(GBytes) same = formats_make(&linked, &want, NULL);
  g_autoptr(GBytes) longer = formats_make(&checked, &want, NULL);

  assert_non_null(plain);
  assert_non_null(longer);
  assert_int_equal(g_bytes_get_size(plain), g_bytes_get_size(same));
  assert_true(g_bytes_get_size(longer) > g_bytes_get_size(plain));
  assert_true(formats_keep(&paper, &want, plain));

  const int kept = formats_open(&linked, &want), other = formats_open(&checked, &want);

  assert_true(kept >= 0);
  assert_true(other < 0);
  close(kept);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(the_guide_becomes_each_format),
    ON_BOTH(a_made_format_is_kept_and_made_again_when_lost),
    ON_BOTH(a_slower_voice_is_another_file),
    ON_BOTH(words_of_the_list_are_said_its_way),
    cmocka_unit_test(first_heading_is_the_title_where_there_is_none),
    ON_BOTH(easy_read_says_who_checked_it),
    ON_BOTH(web_page_and_text_need_no_asking),
    ON_BOTH(a_press_that_fails_is_not_ready),
    ON_BOTH(no_room_is_not_ready),
    ON_BOTH(a_late_worker_changes_nothing),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
