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

  g_autoptr(Place) place = place_open(&err);
  g_autofree char *key_file = place_key_file();

  if (!place || !db_backup(place->db, argv[1], &err))
    return command_fail("%s", err->message);
  g_print("Written: %s\nKeep the root key, %s, in another safe place: without it the sealed parts"
          " cannot be read.\n",
          argv[1], key_file);
  return 0;
}

static bool
restore_file(const char *from, const char *to, GError **err)
{
  g_autoptr(GMappedFile) file = g_mapped_file_new(from, FALSE, err);
  static const char magic[] = "SQLite format 3";

  if (!file)
    return false;
  if (g_mapped_file_get_length(file) < 512 ||
      memcmp(g_mapped_file_get_contents(file), magic, sizeof(magic)) != 0) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not a backup made from SQLite", from);
    return false;
  }
  return g_file_set_contents_full(
      to, g_mapped_file_get_contents(file), (gssize)g_mapped_file_get_length(file),
      G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, err);
}

/* pg_restore reads the address from its environment, so that no password stands in a process list.
 */
static bool
restore_postgres(const char *from, const char *url, GError **err)
{
  g_auto(GStrv) environment = g_environ_setenv(g_get_environ(), "PGDATABASE", url, TRUE);
  char *argv[] = { "pg_restore", "--exit-on-error", "--single-transaction", "--no-owner",
                   "--dbname",   (char *)url,       (char *)from,           NULL };
  int status = 0;

  return g_spawn_sync(NULL, argv, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status,
                      err) &&
         g_spawn_check_wait_status(status, err);
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
  if (path && g_file_test(path, G_FILE_TEST_EXISTS))
    return command_fail("%s is there already: restore into a new folder, so that nothing is lost",
                        path);
  if (path) {
    g_autofree char *folder = g_path_get_dirname(path);

    if (g_mkdir_with_parents(folder, 0700) < 0)
      return command_fail("the folder %s cannot be made: %s", folder, g_strerror(errno));
  }
  if (!(path ? restore_file(argv[1], path, &err) : restore_postgres(argv[1], url, &err)))
    return command_fail("%s", err->message);
  subjects_register();

  g_autoptr(Place) place = place_open(&err); /* brings an older backup to now */

  if (!place)
    return command_fail("%s", err->message);
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
