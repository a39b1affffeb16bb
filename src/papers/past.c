/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Noting a sending that is over: the rows that it would have left. */
#include "papers/past.h"

#include "papers/find.h"

/* A ready format that is not in the cache is what each one becomes in time: formats.c makes it
 * again when it is asked for. */
static void
count_as_made(Txn *txn, const Act *act, int64_t paper_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_format SET state = 'ready' WHERE community_id = ?1"
                                 " AND paper_id = ?2 AND state = 'waiting'");

  bind_int(q, 2, paper_id);
  query_run(q);
}

/* The letters are long in the post; they can be asked for again. */
static void
drop_post_pack(Txn *txn, const Act *act, int64_t release_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM post_pack WHERE community_id = ?1 AND release_id = ?2");

  bind_int(q, 2, release_id);
  query_run(q);
}

int64_t
releases_note_past(Txn *txn, const Act *act, const PastSending *sending, Refusals *refusals)
{
  const int before = refusals_count(refusals);
  const int64_t mark = act_new_id(act);
  int64_t release_id = 0;

  if (sending->why)
    releases_start_change(txn, act, sending->paper_id, sending->why, false, sending->origin,
                          refusals, &release_id);
  else
    releases_start(txn, act, sending->paper_id, sending->member_ids, sending->count,
                   sending->origin, refusals, &release_id);
  if (!release_id)
    return 0;
  count_as_made(txn, act, sending->paper_id);
  if (!sending->makes_formats)
    outbox_drop_since(txn, act, "paper-format", mark);
  releases_release(txn, act, release_id, sending->reason, refusals);
  outbox_drop_since(txn, act, "paper-mail", mark);
  outbox_drop_since(txn, act, "post-pack", mark);
  drop_post_pack(txn, act, release_id);
  if (sending->why) {
    papers_keep_words_now(txn, act, sending->paper_id);
    outbox_drop_since(txn, act, "paper-words", mark);
  }
  return refusals_count(refusals) > before ? 0 : release_id;
}
