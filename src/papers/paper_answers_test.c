/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers to papers by mail, and mails that come back (R11, R66, R97): each finds its paper by its
 * token and nothing else, counts once, and no two programs write to each other for ever. On both
 * engines. */
#include "papers/answers_scene.h"

#include "base/clock.h"
#include "papers/comments.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const MailAnswer *
read_answers(Scene *scene, Arena *arena, bool is_open)
{
  Txn *txn = db_begin_read(test_db(scene->world->test), RIVERSIDE);
  const MailAnswer *found = is_open ? mail_answers_open(txn, arena, 0, 50)
                                    : mail_answers_of_member(txn, arena, scene->ann, 0, 50);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return found;
}

static int
count(const MailAnswer *answers)
{
  int n = 0;

  while (answers[n].id)
    n++;
  return n;
}

/* ---- what a mail says ---- */

static void
a_mail_says_whether_answers_are_read(void **state)
{
  Scene scene = scene_set(*state);

  scene_send_paper(&scene, "The roof");

  g_autofree char *plus = scene_take_mails(&scene);

  scene_find_token(&scene, plus);
  g_autofree char *address = g_strdup_printf("table+%s@river.example", scene.token);

  assert_non_null(strstr(plus, address));
  assert_non_null(strstr(plus, "NO - I cannot read it."));
  assert_null(strstr(plus, "Nobody reads"));
  scene.returns.has_plus = false;
  scene_change(&scene, scene_set_returns);
  scene_send_paper(&scene, "The hall");

  g_autofree char *plain = scene_take_mails(&scene);

  scene_find_token(&scene, plain);
  assert_non_null(strstr(plain, "Reply-To: "));
  assert_null(strstr(plain, "table+"));
  g_autofree char *line = g_strdup_printf("Please leave this line in your answer: %s", scene.token);

  assert_non_null(strstr(plain, line));
  scene.returns.is_on = false;
  scene_change(&scene, scene_set_returns);
  scene_send_paper(&scene, "The weir");

  g_autofree char *off = scene_take_mails(&scene);

  assert_non_null(strstr(off, "Nobody reads answers to this mail."));
  assert_null(strstr(off, "Reply-To"));
  assert_null(strstr(off, "NO - I cannot"));
  g_free(scene.mails);
}

/* ---- answers ---- */

static void
each_answer_goes_where_it_belongs(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  scene_answer(&scene, "ann@river.example", "1", "Yes");
  assert_int_equal(count(read_answers(&scene, arena, true)), 0);
  scene_answer(&scene, "Ann@River.example", "2", "No, it is too small\n> quoted");
  scene_answer(&scene, "ann@river.example", "3", "I need a lift\n-- \nAnn");
  scene_answer(&scene, "ann@river.example", "4", "The roof is wet.");

  const MailAnswer *open = read_answers(&scene, arena, true);
  const MailAnswer *all = read_answers(&scene, arena, false);

  assert_int_equal(count(open), 2); /* the comment stands with the paper */
  assert_int_equal(open[0].answer, ANSWER_NEED);
  assert_string_equal(open[0].words, "I need a lift");
  assert_string_equal(open[0].rest, "-- \nAnn");
  assert_int_equal(open[1].answer, ANSWER_NO);
  assert_string_equal(open[1].rest, "> quoted");
  assert_int_equal(count(all), 4);
  for (int i = 0; i < 4; i++) {
    assert_int_equal(all[i].about_id, scene.paper_id);
    assert_string_equal(all[i].sender, "");
  }

  Txn *txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  const Comment *comments = comments_of_paper(txn, arena, scene.paper_id,
                                              &(CommentViewer){ .member_id = scene.ann }, 0, 10);
  int64_t said[ANSWER_COUNT];

  assert_string_equal(comments[0].words, "The roof is wet.");
  assert_int_equal(comments[0].way, COMMENT_BY_MAIL);
  assert_int_equal(comments[0].member_id, scene.ann);
  assert_int_equal(comments[1].id, 0);
  mail_answers_count(txn, scene.paper_id, said);
  assert_int_equal(said[ANSWER_YES], 0); /* "no" was said last */
  assert_int_equal(said[ANSWER_NO], 1);
  db_end_read(txn);
  scene_run(&scene);

  g_autofree char *mails = scene_take_mails(&scene);

  assert_string_equal(mails, ""); /* nobody is thanked for each mail */
  g_free(scene.mails);
}

static void
the_same_mail_counts_once(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autofree char *without_id = g_strdup_printf(
      "From: ann@river.example\nIn-Reply-To: <%s@river.example>\n\nNo\n", scene.token);

  assert_int_equal(scene_answer(&scene, "ann@river.example", "1", "No"), MAIL_IN_TAKEN);
  assert_int_equal(scene_answer(&scene, "ann@river.example", "1", "No"), MAIL_IN_AGAIN);
  assert_int_equal(scene_come_in(&scene, without_id), MAIL_IN_TAKEN);
  assert_int_equal(scene_come_in(&scene, without_id), MAIL_IN_AGAIN);
  assert_int_equal(count(read_answers(&scene, arena, true)), 2);
  g_free(scene.mails);
}

/* The token proves, not From. It is kept, an organiser sees whence it came, and Ann hears of it:
 * once an hour at most. */
static void
another_address_is_kept_shown_and_told(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  scene_answer(&scene, "mallory@far.example", "1", "Tear the roof down");
  scene_answer(&scene, "mallory@far.example", "2", "Yes");
  scene_run(&scene);

  g_autofree char *mails = scene_take_mails(&scene);
  const MailAnswer *open = read_answers(&scene, arena, true);

  assert_int_equal(count(open), 2);
  assert_string_equal(open[0].sender, "mallory@far.example");
  assert_int_equal(open[1].about_id, scene.paper_id);
  const char *to = strstr(mails, "To: Ann <ann@river.example>");
  assert_non_null(to);
  assert_null(strstr(to + 1, "To: Ann <ann@river.example>")); /* one mail, not two */
  assert_non_null(strstr(mails, "mallory@far.example"));
  assert_null(strstr(mails, "To: mallory"));

  Txn *txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);

  assert_int_equal(comments_of_paper(txn, arena, scene.paper_id,
                                     &(CommentViewer){ .member_id = scene.ann }, 0, 10)[0]
                       .id,
                   0); /* not with the paper until somebody has looked */
  db_end_read(txn);
  clock_set_for_test(clock_now_us() + 2 * US_PER_HOUR);
  scene_answer(&scene, "mallory@far.example", "3", "Again");
  scene_run(&scene);
  clock_set_for_test(0);

  g_autofree char *later = scene_take_mails(&scene);

  assert_non_null(strstr(later, "mallory@far.example"));
  g_free(scene.mails);
}

static void
what_nobody_can_place_is_kept_for_organisers(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  scene_come_in(&scene, "From: ann@river.example\nMessage-ID: <1@x>\n\nWhen is the meeting?\n");
  scene_come_in(&scene, "From: who@far.example\nMessage-ID: <2@x>\n\nBuy this\n");
  scene_run(&scene);

  Txn *txn = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  const UnplacedMail *mails = unplaced_list(txn, arena, 10);

  assert_string_equal(mails[0].words, "Buy this");
  assert_string_equal(mails[1].words, "When is the meeting?");
  assert_string_equal(mails[1].sender, "ann@river.example");
  assert_int_equal(mails[2].id, 0);
  assert_int_equal(mail_answers_count_open(txn), 2);
  db_end_read(txn);

  g_autofree char *sent = scene_take_mails(&scene);

  assert_non_null(strstr(sent, "To: Ann <ann@river.example>"));
  assert_null(strstr(sent, "far.example")); /* no mail to whom never wrote */
  g_free(scene.mails);
}

/* Two programs that answer each other would go on for ever: ours never does. */
static void
programs_are_counted_and_never_answered(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  for (int i = 0; i < 20; i++) {
    g_autofree char *text =
        g_strdup_printf("From: ann@river.example\nTo: table+%s@river.example\nMessage-ID: <%d@x>\n"
                        "Auto-Submitted: auto-replied\n\nNO, I am away\n",
                        scene.token, i);

    scene_come_in(&scene, text);
  }
  scene_run(&scene);

  g_autofree char *mails = scene_take_mails(&scene);

  assert_string_equal(mails, "");
  assert_int_equal(count(read_answers(&scene, arena, false)), 0);
  assert_int_equal(scene_count_came(&scene, CAME_AUTOMATIC), 20);
  g_free(scene.mails);
}

static void
of_several_papers_a_number_tells_which(void **state)
{
  Scene scene = scene_set(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);

  scene_change(&scene, scene_want_daily);
  scene_send_paper(&scene, "The roof");

  const int64_t roof = scene.paper_id;

  scene_send_paper(&scene, "The hall");

  const int64_t hall = scene.paper_id;

  clock_set_for_test(clock_now_us() + 2 * US_PER_DAY);
  scene_run(&scene);

  g_autofree char *mails = scene_take_mails(&scene);

  scene_find_token(&scene, mails);
  assert_non_null(strstr(mails, "1. The hall\n"));
  scene_answer(&scene, "ann@river.example", "1", "2. No");
  scene_answer(&scene, "ann@river.example", "2", "1 needs a lift");
  scene_answer(&scene, "ann@river.example", "3", "No");
  scene_answer(&scene, "ann@river.example", "4", "7 no");
  clock_set_for_test(0);

  const MailAnswer *open = read_answers(&scene, arena, true);

  assert_int_equal(count(open), 4);
  assert_int_equal(open[3].about_id, roof);
  assert_int_equal(open[3].answer, ANSWER_NO);
  assert_int_equal(open[2].about_id, hall);
  assert_int_equal(open[2].answer, ANSWER_NEED);
  assert_int_equal(open[1].about_id, 0); /* of which, nobody can say: an organiser asks */
  assert_int_equal(open[0].about_id, 0);
  g_free(scene.mails);
}

/* A token is its community's alone. */
static void
another_community_does_not_know_it(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autofree char *text =
      g_strdup_printf("From: a@b.example\nIn-Reply-To: <%s@x>\n\nYes\n", scene.token);
  g_autoptr(Incoming) incoming = incoming_read(text, strlen(text), NULL, NULL);
  Txn *here = db_begin_read(test_db(scene.world->test), RIVERSIDE);
  const bool is_here = mail_in_is_ours(here, incoming);

  db_end_read(here);

  Txn *there = db_begin_read(test_db(scene.world->test), HILLTOP);
  const bool is_there = mail_in_is_ours(there, incoming);

  db_end_read(there);
  assert_true(is_here);
  assert_false(is_there);
  g_free(scene.mails);
}

/* ---- trouble ---- */

static void
trouble_keeps_nothing_and_the_mail_is_taken_next_time(void **state)
{
  Scene scene = scene_set_sent(*state);
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  static const int never = 0;
  g_autofree char *text = g_strdup_printf("From: x@far.example\nMessage-ID: <1@x>\n"
                                          "In-Reply-To: <%s@river.example>\n\nThe roof is wet\n",
                                          scene.token);
  g_autoptr(Incoming) incoming = incoming_read(text, strlen(text), NULL, NULL);

  scene.incoming = incoming;
  scene.text = text;
  world_fail_each_statement(scene.world, scene_take, &scene, "log_entry", &never);
  assert_int_equal(count(read_answers(&scene, arena, true)), 1);
  g_free(scene.mails);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, world_set_up, world_tear_down)
  const struct CMUnitTest tests[] = {
    ON_BOTH(a_mail_says_whether_answers_are_read),
    ON_BOTH(each_answer_goes_where_it_belongs),
    ON_BOTH(the_same_mail_counts_once),
    ON_BOTH(another_address_is_kept_shown_and_told),
    ON_BOTH(what_nobody_can_place_is_kept_for_organisers),
    ON_BOTH(programs_are_counted_and_never_answered),
    ON_BOTH(of_several_papers_a_number_tells_which),
    ON_BOTH(another_community_does_not_know_it),
    ON_BOTH(trouble_keeps_nothing_and_the_mail_is_taken_next_time),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
