/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Locking the key file, and the recovery sheet typed back in. */
#include "commands/key_file.h"

#include "commands/command.h"
#include "commands/place.h"
#include "people/root_keys.h"
#include "people/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { LINE_MAX_BYTES = 400, TRIES_MAX = 20 };

struct KeyFileLock {
  int fd;
};

/* A file beside it: the key file itself is replaced as a whole. */
KeyFileLock *
key_file_lock(const char *path, GError **err)
{
  g_autofree char *beside = g_strconcat(path, ".lock", NULL);
  int fd = open(beside, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK)
      g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_AGAIN,
                  "Another command is changing the keys just now");
    else
      g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno), "%s cannot be made: %s",
                  beside, g_strerror(errno));
    if (fd >= 0)
      close(fd);
    return NULL;
  }

  KeyFileLock *lock = g_new0(KeyFileLock, 1);

  lock->fd = fd;
  return lock;
}

void
key_file_unlock(KeyFileLock *lock)
{
  if (!lock)
    return;
  close(lock->fd);
  g_free(lock);
}

/* ---- the sheet ---- */

/* What is typed does not stay on the screen behind somebody's back: shown while typing, so that a
 * mistake is seen, and wiped from memory after. False: the input has ended. */
static bool
read_line(char line[static LINE_MAX_BYTES])
{
  if (!fgets(line, LINE_MAX_BYTES, stdin))
    return false;
  if (!strchr(line, '\n') && !feof(stdin))
    for (int c = getchar(); c != '\n' && c != EOF; c = getchar())
      continue; /* too long for any line of a sheet: the rest goes the same way */
  return true;
}

static void
say_what_is_wrong(SheetState state, int group)
{
  switch (state) {
  case SHEET_TOO_SHORT:
    g_printerr("There are %d whole groups so far; a sheet has %d.\n", group, SHEET_GROUPS_IN_ALL);
    break;
  case SHEET_TOO_LONG:
    g_printerr("That is more than a sheet holds (%d groups of %d letters).\n", SHEET_GROUPS_IN_ALL,
               SHEET_GROUP_LETTERS + 1);
    break;
  case SHEET_GROUP_WRONG:
    g_printerr("Group %d does not fit: a letter in it is mistyped, or a group before it is"
               " missing.\n",
               group);
    break;
  default:
    g_printerr("Each group is right, but they do not belong together. Are they from one sheet?\n");
  }
}

/* Takes lines until the groups are all there. False: the input ended before. */
static bool
ask_for_key(struct RootKey *ret_key)
{
  char line[LINE_MAX_BYTES], typed[4 * LINE_MAX_BYTES] = "";
  SheetState state = SHEET_TOO_SHORT;
  int group = 0;

  for (int tries = 0; state != SHEET_GOOD && tries < TRIES_MAX; tries++) {
    if (!read_line(line))
      break;
    if (!*g_strstrip(line))
      continue;
    g_strlcat(typed, " ", sizeof(typed));
    g_strlcat(typed, line, sizeof(typed));
    state = sheet_to_key(typed, ret_key, &group);
    if (state == SHEET_GOOD || state == SHEET_TOO_SHORT)
      continue;
    say_what_is_wrong(state, group);
    g_printerr("Nothing of it was kept. Please type the groups again, from the first.\n");
    sodium_memzero(typed, sizeof(typed));
  }
  if (state == SHEET_TOO_SHORT)
    say_what_is_wrong(state, group);
  sodium_memzero(line, sizeof(line));
  sodium_memzero(typed, sizeof(typed));
  return state == SHEET_GOOD;
}

/* Beside a key that is there already, a version that it lacks is added. */
static bool
keep_key(const char *file, const struct RootKey *key, GError **err)
{
  RootKeys keys = { .count = 0 };
  int at = 0;

  if (g_file_test(file, G_FILE_TEST_EXISTS) && !root_keys_read(file, &keys, err))
    return false;
  if (root_keys_find(&keys, key->version)) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                "%s holds version %d already, and it was left as it is. To put this key there,"
                " move that file away first",
                file, key->version);
    root_keys_wipe(&keys);
    return false;
  }
  if (keys.count == ROOT_KEYS_MAX) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "%s holds %d versions already", file,
                keys.count);
    return false;
  }
  while (at < keys.count && keys.keys[at].version < key->version)
    at++;
  memmove(&keys.keys[at + 1], &keys.keys[at], sizeof(keys.keys[0]) * (size_t)(keys.count - at));
  keys.keys[at] = *key;
  keys.count++;

  bool is_kept = root_keys_write(file, &keys, err);

  root_keys_wipe(&keys);
  return is_kept;
}

int
key_file_from_sheet(void)
{
  g_autoptr(GError) err = NULL;
  g_autofree char *file = place_key_file();
  g_autoptr(KeyFileLock) lock = key_file_lock(file, &err);
  struct RootKey key;

  if (!lock)
    return command_fail("%s", err->message);
  if (isatty(STDIN_FILENO))
    g_print("Type the %d groups of the recovery sheet, in as many lines as you like. Capital or"
            " small letters,\nspaces and hyphens make no difference.\n",
            SHEET_GROUPS_IN_ALL);
  if (!ask_for_key(&key))
    return command_fail("the sheet is not complete, and nothing was written");

  bool is_kept = keep_key(file, &key, &err);

  if (is_kept)
    g_print("Written: version %d of the root key, into %s\nNext: commontable verify --data %s\n",
            key.version, file, place_folder());
  sodium_memzero(&key, sizeof(key));
  return is_kept ? 0 : command_fail("%s", err->message);
}
