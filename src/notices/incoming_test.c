/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading mails that come in: what was typed is found and nothing of it lost, whatever the program
 * put round it; programs are told from people; bounces say what they say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "notices/incoming.h"
#include "notices/return_token.h"

#include <string.h>

#define HEAD                                                                             \
  "From: Ann Jones <ann@river.example>\nTo: table@river.example\nSubject: Re: A paper\n" \
  "Message-ID: <1@river.example>\n"

static char token[RETURN_TOKEN_SIZE];

static int
set_up(void **state)
{
  (void)state;
  return_token_write((const uint8_t[16]){ 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
                     token);
  return 0;
}

static Incoming *
read_mail(const char *text)
{
  Incoming *incoming = incoming_read(text, strlen(text), NULL, NULL);

  assert_non_null(incoming);
  return incoming;
}

/* ---- what was typed ---- */

static const struct {
  const char *name, *text, *said;
} typed[] = {
  { "top",
    "Yes thanks\n\nOn Mon, 3 Nov 2025 at 10:00, Table <t@r.example> wrote:\n> A paper\n> x\n",
    "Yes thanks" },
  { "wrapped line above",
    "Yes\n\nOn Mon, 3 Nov 2025 at 10:00, Commontable\n<t@r.example> wrote:\n\n> A", "Yes" },
  { "below", "> A paper for you\n\nNo, too small\n", "No, too small" },
  { "between", "> Is one fine?\nYes one\n> Is two fine?\nNot two\n", "Yes one\nNot two" },
  { "Outlook",
    "Need a lift\n\n________________________________\nFrom: Table\nSent: Monday\nTo: Ann\nSubject: "
    "x\n\n"
    "A paper for you\n",
    "Need a lift" },
  { "Outlook, bare", "Fine\n\nFrom: Table <t@r>\nDate: Monday\nTo: Ann\nSubject: x\n\nA paper\n",
    "Fine" },
  { "original message", "OK\n-----Original Message-----\nFrom: Table\nA paper\n", "OK" },
  { "signature", "Yes\n-- \nAnn Jones\nChair of the weir\n", "Yes" },
  { "signature, then quoted", "Yes\n-- \nAnn\n> quoted\nand this\n", "Yes\nand this" },
  { "telephone", "Yes\n\nSent from my iPhone\n", "Yes" },
  { "Welsh", "Ydw\n\nAr ddydd Llun, ysgrifennodd Table:\n> papur\n", "Ydw" },
  { "no marks after", "Yes\n\nOn Monday, Table wrote:\nA paper for you\n", "Yes" },
  { "a person's colon", "On Monday the chair wrote:\nplease bring tea\n",
    "On Monday the chair wrote:\nplease bring tea" },
  { "a person's dash", "--\nYes\n", "--\nYes" },
  { "from a person", "From: where I sit it is fine\n", "From: where I sit it is fine" },
  { "nothing", "\n\n> quoted only\n", "" },
};

/* All letters, in order of their lines, without the ends of lines. */
static int
count_letters(const char *text)
{
  int count = 0;

  for (; *text; text++)
    count += !g_ascii_isspace(*text);
  return count;
}

static void
what_was_typed_is_found_and_nothing_lost(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(typed); i++) {
    g_autofree char *said = NULL, *rest = NULL;

    mail_text_split(typed[i].text, &said, &rest);

    g_autofree char *plain = g_strdup(said);
    g_auto(GStrv) lines = g_strsplit(plain, "\n\n", -1);
    g_autofree char *joined = g_strjoinv("\n", lines);

    if (strcmp(joined, typed[i].said) != 0)
      fail_msg("%s: said is\n%s\nand rest is\n%s", typed[i].name, said, rest);
    assert_int_equal(count_letters(said) + count_letters(rest), count_letters(typed[i].text));
  }
}

/* Of any lines in any order each is in one of the two, whole. */
static void
no_line_is_lost_of_any_mail(void **state)
{
  static const char *const lines[] = {
    "Yes",
    "> quoted",
    "On Monday, Ann wrote:",
    "-- ",
    "From: Ann",
    "Sent: now",
    "To: me",
    "",
    "________________________________",
    "-----Original Message-----",
    "Sent from my phone",
    ">> deep",
    "\xc3\xa9t\xc3\xa9",
    "wrote:",
    "Subject: x",
    "  > far",
  };
  g_autoptr(GRand) chance = g_rand_new_with_seed(7);

  (void)state;
  for (int round = 0; round < 3000; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *said = NULL, *rest = NULL;
    int want = 0;

    for (int i = g_rand_int_range(chance, 0, 14); i > 0; i--)
      g_string_append_printf(text, "%s\n", lines[g_rand_int_range(chance, 0, G_N_ELEMENTS(lines))]);
    mail_text_split(text->str, &said, &rest);
    want = count_letters(text->str);
    assert_int_equal(count_letters(said) + count_letters(rest), want);
  }
}

static void
the_first_word_answers(void **state)
{
  static const struct {
    const char *said;
    AnswerKind answer;
  } rows[] = {
    { "YES", ANSWER_YES },
    { "yes, thank you", ANSWER_YES },
    { "Yesterday I read it", ANSWER_COMMENT },
    { "No", ANSWER_NO },
    { "no - too small", ANSWER_NO },
    { "Nobody told me", ANSWER_COMMENT },
    { "NEED a lift", ANSWER_NEED },
    { "I need large print", ANSWER_NEED },
    { "Need: a lift", ANSWER_NEED },
    { "Needless to say", ANSWER_COMMENT },
    { "  \"Yes\"", ANSWER_YES },
    { "I like it", ANSWER_COMMENT },
    { "", ANSWER_COMMENT },
    { "\xc3\x89t\xc3\xa9", ANSWER_COMMENT },
    { "No\xc3\xa9l was good", ANSWER_COMMENT },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (mail_text_answer(rows[i].said) != rows[i].answer)
      fail_msg("\"%s\" is taken for %s", rows[i].said,
               answer_kind_name(mail_text_answer(rows[i].said)));
}

static void
html_gives_its_words_only(void **state)
{
  static const char html[] =
      "<html><head><title>T</title><style>p{}</style></head><body><!-- <b>no</b> -->"
      "<p>Yes &amp; no,<br>5 &lt; 6 &#8211; &#x2713; a &unknown; b</p><script>bad()</script>"
      "<img src=\"http://far.example/x.png\" alt=\"x\"><div>Next</div>"
      "<blockquote><div>quoted<br>more</div></blockquote>after</body>";
  g_autofree char *text = mail_text_from_html(html, strlen(html));
  g_autofree char *said = NULL, *rest = NULL;

  (void)state;
  assert_non_null(strstr(text, "Yes & no,\n5 < 6 \xe2\x80\x93 \xe2\x9c\x93 a &unknown; b\n"));
  assert_null(strstr(text, "bad"));
  assert_null(strstr(text, "far.example"));
  assert_non_null(strstr(text, "> quoted\n> more\n"));
  mail_text_split(text, &said, &rest);
  assert_string_equal(rest, "> quoted\n> more");
}

/* ---- whole mails ---- */

static void
letters_of_every_set_are_read(void **state)
{
  g_autoptr(Incoming) latin = read_mail(HEAD "Content-Type: text/plain; charset=iso-8859-1\n"
                                             "Content-Transfer-Encoding: quoted-printable\n\n"
                                             "Caf=E9 =3D good\n");
  g_autoptr(Incoming) base = read_mail(HEAD "Content-Type: text/plain; charset=utf-8\n"
                                            "Content-Transfer-Encoding: base64\n\nWXdlw6k=\n");
  g_autoptr(Incoming) unknown = read_mail(HEAD "Content-Type: text/plain; charset=x-nobody\n\n"
                                               "Plain \xff words\n");

  (void)state;
  assert_string_equal(latin->said, "Caf\xc3\xa9 = good");
  assert_string_equal(base->said, "Ywe\xc3\xa9");
  assert_true(g_utf8_validate(unknown->said, -1, NULL));
  assert_non_null(strstr(unknown->said, "words"));
}

static void
plain_words_go_before_html_and_files_stay_out(void **state)
{
  g_autoptr(Incoming) both =
      read_mail(HEAD "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=m\n\n--m\n"
                     "Content-Type: multipart/alternative; boundary=a\n\n--a\n"
                     "Content-Type: text/html\n\n<b>Markup</b>\n--a\nContent-Type: text/plain\n\n"
                     "Plain\n--a--\n--m\nContent-Type: image/png; name=x.png\n"
                     "Content-Disposition: attachment\nContent-Transfer-Encoding: base64\n\nAAAA\n"
                     "--m\nContent-Type: text/plain; name=notes.txt\n"
                     "Content-Disposition: attachment\n\nSecret notes\n--m--\n");

  (void)state;
  assert_string_equal(both->said, "Plain");
  assert_int_equal(both->files, 2);
  assert_int_equal(both->kind, INCOMING_REPLY);
  assert_string_equal(both->sender, "ann@river.example");
}

static void
the_token_is_found_where_programs_put_it(void **state)
{
  static const char *const headers[] = {
    "To: table+%s@river.example\n",        "In-Reply-To: <%s@river.example>\n",
    "References: <x@y> <%s@river>\n",      "Subject: Re: %s\n",
    "Delivered-To: TABLE+b%s@R.example\n", "X-Nothing: x\n\nHello\n\n> Please keep: %s\n",
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(headers); i++) {
    g_auto(GStrv) halves = g_strsplit(headers[i], "%s", 2);
    g_autofree char *upper = g_ascii_strup(token, -1);
    g_autofree char *text = g_strconcat("From: a@b.example\n", halves[0], i % 2 ? token : upper,
                                        halves[1], "\nHello\n", NULL);
    g_autoptr(Incoming) incoming = read_mail(text);

    if (incoming->tokens->len != 1 || strcmp(incoming->tokens->pdata[0], token) != 0)
      fail_msg("no token in %s", text);
  }
}

/* One letter changed is no token: nothing is taken for one by chance. */
static void
a_changed_token_is_none(void **state)
{
  (void)state;
  for (int i = 0; i < RETURN_TOKEN_LEN; i++) {
    g_autoptr(GPtrArray) tokens = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *changed = g_strdup(token);

    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    return_token_find(changed, strlen(changed), tokens, 9);
    assert_int_equal(tokens->len, 0);
  }
}

static void
programs_are_told_from_people(void **state)
{
  static const char *const programs[] = {
    "Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes", "Return-Path: <>",
    "List-Id: <x.example>",         "X-Vacation: on",
  };
  static const char *const people[] = { "Auto-Submitted: no", "Precedence: first-class",
                                        "Return-Path: <ann@river.example>" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(programs); i++) {
    g_autofree char *text = g_strconcat(HEAD, programs[i], "\n\nI am away\n", NULL);
    g_autoptr(Incoming) incoming = read_mail(text);

    if (incoming->kind != INCOMING_AUTOMATIC)
      fail_msg("taken for a person: %s", programs[i]);
  }
  for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
    g_autofree char *text = g_strconcat(HEAD, people[i], "\n\nHello\n", NULL);
    g_autoptr(Incoming) incoming = read_mail(text);

    if (incoming->kind != INCOMING_REPLY)
      fail_msg("taken for a program: %s", people[i]);
  }
}

static Incoming *
read_report(const char *fields)
{
  g_autofree char *text = g_strconcat(
      "From: Mail Delivery System <Mailer-Daemon@mx.example>\nAuto-Submitted: auto-replied\n"
      "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
      "Content-Type: text/plain\n\nIt could not be delivered.\n--b\n"
      "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n",
      fields, "\n--b\nContent-Type: message/rfc822\n\nFrom: table@river.example\nMessage-ID: <",
      token, "@river.example>\n\nA paper\n--b--\n", NULL);

  return read_mail(text);
}

static void
bounces_say_what_they_say(void **state)
{
  static const struct {
    const char *fields;
    BounceKind bounce;
  } rows[] = {
    { "Action: failed\nFinal-Recipient: rfc822;x@y\nStatus: 5.1.1\n", BOUNCE_ADDRESS },
    { "Final-Recipient: rfc822;x@y\nAction: failed\nStatus: 5.0.0\n"
      "Diagnostic-Code: smtp; 550 Unrouteable address\n",
      BOUNCE_ADDRESS },
    { "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 mailbox full\n", BOUNCE_MAIL },
    { "Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550-5.7.1 refused\n", BOUNCE_MAIL },
    { "Action: failed\nStatus: 5.2.2\n", BOUNCE_MAIL },
    { "Action: failed\nStatus: 5.1.8\n", BOUNCE_MAIL },
    { "Action: delayed\nStatus: 4.4.1\n", BOUNCE_LATE },
    { "Action: failed\nStatus: 4.4.7\n", BOUNCE_LATE },
    { "Action: delivered\nStatus: 2.0.0\n", BOUNCE_LATE },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autoptr(Incoming) incoming = read_report(rows[i].fields);

    assert_int_equal(incoming->kind, INCOMING_BOUNCE);
    assert_int_equal(incoming->tokens->len, 1);
    if (incoming->bounce != rows[i].bounce)
      fail_msg("%d is what %s gives", incoming->bounce, rows[i].fields);
  }
}

static void
old_bounces_are_known_by_our_mail_in_them(void **state)
{
  g_autofree char *gone = g_strconcat(
      "From: MAILER-DAEMON@mx.example\nSubject: failure notice\n\nHi. This is the qmail program.\n"
      "<ann@river.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n"
      "--- Below this line is a copy.\n\nMessage-ID: <",
      token, "@river.example>\n", NULL);
  g_autofree char *vague = g_strconcat("From: postmaster@mx.example\n\nSorry, it did not work.\n<",
                                       token, "@river.example>\n", NULL);
  g_autoptr(Incoming) first = read_mail(gone);
  g_autoptr(Incoming) second = read_mail(vague);

  (void)state;
  assert_int_equal(first->kind, INCOMING_BOUNCE);
  assert_int_equal(first->bounce, BOUNCE_ADDRESS);
  assert_string_equal(first->tokens->pdata[0], token);
  assert_int_equal(second->bounce, BOUNCE_MAIL);
}

static void
a_mail_too_large_keeps_its_beginning(void **state)
{
  g_autoptr(GString) text = g_string_new(HEAD "\nYes, and more follows.\n");

  (void)state;
  while (text->len < 2 * INCOMING_BYTES_MAX)
    g_string_append(text, "A long line of a long mail that goes on and on and on.\n");

  g_autoptr(Incoming) incoming = read_mail(text->str);

  assert_true(incoming->is_cut);
  assert_true(g_str_has_prefix(incoming->said, "Yes, and more follows."));
  assert_true(g_utf8_strlen(incoming->said, -1) <= INCOMING_WORDS_MAX);
  assert_null(incoming_read("", 0, NULL, NULL));
}

/* A mail of mails of mails: read as far as it goes, without harm. */
static void
deep_mails_end(void **state)
{
  g_autoptr(GString) text = g_string_new(HEAD);

  (void)state;
  for (int i = 0; i < 2000; i++)
    g_string_append_printf(text, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
  g_string_append(text, "Content-Type: text/plain\n\nHello\n");

  g_autoptr(Incoming) incoming = read_mail(text->str);

  assert_true(strlen(incoming->said) < 10);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_was_typed_is_found_and_nothing_lost),
    cmocka_unit_test(no_line_is_lost_of_any_mail),
    cmocka_unit_test(the_first_word_answers),
    cmocka_unit_test(html_gives_its_words_only),
    cmocka_unit_test(letters_of_every_set_are_read),
    cmocka_unit_test(plain_words_go_before_html_and_files_stay_out),
    cmocka_unit_test(the_token_is_found_where_programs_put_it),
    cmocka_unit_test(a_changed_token_is_none),
    cmocka_unit_test(programs_are_told_from_people),
    cmocka_unit_test(bounces_say_what_they_say),
    cmocka_unit_test(old_bounces_are_known_by_our_mail_in_them),
    cmocka_unit_test(a_mail_too_large_keeps_its_beginning),
    cmocka_unit_test(deep_mails_end),
  };

  return cmocka_run_group_tests(tests, set_up, NULL);
}
