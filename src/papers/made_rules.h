/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What made.c and made_files.c share. */
#pragma once

#include "papers/made.h"
#include "people/people.h"

/* Of a paper's title and words: what a format was made of. g_free. */
char *made_hash_paper(const char *title, const char *source);
void made_log(Txn *txn, const Act *act, const char *kind, int64_t made_id, int64_t owner_id);
void made_drop_file(Txn *txn, const Act *act, int64_t made_id);
