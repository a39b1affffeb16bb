/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One row as one line of JSON: how each type of column is written, sealed columns opened and sealed
 * anew. doc/archive.md. */
#pragma once

#include "archive/manifest.h"
#include "base/act.h"
#include "db/rows.h"

#include <jansson.h>

/* A column that means nothing in another place (a hash under this place's key, a link): it is not
 * written, and made anew when the archive is taken in. */
bool archive_leaves_out(const DbTable *table, int column);

/* New reference; NULL and err: a sealed value does not open though its key is there, or trouble. */
json_t *row_to_json(Txn *txn, const DbTable *table, Query *row, GError **err);
/* New reference; NULL and err: not a row of this table as it was at `schema`. */
json_t *row_from_line(const DbTable *table, int64_t schema, const char *line, size_t len,
                      GError **err);
/* False: trouble in the transaction, or err. Makes the keys of persons who have none yet. */
bool row_store(Txn *txn, const Act *act, const DbTable *table, const json_t *row, GError **err);
