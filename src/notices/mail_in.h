/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Taking a mail that came in to where it belongs: an answer to its paper, a bounce to its mail,
 * what nobody can place to the organisers. The token proves which mail it is about and that whoever
 * sends it has seen that mail; the address in From proves nothing. What programs send is counted
 * and never answered, the same mail counts once, and to one member at most one note an hour goes
 * out, so that no two programs can talk to each other for ever. */
#pragma once

#include "notices/incoming.h"
#include "notices/mail_answers.h"
#include "notices/returns.h"
#include "outbox/outbox.h"

/* What a subject does with answers to its mails. */
typedef struct {
  MailKind kind;
  /* Fills in what it is about: about_id, thing_id. *ret_title: of that thing, or "". */
  void (*find_about)(Txn *txn, Arena *arena, const Return *mail, MailAnswer *answer,
                     const char **ret_title);
  /* Before it is kept: may settle it (a comment that stands with its paper now). */
  void (*take)(Txn *txn, const Act *act, MailAnswer *answer);
} AnswerTaker;

/* Ended by MAIL_KIND_NONE; once, before threads start. */
void mail_in_set_takers(const AnswerTaker *takers);

/* A mail that begins with the word "idea", in its subject or its words, from a member's own
 * address: told as an idea of theirs. False: it is none, and goes where it would have gone. From
 * proves nothing: whatever takes it asks the member. Once, before threads start. */
typedef bool (*IdeaTaker)(Txn *txn, const Act *act, int64_t member_id, const char *words);
void mail_in_set_idea_taker(IdeaTaker taker);

typedef enum {
  CAME_ANSWER,
  CAME_UNPLACED,  /* from a person, about we know not what */
  CAME_UNREAD,    /* an answer to what nobody reads answers to */
  CAME_AUTOMATIC, /* from a program, or a bounce that is not ours */
  CAME_BOUNCE,
  CAME_LATE, /* a bounce that says: still trying */
  CAME_COUNT
} CameIn;

/* True: one of its tokens is this community's. */
bool mail_in_is_ours(Txn *txn, const Incoming *incoming);
typedef enum { MAIL_IN_TAKEN, MAIL_IN_AGAIN, MAIL_IN_FULL } MailInResult;
/* MAIL_IN_AGAIN: it was taken before. MAIL_IN_FULL: too many mails that nobody can place lie here
 * unread; nothing was kept. `whole`: the mail's bytes, for one without a Message-ID. */
MailInResult mail_in_take(Txn *txn, const Act *act, const Incoming *incoming, const char *whole,
                          size_t len);
/* What came in since, by kind. */
void mail_in_count(Txn *txn, int64_t since_us, int64_t ret_count[static CAME_COUNT]);

/* Outbox task "answer-mail"; the thing is a row of mail_note. */
OutboxResult send_answer_mail(Db *db, const OutboxTask *task, void *data);
