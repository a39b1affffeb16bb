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
#include "meetings/calendar_events.h"
#include "meetings/minutes.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_mails.h"
#include "notices/mail_in.h"

#include <string.h>

#define ADDRESS "amina@place.example"

enum { ANN = 1 }; /* of the world's people: the one with an address */

static const AnswerTaker takers[] = {
  { MAIL_KIND_MEETING, invitation_find_about, invitation_take },
  { MAIL_KIND_NONE, NULL, NULL },
};

/* The one calendar in the one mail that goes out now. g_free. */
static char *
send_one(World *world)
{
  g_autoptr(TestMail) mail = test_mails_take_one(world);

  assert_int_equal(mail->ics->len, 1);
  return g_strdup(mail->ics->pdata[0]);
}

static void
make_group(World *world, const char *replies)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Calendars %d", ++made);

  returns_set_program(replies);
  assert_true(test_as(world, 0, test_start, &(StartWish){ name, true, true }));
  assert_true(test_as(world, ANN, test_reach_by_mail, ADDRESS));
  assert_true(test_as(world, ANN, test_join, NULL));
}

static char *
start(World *world, const char *replies)
{
  make_group(world, replies);
  assert_true(test_as(world, 0, test_call_soon, NULL));
  return send_one(world);
}

static void
an_invitation_can_be_answered_by_a_program(void **state)
{
  World *world = *state;
  g_autofree char *first = start(world, "table+*@river.example");
  g_autofree char *uid = test_ics_line(first, "UID"), *to = test_ics_address(first, "ORGANIZER");
  g_autofree char *whom = test_ics_address(first, "ATTENDEE");

  assert_non_null(strstr(first, "METHOD:REQUEST"));
  assert_non_null(strstr(first, "SEQUENCE:0"));
  assert_string_equal(whom, ADDRESS);
  assert_true(g_str_has_prefix(to, "table+"));
  for (int i = 0; i < PEOPLE; i++) /* not even their own name */
    assert_null(strstr(first, test_names[i]));
  assert_true(test_as(world, 0, test_move_a_day, NULL));

  g_autoptr(TestMail) mail = test_mails_take_one(world);
  const char *moved = mail->ics->pdata[0];
  g_autofree char *moved_uid = test_ics_line(moved, "UID"),
                  *moved_to = test_ics_address(moved, "ORGANIZER");

  assert_non_null(strstr(mail->text, "Content-Type: multipart/alternative"));
  assert_non_null(strstr(mail->text, "method=REQUEST"));
  assert_true(strstr(mail->text, "text/plain") < strstr(mail->text, "text/calendar"));
  assert_non_null(strstr(moved, "SEQUENCE:1"));
  assert_string_equal(moved_uid, uid);
  assert_string_equal(moved_to, to);
  assert_true(test_as(world, 0, test_call_off, NULL));

  g_autofree char *off = send_one(world);
  g_autofree char *off_uid = test_ics_line(off, "UID"),
                  *off_to = test_ics_address(off, "ORGANIZER");

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

/* ---- several together ---- */

enum { MONTHS = 4 };

static MeetingTimes
monthly(void)
{
  MeetingTimes times = { .count = MONTHS };

  for (int i = 0; i < MONTHS; i++) {
    times.starts_at_us[i] = clock_now_us() + (20 + 30 * i) * US_PER_DAY;
    times.ends_at_us[i] = times.starts_at_us[i] + US_PER_HOUR;
  }
  return times;
}

/* One mail, with a calendar of one event for each: its own name, and its own address that answers
 * go to (RFC 5546, 3.2.2: a request is about one). */
static void
all_called_together_go_along(void **state)
{
  World *world = *state;
  const MeetingTimes times = monthly();
  g_autoptr(GHashTable) uids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GHashTable) addresses = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  make_group(world, "table+*@river.example");
  assert_true(test_as(world, 0, test_call_together, &times));

  g_autoptr(TestMail) mail = test_mails_take_one(world);

  assert_int_equal(mail->ics->len, MONTHS);
  for (int i = 0; i < MONTHS; i++) {
    const char *ics = mail->ics->pdata[i];
    g_autoptr(GDateTime) at = g_date_time_new_from_unix_utc(times.starts_at_us[i] / US_PER_S);
    g_autofree char *start = g_date_time_format(at, "\nDTSTART:%Y%m%dT%H%M%SZ\r");

    assert_non_null(strstr(ics, "METHOD:REQUEST"));
    assert_non_null(strstr(ics, start));
    assert_ptr_equal(strstr(ics, "BEGIN:VEVENT"), g_strrstr(ics, "BEGIN:VEVENT"));
    g_hash_table_add(uids, test_ics_line(ics, "UID"));
    g_hash_table_add(addresses, test_ics_address(ics, "ORGANIZER"));
  }
  assert_int_equal(g_hash_table_size(uids), MONTHS);
  assert_int_equal(g_hash_table_size(addresses), MONTHS);
  assert_non_null(strstr(mail->text, "multipart/mixed"));
  assert_non_null(strstr(mail->text, "filename=meeting-4.ics"));

  /* One that moves before the mail goes is told by itself, once. */
  assert_true(test_as(world, 0, test_call_together, &times));
  assert_true(test_as(world, 0, test_move_a_day, NULL));
  test_mails_run(world);

  g_autoptr(GPtrArray) both = test_mails_take(world);

  assert_int_equal(both->len, 2);
  assert_int_equal(((TestMail *)both->pdata[0])->ics->len + ((TestMail *)both->pdata[1])->ics->len,
                   MONTHS);
}

static void
note_who_came(World *world, Txn *txn, const Act *act, const void *starts_at_us)
{
  const int64_t came[] = { world->people[1] };
  int64_t id = 0;
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id FROM meeting WHERE community_id = ?1 AND starts_at_us = ?2");

    bind_int(q, 2, *(const int64_t *)starts_at_us);
    assert_true(query_next(q));
    id = col_int(q, 0);
  }
  minutes_set_present(txn, act, test_meeting_of(world, txn, id), came, 1,
                      &(Minutes){ .absent = "" }, world->refusals);
}

/* Indicator 2: whoever was told of several meetings in one mail was asked about each. */
static void
the_later_ones_were_asked_about_too(void **state)
{
  World *world = *state;
  const MeetingTimes times = monthly();
  const int64_t last_us = times.starts_at_us[MONTHS - 1];

  make_group(world, "table+*@river.example");
  assert_true(test_as(world, 0, test_call_together, &times));

  g_autoptr(TestMail) mail = test_mails_take_one(world);

  clock_set_for_test(last_us + US_PER_HOUR / 2);
  assert_true(test_as(world, 0, note_who_came, &last_us));

  Txn *txn = test_look(world);
  const NeedsCounts counts = meeting_needs_count(txn, world->group_id, last_us, last_us + 1);

  test_end_look(txn);
  clock_set_for_test(0);
  assert_int_equal(counts.came, 1);
  assert_int_equal(counts.never_asked, 0);
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
  const Reply reply = replies_find(txn, world->arena, test_meeting_id, world->people[ANN]);

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

static ReplyAnswer
answer_to(World *world, const char *uid)
{
  Txn *txn = test_look(world);
  const Reply reply = replies_find(txn, world->arena, calendar_meeting_of(uid), world->people[ANN]);

  test_end_look(txn);
  return reply.answer;
}

/* At its own address; or at that of another one of those called together, since some programs
 * answer to where the mail came from. */
static void
a_press_counts_for_the_one_it_names(void **state)
{
  World *world = *state;
  const MeetingTimes times = monthly();
  char *uids[MONTHS], *to[MONTHS];

  make_group(world, "table+*@river.example");
  assert_true(test_as(world, 0, test_call_together, &times));

  g_autoptr(TestMail) mail = test_mails_take_one(world);
  const int64_t waited = waits_for_organisers(world);

  for (int i = 0; i < MONTHS; i++) {
    uids[i] = test_ics_line(mail->ics->pdata[i], "UID");
    to[i] = test_ics_address(mail->ics->pdata[i], "ORGANIZER");
  }
  press(world, &(Pressed){ .to = to[2], .from = ADDRESS, .uid = uids[2], .state = "DECLINED" });
  press(world, &(Pressed){ .to = to[0], .from = ADDRESS, .uid = uids[3], .state = "ACCEPTED" });
  assert_int_equal(answer_to(world, uids[0]), REPLY_NONE);
  assert_int_equal(answer_to(world, uids[1]), REPLY_NONE);
  assert_int_equal(answer_to(world, uids[2]), REPLY_NO);
  assert_int_equal(answer_to(world, uids[3]), REPLY_ONLINE); /* there is no room */
  assert_int_equal(waits_for_organisers(world), waited);
  for (int i = 0; i < MONTHS; i++) {
    g_free(uids[i]);
    g_free(to[i]);
  }
}

static void
a_press_counts_as_an_answer(void **state)
{
  World *world = *state;
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = test_ics_line(invited, "UID"),
                  *to = test_ics_address(invited, "ORGANIZER");
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
  g_autofree char *uid = test_ics_line(invited, "UID"),
                  *to = test_ics_address(invited, "ORGANIZER");
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
  g_autofree char *uid = test_ics_line(invited, "UID"),
                  *to = test_ics_address(invited, "ORGANIZER");
  Pressed pressed = { .to = to, .from = ADDRESS, .uid = uid, .state = "ACCEPTED" };

  assert_true(test_as(world, 0, test_move_a_day, NULL));

  g_autofree char *moved = send_one(world);
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

/* Who said yes did so to a day and an hour: another name or place does not undo it, and a program
 * may not have seen it yet. */
static void
an_answer_to_an_older_name_counts(void **state)
{
  World *world = *state;
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = test_ics_line(invited, "UID");
  g_autofree char *to = test_ics_address(invited, "ORGANIZER");
  Pressed pressed = { .to = to, .from = ADDRESS, .uid = uid, .state = "ACCEPTED" };

  assert_true(test_as(world, 0, test_change, &(TestEdit){ .title = "Tea" }));

  g_autofree char *renamed = send_one(world);

  assert_non_null(strstr(renamed, "SEQUENCE:1"));
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_YES);
  assert_true(test_as(world, 0, test_move_a_day, NULL));

  g_autofree char *moved = send_one(world);

  assert_non_null(strstr(moved, "SEQUENCE:2"));
  pressed.sequence = 1; /* to the time before */
  press(world, &pressed);
  assert_int_equal(answer_now(world), REPLY_NONE);
}

/* From another address, or about another meeting, somebody looks at it first; without the token it
 * is nobody's. */
static void
nobody_answers_for_another(void **state)
{
  World *world = *state;
  g_autofree char *other = start(world, "table+*@river.example");
  g_autofree char *other_uid = test_ics_line(other, "UID");
  g_autofree char *invited = start(world, "table+*@river.example");
  g_autofree char *uid = test_ics_line(invited, "UID"),
                  *to = test_ics_address(invited, "ORGANIZER");
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
  mail_in_set_takers(takers);
  return test_mails_open(state);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_invitation_can_be_answered_by_a_program),
    cmocka_unit_test(where_no_answer_can_be_placed_none_is_asked_for),
    cmocka_unit_test(all_called_together_go_along),
    cmocka_unit_test(the_later_ones_were_asked_about_too),
    cmocka_unit_test(a_press_counts_for_the_one_it_names),
    cmocka_unit_test(a_press_counts_as_an_answer),
    cmocka_unit_test(the_same_mail_counts_once),
    cmocka_unit_test(an_answer_to_an_older_time_does_not_count),
    cmocka_unit_test(an_answer_to_an_older_name_counts),
    cmocka_unit_test(nobody_answers_for_another),
  };

  return cmocka_run_group_tests(tests, open_world, test_mails_close);
}
