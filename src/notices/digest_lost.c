/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What mails told in vain, or will not tell any more, goes back to the subject that it is of, so
 * that somebody tells it. */
#include "notices/bounces.h"
#include "notices/digest.h"

enum { LOST_MOST = 500 };

typedef struct {
  int64_t id, thing_id;
  const DigestKind *kind;
  bool is_sent;
} LostItem;

/* What waits, and what went since; of a mail that cannot come back its items say when. */
static GArray *
find_lost(Txn *txn, int64_t member_id, int64_t since_us)
{
  GArray *items = g_array_new(FALSE, FALSE, sizeof(LostItem));
  g_autoptr(Query) q =
      db_query(txn, "SELECT i.id, i.thing_id, i.kind, CASE WHEN d.id IS NULL THEN 1 ELSE 0 END"
                    " FROM digest_item i"
                    " LEFT JOIN digest d ON d.community_id = ?1 AND d.id = i.digest_id"
                    " LEFT JOIN mail_return r ON r.community_id = ?1 AND r.id = i.digest_id"
                    " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.lost_at_us IS NULL"
                    " AND (d.id IS NOT NULL OR COALESCE(r.made_at_us, i.at_us) >= ?3)"
                    " ORDER BY i.id DESC LIMIT ?4");

  bind_int(q, 2, member_id);
  bind_int(q, 3, since_us);
  bind_int(q, 4, LOST_MOST);
  while (query_next(q)) {
    const LostItem item = { .id = col_int(q, 0),
                            .thing_id = col_int(q, 1),
                            .kind = digest_kind_find(col_text(q, 2)),
                            .is_sent = col_int(q, 3) != 0 };

    if (item.kind && item.kind->lose)
      g_array_append_val(items, item);
  }
  return items;
}

/* What went can still be answered by its number; what waits would be told twice. */
static void
mark_lost(Txn *txn, const Act *act, const LostItem *item)
{
  g_autoptr(Query) q =
      item->is_sent
          ? db_change(txn, act,
                      "UPDATE digest_item SET lost_at_us = ?3 WHERE community_id = ?1 AND id = ?2")
          : db_change(txn, act, "DELETE FROM digest_item WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, item->id);
  if (item->is_sent)
    bind_int(q, 3, act->at_us);
  query_run(q);
}

void
digests_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is)
{
  if (was != REACH_EMAIL || is == REACH_EMAIL)
    return;

  g_autoptr(GArray) items =
      find_lost(txn, member_id, is == REACH_COUNT ? act->at_us - MAIL_MAY_BE_LOST_US : INT64_MAX);

  for (guint i = 0; i < items->len && !txn_trouble(txn); i++) {
    const LostItem *item = &g_array_index(items, LostItem, i);

    mark_lost(txn, act, item);
    item->kind->lose(txn, act, member_id, item->thing_id);
  }
}
