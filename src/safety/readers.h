/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who reads worries: the named person and the alternate, set by two organisers; and the rule that
 * whoever a worry is about never reads it (R44). */
#pragma once

#include "people/find.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum { SAFETY_PEOPLE = 2, ANSWER_DAYS_MAX = 28 };

typedef struct {
  int64_t id;               /* member; 0: somebody outside, or nobody when the name is "" too */
  const char *name, *phone; /* never NULL */
  bool is_here;             /* a member who takes part: reads worries on these pages */
} SafetyPerson;

typedef struct {
  SafetyPerson people[SAFETY_PEOPLE]; /* the named person, the alternate */
  int answer_days;
  bool is_else_organisers;       /* when neither of the two may read it */
  const KnownMember *organisers; /* all, ended by id 0 */
} SafetyReaders;

/* Never NULL. Two statements. */
const SafetyReaders *safety_find_readers(Txn *txn, Arena *arena);

/* What one organiser wishes. A name that exactly one member has means that member. Refuses: no
 * name or phone, a name that several members have, the same person twice. */
typedef struct {
  const char *name, *phone, *other_name, *other_phone;
  int answer_days;
  bool is_else_organisers;
} SafetyWish;
/* *ret_is_done: in force at once, because nobody else organises here. */
void safety_propose_people(Txn *txn, const Act *act, const SafetyWish *wish, Refusals *refusals,
                           bool *ret_is_done);
typedef struct {
  SafetyWish wish;
  int64_t by_member_id, made_at_us;
} SafetyProposal;
/* NULL: nothing was proposed. */
const SafetyProposal *safety_find_proposal(Txn *txn, Arena *arena);
/* Yes by a second organiser, or no, to the proposal of that time. Refuses: one's own proposal, or
 * one that stands no more. */
void safety_decide_people(Txn *txn, const Act *act, int64_t made_at_us, bool is_agreed,
                          Refusals *refusals);

/* ---- the rule, pure ---- */

/* Whether the words for whom a worry is about may mean somebody of this name: they have one word in
 * common. Rather too often than too seldom: the other person reads it then. */
bool names_may_meet(const char *who, const char *name);
typedef struct Worry Worry;
/* Whether it is about this person, or whoever raised it wished that they do not read it. */
bool worry_is_kept_from(const Worry *worry, int64_t member_id, const char *name, bool organises);
/* Those who may read it: members who are here. Count; at most `max` ids. 0: it is kept, and nobody
 * here reads it now. */
int worry_readers(const Worry *worry, const SafetyReaders *readers, int64_t *ret_ids, int max);
bool worry_may_be_read_by(const Worry *worry, const SafetyReaders *readers, int64_t member_id);
bool safety_organises(const SafetyReaders *readers, int64_t member_id);
/* Whether this member may be asked to read some worry. */
bool safety_is_reader(const SafetyReaders *readers, int64_t member_id);
