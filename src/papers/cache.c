/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The cache's folder. A file's time of change says when it was last used, since many disks keep no
 * other. */
#include "papers/cache.h"

#include "base/clock.h"
#include "papers/formats.h"
#include "papers/rules.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CACHE_BYTES_MAX (2ULL * 1024 * 1024 * 1024)
#define SWEEP_EVERY_US  (3600 * (int64_t)US_PER_S)

static const PapersPlace *own_place; /* set before threads start */
static _Atomic int64_t swept_at_us;

void
papers_set_place(const PapersPlace *place)
{
  own_place = place;
  atomic_store(&swept_at_us, 0);
}

const PapersPlace *
papers_place(void)
{
  return own_place;
}

char *
cache_path(const char *name)
{
  return own_place && own_place->cache_folder
             ? g_build_filename(own_place->cache_folder, name, NULL)
             : NULL;
}

int
cache_open(const char *name)
{
  g_autofree char *path = cache_path(name);
  int file = path ? open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
  struct stat about;
  int64_t now_s = clock_now_us() / US_PER_S;

  if (file >= 0 && fstat(file, &about) == 0 && about.st_mtime < now_s - US_PER_DAY / US_PER_S / 2) {
    const struct timespec times[2] = { { .tv_sec = now_s }, { .tv_sec = now_s } };

    futimens(file, times); /* else it only goes sooner */
  }
  return file;
}

/* ---- sweeping ---- */

typedef struct {
  char *name;
  int64_t used_us;
  uint64_t bytes;
} Made;

static void
made_clear(gpointer made)
{
  g_free(((Made *)made)->name);
}

static int
by_use(gconstpointer a, gconstpointer b)
{
  const Made *one = a, *other = b;

  return (one->used_us > other->used_us) - (one->used_us < other->used_us);
}

/* The least used first; `ret_bytes`: of all. */
static GArray *
list_made(uint64_t *ret_bytes)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Made));
  g_autoptr(GDir) folder = g_dir_open(own_place->cache_folder, 0, NULL);

  g_array_set_clear_func(list, made_clear);
  *ret_bytes = 0;
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = cache_path(name);
    struct stat about;

    if (lstat(path, &about) != 0 || !S_ISREG(about.st_mode))
      continue;

    Made made = { .name = g_strdup(name),
                  .used_us = (int64_t)about.st_mtime * US_PER_S,
                  .bytes = (uint64_t)about.st_size };

    *ret_bytes += made.bytes;
    g_array_append_val(list, made);
  }
  g_array_sort(list, by_use);
  return list;
}

static bool
is_to_go(const Made *made, int64_t now_us, bool is_too_much)
{
  int64_t unused_us = now_us - made->used_us;
  int64_t days = g_str_has_prefix(made->name, CACHE_SEALED) ? CACHE_SEALED_DAYS : CACHE_DAYS;

  return unused_us > days * US_PER_DAY || (is_too_much && unused_us > US_PER_DAY);
}

int
cache_sweep(int64_t now_us, uint64_t bytes_max)
{
  uint64_t bytes = 0;
  int gone = 0;

  if (!own_place || !own_place->cache_folder)
    return 0;

  g_autoptr(GArray) list = list_made(&bytes);

  for (guint i = 0; i < list->len; i++) {
    const Made *made = &g_array_index(list, Made, i);
    g_autofree char *path = cache_path(made->name);

    if (is_to_go(made, now_us, bytes > bytes_max) && g_unlink(path) == 0) {
      bytes -= made->bytes;
      gone++;
    }
  }
  return gone;
}

/* By whoever comes first. */
static void
sweep_now_and_then(void)
{
  int64_t now_us = clock_now_us(), last_us = atomic_load(&swept_at_us);

  if (now_us - last_us >= SWEEP_EVERY_US &&
      atomic_compare_exchange_strong(&swept_at_us, &last_us, now_us))
    cache_sweep(now_us, own_place->cache_bytes_max ? own_place->cache_bytes_max : CACHE_BYTES_MAX);
}

bool
cache_keep(const char *name, GBytes *bytes)
{
  g_autofree char *path = cache_path(name);
  gsize len = 0;
  const char *data = g_bytes_get_data(bytes, &len);

  /* Written beside and renamed: a reader finds the whole file or none. */
  if (!path || g_mkdir_with_parents(own_place->cache_folder, 0700) != 0 ||
      !g_file_set_contents_full(path, data, (gssize)len, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                NULL))
    return false;
  sweep_now_and_then();
  return true;
}
