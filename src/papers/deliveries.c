/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking at a release: counts worked out by opening what is sealed, lists of people to ring, visit
 * or write to, what one member was sent. */
#include "papers/releases.h"

#include "papers/rules.h"
#include "people/seal.h"

#include <string.h>

/* ---- one release ---- */

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

static void
count_want(GArray *formats, FormatWant want)
{
  FormatWant whole = format_want_whole(want);
  guint i = 0;

  for (; i < formats->len; i++) {
    ReleaseFormat *format = &g_array_index(formats, ReleaseFormat, i);

    if (format_wants_are_same(&format->want, &whole)) {
      format->people++;
      return;
    }
    if (format->want.format > whole.format ||
        (format->want.format == whole.format &&
         format->want.points + format->want.grade > whole.points + whole.grade))
      break; /* kept in order, so that pages need not sort */
  }

  ReleaseFormat fresh = { .want = whole, .people = 1 };

  g_array_insert_val(formats, i, fresh);
}

static void
count_deliveries(Txn *txn, Release *release, GArray *formats)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.id, d.member_id, d.way, d.done_at_us, d.formats, k.sealed, m.state,"
                    " d.overtaken_at_us"
                    " FROM delivery d JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
                    " WHERE d.community_id = ?1 AND d.release_id = ?2");

  bind_int(q, 2, release->id);
  while (query_next(q)) {
    Reach way = REACH_IN_PERSON;
    FormatWants wants = { .count = 0 };

    reach_from_name(col_text(q, 2), &way);
    release->people++;
    if (strcmp(col_text(q, 6), "here") != 0)
      continue; /* gone since: it was sent to them, and nothing is left to do */
    if (col_is_null(q, 7)) {
      release->posts += way == REACH_POST && !release->is_slip;
      release->waiting_calls += (way == REACH_PHONE || way == REACH_IN_PERSON) && col_is_null(q, 3);
    }
    if (open_wants(txn, arena, q, 5, 4, col_int(q, 1), col_int(q, 0), &wants))
      for (int i = 0; i < wants.count; i++)
        count_want(formats, wants.wants[i]);
    arena_clear(arena);
  }
}

static void
look_at_formats(Txn *txn, Release *release, GArray *formats)
{
  for (guint i = 0; i < formats->len; i++) {
    ReleaseFormat *format = &g_array_index(formats, ReleaseFormat, i);

    format->state =
        formats_state_of(txn, release->paper_id, release->version, &format->want, &format->problem);
    release->formats_ready += format->state == FORMAT_READY;
  }
  release->formats_count = (int)formats->len;
}

static bool
read_release(Txn *txn, Arena *arena, Release *release)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT r.paper_id, COALESCE(v.title, d.title, p.title), r.released_at_us,"
                    " r.override_reason, r.version, r.is_slip, COALESCE(v.why, d.why, '')"
                    " FROM release r JOIN paper p ON p.community_id = ?1 AND p.id = r.paper_id"
                    " LEFT JOIN paper_version v ON v.community_id = ?1 AND v.paper_id = r.paper_id"
                    " AND v.number = r.version"
                    " LEFT JOIN paper_draft d ON d.community_id = ?1 AND d.paper_id = r.paper_id"
                    " AND r.version > 1 AND v.number IS NULL"
                    " WHERE r.community_id = ?1 AND r.id = ?2");

  bind_int(q, 2, release->id);
  if (!query_next(q))
    return false;
  release->paper_id = col_int(q, 0);
  release->paper_title = arena_text(arena, col_text(q, 1));
  release->is_released = !col_is_null(q, 2);
  release->released_at_us = col_int(q, 2);
  release->override_reason = *col_text(q, 3) ? arena_text(arena, col_text(q, 3)) : NULL;
  release->version = (int)col_int(q, 4);
  release->is_slip = col_int(q, 5) != 0;
  release->why = arena_text(arena, col_text(q, 6));
  return true;
}

const Release *
releases_find(Txn *txn, Arena *arena, int64_t release_id)
{
  Release *release = arena_new_of(arena, Release, 1);
  g_autoptr(GArray) formats = g_array_new(FALSE, TRUE, sizeof(ReleaseFormat));

  release->id = release_id;
  if (!read_release(txn, arena, release))
    return NULL;
  count_deliveries(txn, release, formats);
  look_at_formats(txn, release, formats);

  ReleaseFormat *kept = arena_new_of(arena, ReleaseFormat, formats->len + 1);

  if (formats->len)
    memcpy(kept, formats->data, formats->len * sizeof(ReleaseFormat));
  release->formats = kept;
  return txn_trouble(txn) ? NULL : release;
}

int64_t
releases_of_paper(Txn *txn, int64_t paper_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT id FROM release WHERE community_id = ?1 AND paper_id = ?2 ORDER BY id DESC"
           " LIMIT 1");

  bind_int(q, 2, paper_id);
  return query_next(q) ? col_int(q, 0) : 0;
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
  };
  const void *key = col_blob(q, 6, &key_len);
  const void *sealed = col_blob(q, 5, &contact_len);
  const char *contact = seal_open_with(txn, arena, key, key_len, delivery.member_id,
                                       "member.contact", delivery.member_id, sealed, contact_len);

  reach_from_name(col_text(q, 7), &delivery.reach);
  if (!contact ||
      !open_wants(txn, arena, q, 6, 4, delivery.member_id, delivery.id, &delivery.wants)) {
    txn_fail(txn, TROUBLE_DATABASE, "papers: a seal does not open; is this the right root key?");
    return false;
  }
  delivery.contact = contact;
  *ret_delivery = delivery;
  return true;
}

const Delivery *
releases_deliveries(Txn *txn, Arena *arena, int64_t release_id, Reach reach)
{
  g_autoptr(GArray) found = g_array_new(TRUE, TRUE, sizeof(Delivery));
  g_autoptr(Query) q = db_query(
      txn, "SELECT d.id, d.member_id, m.name, d.done_at_us, d.formats, m.contact, k.sealed, d.way"
           " FROM delivery d"
           " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
           " JOIN person_key k ON k.community_id = ?1 AND k.member_id = d.member_id"
           " WHERE d.community_id = ?1 AND d.release_id = ?2 AND d.way = ?3 AND m.state = 'here'"
           " AND d.overtaken_at_us IS NULL ORDER BY m.sort_key, d.id");
  Delivery delivery;

  bind_int(q, 2, release_id);
  bind_text(q, 3, reach_name(reach));
  while (query_next(q) && read_delivery(txn, arena, q, &delivery))
    g_array_append_val(found, delivery);

  Delivery *kept = arena_new_of(arena, Delivery, found->len + 1);

  if (found->len)
    memcpy(kept, found->data, found->len * sizeof(Delivery));
  return kept;
}

/* The member of a delivery that is out and not in the wanted state yet; 0: nothing to do. */
static int64_t
member_to_mark(Txn *txn, int64_t delivery_id, bool is_done)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.member_id, d.done_at_us FROM delivery d"
                    " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND r.released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  if (!query_next(q) || col_is_null(q, 1) == !is_done)
    return 0;
  return col_int(q, 0);
}

void
releases_mark_done(Txn *txn, const Act *act, int64_t delivery_id, bool is_done)
{
  int64_t member_id = member_to_mark(txn, delivery_id, is_done);

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
