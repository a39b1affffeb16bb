/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows to JSON and back. The keys stand in the order of the columns, ids are text (they are larger
 * than a number in JSON may be), times and small numbers are numbers, bytes are hex. Of a sealed
 * column: its words; false where there is nothing (never said, or erased). */
#include "archive/rows_json.h"

#include "base/arena.h"
#include "base/text.h"
#include "people/kinds.h"
#include "people/people.h"
#include "people/seal.h"

#include <string.h>

enum { ROW_ARENA = 4 * LINE_BYTES_MAX };

/* ---- what is known of columns ---- */

static const char left_out[][2][16] = {
  { "member", "contact_blind" }, /* a hash under this place's own key */
  { "delivery", "link_id" },     /* a link to come in, which stays here */
  { "delivery", "mail_id" },     /* mails stay here too */
  { "late_copy", "link_id" },    /* a link likewise */
};

bool
archive_leaves_out(const DbTable *table, int column)
{
  for (size_t i = 0; i < G_N_ELEMENTS(left_out); i++)
    if (strcmp(table->name, left_out[i][0]) == 0 &&
        strcmp(table->columns[column].name, left_out[i][1]) == 0)
      return true;
  return false;
}

/* A moment: far below 2^53, so any program reads it as a number. */
static bool
is_time(const DbColumn *column)
{
  return column->type == COLUMN_BIGINT && g_str_has_suffix(column->name, "_us");
}

/* Whose key sealed it and to which row it is bound: as every subject seals (people/seal.h). */
static int
person_column(const DbTable *table)
{
  const int member = db_table_column(table, "member_id");

  return member >= 0 ? member : db_table_column(table, "id");
}

static int
row_id_column(const DbTable *table)
{
  const int id = db_table_column(table, "id");

  return id >= 0 ? id : db_table_column(table, "member_id");
}

/* "table.column"; own words are sealed topic by topic (people/own_words.c). */
static const char *
place_of(Arena *arena, const DbTable *table, int column, const char *topic)
{
  return arena_format(arena, "%s.%s", table->name, topic ? topic : table->columns[column].name);
}

/* ---- out ---- */

static json_t *
text_to_json(Query *row, int column)
{
  return json_stringn(col_text(row, column), col_text_len(row, column));
}

static json_t *
bytes_to_json(Query *row, int column)
{
  size_t len = 0;
  const void *bytes = col_blob(row, column, &len);
  g_autofree char *hex = text_from_bytes(bytes, len);

  return json_string(hex);
}

static json_t *
id_to_json(int64_t number)
{
  char text[NUMBER_TEXT_SIZE];

  text_from_number(number, text);
  return json_string(text);
}

static json_t *
sealed_to_json(Txn *txn, Arena *arena, const DbTable *table, Query *row, int column, GError **err)
{
  const int topic = db_table_column(table, "topic");
  const int64_t person_id = col_int(row, person_column(table));
  size_t len = 0;
  const void *sealed = col_blob(row, column, &len);
  const char *place =
      place_of(arena, table, column, topic >= 0 ? arena_text(arena, col_text(row, topic)) : NULL);
  const char *text = len > 0 ? seal_open(txn, arena, person_id, place,
                                         col_int(row, row_id_column(table)), sealed, len)
                             : NULL;

  if (text)
    return json_string(text);
  if (len > 0 && seal_has_key(txn, person_id)) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE,
                "A value of %s does not open with the key that is here. Is this the right root"
                " key?",
                place);
    return NULL;
  }
  return json_false();
}

static json_t *
value_to_json(Txn *txn, Arena *arena, const DbTable *table, Query *row, int column, GError **err)
{
  const DbColumn *about = &table->columns[column];

  if (col_is_null(row, column))
    return json_null();
  if (about->is_special)
    return sealed_to_json(txn, arena, table, row, column, err);
  if (about->type == COLUMN_TEXT)
    return text_to_json(row, column);
  if (about->type == COLUMN_BYTEA)
    return bytes_to_json(row, column);
  if (about->type == COLUMN_BIGINT && !is_time(about))
    return id_to_json(col_int(row, column));
  return json_integer(col_int(row, column));
}

json_t *
row_to_json(Txn *txn, const DbTable *table, Query *row, GError **err)
{
  g_autoptr(Arena) arena = arena_new(ROW_ARENA);
  json_auto_t *object = json_object();

  for (int i = 0; i < table->count; i++) {
    if (archive_leaves_out(table, i))
      continue;

    json_t *value = value_to_json(txn, arena, table, row, i, err);

    if (!value || json_object_set_new(object, table->columns[i].name, value) != 0) {
      if (err && !*err)
        g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "A row of %s cannot be written: %s",
                    table->name, txn_trouble_detail(txn));
      return NULL;
    }
  }
  return g_steal_pointer(&object);
}

/* ---- back ---- */

static bool
is_id(const json_t *value)
{
  gint64 number = 0;

  return json_is_string(value) && g_ascii_string_to_signed(json_string_value(value), 10, G_MININT64,
                                                           G_MAXINT64, &number, NULL);
}

static bool
is_hex(const json_t *value)
{
  const char *text = json_string_value(value);
  const size_t len = json_string_length(value);

  return text && len % 2 == 0 && strspn(text, "0123456789abcdef") == len;
}

static bool
value_fits(const DbColumn *column, const json_t *value)
{
  if (json_is_null(value))
    return column->is_nullable;
  if (column->is_special)
    return json_is_string(value) || json_is_false(value);
  if (column->type == COLUMN_TEXT)
    return json_is_string(value);
  if (column->type == COLUMN_BYTEA)
    return is_hex(value);
  return column->type == COLUMN_BIGINT && !is_time(column) ? is_id(value) : json_is_integer(value);
}

/* Was it there when the archive was made, and is it written? */
static bool
is_expected(const DbTable *table, int column, int64_t schema)
{
  return table->columns[column].since <= schema && !archive_leaves_out(table, column);
}

json_t *
row_from_line(const DbTable *table, int64_t schema, const char *line, size_t len, GError **err)
{
  json_auto_t *row = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
  size_t expected = 0;

  for (int i = 0; i < table->count && row; i++) {
    if (!is_expected(table, i, schema))
      continue;
    expected++;

    const json_t *value = json_object_get(row, table->columns[i].name);

    if (!value || !value_fits(&table->columns[i], value)) {
      g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DOES_NOT_FIT, "%s of %s is not as it should be",
                  table->columns[i].name, table->name);
      return NULL;
    }
  }
  if (json_is_object(row) && json_object_size(row) == expected)
    return g_steal_pointer(&row);
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DOES_NOT_FIT, "it is not a row of %s", table->name);
  return NULL;
}

/* ---- in ---- */

typedef struct {
  Txn *txn;
  const Act *act;
  const DbTable *table;
  const json_t *row;
  Arena *arena;
  Query *q;
  const bool *is_given;
} Storing;

static int64_t
id_of(const Storing *storing, int column)
{
  const json_t *value = json_object_get(storing->row, storing->table->columns[column].name);
  gint64 number = 0;

  if (json_is_string(value))
    g_ascii_string_to_signed(json_string_value(value), 10, G_MININT64, G_MAXINT64, &number, NULL);
  return number;
}

static void
bind_bytes(const Storing *storing, int slot, const json_t *value)
{
  const size_t len = json_string_length(value) / 2;
  uint8_t *bytes = arena_alloc(storing->arena, len + 1);

  text_to_bytes(json_string_value(value), bytes, len);
  bind_blob(storing->q, slot, bytes, len);
}

static void
bind_sealed(const Storing *storing, int slot, int column, const json_t *value)
{
  const DbTable *table = storing->table;
  const int64_t person_id = id_of(storing, person_column(table));
  const char *topic = json_string_value(json_object_get(storing->row, "topic"));
  size_t len = 0;

  if (json_is_false(value)) {
    bind_blob(storing->q, slot, NULL, 0);
    return;
  }
  if (!seal_has_key(storing->txn, person_id) && !txn_trouble(storing->txn))
    seal_make_person_key(storing->txn, storing->act, person_id);

  const void *sealed = seal_text(
      storing->txn, storing->arena, person_id, place_of(storing->arena, table, column, topic),
      id_of(storing, row_id_column(table)), json_string_value(value), &len);

  bind_blob(storing->q, slot, sealed, len);
}

/* As people_add would have stored them. */
static void
bind_left_out(const Storing *storing, int slot, int column)
{
  const json_t *contact = json_object_get(storing->row, "contact");
  const char *reach = json_string_value(json_object_get(storing->row, "reach"));

  if (strcmp(storing->table->columns[column].name, "contact_blind") != 0) {
    bind_int(storing->q, slot, 0);
  } else if (json_is_string(contact) && reach && strcmp(reach, reach_name(REACH_EMAIL)) == 0) {
    uint8_t *blind = arena_alloc(storing->arena, BLIND_BYTES);

    people_blind_email(storing->txn, json_string_value(contact), blind);
    bind_blob(storing->q, slot, blind, BLIND_BYTES);
  } else {
    bind_null(storing->q, slot);
  }
}

static void
bind_value(const Storing *storing, int column)
{
  const DbColumn *about = &storing->table->columns[column];
  const json_t *value = json_object_get(storing->row, about->name);
  const int slot = db_row_slot(storing->table, storing->is_given, column);

  if (archive_leaves_out(storing->table, column))
    bind_left_out(storing, slot, column);
  else if (json_is_null(value))
    bind_null(storing->q, slot);
  else if (about->is_special)
    bind_sealed(storing, slot, column, value);
  else if (about->type == COLUMN_TEXT)
    bind_text_len(storing->q, slot, json_string_value(value), json_string_length(value));
  else if (about->type == COLUMN_BYTEA)
    bind_bytes(storing, slot, value);
  else if (json_is_string(value))
    bind_int(storing->q, slot, id_of(storing, column));
  else
    bind_int(storing->q, slot, json_integer_value(value));
}

bool
row_store(Txn *txn, const Act *act, const DbTable *table, const json_t *row, GError **err)
{
  g_autoptr(Arena) arena = arena_new(ROW_ARENA);
  bool is_given[DB_COLUMNS_MAX] = { false };
  Storing storing = { .txn = txn, .act = act, .table = table, .row = row, .arena = arena };

  for (int i = 0; i < table->count; i++)
    is_given[i] =
        json_object_get(row, table->columns[i].name) != NULL || archive_leaves_out(table, i);
  storing.is_given = is_given;
  g_autoptr(Query) q = db_row_insert(txn, act, table, is_given);

  storing.q = q;
  for (int i = 0; i < table->count; i++)
    if (is_given[i])
      bind_value(&storing, i);
  if (query_run(q))
    return true;
  g_set_error(err, ARCHIVE_ERROR,
              txn_trouble(txn) == TROUBLE_DATABASE ? ARCHIVE_DOES_NOT_FIT : ARCHIVE_TROUBLE,
              "the database did not take it");
  return false;
}
