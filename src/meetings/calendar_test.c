/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Calendars as programs read them: what is written is read back line by line by a reader of this
 * test's own; answers of the well-known programs are read, and nothing else is (R64, R97). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "meetings/calendar.h"
#include "meetings/when.h"

#include <glib.h>
#include <string.h>

enum { ROUNDS = 300 };

static const CalendarHead to_look_at = {
  .method = CALENDAR_PUBLISH, .name = "", .organizer = "", .organizer_name = "", .attendee = ""
};

/* ---- a reader of its own ---- */

/* Lines end with CRLF; one that begins with a space goes on with the one before. */
static char **
lines_of(const char *text)
{
  GString *joined = g_string_new(text);

  for (const char *at = text; *at; at++)
    if (*at == '\n')
      assert_true(at > text && at[-1] == '\r');
  g_string_replace(joined, "\r\n ", "", 0);
  g_string_replace(joined, "\r\n", "\n", 0);

  char **lines = g_strsplit(joined->str, "\n", -1);

  g_string_free(joined, TRUE);
  return lines;
}

/* What stands after "NAME:"; NULL: no such line. */
static const char *
value_of(char **lines, const char *name)
{
  const size_t len = strlen(name);

  for (; *lines; lines++)
    if (strncmp(*lines, name, len) == 0 && ((*lines)[len] == ':' || (*lines)[len] == ';'))
      return *lines + len + 1;
  return NULL;
}

/* RFC 5545, 3.3.11, the other way round. */
static char *
unescaped(const char *text)
{
  GString *out = g_string_new(NULL);

  for (; *text; text++) {
    if (*text == '\\' && text[1]) {
      text++;
      g_string_append_c(out, *text == 'n' || *text == 'N' ? '\n' : *text);
    } else {
      assert_false(*text == ';' || *text == ',');
      g_string_append_c(out, *text);
    }
  }
  return g_string_free(out, FALSE);
}

static void
assert_lines_are_short(const char *text)
{
  g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);

  for (char **line = lines; *line; line++) {
    assert_true(strlen(*line) <= 75);
    assert_true(g_utf8_validate(*line, -1, NULL)); /* no letter is cut in two */
  }
}

static CalendarEvent
plain_event(void)
{
  return (CalendarEvent){ .uid = "0123@riverside.example",
                          .sequence = 2,
                          .starts_at_us = 1795867200 * (int64_t)US_PER_S, /* 2026-11-28 12:00 */
                          .ends_at_us = 1795870800 * (int64_t)US_PER_S,
                          .changed_at_us = 1795000000 * (int64_t)US_PER_S,
                          .title = "Who chooses what?",
                          .place = "Mill Lane Library",
                          .words = "Tea first",
                          .url = "https://riverside.example/groups/1/meetings/2" };
}

static void
a_meeting_is_written(void **state)
{
  const CalendarEvent event = plain_event();
  g_autofree char *text = calendar_write(&to_look_at, &event, 1);
  g_auto(GStrv) lines = lines_of(text);

  (void)state;
  assert_string_equal(lines[0], "BEGIN:VCALENDAR");
  assert_string_equal(value_of(lines, "VERSION"), "2.0");
  assert_string_equal(value_of(lines, "METHOD"), "PUBLISH");
  assert_string_equal(value_of(lines, "UID"), "0123@riverside.example");
  assert_string_equal(value_of(lines, "SEQUENCE"), "2");
  assert_string_equal(value_of(lines, "DTSTART"), "20261128T120000Z");
  assert_string_equal(value_of(lines, "DTEND"), "20261128T130000Z");
  assert_string_equal(value_of(lines, "DTSTAMP"), "20261118T110640Z");
  assert_string_equal(value_of(lines, "STATUS"), "CONFIRMED");
  assert_string_equal(value_of(lines, "SUMMARY"), "Who chooses what?");
  assert_string_equal(value_of(lines, "URL"), "https://riverside.example/groups/1/meetings/2");
  assert_null(value_of(lines, "ATTENDEE"));
  assert_null(value_of(lines, "ORGANIZER"));
}

static void
an_open_end_is_none_and_off_is_cancelled(void **state)
{
  CalendarEvent event = plain_event();

  (void)state;
  event.ends_at_us = 0;
  event.is_off = true;
  event.place = "";

  g_autofree char *text = calendar_write(&to_look_at, &event, 1);
  g_auto(GStrv) lines = lines_of(text);

  assert_null(value_of(lines, "DTEND"));
  assert_null(value_of(lines, "LOCATION"));
  assert_string_equal(value_of(lines, "STATUS"), "CANCELLED");
}

static void
an_invitation_names_its_person_and_nobody_else(void **state)
{
  const CalendarEvent event = plain_event();
  const CalendarHead head = { .method = CALENDAR_REQUEST,
                              .name = "",
                              .organizer = "table+abc@river.example",
                              .organizer_name = "The \"River\"; side\r\nX:1",
                              .attendee = "ann@place.example" };
  g_autofree char *text = calendar_write(&head, &event, 1);
  g_auto(GStrv) lines = lines_of(text);

  (void)state;
  assert_string_equal(value_of(lines, "METHOD"), "REQUEST");
  assert_non_null(strstr(value_of(lines, "ORGANIZER"), "mailto:table+abc@river.example"));
  assert_non_null(strstr(value_of(lines, "ATTENDEE"), "mailto:ann@place.example"));
  assert_non_null(strstr(value_of(lines, "ATTENDEE"), "PARTSTAT=NEEDS-ACTION"));
  assert_non_null(strstr(value_of(lines, "ATTENDEE"), "RSVP=TRUE"));
  assert_null(value_of(lines, "X"));
}

/* An hour that comes twice, and the hours round one that is left out: the moment is told, whatever
 * the clock shows. */
static void
moments_are_right_when_clocks_change(void **state)
{
  static const struct {
    const char *date;
    int minutes;
    const char *written;
  } moments[] = { { "2026-03-29", 30, "20260329T003000Z" },
                  { "2026-03-29", 150, "20260329T013000Z" },
                  { "2026-10-24", 120, "20261024T010000Z" },
                  { "2026-10-25", 90, "20261025T003000Z" },
                  { "2026-10-25", 150, "20261025T023000Z" } };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(moments); i++) {
    CalendarEvent event = plain_event();

    assert_int_equal(
        when_at_us(moments[i].date, moments[i].minutes, "Europe/London", &event.starts_at_us),
        WHEN_REAL);

    g_autofree char *text = calendar_write(&to_look_at, &event, 1);
    g_auto(GStrv) lines = lines_of(text);

    assert_string_equal(value_of(lines, "DTSTART"), moments[i].written);
  }
}

static char *
random_text(GRand *random)
{
  static const char *const pieces[] = { ";",  ",", "\\", "\n", ":",  "\"", "é", "日本", "🍰", "a",
                                        "Ab", " ", "=",  "^",  "\t", "N",  "n", "END",  "ŵ" };
  GString *text = g_string_new("x");

  for (int left = g_rand_int_range(random, 0, 120); left > 0; left--)
    g_string_append(text, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
  return g_string_free(text, FALSE);
}

static void
every_text_comes_through_whole(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(1964);

  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    g_autofree char *title = random_text(random), *place = random_text(random);
    g_autofree char *words = random_text(random);
    CalendarEvent event = plain_event();

    event.title = title;
    event.place = place;
    event.words = words;

    g_autofree char *text = calendar_write(&to_look_at, &event, 1);
    g_auto(GStrv) lines = lines_of(text);
    g_autofree char *read_title = unescaped(value_of(lines, "SUMMARY"));
    g_autofree char *read_place = unescaped(value_of(lines, "LOCATION"));
    g_autofree char *read_words = unescaped(value_of(lines, "DESCRIPTION"));

    assert_lines_are_short(text);
    assert_string_equal(read_title, title);
    assert_string_equal(read_place, place);
    assert_string_equal(read_words, words);
  }
}

static void
signs_that_are_no_text_are_left_out(void **state)
{
  CalendarEvent event = plain_event();

  (void)state;
  event.title = "One\r\nBEGIN:VALARM\x01\x7f two";
  event.url = "https://river.example/\r\nATTENDEE:mailto:x@y.example";

  g_autofree char *text = calendar_write(&to_look_at, &event, 1);
  g_auto(GStrv) lines = lines_of(text);
  g_autofree char *title = unescaped(value_of(lines, "SUMMARY"));

  assert_string_equal(title, "One\nBEGIN:VALARM two");
  assert_null(value_of(lines, "ATTENDEE"));
  for (char **line = lines; *line; line++)
    assert_string_not_equal(*line, "BEGIN:VALARM");
}

/* ---- answers ---- */

#define REPLY_HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x\r\nMETHOD:REPLY\r\n"
#define EVENT                                                                  \
  "BEGIN:VEVENT\r\nUID:0123@riverside.example\r\nDTSTAMP:20261118T110640Z\r\n" \
  "ORGANIZER;CN=Riverside:mailto:table+abc@river.example\r\nDTSTART:20261128T120000Z\r\n"
#define ENDED "END:VEVENT\r\nEND:VCALENDAR\r\n"

static void
answers_are_read(void **state)
{
  static const struct {
    const char *text;
    CalendarAnswer answer;
    int64_t sequence;
  } rows[] = {
    /* As Google's, Apple's and Microsoft's programs write them. */
    { REPLY_HEAD EVENT
      "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=ann\r\n @place.example;"
      "X-NUM-GUESTS=0:mailto:ann@place.example\r\nSEQUENCE:1\r\n" ENDED,
      CALENDAR_ACCEPTED, 1 },
    { REPLY_HEAD EVENT
      "ATTENDEE;PARTSTAT=DECLINED:mailto:ann@place.example\r\nSEQUENCE:0\r\nREQUEST-STATUS:2.0;"
      "Success\r\n" ENDED,
      CALENDAR_DECLINED, 0 },
    { REPLY_HEAD "BEGIN:VTIMEZONE\r\nTZID:GMT Standard Time\r\nBEGIN:STANDARD\r\n"
                 "DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\n"
                 "END:STANDARD\r\nEND:VTIMEZONE\r\n" EVENT
                 "ATTENDEE;PARTSTAT=TENTATIVE;CN=Ann:MAILTO:ann@place.example\r\n"
                 "COMMENT;LANGUAGE=en-GB:\\n\r\nSEQUENCE:7\r\n" ENDED,
      CALENDAR_TENTATIVE, 7 },
    { "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:0123@riverside.example\n"
      "ATTENDEE;PARTSTAT=\"ACCEPTED\":mailto:a@b.example\nEND:VEVENT\nEND:VCALENDAR\n",
      CALENDAR_ACCEPTED, 0 },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    CalendarReply reply;

    assert_true(calendar_read_reply(rows[i].text, &reply));
    assert_int_equal(reply.answer, rows[i].answer);
    assert_int_equal(reply.sequence, rows[i].sequence);
    assert_string_equal(reply.uid, "0123@riverside.example");
  }
}

static void
what_is_no_answer_is_none(void **state)
{
  static const char *const texts[] = {
    "",
    "Hello",
    "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" EVENT "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n" ENDED,
    "BEGIN:VCALENDAR\r\n" EVENT "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n" ENDED,
    REPLY_HEAD EVENT ENDED,
    REPLY_HEAD EVENT "ATTENDEE:mailto:a@b\r\n" ENDED,
    REPLY_HEAD EVENT "ATTENDEE;PARTSTAT=DELEGATED:mailto:a@b\r\n" ENDED,
    REPLY_HEAD EVENT "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@b\r\n" ENDED,
    /* two people, two events, two names of the event */
    REPLY_HEAD EVENT "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n"
                     "ATTENDEE;PARTSTAT=DECLINED:mailto:c@d\r\n" ENDED,
    REPLY_HEAD EVENT "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\nEND:VEVENT\r\n" EVENT
                     "ATTENDEE;PARTSTAT=DECLINED:mailto:a@b\r\n" ENDED,
    REPLY_HEAD EVENT "UID:0456\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\n" ENDED,
    REPLY_HEAD "BEGIN:VTODO\r\nUID:1\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b\r\nEND:VTODO\r\n"
               "END:VCALENDAR\r\n",
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
    CalendarReply reply = { .sequence = -7 };

    assert_false(calendar_read_reply(texts[i], &reply));
    assert_int_equal(reply.sequence, -7); /* untouched */
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_meeting_is_written),
    cmocka_unit_test(an_open_end_is_none_and_off_is_cancelled),
    cmocka_unit_test(an_invitation_names_its_person_and_nobody_else),
    cmocka_unit_test(moments_are_right_when_clocks_change),
    cmocka_unit_test(every_text_comes_through_whole),
    cmocka_unit_test(signs_that_are_no_text_are_left_out),
    cmocka_unit_test(answers_are_read),
    cmocka_unit_test(what_is_no_answer_is_none),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
