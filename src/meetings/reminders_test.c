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
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/calendar_data.h"
#include "meetings/calendar_mail.h"
#include "meetings/meetings_data.h"
#include "meetings/needs.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"
#include "notices/mail.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

#define ORIGIN "https://riverside.example"

/* The first calls and moves; the next two have mail, the others are rung. */
enum { WHO_CALLS, MAILED_FROM = 1, MAILED_TO = 2, SEQUENCES = 10, STEPS = 60 };

static int64_t meeting_id;
static char *mails;
static MailConfig config;

static bool
is_mailed(int who)
{
  return who >= MAILED_FROM && who <= MAILED_TO;
}

/* ---- handed over twice ---- */

static OutboxResult
digest_twice(Db *db, const OutboxTask *task, void *data)
{
  return send_digest(db, task, data) == OUTBOX_DONE ? send_digest(db, task, data) : OUTBOX_RETRY;
}

static OutboxResult
look_twice(Db *db, const OutboxTask *task, void *data)
{
  return look_at_reminders(db, task, data) == OUTBOX_DONE ? look_at_reminders(db, task, data)
                                                          : OUTBOX_RETRY;
}

static const OutboxHandler handlers[] = { { .kind = "digest", .run = digest_twice },
                                          { .kind = "meeting-reminder", .run = look_twice },
                                          { .kind = NULL } };
static const DigestKind kinds[] = {
  { "meeting", MAIL_KIND_MEETING, invitation_write, NULL, NULL, calendar_prepare_mail,
    calendar_write_mail },
  { "reminder", MAIL_KIND_REMINDER, reminder_write, NULL, reminder_is_over, NULL, NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};

static const char *
no_words(MailKind kind, int groups)
{
  (void)kind;
  (void)groups;
  return NULL;
}

/* ---- acts ---- */

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static void
reach_by_mail(World *world, Txn *txn, const Act *act, const void *address)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = REACH_EMAIL;
  member.contact = address;
  people_change(txn, act, &member, world->refusals);
}

static void
join(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = "neighbour",
                           .words = "",
                           .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
              world->refusals);
}

static void
leave(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  places_leave(txn, act, world->group_id);
}

static void
be_erased(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  people_erase(txn, act, act->member_id);
}

static void
tell(World *world, Txn *txn, const Act *act, MeetingNews what)
{
  invitations_tell(txn, act, world->group_id, meeting_id,
                   &(NewsWish){ what, ORIGIN, "Europe/London" });
}

static void
call(World *world, Txn *txn, const Act *act, const void *starts_at_us)
{
  meeting_id =
      test_meeting_call(txn, act, world->group_id, *(const int64_t *)starts_at_us, world->refusals);
  tell(world, txn, act, NEWS_CALLED);
}

static void
move_to(World *world, Txn *txn, const Act *act, const void *starts_at_us)
{
  meetings_move(txn, act, find(world, txn), *(const int64_t *)starts_at_us, 0, "The hall is let",
                world->refusals);
  if (refusals_count(world->refusals) == 0)
    tell(world, txn, act, NEWS_MOVED);
}

static void
call_off(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = find(world, txn);

  (void)data;
  meetings_call_off(txn, act, meeting, "Snow", world->refusals);
  if (meeting->state != MEETING_OFF && refusals_count(world->refusals) == 0)
    tell(world, txn, act, NEWS_OFF);
}

static void
say(World *world, Txn *txn, const Act *act, const void *answer)
{
  replies_give(txn, act, find(world, txn), act->member_id,
               &(ReplyWish){ .answer = *(const ReplyAnswer *)answer, .words = "", .way = "page" },
               world->refusals);
}

static void
choose(World *world, Txn *txn, const Act *act, const void *ahead)
{
  (void)world;
  reminders_choose(txn, act, act->member_id, ahead);
}

/* ---- what must come, apart from the rules ---- */

typedef struct {
  bool is_in;
  ReplyAnswer answer;
  int64_t answered_us, ahead_us, wished_us; /* ahead 0: none is wanted */
  int64_t reminded_of_us[STEPS];            /* starts of which they were */
  int reminders, news;                      /* messages that must have come */
  bool has_news;                            /* something is told, and not yet */
} Person;

typedef struct {
  Person people[PEOPLE];
  int64_t now_us, starts_at_us, moved_us;
  bool is_off;
} Model;

static bool
was_reminded(const Person *person, int64_t start_us)
{
  for (int i = 0; i < person->reminders; i++)
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

/* All that is due now goes out. */
static void
let_out(Model *model)
{
  for (int i = 0; i < PEOPLE; i++) {
    Person *person = &model->people[i];
    const int64_t usual_us = model->starts_at_us - person->ahead_us;
    const int64_t due_us = person->wished_us > usual_us ? person->wished_us : usual_us;

    if (person->has_news && person->is_in)
      person->news++;
    person->has_news = false;
    if (!model->is_off && model->starts_at_us > model->now_us && comes(model, person) &&
        person->ahead_us && person->answered_us <= due_us && due_us <= model->now_us &&
        !was_reminded(person, model->starts_at_us))
      person->reminded_of_us[person->reminders++] = model->starts_at_us;
  }
}

static void
news_to_all(Model *model)
{
  for (int i = 0; i < PEOPLE; i++)
    if (i != WHO_CALLS && model->people[i].is_in)
      model->people[i].has_news = true;
}

/* ---- what came ---- */

static void
run_all(World *world)
{
  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
}

/* Mails to this address, with or without "Soon" in the subject. */
static int
count_mails(const char *address, bool is_reminder)
{
  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);
  int count = 0;

  for (const char *name; (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    count += strstr(text, address) && (strstr(text, "Subject: Soon:") != NULL) == is_reminder;
  }
  return count;
}

/* Each row of the list stands for one message; told or not. */
static int
count_listed(World *world, int who)
{
  Txn *txn = test_look(world);
  int count = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_reminder WHERE"
                                       " community_id = ?1 AND member_id = ?2"
                                       " AND meeting_id = ?3 AND way = 'list'");

    bind_int(q, 2, world->people[who]);
    bind_int(q, 3, meeting_id);
    count = query_next(q) ? (int)col_int(q, 0) : -1;
  }
  test_end_look(txn);
  return count;
}

static bool
is_to_be_reminded(World *world, int who)
{
  Txn *txn = test_look(world);
  const ToTell *list = reminders_to_tell(txn, world->arena, find(world, txn));
  bool is_there = false;

  for (; list->member_id; list++)
    is_there |= list->member_id == world->people[who];
  test_end_look(txn);
  return is_there;
}

static void
assert_all_came(World *world, const Model *model, const char *const *addresses)
{
  for (int i = 0; i < PEOPLE; i++) {
    const Person *person = &model->people[i];

    if (is_mailed(i)) {
      assert_int_equal(count_mails(addresses[i], false), person->news);
      assert_int_equal(count_mails(addresses[i], true), person->reminders);
    } else if (person->is_in) {
      assert_int_equal(count_listed(world, i), person->reminders);
      assert_int_equal(is_to_be_reminded(world, i), !model->is_off && comes(model, person) &&
                                                        was_reminded(person, model->starts_at_us));
    }
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
}

static void
move_once(World *world, Model *model, int64_t starts_at_us)
{
  const bool is_kept = test_as(world, WHO_CALLS, move_to, &starts_at_us);

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

static void
step(World *world, Model *model, GRand *random)
{
  const int who = g_rand_int_range(random, 0, PEOPLE);
  const int what = g_rand_int_range(random, 0, 100);

  set_now(model, model->now_us + g_rand_int_range(random, 1, 10 * 3600) * (int64_t)US_PER_S);
  if (what < 56) {
    if (model->people[who].is_in)
      answer_one(world, model, who, g_rand_int_range(random, REPLY_YES, REPLY_COUNT));
  } else if (what < 66) {
    move_once(world, model,
              model->now_us + g_rand_int_range(random, 86400, 9 * 86400) * (int64_t)US_PER_S);
  } else if (what < 78) {
    if (model->people[who].is_in)
      choose_one(world, model, who, g_rand_int_range(random, 0, 5));
  } else if (what < 80 && who != WHO_CALLS && model->people[who].is_in) {
    assert_true(test_as(world, who, leave, NULL));
    model->people[who].is_in = false;
  } else if (what == 99 && test_as(world, WHO_CALLS, call_off, NULL) && !model->is_off) {
    model->is_off = true;
    news_to_all(model);
  }
  if (what % 2 == 0) { /* else what waits goes out with a later step, or is never seen */
    run_all(world);
    let_out(model);
  }
}

static void
clear_mails(void)
{
  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(mails, name, NULL);

    g_remove(path);
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
    assert_true(i == WHO_CALLS || test_as(world, i, join, NULL));
    assert_true(test_as(world, i, choose, "none"));
    assert_true(test_as(world, i, choose, "day"));
    model->people[i] =
        (Person){ .is_in = true, .ahead_us = US_PER_DAY, .wished_us = model->now_us };
  }
  run_all(world);
  clear_mails();
  assert_true(test_as(world, WHO_CALLS, call, &starts_at_us));
  model->starts_at_us = starts_at_us;
  news_to_all(model);
}

static void
each_change_comes_once(void **state)
{
  World *world = *state;
  const char *addresses[PEOPLE] = { NULL, "to-amina@place.example", "to-joe@place.example", NULL,
                                    NULL };
  int reminders = 0;

  for (int i = MAILED_FROM; i <= MAILED_TO; i++)
    assert_true(test_as(world, i, reach_by_mail, addresses[i]));
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
        assert_all_came(world, &model, addresses);
      }
    }
    for (int i = 0; i < PEOPLE; i++)
      reminders += model.people[i].reminders;
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
  clear_mails();
  assert_true(test_as(world, who, be_erased, NULL));
  set_now(&model, model.starts_at_us - US_PER_HOUR);
  run_all(world);
  assert_int_equal(count_mails("place.example", true), 0);
  assert_int_equal(count_listed(world, who), 0);
  assert_int_equal(count_listed(world, PEOPLE - 1), 1);
}

static int
open_world(void **state)
{
  static const LogKind *all[7];

  memcpy(all,
         (const LogKind *const[]){ people_log_kinds, safety_log_kinds, groups_log_kinds,
                                   meetings_log_kinds, notices_log_kinds, needs_log_kinds, NULL },
         sizeof(all));
  test_world_open(state);
  log_set_kinds(all);
  mails = g_dir_make_tmp("reminders-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(kinds, no_words);
  return 0;
}

static int
close_world(void **state)
{
  clear_mails();
  g_rmdir(mails);
  g_free(mails);
  clock_set_for_test(0);
  return test_world_close(state);
}

int
main(void)
{
  static const char *const further[] = { "meetings/needs", NULL };
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_reminder_is_due_as_wished),
    cmocka_unit_test(each_change_comes_once),
    cmocka_unit_test(who_is_erased_is_left_alone),
  };

  test_world_above = "meetings";
  test_world_above_kinds = meetings_log_kinds;
  test_world_further = further;
  return cmocka_run_group_tests(tests, open_world, close_world);
}
