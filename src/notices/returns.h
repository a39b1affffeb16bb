/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The way back: where answers to our mails go, and which mail an answer or a bounce is about. Each
 * mail to a member has a token that nobody can guess (return_token.h), in its Message-ID and, where
 * the mail server takes such addresses, in the addresses that it can be answered at. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "notices/mail_kinds.h"
#include "notices/return_token.h"
#include "questions/refusals.h"

#include <stdbool.h>

typedef struct {
  bool is_on;          /* else mails say that nobody reads answers */
  const char *address; /* "table@river.example" */
  bool has_plus;       /* the server takes "table+anything@river.example" for the same mailbox */
} ReturnSetting;

/* What the program was started with (MAIL_REPLIES: "table@…", or "table+*@…" for has_plus) goes
 * before what an organiser chose. */
ReturnSetting returns_setting(Txn *txn, Arena *arena);
bool returns_are_set_by_program(void);
void returns_set_program(const char *address); /* once, before threads; NULL or "": not set */
/* Refuses what is no address. Switched off, the address is kept. */
void returns_change_setting(Txn *txn, const Act *act, const ReturnSetting *setting,
                            Refusals *refusals);

/* The token of a mail that was sent or is to be sent. False: it has none yet: make one. */
bool returns_find_token(Txn *txn, int64_t mail_id, char ret_token[static RETURN_TOKEN_SIZE]);
typedef struct {
  int64_t mail_id, member_id, thing_id; /* what the outbox's task was about */
  MailKind kind;
  const char *origin;
  bool has_come_back;
} Return;

/* It goes to the address that the member has now. */
void returns_make(Txn *txn, const Act *act, const Return *mail);
/* "table+TOKEN@river.example", before the token `prefix` ("b" for the envelope); the plain address
 * where there is no plus. */
const char *returns_address(const ReturnSetting *setting, Arena *arena, const char *prefix,
                            const char *token);

/* By a token; false: none of this community's. */
bool returns_find(Txn *txn, Arena *arena, const char *token, Return *ret_return);
/* The newest of this kind and thing to this member: its id; 0: none. */
int64_t returns_find_of(Txn *txn, int64_t member_id, MailKind kind, int64_t thing_id);
/* The newest mail to this member; false: none. */
bool returns_find_newest(Txn *txn, Arena *arena, int64_t member_id, Return *ret_return);
