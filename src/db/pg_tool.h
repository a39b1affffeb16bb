/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the db folder only: running one of PostgreSQL's own programs on a database. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `arguments[0]` is found on the path; ends with NULL. Waits. False and err with what it said. */
bool pg_tool_run(const char *url, const char *const *arguments, GError **err);
/* The database's own name; NULL: the text is not libpq's. g_free. */
char *pg_tool_database(const char *url);
