/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A copy of the whole database while it serves. Bringing one back is in restore.c. */
#include "db/engine.h"
#include "db/pg_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

static bool
copy_by_engine(Db *db, const char *path, GError **err)
{
  g_autoptr(Connection) c = connection_new(db, true);

  if (connection_ready(c) && db->engine->copy_into(c, path))
    return true;
  txn_to_error(&c->txn, "The copy could not be made", err);
  return false;
}

static bool
copy_by_pg_dump(Db *db, const char *path, GError **err)
{
  const char *arguments[] = { "pg_dump", "-Fc", "--no-password", "--file", path, NULL };

  return pg_tool_run(db->place, arguments, err);
}

/* A copy that is said to be there must be there after a power cut too. */
static bool
sync_to_disk(const char *path)
{
  g_autofree char *folder = g_path_get_dirname(path);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  int folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool is_safe = file >= 0 && folder_fd >= 0 && fsync(file) == 0 && fsync(folder_fd) == 0;
  int saved = errno;

  if (file >= 0)
    close(file);
  if (folder_fd >= 0)
    close(folder_fd);
  errno = saved;
  return is_safe;
}

bool
db_backup(Db *db, const char *path, GError **err)
{
  int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (fd < 0) {
    g_set_error(err, DB_ERROR, TROUBLE_DISK, "Cannot make %s: %s", path, g_strerror(errno));
    return false;
  }
  close(fd);
  if (!(db->engine->copy_into ? copy_by_engine(db, path, err) : copy_by_pg_dump(db, path, err))) {
    unlink(path);
    return false;
  }
  if (sync_to_disk(path))
    return true;
  g_set_error(err, DB_ERROR, TROUBLE_DISK, "Cannot write %s to disk: %s", path, g_strerror(errno));
  unlink(path);
  return false;
}
