/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asks in private for tests. */
#include "meetings/test_hard.h"

#include "groups/duties.h"

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
}
