/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the files of own pictures share: their parts and their words in the database. */
#pragma once

#include "papers/own_pictures.h"

enum { PICTURE_PART_BYTES = 256 * 1024 };

/* Of what stands in picture.state. */
PictureState picture_state_from(const char *stored);
/* All parts in order; empty where there are none. g_byte_array_unref. */
GByteArray *picture_parts_read(Txn *txn, int64_t picture_id);
void picture_parts_drop(Txn *txn, const Act *act, int64_t id);
void picture_parts_keep(Txn *txn, const Act *act, int64_t id, const char *bytes, size_t len);
/* Adds the row and its parts, named after what it shows, and asks for it to be cleaned; returns its
 * name (arena). */
const char *picture_insert(Txn *txn, const Act *act, const OwnPicture *picture, const void *bytes,
                           size_t len, Arena *arena);
/* What it shows, words, credit and who said yes: refuses as own_pictures_add does. */
void picture_check(const OwnPicture *picture, Refusals *refusals);
/* The words by which it is found, in place of those it had. */
void picture_keep_words(Txn *txn, const Act *act, int64_t id, const char *shows, const char *words);
