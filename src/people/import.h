/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Members pasted as lines or from a spreadsheet: name, how to reach them, formats. Nothing is
 * stored while a line has a fault, until the person says which lines to leave out. */
#pragma once

#include "people/people.h"

enum { IMPORT_BYTES_MAX = 1024 * 1024, IMPORT_LINES_MAX = 2000 };

typedef struct {
  int line; /* as an editor counts, from 1 */
  Member member;
  const char *fault; /* message id, NULL: none */
} ImportLine;

typedef struct {
  ImportLine *lines;
  int count, fault_count;
  const char *fault; /* the whole cannot be read: message id with {max}; NULL: it can */
  int max;
  const char *text; /* the list as UTF-8, to be shown again and mended */
} Import;

/* Cells in order: name, contact, formats, and (where the first line names the columns) in any
 * order: "name", "way", "contact", "formats". Without a way it is seen from the contact: an @ is an
 * e-mail address, a telephone number is one, other words are a postal address, nothing is in
 * person. Faults include an e-mail address that is twice in the list or already here. Arena memory.
 */
const Import *people_read_import(Txn *txn, Arena *arena, const char *bytes, size_t len);
/* Adds every line without a fault. The caller has seen to it that all lines with one are left out.
 */
int people_add_import(Txn *txn, const Act *act, const Import *import, Refusals *refusals);
