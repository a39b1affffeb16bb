/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A test of mail: one mail to an address, sent by the worker, and which step of its way failed. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "notices/mail.h"
#include "outbox/outbox.h"
#include "questions/refusals.h"

typedef struct {
  int64_t id; /* 0: none yet */
  bool is_done;
  MailStep step;
  int64_t asked_at_us, done_at_us;
} MailTrial;

/* The step in plain words, and what to do; message ids. */
const char *mail_step_words(MailStep step);
const char *mail_step_advice(MailStep step);

/* Refuses what is no e-mail address. Sealed for the member who asks. */
void mail_trial_ask(Txn *txn, const Act *act, const char *address, Refusals *refusals);
MailTrial mail_trial_newest(Txn *txn);

/* Outbox task "mail-test"; the thing is the test. Tried once: the page says what to do. */
OutboxResult run_mail_trial(Db *db, const OutboxTask *task, void *data);
