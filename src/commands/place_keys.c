/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a place does about keys when it is opened: the right root key, the communities' keys, and
 * that people who were erased stay erased. */
#include "commands/place.h"
#include "db/writer.h"
#include "people/erasures.h"
#include "people/my_data.h"
#include "people/root_keys.h"
#include "people/rotation.h"

GArray *
place_communities(Db *db, GError **err)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  Txn *txn = db_begin_read(db, 0);

  {
    g_autoptr(Query) q =
        db_query_global(txn, "SELECT DISTINCT community_id FROM community_host ORDER BY 1");

    while (query_next(q)) {
      int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
    }
  }

  Trouble trouble = txn_trouble(txn);

  if (trouble)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The database cannot be read: %s",
                txn_trouble_detail(txn));
  db_end_read(txn);
  return trouble ? NULL : g_steal_pointer(&ids);
}

/* ---- the root key ---- */

static bool
holds_keys(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  bool holds = false;

  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT 1 FROM person_key WHERE community_id = ?1 ORDER BY member_id LIMIT 1");

    holds = query_next(q) || txn_trouble(txn);
  }
  db_end_read(txn);
  return holds;
}

/* A new key must never be made beside data that another one has sealed. */
static bool
may_make_key(Place *place, const GArray *communities, const char *key_file, GError **err)
{
  if (g_file_test(key_file, G_FILE_TEST_EXISTS))
    return true;
  for (guint i = 0; i < communities->len; i++) {
    if (!holds_keys(place->db, g_array_index(communities, int64_t, i)))
      continue;
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                "The root key %s is not there, and what is sealed in these data cannot be read"
                " without it. Put it back, or type in the recovery sheet:"
                " commontable keys restore-from-sheet",
                key_file);
    return false;
  }
  return true;
}

bool
place_load_keys(Place *place, GError **err)
{
  g_autofree char *key_file = place_key_file();
  g_autoptr(GArray) communities = place_communities(place->db, err);

  if (!communities || !may_make_key(place, communities, key_file, err) ||
      !root_keys_load(key_file, err))
    return false;
  for (guint i = 0; i < communities->len; i++) {
    if (community_keys_prepare(place->db, g_array_index(communities, int64_t, i), err))
      continue;
    g_prefix_error(err, "%s: ", key_file);
    return false;
  }
  return true;
}

/* ---- erasures ---- */

void
place_say_erasures(const RepeatedErasures *repeated)
{
  g_autofree char *file = place_erasures_file();

  if (repeated->erased > 0)
    g_print("Erased again, as %s says: %d\n", file, repeated->erased);
  if (repeated->unread > 0)
    g_print("Lines of %s that cannot be read: %d. Please look at them.\n", file, repeated->unread);
}

bool
place_keep_erasures(Place *place, GError **err)
{
  g_autoptr(GArray) communities = place_communities(place->db, err);
  RepeatedErasures all = { 0 };

  for (guint i = 0; communities && i < communities->len; i++) {
    int64_t community_id = g_array_index(communities, int64_t, i);
    RepeatedErasures repeated;

    if (!erasures_repeat(place->db, community_id, people_erase, &repeated, err) ||
        !erasures_write_missing(place->db, community_id, err))
      return false;
    all.erased += repeated.erased;
    all.unread = repeated.unread;
  }
  place_say_erasures(&all);
  return communities != NULL;
}
