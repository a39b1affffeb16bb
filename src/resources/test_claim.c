/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Claims for tests. */
#include "resources/test_claim.h"

#include "groups/texts.h"
#include "resources/own_money.h"
#include "resources/receipts.h"

int64_t
test_claim_fare(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id, int64_t pence,
                const char *words, Refusals *refusals)
{
  ClaimWish wish = { .member_id = member_id,
                     .way = member_id == act->member_id ? "page" : "telephone" };
  int64_t id = 0;

  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  wish.costs[COST_FARE] = (Cost){ .is_there = true, .pence = pence, .words = words };
  claims_send(txn, act, meeting, &wish, refusals, &id);
  return id;
}

/* Asked, answered with another amount, agreed to all but ten pence, paid in cash. */
static void
see_through(Txn *txn, const Act *own, const Act *other, int64_t id, const char *answer,
            Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const CostViewer viewer = { other->member_id, true };
  const Claim *claim = claims_find(txn, arena, id, &viewer);

  if (!claim)
    return;
  claims_ask(txn, other, &viewer, claim, "Was it there and back?", refusals);
  claim = claims_find(txn, arena, id, &viewer);

  ClaimWish wish = { .member_id = own->member_id, .way = "page" };

  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  wish.costs[COST_FARE].pence += 100;
  claims_change(txn, own, claim, &wish, answer, refusals);
  claim = claims_find(txn, arena, id, &viewer);
  claims_agree(txn, other, &viewer, claim, claim->pence - 10, "The tea was free", refusals);
  claims_pay(txn, other, &viewer, claims_find(txn, arena, id, &viewer), "cash", refusals);
}

/* Of the open claim, by whoever wrote it down. */
static void
add_picture(Txn *txn, const Act *act, const TestClaims *claims, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Claim *claim = claims_find_to_add(txn, arena, claims->open_id, act->member_id, 0);

  if (claim)
    receipts_add(txn, act, claim,
                 &(AnswerFile){ .file_name = "a.gif", .bytes = "GIF89a", .len = 6 }, refusals);
}

static void
send_visit(Txn *txn, const Act *act, const TestClaims *claims, Refusals *refusals)
{
  const Occasion visit = { claims->group_id, act->at_us, claims->words };
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };
  int64_t id = 0;

  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  wish.costs[COST_FARE] = (Cost){ .is_there = true, .pence = 260, .words = "" };
  claims_send_other(txn, act, &visit, &wish, refusals, &id);
}

void
test_claims_fill(Txn *txn, const Act *act, TestClaims *claims, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Meeting *meeting = meetings_find(txn, arena, claims->group_id, claims->meeting_id);
  const CostViewer viewer = { claims->other_id, true };
  Act own = *act, other = *act;

  if (!meeting)
    return;
  own.member_id = claims->member_id;
  other.member_id = claims->other_id;
  rates_set(txn, &own, RATE_CAR, 45, act->at_us - 1, refusals);
  cost_way_set(txn, &own, &(CostWay){ AGREES_ORGANISER, "Ring Citizens Advice" }, refusals);
  see_through(txn, &own, &other,
              test_claim_fare(txn, &own, meeting, claims->member_id, 350, claims->words, refusals),
              claims->answer, refusals);
  claims->agreed_id =
      test_claim_fare(txn, &own, meeting, claims->member_id, 220, claims->words, refusals);

  const Claim *claim = claims_find(txn, arena, claims->agreed_id, &viewer);

  if (claim)
    claims_agree(txn, &other, &viewer, claim, claim->pence, "", refusals);
  claims->open_id =
      test_claim_fare(txn, &other, meeting, claims->member_id, 480, claims->words, refusals);
  test_claim_fare(txn, &own, meeting, claims->other_id, 190, "Bus", refusals);
  add_picture(txn, &other, claims, refusals);
  send_visit(txn, &own, claims, refusals);
}

void
test_thanks_fill(Txn *txn, const Act *act, const TestClaims *claims, const char *give_to,
                 Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Meeting *meeting = meetings_find(txn, arena, claims->group_id, claims->meeting_id);
  const CostViewer viewer = { claims->other_id, true };
  Act own = *act, other = *act;

  own.member_id = claims->member_id;
  other.member_id = claims->other_id;
  offers_set(txn, &other, claims->group_id, "expenses,payment", "", refusals);
  fees_set(txn, &other, &viewer, meeting, false, 2500, "Two hours", refusals);
  thanks_note(txn, &other, &viewer, meeting,
              &(ThanksNote){ .member_id = claims->member_id,
                             .choice = THANKS_GIVE,
                             .give_to = give_to,
                             .is_always = true,
                             .way = "telephone" },
              refusals);
  thanks_choose(txn, &own, meeting, THANKS_GIVE, give_to, false, refusals);
  thanks_choose(txn, &other, meeting, THANKS_TAKE, "", true, refusals);
  thanks_pay(txn, &other, &viewer, meeting->id, claims->member_id, "cash", refusals);
  own_limit_set(txn, &own, &(OwnLimit){ true, PERIOD_WEEK, 10000 }, refusals);
}
