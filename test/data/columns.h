/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The columns of all tables that may hold a member's id, read from the migrations. */
#pragma once

#include <glib.h>

/* "table.column" of every BIGINT column but community_id and times; g_ptr_array_unref. */
GPtrArray *columns_of_ids(const char *sql);
/* NULL, or why this column holds no member's id. */
const char *why_no_member(const char *column);
