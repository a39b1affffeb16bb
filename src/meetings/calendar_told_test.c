/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whatever happens to meetings, whoever does it, whenever mails go: each person gets one mail a
 * change and no other, and a calendar that only has these mails ends with what is so, in whatever
 * order they come to it (issue 5, R64). What must come, and what a calendar makes of it, is worked
 * out here apart from the rules: the few lines of RFC 5546 that say which of two is newer. On both
 * engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/ids.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/returns.h"

#include <string.h>

enum { MAILED = 3, MEETINGS = 4, TOGETHER = 3, LIVES = 3, STEPS = 30 };

static const char *const addresses[MAILED] = { "to-sam@place.example", "to-amina@place.example",
                                               "to-joe@place.example" };

/* ---- what is so, and what must come ---- */

typedef struct {
  int64_t id, starts_at_us, ends_at_us;
  char *title, *online;
  bool has_room, is_off;
  int news; /* the newest that is about it alone; 0: none */
} Truth;

typedef struct {
  int news, meeting; /* meeting -1: those called together */
} Pending;

typedef struct {
  Truth meetings[MEETINGS]; /* the last one alone */
  int news;
  GArray *pending[MAILED]; /* of Pending */
  bool was_told[MAILED][MEETINGS];
  int mails[MAILED];
  int64_t now_us;
} Model;

/* The first of those called together speaks for all. */
static bool
knows(const Model *model, int who, int meeting)
{
  return model->was_told[who][meeting] || (meeting < TOGETHER && model->was_told[who][0]);
}

static void
tell_all(Model *model, int actor, int meeting, bool is_together)
{
  const Pending pending = { ++model->news, is_together ? -1 : meeting };

  if (!is_together)
    model->meetings[meeting].news = model->news;
  for (int i = 0; i < MAILED; i++)
    if (i != actor || knows(model, i, meeting))
      g_array_append_val(model->pending[i], pending);
}

/* Of those called together there is something to say while one has no news of its own. */
static bool
is_live(const Model *model, const Pending *pending)
{
  if (pending->meeting >= 0)
    return model->meetings[pending->meeting].news == pending->news;
  for (int i = 0; i < TOGETHER; i++)
    if (!model->meetings[i].news && !model->meetings[i].is_off)
      return true;
  return false;
}

static void
let_out(Model *model)
{
  for (int i = 0; i < MAILED; i++) {
    for (guint p = 0; p < model->pending[i]->len; p++) {
      const Pending *pending = &g_array_index(model->pending[i], Pending, p);

      if (!is_live(model, pending))
        continue;
      model->mails[i]++;
      model->was_told[i][MAX(pending->meeting, 0)] = true;
    }
    g_array_set_size(model->pending[i], 0);
  }
}

/* ---- what a calendar makes of it ---- */

typedef struct {
  int64_t sequence;
  char *stamp, *start, *end, *title, *place, *words;
  bool is_off;
} Entry;

static void
entry_free(void *data)
{
  Entry *entry = data;

  g_free(entry->stamp);
  g_free(entry->start);
  g_free(entry->end);
  g_free(entry->title);
  g_free(entry->place);
  g_free(entry->words);
  g_free(entry);
}

/* RFC 5546, 2.1.5: what has the higher SEQUENCE is newer; of two with the same one, the higher
 * DTSTAMP. What is older is passed over. */
static void
apply(GHashTable *calendar, const char *ics)
{
  Entry *entry = g_new0(Entry, 1);
  g_autofree char *uid = test_ics_line(ics, "UID"), *number = test_ics_line(ics, "SEQUENCE");
  const Entry *known = g_hash_table_lookup(calendar, uid);

  entry->sequence = g_ascii_strtoll(number, NULL, 10);
  entry->stamp = test_ics_line(ics, "DTSTAMP");
  if (known && (known->sequence > entry->sequence ||
                (known->sequence == entry->sequence && strcmp(known->stamp, entry->stamp) >= 0))) {
    entry_free(entry);
    return;
  }
  entry->start = test_ics_line(ics, "DTSTART");
  entry->end = strstr(ics, "\nDTEND:") ? test_ics_line(ics, "DTEND") : g_strdup("");
  entry->title = test_ics_line(ics, "SUMMARY");
  entry->place = test_ics_line(ics, "LOCATION");
  entry->words = test_ics_line(ics, "DESCRIPTION");
  entry->is_off = strstr(ics, "METHOD:CANCEL") != NULL;
  g_hash_table_replace(calendar, g_steal_pointer(&uid), entry);
}

static char *
utc(int64_t at_us)
{
  g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(at_us / US_PER_S);

  return at_us ? g_date_time_format(at, "%Y%m%dT%H%M%SZ") : g_strdup("");
}

static void
assert_is_so(const Entry *entry, const Truth *truth)
{
  g_autofree char *start = utc(truth->starts_at_us), *end = utc(truth->ends_at_us);

  assert_string_equal(entry->start, start);
  assert_string_equal(entry->end, end);
  assert_string_equal(entry->title, truth->title);
  assert_int_equal(entry->is_off, truth->is_off);
  if (truth->has_room)
    assert_non_null(strstr(entry->place, "Mill Lane"));
  else
    assert_string_equal(entry->place, truth->online);
  if (!truth->is_off)
    assert_non_null(strstr(entry->words, truth->online));
}

/* ---- what came ---- */

typedef struct {
  GPtrArray *ics[MAILED]; /* in the order in which they went */
  int mails[MAILED];
} Came;

static void
gather(World *world, Came *came)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  for (guint m = 0; m < mails->len; m++) {
    const TestMail *mail = mails->pdata[m];

    for (int i = 0; i < MAILED; i++) {
      if (!strstr(mail->text, addresses[i]))
        continue;
      came->mails[i]++;
      for (guint c = 0; c < mail->ics->len; c++)
        g_ptr_array_add(came->ics[i], g_strdup(mail->ics->pdata[c]));
    }
  }
}

static void
assert_sequence_grows(const GPtrArray *all)
{
  g_autoptr(GHashTable) newest = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < all->len; i++) {
    g_autofree char *number = test_ics_line(all->pdata[i], "SEQUENCE");
    const int sequence = (int)g_ascii_strtoll(number, NULL, 10) + 1;
    char *uid = test_ics_line(all->pdata[i], "UID");

    assert_true(sequence > GPOINTER_TO_INT(g_hash_table_lookup(newest, uid)));
    g_hash_table_replace(newest, uid, GINT_TO_POINTER(sequence));
  }
}

static const Truth *
truth_of(const Model *model, const char *uid)
{
  for (int i = 0; i < MEETINGS; i++) {
    char id[ID_TEXT_SIZE];

    if (g_str_has_prefix(uid, id_to_text(model->meetings[i].id, id)))
      return &model->meetings[i];
  }
  fail();
  return NULL;
}

static void
assert_ends_with_the_truth(const Model *model, const GPtrArray *all, GRand *random)
{
  g_autoptr(GHashTable) calendar =
      g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
  g_autoptr(GPtrArray) mixed = g_ptr_array_copy((GPtrArray *)all, NULL, NULL);
  GHashTableIter iter;
  gpointer uid, entry;

  while (mixed->len > 0)
    apply(calendar, g_ptr_array_steal_index_fast(
                        mixed, (guint)g_rand_int_range(random, 0, (gint32)mixed->len)));
  g_hash_table_iter_init(&iter, calendar);
  while (g_hash_table_iter_next(&iter, &uid, &entry))
    assert_is_so(entry, truth_of(model, uid));
}

/* ---- random lives ---- */

static void
begin(World *world, Model *model, int life)
{
  g_autofree char *name = g_strdup_printf("Told %d", life);
  MeetingTimes times = { .count = TOGETHER };
  const int64_t alone_us = model->now_us + 15 * US_PER_DAY;

  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
  for (int i = 0; i < MAILED; i++) {
    assert_true(i == 0 || test_as(world, i, test_join, NULL));
    assert_true(test_as(world, i, test_reach_by_mail, addresses[i]));
  }
  for (int i = 0; i < TOGETHER; i++)
    times.starts_at_us[i] = model->now_us + (20 + 30 * i) * US_PER_DAY;
  assert_true(test_as(world, 0, test_call_together, &times));

  Txn *txn = test_look(world);

  for (int i = 0; i < TOGETHER; i++)
    model->meetings[i] = (Truth){ .starts_at_us = times.starts_at_us[i],
                                  .title = g_strdup("Every month"),
                                  .online = g_strdup("https://meet.example.org/2") };

  const Meeting *list =
      meetings_coming(txn, world->arena, world->group_id, model->now_us, MEETINGS);

  for (int i = 0; i < TOGETHER; i++)
    model->meetings[i].id = list[i].id;
  test_end_look(txn);
  tell_all(model, 0, 0, true);
  assert_true(test_as(world, 0, test_call, &alone_us));
  model->meetings[TOGETHER] = (Truth){ .id = test_meeting_id,
                                       .starts_at_us = alone_us,
                                       .ends_at_us = alone_us + US_PER_HOUR,
                                       .title = g_strdup("Who chooses what?"),
                                       .online = g_strdup("https://meet.example.org/1"),
                                       .has_room = true };
  tell_all(model, 0, TOGETHER, false);
}

static void
move_one(World *world, Model *model, int actor, int nth, GRand *random)
{
  Truth *truth = &model->meetings[nth];
  const int64_t starts_at_us =
      model->now_us + g_rand_int_range(random, 80 * 86400, 120 * 86400) * (int64_t)US_PER_S;
  const TestMove move = { truth->id, starts_at_us,
                          g_rand_boolean(random) ? starts_at_us + US_PER_HOUR : 0 };

  assert_int_equal(test_as(world, actor, test_move, &move), !truth->is_off);
  if (truth->is_off)
    return;
  truth->starts_at_us = move.starts_at_us;
  truth->ends_at_us = move.ends_at_us;
  tell_all(model, actor, nth, false);
  assert_false(test_as(world, actor, test_move, &move)); /* pressed twice: nothing moves */
}

/* A name, a link, a number, the room; or only what it is about, or nothing at all. */
static void
edit_one(World *world, Model *model, int actor, int nth, GRand *random)
{
  Truth *truth = &model->meetings[nth];
  const int what = g_rand_int_range(random, 0, 6);
  g_autofree char *words = g_strdup_printf("Name %d; with a comma", g_rand_int(random) & 0xffff);
  g_autofree char *link =
      g_strdup_printf("https://meet.example.org/%d", g_rand_int_range(random, 1, 0xffff));
  const TestEdit edit = { .id = truth->id,
                          .title = what == 0 ? words : NULL,
                          .online = what == 1 ? link : NULL,
                          .dial_in = what == 2 ? words : NULL,
                          .about = what == 3 ? words : NULL,
                          .has_no_room = what == 4 && truth->has_room };
  const bool is_told = what < 3 || edit.has_no_room;

  assert_int_equal(test_as(world, actor, test_change, &edit), !truth->is_off);
  if (truth->is_off || !is_told)
    return;
  if (edit.title) {
    g_auto(GStrv) parts = g_strsplit(words, ";", 2);

    g_free(truth->title);
    truth->title = g_strconcat(parts[0], "\\;", parts[1], NULL); /* as a calendar writes it */
  }
  if (edit.online) {
    g_free(truth->online);
    truth->online = g_strdup(link);
  }
  if (edit.has_no_room)
    truth->has_room = false;
  tell_all(model, actor, nth, false);
}

static void
call_one_off(World *world, Model *model, int actor, int nth)
{
  Truth *truth = &model->meetings[nth];

  assert_true(test_as(world, actor, test_call_off, &truth->id));
  if (truth->is_off)
    return; /* pressed twice */
  truth->is_off = true;
  tell_all(model, actor, nth, false);
}

static void
step(World *world, Model *model, GRand *random)
{
  const int actor = g_rand_int_range(random, 0, MAILED);
  const int nth = g_rand_int_range(random, 0, MEETINGS);
  const int what = g_rand_int_range(random, 0, 100);

  model->now_us += g_rand_int_range(random, 1, 3600) * (int64_t)US_PER_S;
  clock_set_for_test(model->now_us);
  if (what < 35)
    move_one(world, model, actor, nth, random);
  else if (what < 95)
    edit_one(world, model, actor, nth, random);
  else
    call_one_off(world, model, actor, nth);
}

static void
live(World *world, int life)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(4000 + life);
  Model model = { .now_us = clock_now_us() + US_PER_DAY };
  Came came = { .mails = { 0 } };

  for (int i = 0; i < MAILED; i++) {
    model.pending[i] = g_array_new(FALSE, FALSE, sizeof(Pending));
    came.ics[i] = g_ptr_array_new_with_free_func(g_free);
  }
  clock_set_for_test(model.now_us);
  begin(world, &model, life);
  for (int i = 0; i < STEPS; i++) {
    step(world, &model, random);
    if (g_rand_boolean(random) || i == STEPS - 1) {
      gather(world, &came);
      let_out(&model);
    }
  }
  for (int i = 0; i < MAILED; i++) {
    assert_int_equal(came.mails[i], model.mails[i]);
    assert_sequence_grows(came.ics[i]);
    for (int times = 0; times < 4; times++)
      assert_ends_with_the_truth(&model, came.ics[i], random);
    g_array_unref(model.pending[i]);
    g_ptr_array_unref(came.ics[i]);
  }
  for (int i = 0; i < MEETINGS; i++) {
    g_free(model.meetings[i].title);
    g_free(model.meetings[i].online);
  }
}

static void
each_change_is_one_mail_and_one_truth(void **state)
{
  returns_set_program("table+*@river.example");
  for (int life = 0; life < LIVES; life++)
    live(*state, life);
  clock_set_for_test(0);
}

/* ---- needs are stood down ---- */

static void
ask_for_a_lift(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  test_say(
      world, txn, act,
      &(ReplyWish){
          .answer = REPLY_IF, .words = "", .way = "page", .helps = 1U << help_kind_index("lift") });
}

static void
take_all(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingNeed *list = meeting_needs_list(txn, world->arena, test_meeting(world, txn));

  (void)data;
  assert_true(list->id != 0);
  for (; list->id; list++)
    meeting_need_take(txn, act, list, world->refusals);
}

/* What somebody still has to do. */
static int
count_waiting(World *world, int who)
{
  Txn *txn = test_look(world);
  const MeetingNeed *mine =
      meeting_needs_waiting(txn, world->arena, world->people[who], clock_now_us(), 9);
  const MeetingNeed *all = meeting_needs_list(txn, world->arena, test_meeting(world, txn));
  int count = 0;

  for (; mine->id; mine++)
    count += 10;
  for (; all->id; all++)
    count += meeting_need_waits(all);
  test_end_look(txn);
  return count;
}

static void
needs_are_stood_down_when_it_is_off(void **state)
{
  World *world = *state;

  returns_set_program("");
  assert_true(test_as(world, 0, test_start, &(StartWish){ "Needs", true, true }));
  assert_true(test_as(world, 1, test_join, NULL));
  assert_true(test_as(world, 0, test_call_soon, NULL));
  assert_true(test_as(world, 1, ask_for_a_lift, NULL));
  assert_true(test_as(world, 0, take_all, NULL));
  assert_int_equal(count_waiting(world, 0), 11);
  assert_true(test_as(world, 0, test_call_off, NULL));
  assert_int_equal(count_waiting(world, 0), 0);
  assert_false(test_as(world, 0, take_all, NULL)); /* nobody goes on with it */
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_change_is_one_mail_and_one_truth),
    cmocka_unit_test(needs_are_stood_down_when_it_is_off),
  };

  return cmocka_run_group_tests(tests, test_mails_open, test_mails_close);
}
