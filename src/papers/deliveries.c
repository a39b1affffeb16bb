/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Copies of a paper: lists of people to ring, visit, write or read to, what one member was sent.
 * One release as a whole is release_look.c. */
#include "papers/releases.h"

#include "papers/post_leaves.h"
#include "papers/rules.h"
#include "people/seal.h"

#include <string.h>

/* NULL: the person's key is gone, and with it what they wanted. */
static bool
open_wants(Txn *txn, Arena *arena, Query *q, int key_column, int sealed_column, int64_t member_id,
           int64_t delivery_id, FormatWants *ret_wants)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, key_column, &key_len);
  const void *sealed = col_blob(q, sealed_column, &len);
  const char *text = seal_open_with(txn, arena, key, key_len, member_id, "delivery.formats",
                                    delivery_id, sealed, len);

  return text && format_wants_from_text(text, ret_wants);
}

/* ---- deliveries ---- */

static bool
read_delivery(Txn *txn, Arena *arena, Query *q, Delivery *ret_delivery)
{
  size_t key_len = 0, contact_len = 0;
  Delivery delivery = {
    .id = col_int(q, 0),
    .member_id = col_int(q, 1),
    .name = arena_text(arena, col_text(q, 2)),
    .is_done = !col_is_null(q, 3),
    .is_read = !col_is_null(q, 8),
  };
  const void *key = col_blob(q, 6, &key_len);
  const void *sealed = col_blob(q, 5, &contact_len);
  const char *contact = seal_open_with(txn, arena, key, key_len, delivery.member_id,
                                       "member.contact", delivery.member_id, sealed, contact_len);

  reach_from_name(col_text(q, 7), &delivery.reach);
  reach_from_name(col_text(q, 9), &delivery.reach_now);
  if (!contact ||
      !open_wants(txn, arena, q, 6, 4, delivery.member_id, delivery.id, &delivery.wants)) {
    txn_fail(txn, TROUBLE_DATABASE, "papers: a seal does not open; is this the right root key?");
    return false;
  }
  delivery.contact = contact;
  *ret_delivery = delivery;
  return true;
}

#define SELECT_DELIVERIES                                                                  \
  "SELECT d.id, d.member_id, m.name, d.done_at_us, d.formats, m.contact, k.sealed, d.way," \
  " d.read_at_us, m.reach FROM delivery d"                                                 \
  " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"                           \
  " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"                \
  " WHERE d.community_id = ?1 AND d.release_id = ?2 AND m.state = 'here'"                  \
  " AND d.overtaken_at_us IS NULL"

typedef bool (*Belongs)(const Delivery *delivery);

static const Delivery *
read_deliveries(Txn *txn, Arena *arena, Query *q, Belongs belongs)
{
  g_autoptr(GArray) found = g_array_new(TRUE, TRUE, sizeof(Delivery));
  Delivery delivery;

  while (query_next(q) && read_delivery(txn, arena, q, &delivery))
    if (!belongs || belongs(&delivery))
      g_array_append_val(found, delivery);

  Delivery *kept = arena_new_of(arena, Delivery, found->len + 1);

  if (found->len)
    memcpy(kept, found->data, found->len * sizeof(Delivery));
  return kept;
}

const Delivery *
releases_deliveries(Txn *txn, Arena *arena, int64_t release_id, Reach reach)
{
  g_autoptr(Query) q = db_query(txn, SELECT_DELIVERIES " AND d.way = ?3 ORDER BY m.sort_key, d.id");

  bind_int(q, 2, release_id);
  bind_text(q, 3, reach_name(reach));
  return read_deliveries(txn, arena, q, NULL);
}

/* ---- lists for doing by hand ---- */

bool
copy_is_only_read(Reach way, const FormatWants *wants)
{
  return way == REACH_IN_PERSON && wants->is_read_aloud;
}

static bool
is_rung(const Delivery *delivery)
{
  return !format_wants_are_texted(&delivery->wants, delivery->reach);
}

static bool
is_texted(const Delivery *delivery)
{
  return format_wants_are_texted(&delivery->wants, delivery->reach);
}

static bool
is_visited(const Delivery *delivery)
{
  return !copy_is_only_read(delivery->reach, &delivery->wants);
}

static bool
is_read_to(const Delivery *delivery)
{
  return delivery->wants.is_read_aloud;
}

static const struct {
  Reach way; /* REACH_COUNT: any */
  Belongs belongs;
} lists[] = {
  [LIST_RING] = { REACH_PHONE, is_rung },    [LIST_VISIT] = { REACH_IN_PERSON, is_visited },
  [LIST_POST] = { REACH_POST, NULL },        [LIST_TEXT] = { REACH_PHONE, is_texted },
  [LIST_READ] = { REACH_COUNT, is_read_to },
};

const Delivery *
releases_by_hand(Txn *txn, Arena *arena, int64_t release_id, HandList list)
{
  if (lists[list].way == REACH_COUNT) {
    g_autoptr(Query) all = db_query(txn, SELECT_DELIVERIES " ORDER BY m.sort_key, d.id");

    bind_int(all, 2, release_id);
    return read_deliveries(txn, arena, all, lists[list].belongs);
  }

  g_autoptr(Query) q = db_query(txn, SELECT_DELIVERIES " AND d.way = ?3 ORDER BY m.sort_key, d.id");

  bind_int(q, 2, release_id);
  bind_text(q, 3, reach_name(lists[list].way));
  return read_deliveries(txn, arena, q, lists[list].belongs);
}

/* The member of a delivery that is out and not in the wanted state yet; 0: nothing to do. */
static int64_t
member_to_mark(Txn *txn, int64_t delivery_id, bool is_done, bool *ret_is_letter)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.member_id, d.done_at_us, d.way FROM delivery d"
                    " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND r.released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  if (!query_next(q) || col_is_null(q, 1) == !is_done)
    return 0;
  *ret_is_letter = strcmp(col_text(q, 2), reach_name(REACH_POST)) == 0;
  return col_int(q, 0);
}

void
releases_mark_done(Txn *txn, const Act *act, int64_t delivery_id, bool is_done)
{
  bool is_letter = false;
  const int64_t member_id = member_to_mark(txn, delivery_id, is_done, &is_letter);

  if (!member_id)
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE delivery SET done_at_us = ?3, done_by = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, delivery_id);
  if (is_done)
    bind_int(q, 3, act->at_us);
  else
    bind_null(q, 3);
  bind_int(q, 4, is_done ? act->member_id : 0);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = is_done ? "delivery-done" : "delivery-undone",
                       .concerns_id = member_id,
                       .thing_id = delivery_id });
  if (is_letter && is_done)
    post_leaf_posted(txn, act, delivery_id);
}

void
releases_mark_mailed(Txn *txn, const Act *act, int64_t delivery_id, int64_t mail_id)
{
  releases_mark_done(txn, act, delivery_id, true);

  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE delivery SET mail_id = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, delivery_id);
  bind_int(q, 3, mail_id);
  query_run(q);
}

/* The member of a copy that is out and not in the wanted state yet; 0: nothing to do. */
static int64_t
member_to_read_to(Txn *txn, int64_t delivery_id, bool is_read, bool *ret_is_only_read)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT member_id, read_at_us, way FROM delivery WHERE community_id = ?1"
                    " AND id = ?2 AND released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  if (!query_next(q) || col_is_null(q, 1) == !is_read)
    return 0;
  *ret_is_only_read = strcmp(col_text(q, 2), reach_name(REACH_IN_PERSON)) == 0;
  return col_int(q, 0);
}

void
releases_mark_read(Txn *txn, const Act *act, int64_t delivery_id, bool is_read)
{
  bool is_only_read = false;
  const int64_t member_id = member_to_read_to(txn, delivery_id, is_read, &is_only_read);

  if (!member_id)
    return;

  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE delivery SET read_at_us = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, delivery_id);
  if (is_read)
    bind_int(q, 3, act->at_us);
  else
    bind_null(q, 3);
  query_run(q);
  log_add(txn, act,
          &(LogEntry){ .kind = is_read ? "delivery-read-aloud" : "delivery-not-read",
                       .concerns_id = member_id,
                       .thing_id = delivery_id });
  if (is_only_read)
    releases_mark_done(txn, act, delivery_id, is_read);
}

FormatWants
releases_wants_of(Txn *txn, int64_t paper_id, int64_t member_id)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  FormatWants wants = { .count = 0 };
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.formats, k.sealed FROM delivery d"
                    " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.paper_id = ?2 AND d.member_id = ?3"
                    " AND r.released_at_us IS NOT NULL ORDER BY d.version DESC LIMIT 1");

  bind_int(q, 2, paper_id);
  bind_int(q, 3, member_id);
  if (query_next(q))
    open_wants(txn, arena, q, 2, 1, member_id, col_int(q, 0), &wants);
  return wants;
}
