/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A person's ways in, seen from the person: where they are signed in, what happened at the door,
 * asking for a link by e-mail, whom they trust to help them come in. */
#pragma once

#include "base/way.h"
#include "people/people.h"

/* ---- where somebody is signed in ---- */

enum { SIGN_INS_SHOWN = 50, SIGN_IN_LABEL_MAX = 60 };

typedef struct {
  int64_t id;
  SignInWay way;
  const char *label;                             /* the person's own name for it, "" for none */
  int64_t made_at_us, touched_at_us, ends_at_us; /* ends: 0: as all do */
} SignIn;

/* Newest first, ended ones left out; ends with id 0. */
const SignIn *sign_ins_list(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us);
/* False: none of this member. */
bool sign_in_end(Txn *txn, const Act *act, int64_t member_id, int64_t sign_in_id);
/* All but this one (0: all). How many. */
int sign_ins_end_others(Txn *txn, const Act *act, int64_t member_id, int64_t but_id);
void sign_ins_end_of_way(Txn *txn, const Act *act, int64_t member_id, SignInWay way);
/* Those that this passkey or card began. */
void sign_ins_end_of_key(Txn *txn, const Act *act, int64_t member_id, int64_t key_id);
void sign_in_name(Txn *txn, const Act *act, int64_t member_id, int64_t sign_in_id,
                  const char *label);

/* Somebody is gone: no passkey, card or helper of theirs opens the door any more, and wherever they
 * are signed in ends now. */
void ways_close(Txn *txn, const Act *act, int64_t member_id);

/* ---- what happened at the door ---- */

enum { DOOR_NOTES_SHOWN = 20 };

typedef struct {
  const char *words;      /* message id: "Your card was used" */
  const char *actor_name; /* who did it, "" when the person or the program did */
  int64_t at_us;
} DoorNote;

/* Newest first, of the last 90 days; ends with NULL words. */
const DoorNote *door_notes(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us, int limit);

const char *door_note_words(const char *kind); /* message id; NULL: not one of these */

typedef struct {
  int64_t id;
  const char *name;
} DoorMember;

/* ---- new ways in (new_ways.c) ---- */

enum { NEW_WAYS_SHOWN = 10, PASSKEYS_WAITING_SHOWN = 5 };

typedef struct {
  int64_t member_id;
  int64_t key_id; /* by which they are in now: not asked about */
  int64_t now_us;
  bool organises; /* then also others' passkeys that wait for a yes */
} NewWaysAsk;
typedef struct {
  /* Made for this person by somebody else, or added where somebody else may have been (a helper
   * named, a passkey from a way in that others can have), of the last 30 days and since they last
   * said that it was right. Newest first; ended by NULL words. */
  DoorNote notes[NEW_WAYS_SHOWN + 1];
  /* Organisers whose passkey waits for another one's yes; ended by id 0. */
  DoorMember waiting[PASSKEYS_WAITING_SHOWN + 1];
} NewWays;
/* For the statement that finds what waits for the viewer, ?2, who organises or not, ?4, at ?3:
 * whether to ask them. */
#define NEW_WAYS_MAY_WAIT                                                             \
  "SELECT (SELECT count(*) FROM log_entry l WHERE l.community_id = ?1"                \
  " AND l.concerns_id = ?2 AND l.at_us > ?3 - " NEW_WAYS_US_TEXT " AND l.kind IN"     \
  " ('door-helper-added', 'card-made', 'link-made', 'helped-in', 'passkey-added'))"   \
  " + (SELECT count(*) FROM passkey p JOIN member m ON m.community_id = ?1"           \
  " AND m.id = p.member_id WHERE p.community_id = ?1 AND ?4 = 1 AND p.is_vouched = 0" \
  " AND p.member_id <> ?2 AND m.is_organiser = 1 AND m.state = 'here')"
#define NEW_WAYS_US_TEXT "2592000000000" /* how long they are asked about: 30 days */
/* One statement. */
const NewWays *new_ways(Txn *txn, Arena *arena, const NewWaysAsk *ask);
void new_ways_seen(Txn *txn, const Act *act, int64_t member_id);
/* What others may hold ends at once: links that were not used, the card (but for who is in by it),
 * all sessions but this one. */
void ways_close_others(Txn *txn, const Act *act, int64_t member_id, int64_t session_id,
                       SignInWay way);
/* A mail to whom is reached so, when they want no quiet. `origin`: of the site. */
void new_way_tell(Txn *txn, const Act *act, int64_t member_id, const char *origin);
/* For the outbox: whom a notice is for; 0: none (any more). */
int64_t new_way_find_notice(Txn *txn, Arena *arena, int64_t notice_id, const char **ret_origin);

/* ---- a link by e-mail ---- */

enum { LINKS_AN_HOUR = 5 };
#define ASKED_LINK_LASTS_US (60 * 60 * 1000000LL)

/* Whoever asks; the same work whether anybody here has the address. Returns what the outbox task
 * "link-ask" is about. `goes_to`: path of this site to go on to. */
int64_t link_ask(Txn *txn, const Act *act, const char *email, const char *origin,
                 const char *goes_to);
/* The same again. 0: it is too long ago. */
int64_t link_ask_again(Txn *txn, const Act *act, int64_t ask_id);
/* For the outbox: makes the link that was asked for, once. 0: nobody here, or more than
 * LINKS_AN_HOUR. */
int64_t link_ask_answer(Txn *txn, const Act *act, int64_t ask_id);
/* The link made for it and where it leads; 0: none. */
int64_t link_ask_find(Txn *txn, Arena *arena, int64_t ask_id, const char **ret_goes_to);

/* Whether this member has, or can ask for, a way in that no organiser alone can have made: an
 * e-mail address to which a link goes, or such a passkey. One statement. */
bool ways_has_own(Txn *txn, int64_t member_id);
/* Whether they can come in to organise without the operator: by a passkey that nobody need say yes
 * to any more. One statement. */
bool ways_can_organise(Txn *txn, int64_t member_id);

/* ---- who may help whom come in ---- */

enum { HELPERS_A_MEMBER = 10, HELPED_SHOWN = 50 };
#define HELPED_SIGN_IN_LASTS_US (2 * 60 * 60 * 1000000LL)

/* By the exact name (case and marks aside). Refuses: nobody or several of that name, oneself, too
 * many. */
void door_helper_add(Txn *txn, const Act *act, int64_t member_id, const char *name,
                     Refusals *refusals);
void door_helper_remove(Txn *txn, const Act *act, int64_t member_id, int64_t helper_id);
const DoorMember *door_helpers(Txn *txn, Arena *arena, int64_t member_id); /* ends with id 0 */
const DoorMember *door_helped(Txn *txn, Arena *arena, int64_t helper_id);  /* whom I may help */
/* Named by them, or an organiser where they have not chosen that only those they name may. Never
 * where one of the two keeps away from the other (people/apart.h): for a helper that looks like
 * being off the list, for an organiser like that choice. */
bool door_may_help(Txn *txn, int64_t helper_id, bool is_organiser, int64_t member_id);
void door_set_only_named(Txn *txn, const Act *act, int64_t member_id, bool is_on);
bool door_only_named(Txn *txn, int64_t member_id);
/* Off the list, with what they began; nothing is put on record. */
void door_helper_shut_out(Txn *txn, const Act *act, int64_t member_id, int64_t helper_id);
