/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable verify: is the record of acts whole, does the database keep its rules? */
#include "commands/command.h"
#include "commands/place.h"
#include "log/log.h"
#include "subjects.h"

/* False: something is wrong and was said. */
static bool
verify_community(Db *db, int64_t community_id, const char *host)
{
  Txn *txn = db_begin_read(db, community_id);
  int64_t entries = 0, bad_id = 0;
  bool is_whole = log_verify(txn, &entries, &bad_id);
  bool is_read = txn_trouble(txn) == TROUBLE_NONE;

  db_end_read(txn);
  if (!is_read)
    g_print("%s: the record of acts could not be read\n", host);
  else if (is_whole)
    g_print("%s: record of acts whole, %" G_GINT64_FORMAT " entries\n", host, entries);
  else if (bad_id)
    g_print("%s: the record of acts was changed at entry %" G_GINT64_FORMAT "\n", host, bad_id);
  else
    g_print("%s: the end of the record of acts is missing (%" G_GINT64_FORMAT " entries left)\n",
            host, entries);
  return is_read && is_whole;
}

static bool
verify_all(Db *db)
{
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(GPtrArray) hosts = g_ptr_array_new_with_free_func(g_free);
  Txn *txn = db_begin_read(db, 0);
  bool is_good = true;

  {
    g_autoptr(Query) q =
        db_query_global(txn, "SELECT community_id, host FROM community_host ORDER BY host");

    while (query_next(q)) {
      int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
      g_ptr_array_add(hosts, g_strdup(col_text(q, 1)));
    }
  }
  if (txn_trouble(txn))
    is_good = false;
  db_end_read(txn);
  for (guint i = 0; i < ids->len; i++)
    is_good &= verify_community(db, g_array_index(ids, int64_t, i), g_ptr_array_index(hosts, i));
  return is_good;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

  (void)argv;
  if (argc > 1)
    return command_fail("verify takes no further words; see --help");
  subjects_register();

  g_autoptr(Place) place = place_open_existing(&err);

  if (!place)
    return command_fail("%s", err->message);

  bool is_good = verify_all(place->db);

  if (!db_verify(place->db, &err)) {
    g_print("Database: %s\n", err->message);
    is_good = false;
  } else {
    g_print("Database: sound\n");
  }
  g_print("%s\n", is_good ? "All is well."
                          : "Something is wrong: see above. Restore a backup made"
                            " before, into a new folder, and compare.");
  return is_good ? 0 : 1;
}

const Command verify_command = {
  .name = "verify",
  .summary = "Checks the record of acts and the database's own rules.",
  .is_at_place = true,
  .run = run,
};
