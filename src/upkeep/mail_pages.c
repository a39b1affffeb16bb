/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mail on pages: how mails leave, and a test that says which step failed. */
#include "upkeep/upkeep_pages.h"

#include "notices/mail_settings.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "upkeep/mail_trial.h"
#include "upkeep/place.h"

#include <string.h>

static const Choice way_choices[] = {
  { .value = "none",
    .label = N_("No mail here"),
    .hint = N_("People come in with links, cards and letters.") },
  { .value = "server", .label = N_("By a mail server") },
  { .value = NULL },
};

static const Choice safety_choices[] = {
  { .value = "wrapped", .label = N_("From the start (TLS, port 465)") },
  { .value = "upgraded", .label = N_("After hello (STARTTLS, port 587)") },
  { .value = "none",
    .label = N_("None"),
    .hint = N_("Only for a mail server on this same machine.") },
  { .value = NULL },
};

static const Question mail_questions[] = {
  { .name = "way",
    .picture = "email",
    .kind = ASK_ONE_OF,
    .label = N_("How do mails leave?"),
    .missing = N_("Choose how mails leave"),
    .choices = way_choices,
    .is_needed = true },
  { .name = "server",
    .picture = "computer",
    .kind = ASK_TEXT,
    .label = N_("Mail server"),
    .hint = N_("Your mail service tells you. For example: mail.example.org"),
    .missing = N_("Enter the name of the mail server, like mail.example.org"),
    .shown_if = "way=server",
    .max_length = 253,
    .is_needed = true },
  { .name = "port",
    .picture = "door",
    .kind = ASK_NUMBER,
    .label = N_("Port"),
    .hint = N_("Usually 465 or 587"),
    .missing = N_("Enter the port: a number from 1 to 65535"),
    .shown_if = "way=server",
    .min = 1,
    .max = 65535,
    .is_needed = true },
  { .name = "safety",
    .picture = "lock",
    .kind = ASK_ONE_OF,
    .label = N_("Encryption"),
    .missing = N_("Choose the encryption"),
    .choices = safety_choices,
    .shown_if = "way=server",
    .is_needed = true },
  { .name = "sender",
    .picture = "letter",
    .kind = ASK_EMAIL,
    .label = N_("Mails come from this address"),
    .missing = N_("Enter the address that mails come from"),
    .shown_if = "way=server",
    .is_needed = true },
  { .name = "user",
    .picture = "person",
    .kind = ASK_TEXT,
    .label = N_("User name at the mail server"),
    .hint = N_("Leave this empty if it asks for none."),
    .shown_if = "way=server" },
  { .name = "password",
    .picture = "key",
    .kind = ASK_TEXT,
    .label = N_("Password at the mail server"),
    .hint = N_("It is kept sealed and never shown. Empty: the one we have stays."),
    .autocomplete = "off",
    .shown_if = "way=server" },
  QUESTIONS_END,
};

static const Question test_questions[] = {
  { .name = "address",
    .picture = "email",
    .kind = ASK_EMAIL,
    .label = N_("Send a test to this address"),
    .missing = N_("Enter an e-mail address, like name@example.org"),
    .autocomplete = "email",
    .is_needed = true },
  QUESTIONS_END,
};

/* The organisers of one community among several do not choose where the host's machine connects. */
static bool
may_change(Request *r)
{
  return !mail_is_set_by_program() && upkeep_is_alone(request_txn(r));
}

static void
fill_in(Request *r)
{
  Answers *answers = request_answers(r);
  MailSettings settings;

  if (!mail_settings_read(request_txn(r), request_arena(r), false, &settings))
    return;
  answers_set(answers, "way", settings.is_on ? "server" : "none");
  if (!*settings.server)
    return;
  answers_set(answers, "server", settings.server);
  answers_set(answers, "port", arena_format(request_arena(r), "%d", (int)settings.port));
  answers_set(answers, "safety", mail_safety_name(settings.safety));
  answers_set(answers, "sender", settings.sender);
  answers_set(answers, "user", settings.user);
}

static void
put_without_mail(Page *page)
{
  ui_heading(page, 2, tr(page, N_("Without mail")));
  ui_list_open(page, LIST_BULLETS);
  ui_list_item(page, tr(page, N_("Make a link or a printed card for each person, on their page.")));
  ui_list_item(page, tr(page, N_("Print letters and lists of calls, on the page of each paper.")));
  ui_list_item(page, tr(page, N_("Mails lie in the folder named mail, and go after 30 days.")));
  ui_list_close(page);
}

static void
show_mail(Request *r)
{
  const bool is_ours = may_change(r);

  if (!request_is_post(r))
    fill_in(r);

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Mail")),
                      .picture = "email",
                      .lead = lang_text(request_lang(r), N_("You can work without mail. With it,"
                                                            " links and papers arrive by"
                                                            " themselves.")),
                      .back = "/upkeep",
                      .section = "/upkeep" });

  if (is_ours)
    form_draw(page, .action = "/upkeep/mail", .questions = mail_questions,
              .button = tr(page, N_("Keep this")));
  else if (mail_is_set_by_program())
    ui_inset_text(page, .text = tr(page, N_("The mail server was named when the program was"
                                            " started. It is changed there.")));
  else
    ui_inset_text(page, .text = tr(page, N_("This place shares a machine with others. Its host"
                                            " names the mail server.")));
  upkeep_link(page, "/upkeep/mail/test", tr(page, N_("Test mail")));
  upkeep_link(page, "/upkeep/mail/answers", tr(page, N_("Answers to mails")));
  put_without_mail(page);
  page_close(page);
}

static void
change_mail(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (!may_change(r))
    refuse(refusals, "", N_("The mail server is not chosen here"));
  else if (questions_check(mail_questions, answers, r, refusals)) {
    MailSettings settings = { .is_on = answers_have(answers, "way", "server"),
                              .server = answers_text(answers, "server"),
                              .port = answers_int(answers, "port"),
                              .user = answers_text(answers, "user"),
                              .sender = answers_text(answers, "sender"),
                              .password = answers_text(answers, "password") };

    mail_safety_from_name(answers_text(answers, "safety"), &settings.safety);
    mail_settings_change(request_txn(r), request_act(r), &settings, refusals);
  }
  answers_set(answers, "password", ""); /* never back onto a page */
  if (refusals_count(refusals) > 0) {
    show_mail(r);
    return;
  }
  log_add(request_txn(r), request_act(r), &(LogEntry){ .kind = "mail-setting-changed" });
  reply_redirect_saying(r, answers_have(answers, "way", "server") ? "/upkeep/mail/test" : "/upkeep",
                        N_("The changes are kept"), NULL);
}

/* ---- the test ---- */

static void
put_result(Page *page, const MailTrial *test)
{
  ui_heading(page, 2, tr(page, N_("The last test")));
  if (!test->is_done) {
    ui_paragraph(page, .text = tr(page, N_("It is on its way. Load this page again in a moment.")));
    upkeep_link(page, "/upkeep/mail/test", tr(page, N_("Load this page again")));
    return;
  }
  ui_paragraph(page, .is_quiet = true, .text = upkeep_date_and_time(page, test->done_at_us));
  ui_card_open(page, .is_warm = test->step != MAIL_ACCEPTED);
  ui_paragraph(page, .is_strong = true, .text = tr(page, mail_step_words(test->step)));
  ui_paragraph(page, .text = tr(page, mail_step_advice(test->step)));
  ui_card_close(page);
}

static void
fill_in_address(Request *r)
{
  const Member *me =
      people_find(request_txn(r), request_arena(r), request_viewer(r)->member_id, true);

  if (me && me->reach == REACH_EMAIL)
    answers_set(request_answers(r), "address", me->contact);
}

static void
show_test(Request *r)
{
  Txn *txn = request_txn(r);
  const MailTrial test = mail_trial_newest(txn);
  const MailConfig config = mail_config_of(txn, request_arena(r));

  if (!request_is_post(r))
    fill_in_address(r);

  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Test mail")),
                                         .back = "/upkeep/mail",
                                         .section = "/upkeep" });

  if (!config.server)
    ui_inset_text(page, .text = tr(page, N_("No mail server is named. The test will lie in the"
                                            " folder for mails.")));
  if (test.id)
    put_result(page, &test);
  form_draw(page, .action = "/upkeep/mail/test", .questions = test_questions,
            .button = tr(page, N_("Send a test")));
  page_close(page);
}

static void
ask_test(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(test_questions, answers, r, refusals))
    mail_trial_ask(request_txn(r), request_act(r), answers_text(answers, "address"), refusals);
  if (refusals_count(refusals) > 0)
    show_test(r);
  else
    reply_redirect_saying(r, "/upkeep/mail/test", N_("The test is on its way"), NULL);
}

const Route mail_routes[] = {
  { "GET", "/upkeep/mail", may_organise, show_mail },
  { "POST", "/upkeep/mail", may_organise, change_mail },
  { "GET", "/upkeep/mail/test", may_organise, show_test },
  { "POST", "/upkeep/mail/test", may_organise, ask_test, .per_minute = 20 },
  ROUTES_END,
};
