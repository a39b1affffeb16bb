/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Actions for tests. */
#include "meetings/test_action.h"

#include "base/clock.h"

void
test_action_fill(Txn *txn, const Act *act, TestAction *action, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Act own = *act, other = *act;

  own.member_id = action->member_id;
  other.member_id = action->other_id;
  actions_add(txn, &other, action->group_id,
              &(ActionWish){ .words = action->words,
                             .due_us = act->at_us + 9 * US_PER_DAY,
                             .owner_id = action->member_id,
                             .yes_by = "",
                             .outside = "" },
              refusals, &action->action_id);

  const GroupAction *found = actions_find(txn, arena, action->group_id, action->action_id);

  if (!found)
    return;
  actions_set_day(txn, &other, found, act->at_us + 19 * US_PER_DAY, "The paint is late", refusals);
  if (action->is_asked)
    return;
  actions_answer(txn, &own, found, true);
  found = actions_find(txn, arena, action->group_id, action->action_id);
  if (found)
    actions_tell(txn, &own, found,
                 &(ActionTold){ .state = ACTION_PARTLY, .why = action->why, .way = "page" },
                 refusals);
}
