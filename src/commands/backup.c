/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable backup and restore: one file holds all that cannot be made again (the cache of made
 * formats can). The root key is never in it: keep that elsewhere. */
#include "commands/command.h"
#include "commands/place.h"
#include "subjects.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

static int
run_backup(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

  if (argc != 2)
    return command_fail("say which file to write: commontable backup FILE");
  if (g_file_test(argv[1], G_FILE_TEST_EXISTS))
    return command_fail("%s is there already: choose another name", argv[1]);
  subjects_register();

  g_autoptr(Place) place = place_open_existing(&err);
  g_autofree char *key_file = place_key_file();

  if (!place || !db_backup(place->db, argv[1], &err))
    return command_fail("%s", err->message);
  g_print("Written: %s\nKeep the root key, %s, in another safe place: without it the sealed parts"
          " cannot be read.\n",
          argv[1], key_file);
  return 0;
}

/* So that another backup, or another key, can be tried in the same place. */
static void
take_away(const char *database)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
    g_autofree char *file = g_strconcat(database, endings[i], NULL);

    g_unlink(file);
  }
}

/* What was just brought in, looked at whole, with its key. `file`: of SQLite, else NULL. */
static Place *
open_restored(const char *backup, const char *file, GError **err)
{
  g_autoptr(Place) place = place_open(err); /* brings an older backup to now */

  if (place && db_verify(place->db, err))
    return g_steal_pointer(&place);
  g_clear_pointer(&place, place_close);
  if (file) {
    take_away(file);
    g_prefix_error(err, "%s: nothing was restored. ", backup);
  }
  return NULL;
}

static int
run_restore(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  g_autofree char *url = place_database_url();
  g_autofree char *key_file = place_key_file();
  const char *path = g_str_has_prefix(url, "sqlite:") ? url + strlen("sqlite:") : NULL;

  if (argc != 2)
    return command_fail("say which file to read: commontable restore --data NEW-FOLDER FILE");
  if (!g_file_test(key_file, G_FILE_TEST_EXISTS))
    return command_fail("the root key %s is not there: put the key that belongs to the backup there"
                        " first, or name it with --key",
                        key_file);
  if (path) {
    g_autofree char *folder = g_path_get_dirname(path);

    if (g_mkdir_with_parents(folder, 0700) < 0)
      return command_fail("the folder %s cannot be made: %s", folder, g_strerror(errno));
  }
  if (!db_restore(url, argv[1], &err))
    return command_fail("%s", err->message);
  subjects_register();

  g_autoptr(Place) place = open_restored(argv[1], path, &err);

  if (!place)
    return command_fail("%s", err->message);
  if (!place_keep_erasures(place, &err))
    return command_fail("%s\nThe data are restored, but people who were erased since the backup"
                        " may be in them again. Mend this, then start the site: it erases them"
                        " before anybody can come in.",
                        err->message);
  g_print("Restored into %s. Next: commontable verify --data %s\n", place->folder, place->folder);
  return 0;
}

const Command backup_command = {
  .name = "backup",
  .arguments = "FILE",
  .summary = "Writes a copy of everything into one file, also while the site runs.",
  .is_at_place = true,
  .run = run_backup,
};

const Command restore_command = {
  .name = "restore",
  .arguments = "FILE",
  .summary = "Makes a new data folder (or fills an empty database) from a backup.",
  .is_at_place = true,
  .run = run_restore,
};
