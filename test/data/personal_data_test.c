/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Over all subjects: no column that holds a member is forgotten; all that somebody typed comes back
 * to them; and after erasing nothing of it is left in the database or its files, the record of acts
 * still verifies, and the paper they wrote can still be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "data/columns.h"
#include "data/meet.h"
#include "db/test_db.h"
#include "decisions/idea_answers.h"
#include "groups/test_group.h"
#include "log/log.h"
#include "papers/comments.h"
#include "papers/easy_checks.h"
#include "papers/hard_words.h"
#include "papers/made.h"
#include "papers/own_pictures.h"
#include "papers/papers.h"
#include "papers/releases.h"
#include "people/asking.h"
#include "people/corrections.h"
#include "people/my_data.h"
#include "people/needs.h"
#include "people/own_words.h"
#include "people/profile.h"
#include "people/seal.h"
#include "subjects.h"

#include <string.h>

enum { RIVERSIDE = 11 };

/* What only this person said. Long and odd, so that they are found wherever they lie. */
#define NAME     "Zuleika Quillfeather-Oxbow"
#define EMAIL    "zuleika.quillfeather@riverside.example"
#define NEED     "A chair with arms near the door, because of my hip"
#define STRENGTH "Mending accordions of the nineteen-thirties"
#define LIKE     "Walking to the weir before breakfast"
#define ROLE     "Keeper of the allotment keys"
#define WRONG    "My house has the number 47, not 74"
#define SAID     "My uncle mended the sluice with a bicycle chain"
#define ANSWERED "My uncle will gladly mend the sluice again"
#define WHY_NOT  "The camera fell into the lock"
#define REPLY    "We rang the lock-keeper about it"
#define GROUPED  "Lodger above the lock-keeper's office"
#define STAKE    "My niece sells the paint"
#define PLEASE   "I have waited for such a group since May"
#define HARD     "the word weir"
#define IDEA     "A heron on a pole, so that the fish think twice"
#define BUT      "Herons of wood do not fly off"
#define FARE     "Bus 12 to the weir"
#define GIVEN    "The heron on the pole"
#define BACK     "Only there, I walked home"
#define BECAUSE  "Somebody lent us a stuffed one"

typedef struct {
  TestDb *test;
  int64_t member_id, other_id, paper_id;
} World;

static int
set_up(void **state)
{
  World *world = g_new0(World, 1);

  subjects_register();
  seal_set_root_key((const uint8_t[ROOT_KEY_BYTES]){ 5 });
  world->test = test_db_new(subjects_migrations(), NULL);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_free(world);
  return 0;
}

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    fail_msg("refused: %s", refusals_nth(refusals, 0)->message);
}

static void
say_all(Txn *txn, const Act *act, int64_t id, Refusals *refusals)
{
  const NeedsOfKind needs = { .needs = { { "step-free", true } },
                              .count = 1,
                              .words = NEED,
                              .is_words_must = true,
                              .is_shared = true };
  const Roles roles = { .roles = { "neighbour", ROLE }, .count = 2 };

  needs_change(txn, act, id, NEED_ADJUSTMENT, &needs);
  strengths_change(txn, act, id, &(Strengths){ STRENGTH, LIKE }, refusals);
  roles_change(txn, act, id, &roles);
  roles_show(txn, act, id, PLACE_MEMBERS, &roles);
  asking_change(txn, act, id,
                &(AskWishes){ .limit = ASK_OWN_LIMIT,
                              .times = 2,
                              .quiet_days = { [6] = true },
                              .time_zone = "Europe/London" },
                refusals);
  people_note_ask(txn, act, id);
  corrections_add(txn, act, id, WRONG, refusals);
  people_make_link(txn, act, id, "http://localhost", US_PER_DAY);
}

/* Two comments, one of them answered; and an answer of their own. */
static void
say_about_paper(Txn *txn, const Act *act, const Act *theirs, const World *world, Refusals *refusals)
{
  const CommentWish said = { .paper_id = world->paper_id, .part = 1, .words = SAID };
  const CommentWish answered = { .paper_id = world->paper_id, .words = ANSWERED };
  const CommentWish others = { .paper_id = world->paper_id,
                               .words = "Who looks after the weir?",
                               .member_id = world->other_id,
                               .way = COMMENT_BY_PHONE };
  int64_t id = 0;

  comments_add(txn, theirs, &said, refusals, &id);
  comments_add(txn, theirs, &answered, refusals, &id);
  comments_answer(txn, act, id, "Thank you", "", refusals);
  comments_add(txn, theirs, &others, refusals, &id);
  comments_answer(txn, theirs, id, REPLY, "", refusals);
}

/* Two ideas of theirs, one answered; one of somebody else, which they answer. */
static void
share_ideas(Txn *txn, const Act *act, const Act *theirs, const World *world, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const IdeaViewer me = { .member_id = world->member_id, .now_us = act->at_us },
                   other = { .member_id = world->other_id, .now_us = act->at_us };
  const int64_t group_id = test_group_start(txn, theirs, "Herons", true, true, refusals);
  IdeaWish wish = { .group_id = group_id, .words = IDEA, .for_name = "", .way = "page" };
  Act bo = *act;
  int64_t id = 0;

  bo.member_id = world->other_id;
  ideas_add(txn, theirs, &wish, refusals, &id);
  idea_take_on(txn, theirs, ideas_find(txn, arena, id, &me));
  idea_answer(txn, theirs, ideas_find(txn, arena, id, &me),
              &(IdeaAnswerWish){ .outcome = IDEA_PARTLY, .because = BECAUSE }, "", refusals);
  idea_reply(txn, theirs, ideas_find(txn, arena, id, &me), "no", BUT, refusals);
  idea_mark_read(txn, theirs, id);
  wish.words = "A boat for the lock";
  wish.for_name = NAME;
  ideas_add(txn, &bo, &wish, refusals, &id);
  ideas_confirm(txn, theirs, ideas_find(txn, arena, id, &me));
  wish.words = "A lamp at the lock";
  wish.for_name = "Bo";
  ideas_add(txn, theirs, &wish, refusals, &id);
  idea_take_on(txn, theirs, ideas_find(txn, arena, id, &me));
  ideas_confirm(txn, &bo, ideas_find(txn, arena, id, &other));
}

/* A film they said they would make, and could not. */
static void
promise(Txn *txn, const Act *theirs, const World *world, Refusals *refusals)
{
  const MadeFormat film = { .paper_id = world->paper_id,
                            .kind = MADE_SIGN_FILM,
                            .what = "",
                            .language = "",
                            .instead_of = "",
                            .owner_id = world->member_id,
                            .owner_name = "",
                            .due_us = theirs->at_us + 1 };
  int64_t id = 0;

  made_ask(txn, theirs, &film, refusals, &id);
  made_give_up(txn, theirs, id, WHY_NOT, refusals);
}

static void
say_of_easy_read(Txn *txn, const Act *act, int64_t paper_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Paper paper = *papers_find(txn, arena, paper_id);

  paper.easy_source = "![]()\nThe water is not well.\n";
  papers_change(txn, act, &paper, refusals);
  easy_checks_say(txn, act, &paper, NAME, act->at_us);
  easy_hard_say(txn, act, paper_id, HARD, true);
}

/* Somebody who has said all there is to say, written a paper and been sent one. */
static bool
fill(Txn *txn, const Act *act, void *data)
{
  World *world = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  FormatWants wants;
  int64_t sending = 0;
  const char *picture = NULL;

  format_wants_from_text("text", &wants);
  people_add(txn, act,
             &(Member){ .name = NAME, .reach = REACH_EMAIL, .contact = EMAIL, .wants = wants },
             refusals, &world->member_id);
  people_add(
      txn, act,
      &(Member){ .name = "Bo", .reach = REACH_IN_PERSON, .contact = "", .is_organiser = true },
      refusals, &world->other_id);
  say_all(txn, act, world->member_id, refusals);

  Act theirs = *act;

  theirs.member_id = world->member_id;
  theirs.role = ACT_AS_MEMBER;
  papers_add(txn, &theirs,
             &(Paper){ .title = "The weir", .source = "It leaks.", .easy_source = "" }, refusals,
             &world->paper_id);
  say_of_easy_read(txn, &theirs, world->paper_id, refusals);
  releases_start(txn, &theirs, world->paper_id, NULL, 0, "http://localhost", refusals, &sending);
  hard_words_add(txn, &theirs, "Weir", "A wall in a river", refusals);
  hard_words_ask(txn, &theirs, "Sluice", false, refusals);
  own_pictures_add(txn, &theirs,
                   &(OwnPicture){ .shows = "A weir", .words = "", .credit = "", .consent = "" },
                   &(AnswerFile){ .file_name = "a.gif", .bytes = "GIF89a", .len = 6 }, refusals,
                   &picture, arena);
  must_not_refuse(refusals);
  releases_release(txn, &theirs, sending, "It cannot wait", refusals);
  must_not_refuse(refusals);
  TestGroup group = { .member_id = world->member_id,
                      .other_id = world->other_id,
                      .other_name = "Bo",
                      .role = GROUPED,
                      .interests = STAKE,
                      .words = PLEASE };

  test_group_fill(txn, act, &group, refusals);
  meet(txn, act,
       &(Meet){ .group_id = group.group_id,
                .member_id = world->member_id,
                .other_id = world->other_id,
                .paper_id = world->paper_id,
                .interests = STAKE,
                .fare = FARE,
                .answer = BACK,
                .give_to = GIVEN },
       refusals);
  must_not_refuse(refusals);
  say_about_paper(txn, act, &theirs, world, refusals);
  promise(txn, &theirs, world, refusals);
  share_ideas(txn, act, &theirs, world, refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
erase(Txn *txn, const Act *act, void *data)
{
  people_erase(txn, act, ((World *)data)->member_id);
  return !txn_trouble(txn);
}

static void
write_as_operator(World *world, TestChange change)
{
  Act act = test_db_act(world->test, RIVERSIDE, 0);

  act.role = ACT_AS_OPERATOR;
  assert_int_equal(test_db_write(world->test, &act, change, world), WRITE_KEPT);
}

/* ---- no column is forgotten ---- */

static bool
is_somebodys(const char *column)
{
  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    for (const char *const *own = (*row)->columns; *own; own++)
      if (strcmp(*own, column) == 0)
        return true;
  return false;
}

static void
every_column_of_members_is_in_somebodys_hands(void **state)
{
  g_autoptr(GString) forgotten = g_string_new("");
  int known = 0, count = 0;

  (void)state;
  for (const MigrationFile *file = subjects_migrations(); file->subject; file++) {
    g_autoptr(GPtrArray) columns = columns_of_ids(file->sql);

    for (guint i = 0; i < columns->len; i++) {
      const char *column = columns->pdata[i];

      count++;
      if (is_somebodys(column))
        known++;
      else if (!why_no_member(column))
        g_string_append_printf(forgotten, " %s", column);
    }
  }
  if (forgotten->len > 0)
    fail_msg("No PersonalData row names these in `columns`, and test/data/columns.c gives no reason"
             " why they hold no member:%s",
             forgotten->str);
  assert_true(known >= 25);
  assert_true(count >= 60);
}

/* A name in `columns` that no migration makes would look after nothing. */
static void
every_column_named_is_there(void **state)
{
  GString *all = g_string_new("");

  (void)state;
  for (const MigrationFile *file = subjects_migrations(); file->subject; file++) {
    g_autoptr(GPtrArray) columns = columns_of_ids(file->sql);

    for (guint i = 0; i < columns->len; i++)
      g_string_append_printf(all, " %s ", (char *)columns->pdata[i]);
  }
  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    for (const char *const *own = (*row)->columns; *own; own++) {
      g_autofree char *word = g_strdup_printf(" %s ", *own);

      if (!strstr(all->str, word))
        fail_msg("%s of %s is no column", *own, (*row)->name);
    }
  g_string_free(all, TRUE);
}

/* ---- all comes back ---- */

static bool
has_label(const PersonalData *subject, const char *key)
{
  for (const DataLabel *label = subject->labels; label->key; label++)
    if (strcmp(label->key, key) == 0)
      return true;
  return false;
}

/* Else one name on the page stands for two things, and one of them is called wrongly. */
static void
no_key_has_two_labels(void **state)
{
  (void)state;
  for (const PersonalData *const *row = people_personal_data(); *row; row++) {
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (const DataLabel *label = (*row)->labels; label->key; label++)
      if (!g_hash_table_add(seen, (char *)label->key))
        fail_msg("%s has two labels for %s", (*row)->name, label->key);
    assert_true(g_hash_table_size(seen) > 0);
  }
}

static void
see_labels(const PersonalData *subject, json_t *facts)
{
  const char *key;
  json_t *value, *row;
  size_t i;

  json_object_foreach(facts, key, value)
  {
    if (!has_label(subject, key))
      fail_msg("%s has no label for %s", subject->name, key);
    json_array_foreach(value, i, row) see_labels(subject, row);
  }
}

static void
all_that_somebody_said_comes_back_with_labels(void **state)
{
  World *world = *state;
  static const char *const said[] = { NAME,
                                      EMAIL,
                                      NEED,
                                      STRENGTH,
                                      LIKE,
                                      ROLE,
                                      WRONG,
                                      HARD,
                                      "It leaks.",
                                      "\"own\"",
                                      "\"sunday\"",
                                      "\"step-free\"",
                                      SAID,
                                      ANSWERED,
                                      REPLY,
                                      WHY_NOT,
                                      IDEA,
                                      BUT,
                                      BECAUSE,
                                      FARE,
                                      BACK,
                                      GIVEN,
                                      "A boat for the lock",
                                      GROUPED,
                                      STAKE,
                                      PLEASE,
                                      "facilitator",
                                      "Bus fares on the day",
                                      "It cannot wait" };
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  g_autoptr(json_t) all = people_collect(txn, world->member_id);
  char *text = json_dumps(all, 0);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
    if (!strstr(text, said[i]))
      fail_msg("\"%s\" is not in what is recorded:\n%s", said[i], text);
  free(text);
  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    see_labels(*row, json_object_get(all, (*row)->name));
}

static void
nothing_of_others_is_among_it(void **state)
{
  World *world = *state;
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  g_autoptr(json_t) all = people_collect(txn, world->other_id);
  char *text = json_dumps(all, 0);

  db_end_read(txn);
  assert_null(strstr(text, EMAIL));
  assert_null(strstr(text, NEED));
  assert_null(strstr(text, STRENGTH));
  free(text);
}

/* ---- erasing ---- */

static void
see_absent(const char *bytes, size_t len, const char *where)
{
  static const char *const said[] = {
    "Zuleika",    "Quillfeather", "quillfeather", NEED,  STRENGTH, LIKE,    ROLE, WRONG, SAID,
    ANSWERED,     "bicycle",      GROUPED,        STAKE, PLEASE,   WHY_NOT, HARD, IDEA,  BUT,
    "A boat for", FARE,           BACK,           GIVEN
  };

  for (size_t i = 0; i < G_N_ELEMENTS(said); i++)
    if (memmem(bytes, len, said[i], strlen(said[i])))
      fail_msg("\"%s\" still lies in %s", said[i], where);
}

static void
see_file(const char *path)
{
  g_autofree char *bytes = NULL;
  gsize len = 0;

  if (g_file_get_contents(path, &bytes, &len, NULL))
    see_absent(bytes, len, path);
}

/* As dumped: every row of every table as text. */
static void
see_dump(World *world)
{
  g_autofree char *url = g_strdup(test_db_url(world->test));
  const char *const words[] = { "pg_dump", "--data-only", "--inserts", "--dbname", url, NULL };
  g_autofree char *text = NULL;
  int status = -1;

  assert_true(g_spawn_sync(NULL, (char **)words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text, NULL,
                           &status, NULL));
  assert_int_equal(status, 0);
  assert_non_null(strstr(text, "It leaks.")); /* the dump is one */
  see_absent(text, strlen(text), "the tables");
}

static void
see_database(World *world)
{
  if (test_db_is_postgres()) {
    see_dump(world);
    return;
  }

  const char *path = test_db_url(world->test) + strlen("sqlite:");
  g_autofree char *wal = g_strconcat(path, "-wal", NULL);

  see_file(path);
  see_file(wal);
}

static void
nothing_is_left_of_somebody_erased(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  int64_t entries = 0, bad = 0;

  write_as_operator(world, erase);
  write_as_operator(world, erase); /* twice does no harm */

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_null(people_find(txn, arena, world->member_id, true));
  assert_int_equal(people_find_state(txn, world->member_id), MEMBER_FORMER);
  assert_int_equal(people_find_by_email(txn, EMAIL), 0);
  assert_int_equal(roles_list_shown(txn, arena, PLACE_MEMBERS, NULL, 0, 10)->member_id, 0);
  assert_false(people_may_ask(txn, world->member_id, clock_now_us()));

  g_autoptr(json_t) own = own_words_read(txn, world->member_id, OWN_NEEDS);

  assert_int_equal(json_object_size(own), 0);

  const Paper *paper = papers_find(txn, arena, world->paper_id);

  assert_non_null(paper);
  assert_string_equal(paper->source, "It leaks.");
  assert_true(papers_reached(txn, world->paper_id, world->other_id));
  assert_true(log_verify(txn, &entries, &bad));
  assert_true(entries > 10);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  see_database(world);
}

/* The sending says still how many people it reached. */
static void
what_was_sent_stays_sent(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const Release *sending =
      releases_find(txn, arena, papers_find(txn, arena, world->paper_id)->release_id);

  assert_int_equal(sending->people, 2);
  assert_int_equal(releases_deliveries(txn, arena, sending->id, REACH_EMAIL)->id, 0);
  db_end_read(txn);
}

static int
fill_world(void **state)
{
  write_as_operator(*state, fill);
  return 0;
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_column_of_members_is_in_somebodys_hands),
    cmocka_unit_test(every_column_named_is_there),
    cmocka_unit_test(no_key_has_two_labels),
    cmocka_unit_test_setup(all_that_somebody_said_comes_back_with_labels, fill_world),
    cmocka_unit_test(nothing_of_others_is_among_it),
    cmocka_unit_test(nothing_is_left_of_somebody_erased),
    cmocka_unit_test(what_was_sent_stays_sent),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
