/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A mail to one member: opened address, member's language, filled in, sent. What the kinds of mail
 * share. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "notices/mail.h"
#include "notices/mail_kinds.h"
#include "outbox/outbox.h"

typedef struct {
  MailKind kind; /* gives the sentence why it comes, and the link that stops it */
  int64_t member_id;
  const char *to_address;         /* where there is no member: an address that somebody gave */
  int64_t mail_id;                /* gives the Message-ID; 0: the task's id */
  const char *why;                /* message id; NULL: the kind's */
  const char *origin;             /* "https://place.example" */
  const char *subject, *text;     /* message ids; {name}, {url}, {title}, {words} are filled in */
  const char *url, *title;        /* NULL: none */
  const char *words;              /* what a person wrote; NULL: none */
  MailAttachment attachment;      /* its bytes belong to the letter, who sends it lets go of them */
  const MailCalendars *calendars; /* NULL: none */
  const char *how_to_answer;      /* message id, where answers are read; NULL: the usual sentence */
  bool is_asked_for;              /* by the member: sent also to somebody who is suspended */
  bool is_owed; /* about their own place here: also to who is suspended or removed */
} Letter;

/* Reads what the letter says. False: there is nothing to send (any more). */
typedef bool (*LetterWriter)(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter);

/* Reads in one snapshot, then sends outside of it. Nothing is sent to somebody who is gone, or who
 * stopped this kind. Who is no member gets it in the first language, without a name. */
OutboxResult letter_send(Db *db, const OutboxTask *task, LetterWriter write_letter);

typedef enum {
  LETTER_NOT_SENT,       /* it is tried again, or given up: the result says which */
  LETTER_SENT,           /* taken by the server */
  LETTER_NOTHING_TO_SAY, /* the writer had nothing (any more) */
  LETTER_NOBODY          /* its receiver gets no mails (any more): gone, stopped, another way */
} LetterFate;

/* The same for who must know whether it went: OUTBOX_DONE alone does not say so. */
OutboxResult letter_send_saying(Db *db, const OutboxTask *task, LetterWriter write_letter,
                                LetterFate *ret_fate);
/* The same for what is not urgent: while the member wants quiet (people/asking.h) the task is put
 * off, as one of `kind`, until that is over. *ret_is_put_off: so it was, and nothing was sent. */
OutboxResult letter_send_in_time(Db *db, const OutboxTask *task, const char *kind,
                                 LetterWriter write_letter, bool *ret_is_put_off);
