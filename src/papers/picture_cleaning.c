/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Outbox task "picture-cleaning": the file as it came goes through the press, and what the press
 * made takes its place. What cannot be cleaned is not kept. */
#include "db/writer.h"
#include "papers/picture_rows.h"
#include "papers/rules.h"

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  GBytes *made;        /* NULL: failed */
  const char *problem; /* message id; "" when it was made */
} Cleaning;

/* Only if it still waits: it may have been taken away meanwhile. */
static bool
store_cleaned(Txn *txn, void *data)
{
  const Cleaning *cleaning = data;
  const Act act = outbox_task_act(cleaning->task, cleaning->ids);
  gsize len = 0;
  const char *bytes = cleaning->made ? g_bytes_get_data(cleaning->made, &len) : NULL;
  g_autoptr(Query) q =
      db_change(txn, &act,
                "UPDATE picture SET state = ?3, problem = ?4, media_type = ?5, bytes = ?6"
                " WHERE community_id = ?1 AND id = ?2 AND state = 'waiting'");

  id_tape_rewind(cleaning->ids);
  bind_int(q, 2, cleaning->task->thing_id);
  bind_text(q, 3, bytes ? "ready" : "failed");
  bind_text(q, 4, cleaning->problem);
  bind_text(q, 5, bytes ? picture_file_media_type(cleaning->made) : "");
  bind_int(q, 6, (int64_t)len);
  if (!query_run(q) || query_changes(q) == 0)
    return true;
  picture_parts_drop(txn, &act, cleaning->task->thing_id);
  if (bytes)
    picture_parts_keep(txn, &act, cleaning->task->thing_id, bytes, len);
  papers_log(txn, &act, bytes ? "picture-ready" : "picture-failed", cleaning->task->thing_id);
  return true;
}

/* The file of a picture that waits; NULL: none (any more). */
static GBytes *
load_waiting(Txn *txn, int64_t id)
{
  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT 1 FROM picture WHERE community_id = ?1 AND id = ?2 AND state = 'waiting'");

    bind_int(q, 2, id);
    if (!query_next(q))
      return NULL;
  }
  return g_byte_array_free_to_bytes(picture_parts_read(txn, id));
}

OutboxResult
clean_own_picture(Db *db, const OutboxTask *task, void *data)
{
  Txn *txn = db_begin_read(db, task->community_id);
  g_autoptr(GBytes) file = load_waiting(txn, task->thing_id);
  Trouble trouble = txn_trouble(txn);

  (void)data;
  db_end_read(txn);
  if (trouble)
    return OUTBOX_RETRY;
  if (!file)
    return OUTBOX_DONE;

  g_autoptr(GBytes) made = NULL;
  g_autofree char *problem = NULL;

  if (!picture_file_clean(file, task->attempt, &made, &problem))
    return OUTBOX_RETRY;

  g_autoptr(IdTape) ids = id_tape_new();
  Cleaning cleaning = { task, ids, made, problem };

  if (db_write_and_wait(db, task->community_id, store_cleaned, &cleaning, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return made ? OUTBOX_DONE : OUTBOX_GIVE_UP;
}
