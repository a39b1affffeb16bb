/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One print of all letters that wait, and the slips that come back (R11, R66): the code on each is
 * its letter's, what is typed in counts as by mail and once. On both engines. */
#include "papers/slips.h"

#include "base/ids.h"
#include "papers/comments.h"
#include "papers/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const OutboxHandler handlers[] = {
  { .kind = "paper-format", .run = make_paper_format },
  { .kind = "post-pack", .run = make_post_pack },
  { .kind = NULL },
};

typedef struct {
  World *world;
  int64_t paper_id, release_id, delivery_id;
  SlipWords words;
  int count, refused;
} Scene;

static void
change(Scene *scene, TestChange run)
{
  assert_int_equal(test_db_write(scene->world->test, world_act(scene->world), run, scene),
                   WRITE_KEPT);
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  releases_start(txn, act, scene->paper_id, NULL, 0, "https://river.example", refusals_new(arena),
                 &scene->release_id);
  return scene->release_id != 0;
}

static bool
let_out(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_release(txn, act, scene->release_id, NULL, refusals);
  return refusals_count(refusals) == 0;
}

static bool
ask(Txn *txn, const Act *act, void *data)
{
  (void)data;
  releases_ask_for_post_pack(txn, act, 0);
  return true;
}

static bool
enter(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Slip slip;

  assert_true(slip_find(txn, arena, scene->delivery_id, &slip));
  scene->count = 0;
  slip_enter(txn, act, &slip, &scene->words, refusals, &scene->count);
  scene->refused = refusals_count(refusals);
  return scene->refused == 0;
}

static bool
tick_off(Txn *txn, const Act *act, void *data)
{
  letters_mark_posted(txn, act, ((Scene *)data)->delivery_id);
  return !txn_trouble(txn);
}

static void
run(Scene *scene)
{
  outbox_run_due(test_db(scene->world->test), handlers, RIVERSIDE);
}

static void
send_paper(Scene *scene, const char *title, const char *source)
{
  scene->paper_id = world_add_paper(scene->world, title, source);
  change(scene, start);
  run(scene);
  change(scene, let_out);
}

static const WaitingLetter *
waiting(Scene *scene, Arena *arena, int64_t *ret_count, int64_t *ret_papers)
{
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  const WaitingLetter *letters = letters_waiting(txn, arena, 50);

  *ret_papers = 0;
  *ret_count = letters_count(txn, ret_papers);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return letters;
}

static char *
print_round(Scene *scene)
{
  g_autofree char *path = g_build_filename(scene->world->folder, "round.pdf", NULL);
  const char *arguments[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;
  gsize len = 0;

  change(scene, ask);
  run(scene);

  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  g_autoptr(GBytes) pack = releases_open_post_pack(txn, 0);

  db_end_read(txn);
  assert_non_null(pack);

  const char *bytes = g_bytes_get_data(pack, &len);

  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  assert_true(g_spawn_sync(NULL, (char **)arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                           NULL, NULL, NULL));
  return text;
}

/* How often `words` stand in the text. */
static int
count_of(const char *text, const char *words)
{
  int count = 0;

  for (; (text = strstr(text, words)) != NULL; text++)
    count++;
  return count;
}

/* Two papers, Di and Eve by post, Ann by mail: four letters in one print, Di's together; each code
 * in it is read back as its letter's. */
static void
one_print_holds_all_letters_that_wait(void **state)
{
  World *world = *state;
  Scene scene = { .world = world };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t count = 0, papers = 0;

  world_add_member(world, "Eve", REACH_POST, "4 Hill Road", "large-print:24");
  world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");
  world_add_member(world, "Ann", REACH_EMAIL, "ann@river.example", "");
  send_paper(&scene, "The roof", "We mend it.\n");
  send_paper(&scene, "The hall", "We paint it.\n");

  const WaitingLetter *letters = waiting(&scene, arena, &count, &papers);
  g_autofree char *text = print_round(&scene);

  assert_int_equal(count, 4);
  assert_int_equal(papers, 2);
  assert_int_equal(count_of(text, "3 Quay Street"), 2);
  assert_int_equal(count_of(text, "4 Hill Road"), 2);
  assert_true(strstr(text, "4 Hill Road") > g_strrstr(text, "3 Quay Street"));
  assert_int_equal(count_of(text, "The next letter is"), 2);
  assert_null(strstr(text, "Ann"));
  for (const WaitingLetter *letter = letters; letter->delivery_id; letter++) {
    char id[ID_TEXT_SIZE];
    g_autofree char *code = g_strdup_printf(
        "%.4s %.4s %.4s %.4s", id_to_text(letter->delivery_id, id), id + 4, id + 8, id + 12);

    if (!strstr(text, code))
      fail_msg("%s is not in the print", code);
    assert_int_equal(slip_read_code(code), letter->delivery_id);
  }

  /* A letter that came after the page was looked at is not ticked off with the others. */
  scene.delivery_id = letters[0].delivery_id;
  change(&scene, tick_off);
  waiting(&scene, arena, &count, &papers);
  assert_true(count >= 1 && count < 4);
  scene.delivery_id = INT64_MAX;
  change(&scene, tick_off);
  waiting(&scene, arena, &count, &papers);
  assert_int_equal(count, 0);
}

static void
a_code_is_read_with_its_spaces_or_not_at_all(void **state)
{
  char id[ID_TEXT_SIZE], wrong[ID_TEXT_SIZE];
  const int64_t code = 384439424903020544;

  (void)state;
  id_to_text(code, id);

  g_autofree char *loud = g_ascii_strup(id, -1);
  g_autofree char *dashed = g_strdup_printf(" %.4s-%.4s %.6s ", loud, loud + 4, loud + 8);

  assert_int_equal(slip_read_code(dashed), code);
  assert_int_equal(slip_read_code(""), 0);
  assert_int_equal(slip_read_code("0ane dqz0 r000 0w 1"), 0);
  for (int i = 0; id[i]; i++) {
    memcpy(wrong, id, sizeof(wrong));
    wrong[i] = wrong[i] == '7' ? '8' : '7';
    assert_int_equal(slip_read_code(wrong), 0);
  }
}

static void
a_slip_counts_once_and_can_be_added_to(void **state)
{
  World *world = *state;
  Scene scene = { .world = world,
                  .words = { .has_read = true, .need = "A lift", .words = "Paint it blue" } };
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  int64_t count = 0, papers = 0, said[ANSWER_COUNT];
  const int64_t di = world_add_member(world, "Di", REACH_POST, "3 Quay Street", "");

  send_paper(&scene, "The hall", "We paint it.\n");
  scene.delivery_id = waiting(&scene, arena, &count, &papers)[0].delivery_id;
  change(&scene, enter);
  assert_int_equal(scene.count, 3);
  change(&scene, enter); /* the same slip, typed by somebody else once more */
  assert_int_equal(scene.count, 0);
  scene.words.need = "A lift and a chair";
  change(&scene, enter);
  assert_int_equal(scene.count, 1);
  scene.words = (SlipWords){ .need = "", .words = "" };
  test_db_write(world->test, world_act(world), enter, &scene);
  assert_int_equal(scene.refused, 1); /* an empty slip */

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const MailAnswer *open = mail_answers_open(txn, arena, 0, 50);
  const Comment *comments =
      comments_of_paper(txn, arena, scene.paper_id, &(CommentViewer){ .member_id = di }, 0, 10);
  int found = 0;

  mail_answers_count(txn, scene.paper_id, said);
  assert_int_equal(said[ANSWER_NO], 1);
  assert_int_equal(said[ANSWER_NEED], 1);
  assert_int_equal(said[ANSWER_COMMENT], 1);
  assert_string_equal(comments[0].words, "Paint it blue");
  assert_int_equal(comments[0].way, COMMENT_BY_SLIP);
  assert_int_equal(comments[0].member_id, di);
  for (; open->id; open++, found++) {
    assert_true(open->is_by_slip);
    assert_int_equal(open->member_id, di);
    assert_int_equal(open->entered_by, 5); /* who typed it in */
  }
  assert_int_equal(found, 3); /* "no" and two needs: somebody has to see to them */
  db_end_read(txn);
}

static int64_t idea_of; /* whose idea was taken last */
static int ideas;

static int64_t
take_idea(Txn *txn, const Act *act, int64_t member_id, const char *words, const char *way,
          bool *ret_is_new)
{
  (void)txn;
  (void)act;
  assert_string_equal(words, "A bench");
  assert_string_equal(way, "paper");
  *ret_is_new = ideas++ == 0;
  idea_of = member_id;
  return 1;
}

static bool
enter_idea(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Slip slip;

  assert_true(slip_find(txn, arena, scene->delivery_id, &slip));
  scene->count = 0;
  slip_enter(txn, act, &slip, &(SlipWords){ .need = "", .words = "", .has_more = true }, refusals,
             &scene->count);
  scene->count += slip_keep_idea(txn, act, &slip, "A bench", refusals);
  return refusals_count(refusals) == 0;
}

/* The printed slip has room for it, and nothing else needs to stand there. */
static void
a_slip_with_only_an_idea_is_one(void **state)
{
  World *world = *state;
  Scene scene = { .world = world };
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t count = 0, papers = 0, said[ANSWER_COUNT];
  const int64_t di = world_add_member(world, "Di", REACH_POST, "3 Quay Street", "large-print:24");

  slips_set_idea_taker(take_idea);
  send_paper(&scene, "The hall", "We paint it.\n");
  scene.delivery_id = waiting(&scene, arena, &count, &papers)[0].delivery_id;

  g_autofree char *text = print_round(&scene);

  assert_int_equal(count_of(text, "My idea:"), 1);
  assert_int_equal(count_of(text, "Your answer"), 1);
  change(&scene, enter_idea);
  assert_int_equal(scene.count, 1);
  assert_int_equal(idea_of, di);
  change(&scene, enter_idea); /* typed in twice */
  assert_int_equal(scene.count, 0);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  mail_answers_count(txn, scene.paper_id, said);
  for (int i = 0; i < ANSWER_COUNT; i++)
    assert_int_equal(said[i], 0);
  db_end_read(txn);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_is_read_with_its_spaces_or_not_at_all),
    ON_BOTH(one_print_holds_all_letters_that_wait),
    ON_BOTH(a_slip_counts_once_and_can_be_added_to),
    ON_BOTH(a_slip_with_only_an_idea_is_one),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
