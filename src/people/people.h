/* SPDX-License-Identifier: AGPL-3.0-or-later
 * People: one kind of account for everybody (R9, R11). To join: a name and one way to be reached.
 * How to reach somebody and the formats they want are sealed (people/seal.h) and opened only for
 * the person, an organiser who must act on it, or the program's own chores. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/looks.h"
#include "base/way.h"
#include "db/db.h"
#include "people/state.h"
#include "press/job.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum { MEMBER_NAME_MAX = 200, MEMBER_CONTACT_MAX = 500, MEMBERS_MAX = 20000 };

typedef enum { REACH_EMAIL, REACH_PHONE, REACH_POST, REACH_IN_PERSON, REACH_COUNT } Reach;

const char *reach_name(Reach reach); /* "email" "phone" "post" "in-person": stored and in forms */
bool reach_from_name(const char *name, Reach *ret_reach);

/* One format somebody wants. */
typedef struct {
  PaperFormat format;
  int points;        /* large print and Easy Read; 0: 18 */
  int grade;         /* braille; 0: 2 */
  SpeechSpeed speed; /* audio */
} FormatWant;

typedef struct {
  FormatWant wants[FORMAT_COUNT]; /* in the order the person gave: the first is theirs first */
  int count;                      /* 0: as a web page */
  bool is_attached;               /* to the mail, where it is small enough */
  bool by_text;                   /* by phone: a text message in place of a call */
  bool is_read_aloud;             /* "read it to me at the meeting" */
} FormatWants;

/* "large print 24; audio; read aloud": how wants are written in forms, CSV and under seal. Unknown
 * words and sizes are refused. */
bool format_wants_from_text(const char *text, FormatWants *ret_wants);
const char *format_wants_to_text(const FormatWants *wants, Arena *arena);
/* Whoever is reached so gets a text message in place of a call. */
bool format_wants_are_texted(const FormatWants *wants, Reach way);

typedef struct {
  int64_t id;
  const char *name;
  Reach reach;
  const char *contact; /* e-mail address, number, postal address; "" in person, or not opened */
  FormatWants wants;   /* empty when not opened */
  bool is_organiser;
  bool has_joined; /* has signed in at least once */
  bool is_own_way; /* people_change: the person does it, in by a way that is theirs alone */
  MemberState state;
} Member;

/* Adds a member with a key of their own. Refuses: no name, a contact that does not fit the way of
 * reaching, an e-mail address another member has. *ret_id untouched on refusal. */
void people_add(Txn *txn, const Act *act, const Member *member, Refusals *refusals,
                int64_t *ret_id);
void people_change(Txn *txn, const Act *act, const Member *member, Refusals *refusals);
/* Called in people_change when a member is reached by another way than before, or at another
 * address: who has something to tell them is above this floor. REACH_COUNT: mails to them came back
 * from their address (notices/bounces.h). Set once, before threads start; NULL: nobody has. */
typedef void (*ReachChanged)(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is);
void people_set_reach_changed(ReachChanged changed);
void people_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is);
/* Two organisers have looked at whose it is: a link asked for by this address is theirs alone. An
 * address that somebody else changes is in doubt, or that is changed from another way in. */
void people_stand_by_address(Txn *txn, const Act *act, int64_t member_id);
/* The member's own wish: how papers reach me. */
void people_change_wants(Txn *txn, const Act *act, int64_t member_id, const FormatWants *wants);

/* NULL: nobody of that id, or erased. `is_opened`: with contact and wants. */
const Member *people_find(Txn *txn, Arena *arena, int64_t member_id, bool is_opened);
/* Those here and those suspended, by name, `limit` from after the (sort key, id) cursor; ends with
 * id 0. */
const Member *people_list(Txn *txn, Arena *arena, const char *after_sort_key, int64_t after_id,
                          int limit, bool is_opened);
/* The letters that names of these begin with, folded, in the list's order; NULL ends it. A list
 * after one of them (and id 0) starts with its names. */
const char *const *people_initials(Txn *txn, Arena *arena);
/* The last one on the page before the page of `a_page` after this cursor; 0: that is the first. */
int64_t people_cursor_before(Txn *txn, const char *after_sort_key, int64_t after_id, int a_page);
/* Who has left, was removed or has died, and is not erased; by name, 500 at most; id 0 ends it. */
const Member *people_list_gone(Txn *txn, Arena *arena);
int64_t people_count(Txn *txn); /* of those here and suspended */
int64_t people_count_organisers(Txn *txn);
int64_t people_first_organiser(Txn *txn); /* 0: nobody yet */

/* What a page needs to know of who looks at it; nothing sealed. */
typedef struct {
  const char *name;
  const char *language, *looks[LOOK_COUNT]; /* "" where not chosen */
  bool is_organiser, is_suspended;
  bool is_passkey_vouched; /* of the passkey that was asked about */
  bool is_key_own;         /* of the passkey or link: nobody else can have made it */
  bool is_brought;         /* the link of whoever brought the community here */
} MemberLooks;
/* False: nobody of that id may come in (any more). `key_id`: the passkey or link that they came in
 * with, or 0. */
bool people_find_looks(Txn *txn, Arena *arena, int64_t member_id, int64_t key_id,
                       MemberLooks *ret_looks);
/* The language and all looks. */
void people_change_looks(Txn *txn, const Act *act, int64_t member_id, const MemberLooks *looks);

/* One-time sign-in links. The token is 256 bits as 43 letters of base64url. The database holds its
 * hash only; it can be shown again (printed, mailed) because it is derived from the root key. */
enum { LINK_TOKEN_LEN = 43, LINK_TOKEN_SIZE = LINK_TOKEN_LEN + 1 };
/* Makes a link that can be spent once until `lasts_us` from now. Member 0: to set the community up.
 * `origin`: what stands before the path, for mails. One that the operator makes signs in as the
 * operator's (WAY_OPERATOR). Returns the link's id. */
int64_t people_make_link(Txn *txn, const Act *act, int64_t member_id, const char *origin,
                         int64_t lasts_us);
/* One that the person asked for at the door: their own way in, unless their address is in doubt. */
int64_t people_make_asked_link(Txn *txn, const Act *act, int64_t member_id, const char *origin,
                               int64_t lasts_us);
typedef struct {
  int64_t id, member_id, expires_at_us;
  const char *member_name; /* "" when the member is 0 */
  const char *origin;
  SignInWay way;           /* what it signs in as: WAY_LINK or WAY_OPERATOR */
  bool is_asked_for;       /* by the person, at an address that nobody else has changed */
  const char *for_browser; /* what request_sign makes of LINK_FOR_BROWSER there; "": any */
  char token[LINK_TOKEN_SIZE];
} SignInLink;
/* In a community that was brought here: the link by which its place was to be set up becomes a way
 * in for an organiser, once, from the browser that brought it. As it stood on paper or a
 * screen before anybody was here, it opens no worries. Nothing is put on the record. False: nobody
 * organises there. */
typedef struct {
  const uint8_t *token_hash; /* TOKEN_HASH_BYTES of people/tokens.h */
  const char *for_browser;
  int64_t expires_at_us;
  int64_t member_id; /* who they say they are; 0, or no organiser there: the first */
} BroughtLink;
bool people_hand_over_link(Txn *txn, const Act *act, const BroughtLink *link);
#define LINK_FOR_BROWSER "brought here"
/* NULL: no such link, or spent, or over. Its token is "" when it cannot be shown again: made before
 * keys were stored. */
const SignInLink *people_find_link(Txn *txn, Arena *arena, int64_t link_id, int64_t now_us);
typedef enum { LINK_GOOD, LINK_UNKNOWN, LINK_SPENT, LINK_OVER, LINK_ELSEWHERE } LinkState;
/* Looks without spending (mail scanners open links). *ret_link is set for LINK_GOOD only. */
LinkState people_look_at_link(Txn *txn, Arena *arena, const char *token, int64_t now_us,
                              const SignInLink **ret_link);
LinkState people_spend_link(Txn *txn, const Act *act, const char *token, int64_t *ret_member_id);
/* The member with this e-mail address who may come in; 0: none. By blind index: no address is
 * stored readable. */
int64_t people_find_by_email(Txn *txn, const char *email);

/* The first organiser sets the community up. */
void people_set_up_first(Txn *txn, const Act *act, const char *name, const char *email,
                         Refusals *refusals, int64_t *ret_id);
