/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rows of worries, for the files of safety that read them. */
#pragma once

#include "safety/worries.h"

/* Columns: key, id, about, words, who, kept_from, name, contact, hear, origin, made, due and answer
 * times. */
Worry worry_read_row(Txn *txn, Query *q, Arena *arena);
