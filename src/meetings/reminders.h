/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One reminder before a meeting, to whoever said that they come (R64; issue 5): a day before, or as
 * each chose, or none. By mail; whoever no mail reaches stands on a list for the telephone. Of each
 * time of a meeting once and no more; nothing of a time that it has no more, nor when it is off. */
#pragma once

#include "meetings/invitations.h"
#include "meetings/meetings.h"
#include "questions/questions.h"

extern const Choice reminder_choices[]; /* hours, day, days, week, none */

typedef struct {
  const char *ahead;     /* one of reminder_choices: "day" */
  int64_t changed_at_us; /* 0: never chosen, it is the usual */
} ReminderWish;

ReminderWish reminders_wish(Txn *txn, int64_t member_id);
/* The same in two steps: asked early, heard together with what is asked after it. */
Query *reminders_ask(Txn *txn, int64_t member_id);
ReminderWish reminders_hear(Query *asked);
/* Of all that they come to: what was due already by the new wish comes soon, if it did not come
 * yet. Mails of this kind that were stopped go on, but for "none". */
void reminders_choose(Txn *txn, const Act *act, int64_t member_id, const char *ahead);

/* When it is due for who answered at that time; 0: never, since it would say nothing new. Pure. */
int64_t reminder_due_us(const ReminderWish *wish, int64_t starts_at_us, int64_t answered_at_us);

/* The member whose wish was asked for has said that they come: it is looked at again when a
 * reminder is due. */
void reminders_plan(Txn *txn, const Act *act, const Meeting *meeting, Query *asked);
/* AfterArchive: all meetings to come are looked at. */
void reminders_after_archive(Txn *txn, const Act *act);
/* Outbox task "meeting-reminder"; the thing is a meeting. However often it runs, nobody is reminded
 * twice of one time. */
OutboxResult look_at_reminders(Db *db, const OutboxTask *task, void *data);

/* DigestKind "reminder", a row of meeting_reminder. */
bool reminder_write(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id,
                    int64_t reminder_id, DigestWords *ret_words);
bool reminder_is_over(Txn *txn, const Act *act, int64_t reminder_id);
void reminder_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent);

/* No mail reaches this member from now on: what did not go yet stands on the list; and back. */
void reminders_list_unsent(Txn *txn, const Act *act, int64_t member_id);
/* … what mails said since then, they may not have had: it stands on the list too. */
void reminders_list_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us);
void reminders_mail_untold(Txn *txn, const Act *act, int64_t member_id);

/* Who comes, is reached by no mail, and was not reminded yet though it is time; nobody once it has
 * begun. */
const ToTell *reminders_to_tell(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us);
/* Somebody did: a mail that did not go yet does not go. Nothing when nobody needs to. */
void reminders_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);
