/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A record of decisions for tests. */
#include "decisions/test_record.h"

#include "decisions/levels.h"
#include "decisions/told.h"

static int64_t
announce(Txn *txn, const Act *act, const TestRecord *record, const char *question,
         Refusals *refusals)
{
  int64_t id = 0;

  decisions_announce(txn, act, record->group_id, question,
                     &(PromiseWish){ LEVEL_CODESIGN, "We draw it together", "" }, refusals, &id);
  return id;
}

/* Decided, told, looked at again; somebody else says how far people took part. */
static void
decide(Txn *txn, const Act *own, TestRecord *record, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const DecisionWish wish = { .what = "We paint it green",
                              .why = "Grey makes us sad",
                              .do_good = "It is calm",
                              .do_bad = "It may peel",
                              .not_good = "It costs nothing",
                              .not_bad = "It stays grey",
                              .body = "",
                              .decided_by = BY_BOTH,
                              .decided_us = own->at_us - US_PER_DAY,
                              .again_us = own->at_us + 90 * US_PER_DAY };
  const int64_t asked_id = announce(txn, own, record, "Which colour?", refusals);
  const Decision *decision = decisions_find(txn, arena, record->group_id, asked_id);

  if (!decision)
    return;
  decisions_write(txn, own, record->group_id, decision, &wish, "", refusals, &record->made_id);
  decision = decisions_find(txn, arena, record->group_id, record->made_id);
  if (!decision)
    return;
  decision_mark_told(txn, own, record->made_id, record->other_id);
  levels_say(txn, own, decision, LEVEL_ENGAGEMENT, refusals);
  decisions_change(txn, own, decision,
                   &(ChangeWish){ IT_CHANGED, BY_OUTSIDE, "The council", "It was too green",
                                  own->at_us, own->at_us + 99 * US_PER_DAY },
                   refusals);
  decisions_make_public(txn, own, decision);
}

void
test_record_fill(Txn *txn, const Act *act, TestRecord *record, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Act own = *act;

  own.member_id = record->member_id;
  record->open_id = announce(txn, &own, record, "Where does the bench stand?", refusals);

  const Decision *open = decisions_find(txn, arena, record->group_id, record->open_id);

  if (!open)
    return;
  decisions_promise(txn, &own, open,
                    &(PromiseWish){ LEVEL_INFORMING, "", "The council decides it now" }, refusals);
  decide(txn, &own, record, refusals);
}
