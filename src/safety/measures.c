/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Measures: the rules. Reading them back and the mails about them are in measure_rows.c. */
#include "safety/measures.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "people/state.h"
#include "safety/measure_rows.h"

#include <string.h>

enum { TOLD_MAX = 10 };

static const struct {
  const char *log_kind; /* when it begins: a use of power */
  MemberState state;
} kinds[MEASURE_KIND_COUNT] = {
  [MEASURE_PAUSE] = { "measure-paused", MEMBER_SUSPENDED },
  [MEASURE_SUSPEND] = { "measure-suspended", MEMBER_SUSPENDED },
  [MEASURE_REMOVE] = { "measure-removed", MEMBER_REMOVED },
};

/* ---- who may what ---- */

static bool
has_decided(const Measure *measure, int64_t member_id)
{
  return member_id == measure->proposed_by || member_id == measure->decided_by;
}

/* One that came with an archive was decided by nobody here. */
bool
measure_may_be_lifted_by(const Measure *measure, int64_t member_id)
{
  const bool is_nobodys = measure->proposed_by == 0 && measure->decided_by == 0;

  return has_decided(measure, member_id) || (is_nobodys && member_id != measure->member_id);
}

bool
measure_may_be_decided_by(const Measure *measure, const SafetyReaders *readers, int64_t member_id)
{
  return measure->state == MEASURE_PROPOSED && safety_organises(readers, member_id) &&
         member_id != measure->proposed_by && member_id != measure->member_id;
}

bool
measure_may_be_heard_by(const Measure *measure, const SafetyReaders *readers, int64_t member_id)
{
  bool may_hear = safety_organises(readers, member_id);

  for (int i = 0; i < SAFETY_PEOPLE; i++)
    may_hear = may_hear || (readers->people[i].is_here && readers->people[i].id == member_id);
  return may_hear && member_id && member_id != measure->member_id &&
         !has_decided(measure, member_id);
}

bool
measure_waits_for_hearing(const Measure *measure)
{
  return measure->appealed_at_us && !measure->heard_at_us;
}

/* ---- proposing ---- */

/* One that runs or is proposed of this kind; or, of a pause, one that began lately. */
static bool
has_one(Txn *txn, const Act *act, const Measure *wish)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT count(*) FROM measure WHERE community_id = ?1 AND member_id = ?2 AND kind = ?3"
           " AND (state = 'running' OR (state = 'proposed' AND proposed_at_us > ?4)"
           " OR (kind = 'pause' AND proposed_at_us > ?5))");

  bind_int(q, 2, wish->member_id);
  bind_text(q, 3, measure_kind_name(wish->kind));
  bind_int(q, 4, act->at_us - PROPOSAL_DAYS * US_PER_DAY);
  bind_int(q, 5, act->at_us - PAUSE_AGAIN_DAYS * US_PER_DAY);
  return query_next(q) && col_int(q, 0) > 0;
}

static void
check_days(const Measure *wish, Refusals *refusals)
{
  if (wish->kind == MEASURE_PAUSE && (wish->days < 1 || wish->days > PAUSE_DAYS_MAX))
    refuse(refusals, "pause_days", N_("One organiser can pause somebody for 1 to 3 days"));
  if (wish->kind == MEASURE_SUSPEND && (wish->days < 1 || wish->days > SUSPEND_DAYS_MAX))
    refuse(refusals, "days", N_("Enter a number of days from 1 to 365"));
}

static void
check_wish(Txn *txn, const Act *act, const Measure *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const KnownMember *member = people_find_known(txn, arena, wish->member_id);
  const MemberState state = people_find_state(txn, wish->member_id);
  const bool is_pause = wish->kind == MEASURE_PAUSE;

  if (!member || (state != MEMBER_HERE && (is_pause || state != MEMBER_SUSPENDED)))
    refuse(refusals, "", N_("This person does not take part now"));
  else if (wish->member_id == act->member_id)
    refuse(refusals, "", N_("You cannot do this to yourself"));
  else if (is_pause && member->is_organiser)
    refuse(refusals, "what", N_("One organiser cannot pause another. Two can suspend."));
  else if (has_one(txn, act, wish))
    refuse(refusals, "what",
           is_pause ? N_("This person was paused within the last 30 days. Now two must decide.")
                    : N_("This is in force or proposed already"));
  check_days(wish, refusals);
  if (!*wish->words)
    refuse(refusals, "words", N_("Write the reason. The person reads it."));
}

static void
store(Txn *txn, const Act *act, Arena *arena, int64_t id, const Measure *wish)
{
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO measure (community_id, id, member_id, kind, days, grounds, words, state,"
      " proposed_by, proposed_at_us, decided_by, key_version, token_blind, origin, appeal, "
      "heard_by,"
      " answer) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'proposed', ?8, ?9, 0, 0, ?10, ?11, ?10, 0,"
      " ?10)");

  bind_int(q, 2, id);
  bind_int(q, 3, wish->member_id);
  bind_text(q, 4, measure_kind_name(wish->kind));
  bind_int(q, 5, wish->kind == MEASURE_REMOVE ? 0 : wish->days);
  measure_seal(q, 6, txn, arena, wish->member_id, "measure.grounds", id, wish->grounds);
  measure_seal(q, 7, txn, arena, wish->member_id, "measure.words", id, wish->words);
  bind_int(q, 8, act->member_id);
  bind_int(q, 9, act->at_us);
  bind_blob(q, 10, NULL, 0);
  bind_text(q, 11, wish->origin);
  query_run(q);
}

/* What a longer one takes the place of. */
static void
end_others(Txn *txn, const Act *act, const Measure *measure)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE measure SET state = 'ended', ends_at_us = ?4"
                                 " WHERE community_id = ?1 AND member_id = ?2 AND id <> ?3"
                                 " AND state = 'running'");

  bind_int(q, 2, measure->member_id);
  bind_int(q, 3, measure->id);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

/* From now: the person cannot take part, and is told on a page of their own. */
static void
begin(Txn *txn, const Act *act, const Measure *measure)
{
  const int key_version = seal_derive_version(txn);
  const int64_t ends_at_us = act->at_us + measure->days * US_PER_DAY;
  char token[MEASURE_TOKEN_SIZE];
  uint8_t blind[BLIND_BYTES];

  if (!measure_make_token(txn, key_version, measure->id, token)) {
    txn_fail(txn, TROUBLE_DATABASE, "safety: no key to derive a letter's address from");
    return;
  }
  seal_blind(txn, "measure.token", token, blind);
  end_others(txn, act, measure);

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE measure SET state = 'running', decided_by = ?3, starts_at_us = ?4,"
                " ends_at_us = ?5, key_version = ?6, token_blind = ?7, was_organiser = ?8"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, measure->id);
  bind_int(q, 3, measure->kind == MEASURE_PAUSE ? 0 : act->member_id);
  bind_int(q, 4, act->at_us);
  if (measure->days)
    bind_int(q, 5, ends_at_us);
  else
    bind_null(q, 5);
  bind_int(q, 6, key_version);
  bind_blob(q, 7, blind, sizeof(blind));
  bind_int(q, 8, measure->is_organiser_s);
  query_run(q);
  people_set_state(txn, act, measure->member_id, kinds[measure->kind].state);
  measure_log(txn, act, kinds[measure->kind].log_kind, measure);
  measure_tell(txn, act, measure->id, measure->member_id, "told");
  if (measure->days)
    outbox_add_later(txn, act, "measure-end", measure->id, ends_at_us);
}

static void
ask_others(Txn *txn, const Act *act, Arena *arena, const Measure *measure)
{
  const SafetyReaders *readers = safety_find_readers(txn, arena);
  int told = 0;

  for (const KnownMember *one = readers->organisers; one->id && told < TOLD_MAX; one++)
    if (measure_may_be_decided_by(measure, readers, one->id)) {
      measure_tell(txn, act, measure->id, one->id, "asked");
      told++;
    }
}

void
measures_propose(Txn *txn, const Act *act, const Measure *wish, Refusals *refusals, int64_t *ret_id)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const int before = refusals_count(refusals);

  check_wish(txn, act, wish, refusals);
  if (refusals_count(refusals) > before)
    return;

  Measure measure = *wish;

  measure.id = act_new_id(act);
  measure.proposed_by = act->member_id;
  measure.state = MEASURE_PROPOSED;
  if (measure.kind == MEASURE_REMOVE)
    measure.days = 0;
  store(txn, act, arena, measure.id, wish);
  if (measure.kind == MEASURE_PAUSE) {
    begin(txn, act, &measure);
  } else {
    measure_log(txn, act, "measure-proposed", &measure);
    ask_others(txn, act, arena, &measure);
  }
  *ret_id = measure.id;
}

/* ---- deciding, lifting, ending ---- */

static void
set_state(Txn *txn, const Act *act, const Measure *measure, const char *state)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE measure SET state = ?3,"
                " ends_at_us = CASE WHEN starts_at_us IS NULL THEN ends_at_us ELSE ?4 END"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, measure->id);
  bind_text(q, 3, state);
  bind_int(q, 4, act->at_us);
  query_run(q);
}

void
measures_decide(Txn *txn, const Act *act, int64_t measure_id, bool is_agreed, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Measure *measure = measures_find(txn, arena, measure_id);
  const SafetyReaders *readers = safety_find_readers(txn, arena);

  if (!measure || measure->state != MEASURE_PROPOSED) {
    refuse(refusals, "", N_("This is decided already"));
    return;
  }
  if (!is_agreed && act->member_id == measure->proposed_by) {
    set_state(txn, act, measure, "declined"); /* taken back */
    measure_log(txn, act, "measure-declined", measure);
    return;
  }
  if (!measure_may_be_decided_by(measure, readers, act->member_id)) {
    refuse(refusals, "", N_("Another organiser must decide on this"));
    return;
  }
  if (!is_agreed) {
    set_state(txn, act, measure, "declined");
    measure_log(txn, act, "measure-declined", measure);
    return;
  }
  if (act->at_us - measure->proposed_at_us > PROPOSAL_DAYS * US_PER_DAY)
    refuse(refusals, "", N_("This was proposed long ago. Somebody must propose it anew."));
  else if (people_find_state(txn, measure->member_id) != MEMBER_HERE &&
           people_find_state(txn, measure->member_id) != MEMBER_SUSPENDED)
    refuse(refusals, "", N_("This person does not take part now"));
  else
    begin(txn, act, measure);
}

/* Back, if this is what kept them out. */
static void
let_back(Txn *txn, const Act *act, const Measure *measure)
{
  if (people_find_state(txn, measure->member_id) == kinds[measure->kind].state)
    people_set_state(txn, act, measure->member_id, MEMBER_HERE);
}

void
measures_end(Txn *txn, const Act *act, int64_t measure_id)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Measure *measure = measures_find(txn, arena, measure_id);

  if (!measure || measure->state != MEASURE_RUNNING || !measure->ends_at_us ||
      measure->ends_at_us > act->at_us)
    return;
  set_state(txn, act, measure, "ended");
  let_back(txn, act, measure);
  measure_log(txn, act, "measure-ended", measure);
}

void
measures_lift(Txn *txn, const Act *act, int64_t measure_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Measure *measure = measures_find(txn, arena, measure_id);

  if (!measure || measure->state != MEASURE_RUNNING)
    refuse(refusals, "", N_("This is not in force any more"));
  else if (!measure_may_be_lifted_by(measure, act->member_id))
    refuse(refusals, "", N_("One of the two who decided can end it. Others can hear an appeal."));
  if (!measure || refusals_count(refusals) > 0)
    return;
  set_state(txn, act, measure, "lifted");
  let_back(txn, act, measure);
  measure_log(txn, act, "measure-lifted", measure);
  measure_tell(txn, act, measure->id, measure->member_id, "heard");
}

/* ---- the appeal ---- */

static bool
can_be_appealed(const Act *act, const Measure *measure)
{
  return measure->starts_at_us && (measure->state == MEASURE_RUNNING ||
                                   act->at_us - measure->ends_at_us < APPEAL_DAYS * US_PER_DAY);
}

static void
tell_hearers(Txn *txn, const Act *act, Arena *arena, const Measure *measure)
{
  const SafetyReaders *readers = safety_find_readers(txn, arena);
  int told = 0;

  for (int i = 0; i < SAFETY_PEOPLE; i++)
    if (measure_may_be_heard_by(measure, readers, readers->people[i].id) &&
        !safety_organises(readers, readers->people[i].id)) {
      measure_tell(txn, act, measure->id, readers->people[i].id, "appealed");
      told++;
    }
  for (const KnownMember *one = readers->organisers; one->id && told < TOLD_MAX; one++)
    if (measure_may_be_heard_by(measure, readers, one->id)) {
      measure_tell(txn, act, measure->id, one->id, "appealed");
      told++;
    }
}

void
measures_appeal(Txn *txn, const Act *act, int64_t measure_id, const char *words, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Measure *measure = measures_find(txn, arena, measure_id);

  if (!measure || !can_be_appealed(act, measure))
    refuse(refusals, "", N_("This ended more than 30 days ago"));
  else if (measure->appealed_at_us)
    refuse(refusals, "", N_("You have said so already. Somebody looks at it."));
  else if (!*words)
    refuse(refusals, "words", N_("Write what you want to say"));
  if (!measure || refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE measure SET appeal = ?3, appealed_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, measure->id);
  measure_seal(q, 3, txn, arena, measure->member_id, "measure.appeal", measure->id, words);
  bind_int(q, 4, act->at_us);
  query_run(q);
  measure_log(txn, act, "measure-appealed", measure);
  tell_hearers(txn, act, arena, measure);
}

void
measures_hear(Txn *txn, const Act *act, int64_t measure_id, bool is_lifted, const char *words,
              Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  const Measure *measure = measures_find(txn, arena, measure_id);

  if (!measure || !measure_waits_for_hearing(measure))
    refuse(refusals, "", N_("This is decided already"));
  else if (!measure_may_be_heard_by(measure, safety_find_readers(txn, arena), act->member_id))
    refuse(refusals, "", N_("Somebody who did not decide on it must hear the appeal"));
  else if (!*words)
    refuse(refusals, "words", N_("Write the reason. The person reads it."));
  if (!measure || refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE measure SET answer = ?3, heard_at_us = ?4, heard_by = ?5"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, measure->id);
  measure_seal(q, 3, txn, arena, measure->member_id, "measure.answer", measure->id, words);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, act->member_id);
  query_run(q);
  if (is_lifted && measure->state == MEASURE_RUNNING) {
    set_state(txn, act, measure, "lifted");
    let_back(txn, act, measure);
  }
  measure_log(txn, act, is_lifted ? "measure-appeal-won" : "measure-appeal-kept", measure);
  measure_tell(txn, act, measure->id, measure->member_id, "heard");
}
