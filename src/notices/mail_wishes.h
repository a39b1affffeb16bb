/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Which mails a member gets, and the address in a mail that stops its kind (RFC 8058). */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "notices/mail_kinds.h"
#include "people/people.h"

typedef struct {
  MailPace pace;
  bool is_by_mail;       /* stopped by the link in a mail */
  int64_t changed_at_us; /* 0: never chosen, it is the usual */
  char time_zone[64];    /* IANA name: where eight in the morning is; "": UTC */
} MailWish;

/* Of a kind that may not be stopped: always the usual. */
MailWish mail_wish_read(Txn *txn, int64_t member_id, MailKind kind);
/* Whether mails of this kind come to them: by themselves, or with others in one. Two statements at
 * most. */
bool mail_is_wanted(Txn *txn, int64_t member_id, MailKind kind);
/* They are here and reached by mail, and no mail came back from their address. Two statements. */
bool mail_reaches(Txn *txn, int64_t member_id);
/* How news reach somebody. Three statements at most, and those of mail_is_wanted. */
typedef enum {
  MAIL_CANNOT,     /* no mail reaches them: somebody has to tell them */
  MAIL_NOT_WANTED, /* they want none and look here themself */
  MAIL_COMES
} MailWay;
MailWay mail_way_to(Txn *txn, int64_t member_id, MailKind kind);
/* All kinds at once, in their order: one statement. */
void mail_wish_read_all(Txn *txn, int64_t member_id, MailWish ret_wishes[static MAIL_KIND_COUNT]);
/* Nothing changes where it is so already, or the kind may not be stopped. */
void mail_wish_change(Txn *txn, const Act *act, int64_t member_id, MailKind kind,
                      const MailWish *wish);
/* When the next mail that is put together goes: after `at_us`, at eight in the morning, of a Monday
 * for once a week. */
int64_t mail_wish_next_us(const MailWish *wish, int64_t at_us);

/* The token of the address /stop-mail/TOKEN for this member and kind. False: there is none (that
 * can still be shown): make one in a write. */
bool mail_stop_find_token(Txn *txn, int64_t member_id, MailKind kind,
                          char ret_token[static LINK_TOKEN_SIZE]);
void mail_stop_make(Txn *txn, const Act *act, int64_t member_id, MailKind kind);
/* Whose token it is; 0: nobody's who is here (any more). */
int64_t mail_stop_find(Txn *txn, const char *token, MailKind *ret_kind);
