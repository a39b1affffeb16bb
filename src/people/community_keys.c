/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table community_key, and the memory of keys that were opened. */
#include "people/community_keys.h"

#include "base/random.h"
#include "outbox/outbox.h"
#include "people/cipher.h"
#include "people/root_keys.h"
#include "people/rotation.h"

#include <sodium.h>
#include <string.h>

enum { SEALED_BYTES = COMMUNITY_KEY_BYTES + CIPHER_EXTRA_BYTES, REMEMBERED_MAX = 16384 };

static const char *const purposes[KEY_PURPOSES] = { "people", "blind", "derive" };

/* ---- memory ---- */

typedef struct {
  int64_t community_id;
  int purpose, version;
} Name;

static GMutex lock;
static GHashTable *remembered; /* Name → 32 bytes; what is committed only */

static guint
hash_name(gconstpointer data)
{
  const Name *name = data;

  return g_int64_hash(&name->community_id) ^ (guint)(name->purpose * 256 + name->version);
}

static gboolean
same_name(gconstpointer a, gconstpointer b)
{
  const Name *one = a, *other = b;

  return one->community_id == other->community_id && one->purpose == other->purpose &&
         one->version == other->version;
}

static void
free_key(gpointer key)
{
  sodium_memzero(key, COMMUNITY_KEY_BYTES);
  g_free(key);
}

static bool
recall(const Name *name, uint8_t ret_key[COMMUNITY_KEY_BYTES])
{
  g_mutex_lock(&lock);
  const uint8_t *key = remembered ? g_hash_table_lookup(remembered, name) : NULL;
  if (key)
    memcpy(ret_key, key, COMMUNITY_KEY_BYTES);
  g_mutex_unlock(&lock);
  return key != NULL;
}

static void
remember(const Name *name, const uint8_t key[COMMUNITY_KEY_BYTES])
{
  g_mutex_lock(&lock);
  if (!remembered)
    remembered = g_hash_table_new_full(hash_name, same_name, g_free, free_key);
  if (g_hash_table_size(remembered) < REMEMBERED_MAX)
    g_hash_table_replace(remembered, g_memdup2(name, sizeof(*name)),
                         g_memdup2(key, COMMUNITY_KEY_BYTES));
  g_mutex_unlock(&lock);
}

void
community_keys_forget(void)
{
  g_mutex_lock(&lock);
  g_clear_pointer(&remembered, g_hash_table_unref);
  g_mutex_unlock(&lock);
}

/* ---- rows ---- */

static CipherPlace
place_of(Txn *txn, const char *purpose, int version)
{
  return (CipherPlace){ .community_id = txn_community(txn),
                        .row_id = version,
                        .place = g_intern_string(purpose) };
}

static bool
open_row(Txn *txn, const char *purpose, int version, const void *sealed, size_t len,
         uint8_t ret_key[COMMUNITY_KEY_BYTES])
{
  const CipherPlace place = place_of(txn, purpose, version);
  uint8_t root[ROOT_KEY_BYTES];

  if (len != SEALED_BYTES || !root_key_get(cipher_version(sealed, len), root))
    return false;

  bool is_open = cipher_open(root, &place, sealed, len, ret_key);

  sodium_memzero(root, sizeof(root));
  return is_open;
}

static void
seal_row(Txn *txn, const char *purpose, int version, const uint8_t key[COMMUNITY_KEY_BYTES],
         uint8_t ret_sealed[SEALED_BYTES])
{
  const CipherPlace place = place_of(txn, purpose, version);
  uint8_t root[ROOT_KEY_BYTES];
  int root_version = root_key_get_current(root);

  cipher_seal(root, root_version, &place, key, COMMUNITY_KEY_BYTES, ret_sealed);
  sodium_memzero(root, sizeof(root));
}

static void
store(Txn *txn, const Act *act, KeyPurpose purpose, int version,
      const uint8_t key[COMMUNITY_KEY_BYTES])
{
  uint8_t sealed[SEALED_BYTES];
  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO community_key (community_id, purpose, version,"
                                 " sealed, made_at_us, sealed_at_us)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, ?5)");

  seal_row(txn, purposes[purpose], version, key, sealed);
  bind_text(q, 2, purposes[purpose]);
  bind_int(q, 3, version);
  bind_blob(q, 4, sealed, sizeof(sealed));
  bind_int(q, 5, act->at_us);
  query_run(q);
}

/* ---- from before keys were stored ---- */

static bool
has_person_keys(Txn *txn)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM person_key WHERE community_id = ?1 ORDER BY member_id LIMIT 1");

  return query_next(q);
}

/* What earlier programs worked out from version 1 of the root key instead of storing it. */
static bool
derive_as_before(int64_t community_id, KeyPurpose purpose, uint8_t ret_key[COMMUNITY_KEY_BYTES])
{
  const char *place = purpose == KEY_PEOPLE ? "community-key" : "member.contact";
  int64_t row_id = purpose == KEY_PEOPLE ? 0 : -1;
  crypto_generichash_state state;
  uint8_t root[ROOT_KEY_BYTES];

  if (!root_key_get(1, root))
    return false;
  crypto_generichash_init(&state, root, sizeof(root), COMMUNITY_KEY_BYTES);
  crypto_generichash_update(&state, (const uint8_t *)&community_id, sizeof(community_id));
  crypto_generichash_update(&state, (const uint8_t *)&row_id, sizeof(row_id));
  crypto_generichash_update(&state, (const uint8_t *)place, strlen(place));
  crypto_generichash_final(&state, ret_key, COMMUNITY_KEY_BYTES);
  sodium_memzero(root, sizeof(root));
  return true;
}

bool
community_has_keys(Txn *txn)
{
  uint8_t key[COMMUNITY_KEY_BYTES];
  bool has = community_key_get(txn, KEY_BLIND, 1, key);

  sodium_memzero(key, sizeof(key));
  return has;
}

void
community_keys_ensure(Txn *txn, const Act *act)
{
  uint8_t key[COMMUNITY_KEY_BYTES];

  if (community_has_keys(txn) || txn_trouble(txn))
    return;

  bool is_from_before = has_person_keys(txn);

  for (KeyPurpose purpose = 0; purpose < KEY_PURPOSES; purpose++) {
    random_bytes(key, sizeof(key));
    if (is_from_before && purpose != KEY_DERIVE &&
        !derive_as_before(txn_community(txn), purpose, key)) {
      txn_fail(txn, TROUBLE_DATABASE, "keys: version 1 of the root key is missing");
      return;
    }
    store(txn, act, purpose, 1, key);
  }
  sodium_memzero(key, sizeof(key));
  if (is_from_before)
    rotation_start(txn, act);
}

/* ---- finding ---- */

/* Remembered only from a reader's snapshot: what a writer sees may still be undone. */
static void
remember_if_committed(Txn *txn, KeyPurpose purpose, int version,
                      const uint8_t key[COMMUNITY_KEY_BYTES])
{
  if (!txn_can_write(txn))
    remember(&(Name){ txn_community(txn), (int)purpose, version }, key);
}

bool
community_key_get(Txn *txn, KeyPurpose purpose, int version, uint8_t ret_key[COMMUNITY_KEY_BYTES])
{
  if (recall(&(Name){ txn_community(txn), (int)purpose, version }, ret_key))
    return true;

  g_autoptr(Query) q = db_query(txn, "SELECT sealed FROM community_key WHERE community_id = ?1"
                                     " AND purpose = ?2 AND version = ?3");
  size_t len = 0;

  bind_text(q, 2, purposes[purpose]);
  bind_int(q, 3, version);
  if (!query_next(q))
    return false;

  const void *sealed = col_blob(q, 0, &len);

  if (!open_row(txn, purposes[purpose], version, sealed, len, ret_key)) {
    txn_fail(txn, TROUBLE_DATABASE,
             "keys: a community's key does not open; is this the right root key?");
    return false;
  }
  remember_if_committed(txn, purpose, version, ret_key);
  return true;
}

int
community_key_current(Txn *txn, KeyPurpose purpose, uint8_t ret_key[COMMUNITY_KEY_BYTES])
{
  int version = 0;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT version FROM community_key WHERE community_id = ?1"
                                       " AND purpose = ?2 ORDER BY version DESC LIMIT 1");

    bind_text(q, 2, purposes[purpose]);
    if (query_next(q))
      version = (int)col_int(q, 0);
  }
  return version > 0 && community_key_get(txn, purpose, version, ret_key) ? version : 0;
}

/* ---- changing ---- */

int
community_key_make(Txn *txn, const Act *act, KeyPurpose purpose)
{
  uint8_t key[COMMUNITY_KEY_BYTES];
  int version = community_key_current(txn, purpose, key);

  if (version == 0 || version >= COMMUNITY_VERSION_MAX)
    return 0;
  random_bytes(key, sizeof(key));
  store(txn, act, purpose, ++version, key);
  sodium_memzero(key, sizeof(key));
  return txn_trouble(txn) ? 0 : version;
}

void
community_keys_drop(Txn *txn, const Act *act, KeyPurpose purpose, int below)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM community_key WHERE community_id = ?1"
                                 " AND purpose = ?2 AND version < ?3");

  bind_text(q, 2, purposes[purpose]);
  bind_int(q, 3, below);
  query_run(q);
}

typedef struct {
  const char *purpose; /* interned */
  int version, root_version;
  uint8_t sealed[SEALED_BYTES];
} Row;

/* A community has a handful: all are read before any is changed. */
static GArray *
read_rows(Txn *txn, int64_t *ret_newest_us)
{
  GArray *rows = g_array_new(FALSE, TRUE, sizeof(Row));
  g_autoptr(Query) q = db_query(txn, "SELECT purpose, version, sealed, sealed_at_us"
                                     " FROM community_key WHERE community_id = ?1"
                                     " ORDER BY purpose, version");

  while (query_next(q)) {
    Row row = { .purpose = g_intern_string(col_text(q, 0)), .version = (int)col_int(q, 1) };
    size_t len = 0;
    const void *sealed = col_blob(q, 2, &len);

    row.root_version = cipher_version(sealed, len);
    if (len == SEALED_BYTES)
      memcpy(row.sealed, sealed, len);
    *ret_newest_us = MAX(*ret_newest_us, col_int(q, 3));
    g_array_append_val(rows, row);
  }
  return rows;
}

static void
replace(Txn *txn, const Act *act, const Row *row, const uint8_t key[COMMUNITY_KEY_BYTES])
{
  uint8_t sealed[SEALED_BYTES];
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE community_key SET sealed = ?4, sealed_at_us = ?5"
                                 " WHERE community_id = ?1 AND purpose = ?2 AND version = ?3");

  seal_row(txn, row->purpose, row->version, key, sealed);
  bind_text(q, 2, row->purpose);
  bind_int(q, 3, row->version);
  bind_blob(q, 4, sealed, sizeof(sealed));
  bind_int(q, 5, act->at_us);
  query_run(q);
}

int
community_keys_reseal(Txn *txn, const Act *act)
{
  uint8_t key[COMMUNITY_KEY_BYTES];
  int current = root_key_get_current(key), count = 0;
  int64_t newest_us = 0;
  g_autoptr(GArray) rows = read_rows(txn, &newest_us);

  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index(rows, Row, i);

    if (row->root_version == current)
      continue;
    if (!open_row(txn, row->purpose, row->version, row->sealed, SEALED_BYTES, key))
      return -1;
    replace(txn, act, row, key);
    count++;
  }
  sodium_memzero(key, sizeof(key));
  return txn_trouble(txn) ? -1 : count;
}

bool
community_keys_count(Txn *txn, int ret_counts[static 256], int64_t *ret_newest_us)
{
  g_autoptr(GArray) rows = read_rows(txn, ret_newest_us);

  for (guint i = 0; i < rows->len; i++)
    ret_counts[g_array_index(rows, Row, i).root_version]++;
  return txn_trouble(txn) == TROUBLE_NONE;
}

bool
community_keys_open(Txn *txn, int *ret_version)
{
  int64_t newest_us = 0;
  g_autoptr(GArray) rows = read_rows(txn, &newest_us);
  uint8_t key[COMMUNITY_KEY_BYTES];

  *ret_version = 0;
  for (guint i = 0; i < rows->len; i++) {
    const Row *row = &g_array_index(rows, Row, i);

    *ret_version = row->root_version;
    if (!open_row(txn, row->purpose, row->version, row->sealed, SEALED_BYTES, key))
      return false;
    for (KeyPurpose purpose = 0; purpose < KEY_PURPOSES; purpose++)
      if (strcmp(row->purpose, purposes[purpose]) == 0)
        remember_if_committed(txn, purpose, row->version, key);
  }
  sodium_memzero(key, sizeof(key));
  return txn_trouble(txn) == TROUBLE_NONE;
}
