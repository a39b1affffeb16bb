/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail on its way, step by step. */
#include "upkeep/mail_trial.h"

#include "db/writer.h"
#include "lang/lang.h"
#include "log/log.h"
#include "notices/mail_settings.h"
#include "notices/sender_name.h"
#include "people/people.h"
#include "people/seal.h"
#include "questions/questions.h"
#include "upkeep/program_act.h"

#include <string.h>

static const struct {
  const char *word; /* stored */
  const char *words, *advice;
} steps[MAIL_STEP_COUNT] = {
  [MAIL_ACCEPTED] = { "accepted", N_("The mail server took the mail."),
                      N_("Now look whether it arrived. Look in the spam folder too.") },
  [MAIL_NO_NAME] = { "name", N_("The name of the mail server was not found."),
                     N_("Look at the name again, letter by letter. Is this machine on the"
                        " internet?") },
  [MAIL_NO_CONNECTION] = { "connection", N_("Nobody answered at this name and port."),
                           N_("Try port 587 or 465. Some hosts block mail: ask yours.") },
  [MAIL_NO_TLS] = { "tls", N_("The mail server answered, but no safe connection could be made."),
                    N_("Try the other way of encryption: port 465 from the start, port 587 after"
                       " hello.") },
  [MAIL_NO_SIGN_IN] = { "sign-in", N_("The mail server refused the user name or password."),
                        N_("Type both again. Some services want a password made for programs.") },
  [MAIL_NO_SENDER] = { "sender", N_("The mail server refused the address that mails come from."),
                       N_("Use an address that belongs to this user name.") },
  [MAIL_NO_RECIPIENT] = { "recipient",
                          N_("The mail server refused the address that the test went"
                             " to."),
                          N_("Look at that address. Or the server wants you to sign in first.") },
  [MAIL_NO_ADDRESS] = { "address", N_("The mail server says that there is no such address."),
                        N_("Look at the address again, letter by letter.") },
  [MAIL_NO_TEXT] = { "text", N_("The mail server took the addresses, but not the mail."),
                     N_("It may think it is spam, or the mailbox is full. Ask your mail"
                        " service.") },
  [MAIL_NO_SENSE] = { "sense", N_("Something answered, but not as a mail server does."),
                      N_("Look at the port. Port 465 needs encryption from the start.") },
  [MAIL_NO_PROGRAM] = { "program", N_("This machine cannot send mail."),
                        N_("The one who runs the machine must look: libcurl is missing, or the"
                           " folder cannot be written.") },
};

const char *
mail_step_words(MailStep step)
{
  return steps[step].words;
}

const char *
mail_step_advice(MailStep step)
{
  return steps[step].advice;
}

void
mail_trial_ask(Txn *txn, const Act *act, const char *address, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  size_t len = 0;

  if (!question_is_email(address)) {
    refuse(refusals, "address", N_("Enter an e-mail address, like name@example.org"));
    return;
  }

  int64_t id = act_new_id(act);
  const void *sealed =
      seal_text(txn, arena, act->member_id, "upkeep_mail_test.address", id, address, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO upkeep_mail_test (community_id, id, member_id, address, step,"
                " asked_at_us, done_at_us) VALUES (?1, ?2, ?3, ?4, '', ?5, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->member_id);
  bind_blob(q, 4, sealed, len);
  bind_int(q, 5, act->at_us);
  query_run(q);
  outbox_add(txn, act, "mail-test", id);
  log_add(txn, act, &(LogEntry){ .kind = "mail-tested", .thing_id = id });
}

MailTrial
mail_trial_newest(Txn *txn)
{
  MailTrial test = { .id = 0 };
  g_autoptr(Query) q = db_query(txn, "SELECT id, step, asked_at_us, done_at_us"
                                     " FROM upkeep_mail_test WHERE community_id = ?1"
                                     " ORDER BY id DESC LIMIT 1");

  if (!query_next(q))
    return test;
  test = (MailTrial){ .id = col_int(q, 0),
                      .is_done = col_text_len(q, 1) > 0,
                      .asked_at_us = col_int(q, 2),
                      .done_at_us = col_int(q, 3) };
  for (int i = 0; i < MAIL_STEP_COUNT; i++)
    if (strcmp(col_text(q, 1), steps[i].word) == 0)
      test.step = (MailStep)i;
  return test;
}

/* ---- the worker's part ---- */

typedef struct {
  const OutboxTask *task;
  Arena *arena;
  MailConfig config;
  const char *address, *name, *language, *community;
  MailStep step;
} Trying;

static bool
read_test(Txn *txn, Trying *trying)
{
  g_autoptr(Query) q = db_query(txn, "SELECT member_id, address FROM upkeep_mail_test"
                                     " WHERE community_id = ?1 AND id = ?2 AND step = ''");
  MemberLooks looks;
  size_t len = 0;

  bind_int(q, 2, trying->task->thing_id);
  if (!query_next(q) || !people_find_looks(txn, trying->arena, col_int(q, 0), 0, &looks))
    return false;

  const void *sealed = col_blob(q, 1, &len);

  trying->address = seal_open(txn, trying->arena, col_int(q, 0), "upkeep_mail_test.address",
                              trying->task->thing_id, sealed, len);
  trying->name = looks.name;
  trying->language = looks.language;
  trying->config = mail_config_of(txn, trying->arena);
  trying->config.is_insisting = true;
  trying->community = sender_name_of(txn, trying->arena);
  return trying->address != NULL;
}

static bool
store_step(Txn *txn, void *data)
{
  const Trying *trying = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(trying->task->community_id, ids);
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE upkeep_mail_test SET step = ?3, done_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, trying->task->thing_id);
  bind_text(q, 3, steps[trying->step].word);
  bind_int(q, 4, act.at_us);
  return query_run(q);
}

static MailStep
send_test(const Trying *trying)
{
  const Lang *lang = lang_find(*trying->language ? trying->language : NULL);
  const Mail mail = {
    .id = trying->task->id,
    .host = "commontable",
    .from_name = trying->community,
    .to_name = trying->name,
    .to_address = trying->address,
    .subject = lang_text(lang, N_("A test of mail")),
    .text = lang_text(
        lang, N_("This is a test. You read it, so mail works.\n\n--\nYou get this mail because"
                 " somebody who looks after this place sent it to try mail.\n")),
    .at_us = trying->task->at_us,
  };

  return mail_send(&trying->config, &mail);
}

OutboxResult
run_mail_trial(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Trying trying = { .task = task, .arena = arena };
  Txn *txn = db_begin_read(db, task->community_id);
  const bool is_due = read_test(txn, &trying);
  Trouble trouble = txn_trouble(txn);

  (void)data;
  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;
  if (!is_due)
    return OUTBOX_DONE;
  trying.step = send_test(&trying);
  return db_write_and_wait(db, task->community_id, store_step, &trying, &trouble) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
