/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chain: adding, reading uses of power, checking. */
#include "log/log.h"

#include <sodium.h>
#include <string.h>

enum { HASH_BYTES = 32, POWERS_MAX = 500, COUNTS_MAX = 200 };

static const LogKind *const *kind_tables; /* set before threads start */

void
log_set_kinds(const LogKind *const *tables)
{
  kind_tables = tables;
}

static const LogKind *
find_kind(const char *kind)
{
  for (const LogKind *const *table = kind_tables; table && *table; table++)
    for (const LogKind *row = *table; row->kind; row++)
      if (strcmp(row->kind, kind) == 0)
        return row;
  return NULL;
}

/* All that the hash covers. */
typedef struct {
  int64_t community_id, id, actor_id, role, on_behalf_of_id, concerns_id, thing_id, at_us;
  int64_t request_id;
  const char *kind, *reason;
} Row;

static void
hash_int(crypto_generichash_state *state, int64_t value)
{
  uint8_t bytes[8];

  for (int i = 0; i < 8; i++)
    bytes[i] = (uint8_t)((uint64_t)value >> (56 - 8 * i));
  crypto_generichash_update(state, bytes, sizeof(bytes));
}

static void
hash_text(crypto_generichash_state *state, const char *text)
{
  size_t len = strlen(text);

  hash_int(state, (int64_t)len);
  crypto_generichash_update(state, (const uint8_t *)text, len);
}

static void
hash_row(const uint8_t before[static HASH_BYTES], const Row *row, uint8_t ret_hash[HASH_BYTES])
{
  crypto_generichash_state state;
  const int64_t numbers[] = { row->community_id,    row->id,          row->actor_id, row->role,
                              row->on_behalf_of_id, row->concerns_id, row->thing_id, row->at_us,
                              row->request_id };

  crypto_generichash_init(&state, NULL, 0, HASH_BYTES);
  crypto_generichash_update(&state, before, HASH_BYTES);
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++)
    hash_int(&state, numbers[i]);
  hash_text(&state, row->kind);
  hash_text(&state, row->reason);
  crypto_generichash_final(&state, ret_hash, HASH_BYTES);
}

int64_t
log_newest_us(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT at_us FROM log_entry WHERE community_id = ?1"
                                     " ORDER BY id DESC LIMIT 1");

  return query_next(q) ? col_int(q, 0) : 0;
}

/* The chain's last entry. The community's writes happen one after another, so within a transaction
 * it is read once, however many forms share it. */
typedef struct {
  bool is_known;
  int64_t last_id;
  uint8_t hash[HASH_BYTES];
} Head;

static Head *
head_of(Txn *txn)
{
  static const char key;

  return txn_scratch(txn, &key, sizeof(Head));
}

static void
read_head(Txn *txn, Head *head)
{
  g_autoptr(Query) q = db_query(txn, "SELECT last_id, hash FROM log_head WHERE community_id = ?1");
  size_t len = 0;

  head->is_known = true;
  if (!query_next(q))
    return;
  head->last_id = col_int(q, 0);

  const void *hash = col_blob(q, 1, &len);

  if (len == HASH_BYTES)
    memcpy(head->hash, hash, HASH_BYTES);
}

static void
store_head(Txn *txn, const Act *act, const Head *head)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO log_head (community_id, last_id, hash) VALUES (?1, ?2, ?3)"
                " ON CONFLICT (community_id) DO UPDATE"
                " SET last_id = excluded.last_id, hash = excluded.hash");

  bind_int(q, 2, head->last_id);
  bind_blob(q, 3, head->hash, HASH_BYTES);
  query_run(q);
}

static void
store_power(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "INSERT INTO log_power (community_id, id) VALUES (?1, ?2)");

  bind_int(q, 2, id);
  query_run(q);
}

static void
store_row(Txn *txn, const Act *act, const Row *row, const Head *head)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO log_entry (community_id, id, kind, actor_id, role, on_behalf_of_id,"
                " concerns_id, thing_id, reason, at_us, request_id, hash)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)");

  bind_int(q, 2, row->id);
  bind_text(q, 3, row->kind);
  bind_int(q, 4, row->actor_id);
  bind_int(q, 5, row->role);
  bind_int(q, 6, row->on_behalf_of_id);
  bind_int(q, 7, row->concerns_id);
  bind_int(q, 8, row->thing_id);
  bind_text(q, 9, row->reason);
  bind_int(q, 10, row->at_us);
  bind_int(q, 11, row->request_id);
  bind_blob(q, 12, head->hash, HASH_BYTES);
  query_run(q);
  store_head(txn, act, head);
}

void
log_add(Txn *txn, const Act *act, const LogEntry *entry)
{
  const LogKind *kind = find_kind(entry->kind);
  Head *head = head_of(txn);
  Row row = {
    .community_id = txn_community(txn),
    .actor_id = act->member_id,
    .role = act->role,
    .on_behalf_of_id = act->on_behalf_of,
    .concerns_id = entry->concerns_id,
    .thing_id = entry->thing_id,
    .at_us = act->at_us,
    .request_id = act->request_id,
    .kind = entry->kind,
    .reason = entry->reason ? entry->reason : "",
  };

  if (!kind) {
    txn_fail(txn, TROUBLE_DATABASE, "log: a kind of act that no subject has registered");
    return;
  }
  if (!head->is_known)
    read_head(txn, head);
  row.id = ++head->last_id;
  hash_row(head->hash, &row, head->hash);
  store_row(txn, act, &row, head);
  if (!kind->power && !act->on_behalf_of)
    return; /* acting for somebody else is a use of power, whatever is done */
  store_power(txn, act, row.id);
}

const LogPower *
log_powers(Txn *txn, Arena *arena, int limit)
{
  LogPower *powers = arena_new_of(arena, LogPower, MIN(limit, POWERS_MAX) + 1);
  g_autoptr(Query) q = db_query(txn, "SELECT e.kind, e.reason, e.at_us FROM log_power p"
                                     " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
                                     " WHERE p.community_id = ?1 AND e.reason <> ''"
                                     " ORDER BY p.id DESC LIMIT ?2");
  int count = 0;

  bind_int(q, 2, MIN(limit, POWERS_MAX));
  while (query_next(q)) {
    const LogKind *kind = find_kind(col_text(q, 0));

    if (!kind || !kind->power)
      continue; /* written by a newer program: it will show it again */
    powers[count++] = (LogPower){
      .power = kind->power,
      .kind = kind->kind,
      .reason = col_text_len(q, 1) ? arena_text(arena, col_text(q, 1)) : NULL,
      .at_us = col_int(q, 2),
    };
  }
  return powers;
}

/* The row of a kind's words: two kinds may share them. */
static LogPowerCount *
count_for(LogPowerCount *counts, int *count, const LogKind *kind)
{
  for (int i = 0; i < *count; i++)
    if (strcmp(counts[i].power, kind->power) == 0)
      return &counts[i];
  if (*count == COUNTS_MAX)
    return &counts[COUNTS_MAX - 1]; /* more kinds than there are: cannot be */
  counts[*count].power = kind->power;
  counts[*count].kind = kind->kind;
  return &counts[(*count)++];
}

static void
add_count(LogPowerCount *to, Query *q, bool is_about_person)
{
  to->year += col_int(q, 2);
  to->month += col_int(q, 3);
  to->is_about_person |= is_about_person;
}

const LogPowerCount *
log_count_powers(Txn *txn, Arena *arena, int64_t month_us, int64_t year_us,
                 LogPowerCount *ret_for_others)
{
  LogPowerCount *counts = arena_new_of(arena, LogPowerCount, COUNTS_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT e.kind, CASE WHEN e.on_behalf_of_id <> 0 THEN 1 ELSE 0 END, count(*),"
                    " CAST(sum(CASE WHEN e.at_us >= ?2 THEN 1 ELSE 0 END) AS BIGINT),"
                    " max(CASE WHEN e.concerns_id <> 0 THEN 1 ELSE 0 END) FROM log_power p"
                    " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
                    " WHERE p.community_id = ?1 AND e.at_us >= ?3"
                    " GROUP BY e.kind, CASE WHEN e.on_behalf_of_id <> 0 THEN 1 ELSE 0 END"
                    " ORDER BY e.kind");

  *ret_for_others = (LogPowerCount){ .is_about_person = true };
  bind_int(q, 2, month_us);
  bind_int(q, 3, year_us);
  while (query_next(q)) {
    const LogKind *kind = find_kind(col_text(q, 0));

    if (kind && kind->power)
      add_count(count_for(counts, &count, kind), q, !kind->is_open && col_int(q, 4) != 0);
    if (col_int(q, 1) != 0)
      add_count(ret_for_others, q, true);
  }
  return counts;
}

static bool
is_among(const char *kind, const char *const *kinds)
{
  for (; *kinds; kinds++)
    if (strcmp(kind, *kinds) == 0)
      return true;
  return false;
}

const LogAbout *
log_about(Txn *txn, Arena *arena, int64_t member_id, const char *const *kinds, int64_t before_id,
          int limit)
{
  LogAbout *about = arena_new_of(arena, LogAbout, limit + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, kind, actor_id, role, on_behalf_of_id, thing_id, at_us"
                    " FROM log_entry WHERE community_id = ?1 AND concerns_id = ?2 AND id < ?3"
                    " ORDER BY id DESC");
  int count = 0;

  bind_int(q, 2, member_id);
  bind_int(q, 3, before_id ? before_id : INT64_MAX);
  while (count < limit && query_next(q)) {
    const LogKind *kind = find_kind(col_text(q, 1));

    if (kinds && !is_among(col_text(q, 1), kinds))
      continue;
    about[count++] = (LogAbout){
      .id = col_int(q, 0),
      .kind = arena_text(arena, col_text(q, 1)),
      .words = kind ? (kind->you ? kind->you : kind->power) : NULL,
      .actor_id = col_int(q, 2),
      .is_by_operator = col_int(q, 3) == ACT_AS_OPERATOR,
      .is_by_program = col_int(q, 3) == ACT_AS_PROGRAM,
      .on_behalf_of_id = col_int(q, 4),
      .thing_id = col_int(q, 5),
      .at_us = col_int(q, 6),
    };
  }
  return about;
}

static void
read_powers(Txn *txn, GArray *ids)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id, kind, on_behalf_of_id FROM log_entry"
                                     " WHERE community_id = ?1 ORDER BY id");

  while (query_next(q)) {
    const LogKind *kind = find_kind(col_text(q, 1));
    const int64_t id = col_int(q, 0);

    if ((kind && kind->power) || col_int(q, 2) != 0)
      g_array_append_val(ids, id);
  }
}

void
log_rebuild(Txn *txn, const Act *act)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  Head *head = head_of(txn);
  size_t len = 0;

  *head = (Head){ .is_known = true };
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id, hash FROM log_entry WHERE community_id = ?1"
                                       " ORDER BY id DESC LIMIT 1");

    if (query_next(q)) {
      const void *last = col_blob(q, 1, &len);

      head->last_id = col_int(q, 0);
      if (len == HASH_BYTES)
        memcpy(head->hash, last, HASH_BYTES);
    }
  }
  store_head(txn, act, head);
  read_powers(txn, ids);
  for (guint i = 0; i < ids->len; i++)
    store_power(txn, act, g_array_index(ids, int64_t, i));
}

bool
log_verify(Txn *txn, int64_t *ret_entries, int64_t *ret_bad_id)
{
  uint8_t hash[HASH_BYTES] = { 0 };
  int64_t count = 0;
  Head head = { 0 };
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, kind, actor_id, role, on_behalf_of_id, concerns_id, thing_id,"
                    " reason, at_us, request_id, hash FROM log_entry"
                    " WHERE community_id = ?1 ORDER BY id");

  while (query_next(q)) {
    Row row = {
      .community_id = txn_community(txn),
      .id = col_int(q, 0),
      .kind = col_text(q, 1),
      .actor_id = col_int(q, 2),
      .role = col_int(q, 3),
      .on_behalf_of_id = col_int(q, 4),
      .concerns_id = col_int(q, 5),
      .thing_id = col_int(q, 6),
      .reason = col_text(q, 7),
      .at_us = col_int(q, 8),
      .request_id = col_int(q, 9),
    };
    size_t len = 0;
    const void *stored = col_blob(q, 10, &len);

    count++;
    hash_row(hash, &row, hash);
    if (row.id != count || len != HASH_BYTES || memcmp(hash, stored, HASH_BYTES) != 0) {
      *ret_entries = count;
      *ret_bad_id = row.id;
      return false;
    }
  }

  read_head(txn, &head);
  *ret_entries = count;
  if (txn_trouble(txn) || head.last_id != count || memcmp(hash, head.hash, HASH_BYTES) != 0) {
    *ret_bad_id = 0;
    return false;
  }
  return true;
}
