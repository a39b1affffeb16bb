/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding a date by mail (R64, R66; issue 5): whom mails reach is asked which of the times suit, an
 * hour after the last one was offered, and says so by their numbers in an answer to that mail. It
 * is kept as their own word, by the rules of the page, and a mail says what was kept. What is not
 * clear is never guessed: it goes to the organisers, and its person is told so. Whom no mail
 * reaches is asked by somebody (meetings/date_asks.h). */
#pragma once

#include "base/clock.h"
#include "meetings/dates.h"
#include "notices/digest.h"
#include "notices/mail_in.h"

/* A time was offered: it is asked for when no further one came for an hour. */
#define DATE_MAIL_WAITS_US US_PER_HOUR
void date_mail_plan(Txn *txn, const Act *act, int64_t meeting_id);
/* Outbox task "meeting-dates"; the thing is a meeting. However often it runs, nobody is asked twice
 * of the same times. */
OutboxResult look_at_dates(Db *db, const OutboxTask *task, void *data);
/* By a mail that goes now; nothing where nobody knows to which place it would lead. */
void date_mail_ask(Txn *txn, const Act *act, int64_t member_id, int64_t meeting_id,
                   int64_t date_id);

/* DigestKinds "dates", "dates-kept", "dates-unclear": of each the thing is a time that is offered;
 * it names that one and those that were offered before it. */
extern const DigestKind date_digest_kinds[];

/* AnswerTaker of MAIL_KIND_DATES. */
void date_mail_find_about(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                          const char **ret_title);
void date_mail_take(Txn *txn, const Act *act, MailAnswer *answer);
/* True: the words are clearly about times of this meeting, and are kept. Where `item_id`, a time as
 * above, is 0, only numbers are clear. False: nothing is kept. */
bool date_mail_keep(Txn *txn, const Act *act, const Meeting *meeting, const MailAnswer *answer);
/* Message id. */
const char *date_mail_how_to_answer(void);
