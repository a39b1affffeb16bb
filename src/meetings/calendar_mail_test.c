/* SPDX-License-Identifier: AGPL-3.0-or-later
 * An invitation in the calendar program of whoever gets it, and back: what the mail carries, and
 * that pressing Yes, No or Perhaps there counts as that person's answer, once, to the time that
 * the meeting has now, and from nobody else. On both engines (R64, decision 0024). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/calendar_mail.h"
#include "meetings/invitations.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"
#include "notices/mail.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

#define ORIGIN  "https://riverside.example"
#define ADDRESS "amina@place.example"

enum { ANN = 1 }; /* of the world's people: the one with an address */

static int64_t meeting_id;
static char *mails;
static MailConfig config;

static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                          { .kind = NULL } };
static const DigestKind kinds[] = {
  { "meeting", MAIL_KIND_MEETING, invitation_write, NULL, NULL, calendar_prepare_mail,
    calendar_write_mail },
  { NULL, MAIL_KIND_NONE, NULL, NULL, NULL, NULL, NULL },
};
static const AnswerTaker takers[] = {
  { MAIL_KIND_MEETING, invitation_find_about, invitation_take },
  { MAIL_KIND_NONE, NULL, NULL },
};

static const char *
no_words(MailKind kind, int groups)
{
  (void)kind;
  (void)groups;
  return NULL;
}

static const Meeting *
find(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

static void
reach_by_mail(World *world, Txn *txn, const Act *act, const void *data)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = REACH_EMAIL;
  member.contact = data;
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
tell(World *world, Txn *txn, const Act *act, MeetingNews what)
{
  invitations_tell(txn, act, world->group_id, meeting_id,
                   &(NewsWish){ what, ORIGIN, "Europe/London" });
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meeting_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + 20 * US_PER_DAY, world->refusals);
  tell(world, txn, act, NEWS_CALLED);
}

static void
move_on(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = find(world, txn);

  (void)data;
  meetings_move(txn, act, meeting, meeting->starts_at_us + US_PER_DAY, 0, "The hall is let",
                world->refusals);
  tell(world, txn, act, NEWS_MOVED);
}

static void
call_off(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  meetings_call_off(txn, act, find(world, txn), "Snow", world->refusals);
  tell(world, txn, act, NEWS_OFF);
}

/* ---- what went out ---- */

/* The calendar in the one mail that goes out now, lines put together; the mail's whole text into
 * *ret_mail, or NULL. g_free. */
static char *
send_one(World *world, char **ret_mail)
{
  g_autofree char *mail = NULL;
  int count = 0;

  assert_int_equal(outbox_run_due(test_db(world->test), handlers, RIVERSIDE), 1);

  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  assert_non_null(folder);
  for (const char *name; (name = g_dir_read_name(folder)); count++) {
    g_autofree char *path = g_build_filename(mails, name, NULL);

    assert_true(g_file_get_contents(path, &mail, NULL, NULL));
    g_remove(path);
  }
  assert_int_equal(count, 1);

  char *part = strstr(mail, "Content-Type: text/calendar");
  char *calendar = NULL;

  if (part) {
    const char *start = strstr(part, "\n\n"), *end = strstr(start, "\n--");
    g_autofree char *base64 = g_strndup(start, (gsize)(end - start));
    gsize len = 0;
    g_autofree guchar *bytes = g_base64_decode(base64, &len);
    GString *joined = g_string_new_len((const char *)bytes, (gssize)len);

    g_string_replace(joined, "\r\n ", "", 0);
    calendar = g_string_free(joined, FALSE);
  }
  if (ret_mail)
    *ret_mail = g_steal_pointer(&mail);
  return calendar;
}

/* After "mailto:" in the line of this name; g_free. */
static char *
address_in(const char *calendar, const char *line)
{
  const char *at = strstr(calendar, line);
  const char *address = at ? strstr(at, "mailto:") : NULL;

  assert_non_null(address);
  address += strlen("mailto:");
  return g_strndup(address, strcspn(address, "\r\n"));
}

static char *
uid_in(const char *calendar)
{
  const char *at = strstr(calendar, "\nUID:");

  assert_non_null(at);
  at += strlen("\nUID:");
  return g_strndup(at, strcspn(at, "\r\n"));
}

static char *
start(World *world, const char *replies)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Calendars %d", ++made);

  returns_set_program(replies);
  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
  assert_true(test_as(world, ANN, reach_by_mail, ADDRESS));
  assert_true(test_as(world, ANN, join, NULL));
  assert_true(test_as(world, 0, call, NULL));
  return send_one(world, NULL);
}

static void
an_invitation_can_be_answered_by_a_program(void **state)
{
  World *world = *state;
  g_autofree char *first = start(world, "table+*@river.example");
  g_autofree char *uid = uid_in(first), *to = address_in(first, "\nORGANIZER");
  g_autofree char *whom = address_in(first, "\nATTENDEE");

  assert_non_null(strstr(first, "METHOD:REQUEST"));
  assert_non_null(strstr(first, "SEQUENCE:0"));
  assert_string_equal(whom, ADDRESS);
  assert_true(g_str_has_prefix(to, "table+"));
  for (int i = 0; i < PEOPLE; i++) /* not even their own name */
    assert_null(strstr(first, test_names[i]));
  assert_true(test_as(world, 0, move_on, NULL));

  g_autofree char *mail = NULL;
  g_autofree char *moved = send_one(world, &mail);
  g_autofree char *moved_uid = uid_in(moved), *moved_to = address_in(moved, "\nORGANIZER");

  assert_non_null(strstr(mail, "Content-Type: multipart/alternative"));
  assert_non_null(strstr(mail, "method=REQUEST"));
  assert_true(strstr(mail, "text/plain") < strstr(mail, "text/calendar"));
  assert_non_null(strstr(moved, "SEQUENCE:1"));
  assert_string_equal(moved_uid, uid);
  assert_string_equal(moved_to, to);
  assert_true(test_as(world, 0, call_off, NULL));

  g_autofree char *off = send_one(world, NULL);
  g_autofree char *off_uid = uid_in(off), *off_to = address_in(off, "\nORGANIZER");

  assert_non_null(strstr(off, "METHOD:CANCEL"));
  assert_non_null(strstr(off, "STATUS:CANCELLED"));
  assert_non_null(strstr(off, "SEQUENCE:2"));
  assert_string_equal(off_uid, uid);
  assert_string_equal(off_to, to);
}

/* Without a plus, or where nobody reads answers, nobody is led to press a button for nothing. */
static void
where_no_answer_can_be_placed_none_is_asked_for(void **state)
{
  static const char *const replies[] = { "table@river.example", "" };
  World *world = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(replies); i++) {
    g_autofree char *calendar = start(world, replies[i]);

    assert_non_null(strstr(calendar, "METHOD:PUBLISH"));
    assert_null(strstr(calendar, "ORGANIZER"));
    assert_null(strstr(calendar, "ATTENDEE"));
  }
}

/* ---- what comes in ---- */

typedef struct {
  const char *to, *from, *uid, *state;
  int sequence;
  bool is_attached; /* beside the words, as a file; not instead of them */
} Pressed;

/* As programs send it: automatic, about no mail, with no word that a person wrote. */
static char *
mail_of(const Pressed *pressed)
{
  static int number;
  g_autofree char *calendar =
      g_strdup_printf("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:%s\r\n"
                      "SEQUENCE:%d\r\nATTENDEE;PARTSTAT=%s:mailto:%s\r\nORGANIZER:mailto:%s\r\n"
                      "END:VEVENT\r\nEND:VCALENDAR\r\n",
                      pressed->uid, pressed->sequence, pressed->state, pressed->from, pressed->to);

  return g_strdup_printf(
      "From: <%s>\r\nTo: %s\r\nMessage-ID: <%d@place.example>\r\nSubject: Accepted: Talk\r\n"
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
      "Content-Type: multipart/%s; boundary=x\r\n\r\n"
      "--x\r\nContent-Type: text/plain\r\n\r\nNo is what this does not say.\r\n"
      "--x\r\nContent-Type: %s\r\n\r\n%s\r\n--x--\r\n",
      pressed->from, pressed->to, ++number, pressed->is_attached ? "mixed" : "alternative",
      pressed->is_attached ? "application/ics; name=invite.ics"
                           : "text/calendar; charset=utf-8; method=REPLY",
      calendar);
}

typedef struct {
  const char *mail;
  MailInResult result;
} Coming;

static bool
take(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Incoming) incoming =
      incoming_read(coming->mail, strlen(coming->mail), NULL, "programs@place.example");

  assert_non_null(incoming);
  coming->result = mail_in_take(txn, act, incoming, coming->mail, strlen(coming->mail));
  return coming->result == MAIL_IN_TAKEN;
}

static MailInResult
bring(World *world, const char *mail)
{
  Act act = test_db_act(world->test, RIVERSIDE, 0);
  Coming coming = { .mail = mail };

  act.role = ACT_AS_PROGRAM;
  test_db_write(world->test, &act, take, &coming);
  return coming.result;
}

static void
press(World *world, const Pressed *pressed)
{
  g_autofree char *mail = mail_of(pressed);

  assert_int_equal(bring(world, mail), MAIL_IN_TAKEN);
}

static ReplyAnswer
answer_now(World *world)
{
  Txn *txn = test_look(world);
  const Reply reply = replies_find(txn, world->arena, meeting_id, world->people[ANN]);

  test_end_look(txn);
  return reply.answer;
}

static int64_t
waits_for_organisers(World *world)
{
  Txn *txn = test_look(world);
  const int64_t count = mail_answers_count_open(txn);

  test_end_look(txn);
  return count;
}

static void
a_press_counts_as_an_answer(void **state)
{
  World *world = *state;
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = uid_in(invited), *to = address_in(invited, "\nORGANIZER");
  const int64_t waited = waits_for_organisers(world);
  Pressed pressed = { .to = to, .from = ADDRESS, .uid = uid, .state = "ACCEPTED" };

  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_YES);
  pressed.state = "TENTATIVE";
  pressed.is_attached = true;
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_IF);
  pressed.state = "DECLINED";
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_NO);
  assert_int_equal(waits_for_organisers(world), waited); /* nobody has anything to do */
}

static void
the_same_mail_counts_once(void **state)
{
  World *world = *state;
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = uid_in(invited), *to = address_in(invited, "\nORGANIZER");
  const Pressed yes = { .to = to, .from = ADDRESS, .uid = uid, .state = "ACCEPTED" };
  const Pressed no = { .to = to, .from = ADDRESS, .uid = uid, .state = "DECLINED" };
  g_autofree char *mail = mail_of(&yes);

  assert_int_equal(bring(world, mail), MAIL_IN_TAKEN);
  press(world, &no);
  assert_int_equal(bring(world, mail), MAIL_IN_AGAIN); /* handed over twice */
  assert_int_equal(answer_now(world), REPLY_NO);
}

static void
an_answer_to_an_older_time_does_not_count(void **state)
{
  World *world = *state;
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = uid_in(invited), *to = address_in(invited, "\nORGANIZER");
  Pressed pressed = { .to = to, .from = ADDRESS, .uid = uid, .state = "ACCEPTED" };

  assert_true(test_as(world, 0, move_on, NULL));

  g_autofree char *moved = send_one(world, NULL);
  const int64_t waited = waits_for_organisers(world);

  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_NONE);
  pressed.sequence = 7; /* to a time that never was */
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_NONE);
  assert_int_equal(waits_for_organisers(world), waited);
  pressed.sequence = 1;
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_YES);
}

/* From another address, or about another meeting, somebody looks at it first; without the token it
 * is nobody's. */
static void
nobody_answers_for_another(void **state)
{
  World *world = *state;
  g_autofree char *other = start(world, "table+*@river.example");
  g_autofree char *other_uid = uid_in(other);
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = uid_in(invited), *to = address_in(invited, "\nORGANIZER");
  const int64_t waited = waits_for_organisers(world);

  press(world, &(Pressed){ .to = to, .from = "eve@x.example", .uid = uid, .state = "ACCEPTED" });
  assert_int_equal(answer_now(world), REPLY_NONE);
  assert_int_equal(waits_for_organisers(world), waited + 1);
  press(world, &(Pressed){ .to = to, .from = ADDRESS, .uid = other_uid, .state = "ACCEPTED" });
  assert_int_equal(answer_now(world), REPLY_NONE);
  assert_int_equal(waits_for_organisers(world), waited + 2);
  press(world, &(Pressed){
                   .to = "table@river.example", .from = ADDRESS, .uid = uid, .state = "ACCEPTED" });
  assert_int_equal(answer_now(world), REPLY_NONE);
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
  mails = g_dir_make_tmp("calendars-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(kinds, no_words);
  mail_in_set_takers(takers);
  return 0;
}

static int
close_world(void **state)
{
  g_rmdir(mails);
  g_free(mails);
  return test_world_close(state);
}

int
main(void)
{
  static const char *const further[] = { "meetings/needs", NULL };
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_invitation_can_be_answered_by_a_program),
    cmocka_unit_test(where_no_answer_can_be_placed_none_is_asked_for),
    cmocka_unit_test(a_press_counts_as_an_answer),
    cmocka_unit_test(the_same_mail_counts_once),
    cmocka_unit_test(an_answer_to_an_older_time_does_not_count),
    cmocka_unit_test(nobody_answers_for_another),
  };

  test_world_above = "meetings";
  test_world_above_kinds = meetings_log_kinds;
  test_world_further = further;
  return cmocka_run_group_tests(tests, open_world, close_world);
}
