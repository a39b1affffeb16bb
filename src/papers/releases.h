/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sending a paper: nobody gets it before every needed format is ready, then all get it at once; or
 * an organiser overrides, and the reason is published (never the format or the person).
 * Indicator 9. */
#pragma once

#include "notices/mail_wishes.h"
#include "outbox/outbox.h"
#include "papers/formats.h"
#include "papers/made.h"

typedef struct {
  FormatWant want;
  int people; /* how many need it */
  FormatState state;
  const char *problem; /* message id, or NULL */
} ReleaseFormat;

/* A format made by people that was asked for, or that somebody said helps them and let organisers
 * know. */
typedef struct {
  const MadeFormat *made; /* NULL: nobody was asked for one of this kind */
  MadeKind kind;
  const char *language; /* of a translation: "" for any */
  int people;           /* how many it helps */
  bool is_missing;      /* asked for, or a must for somebody, and not here */
} ReleaseMade;

typedef struct {
  int64_t id, paper_id;
  int version;             /* that it sends */
  const char *paper_title; /* of that version */
  const char *why;         /* what changed and why; "": it sends no change */
  bool is_slip;            /* nobody is told */
  bool is_more;            /* this version went to others before */
  bool is_released;
  int64_t released_at_us;
  const char *override_reason; /* NULL: none needed */
  int people;
  int formats_ready, formats_count;
  const ReleaseFormat *formats;
  const ReleaseMade *made;
  int made_count, made_missing;
  int waiting_calls;              /* phone and in-person deliveries not done */
  int posts, waiting_posts;       /* people who get it by post; not posted yet */
  int texts, waiting_texts;       /* … are told by text message; not yet */
  int readings, waiting_readings; /* … want it read aloud at a meeting; not yet */
  int no_mails;                   /* … by e-mail, who want no mails: they find it */
} Release;

/* Starts sending: one delivery a member with their formats (sealed), all formats asked for.
 * `member_ids` NULL: all members. `origin` for links in mails. Refuses: nobody to send to. */
void releases_start(Txn *txn, const Act *act, int64_t paper_id, const int64_t *member_ids,
                    int count, const char *origin, Refusals *refusals, int64_t *ret_id);
/* The same for the draft of the next version (versions.h): to all who have the paper, each as they
 * are reached now. `why`: what changed and why, for all who read it. `is_slip`: nobody is told;
 * only of a few words, and of no number. Refuses at "why", "told", "" (nothing is changed). */
void releases_start_change(Txn *txn, const Act *act, int64_t paper_id, const char *why,
                           bool is_slip, const char *origin, Refusals *refusals, int64_t *ret_id);
const Release *releases_find(Txn *txn, Arena *arena, int64_t release_id);
/* Everybody at once; a change is in force from then on. Refused while a format is missing, unless
 * `reason` says why (R66). */
void releases_release(Txn *txn, const Act *act, int64_t release_id, const char *reason,
                      Refusals *refusals);

typedef struct {
  int64_t id, member_id;
  const char *name, *contact;
  Reach reach;     /* when the paper was sent: whose list it stands on */
  Reach reach_now; /* how their person is reached by now; `contact` is of this */
  FormatWants wants;
  bool is_done;
  bool is_read; /* aloud */
} Delivery;

/* Those of one way, by name; opened. Without those whom a newer version goes to instead. Ends with
 * id 0. */
const Delivery *releases_deliveries(Txn *txn, Arena *arena, int64_t release_id, Reach reach);
/* Those on one list of the organisers' for doing by hand. */
typedef enum { LIST_RING, LIST_VISIT, LIST_POST, LIST_TEXT, LIST_READ } HandList;
const Delivery *releases_by_hand(Txn *txn, Arena *arena, int64_t release_id, HandList list);
/* Read aloud to its person, or not after all. Who is reached in person has it by that. */
void releases_mark_read(Txn *txn, const Act *act, int64_t delivery_id, bool is_read);
void releases_mark_done(Txn *txn, const Act *act, int64_t delivery_id, bool is_done);
/* Of a copy that waits for its mail. False: its person is reached otherwise by now, so it went over
 * to that way, with what is needed there, and stands on the organisers' list. */
bool releases_still_by_mail(Txn *txn, const Act *act, int64_t delivery_id);
/* Done by this mail (notices/returns.h): what comes back to it is about this delivery. */
void releases_mark_mailed(Txn *txn, const Act *act, int64_t delivery_id, int64_t mail_id);
/* What this member was sent, first one first; count 0: not sent to them, or as a web page. */
FormatWants releases_wants_of(Txn *txn, int64_t paper_id, int64_t member_id);

/* Outbox task "paper-mail" (the thing is the delivery): tells by mail that the paper is there. */
OutboxResult send_paper_mail(Db *db, const OutboxTask *task, void *data);

/* One PDF to print and post: for each person by post an address sheet and their paper. It is made
 * after the release, by the outbox task "post-pack" (the thing is the release), and kept for a day.
 */
typedef enum {
  POST_PACK_EMPTY,    /* nothing to post, or not yet */
  POST_PACK_NOT_MADE, /* ask for it */
  POST_PACK_WAITING,  /* was asked for */
  POST_PACK_READY
} PostPackState;

/* Release 0: one PDF of all letters that are out and not posted yet, whatever paper they are about,
 * each person's one after another.
 * `ret_problem`: message id that says why it could not be made, or NULL. */
PostPackState releases_post_pack_state(Txn *txn, Arena *arena, int64_t release_id,
                                       const char **ret_problem);
void releases_ask_for_post_pack(Txn *txn, const Act *act, int64_t release_id);
OutboxResult make_post_pack(Db *db, const OutboxTask *task, void *data);
/* NULL: it is not ready. */
GBytes *releases_open_post_pack(Txn *txn, int64_t release_id);
