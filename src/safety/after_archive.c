/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A measure for whoever is suspended and has none here. */
#include "safety/after_archive.h"

#include "lang/lang.h"
#include "safety/measure_rows.h"

static GArray *
find_suspended(Txn *txn)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.id FROM member m WHERE m.community_id = ?1 AND m.state = 'suspended'"
                    " AND NOT EXISTS (SELECT 1 FROM measure s WHERE s.community_id = ?1"
                    " AND s.member_id = m.id AND s.state = 'running') ORDER BY m.id");

  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

static void
add_measure(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO measure (community_id, id, member_id, kind, days, grounds, words, state,"
      " proposed_by, proposed_at_us, decided_by, starts_at_us, key_version, token_blind, origin,"
      " appeal, heard_by, answer) VALUES (?1, ?2, ?3, 'suspend', 0, ?4, ?5, 'running', 0, ?6, 0,"
      " ?6, 0, ?7, '', ?7, 0, ?7)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  measure_seal(q, 4, txn, arena, member_id, "measure.grounds", id, "other");
  measure_seal(q, 5, txn, arena, member_id, "measure.words", id,
               lang_text(NULL, N_("This community moved to another place. Why you were paused, and"
                                  " until when, did not come along. Ask an organiser.")));
  bind_int(q, 6, act->at_us);
  bind_blob(q, 7, NULL, 0);
  query_run(q);
}

void
safety_after_archive(Txn *txn, const Act *act)
{
  g_autoptr(GArray) ids = find_suspended(txn);

  for (guint i = 0; i < ids->len && !txn_trouble(txn); i++)
    add_measure(txn, act, g_array_index(ids, int64_t, i));
}
