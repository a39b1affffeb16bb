/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding what came late or failed. */
#include "papers/cases.h"

#include "base/clock.h"
#include "papers/rules.h"

#include <string.h>

/* How long by hand may take before it is late; and what is older than two months is past mending.
 */
#define LATE_US (3 * US_PER_DAY)
#define PAST_US (60 * US_PER_DAY)

/* Columns in the order of cases_list(). False: a format that this program does not know. */
static bool
read_case(Query *q, Arena *arena, PaperCase *ret_case)
{
  PaperCase one = {
    .kind = (PaperCaseKind)col_int(q, 0),
    .paper_id = col_int(q, 1),
    .paper_title = arena_text(arena, col_text(q, 2)),
    .thing_id = col_int(q, 3),
    .count = (int)col_int(q, 4),
    .what = "",
  };
  const char *name = col_text(q, 5), *more = col_text(q, 6);

  if (one.kind == CASE_MADE_LATE) {
    one.what = arena_text(arena, more);
    if (!made_kind_from_name(name, &one.made))
      return false;
  }
  if (one.kind == CASE_NOT_MADE) {
    one.problem = g_intern_string(more);
    if (!format_read_stored(name, (int)col_int(q, 7), &one.want))
      return false;
    one.thing_id = 0;
  }
  *ret_case = one;
  return true;
}

const PaperCase *
cases_list(Txn *txn, Arena *arena, int64_t paper_id, int64_t now_us)
{
  PaperCase *list = arena_new_of(arena, PaperCase, CASES_SHOWN + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn,
      "SELECT 0 AS case_kind, f.paper_id AS about_id, p.title AS title, f.id AS thing_id,"
      " 1 AS people, f.kind AS name, f.what AS more, 0 AS size FROM made_format f"
      " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"
      " WHERE f.community_id = ?1 AND f.state = 'asked' AND f.due_us > 0 AND f.due_us <= ?2"
      " AND (?3 = 0 OR f.paper_id = ?3)"
      " UNION ALL SELECT 1, t.paper_id, p.title, t.id, 1, t.format, t.problem, t.points + t.grade"
      " FROM paper_format t JOIN paper p ON p.community_id = ?1 AND p.id = t.paper_id"
      " WHERE t.community_id = ?1 AND t.state = 'not-ready' AND (?3 = 0 OR t.paper_id = ?3)"
      " AND EXISTS (SELECT 1 FROM release r WHERE r.community_id = ?1"
      " AND r.paper_id = t.paper_id AND r.version = t.version AND r.made_at_us > ?4)"
      " AND NOT EXISTS (SELECT 1 FROM made_format f WHERE f.community_id = ?1"
      " AND f.paper_id = t.paper_id AND f.state = 'here' AND f.instead_of = t.format)"
      " UNION ALL SELECT CASE WHEN d.way = 'post' THEN 2 ELSE 3 END, r.paper_id, p.title, r.id,"
      " count(*), '', '', 0 FROM release r"
      " JOIN paper p ON p.community_id = ?1 AND p.id = r.paper_id"
      " JOIN delivery d ON d.community_id = ?1 AND d.release_id = r.id"
      " AND d.way IN ('post', 'phone', 'in-person') AND d.done_at_us IS NULL"
      " AND d.overtaken_at_us IS NULL"
      " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id AND m.state = 'here'"
      " WHERE r.community_id = ?1 AND r.released_at_us > ?4 AND r.released_at_us <= ?5"
      " AND (?3 = 0 OR r.paper_id = ?3)"
      " GROUP BY r.id, r.paper_id, p.title, CASE WHEN d.way = 'post' THEN 2 ELSE 3 END"
      " UNION ALL SELECT 4, l.paper_id, p.title, l.release_id, count(*), '', '', 0"
      " FROM late_copy l JOIN paper p ON p.community_id = ?1 AND p.id = l.paper_id"
      " JOIN member m ON m.community_id = ?1 AND m.id = l.member_id AND m.state = 'here'"
      " WHERE l.community_id = ?1 AND l.came_at_us > ?4 AND l.done_at_us IS NULL"
      " AND l.way IN ('post', 'phone', 'in-person') AND (?3 = 0 OR l.paper_id = ?3)"
      " GROUP BY l.release_id, l.paper_id, p.title"
      " ORDER BY case_kind, thing_id LIMIT ?6");

  bind_int(q, 2, now_us);
  bind_int(q, 3, paper_id);
  bind_int(q, 4, now_us - PAST_US);
  bind_int(q, 5, now_us - LATE_US);
  bind_int(q, 6, CASES_SHOWN);
  while (query_next(q))
    count += read_case(q, arena, &list[count]);
  list[count] = (PaperCase){ .paper_title = NULL };
  return list;
}
