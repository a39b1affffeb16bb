/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Routes lie in a hash table by their first segment and number of segments; the few in one place
 * are compared in turn, the most written-out first. */
#include "web/route_table.h"

#include "web/percent.h"

#include <string.h>

typedef struct {
  const Route *route;
  int number;
  Segments segments;
  char *memory;   /* of the segments */
  unsigned names; /* bit per segment, the first the highest: set where it names something */
} Row;

struct RouteTable {
  GPtrArray *rows;    /* of Row, owned */
  GHashTable *places; /* first segment → GPtrArray of Row */
};

int
segments_split(const char *path, char *memory, Segments *ret_segments)
{
  Segments segments = { .count = 0 };

  if (path[0] != '/')
    return 404;
  if (path[1] == '\0') {
    *ret_segments = segments;
    return 0;
  }
  for (const char *at = path; *at == '/';) {
    size_t len = strcspn(++at, "/"), decoded_len;

    if (!percent_decode(at, len, false, memory, &decoded_len))
      return 400;
    if (decoded_len == 0 || strcmp(memory, ".") == 0 || strcmp(memory, "..") == 0 ||
        segments.count == ROUTE_SEGMENTS_MAX)
      return 404;
    segments.texts[segments.count++] = memory;
    memory += decoded_len + 1;
    at += len;
  }
  *ret_segments = segments;
  return 0;
}

static void
row_free(gpointer data)
{
  Row *row = data;

  g_free(row->memory);
  g_free(row);
}

static Row *
row_new(const Route *route, int number, GError **err)
{
  Row *row = g_new0(Row, 1);
  const char *fault = NULL;

  row->route = route;
  row->number = number;
  row->memory = g_malloc(strlen(route->path) + 2);
  const Support *supporter = &route->supporter;

  if (!route->access)
    fault = "has no access right";
  else if (supporter->level != SUPPORT_NEVER && supporter->level != SUPPORT_AS_SELF &&
           !supporter->words)
    fault = "is open to supporters, but has no words for what they do there";
  else if (!route->handler)
    fault = "has no handler";
  else if (strcmp(route->method, "GET") != 0 && strcmp(route->method, "POST") != 0)
    fault = "has another method than GET and POST";
  else if (segments_split(route->path, row->memory, &row->segments) != 0)
    fault = "is not a path";
  for (int i = 0; !fault && i < row->segments.count; i++) {
    if (row->segments.texts[i][0] == ':')
      row->names |= 1U << (ROUTE_SEGMENTS_MAX - i);
  }
  if (!fault)
    return row;
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "route %s %s %s", route->method, route->path,
              fault);
  row_free(row);
  return NULL;
}

static const char *
place_of(const Segments *segments)
{
  return segments->count == 0 ? "" : segments->texts[0];
}

static bool
is_same(const Row *one, const Row *other)
{
  if (one->names != other->names || one->segments.count != other->segments.count ||
      strcmp(one->route->method, other->route->method) != 0)
    return false;
  /* From the end: routes of one place begin alike. */
  for (int i = one->segments.count - 1; i >= 0; i--) {
    if (one->segments.texts[i][0] != ':' &&
        strcmp(one->segments.texts[i], other->segments.texts[i]) != 0)
      return false;
  }
  return true;
}

static int
compare_rows(gconstpointer one, gconstpointer other)
{
  const Row *a = *(Row *const *)one, *b = *(Row *const *)other;

  return a->names < b->names ? -1 : a->names > b->names;
}

static bool
add_row(RouteTable *table, Row *row, GError **err)
{
  const char *first = place_of(&row->segments);
  GPtrArray *place = g_hash_table_lookup(table->places, first[0] == ':' ? ":" : first);

  g_ptr_array_add(table->rows, row);
  if (!place) {
    place = g_ptr_array_new();
    g_hash_table_insert(table->places, (char *)(first[0] == ':' ? ":" : first), place);
  }
  for (guint i = 0; i < place->len; i++) {
    if (is_same(place->pdata[i], row)) {
      g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_EXIST, "route %s %s is there twice",
                  row->route->method, row->route->path);
      return false;
    }
  }
  g_ptr_array_add(place, row);
  return true;
}

RouteTable *
route_table_new(const Route *const *tables, GError **err)
{
  RouteTable *table = g_new0(RouteTable, 1);
  GHashTableIter places;
  gpointer place;
  int number = 0;

  table->rows = g_ptr_array_new_with_free_func(row_free);
  table->places =
      g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  for (; *tables; tables++) {
    for (const Route *route = *tables; route->method; route++) {
      Row *row = row_new(route, number++, err);

      if (!row || !add_row(table, row, err)) {
        route_table_free(table);
        return NULL;
      }
    }
  }
  g_hash_table_iter_init(&places, table->places);
  while (g_hash_table_iter_next(&places, NULL, &place))
    g_ptr_array_sort(place, compare_rows);
  return table;
}

void
route_table_free(RouteTable *table)
{
  if (!table)
    return;
  g_hash_table_unref(table->places);
  g_ptr_array_unref(table->rows);
  g_free(table);
}

int
route_table_size(const RouteTable *table)
{
  return (int)table->rows->len;
}

static bool
row_fits(const Row *row, const Segments *segments)
{
  if (row->segments.count != segments->count)
    return false;
  for (int i = 0; i < segments->count; i++) {
    const char *pattern = row->segments.texts[i];

    if (pattern[0] != ':' && strcmp(pattern, segments->texts[i]) != 0)
      return false;
  }
  return true;
}

static void
find_in(const RouteTable *table, const char *place_name, const char *method,
        const Segments *segments, RouteMatch *match)
{
  GPtrArray *place = g_hash_table_lookup(table->places, place_name);

  for (guint i = 0; place && !match->route && i < place->len; i++) {
    const Row *row = place->pdata[i];

    if (!row_fits(row, segments))
      continue;
    if (strcmp(row->route->method, method) == 0)
      *match = (RouteMatch){ row->route, row->number, false, &row->segments };
    else
      match->has_other_method = true;
  }
}

RouteMatch
route_table_find(const RouteTable *table, const char *method, const Segments *segments)
{
  RouteMatch match = { 0 };

  if (strcmp(method, "HEAD") == 0)
    method = "GET";
  find_in(table, place_of(segments), method, segments, &match);
  if (!match.route && segments->count > 0)
    find_in(table, ":", method, segments, &match);
  return match;
}
