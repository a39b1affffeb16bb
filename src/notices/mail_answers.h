/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people answered to what was sent to them: by mail, or by the slip of a letter, which counts
 * the same. Words are sealed under the person's key; an organiser who must act on them opens them.
 * (R11, R66, R97) */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "notices/mail_kinds.h"
#include "notices/mail_text.h"

#include <stdbool.h>

typedef struct MailAnswer {
  int64_t id; /* 0: ends a list */
  int64_t member_id;
  const char *name;           /* the member's; only read */
  MailKind kind;              /* of the mail answered */
  int64_t about_id, thing_id; /* paper and delivery; 0: none */
  AnswerKind answer;
  bool is_by_slip, is_cut;
  bool is_settled;   /* nothing is to be done about it: it goes on no list */
  int64_t paragraph; /* as the slip says; 0: none */
  int64_t files;     /* attachments that were left out */
  int64_t got_at_us, entered_by, done_at_us;
  int64_t kept_at_us, kept_by; /* put with what helps them take part; 0: not */
  const char *words, *rest;
  const char *calendar; /* while it is taken: what a calendar program answered; NULL: none did */
  const char *sender;   /* "": their own address; else the one it came from */
  const char *origin;   /* while it is taken: where the site was for the mail answered */
  int64_t item_id;      /* while it is taken: of a mail that was put together, what it said; or 0 */
} MailAnswer;

/* `is_settled` is done at once. Returns its id. */
int64_t mail_answers_add(Txn *txn, const Act *act, const MailAnswer *answer);
/* Those an organiser has to see to, the newest first, from before `before_id` (0: the newest). */
const MailAnswer *mail_answers_open(Txn *txn, Arena *arena, int64_t before_id, int limit);
int64_t mail_answers_count_open(Txn *txn);
const MailAnswer *mail_answers_of_member(Txn *txn, Arena *arena, int64_t member_id,
                                         int64_t before_id, int limit);
/* To one delivery, the oldest first. */
const MailAnswer *mail_answers_of_thing(Txn *txn, Arena *arena, int64_t about_id, int64_t thing_id,
                                        int limit);
/* How many people said what, of one paper; each person by what they said last of yes and no. */
void mail_answers_count(Txn *txn, int64_t about_id, int64_t ret_count[static ANSWER_COUNT]);
void mail_answers_set_done(Txn *txn, const Act *act, int64_t id);

/* Mails from people of which nobody can say what they answer. */
typedef struct {
  int64_t id, got_at_us, files; /* id 0 ends a list */
  const char *words, *sender;
} UnplacedMail;
void unplaced_add(Txn *txn, const Act *act, const UnplacedMail *mail);
const UnplacedMail *unplaced_list(Txn *txn, Arena *arena, int limit);
void unplaced_remove(Txn *txn, const Act *act, int64_t id); /* and its key */

/* How many are open; and what waits for the viewer, where they organise, ?4 (WaitingRow of
 * ui/waiting.h). */
#define MAIL_ANSWERS_OPEN                                                    \
  "SELECT count(*) FROM (SELECT id FROM mail_answer WHERE community_id = ?1" \
  " AND done_at_us IS NULL UNION ALL SELECT id FROM mail_unplaced"           \
  " WHERE community_id = ?1 UNION ALL SELECT s.member_id"                    \
  " FROM mail_stopped_address s JOIN member m ON m.community_id = ?1"        \
  " AND m.id = s.member_id AND m.state IN ('here', 'suspended')"             \
  " AND m.contact_blind = s.address WHERE s.community_id = ?1) s"
#define MAIL_ANSWERS_WAIT \
  "SELECT 0, 0, 0, 0, '', '', '' WHERE ?4 = 1 AND (" MAIL_ANSWERS_OPEN ") > 0"
