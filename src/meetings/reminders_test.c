/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Exactly one message a person and change (issue 5): whatever is called, moved, called off,
 * answered, left and erased in whatever order, whenever mails go out, and though each task is
 * handed over twice. What must have come is worked out apart from the rules, from what happened.
 * On both engines, by a clock that stands still (R64). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/groups_data.h"
#include "meetings/calendar_data.h"
#include "meetings/meetings_data.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/notices_data.h"
#include "people/my_data.h"

#include <string.h>

/* The first calls and moves; the next two have mail at first, the others are rung. */
enum { WHO_CALLS, MAILED_FROM = 1, MAILED_TO = 2, SEQUENCES = 10, STEPS = 60 };

static void
be_erased(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  people_erase(txn, act, act->member_id);
}

static void
say(World *world, Txn *txn, const Act *act, const void *answer)
{
  test_say(world, txn, act,
           &(ReplyWish){ .answer = *(const ReplyAnswer *)answer, .words = "", .way = "page" });
}

static void
ring(World *world, Txn *txn, const Act *act, const void *who)
{
  reminders_mark_told(txn, act, test_meeting(world, txn), world->people[*(const int *)who]);
}

static void
choose(World *world, Txn *txn, const Act *act, const void *ahead)
{
  (void)world;
  reminders_choose(txn, act, act->member_id, ahead);
}

/* ---- what must come, apart from the rules ---- */

typedef struct {
  bool is_in, is_mailed;
  ReplyAnswer answer;
  int64_t answered_us, ahead_us, wished_us; /* ahead 0: none is wanted */
  int64_t reminded_of_us[STEPS];            /* starts of which they were, or wait to be */
  int starts;
  int64_t rings_for_us;      /* the start of which somebody has to remind them; 0: none */
  bool is_told, is_answered; /* of the newest news: it reached them; they answered since */
  bool has_news_mail, has_reminder_mail; /* on their way */
  int reminders, news;                   /* mails that must have come */
} Person;

typedef struct {
  Person people[PEOPLE];
  int64_t now_us, starts_at_us, moved_us;
  bool is_off;
} Model;

static bool
was_reminded(const Person *person, int64_t start_us)
{
  for (int i = 0; i < person->starts; i++)
    if (person->reminded_of_us[i] == start_us)
      return true;
  return false;
}

static bool
comes(const Model *model, const Person *person)
{
  return person->is_in &&
         (person->answer == REPLY_YES || person->answer == REPLY_ONLINE ||
          person->answer == REPLY_IF) &&
         person->answered_us >= model->moved_us;
}

static bool
may_be_reminded(const Model *model, const Person *person)
{
  return !model->is_off && model->starts_at_us > model->now_us && comes(model, person);
}

static void
let_out_one(const Model *model, Person *person)
{
  const int64_t usual_us = model->starts_at_us - person->ahead_us;
  const int64_t due_us = person->wished_us > usual_us ? person->wished_us : usual_us;

  if (person->has_news_mail && person->is_mailed && person->is_in && !person->is_told) {
    person->news++;
    person->is_told = true;
  }
  if (person->has_reminder_mail && person->is_mailed &&
      person->rings_for_us == model->starts_at_us && may_be_reminded(model, person)) {
    person->reminders++;
    person->rings_for_us = 0;
  }
  person->has_news_mail = person->has_reminder_mail = false;
  if (!may_be_reminded(model, person) || !person->ahead_us || person->answered_us > due_us ||
      due_us > model->now_us || was_reminded(person, model->starts_at_us))
    return;
  person->reminded_of_us[person->starts++] = model->starts_at_us;
  person->rings_for_us = person->is_mailed ? 0 : model->starts_at_us;
  person->reminders += person->is_mailed;
}

/* All that is due now goes out. */
static void
let_out(Model *model)
{
  for (int i = 0; i < PEOPLE; i++)
    let_out_one(model, &model->people[i]);
}

static void
news_to_all(Model *model)
{
  for (int i = 0; i < PEOPLE; i++) {
    Person *person = &model->people[i];

    person->is_told = person->is_answered = false;
    person->has_news_mail = i != WHO_CALLS && person->is_in && person->is_mailed;
  }
}

/* ---- what came ---- */

typedef struct {
  int reminders, news;
} Came;

static Came came[PEOPLE];
static const char *const addresses[PEOPLE] = { "to-sam@place.example", "to-amina@place.example",
                                               "to-joe@place.example", "to-tom@place.example",
                                               "to-bea@place.example" };

static void
run_all(World *world)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  for (guint m = 0; m < mails->len; m++) {
    const TestMail *mail = mails->pdata[m];

    for (int i = 0; i < PEOPLE; i++) {
      if (!strstr(mail->text, addresses[i]))
        continue;
      came[i].reminders += strstr(mail->text, "Subject: Soon:") != NULL;
      came[i].news += strstr(mail->text, "Subject: Soon:") == NULL;
    }
  }
}

static bool
is_in_list(const World *world, const ToTell *list, int who)
{
  for (; list->member_id; list++)
    if (list->member_id == world->people[who])
      return true;
  return false;
}

static bool
is_to_be_reminded(World *world, int who)
{
  Txn *txn = test_look(world);
  const bool is_there = is_in_list(
      world, reminders_to_tell(txn, world->arena, test_meeting(world, txn), clock_now_us()), who);

  test_end_look(txn);
  return is_there;
}

static bool
is_to_be_told(World *world, int who)
{
  Txn *txn = test_look(world);
  const bool is_there =
      is_in_list(world, invitations_to_tell(txn, world->arena, test_meeting(world, txn)), who);

  test_end_look(txn);
  return is_there;
}

static void
assert_all_came(World *world, const Model *model)
{
  for (int i = 0; i < PEOPLE; i++) {
    const Person *person = &model->people[i];

    assert_int_equal(came[i].news, person->news);
    assert_int_equal(came[i].reminders, person->reminders);
    assert_int_equal(is_to_be_reminded(world, i), !person->is_mailed &&
                                                      may_be_reminded(model, person) &&
                                                      person->rings_for_us == model->starts_at_us);
    assert_int_equal(is_to_be_told(world, i), !person->is_mailed && person->is_in &&
                                                  !person->is_told && !person->is_answered);
  }
}

/* ---- a random life of one meeting ---- */

static void
set_now(Model *model, int64_t now_us)
{
  model->now_us = now_us;
  clock_set_for_test(now_us);
}

static void
answer_one(World *world, Model *model, int who, ReplyAnswer answer)
{
  const bool is_kept = test_as(world, who, say, &answer);

  assert_int_equal(is_kept, !model->is_off && model->people[who].is_in &&
                                model->now_us < model->starts_at_us + 3 * US_PER_HOUR);
  if (!is_kept)
    return;
  model->people[who].answer = answer;
  model->people[who].answered_us = model->now_us;
  model->people[who].is_answered = true;
}

static void
move_once(World *world, Model *model, int64_t starts_at_us)
{
  const bool is_kept = test_as(world, WHO_CALLS, test_move, &(TestMove){ 0, starts_at_us, 0 });

  assert_int_equal(is_kept, !model->is_off);
  if (!is_kept)
    return;
  model->starts_at_us = starts_at_us;
  model->moved_us = model->now_us;
  news_to_all(model);
}

static void
choose_one(World *world, Model *model, int who, int nth)
{
  static const int64_t ahead_us[] = { 3 * US_PER_HOUR, US_PER_DAY, 3 * US_PER_DAY, 7 * US_PER_DAY,
                                      0 };
  Person *person = &model->people[who];

  assert_true(test_as(world, who, choose, reminder_choices[nth].value));
  if (person->ahead_us == ahead_us[nth])
    return; /* nothing new */
  person->ahead_us = ahead_us[nth];
  person->wished_us = model->now_us;
}

/* From mail to the telephone, or back: what they were not told yet goes the other way. */
static void
turn_one(World *world, Model *model, int who)
{
  Person *person = &model->people[who];

  person->is_mailed = !person->is_mailed;
  assert_true(test_as(world, who, person->is_mailed ? test_reach_by_mail : test_reach_by_phone,
                      addresses[who]));
  if (!person->is_mailed || model->starts_at_us <= model->now_us)
    return;
  person->has_news_mail |= !person->is_told && !person->is_answered && person->is_in;
  person->has_reminder_mail |= person->rings_for_us == model->starts_at_us;
}

static void
step(World *world, Model *model, GRand *random)
{
  const int who = g_rand_int_range(random, 0, PEOPLE);
  const int what = g_rand_int_range(random, 0, 100);

  set_now(model, model->now_us + g_rand_int_range(random, 1, 10 * 3600) * (int64_t)US_PER_S);
  if (what < 50) {
    if (model->people[who].is_in)
      answer_one(world, model, who,
                 what < 30 ? REPLY_YES : g_rand_int_range(random, REPLY_YES, REPLY_COUNT));
  } else if (what < 56) {
    move_once(world, model,
              model->now_us + g_rand_int_range(random, 86400, 9 * 86400) * (int64_t)US_PER_S);
  } else if (what < 68) {
    if (model->people[who].is_in)
      choose_one(world, model, who, g_rand_int_range(random, 0, 5));
  } else if (what < 84) {
    if (who != WHO_CALLS)
      turn_one(world, model, who);
  } else if (what < 86 && who != WHO_CALLS && model->people[who].is_in) {
    assert_true(test_as(world, who, test_leave, NULL));
    model->people[who].is_in = false;
  } else if (what == 99 && test_as(world, WHO_CALLS, test_call_off, NULL) && !model->is_off) {
    model->is_off = true;
    news_to_all(model);
  }
  if (what % 2 == 0) { /* else what waits goes out with a later step, or is never seen */
    run_all(world);
    let_out(model);
  }
}

/* Everybody joins a group of their own, with the usual wish. */
static void
begin(World *world, Model *model, int sequence)
{
  g_autofree char *name = g_strdup_printf("Reminders %d", sequence);
  const int64_t starts_at_us = model->now_us + 9 * US_PER_DAY;

  assert_true(test_as(world, WHO_CALLS, test_start, &(StartWish){ name, true, true }));
  for (int i = 0; i < PEOPLE; i++) {
    const bool is_mailed = i >= MAILED_FROM && i <= MAILED_TO;

    assert_true(i == WHO_CALLS || test_as(world, i, test_join, NULL));
    assert_true(
        test_as(world, i, is_mailed ? test_reach_by_mail : test_reach_by_phone, addresses[i]));
    assert_true(test_as(world, i, choose, "none"));
    assert_true(test_as(world, i, choose, "day"));
    model->people[i] = (Person){
      .is_in = true, .is_mailed = is_mailed, .ahead_us = US_PER_DAY, .wished_us = model->now_us
    };
  }
  run_all(world);
  memset(came, 0, sizeof(came));
  assert_true(test_as(world, WHO_CALLS, test_call, &starts_at_us));
  model->starts_at_us = starts_at_us;
  news_to_all(model);
}

static void
each_change_comes_once(void **state)
{
  World *world = *state;
  int reminders = 0;

  for (int sequence = 0; sequence < SEQUENCES; sequence++) {
    g_autoptr(GRand) random = g_rand_new_with_seed(2000 + sequence);
    Model model = { .now_us = 0 };

    set_now(&model, clock_now_us() + 40 * US_PER_DAY);
    begin(world, &model, sequence);
    for (int i = 0; i < STEPS; i++) {
      step(world, &model, random);
      if (i % 10 == 9) {
        run_all(world);
        let_out(&model);
        assert_all_came(world, &model);
      }
    }
    for (int i = 0; i < PEOPLE; i++)
      reminders += model.people[i].starts;
  }
  assert_true(reminders > SEQUENCES); /* else nothing was looked at */
}

/* ---- one by one ---- */

static int64_t
due(const char *ahead, int64_t wished_us, int64_t start_us, int64_t answered_us)
{
  return reminder_due_us(&(ReminderWish){ ahead, wished_us }, start_us, answered_us);
}

static void
a_reminder_is_due_as_wished(void **state)
{
  const int64_t start_us = 100 * US_PER_DAY;

  (void)state;
  assert_int_equal(due("day", 0, start_us, 1), 99 * US_PER_DAY);
  assert_int_equal(due("hours", 0, start_us, 1), start_us - 3 * US_PER_HOUR);
  assert_int_equal(due("days", 0, start_us, 1), 97 * US_PER_DAY);
  assert_int_equal(due("week", 0, start_us, 1), 93 * US_PER_DAY);
  assert_int_equal(due("none", 0, start_us, 1), 0);
  assert_int_equal(due("", 0, start_us, 1), 99 * US_PER_DAY);           /* never chosen */
  assert_int_equal(due("day", 0, start_us, start_us - US_PER_HOUR), 0); /* who says so now knows */
  assert_int_equal(due("week", 95 * US_PER_DAY, start_us, 1), 95 * US_PER_DAY);
}

/* ---- between the making of a reminder and its going ---- */

static void
be_mailed_in_the_morning(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  mail_wish_change(txn, act, act->member_id, MAIL_KIND_REMINDER,
                   &(MailWish){ .pace = PACE_DAILY, .time_zone = "UTC" });
}

/* Comes at 3 pm in ten days; it is 5 pm on the day before, and the reminder is made. */
static Model
begin_reminded(World *world, int sequence, int who)
{
  const ReplyAnswer yes = REPLY_YES;
  Model model = { .now_us = 0 };
  int64_t starts_at_us = 0;

  set_now(&model, clock_now_us() + 40 * US_PER_DAY);
  begin(world, &model, sequence);
  starts_at_us = (model.now_us / US_PER_DAY + 10) * US_PER_DAY + 15 * US_PER_HOUR;
  move_once(world, &model, starts_at_us);
  assert_true(test_as(world, who, say, &yes));
  assert_true(test_as(world, who, be_mailed_in_the_morning, NULL));
  run_all(world);
  memset(came, 0, sizeof(came));
  set_now(&model, starts_at_us - 22 * US_PER_HOUR);
  run_all(world);
  assert_int_equal(came[who].reminders, 0);
  return model;
}

/* A mail that waits for the morning, and its person has the telephone only by then. */
static void
who_is_rung_instead_is_not_lost(void **state)
{
  World *world = *state;
  Model model = begin_reminded(world, 900, MAILED_TO);

  assert_false(is_to_be_reminded(world, MAILED_TO));
  assert_true(test_as(world, MAILED_TO, test_reach_by_phone, NULL));
  assert_true(is_to_be_reminded(world, MAILED_TO));
  set_now(&model, model.starts_at_us - 5 * US_PER_HOUR);
  run_all(world);
  assert_int_equal(came[MAILED_TO].reminders, 0);
  assert_true(is_to_be_reminded(world, MAILED_TO));
}

/* On the list, and has mail by then; or somebody rang before, and no mail comes. */
static void
who_is_mailed_instead_is_on_no_list(void **state)
{
  World *world = *state;
  const int who = PEOPLE - 1, rung = PEOPLE - 2;
  Model model = begin_reminded(world, 901, who);
  const ReplyAnswer yes = REPLY_YES;

  assert_true(is_to_be_reminded(world, who));
  assert_true(test_as(world, who, test_reach_by_mail, addresses[who]));
  assert_false(is_to_be_reminded(world, who));
  set_now(&model, model.starts_at_us - 5 * US_PER_HOUR);
  run_all(world);
  assert_int_equal(came[who].reminders, 1);
  assert_true(test_as(world, who, test_reach_by_phone, NULL)); /* it went: nobody rings */
  assert_false(is_to_be_reminded(world, who));

  model = begin_reminded(world, 902, rung);
  assert_true(test_as(world, rung, say, &yes));
  assert_true(is_to_be_reminded(world, rung));
  assert_true(test_as(world, rung, test_reach_by_mail, addresses[rung]));
  assert_true(test_as(world, WHO_CALLS, ring, &rung));
  set_now(&model, model.starts_at_us - 5 * US_PER_HOUR);
  run_all(world);
  assert_int_equal(came[rung].reminders, 0);
}

static int64_t
count_rows(World *world, int who)
{
  Txn *txn = test_look(world);
  int64_t count = -1;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_reminder WHERE"
                                       " community_id = ?1 AND member_id = ?2");

    bind_int(q, 2, world->people[who]);
    count = query_next(q) ? col_int(q, 0) : -1;
  }
  test_end_look(txn);
  return count;
}

/* Whoever is erased gets nothing, and nothing of them is left. */
static void
who_is_erased_is_left_alone(void **state)
{
  static const PersonalData *const tables[] = { &calendar_personal_data,   &meetings_personal_data,
                                                &groups_personal_data,     &notices_personal_data,
                                                &people_personal_data_row, NULL };
  World *world = *state;
  const ReplyAnswer yes = REPLY_YES;
  const int who = MAILED_TO;
  Model model = { .now_us = 0 };

  people_set_personal_data(tables);
  set_now(&model, clock_now_us() + 40 * US_PER_DAY);
  begin(world, &model, 1000);
  run_all(world);
  assert_true(test_as(world, who, say, &yes));
  assert_true(test_as(world, PEOPLE - 1, say, &yes));
  assert_true(test_as(world, who, be_erased, NULL));
  memset(came, 0, sizeof(came));
  set_now(&model, model.starts_at_us - US_PER_HOUR);
  run_all(world);
  for (int i = 0; i < PEOPLE; i++)
    assert_int_equal(came[i].reminders, 0);
  assert_false(is_to_be_reminded(world, who));
  assert_true(is_to_be_reminded(world, PEOPLE - 1));
  assert_int_equal(count_rows(world, who), 0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_reminder_is_due_as_wished),
    cmocka_unit_test(each_change_comes_once),
    cmocka_unit_test(who_is_rung_instead_is_not_lost),
    cmocka_unit_test(who_is_mailed_instead_is_on_no_list),
    cmocka_unit_test(who_is_erased_is_left_alone),
  };

  return cmocka_run_group_tests(tests, test_mails_open, test_mails_close);
}
