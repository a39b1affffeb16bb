/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The key file, and the versions that this process holds. */
#include "people/root_keys.h"

#include "base/random.h"
#include "base/text.h"

#include <sodium.h>
#include <string.h>
#include <sys/stat.h>

enum { HEX_LEN = 2 * ROOT_KEY_BYTES };

static struct {
  GMutex lock;
  RootKeys keys;
  char *path; /* NULL: set by root_keys_use */
  struct stat seen;
} held;

/* ---- text ---- */

static bool
read_line(char *line, RootKeys *keys)
{
  char *space = strchr(line, ' ');
  struct RootKey key = { .version = 1 };
  gint64 version = 1;

  if (space) {
    *space = '\0';
    if (!g_ascii_string_to_signed(line, 10, 1, ROOT_VERSION_MAX, &version, NULL))
      return false;
    line = g_strchug(space + 1);
  }
  key.version = (int)version;
  if (keys->count == ROOT_KEYS_MAX || !text_to_bytes(line, key.bytes, sizeof(key.bytes)))
    return false;
  if (keys->count > 0 && keys->keys[keys->count - 1].version >= key.version)
    return false;
  keys->keys[keys->count++] = key;
  sodium_memzero(&key, sizeof(key));
  return true;
}

bool
root_keys_from_text(const char *text, RootKeys *ret_keys)
{
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  RootKeys keys = { .count = 0 };
  bool is_good = true;

  for (char **at = lines; *at; at++) {
    size_t len = strlen(*at);
    char *line = g_strstrip(*at);

    if (is_good && *line && *line != '#')
      is_good = read_line(line, &keys);
    sodium_memzero(*at, len);
  }
  is_good = is_good && keys.count > 0;
  if (is_good)
    *ret_keys = keys;
  root_keys_wipe(&keys);
  return is_good;
}

char *
root_keys_to_text(const RootKeys *keys)
{
  /* Long enough from the start: what a string grows out of is not wiped. */
  GString *text = g_string_sized_new(ROOT_FILE_MAX);
  char hex[HEX_LEN + 1];

  g_string_append(text, "# The root key of Commontable, newest version last. Keep it secret, and"
                        " apart from the\n# data and its backups: without it what is sealed in"
                        " them cannot be read.\n");
  for (int i = 0; i < keys->count; i++) {
    sodium_bin2hex(hex, sizeof(hex), keys->keys[i].bytes, ROOT_KEY_BYTES);
    g_string_append_printf(text, "%d ", keys->keys[i].version);
    g_string_append(text, hex);
    g_string_append_c(text, '\n');
  }
  sodium_memzero(hex, sizeof(hex));
  return g_string_free(text, FALSE);
}

void
root_text_free(char *text)
{
  if (text)
    sodium_memzero(text, strlen(text));
  g_free(text);
}

void
root_keys_wipe(RootKeys *keys)
{
  sodium_memzero(keys, sizeof(*keys));
}

const struct RootKey *
root_keys_find(const RootKeys *keys, int version)
{
  for (int i = 0; i < keys->count; i++)
    if (keys->keys[i].version == version)
      return &keys->keys[i];
  return NULL;
}

bool
root_keys_add_new(RootKeys *keys)
{
  int last = keys->count > 0 ? keys->keys[keys->count - 1].version : 0;

  if (keys->count == ROOT_KEYS_MAX || last == ROOT_VERSION_MAX)
    return false;

  struct RootKey *key = &keys->keys[keys->count++];

  key->version = last + 1;
  random_bytes(key->bytes, sizeof(key->bytes));
  return true;
}

/* ---- the file ---- */

bool
root_keys_read(const char *path, RootKeys *ret_keys, GError **err)
{
  char *text = NULL;
  gsize len = 0;

  if (!g_file_get_contents(path, &text, &len, err))
    return false;

  bool is_good = len < ROOT_FILE_MAX && strlen(text) == len && root_keys_from_text(text, ret_keys);

  sodium_memzero(text, len);
  g_free(text);
  if (!is_good)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "%s is not a key file: each line must hold a version number and 64 hexadecimal"
                " digits, the newest version last",
                path);
  return is_good;
}

bool
root_keys_write(const char *path, const RootKeys *keys, GError **err)
{
  char *text = root_keys_to_text(keys);
  bool is_kept = g_file_set_contents_full(
      path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, err);

  root_text_free(text);
  return is_kept;
}

/* ---- what this process holds ---- */

void
root_keys_use(const uint8_t key[static ROOT_KEY_BYTES])
{
  if (sodium_init() < 0)
    g_error("libsodium does not start");
  g_mutex_lock(&held.lock);
  g_clear_pointer(&held.path, g_free);
  held.keys = (RootKeys){ .count = 1 };
  held.keys.keys[0].version = 1;
  memcpy(held.keys.keys[0].bytes, key, ROOT_KEY_BYTES);
  g_mutex_unlock(&held.lock);
}

/* Under the lock. What is held stays when the file cannot be read: it may be a moment's trouble. */
static bool
take_file(GError **err)
{
  RootKeys keys;
  struct stat seen;

  if (stat(held.path, &seen) != 0)
    memset(&seen, 0, sizeof(seen));
  if (!root_keys_read(held.path, &keys, err))
    return false;
  held.seen = seen;
  held.keys = keys;
  root_keys_wipe(&keys);
  return true;
}

/* Under the lock: reads the file again when it is another one than before. When it cannot be read,
 * whoever needs a version that is not held says that. */
static void
take_file_if_changed(void)
{
  struct stat now;

  if (!held.path || stat(held.path, &now) != 0)
    return;
  if (now.st_ino == held.seen.st_ino && now.st_size == held.seen.st_size &&
      now.st_mtim.tv_sec == held.seen.st_mtim.tv_sec &&
      now.st_mtim.tv_nsec == held.seen.st_mtim.tv_nsec)
    return;
  take_file(NULL);
}

bool
root_keys_load(const char *path, GError **err)
{
  if (sodium_init() < 0)
    g_error("libsodium does not start");
  if (!g_file_test(path, G_FILE_TEST_EXISTS)) {
    RootKeys keys = { .count = 0 };
    bool is_made = root_keys_add_new(&keys) && root_keys_write(path, &keys, err);

    root_keys_wipe(&keys);
    if (!is_made)
      return false;
  }
  g_mutex_lock(&held.lock);
  g_free(held.path);
  held.path = g_strdup(path);

  bool is_read = take_file(err);

  g_mutex_unlock(&held.lock);
  return is_read;
}

bool
root_key_get(int version, uint8_t ret_key[static ROOT_KEY_BYTES])
{
  g_mutex_lock(&held.lock);
  const struct RootKey *key = root_keys_find(&held.keys, version);

  if (!key) {
    take_file_if_changed();
    key = root_keys_find(&held.keys, version);
  }
  if (key)
    memcpy(ret_key, key->bytes, ROOT_KEY_BYTES);
  g_mutex_unlock(&held.lock);
  return key != NULL;
}

int
root_key_get_current(uint8_t ret_key[static ROOT_KEY_BYTES])
{
  g_mutex_lock(&held.lock);
  take_file_if_changed();
  g_assert(held.keys.count > 0);

  const struct RootKey *key = &held.keys.keys[held.keys.count - 1];
  int version = key->version;

  memcpy(ret_key, key->bytes, ROOT_KEY_BYTES);
  g_mutex_unlock(&held.lock);
  return version;
}

void
root_keys_get_all(RootKeys *ret_keys)
{
  g_mutex_lock(&held.lock);
  take_file_if_changed();
  *ret_keys = held.keys;
  g_mutex_unlock(&held.lock);
}
