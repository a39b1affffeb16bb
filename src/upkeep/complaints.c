/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Complaints: made, sealed, known, answered. */
#include "upkeep/complaints.h"

#include "base/clock.h"
#include "base/random.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "questions/questions.h"

#include <sodium.h>
#include <string.h>

enum { HASH_BYTES = 32 };

static void
hash_receipt(const char *receipt, uint8_t ret_hash[static HASH_BYTES])
{
  crypto_generichash(ret_hash, HASH_BYTES, (const uint8_t *)receipt, strlen(receipt), NULL, 0);
}

ComplaintCounts
complaints_count(Txn *txn, int64_t now_us)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT count(*), CAST(coalesce(sum(CASE WHEN (known_at_us = 0 AND due_us < ?2)"
                    " OR made_at_us < ?3 THEN 1 ELSE 0 END), 0) AS BIGINT) FROM upkeep_complaint"
                    " WHERE community_id = ?1 AND told_at_us = 0");

  bind_int(q, 2, now_us);
  bind_int(q, 3, now_us - COMPLAINT_LONG_DAYS * US_PER_DAY);
  if (!query_next(q))
    return (ComplaintCounts){ .open = 0 };
  return (ComplaintCounts){ .open = col_int(q, 0), .overdue = col_int(q, 1) };
}

bool
complaint_is_overdue(const Complaint *complaint, int64_t now_us)
{
  return !complaint->told_at_us &&
         ((!complaint->known_at_us && complaint->due_us < now_us) ||
          complaint->made_at_us < now_us - COMPLAINT_LONG_DAYS * US_PER_DAY);
}

int64_t
complaints_add(Txn *txn, const Act *act, const char *words, const char *contact, Refusals *refusals,
               char ret_receipt[static COMPLAINT_RECEIPT_SIZE])
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  uint8_t bytes[32], hash[HASH_BYTES];
  size_t words_len = 0, contact_len = 0;
  int64_t id = act_new_id(act);

  if (complaints_count(txn, act->at_us).open >= COMPLAINTS_OPEN_MOST) {
    refuse(refusals, "", N_("We cannot take this here now. Please ring or write to us"));
    return 0;
  }
  random_bytes(bytes, sizeof(bytes));
  sodium_bin2base64(ret_receipt, COMPLAINT_RECEIPT_SIZE, bytes, sizeof(bytes),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  hash_receipt(ret_receipt, hash);
  seal_make_person_key(txn, act, id);

  const void *sealed_words =
      seal_text(txn, arena, id, "upkeep_complaint.words", id, words, &words_len);
  const void *sealed_contact =
      seal_text(txn, arena, id, "upkeep_complaint.contact", id, contact, &contact_len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_complaint (community_id, id, receipt_hash, words, contact, made_at_us,"
      " due_us, known_at_us, told_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0)");

  bind_int(q, 2, id);
  bind_blob(q, 3, hash, sizeof(hash));
  bind_blob(q, 4, sealed_words, words_len);
  bind_blob(q, 5, sealed_contact, contact_len);
  bind_int(q, 6, act->at_us);
  bind_int(q, 7, act->at_us + COMPLAINT_DAYS * US_PER_DAY);
  query_run(q);

  /* Nobody's name stands in the record beside it, not even that of a member. */
  Act nobody = *act;

  nobody.member_id = 0;
  nobody.role = ACT_AS_NOBODY;
  log_add(txn, &nobody, &(LogEntry){ .kind = "complaint-made", .thing_id = id });
  return id;
}

/* Columns: id, made, due, known, told. */
static Complaint
read_dates(Query *q)
{
  return (Complaint){ .id = col_int(q, 0),
                      .made_at_us = col_int(q, 1),
                      .due_us = col_int(q, 2),
                      .known_at_us = col_int(q, 3),
                      .told_at_us = col_int(q, 4) };
}

/* And: words, contact, outcome, the sealed key, origin. */
static const Complaint *
open_row(Txn *txn, Arena *arena, Query *q)
{
  Complaint *complaint = arena_new_of(arena, Complaint, 1);
  const char **slots[] = { &complaint->words, &complaint->contact, &complaint->outcome };
  static const char *const places[] = { "upkeep_complaint.words", "upkeep_complaint.contact",
                                        "upkeep_complaint.outcome" };
  size_t key_len = 0;
  const void *key = col_blob(q, 8, &key_len);

  *complaint = read_dates(q);
  for (int i = 0; i < 3; i++) {
    size_t len = 0;
    const void *sealed = col_blob(q, 5 + i, &len);

    if (len > 0)
      *slots[i] = seal_open_with(txn, arena, key, key_len, complaint->id, places[i], complaint->id,
                                 sealed, len);
  }
  complaint->is_erased = complaint->words == NULL;
  complaint->origin = arena_text(arena, col_text(q, 9));
  return complaint;
}

const Complaint *
complaints_find(Txn *txn, Arena *arena, int64_t id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id, c.made_at_us, c.due_us, c.known_at_us, c.told_at_us, c.words, c.contact,"
           " c.outcome, k.sealed, c.origin FROM upkeep_complaint c"
           " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = c.id"
           " WHERE c.community_id = ?1 AND c.id = ?2");

  bind_int(q, 2, id);
  return query_next(q) ? open_row(txn, arena, q) : NULL;
}

const Complaint *
complaints_find_by_receipt(Txn *txn, Arena *arena, const char *receipt)
{
  uint8_t hash[HASH_BYTES];
  g_autoptr(Query) q = db_query(
      txn, "SELECT c.id, c.made_at_us, c.due_us, c.known_at_us, c.told_at_us, c.words, c.contact,"
           " c.outcome, k.sealed, c.origin FROM upkeep_complaint c"
           " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = c.id"
           " WHERE c.community_id = ?1 AND c.receipt_hash = ?2");

  if (strlen(receipt) != COMPLAINT_RECEIPT_LEN)
    return NULL;
  hash_receipt(receipt, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  return query_next(q) ? open_row(txn, arena, q) : NULL;
}

const Complaint *
complaints_list(Txn *txn, Arena *arena, int limit)
{
  Complaint *complaints = arena_new_of(arena, Complaint, limit + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, made_at_us, due_us, known_at_us, told_at_us FROM upkeep_complaint"
           " WHERE community_id = ?1 ORDER BY CASE WHEN told_at_us = 0 THEN 0 ELSE 1 END, id"
           " LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q))
    complaints[count++] = read_dates(q);
  return complaints;
}

/* ---- their mail ---- */

const char *
complaint_address(Arena *arena, const char *contact)
{
  g_auto(GStrv) words = g_strsplit_set(contact, " \t\r\n,;<>()[]\"", -1);

  for (char **word = words; *word; word++) {
    /* "mailto:sam@place.example." */
    char *at = g_str_has_prefix(*word, "mailto:") ? *word + strlen("mailto:") : *word;
    const size_t len = strlen(at);

    if (len > 0 && strchr(".:!?", at[len - 1]))
      at[len - 1] = '\0';
    if (question_is_email(at))
      return arena_text(arena, at);
  }
  return NULL;
}

static bool
mails_to(Arena *arena, const Complaint *complaint)
{
  return complaint && complaint->contact && complaint_address(arena, complaint->contact);
}

bool
complaints_acknowledge(Txn *txn, const Act *act, int64_t id, const char *origin)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Complaint *complaint = complaints_find(txn, arena, id);
  const bool was_known = !complaint || complaint->known_at_us || !mails_to(arena, complaint);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE upkeep_complaint SET known_at_us ="
                " CASE WHEN known_at_us = 0 THEN ?3 ELSE known_at_us END, origin = ?4"
                " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_int(q, 3, act->at_us);
  bind_text(q, 4, origin);
  if (!query_run(q) || query_changes(q) == 0)
    return false;
  log_add(txn, act, &(LogEntry){ .kind = "complaint-known", .thing_id = id });
  if (!was_known)
    outbox_add(txn, act, "complaint-known-mail", id);
  return true;
}

bool
complaints_tell(Txn *txn, const Act *act, int64_t id, const char *outcome, const char *origin,
                Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const Complaint *complaint = complaints_find(txn, arena, id);
  size_t len = 0;

  if (!complaint || complaint->is_erased)
    return false;
  if (!*outcome) {
    refuse(refusals, "outcome", N_("Write what you found and what you did"));
    return true;
  }

  const void *sealed = seal_text(txn, arena, id, "upkeep_complaint.outcome", id, outcome, &len);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE upkeep_complaint SET outcome = ?3, told_at_us = ?4,"
                " known_at_us = CASE WHEN known_at_us = 0 THEN ?4 ELSE known_at_us END,"
                " origin = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  bind_blob(q, 3, sealed, len);
  bind_int(q, 4, act->at_us);
  bind_text(q, 5, origin);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "complaint-told", .thing_id = id });
  if (mails_to(arena, complaint))
    outbox_add(txn, act, "complaint-told-mail", id);
  return true;
}
