/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asks in private for tests. */
#include "meetings/test_hard.h"

#include "groups/duties.h"
#include "meetings/outside.h"

/* The member asks the other in private for somebody from outside, at the group's next meeting. */
static void
fill_outside(Txn *txn, const Act *own, const Act *other, const TestHard *hard, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const Meeting *next = meetings_coming(txn, arena, hard->group_id, own->at_us, 1);

  if (!next->id)
    return;
  outside_ask(txn, own, next, &(OutsideWish){ hard->other_id, hard->words, true }, refusals);

  const OutsideAsk *ask = outside_list(txn, arena, next->id, hard->other_id, own->at_us);

  if (hard->is_answered)
    outside_answer(txn, other, ask,
                   &(OutsideAnswer){ .is_possible = true,
                                     .who = "Somebody from the library",
                                     .interests = "None",
                                     .because = "" },
                   refusals);
}

void
test_hard_fill(Txn *txn, const Act *act, TestHard *hard, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Act own = *act, other = *act;

  own.member_id = hard->member_id;
  other.member_id = hard->other_id;
  duties_take(txn, &other, hard->group_id,
              &(DutyWish){ "co-chair", act->at_us + 90 * US_PER_DAY, "" }, refusals);
  hard_ask(txn, &own, hard->group_id,
           &(HardWish){ .kind = "talk", .words = hard->words, .to_id = hard->other_id }, refusals);
  hard->ask_id = hard_mine(txn, arena, hard->group_id, hard->member_id)->id;

  const HardAsk *ask = hard_find(txn, arena, hard->ask_id, hard->other_id);

  if (ask && hard->is_answered)
    hard_answer(txn, &other, ask, "Let us have tea", refusals);
  learned_write(txn, &own, hard->group_id, "A pause helps", NULL, 0, refusals);
  fill_outside(txn, &own, &other, hard, refusals);
}
