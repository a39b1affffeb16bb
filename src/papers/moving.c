/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A copy that was to be mailed to somebody who is reached otherwise by now: it goes the way they
 * are reached, and stands on that way's list (R66). */
#include "papers/releases.h"

#include "papers/rules.h"
#include "people/seal.h"

typedef struct {
  int64_t id, member_id, release_id, paper_id;
  Reach reach; /* the member's, now */
  FormatWants wants;
} Waiting;

/* False: it does not wait for a mail, or trouble. */
static bool
read_waiting(Txn *txn, Arena *arena, int64_t delivery_id, Waiting *ret_waiting)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.member_id, d.release_id, d.paper_id, m.reach, d.formats, k.sealed"
                    " FROM delivery d JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND d.way = 'email'"
                    " AND d.done_at_us IS NULL AND d.overtaken_at_us IS NULL");
  Waiting waiting = { .id = delivery_id };
  size_t len = 0, key_len = 0;

  bind_int(q, 2, delivery_id);
  if (!query_next(q) || !reach_from_name(col_text(q, 3), &waiting.reach))
    return false;
  waiting.member_id = col_int(q, 0);
  waiting.release_id = col_int(q, 1);
  waiting.paper_id = col_int(q, 2);

  const void *sealed = col_blob(q, 4, &len), *key = col_blob(q, 5, &key_len);
  const char *text = seal_open_with(txn, arena, key, key_len, waiting.member_id, "delivery.formats",
                                    delivery_id, sealed, len);

  if (!text || !format_wants_from_text(text, &waiting.wants))
    return false;
  *ret_waiting = waiting;
  return true;
}

static void
move(Txn *txn, const Act *act, Arena *arena, const Waiting *waiting)
{
  const FormatWants wants = wants_by_way(&waiting->wants, waiting->reach);
  size_t len = 0;
  const void *sealed = seal_text(txn, arena, waiting->member_id, "delivery.formats", waiting->id,
                                 format_wants_to_text(&wants, arena), &len);
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE delivery SET way = ?3, formats = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, waiting->id);
  bind_text(q, 3, reach_name(waiting->reach));
  bind_blob(q, 4, sealed, len);
  query_run(q);
  for (int i = 0; i < wants.count; i++)
    formats_ask(txn, act, waiting->paper_id, &wants.wants[i]);
  if (waiting->reach == REACH_POST)
    releases_ask_for_post_pack(txn, act, waiting->release_id);
  log_add(txn, act,
          &(LogEntry){ .kind = "delivery-moved",
                       .concerns_id = waiting->member_id,
                       .thing_id = waiting->id });
}

bool
releases_still_by_mail(Txn *txn, const Act *act, int64_t delivery_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Waiting waiting;

  if (!read_waiting(txn, arena, delivery_id, &waiting) || waiting.reach == REACH_EMAIL)
    return true;
  move(txn, act, arena, &waiting);
  return false;
}
