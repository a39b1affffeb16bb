/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whatever a community or a person is called, the head of a mail says it as it is, and is nothing
 * but the headers we meant: written by us, read back by GMime (R11). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "notices/gmime.h"
#include "notices/mail.h"
#include "notices/sender_name.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *text, *from, *subject;
  int addresses; /* in From */
} Sent;

static char *
send_one(const char *folder, const char *community, const char *subject)
{
  const MailConfig config = { .folder = folder, .from = "table@river.example" };
  const Mail mail = { .id = 7,
                      .host = "river.example",
                      .from_name = community,
                      .to_name = community,
                      .to_address = "ann@river.example",
                      .reply_to = "table+x@river.example",
                      .subject = subject,
                      .text = "Hello\n" };
  g_autoptr(GDir) dir = NULL;
  char *text = NULL;

  assert_int_equal(mail_send(&config, &mail), MAIL_ACCEPTED);
  dir = g_dir_open(folder, 0, NULL);
  g_autofree char *path = g_build_filename(folder, g_dir_read_name(dir), NULL);

  assert_true(g_file_get_contents(path, &text, NULL, NULL));
  g_unlink(path);
  return text;
}

static void
read_back(Sent *sent)
{
  GMimeStream *stream = g_mime_stream_mem_new_with_buffer(sent->text, strlen(sent->text));
  GMimeParser *parser = g_mime_parser_new_with_stream(stream);
  GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
  InternetAddressList *from = g_mime_message_get_from(message);
  InternetAddress *first = internet_address_list_get_address(from, 0);

  sent->addresses = internet_address_list_length(from);
  sent->from = mail_head_line(first->name ? first->name : "", SENDER_NAME_MAX); /* unfolded */
  assert_string_equal(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)),
                      "table@river.example");
  sent->subject = g_strdup(g_mime_message_get_subject(message));
  g_object_unref(message);
  g_object_unref(parser);
  g_object_unref(stream);
}

static void
sent_clear(Sent *sent)
{
  g_free(sent->text);
  g_free(sent->from);
  g_free(sent->subject);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Sent, sent_clear)

/* The names of all headers, one a line: an injected one would stand here. */
static char *
header_names(const char *text)
{
  const char *end = strstr(text, "\n\n");
  g_autofree char *head = g_strndup(text, (size_t)(end - text));
  g_auto(GStrv) lines = g_strsplit(head, "\n", -1);
  GString *names = g_string_new(NULL);

  for (char **line = lines; *line; line++) {
    assert_true(strlen(*line) < 200);
    for (const char *c = *line; *c; c++)
      assert_true((unsigned char)*c >= 0x20 || *c == '\t');
    if (!g_ascii_isspace(**line))
      g_string_append_printf(names, "%.*s\n", (int)strcspn(*line, ":"), *line);
  }
  return g_string_free(names, FALSE);
}

static void
names_are_said_as_they_are(void **state)
{
  static const char *const names[] = {
    "Riverside",
    "Ein Tr\u00e9f \u2013 Llanfair Pwll: \u201cpawb\u201d",
    "River, Side & Co.",
    "Table <boss@bank.example>, other@bank.example",
    "The \"Table\" (old) \\ new",
    "\u0645\u062c\u062a\u0645\u0639 \u0627\u0644\u0646\u0647\u0631",
    "\u6cb3\u8fb9\u793e\u533a \U0001F468\u200D\U0001F469\u200D\U0001F467",
  };
  const char *folder = *state;

  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_auto(Sent) sent = { .text = send_one(folder, names[i], names[i]) };

    read_back(&sent);
    assert_int_equal(sent.addresses, 1);
    assert_string_equal(sent.from, names[i]);
    assert_string_equal(sent.subject, names[i]);
  }
}

static void
no_name_adds_a_header(void **state)
{
  static const struct {
    const char *name, *said;
  } rows[] = {
    { "River\r\nBcc: all@bank.example", "River Bcc: all@bank.example" },
    { "River\nSubject: Win\n\nBody", "River Subject: Win Body" },
    { "River\r\n\r\n<p>", "River <p>" },
    { "\u202eelpmaxe.knab\u202c River", "elpmaxe.knab River" },
    { "River\u2028Bcc: x@y.example", "River Bcc: x@y.example" },
    { "\x1b[31mRiver\x7f\u200b", "[31mRiver" },
    { " \t River  side ", "River side" },
    { "=?utf-8?q?Bank=0ABcc:_x=40y.example?=", "= ?utf-8?q?Bank=0ABcc:_x=40y.example?=" },
    { "\xff\xfeRiver", "\ufffd\ufffdRiver" },
  };
  const char *folder = *state;
  g_autofree char *plain = send_one(folder, "River", "River");
  g_autofree char *expected = header_names(plain);

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_auto(Sent) sent = { .text = send_one(folder, rows[i].name, rows[i].name) };
    g_autofree char *found = header_names(sent.text);

    read_back(&sent);
    assert_string_equal(found, expected);
    assert_string_equal(sent.from, rows[i].said);
    assert_string_equal(sent.subject, rows[i].said);
  }
}

/* Any letters at all, drawn from those that mean something in a header. */
static void
drawn_names_add_no_header(void **state)
{
  static const gunichar letters[] = { '\r', '\n', ':', '<',    '>',    '@',    '"',    ',', ';',
                                      '=',  '?',  ' ', '\\',   '(',    ')',    'a',    'B', '\t',
                                      0xe9, 0xb,  0xc, 0x2029, 0x202e, 0x4e2d, 0x1f600 };
  const char *folder = *state;
  g_autoptr(GRand) draw = g_rand_new_with_seed(20261127);
  g_autofree char *plain = send_one(folder, "River", "River");
  g_autofree char *expected = header_names(plain);

  for (int i = 0; i < 300; i++) {
    g_autoptr(GString) name = g_string_new("x");

    for (int n = g_rand_int_range(draw, 0, 120); n > 0; n--)
      g_string_append_unichar(name,
                              letters[g_rand_int_range(draw, 0, (gint32)G_N_ELEMENTS(letters))]);

    g_auto(Sent) sent = { .text = send_one(folder, name->str, name->str) };
    g_autofree char *found = header_names(sent.text);
    g_autofree char *line = mail_head_line(name->str, SENDER_NAME_MAX);

    read_back(&sent);
    assert_string_equal(found, expected);
    assert_int_equal(sent.addresses, 1);
    assert_string_equal(sent.from, line);
    assert_true(g_utf8_strlen(line, -1) <= SENDER_NAME_MAX);
  }
}

static const char *
name_river(Txn *txn, Arena *arena)
{
  (void)txn;
  (void)arena;
  return "River\nside";
}

static void
a_place_without_a_name_is_the_program(void **state)
{
  g_autoptr(Arena) arena = arena_new(4096);

  (void)state;
  assert_string_equal(sender_name_of(NULL, arena), "Commontable");
  sender_name_set_namer(name_river);
  assert_string_equal(sender_name_of(NULL, arena), "River side");
  sender_name_set_namer(NULL);
}

static int
set_up(void **state)
{
  *state = g_dir_make_tmp("sender-name-XXXXXX", NULL);
  return 0;
}

static int
tear_down(void **state)
{
  g_rmdir(*state);
  g_free(*state);
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(names_are_said_as_they_are),
    cmocka_unit_test(no_name_adds_a_header),
    cmocka_unit_test(drawn_names_add_no_header),
    cmocka_unit_test(a_place_without_a_name_is_the_program),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
