/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What happens to claims: sent, put right, asked about, agreed, paid. A change counts only for
 * somebody who saw all that happened before it, so that two who answer at once do not undo one
 * another. */
#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "resources/claims.h"
#include "resources/costs.h"
#include "resources/receipts.h"
#include "resources/rules.h"

#include <string.h>

#define SEEN_LESS N_("Something has happened to this claim in the meantime. Look at it again")

static const void *
seal(Txn *txn, Arena *arena, int64_t member_id, const char *place, int64_t id, const char *text,
     size_t *ret_len)
{
  *ret_len = 0;
  return *text ? seal_text(txn, arena, member_id, place, id, text, ret_len) : NULL;
}

/* ---- sending ---- */

/* What it is for: a meeting, or (its id 0) something else. */
typedef struct {
  int64_t group_id, meeting_id, at_us;
  const char *what;
} For;

/* Of the same day, where it is for something else. */
static bool
is_of(const Claim *claim, const For *what_for)
{
  return claim->state != CLAIM_BACK && claim->meeting_id == what_for->meeting_id &&
         (what_for->meeting_id || claim->at_us == what_for->at_us);
}

/* A claim for this meeting that is still open, or one with the very same costs. */
static void
refuse_twice(Txn *txn, const For *what_for, const ClaimWish *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const CostViewer own = { .member_id = wish->member_id };
  const Claim *one =
      what_for->meeting_id
          ? claims_of(txn, arena, wish->member_id, what_for->meeting_id)
          : claims_of_others(txn, arena, wish->member_id, what_for->group_id, what_for->at_us);
  int count = 0;

  for (; one->id && refusals_count(refusals) == 0; one++) {
    const bool is_open = one->state == CLAIM_SENT || one->state == CLAIM_ASKED;

    if (!is_of(one, what_for))
      continue;
    if (is_open && what_for->meeting_id) {
      refuse(refusals, "", N_("There is a claim for this meeting already. Put that one right"));
      return;
    }

    const Claim *earlier = claims_find(txn, arena, one->id, &own);

    if (earlier && costs_are_same(earlier->costs, wish->costs))
      refuse(refusals, "",
             is_open ? N_("There is a claim with these costs for this day already")
                     : N_("This was agreed already. Say what is new"));
    else if (++count >= CLAIMS_A_MEETING)
      refuse(refusals, "",
             what_for->meeting_id
                 ? N_("There are ten claims for this meeting. Talk to an organiser")
                 : N_("There are ten claims for this day. Talk to an organiser"));
  }
}

static void
insert_claim(Txn *txn, const Act *act, const For *what_for, const ClaimWish *wish, int64_t id,
             int64_t pence)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  size_t len = 0, what_len = 0;
  const void *lines =
      seal(txn, arena, wish->member_id, COSTS_PLACE, id, costs_to_text(arena, wish->costs), &len);
  const void *what = seal(txn, arena, wish->member_id, WHAT_PLACE, id, what_for->what, &what_len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO cost_claim (community_id, id, group_id, meeting_id, member_id, lines, pence,"
      " way, entered_by, state, changes, question, answer, sent_at_us, agreed_pence, agreed_by,"
      " paid_how, paid_by, what, on_us, told) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'sent',"
      " 0, ?10, ?10, ?11, 0, 0, '', 0, ?12, ?13, 1)");

  bind_int(q, 2, id);
  bind_int(q, 3, what_for->group_id);
  if (what_for->meeting_id)
    bind_int(q, 4, what_for->meeting_id);
  else
    bind_null(q, 4);
  bind_int(q, 5, wish->member_id);
  bind_blob(q, 6, lines, len);
  bind_int(q, 7, pence);
  bind_text(q, 8, wish->way);
  bind_int(q, 9, wish->member_id == act->member_id ? 0 : act->member_id);
  bind_blob(q, 10, NULL, 0);
  bind_int(q, 11, act->at_us);
  if (what_for->meeting_id) {
    bind_null(q, 12);
    bind_null(q, 13);
  } else {
    bind_blob(q, 12, what, what_len);
    bind_int(q, 13, what_for->at_us);
  }
  query_run(q);
}

static void
send_claim(Txn *txn, const Act *act, const For *what_for, const ClaimWish *wish, Refusals *refusals,
           int64_t *ret_id)
{
  ClaimWish reckoned = *wish;
  int64_t pence = 0;

  if (!groups_may(txn, what_for->group_id, wish->member_id, GROUP_TO_READ))
    refuse(refusals, "", N_("Only who is in the group can answer"));
  if (refusals_count(refusals) > 0)
    return;

  const Rates rates = rates_on(txn, what_for->at_us);

  costs_reckon(reckoned.costs, &rates, refusals, &pence);
  refuse_twice(txn, what_for, &reckoned, refusals);
  if (refusals_count(refusals) > 0)
    return;

  const bool is_own = wish->member_id == act->member_id;
  const int64_t id = act_new_id(act);

  insert_claim(txn, act, what_for, &reckoned, id, pence);
  resources_note(txn, act, is_own ? "claim-sent" : "claim-noted", id, wish->member_id);
  *ret_id = id;
}

void
claims_send(Txn *txn, const Act *act, const Meeting *meeting, const ClaimWish *wish,
            Refusals *refusals, int64_t *ret_id)
{
  const For what_for = { meeting->group_id, meeting->id, meeting->starts_at_us, "" };

  if (meeting->state == MEETING_TO_FIND)
    refuse(refusals, "", N_("The date is still to be found"));
  send_claim(txn, act, &what_for, wish, refusals, ret_id);
}

void
claims_send_other(Txn *txn, const Act *act, const Occasion *occasion, const ClaimWish *wish,
                  Refusals *refusals, int64_t *ret_id)
{
  const For what_for = { occasion->group_id, 0, occasion->day_us, occasion->what };

  if (!*occasion->what)
    refuse(refusals, "what", N_("Say what it was, in a few words"));
  else if (text_length(occasion->what) > OCCASION_WORDS_MAX || strpbrk(occasion->what, "\n\r"))
    refuse(refusals, "what", N_("Make it shorter: 100 letters at most, on one line"));
  if (occasion->day_us < act->at_us - OCCASION_DAYS_BACK * US_PER_DAY)
    refuse(refusals, "day", N_("That is more than two years ago. Look at the day again"));
  else if (occasion->day_us > act->at_us + OCCASION_DAYS_AHEAD * US_PER_DAY)
    refuse(refusals, "day", N_("That is more than a year away. Look at the day again"));
  send_claim(txn, act, &what_for, wish, refusals, ret_id);
}

/* ---- putting right ---- */

/* Those of the meeting's day; but what the claim was sent with stays. */
static Rates
rates_kept(Txn *txn, const Claim *claim)
{
  static const struct {
    RateKind rate;
    CostKind cost;
  } pairs[] = { { RATE_CAR, COST_CAR }, { RATE_BIKE, COST_BIKE }, { RATE_CARE, COST_CARE } };
  Rates rates = rates_on(txn, claim->at_us);

  for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++)
    if (claim->costs[pairs[i].cost].is_there)
      rates.pence[pairs[i].rate] = claim->costs[pairs[i].cost].rate_pence;
  return rates;
}

/* A supporter writes for the person: what they wrote, never what the person wrote, so that a claim
 * has one writer, who does not agree to it. */
static bool
is_written_for(const Act *act, const Claim *claim)
{
  return act->on_behalf_of == claim->member_id && act->member_id == claim->entered_by;
}

static bool
is_open_to(bool is_theirs, const Claim *claim, Refusals *refusals)
{
  if (!is_theirs)
    refuse(refusals, "", N_("Only the one whose claim it is can do this"));
  else if (claim->state != CLAIM_SENT && claim->state != CLAIM_ASKED)
    refuse(refusals, "", N_("This claim is agreed already"));
  return refusals_count(refusals) == 0;
}

/* False, and a refusal: somebody else was quicker. */
static bool
run_as_seen(Query *q, Txn *txn, Refusals *refusals)
{
  query_run(q);
  if (txn_trouble(txn))
    return false;
  if (query_changes(q) == 0)
    refuse(refusals, "", SEEN_LESS);
  return refusals_count(refusals) == 0;
}

static void
put_right(Txn *txn, const Act *act, const Claim *claim, const ClaimWish *wish, int64_t pence,
          const char *answer, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  size_t lines_len = 0, answer_len = 0;
  const void *lines = seal(txn, arena, claim->member_id, COSTS_PLACE, claim->id,
                           costs_to_text(arena, wish->costs), &lines_len);
  const void *said =
      seal(txn, arena, claim->member_id, ANSWER_PLACE, claim->id, answer, &answer_len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "UPDATE cost_claim SET lines = ?3, pence = ?4, answer = ?5, state = 'sent',"
      " told = 1, changes = changes + 1 WHERE community_id = ?1 AND id = ?2 AND changes = ?6");

  bind_int(q, 2, claim->id);
  bind_blob(q, 3, lines, lines_len);
  bind_int(q, 4, pence);
  bind_blob(q, 5, said, answer_len);
  bind_int(q, 6, claim->changes);
  if (run_as_seen(q, txn, refusals))
    resources_note(txn, act, "claim-changed", claim->id, claim->member_id);
}

void
claims_change(Txn *txn, const Act *act, const Claim *claim, const ClaimWish *wish,
              const char *answer, Refusals *refusals)
{
  ClaimWish reckoned = *wish;
  int64_t pence = 0;

  if (!is_open_to(act->member_id == claim->member_id || is_written_for(act, claim), claim,
                  refusals))
    return;

  const Rates rates = rates_kept(txn, claim);

  costs_reckon(reckoned.costs, &rates, refusals, &pence);
  if (text_length(answer) > CLAIM_WORDS_MAX)
    refuse(refusals, "answer", N_("Make it shorter: 1,000 letters at most"));
  if (refusals_count(refusals) == 0)
    put_right(txn, act, claim, &reckoned, pence, answer, refusals);
}

void
claims_take_back(Txn *txn, const Act *act, const Claim *claim, Refusals *refusals)
{
  if (!is_open_to(act->member_id == claim->member_id, claim, refusals))
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET lines = ?3, question = ?3, answer = ?3, pence = 0,"
                " state = 'back', told = 1, changes = changes + 1"
                " WHERE community_id = ?1 AND id = ?2 AND changes = ?4");

  bind_int(q, 2, claim->id);
  bind_blob(q, 3, NULL, 0);
  bind_int(q, 4, claim->changes);
  if (!run_as_seen(q, txn, refusals))
    return;
  receipts_drop(txn, act, claim->id, 0);
  resources_note(txn, act, "claim-back", claim->id, claim->member_id);
}

/* ---- saying yes ---- */

static bool
can_see_to(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim, ClaimState state,
           Refusals *refusals)
{
  if (viewer->member_id != act->member_id || !claims_may_agree(txn, claim, viewer))
    refuse(refusals, "", N_("Somebody else has to say yes to this claim"));
  else if (claim->state != state)
    refuse(refusals, "", SEEN_LESS);
  return refusals_count(refusals) == 0;
}

static bool
words_fit(const char *question, const char *words, Refusals *refusals)
{
  if (text_length(words) > CLAIM_WORDS_MAX)
    refuse(refusals, question, N_("Make it shorter: 1,000 letters at most"));
  return refusals_count(refusals) == 0;
}

void
claims_agree(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim, int64_t pence,
             const char *why, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;

  if (!can_see_to(txn, act, viewer, claim, CLAIM_SENT, refusals) ||
      !words_fit("why", why, refusals))
    return;
  if (pence < 0 || pence > claim->pence)
    refuse(refusals, "less", N_("Enter less than what was asked for"));
  else if (pence < claim->pence && !*why)
    refuse(refusals, "why", N_("Say why, in a few words"));
  if (refusals_count(refusals) > 0)
    return;

  const void *sealed = seal(txn, arena, claim->member_id, QUESTION_PLACE, claim->id,
                            pence < claim->pence ? why : "", &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET state = 'agreed', agreed_pence = ?3, agreed_by = ?4,"
                " agreed_at_us = ?5, question = ?6, changes = changes + 1"
                " WHERE community_id = ?1 AND id = ?2 AND changes = ?7 AND state = 'sent'"
                " AND member_id <> ?4 AND entered_by <> ?4");

  bind_int(q, 2, claim->id);
  bind_int(q, 3, pence);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  bind_blob(q, 6, sealed, len);
  bind_int(q, 7, claim->changes);
  if (run_as_seen(q, txn, refusals))
    resources_note(txn, act, "claim-agreed", claim->id, claim->member_id);
}

void
claims_ask(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
           const char *question, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;

  if (!can_see_to(txn, act, viewer, claim, CLAIM_SENT, refusals) ||
      !words_fit("question", question, refusals))
    return;
  if (!*question) {
    refuse(refusals, "question", N_("Write what you want to know"));
    return;
  }

  const void *sealed =
      seal(txn, arena, claim->member_id, QUESTION_PLACE, claim->id, question, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET state = 'asked', question = ?3, answer = ?4,"
                " changes = changes + 1 WHERE community_id = ?1 AND id = ?2 AND changes = ?5"
                " AND state = 'sent'");

  bind_int(q, 2, claim->id);
  bind_blob(q, 3, sealed, len);
  bind_blob(q, 4, NULL, 0);
  bind_int(q, 5, claim->changes);
  if (run_as_seen(q, txn, refusals))
    resources_note(txn, act, "claim-asked", claim->id, claim->member_id);
}

void
claims_pay(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim, const char *how,
           Refusals *refusals)
{
  if (!can_see_to(txn, act, viewer, claim, CLAIM_AGREED, refusals))
    return;
  if (choice_place(paid_how_choices, how) < 0)
    refuse(refusals, "how", N_("Choose how it was paid"));
  if (claim->agreed_pence == 0)
    refuse(refusals, "", N_("Nothing is to be paid"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET state = 'paid', paid_how = ?3, paid_by = ?4,"
                " paid_at_us = ?5, changes = changes + 1"
                " WHERE community_id = ?1 AND id = ?2 AND changes = ?6 AND state = 'agreed'");

  bind_int(q, 2, claim->id);
  bind_text(q, 3, how);
  bind_int(q, 4, act->member_id);
  bind_int(q, 5, act->at_us);
  bind_int(q, 6, claim->changes);
  if (run_as_seen(q, txn, refusals))
    resources_note(txn, act, "claim-paid", claim->id, claim->member_id);
}

/* ---- telling ---- */

void
claims_mark_told(Txn *txn, const Act *act, const CostViewer *viewer, const Claim *claim,
                 Refusals *refusals)
{
  if (viewer->member_id != act->member_id || !claims_may_agree(txn, claim, viewer))
    refuse(refusals, "", N_("Somebody else has to say yes to this claim"));
  if (refusals_count(refusals) > 0)
    return;

  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET told = 1 WHERE community_id = ?1 AND id = ?2"
                " AND changes = ?3");

  bind_int(q, 2, claim->id);
  bind_int(q, 3, claim->changes);
  if (run_as_seen(q, txn, refusals))
    resources_note(txn, act, "claim-told", claim->id, claim->member_id);
}
