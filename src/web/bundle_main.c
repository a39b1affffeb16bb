/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs at build time: turns files into C arrays, named by their content and compressed once, always
 * the same for the same files.
 *
 *   bundle OUT.c NAME=PATH NAME=PATH …
 *
 * In .css and .js files the text asset:NAME becomes the address of that file. */
#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { HASH_LETTERS = 16, DEPTH_MAX = 8 };

typedef struct {
  char *name, *path, *url;
  const char *media_type;
  bool is_text, is_read;
  GString *bytes;
} File;

static const struct {
  const char *ending, *media_type;
  bool is_text; /* worth compressing */
} kinds[] = {
  { ".css", "text/css; charset=utf-8", true },
  { ".js", "text/javascript; charset=utf-8", true },
  { ".svg", "image/svg+xml", true },
  { ".json", "application/json", true },
  { ".webmanifest", "application/manifest+json", true },
  { ".txt", "text/plain; charset=utf-8", true },
  { ".woff2", "font/woff2", false },
  { ".png", "image/png", false },
  { ".jpg", "image/jpeg", false },
  { ".webp", "image/webp", false },
  { ".ico", "image/vnd.microsoft.icon", false },
  { ".mp3", "audio/mpeg", false },
};

static _Noreturn void
give_up(const char *what, const char *which)
{
  fprintf(stderr, "bundle: %s: %s\n", what, which);
  exit(1);
}

static File *
file_new(const char *argument)
{
  const char *mark = strchr(argument, '=');
  File *file = g_new0(File, 1);

  if (!mark)
    give_up("not NAME=PATH", argument);
  file->name = g_strndup(argument, (gsize)(mark - argument));
  file->path = g_strdup(mark + 1);
  for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
    if (!g_str_has_suffix(file->name, kinds[i].ending))
      continue;
    file->media_type = kinds[i].media_type;
    file->is_text = kinds[i].is_text;
    return file;
  }
  give_up("no media type for", argument);
}

static File *
find_file(GPtrArray *files, const char *name, size_t len)
{
  for (guint i = 0; i < files->len; i++) {
    File *file = files->pdata[i];

    if (strlen(file->name) == len && memcmp(file->name, name, len) == 0)
      return file;
  }
  return NULL;
}

static void read_file(GPtrArray *files, File *file, int depth);

/* Puts the addresses of other files in. */
static void
replace_names(GPtrArray *files, File *file, int depth)
{
  GString *out = g_string_new(NULL);
  const char *at = file->bytes->str, *mark;

  while ((mark = strstr(at, "asset:"))) {
    size_t len =
        strspn(mark + 6, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./");
    File *other = find_file(files, mark + 6, len);

    if (!other)
      give_up("names a file that is not bundled", file->name);
    read_file(files, other, depth + 1);
    g_string_append_len(out, at, mark - at);
    g_string_append(out, other->url);
    at = mark + 6 + len;
  }
  g_string_append(out, at);
  g_string_free(file->bytes, TRUE);
  file->bytes = out;
}

static void
read_file(GPtrArray *files, File *file, int depth)
{
  char *bytes;
  gsize len;

  if (file->is_read)
    return;
  if (depth > DEPTH_MAX)
    give_up("names itself", file->name);
  if (!g_file_get_contents(file->path, &bytes, &len, NULL))
    give_up("cannot read", file->path);
  file->bytes = g_string_new_len(bytes, (gssize)len);
  g_free(bytes);
  if (g_str_has_suffix(file->name, ".css") || g_str_has_suffix(file->name, ".js"))
    replace_names(files, file, depth);

  g_autofree char *hash = g_compute_checksum_for_data(
      G_CHECKSUM_SHA256, (const guchar *)file->bytes->str, file->bytes->len);
  const char *ending = strrchr(file->name, '.');

  file->url = g_strdup_printf("/static/%.*s.%.*s%s", (int)(ending - file->name), file->name,
                              HASH_LETTERS, hash, ending);
  file->is_read = true;
}

/* NULL: it would not become at least a tenth smaller. */
static GByteArray *
compress_file(const File *file)
{
  z_stream stream = { 0 };

  if (!file->is_text ||
      deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
    return NULL;

  uLong bound = deflateBound(&stream, (uLong)file->bytes->len) + 32;
  GByteArray *out = g_byte_array_sized_new((guint)bound);

  g_byte_array_set_size(out, (guint)bound);
  stream.next_in = (Bytef *)file->bytes->str;
  stream.avail_in = (uInt)file->bytes->len;
  stream.next_out = out->data;
  stream.avail_out = (uInt)bound;
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END)
    give_up("cannot compress", file->name);
  g_byte_array_set_size(out, (guint)stream.total_out);
  deflateEnd(&stream);
  if (out->len < file->bytes->len - file->bytes->len / 10)
    return out;
  g_byte_array_unref(out);
  return NULL;
}

static void
write_bytes(FILE *out, const char *kind, guint number, const guint8 *bytes, size_t len)
{
  fprintf(out, "static const unsigned char %s_%u[] = {", kind, number);
  for (size_t i = 0; i < len; i++)
    fprintf(out, "%s%u,", i % 24 == 0 ? "\n" : "", bytes[i]);
  fprintf(out, "%s\n};\n", len == 0 ? "0" : "");
}

static void
write_file(FILE *out, GString *rows, guint number, const File *file)
{
  GByteArray *gzip = compress_file(file);

  write_bytes(out, "bytes", number, (const guint8 *)file->bytes->str, file->bytes->len);
  if (gzip)
    write_bytes(out, "gzip", number, gzip->data, gzip->len);
  g_string_append_printf(rows, "  { \"%s\", \"%s\", \"%s\", bytes_%u, ", file->name, file->url,
                         file->media_type, number);
  if (gzip)
    g_string_append_printf(rows, "gzip_%u, %zu, %u },\n", number, file->bytes->len, gzip->len);
  else
    g_string_append_printf(rows, "0, %zu, 0 },\n", file->bytes->len);
  if (gzip)
    g_byte_array_unref(gzip);
}

static gint
compare_names(gconstpointer one, gconstpointer other)
{
  return strcmp((*(File *const *)one)->name, (*(File *const *)other)->name);
}

int
main(int argc, char **argv)
{
  GPtrArray *files = g_ptr_array_new();
  GString *rows = g_string_new(NULL);

  if (argc < 3)
    give_up("usage", "bundle OUT.c NAME=PATH …");
  for (int i = 2; i < argc; i++) {
    File *file = file_new(argv[i]);

    if (find_file(files, file->name, strlen(file->name)))
      give_up("named twice", file->name);
    g_ptr_array_add(files, file);
  }
  g_ptr_array_sort(files, compare_names);

  FILE *out = fopen(argv[1], "w");

  if (!out)
    give_up("cannot write", argv[1]);
  fputs("/* Written at build time by src/web/bundle_main.c. */\n#include \"web/bundle.h\"\n", out);
  for (guint i = 0; i < files->len; i++) {
    read_file(files, files->pdata[i], 0);
    write_file(out, rows, i, files->pdata[i]);
  }
  fprintf(out, "const BundleFile bundle_files[] = {\n%s  { 0 },\n};\n", rows->str);
  fprintf(out, "const size_t bundle_count = %u;\n", files->len);
  if (fclose(out) != 0)
    give_up("cannot write", argv[1]);
  return 0;
}
