/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Three looks in one. */
#include "upkeep/first_steps.h"

#include "people/sheet_asks.h"

FirstSteps
first_steps_look(Txn *txn)
{
  FirstSteps steps = { .has_people = false };
  g_autoptr(Query) q = db_query(
      txn, "SELECT s.what, count(*) FROM (SELECT 'people' AS what FROM member"
           " WHERE community_id = ?1 UNION ALL SELECT 'backup' FROM upkeep_backup"
           " WHERE community_id = ?1 AND trial = 'good' UNION ALL SELECT 'sheet' FROM log_power p"
           " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
           " WHERE p.community_id = ?1 AND e.kind = ?2) s GROUP BY s.what");

  bind_text(q, 2, SHEET_ASKED); /* a use of power, as the list asked here holds */
  while (query_next(q)) {
    const char what = *col_text(q, 0);

    steps.has_people |= what == 'p' && col_int(q, 1) > 1;
    steps.has_backup |= what == 'b';
    steps.has_sheet |= what == 's';
  }
  return steps;
}
