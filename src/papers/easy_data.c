/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the Easy Read of papers holds about a member: that they understood one, or found it hard. */
#include "papers/easy_data.h"

#include "papers/rules.h"

static void
collect_checks(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, c.checked_us, c.who, c.member_id FROM easy_check c"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = c.paper_id"
                    " WHERE c.community_id = ?1 AND (c.member_id = ?2 OR c.made_by = ?2)"
                    " ORDER BY c.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const bool is_own = col_int(q, 3) == member_id;
    json_t *row = data_add_row(facts, is_own ? "understood" : "wrote_down");

    data_set_text(row, "title", col_text(q, 0));
    data_set_time(row, "made_at", col_int(q, 1));
    data_set_text(row, "shown_name", col_text(q, 2));
  }
}

static void
collect_hard(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, h.words FROM easy_hard h"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = h.paper_id"
                    " WHERE h.community_id = ?1 AND h.member_id = ?2 ORDER BY h.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "found_hard", q, DATA_KEYS("title", "words"));
}

void
easy_read_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_checks(txn, member_id, facts);
  collect_hard(txn, member_id, facts);
}

static void
make_again(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Arena) arena = arena_new(16 * PAPER_SOURCE_MAX);
  const Paper *paper = papers_find(txn, arena, paper_id);

  if (paper)
    formats_ask_again(txn, act, paper, true);
}

/* Made files that have this member's name at their end are made again. */
static void
make_easy_read_again(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(GArray) papers = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_query(txn, "SELECT DISTINCT paper_id FROM easy_check"
                                     " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const int64_t paper_id = col_int(q, 0);

    g_array_append_val(papers, paper_id);
  }
  query_done(g_steal_pointer(&q));
  for (guint i = 0; i < papers->len; i++)
    make_again(txn, act, g_array_index(papers, int64_t, i));
}

/* That somebody understood stays true, without saying who. What they found hard goes. */
void
easy_read_erase(Txn *txn, const Act *act, int64_t member_id)
{
  make_easy_read_again(txn, act, member_id);

  g_autoptr(Query) hard =
      db_change(txn, act, "DELETE FROM easy_hard WHERE community_id = ?1 AND member_id = ?2");

  bind_int(hard, 2, member_id);
  query_run(hard);

  g_autoptr(Query) checks = db_change(txn, act,
                                      "UPDATE easy_check SET who = '', member_id = 0, made_by = 0"
                                      " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(checks, 2, member_id);
  query_run(checks);
}
