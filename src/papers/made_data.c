/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats that a member said they would make or asked others for, and their own that came late. */
#include "papers/made_data.h"

#include "people/seal.h"

static void
collect_promised(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, f.kind, f.what, f.due_us, f.here_at_us, f.why, f.credit"
                    " FROM made_format f"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"
                    " WHERE f.community_id = ?1 AND f.owner_id = ?2 ORDER BY f.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "promised", q,
                DATA_KEYS("title", "kind", "words", "due_at", "here_at", "reason", "credit"));
}

static void
collect_asked(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT p.title, f.kind, f.asked_at_us FROM made_format f"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"
                    " WHERE f.community_id = ?1 AND f.asked_by = ?2 ORDER BY f.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "asked", q, DATA_KEYS("title", "kind", "asked_at"));
}

static void
collect_late(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.id, l.way, l.format, l.came_at_us, l.done_at_us, l.released_at_us,"
                    " p.title, k.sealed FROM late_copy l"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = l.paper_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = l.member_id"
                    " WHERE l.community_id = ?1 AND l.member_id = ?2 ORDER BY l.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    g_autoptr(Arena) arena = arena_new(16 * 1024);
    json_t *row = data_add_row(facts, "late");
    size_t len = 0, key_len = 0;
    const void *sealed = col_blob(q, 2, &len), *key = col_blob(q, 7, &key_len);

    data_set_text(row, "title", col_text(q, 6));
    data_set_text(row, "format",
                  seal_open_with(txn, arena, key, key_len, member_id, "late_copy.format",
                                 col_int(q, 0), sealed, len));
    data_set_text(row, "way", col_text(q, 1));
    data_set_time(row, "sent_at", col_int(q, 5));
    data_set_time(row, "here_at", col_int(q, 3));
    data_set_time(row, "done_at", col_int(q, 4));
  }
}

/* Whom they told of it is those people's; that they did is theirs. */
static void
collect_told(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT p.title, l.done_at_us FROM late_copy l"
                                     " JOIN paper p ON p.community_id = ?1 AND p.id = l.paper_id"
                                     " WHERE l.community_id = ?1 AND l.done_by = ?2 ORDER BY l.id");

  bind_int(q, 2, member_id);
  data_add_rows(facts, "brought", q, DATA_KEYS("title", "done_at"));
}

void
made_collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_promised(txn, member_id, facts);
  collect_asked(txn, member_id, facts);
  collect_late(txn, member_id, facts);
  collect_told(txn, member_id, facts);
}

/* The format stays, for those who read it; its maker's name and words go. That something came late
 * stays true, which format goes with the key and is emptied besides. */
void
made_erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) made = db_change(txn, act,
                                    "UPDATE made_format SET owner_id = 0, credit = '', why = ''"
                                    " WHERE community_id = ?1 AND owner_id = ?2");

  bind_int(made, 2, member_id);
  query_run(made);

  g_autoptr(Query) late = db_change(txn, act,
                                    "UPDATE late_copy SET format = ?3, way = '', link_id = 0"
                                    " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(late, 2, member_id);
  bind_blob(late, 3, NULL, 0);
  query_run(late);
}
