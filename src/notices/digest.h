/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail that puts together what came for a member: grouped by thing, the newest first, with the
 * words themselves. It is asked for by the first item, not by a round over all members: when
 * nothing came there is no task and no mail. What is about oneself comes at once, as a mail of its
 * own, unless its person chose otherwise. A subject adds its kinds in src/subjects.c and calls
 * digest_add(). */
#pragma once

#include "base/arena.h"
#include "lang/lang.h"
#include "notices/mail.h"
#include "notices/mail_wishes.h"
#include "outbox/outbox.h"

/* What went: three ids, by name, since each could be taken for another. */
typedef struct {
  int64_t member_id, thing_id, mail_id;
} DigestSent;

/* What an item says; arena memory. */
typedef struct {
  const char *group_title; /* of the thing that it belongs to: a paper's */
  const char *words;       /* in the person's language; lines are indented in the mail; "": none */
  const char *path;        /* where the thing is: "/papers/…" */
} DigestWords;

typedef struct {
  const char *kind;   /* stored */
  MailKind mail_kind; /* by it a person chooses how often */
  /* False: there is nothing to say any more (taken back, hidden, brought otherwise). */
  bool (*write)(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id, int64_t thing_id,
                DigestWords *ret_words);
  /* It went; NULL: nothing to note. */
  void (*mark_sent)(Txn *txn, const Act *act, const DigestSent *sent);
  /* Before it is put together: true: it may not go by mail (any more). NULL: it may. */
  bool (*is_dropped)(Txn *txn, const Act *act, int64_t thing_id);
  /* First, in a write: what calendars need; then the same for calendar programs, added in arena
   * memory while there is room. Both may be NULL. */
  void (*prepare_calendar)(Txn *txn, const Act *act, int64_t member_id, int64_t thing_id,
                           const char *origin);
  void (*write_calendars)(Txn *txn, Arena *arena, const Lang *lang, int64_t member_id,
                          int64_t thing_id, const char *origin, MailCalendars *calendars);
  /* A mail told it to them in vain, or none can any more: somebody has to. Once for each mail.
   * NULL: it stands on their page, and nobody need tell it. */
  void (*lose)(Txn *txn, const Act *act, int64_t member_id, int64_t thing_id);
} DigestKind;

/* Ended by a NULL kind; `how_to_answer`: message id for a mail of one kind, or of several
 * (MAIL_KIND_TOGETHER), about so many groups; NULL: no mail says how. Once, before threads
 * start. */
void digest_set_kinds(const DigestKind *kinds,
                      const char *(*how_to_answer)(MailKind kind, int groups));
const DigestKind *digest_kind_find(const char *name); /* NULL: none of that name (any more) */

/* Where the place is (IANA name), for members who never chose an hour: eight in the morning there.
 * NULL: UTC. Once, before threads start. */
typedef bool (*DigestZone)(Txn *txn, char ret_zone[static 64]);
void digest_set_zone(DigestZone find_zone);

typedef struct {
  const char *kind;
  int64_t thing_id, group_id; /* what it is, and what it belongs to (its paper) */
  const char *origin;         /* "https://place.example" */
} DigestItem;

/* With the member's next mail, as they chose for this kind; nothing for who wants none. The same
 * item once. */
void digest_add(Txn *txn, const Act *act, int64_t member_id, const DigestItem *item);
/* Whether this was ever put into a mail to them, sent or waiting. */
bool digest_has_had(Txn *txn, int64_t member_id, const char *kind, int64_t thing_id);
/* … put into one since then. */
bool digest_had_since(Txn *txn, int64_t member_id, const char *kind, int64_t since_us);
/* ReachChanged of people/people.h: mails came back from their address, or they are reached
 * otherwise. What mails said shortly before, or wait to say, goes to DigestKind.lose. */
void digests_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is);
/* Digests made after `mark`, an id, were never asked for: for the past of a community that is told,
 * whose mails nobody waits for. */
void digests_forget(Txn *txn, const Act *act, int64_t mark);
/* Outbox task "digest"; the thing is a row of digest. */
OutboxResult send_digest(Db *db, const OutboxTask *task, void *data);

/* Of a mail that was put together: the group of this number in it (from 1), and how many groups it
 * has. 0: it is no such mail. */
int digest_find_group(Txn *txn, int64_t mail_id, int64_t number, int64_t *ret_group_id);
/* … and the newest thing that it says of this group; 0: none. */
int64_t digest_find_thing(Txn *txn, int64_t mail_id, int64_t group_id);
