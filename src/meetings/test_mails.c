/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meetings and mails for tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "meetings/test_mails.h"

#include "base/clock.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/actions.h"
#include "meetings/calendar_mail.h"
#include "meetings/dates.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "meetings/reached.h"
#include "meetings/reminders.h"
#include "meetings/replies.h"
#include "notices/mail.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

int64_t test_meeting_id;

static char *folder;
static MailConfig config;

/* ---- acts ---- */

const Meeting *
test_meeting_of(World *world, Txn *txn, int64_t id)
{
  return meetings_find(txn, world->arena, world->group_id, id ? id : test_meeting_id);
}

const Meeting *
test_meeting(World *world, Txn *txn)
{
  return test_meeting_of(world, txn, 0);
}

static void
reach(World *world, Txn *txn, const Act *act, Reach way, const char *contact)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = way;
  member.contact = contact;
  people_change(txn, act, &member, world->refusals);
}

void
test_reach_by_mail(World *world, Txn *txn, const Act *act, const void *address)
{
  reach(world, txn, act, REACH_EMAIL, address);
}

void
test_reach_by_phone(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  reach(world, txn, act, REACH_PHONE, "01632 960 100");
}

static void
tell(World *world, Txn *txn, const Act *act, int64_t id, MeetingNews what)
{
  if (refusals_count(world->refusals) == 0)
    invitations_tell(txn, act, world->group_id, id ? id : test_meeting_id,
                     &(NewsWish){ what, TEST_ORIGIN, "Europe/London" });
}

void
test_call(World *world, Txn *txn, const Act *act, const void *starts_at_us)
{
  test_meeting_id =
      test_meeting_call(txn, act, world->group_id, *(const int64_t *)starts_at_us, world->refusals);
  tell(world, txn, act, 0, NEWS_CALLED);
}

void
test_call_soon(World *world, Txn *txn, const Act *act, const void *unused)
{
  const int64_t starts_at_us = act->at_us + 20 * US_PER_DAY;

  (void)unused;
  test_call(world, txn, act, &starts_at_us);
}

void
test_call_together(World *world, Txn *txn, const Act *act, const void *times)
{
  const MeetingWish wish = { .title = "Every month",
                             .about = "",
                             .breaks = "",
                             .online = "https://meet.example.org/2",
                             .dial_in = "" };

  meetings_call(txn, act, world->group_id, &wish, times, world->refusals, &test_meeting_id);
  tell(world, txn, act, 0, NEWS_CALLED);
}

void
test_move(World *world, Txn *txn, const Act *act, const void *data)
{
  const TestMove *move = data;

  meetings_move(txn, act, test_meeting_of(world, txn, move->id), move->starts_at_us,
                move->ends_at_us, "The hall is let", world->refusals);
  tell(world, txn, act, move->id, NEWS_MOVED);
}

void
test_move_a_day(World *world, Txn *txn, const Act *act, const void *unused)
{
  (void)unused;
  test_move(world, txn, act,
            &(TestMove){ 0, test_meeting(world, txn)->starts_at_us + US_PER_DAY, 0 });
}

void
test_change(World *world, Txn *txn, const Act *act, const void *data)
{
  const TestEdit *change = data;
  const Meeting *meeting = test_meeting_of(world, txn, change->id);
  const MeetingWish wish = {
    .title = change->title ? change->title : meeting->title,
    .about = change->about ? change->about : meeting->about,
    .breaks = meeting->breaks,
    .online = change->online ? change->online : meeting->online,
    .dial_in = change->dial_in ? change->dial_in : meeting->dial_in,
    .kind = meeting->kind,
    .venue_id = change->has_no_room ? 0 : meeting->venue.id,
  };

  if (meetings_change(txn, act, meeting, &wish, world->refusals))
    tell(world, txn, act, change->id, NEWS_CHANGED);
}

void
test_call_off(World *world, Txn *txn, const Act *act, const void *id)
{
  const Meeting *meeting = test_meeting_of(world, txn, id ? *(const int64_t *)id : 0);

  meetings_call_off(txn, act, meeting, "Snow", world->refusals);
  if (meeting->state != MEETING_OFF)
    tell(world, txn, act, meeting->id, NEWS_OFF);
}

void
test_say(World *world, Txn *txn, const Act *act, const void *reply_wish)
{
  replies_give(txn, act, test_meeting(world, txn), act->member_id, reply_wish, world->refusals);
}

/* ---- what went out ---- */

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
  { "meeting", MAIL_KIND_MEETING, invitation_write, invitation_mark_mailed, NULL,
    calendar_prepare_mail, calendar_write_mail },
  { "reminder", MAIL_KIND_REMINDER, reminder_write, reminder_mark_mailed, reminder_is_over, NULL,
    NULL },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};

void
test_mails_run(World *world)
{
  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
}

void
test_mail_free(TestMail *mail)
{
  g_free(mail->text);
  g_ptr_array_unref(mail->ics);
  g_free(mail);
}

/* Parts of a mail's text: base64, down to the next boundary; lines put together. */
static TestMail *
read_mail(char *text)
{
  TestMail *mail = g_new0(TestMail, 1);

  mail->text = text;
  mail->ics = g_ptr_array_new_with_free_func(g_free);
  for (const char *at = text; (at = strstr(at, "Content-Type: text/calendar")); at++) {
    const char *start = strstr(at, "\n\n"), *end = strstr(start, "\n--");
    g_autofree char *base64 = g_strndup(start, (gsize)(end - start));
    gsize len = 0;
    g_autofree guchar *bytes = g_base64_decode(base64, &len);
    GString *joined = g_string_new_len((const char *)bytes, (gssize)len);

    g_string_replace(joined, "\r\n ", "", 0);
    g_ptr_array_add(mail->ics, g_string_free(joined, FALSE));
  }
  return mail;
}

static int
by_name(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *
test_mails_take(World *world)
{
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  GPtrArray *mails = g_ptr_array_new_with_free_func((GDestroyNotify)test_mail_free);

  (void)world;
  assert_non_null(dir);
  for (const char *name; (name = g_dir_read_name(dir));)
    g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, by_name);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
    char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_remove(path);
    g_ptr_array_add(mails, read_mail(text));
  }
  return mails;
}

TestMail *
test_mails_take_one(World *world)
{
  test_mails_run(world);

  g_autoptr(GPtrArray) mails = test_mails_take(world);

  assert_int_equal(mails->len, 1);
  return g_ptr_array_steal_index(mails, 0);
}

char *
test_ics_line(const char *calendar, const char *name)
{
  g_autofree char *start = g_strconcat("\n", name, ":", NULL);
  const char *at = strstr(calendar, start);

  assert_non_null(at);
  at += strlen(start);
  return g_strndup(at, strcspn(at, "\r\n"));
}

char *
test_ics_address(const char *calendar, const char *name)
{
  g_autofree char *start = g_strconcat("\n", name, NULL);
  const char *at = strstr(calendar, start);
  const char *address = at ? strstr(at, "mailto:") : NULL;

  assert_non_null(address);
  return address
             ? g_strndup(address + strlen("mailto:"), strcspn(address + strlen("mailto:"), "\r\n"))
             : NULL;
}

/* ---- the world ---- */

int
test_mails_open(void **state)
{
  static const char *const further[] = { "papers/papers",
                                         "meetings/agenda",
                                         "meetings/needs",
                                         "meetings/feedback",
                                         "meetings/actions",
                                         "meetings/dates",
                                         NULL };
  static const LogKind *const all[] = {
    people_log_kinds, safety_log_kinds,  groups_log_kinds,  meetings_log_kinds, notices_log_kinds,
    needs_log_kinds,  actions_log_kinds, minutes_log_kinds, dates_log_kinds,    NULL
  };

  test_world_above = "meetings";
  test_world_above_kinds = meetings_log_kinds;
  if (test_world_open_with(state, further, all) != 0)
    return -1;
  folder = g_dir_make_tmp("meeting-mails-XXXXXX", NULL);
  assert_non_null(folder);
  config = (MailConfig){ .folder = folder, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(kinds, NULL);
  people_set_reach_changed(meetings_reach_changed);
  return 0;
}

int
test_mails_close(void **state)
{
  g_ptr_array_unref(test_mails_take(*state));
  g_rmdir(folder);
  g_clear_pointer(&folder, g_free);
  people_set_reach_changed(NULL);
  clock_set_for_test(0);
  return test_world_close(state);
}
