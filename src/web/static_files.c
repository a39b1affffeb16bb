/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One hash table from address to file, made at start; the bytes are the program's own. */
#include "web/static_files.h"

#include "web/bundle.h"
#include "web/headers.h"
#include "web/web.h"

#include <string.h>

struct StaticFiles {
  GHashTable *by_path; /* of BundleFile */
};

static void
add(StaticFiles *files, const char *path, const BundleFile *file)
{
  g_hash_table_insert(files->by_path, (char *)path, (BundleFile *)file);
}

StaticFiles *
static_files_new(void)
{
  StaticFiles *files = g_new0(StaticFiles, 1);

  files->by_path = g_hash_table_new(g_str_hash, g_str_equal);
  for (const BundleFile *file = bundle_files; file->name; file++) {
    add(files, file->url, file);
    /* Browsers and robots ask for these two by fixed addresses. */
    if (strcmp(file->name, "favicon.ico") == 0)
      add(files, "/favicon.ico", file);
    if (strcmp(file->name, "robots.txt") == 0)
      add(files, "/robots.txt", file);
  }
  return files;
}

void
static_files_free(StaticFiles *files)
{
  if (!files)
    return;
  g_hash_table_unref(files->by_path);
  g_free(files);
}

static bool
takes_gzip(const Exchange *x)
{
  const char *accepted = exchange_header(x, "Accept-Encoding");

  return accepted && strstr(accepted, "gzip") && !strstr(accepted, "gzip;q=0");
}

static GBytes *
body_of(const BundleFile *file, bool is_gzip)
{
  return is_gzip ? g_bytes_new_static(file->gzip_bytes, file->gzip_len)
                 : g_bytes_new_static(file->bytes, file->len);
}

bool
static_files_answer(const StaticFiles *files, Exchange *x, int *ret_status)
{
  const char *path = exchange_path(x), *method = exchange_method(x);
  const BundleFile *file = g_hash_table_lookup(files->by_path, path);

  if (!file || (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0))
    return false;

  g_autofree char *etag = g_strdup_printf("\"%s\"", strrchr(file->url, '/') + 1);
  const char *known = exchange_header(x, "If-None-Match");
  bool is_known = known && strstr(known, etag);
  bool is_gzip = file->gzip_bytes && takes_gzip(x);
  bool is_hashed = strcmp(path, file->url) == 0;
  g_autoptr(GBytes) body = is_known ? NULL : body_of(file, is_gzip);

  headers_add_security(x, false);
  exchange_add_header(x, "ETag", etag);
  exchange_add_header(x, "Cache-Control",
                      is_hashed ? "public, max-age=31536000, immutable" : "public, max-age=86400");
  if (file->gzip_bytes)
    exchange_add_header(x, "Vary", "Accept-Encoding");
  if (!is_known) {
    exchange_add_header(x, "Content-Type", file->media_type);
    if (is_gzip)
      exchange_add_header(x, "Content-Encoding", "gzip");
  }
  *ret_status = is_known ? 304 : 200;
  exchange_reply(x, *ret_status, body);
  return true;
}

/* By name: the table is sorted. NULL: none. */
static const BundleFile *
find_file(const char *name)
{
  size_t low = 0, high = bundle_count;

  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = strcmp(name, bundle_files[middle].name);

    if (order == 0)
      return &bundle_files[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *
asset_url(const char *name)
{
  const BundleFile *file = find_file(name);

  if (!file)
    g_error("no bundled file is called %s", name);
  return file->url;
}

bool
asset_find(const char *name, const void **ret_bytes, size_t *ret_len)
{
  const BundleFile *file = find_file(name);

  if (!file)
    return false;
  *ret_bytes = file->bytes;
  *ret_len = file->len;
  return true;
}
