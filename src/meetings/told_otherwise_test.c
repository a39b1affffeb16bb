/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom no mail reaches any more, and places that get another name (R64; issue 5), on both engines:
 * whose mails come back stands on the list for the telephone, with what mails told in vain, and off
 * it when mails go again; a mended place is told once like a meeting that changed; what is new for
 * somebody is what a model of what they know says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "meetings/news_since.h"
#include "meetings/place_news.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/bounces.h"
#include "notices/returns.h"

#include <string.h>

enum { ANN = 1, BO = 2 };

static void
begin(World *world)
{
  assert_true(test_as(world, 0, test_start, &(StartWish){ "Gardens", true, true }));
  assert_true(test_as(world, ANN, test_reach_by_mail, "ann@riverside.example"));
  assert_true(test_as(world, ANN, test_join, NULL));
  assert_true(test_as(world, BO, test_reach_by_phone, NULL));
  assert_true(test_as(world, BO, test_join, NULL));
}

/* ---- mails that come back ---- */

static bool
is_to_tell(World *world, int who, Reach *ret_reach)
{
  Txn *txn = test_look(world);
  const ToTell *one = invitations_to_tell(txn, world->arena, test_meeting(world, txn));

  while (one->member_id && one->member_id != world->people[who])
    one++;
  test_end_look(txn);
  *ret_reach = one->reach;
  return one->member_id != 0;
}

static int
count_mails(World *world)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  return (int)mails->len;
}

static void
whose_mails_come_back_is_rung(void **state)
{
  World *world = *state;
  Reach reach = REACH_COUNT;

  begin(world);
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_int_equal(count_mails(world), 1); /* to Ann */
  assert_false(is_to_tell(world, ANN, &reach));
  assert_true(is_to_tell(world, BO, &reach));
  assert_int_equal(reach, REACH_PHONE);

  /* That mail came back: it told her nothing. */
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_true(is_to_tell(world, ANN, &reach));
  assert_int_equal(reach, REACH_EMAIL);
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(count_mails(world), 0);
  assert_true(is_to_tell(world, ANN, &reach));

  /* Mails go there again: what nobody has told her comes, once. */
  assert_true(test_as(world, ANN, test_address_is_right, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_int_equal(count_mails(world), 0);
  assert_false(is_to_tell(world, ANN, &reach));
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *who)
{
  invitations_mark_told(txn, act, test_meeting(world, txn), world->people[*(const int *)who]);
}

/* The newest mail that told whoever acts of a meeting was refused; its address may be right. */
static void
refuse_newest(World *world, Txn *txn, const Act *act, const void *unused)
{
  Return about = { .member_id = act->member_id };
  {
    g_autoptr(Query) q = db_query(txn, "SELECT mail_id FROM meeting_told WHERE community_id = ?1"
                                       " AND member_id = ?2 ORDER BY id DESC LIMIT 1");

    bind_int(q, 2, act->member_id);
    assert_true(query_next(q));
    about.mail_id = col_int(q, 0);
  }
  (void)world;
  (void)unused;
  assert_true(bounces_note(txn, act, &about, BOUNCE_MAIL, "5.7.1"));
}

static bool
is_first_news(World *world, int who)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = test_meeting(world, txn);
  const ToTell *one = invitations_to_tell(txn, world->arena, meeting);
  const NewsSince *since = news_since(txn, world->arena, meeting, one);

  for (; one->member_id && one->member_id != world->people[who]; one++)
    since++;
  test_end_look(txn);
  return one->member_id != 0 && since->is_first;
}

/* Only that mail: somebody rings, once, and later mails go on. */
static void
whose_one_mail_came_back_is_rung(void **state)
{
  static const int ann = ANN;
  World *world = *state;
  Reach reach = REACH_COUNT;

  begin(world);
  returns_set_program("table+*@river.example");
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_true(test_as(world, ANN, refuse_newest, NULL));
  assert_true(is_to_tell(world, ANN, &reach));
  assert_int_equal(reach, REACH_EMAIL);
  assert_true(is_first_news(world, ANN));
  assert_true(test_as(world, 0, mark_told, &ann));
  assert_false(is_to_tell(world, ANN, &reach));
  assert_int_equal(count_mails(world), 0);
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_false(is_to_tell(world, ANN, &reach));
  returns_set_program(NULL);
}

static void
want_texts(World *world, Txn *txn, const Act *act, const void *unused)
{
  FormatWants wants = people_find(txn, world->arena, act->member_id, true)->wants;

  (void)unused;
  wants.by_text = true;
  people_change_wants(txn, act, act->member_id, &wants);
}

/* Who is reached by telephone and wants text messages is not rung; by post it says nothing. */
static void
who_wants_text_messages_is_texted(void **state)
{
  World *world = *state;

  begin(world);
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  for (int who = ANN; who <= BO; who++)
    assert_true(test_as(world, who, want_texts, NULL));
  assert_true(test_as(world, 0, test_call_soon, NULL));

  Txn *txn = test_look(world);
  const ToTell *list = invitations_to_tell(txn, world->arena, test_meeting(world, txn));

  assert_int_equal(to_tell_count_texted(list), 1);
  assert_int_equal(to_tell_count_others(list), 2); /* whoever called it is met in person */
  for (; list->member_id; list++) {
    assert_int_equal(list->is_texted, list->member_id == world->people[BO]);
    assert_string_equal(list->contact, list->is_texted ? "01632 960 100" : "");
  }
  test_end_look(txn);
}

/* Rung meanwhile, by another address or not: no mail says it a second time. */
static void
who_was_rung_gets_no_mail_of_it(void **state)
{
  static const int ann = ANN;
  World *world = *state;
  Reach reach = REACH_COUNT;

  begin(world);
  assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(is_to_tell(world, ANN, &reach));
  assert_true(test_as(world, 0, mark_told, &ann));
  assert_true(test_as(world, ANN, test_reach_by_mail, "ann2@riverside.example"));
  assert_int_equal(count_mails(world), 0);

  /* What is new then goes to the new address. */
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  assert_int_equal(count_mails(world), 1);
  assert_false(is_to_tell(world, ANN, &reach));
}

/* ---- places ---- */

typedef struct {
  const char *name, *address, *words;
} PlaceWish;

static void
mend_place(World *world, Txn *txn, const Act *act, const void *data)
{
  const PlaceWish *wish = data;
  const Venue was = test_meeting(world, txn)->venue;
  Venue is = was;

  is.name = wish->name;
  is.address = wish->address;
  is.words = wish->words;
  venues_change(txn, act, &is, world->refusals);
  place_news_tell(txn, act, &was, &is, &(NewsWish){ NEWS_CHANGED, TEST_ORIGIN, "Europe/London" });
}

/* One more at the same place. */
static void
call_at_same_place(World *world, Txn *txn, const Act *act, const void *unused)
{
  const Meeting *meeting = test_meeting(world, txn);
  const MeetingWish wish = { .title = "There again",
                             .about = "",
                             .breaks = "",
                             .online = "",
                             .dial_in = "",
                             .venue_id = meeting->venue.id };
  const MeetingTimes times = { .count = 1, .starts_at_us = { act->at_us + 40 * US_PER_DAY } };
  int64_t id = 0;

  (void)unused;
  meetings_call(txn, act, world->group_id, &wish, &times, world->refusals, &id);
}

static void
a_mended_place_is_told_once(void **state)
{
  World *world = *state;
  Reach reach = REACH_COUNT;
  const PlaceWish renamed = { "The Old Mill", "3 Weir Lane", "By the weir" };
  const PlaceWish way = { "The Old Mill", "3 Weir Lane", "By the weir, then left" };

  begin(world);
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(test_as(world, 0, call_at_same_place, NULL));
  assert_int_equal(count_mails(world), 1);

  Txn *txn = test_look(world);
  const int64_t before = test_meeting(world, txn)->retold;
  test_end_look(txn);

  assert_true(test_as(world, 0, mend_place, &renamed));
  test_mails_run(world);
  g_autoptr(TestMail) mail = test_mails_take_one(world);

  assert_non_null(strstr(mail->text, "The Old Mill"));
  assert_non_null(strstr(mail->text, "3 Weir Lane"));
  assert_int_equal(mail->ics->len, 2); /* of both meetings */
  for (guint i = 0; i < mail->ics->len; i++) {
    g_autofree char *place = test_ics_line(mail->ics->pdata[i], "LOCATION");
    g_autofree char *sequence = test_ics_line(mail->ics->pdata[i], "SEQUENCE");

    assert_non_null(strstr(place, "The Old Mill"));
    assert_string_equal(sequence, "1");
  }
  assert_true(is_to_tell(world, BO, &reach));
  txn = test_look(world);
  assert_int_equal(test_meeting(world, txn)->retold, before + 1);
  test_end_look(txn);

  /* How to get in stands on its page: nobody is written to for it. */
  assert_true(test_as(world, 0, mend_place, &way));
  assert_int_equal(count_mails(world), 0);
}

/* ---- what is new for whom ---- */

enum { ROUNDS = 60 };
typedef enum { TIME, END, ONLINE, DIAL_IN, TITLE, ROOM, THINGS } Thing;

/* How each thing is, as a number; of what somebody knows, too. */
typedef struct {
  bool knows; /* anything */
  int is[THINGS];
} State;

static void
call_known(World *world, Txn *txn, const Act *act, const void *base_us)
{
  const int64_t us = *(const int64_t *)base_us;

  test_meeting_id = test_meeting_call(txn, act, world->group_id, us, world->refusals);
  meetings_change(txn, act, test_meeting(world, txn),
                  &(MeetingWish){ .title = "Title 0",
                                  .about = "",
                                  .breaks = "",
                                  .online = "https://meet.example.org/0",
                                  .dial_in = "Dial in 0",
                                  .venue_id = test_meeting(world, txn)->venue.id },
                  world->refusals);
  invitations_tell(txn, act, world->group_id, test_meeting_id,
                   &(NewsWish){ NEWS_CALLED, TEST_ORIGIN, "Europe/London" });
}

static int64_t
starts_of(int64_t base_us, const State *state)
{
  return base_us + state->is[TIME] * US_PER_HOUR;
}

/* False: it cannot be changed any more. */
static bool
change_to(World *world, int64_t base_us, State *now, Thing thing, int to)
{
  g_autofree char *online = g_strdup_printf("https://meet.example.org/%d", to);
  g_autofree char *dial_in = g_strdup_printf("Dial in %d", to);
  g_autofree char *title = g_strdup_printf("Title %d", to);

  if (now->is[thing] == to || (thing == ROOM && now->is[ROOM] != 0))
    return false;
  now->is[thing] = to;

  const int64_t starts_at_us = starts_of(base_us, now);
  const TestMove move = { 0, starts_at_us, starts_at_us + US_PER_HOUR + now->is[END] * US_PER_S };
  const TestEdit edit = { .title = thing == TITLE ? title : NULL,
                          .online = thing == ONLINE ? online : NULL,
                          .dial_in = thing == DIAL_IN ? dial_in : NULL,
                          .has_no_room = thing == ROOM };

  return thing <= END ? test_as(world, 0, test_move, &move) : test_as(world, 0, test_change, &edit);
}

static void
assert_new_for(World *world, int who, const State *known, const State *now, int64_t base_us)
{
  Txn *txn = test_look(world);
  const Meeting *meeting = test_meeting(world, txn);
  const ToTell *list = invitations_to_tell(txn, world->arena, meeting);
  const NewsSince *since = news_since(txn, world->arena, meeting, list);
  const bool is_other_time = known->is[TIME] != now->is[TIME] || known->is[END] != now->is[END];

  while (list->member_id && list->member_id != world->people[who]) {
    list++;
    since++;
  }
  test_end_look(txn);
  if (!list->member_id)
    return;
  assert_int_equal(since->is_first, !known->knows);
  if (!known->knows)
    return;
  assert_false(since->is_off || since->is_unknown);
  assert_int_equal(since->has_other_time, is_other_time);
  assert_int_equal(since->was_at_us, is_other_time ? starts_of(base_us, known) : 0);
  assert_int_equal(since->has_other_online, known->is[ONLINE] != now->is[ONLINE]);
  assert_int_equal(since->has_other_dial_in, known->is[DIAL_IN] != now->is[DIAL_IN]);
  assert_int_equal(since->has_other_title, known->is[TITLE] != now->is[TITLE]);
  assert_int_equal(since->has_other_place, known->is[ROOM] != now->is[ROOM]);
}

/* Ann hears by mail until her mails come back, Bo by telephone or when he answers. */
static void
each_is_told_what_is_new_for_them(void **state)
{
  static const int ann = ANN, bo = BO;
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(9);
  const int64_t base_us = clock_now_us() + 20 * US_PER_DAY;
  State now = { .knows = true }, known_by_bo = { 0 }, known_by_ann = { 0 };

  begin(world);
  assert_true(test_as(world, 0, call_known, &base_us));
  count_mails(world);
  known_by_ann = now;
  assert_new_for(world, BO, &known_by_bo, &now, base_us);
  for (int round = 0; round < ROUNDS; round++) {
    const Thing thing = (Thing)g_rand_int_range(random, 0, THINGS);

    change_to(world, base_us, &now, thing, g_rand_int_range(random, 0, 3));
    if (round == ROUNDS / 2) { /* what she heard before, she knows */
      count_mails(world);
      known_by_ann = now;
      clock_set_for_test(clock_now_us() + 8 * US_PER_DAY);
      assert_true(test_as(world, ANN, test_mail_comes_back, NULL));
    }
    if (g_rand_int_range(random, 0, 4) == 0) {
      const bool is_answer = g_rand_boolean(random);

      known_by_bo = now;
      assert_true(is_answer
                      ? test_as(world, BO, test_say,
                                &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "page" })
                      : test_as(world, 0, mark_told, &bo));
    }
    assert_new_for(world, BO, &known_by_bo, &now, base_us);
    if (round > ROUNDS / 2)
      assert_new_for(world, ANN, &known_by_ann, &now, base_us);
  }
  assert_true(test_as(world, 0, mark_told, &ann));
  assert_true(test_as(world, 0, test_call_off, NULL));

  Txn *txn = test_look(world);
  const Meeting *meeting = test_meeting(world, txn);
  const ToTell *list = invitations_to_tell(txn, world->arena, meeting);
  const NewsSince *since = news_since(txn, world->arena, meeting, list);

  assert_true(list->member_id != 0);
  assert_true(since->is_off && !since->has_other_time && !since->has_other_place);
  test_end_look(txn);
}

int
main(void)
{
#define WITH_MAILS(test) cmocka_unit_test_setup_teardown(test, test_mails_open, test_mails_close)
  const struct CMUnitTest tests[] = {
    WITH_MAILS(whose_mails_come_back_is_rung),    WITH_MAILS(who_was_rung_gets_no_mail_of_it),
    WITH_MAILS(whose_one_mail_came_back_is_rung), WITH_MAILS(who_wants_text_messages_is_texted),
    WITH_MAILS(a_mended_place_is_told_once),      WITH_MAILS(each_is_told_what_is_new_for_them),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
