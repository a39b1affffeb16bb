/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pictures of receipts: keeping them sealed, opening, taking out; cleaning them in the press. */
#include "resources/receipts.h"

#include "base/text.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "resources/rules.h"

#include <string.h>

enum {
  PART_BYTES = 192 * 1024, /* 256 KB as base64 */
  PART_ARENA = 4 * 1024 * 1024,
};
#define PART_PLACE "cost_receipt_part.words"

static const char *const state_names[] = { "waiting", "ready", "failed" };

/* ---- reading ---- */

const Receipt *
receipts_of(Txn *txn, Arena *arena, int64_t claim_id)
{
  Receipt *list = arena_new_of(arena, Receipt, RECEIPTS_A_CLAIM + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, state, problem, made_at_us FROM cost_receipt"
                    " WHERE community_id = ?1 AND claim_id = ?2 ORDER BY id LIMIT ?3");

  bind_int(q, 2, claim_id);
  bind_int(q, 3, RECEIPTS_A_CLAIM);
  while (count < RECEIPTS_A_CLAIM && query_next(q)) {
    list[count] = (Receipt){ .id = col_int(q, 0),
                             .problem = arena_text(arena, col_text(q, 2)),
                             .made_at_us = col_int(q, 3) };
    for (int i = RECEIPT_WAITING; i <= RECEIPT_FAILED; i++)
      if (strcmp(state_names[i], col_text(q, 1)) == 0)
        list[count].state = (ReceiptState)i;
    count++;
  }
  return list;
}

/* All parts, opened. Empty where there are none; trouble where one does not open. */
static GBytes *
read_parts(Txn *txn, int64_t receipt_id)
{
  GByteArray *bytes = g_byte_array_new();
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, p.words, p.id, p.member_id FROM cost_receipt_part p"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = p.member_id"
                    " WHERE p.community_id = ?1 AND p.receipt_id = ?2 ORDER BY p.id");

  bind_int(q, 2, receipt_id);
  while (query_next(q)) {
    g_autoptr(Arena) arena = arena_new(PART_ARENA);
    const char *words = open_sealed(txn, arena, q, 0, 1, col_int(q, 3), PART_PLACE, col_int(q, 2));
    gsize len = 0;
    g_autofree guchar *part = g_base64_decode(words, &len);

    g_byte_array_append(bytes, part, (guint)len);
  }
  return g_byte_array_free_to_bytes(bytes);
}

static bool
is_in_state(Txn *txn, int64_t receipt_id, ReceiptState state, int64_t *ret_claim_id,
            int64_t *ret_member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT claim_id, member_id FROM cost_receipt WHERE community_id = ?1"
                    " AND id = ?2 AND state = ?3");

  bind_int(q, 2, receipt_id);
  bind_text(q, 3, state_names[state]);
  if (!query_next(q))
    return false;
  *ret_claim_id = col_int(q, 0);
  *ret_member_id = col_int(q, 1);
  return true;
}

GBytes *
receipts_open(Txn *txn, int64_t claim_id, int64_t receipt_id)
{
  int64_t found_id = 0, member_id = 0;

  if (!is_in_state(txn, receipt_id, RECEIPT_READY, &found_id, &member_id) || found_id != claim_id)
    return NULL;
  return read_parts(txn, receipt_id);
}

/* ---- keeping ---- */

static void
drop_parts(Txn *txn, const Act *act, int64_t receipt_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM cost_receipt_part WHERE community_id = ?1 AND receipt_id = ?2");

  bind_int(q, 2, receipt_id);
  query_run(q);
}

static void
keep_parts(Txn *txn, const Act *act, int64_t receipt_id, int64_t member_id, const guchar *bytes,
           size_t len)
{
  for (size_t at = 0; at < len && !txn_trouble(txn); at += PART_BYTES) {
    g_autoptr(Arena) arena = arena_new(PART_ARENA);
    g_autofree char *words = g_base64_encode(bytes + at, MIN(len - at, PART_BYTES));
    const int64_t id = act_new_id(act);
    size_t sealed_len = 0;
    const void *sealed = seal_text(txn, arena, member_id, PART_PLACE, id, words, &sealed_len);
    g_autoptr(Query) q =
        db_change(txn, act,
                  "INSERT INTO cost_receipt_part (community_id, id, receipt_id, member_id, words)"
                  " VALUES (?1, ?2, ?3, ?4, ?5)");

    bind_int(q, 2, id);
    bind_int(q, 3, receipt_id);
    bind_int(q, 4, member_id);
    bind_blob(q, 5, sealed, sealed_len);
    query_run(q);
  }
}

static void
insert_receipt(Txn *txn, const Act *act, const Claim *claim, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO cost_receipt (community_id, id, claim_id, member_id, state, problem,"
                " made_by, made_at_us) VALUES (?1, ?2, ?3, ?4, 'waiting', '', ?5, ?6)");

  bind_int(q, 2, id);
  bind_int(q, 3, claim->id);
  bind_int(q, 4, claim->member_id);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
}

/* Whoever has the claim before them is told that it is not as they saw it. False: it is settled
 * meanwhile. */
static bool
touch_open_claim(Txn *txn, const Act *act, int64_t claim_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE cost_claim SET changes = changes + 1 WHERE community_id = ?1 AND id = ?2"
                " AND state IN ('sent', 'asked')");

  bind_int(q, 2, claim_id);
  return query_run(q) && query_changes(q) > 0;
}

static bool
is_theirs(const Act *act, const Claim *claim)
{
  return act->member_id &&
         (act->member_id == claim->member_id || act->member_id == claim->entered_by);
}

void
receipts_add(Txn *txn, const Act *act, const Claim *claim, const AnswerFile *file,
             Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Receipt *list = receipts_of(txn, arena, claim->id);
  const char *fault = picture_file_fault(file);
  int count = 0;

  while (list[count].id)
    count++;
  if (!is_theirs(act, claim))
    refuse(refusals, "", N_("Only the one whose claim it is can do this"));
  else if (count >= RECEIPTS_A_CLAIM)
    refuse(refusals, "file", N_("There are six pictures. Take one out first"));
  else if (fault)
    refuse(refusals, "file", fault);
  if (refusals_count(refusals) > 0)
    return;
  if (!touch_open_claim(txn, act, claim->id)) {
    if (!txn_trouble(txn))
      refuse(refusals, "", N_("This claim is agreed already"));
    return;
  }

  const int64_t id = act_new_id(act);

  insert_receipt(txn, act, claim, id);
  keep_parts(txn, act, id, claim->member_id, (const guchar *)file->bytes, file->len);
  outbox_add(txn, act, "receipt-cleaning", id);
  resources_note(txn, act, "receipt-added", claim->id, claim->member_id);
}

void
receipts_take_out(Txn *txn, const Act *act, const Claim *claim, int64_t receipt_id,
                  Refusals *refusals)
{
  if (!is_theirs(act, claim))
    refuse(refusals, "", N_("Only the one whose claim it is can do this"));
  if (refusals_count(refusals) > 0)
    return;

  const bool is_open = touch_open_claim(txn, act, claim->id);

  if (!is_open && act->member_id != claim->member_id && !txn_trouble(txn)) {
    refuse(refusals, "", N_("This claim is agreed already"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM cost_receipt WHERE community_id = ?1 AND id = ?2"
                                 " AND claim_id = ?3");

  drop_parts(txn, act, receipt_id);
  bind_int(q, 2, receipt_id);
  bind_int(q, 3, claim->id);
  if (query_run(q) && query_changes(q) > 0)
    resources_note(txn, act, "receipt-out", claim->id, claim->member_id);
}

#define OF_THESE " (?2 = 0 OR claim_id = ?2) AND (?3 = 0 OR member_id = ?3)"

void
receipts_drop(Txn *txn, const Act *act, int64_t claim_id, int64_t member_id)
{
  g_autoptr(Query) parts =
      db_change(txn, act,
                "DELETE FROM cost_receipt_part WHERE community_id = ?1 AND receipt_id IN"
                " (SELECT id FROM cost_receipt WHERE community_id = ?1 AND" OF_THESE ")");
  g_autoptr(Query) rows =
      db_change(txn, act, "DELETE FROM cost_receipt WHERE community_id = ?1 AND" OF_THESE);

  if (!claim_id && !member_id)
    return;
  bind_int(parts, 2, claim_id);
  bind_int(parts, 3, member_id);
  query_run(parts);
  bind_int(rows, 2, claim_id);
  bind_int(rows, 3, member_id);
  query_run(rows);
}

/* ---- cleaning ---- */

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  GBytes *made;        /* NULL: failed */
  const char *problem; /* message id; "" when it was made */
  int64_t claim_id, member_id;
} Cleaning;

/* Only if it still waits: it may have been taken out meanwhile. */
static bool
store_cleaned(Txn *txn, void *data)
{
  const Cleaning *cleaning = data;
  const int64_t id = cleaning->task->thing_id;
  const Act act = outbox_task_act(cleaning->task, cleaning->ids);
  g_autoptr(Query) q =
      db_change(txn, &act,
                "UPDATE cost_receipt SET state = ?3, problem = ?4 WHERE community_id = ?1"
                " AND id = ?2 AND state = 'waiting'");

  id_tape_rewind(cleaning->ids);
  bind_int(q, 2, id);
  bind_text(q, 3, state_names[cleaning->made ? RECEIPT_READY : RECEIPT_FAILED]);
  bind_text(q, 4, cleaning->problem);
  if (!query_run(q) || query_changes(q) == 0)
    return true;
  drop_parts(txn, &act, id);
  if (cleaning->made) {
    gsize len = 0;
    const guchar *bytes = g_bytes_get_data(cleaning->made, &len);

    keep_parts(txn, &act, id, cleaning->member_id, bytes, len);
  }
  resources_note(txn, &act, cleaning->made ? "receipt-ready" : "receipt-failed", cleaning->claim_id,
                 cleaning->member_id);
  return true;
}

OutboxResult
clean_receipt(Db *db, const OutboxTask *task, void *data)
{
  Cleaning cleaning = { .task = task };
  Txn *txn = db_begin_read(db, task->community_id);
  const bool is_waiting =
      is_in_state(txn, task->thing_id, RECEIPT_WAITING, &cleaning.claim_id, &cleaning.member_id);
  g_autoptr(GBytes) file = is_waiting ? read_parts(txn, task->thing_id) : NULL;
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

  cleaning.ids = ids;
  cleaning.made = made;
  cleaning.problem = problem;
  if (db_write_and_wait(db, task->community_id, store_cleaned, &cleaning, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return made ? OUTBOX_DONE : OUTBOX_GIVE_UP;
}

void
receipts_after_archive(Txn *txn, const Act *act)
{
  g_autoptr(GArray) waiting = g_array_new(FALSE, FALSE, sizeof(int64_t));
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM cost_receipt WHERE community_id = ?1"
                                       " AND state = 'waiting' ORDER BY id");

    while (query_next(q)) {
      const int64_t id = col_int(q, 0);

      g_array_append_val(waiting, id);
    }
  }
  for (guint i = 0; i < waiting->len; i++)
    outbox_add(txn, act, "receipt-cleaning", g_array_index(waiting, int64_t, i));
}
