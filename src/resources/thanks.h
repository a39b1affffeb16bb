/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A thank-you in money for coming to a meeting (R12, R22, R55): offered in writing, and each person
 * says in private what they want with it: take it, decline it, or have it given away. Declining is
 * an answer like any other; nobody is asked twice. Apart from claims: costs that are paid back are
 * no income. */
#pragma once

#include "meetings/meetings.h"
#include "resources/claims.h"

enum { FEE_WORDS_MAX = 300, GIVE_TO_MAX = 200, THANKS_OPEN_MAX = 200 };

typedef struct {
  int64_t id, pence; /* pence 0: none is offered */
  const char *words;
  int64_t made_at_us;
  bool is_for_group; /* for each of its meetings */
} Fee;

/* Of this meeting. */
Fee fees_find(Txn *txn, Arena *arena, const Meeting *meeting);
/* For one meeting, or for each of the group (`is_for_group`). 0 pence takes it away. It is a use of
 * power. Refuses: whoever does not see to the group's costs, a group whose written offer names no
 * payment, too much. */
void fees_set(Txn *txn, const Act *act, const CostViewer *viewer, const Meeting *meeting,
              bool is_for_group, int64_t pence, const char *words, Refusals *refusals);

typedef enum { THANKS_NONE, THANKS_TAKE, THANKS_DECLINE, THANKS_GIVE, THANKS_LATER } ThanksChoice;
extern const Choice thanks_choices[]; /* take, decline, give */
ThanksChoice thanks_from_name(const char *name);

typedef struct {
  ThanksChoice choice; /* of this meeting, else what they always want */
  bool is_always;
  const char *give_to;
  int64_t entered_by;                /* who wrote it down for them; 0: they chose it themselves */
  const char *entered_by_name, *way; /* "": somebody who is gone; of said_way_choices */
  int64_t paid_pence, paid_at_us;    /* 0: not paid */
  const char *paid_how;
} Thanks;

/* The member's own. */
Thanks thanks_find(Txn *txn, Arena *arena, const Meeting *meeting, int64_t member_id);
/* By the act's member, for this meeting or always; at any time. Refuses: nothing is offered,
 * somebody who is not in the group, "give" without to whom, a meeting for which it is paid. LATER:
 * they were asked and leave it; only where they have chosen nothing in this group. */
void thanks_choose(Txn *txn, const Act *act, const Meeting *meeting, ThanksChoice choice,
                   const char *give_to, bool is_always, Refusals *refusals);

/* What somebody said by telephone, on paper or face to face: written down by whoever sees to the
 * group's costs or arranges its meetings. The person sees it, and can change it like their own.
 * Whoever wrote it down does not pay it. Refuses as choosing does, and whoever may not. */
typedef struct {
  int64_t member_id;
  ThanksChoice choice; /* take, decline, give */
  const char *give_to;
  bool is_always;
  const char *way; /* of said_way_choices */
} ThanksNote;
bool thanks_may_note(Txn *txn, int64_t group_id, const CostViewer *viewer);
void thanks_note(Txn *txn, const Act *act, const CostViewer *viewer, const Meeting *meeting,
                 const ThanksNote *note, Refusals *refusals);

typedef struct {
  int64_t meeting_id, member_id, group_id; /* 0 ends a list */
  const char *name, *meeting_title, *group_name, *give_to;
  int64_t meeting_end_us, pence;
  int64_t entered_by; /* who wrote their choice down; they do not pay it */
  ThanksChoice choice;
} ToThank;

/* Who came, takes it or has it given away, and is not paid yet: for the viewer to pay, the oldest
 * meeting first. Never themself. */
const ToThank *thanks_waiting(Txn *txn, Arena *arena, const CostViewer *viewer);
/* What the member took for meetings to which they came, and did not get yet. One statement. */
const ToThank *thanks_coming(Txn *txn, Arena *arena, int64_t member_id);
/* Refuses: somebody who did not come, took nothing or is paid already; one's own; whoever does not
 * see to it. */
void thanks_pay(Txn *txn, const Act *act, const CostViewer *viewer, int64_t meeting_id,
                int64_t member_id, const char *how, Refusals *refusals);

/* A meeting of a group of theirs whose thank-you they were never asked about: group and meeting; 0:
 * none. Whoever is there as their work is not asked. Two statements. */
typedef struct {
  int64_t group_id, meeting_id;
} ThanksAsked;
ThanksAsked thanks_asked(Txn *txn, int64_t member_id, int64_t now_us);

/* For the statement that finds what waits for the viewer, ?2, at ?3: whether to ask them. */
#define THANKS_MAY_WAIT                                                                   \
  "SELECT count(*) FROM fee_offer f JOIN group_member i ON i.community_id = ?1"           \
  " AND i.group_id = f.group_id AND i.member_id = ?2 AND i.state = 'in'"                  \
  " WHERE f.community_id = ?1 AND f.pence > 0 AND NOT EXISTS (SELECT 1 FROM fee_choice c" \
  " WHERE c.community_id = ?1 AND c.group_id = f.group_id AND c.member_id = ?2)"
/* The fee of meeting m, in pence; 0: none. */
#define FEE_PENCE                                                                           \
  "COALESCE((SELECT f.pence FROM fee_offer f WHERE f.community_id = ?1"                     \
  "  AND f.group_id = m.group_id AND f.meeting_id = m.id ORDER BY f.id DESC LIMIT 1),"      \
  " (SELECT f.pence FROM fee_offer f WHERE f.community_id = ?1 AND f.group_id = m.group_id" \
  "  AND f.meeting_id = 0 AND f.made_at_us <= m.starts_at_us ORDER BY f.id DESC LIMIT 1), 0)"
