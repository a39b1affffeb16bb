/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Collecting and erasing across subjects. What people's own tables hold is in people_data.c. */
#include "people/my_data.h"

#include "lang/lang.h"
#include "people/people.h"
#include "people/seal.h"

static const PersonalData *const *personal_data; /* set before threads start */

void
people_set_personal_data(const PersonalData *const *tables)
{
  personal_data = tables;
}

const PersonalData *const *
people_personal_data(void)
{
  static const PersonalData *const none[] = { NULL };

  return personal_data ? personal_data : none;
}

json_t *
people_collect(Txn *txn, int64_t member_id)
{
  json_t *all = json_object();

  for (const PersonalData *const *row = people_personal_data(); *row; row++) {
    json_t *facts = json_object();

    (*row)->collect(txn, member_id, facts);
    json_object_set_new(all, (*row)->name, facts);
  }
  return all;
}

json_t *
people_collect_with_files(Txn *txn, int64_t member_id)
{
  json_t *all = people_collect(txn, member_id);

  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    if ((*row)->add_files)
      (*row)->add_files(txn, member_id, json_object_get(all, (*row)->name));
  return all;
}

void
people_erase(Txn *txn, const Act *act, int64_t member_id)
{
  txn_leave_no_trace(txn);
  for (const PersonalData *const *row = people_personal_data(); *row; row++)
    (*row)->erase(txn, act, member_id);
}

void
data_set_file(json_t *facts, const char *key, const char *media_type, GBytes *bytes)
{
  gsize len = 0;
  const guchar *start = g_bytes_get_data(bytes, &len);
  g_autofree char *words = g_base64_encode(start, len);
  g_autofree char *text = g_strconcat("data:", media_type, ";base64,", words, NULL);

  data_set_text(facts, key, text);
}

void
data_set_time(json_t *facts, const char *key, int64_t at_us)
{
  g_autoptr(GDateTime) time =
      at_us != 0 ? g_date_time_new_from_unix_utc(at_us / G_USEC_PER_SEC) : NULL;
  g_autofree char *text = time ? g_date_time_format_iso8601(time) : NULL;

  data_set_text(facts, key, text);
}

void
data_set_text(json_t *facts, const char *key, const char *text)
{
  if (text && *text)
    json_object_set_new(facts, key, json_string(text));
}

void
data_set_int(json_t *facts, const char *key, int64_t number)
{
  json_object_set_new(facts, key, json_integer(number));
}

void
data_set_bool(json_t *facts, const char *key, bool is_so)
{
  json_object_set_new(facts, key, json_boolean(is_so));
}

json_t *
data_add_row(json_t *facts, const char *list)
{
  json_t *rows = json_object_get(facts, list), *row = json_object();

  if (!rows) {
    rows = json_array();
    json_object_set_new(facts, list, rows);
  }
  json_array_append_new(rows, row);
  return row;
}

static void
set_column(json_t *row, const char *key, Query *q, int column)
{
  if (g_str_has_suffix(key, "_at"))
    data_set_time(row, key, col_int(q, column));
  else if (!g_str_has_prefix(key, "is_"))
    data_set_text(row, key, col_text(q, column));
  else if (col_int(q, column))
    data_set_bool(row, key, true);
}

void
data_add_rows(json_t *facts, const char *list, Query *q, const char *const *keys)
{
  while (query_next(q)) {
    json_t *row = data_add_row(facts, list);

    for (int column = 0; keys[column]; column++)
      set_column(row, keys[column], q, column);
  }
}
