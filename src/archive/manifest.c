/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and reading the list of what is in an archive. */
#include "archive/manifest.h"

#include "archive/tar.h"
#include "base/ids.h"
#include "base/text.h"

#include <jansson.h>
#include <string.h>

static const char format_name[] = "commontable-archive";
static const char part_ending[] = "_part";

enum { VERSION = 1, ENTRIES_MAX = 200000 };

static void
entry_free(gpointer data)
{
  ArchiveEntry *entry = data;

  g_free(entry->name);
  g_free(entry);
}

static Manifest *
new_empty(int64_t community_id)
{
  Manifest *manifest = g_new0(Manifest, 1);

  manifest->community_id = community_id;
  manifest->schema = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  manifest->entries = g_ptr_array_new_with_free_func(entry_free);
  return manifest;
}

static void
note_schema(Manifest *manifest, const char *subject, int64_t number)
{
  g_hash_table_insert(manifest->schema, g_strdup(subject), g_memdup2(&number, sizeof(number)));
}

Manifest *
manifest_new(const DbTables *tables, int64_t community_id)
{
  Manifest *manifest = new_empty(community_id);

  for (guint i = 0; i < tables->subject_list->len; i++) {
    const char *subject = tables->subject_list->pdata[i];

    note_schema(manifest, subject, db_tables_schema(tables, subject));
  }
  return manifest;
}

void
manifest_free(Manifest *manifest)
{
  if (!manifest)
    return;
  g_hash_table_unref(manifest->schema);
  g_ptr_array_unref(manifest->entries);
  g_free(manifest);
}

bool
archive_takes_table(const DbTable *table)
{
  return table->export == EXPORT_YES;
}

/* (whose file, number, bytes), by the first two. */
bool
archive_is_parts(const DbTable *table)
{
  return g_str_has_suffix(table->name, part_ending) && table->count == 3 &&
         table->columns[0].type == COLUMN_BIGINT && strcmp(table->columns[1].name, "number") == 0 &&
         table->columns[2].type == COLUMN_BYTEA && !table->columns[2].is_special &&
         table->key_count == 2;
}

ArchiveEntry *
manifest_add(Manifest *manifest, const DbTable *table, int64_t file_id)
{
  ArchiveEntry *entry = g_new0(ArchiveEntry, 1);
  char id[ID_TEXT_SIZE];

  entry->table = table;
  entry->file_id = file_id;
  entry->name =
      file_id ? g_strdup_printf("files/%.*s/%s", (int)(strlen(table->name) - strlen(part_ending)),
                                table->name, id_to_text(file_id, id))
              : g_strdup_printf("tables/%s.jsonl", table->name);
  g_ptr_array_add(manifest->entries, entry);
  return entry;
}

int64_t
manifest_schema(const Manifest *manifest, const char *subject)
{
  const int64_t *number = g_hash_table_lookup(manifest->schema, subject);

  return number ? *number : 0;
}

int64_t
manifest_rows(const Manifest *manifest, const char *table)
{
  int64_t rows = 0;

  for (guint i = 0; i < manifest->entries->len; i++) {
    const ArchiveEntry *entry = manifest->entries->pdata[i];

    if (!entry->file_id && strcmp(entry->table->name, table) == 0)
      rows += entry->rows;
  }
  return rows;
}

/* ---- writing ---- */

static json_t *
entry_to_json(const ArchiveEntry *entry)
{
  json_t *object = json_object();
  g_autofree char *hash = text_from_bytes(entry->hash, HASH_BYTES);

  json_object_set_new(object, "name", json_string(entry->name));
  json_object_set_new(object, "bytes", json_integer(entry->bytes));
  if (!entry->file_id)
    json_object_set_new(object, "rows", json_integer(entry->rows));
  json_object_set_new(object, "sha256", json_string(hash));
  return object;
}

char *
manifest_to_text(const Manifest *manifest, const DbTables *tables)
{
  json_auto_t *all = json_object();
  g_autofree char *community = g_strdup_printf("%" G_GINT64_FORMAT, manifest->community_id);
  json_t *schema = json_object(), *entries = json_array();

  for (guint i = 0; i < tables->subject_list->len; i++) {
    const char *subject = tables->subject_list->pdata[i];

    json_object_set_new(schema, subject, json_integer(manifest_schema(manifest, subject)));
  }
  for (guint i = 0; i < manifest->entries->len; i++)
    json_array_append_new(entries, entry_to_json(manifest->entries->pdata[i]));
  json_object_set_new(all, "format", json_string(format_name));
  json_object_set_new(all, "version", json_integer(VERSION));
  json_object_set_new(all, "community", json_string(community));
  json_object_set_new(all, "schema", schema);
  json_object_set_new(all, "entries", entries);
  return json_dumps(all, JSON_INDENT(1));
}

/* ---- reading ---- */

#define deny(err, code, ...) (g_set_error((err), ARCHIVE_ERROR, (code), __VA_ARGS__), false)
#define NEWER                                           \
  "This archive was made by a newer Commontable (%s). " \
  "Bring this one up to date first"
#define NOT_OURS "The archive's list is not as Commontable writes it (%s)"

static bool
read_schema(Manifest *manifest, const json_t *schema, const DbTables *tables, GError **err)
{
  const char *subject;
  json_t *number;

  if (!json_is_object(schema))
    return deny(err, ARCHIVE_DAMAGED, NOT_OURS, "schema");
  json_object_foreach((json_t *)schema, subject, number)
  {
    if (!json_is_integer(number) || json_integer_value(number) < 0)
      return deny(err, ARCHIVE_DAMAGED, NOT_OURS, "schema");
    if (json_integer_value(number) > db_tables_schema(tables, subject))
      return deny(err, ARCHIVE_NEWER, NEWER, "its data have parts that are not known here");
    note_schema(manifest, subject, json_integer_value(number));
  }
  return true;
}

/* The table and, for a file, its id, from the name. NULL: no such table. */
static const DbTable *
find_table(const char *name, const DbTables *tables, int64_t *ret_file_id)
{
  g_auto(GStrv) parts = g_strsplit(name, "/", 4);
  const guint count = g_strv_length(parts);
  g_autofree char *table_name = NULL;

  *ret_file_id = 0;
  if (count == 2 && strcmp(parts[0], "tables") == 0 && g_str_has_suffix(parts[1], ".jsonl"))
    table_name = g_strndup(parts[1], strlen(parts[1]) - strlen(".jsonl"));
  else if (count == 3 && strcmp(parts[0], "files") == 0 && id_from_text(parts[2], ret_file_id))
    table_name = g_strconcat(parts[1], part_ending, NULL);

  const DbTable *table = table_name ? db_tables_find(tables, table_name) : NULL;

  return table && archive_takes_table(table) && archive_is_parts(table) == (*ret_file_id != 0)
             ? table
             : NULL;
}

static bool
read_numbers(ArchiveEntry *entry, const json_t *object, GError **err)
{
  const json_t *bytes = json_object_get(object, "bytes"), *rows = json_object_get(object, "rows");
  const char *hash = json_string_value(json_object_get(object, "sha256"));

  entry->bytes = json_integer_value(bytes);
  entry->rows = entry->file_id ? 0 : json_integer_value(rows);
  if (!json_is_integer(bytes) || (!entry->file_id && !json_is_integer(rows)) || entry->bytes < 0 ||
      entry->rows < 0 || !hash || !text_to_bytes(hash, entry->hash, HASH_BYTES))
    return deny(err, ARCHIVE_DAMAGED, NOT_OURS, entry->name);
  if (entry->bytes > (entry->file_id ? FILE_BYTES_MAX : TAR_SIZE_MAX))
    return deny(err, ARCHIVE_TOO_LARGE, "%s in the archive is larger than it may be", entry->name);
  return true;
}

/* A table comes after those that it refers to, files by their ids: as they were written. */
static bool
is_in_order(const Manifest *manifest, const ArchiveEntry *entry, const DbTables *tables)
{
  guint at = 0, before_at = 0;

  if (manifest->entries->len < 2)
    return strcmp(entry->name, "tables/community.jsonl") == 0 && entry->rows == 1;

  const ArchiveEntry *before = manifest->entries->pdata[manifest->entries->len - 2];

  g_ptr_array_find(tables->tables, entry->table, &at);
  g_ptr_array_find(tables->tables, before->table, &before_at);
  return at > before_at || (at == before_at && entry->file_id > before->file_id);
}

static bool
read_entry(Manifest *manifest, const json_t *object, const DbTables *tables, GError **err)
{
  const char *name = json_string_value(json_object_get(object, "name"));
  int64_t file_id = 0;

  if (!name)
    return deny(err, ARCHIVE_DAMAGED, NOT_OURS, "name");
  if (!tar_name_is_inside(name))
    return deny(err, ARCHIVE_OUTSIDE,
                "The archive names a place outside itself, so it is not safe: %s", name);

  const DbTable *table = find_table(name, tables, &file_id);

  if (!table || strlen(name) > TAR_NAME_MAX)
    return deny(err, ARCHIVE_DAMAGED, NOT_OURS, name);

  if (table->rewritten > manifest_schema(manifest, table->subject))
    return deny(err, ARCHIVE_DOES_NOT_FIT,
                "This archive was made by an older Commontable, before %s changed. Bring that place"
                " up to date, and make the archive anew",
                table->name);

  ArchiveEntry *entry = manifest_add(manifest, table, file_id);

  if (!read_numbers(entry, object, err))
    return false;
  return (strcmp(entry->name, name) == 0 && is_in_order(manifest, entry, tables)) ||
         deny(err, ARCHIVE_DAMAGED, NOT_OURS, name);
}

static bool
read_all(Manifest *manifest, const json_t *all, const DbTables *tables, GError **err)
{
  const json_t *entries = json_object_get(all, "entries");
  json_t *entry;
  size_t i;

  if (!read_schema(manifest, json_object_get(all, "schema"), tables, err))
    return false;
  if (!json_is_array(entries) || json_array_size(entries) == 0)
    return deny(err, ARCHIVE_DAMAGED, NOT_OURS, "entries");
  if (json_array_size(entries) > ENTRIES_MAX)
    return deny(err, ARCHIVE_TOO_LARGE, "The archive has more parts than there may be");
  json_array_foreach((json_t *)entries, i,
                     entry) if (!read_entry(manifest, entry, tables, err)) return false;
  return true;
}

static bool
read_head(const json_t *all, gint64 *ret_community_id, GError **err)
{
  const char *format = json_string_value(json_object_get(all, "format"));
  const json_t *version = json_object_get(all, "version");
  const char *community = json_string_value(json_object_get(all, "community"));

  if (!format || strcmp(format, format_name) != 0 || !json_is_integer(version))
    return deny(err, ARCHIVE_NOT_ONE, "This is not an archive of Commontable");
  if (json_integer_value(version) > VERSION)
    return deny(err, ARCHIVE_NEWER, NEWER, "its form is newer");
  return (community &&
          g_ascii_string_to_signed(community, 10, 1, G_MAXINT64, ret_community_id, NULL)) ||
         deny(err, ARCHIVE_DAMAGED, NOT_OURS, "community");
}

Manifest *
manifest_from_text(const char *text, size_t len, const DbTables *tables, GError **err)
{
  json_auto_t *all = json_loadb(text, len, JSON_REJECT_DUPLICATES, NULL);
  gint64 community_id = 0;

  if (!read_head(all, &community_id, err))
    return NULL;

  g_autoptr(Manifest) manifest = new_empty(community_id);

  return read_all(manifest, all, tables, err) ? g_steal_pointer(&manifest) : NULL;
}
