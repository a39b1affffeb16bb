/* SPDX-License-Identifier: AGPL-3.0-or-later
 * All routes of the site, built once and then only read. */
#pragma once

#include "web/routes.h"

enum { ROUTE_SEGMENTS_MAX = 12 };

typedef struct RouteTable RouteTable;

/* A path cut at its slashes and decoded; the texts belong to whoever made it. */
typedef struct {
  const char *texts[ROUTE_SEGMENTS_MAX];
  int count;
} Segments;

typedef struct {
  const Route *route; /* NULL: none */
  int number;         /* of the route, from 0 */
  bool has_other_method;
  const Segments *pattern; /* ":paper" stands where segments name one */
} RouteMatch;

/* Err: a row without access right or handler, an unknown method, a path that is none, two the same.
 */
RouteTable *route_table_new(const Route *const *tables, GError **err);
void route_table_free(RouteTable *table);
int route_table_size(const RouteTable *table);
/* A segment that is written out goes before a named one, from the left. HEAD is found as GET. */
RouteMatch route_table_find(const RouteTable *table, const char *method, const Segments *segments);

/* "/papers/12" into decoded segments, in `memory` of strlen(path) + 1 bytes. 0; 404 for a path that
 * no route can have (empty, "." and ".." segments, too many); 400 when it is not clean. */
int segments_split(const char *path, char *memory, Segments *ret_segments);
