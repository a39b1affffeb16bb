/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who asked for the recovery sheet, from the record of acts. */
#include "people/sheet_asks.h"

#include "base/clock.h"
#include "people/kinds.h"

#define OPEN_US (10 * US_PER_MINUTE)

int64_t
sheet_ask(Txn *txn, const Act *act)
{
  int64_t id = act_new_id(act);

  log_add(txn, act,
          &(LogEntry){ .kind = SHEET_ASKED, .concerns_id = act->member_id, .thing_id = id });
  return id;
}

/* The entry's number; 0: not asked by them, or too long ago. */
static int64_t
find_asked(Txn *txn, int64_t member_id, int64_t sheet_id, int64_t now_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM log_entry WHERE community_id = ?1"
                                     " AND concerns_id = ?2 AND actor_id = ?2 AND kind = ?3"
                                     " AND thing_id = ?4 AND at_us > ?5");

  bind_int(q, 2, member_id);
  bind_text(q, 3, SHEET_ASKED);
  bind_int(q, 4, sheet_id);
  bind_int(q, 5, now_us - OPEN_US);
  return query_next(q) ? col_int(q, 0) : 0;
}

bool
sheet_may_be_shown(Txn *txn, int64_t member_id, int64_t sheet_id, int64_t now_us)
{
  int64_t asked = find_asked(txn, member_id, sheet_id, now_us);
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM log_entry WHERE community_id = ?1"
                                     " AND concerns_id = 0 AND id > ?2 AND kind = ?3"
                                     " AND thing_id = ?4");

  if (!asked)
    return false;
  bind_int(q, 2, asked);
  bind_text(q, 3, SHEET_SHOWN);
  bind_int(q, 4, sheet_id);
  return !query_next(q) && !txn_trouble(txn);
}

int64_t
sheet_last_asked_us(Txn *txn)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT e.at_us FROM log_power p"
                    " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
                    " WHERE p.community_id = ?1 AND e.kind = ?2 ORDER BY p.id DESC LIMIT 1");

  bind_text(q, 2, SHEET_ASKED);
  return query_next(q) ? col_int(q, 0) : 0;
}
