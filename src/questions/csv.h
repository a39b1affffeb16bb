/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Lines that people paste or send as a file: CSV (RFC 4180), also with semicolons or tabs, as
 * spreadsheets write it. A bad line is told by its number and the rest is still read, so that a
 * person can mend or leave out one line. What the cells mean is the caller's. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  size_t bytes;      /* of the whole */
  int rows;          /* empty lines do not count */
  int cells;         /* in a row */
  size_t cell_bytes; /* in a cell */
} CsvLimits;

typedef struct {
  int line;                 /* where it starts, from 1, as an editor counts */
  int count;                /* of cells; 0 with a fault */
  const char *const *cells; /* clean UTF-8 (base/text.h), white space kept; NULL after the last */
  const char *fault;        /* NULL, or a message id: what is wrong with this line */
} CsvRow;

/* The row lives until the call returns. False: no more are wanted. */
typedef bool (*CsvTaker)(const CsvRow *row, void *data);

/* Gives each row that is not empty, in order. Takes UTF-8 (with or without a mark at the start),
 * UTF-16 with a mark, and Windows-1252 when it is not UTF-8. The comma, semicolon or tab is found
 * from the lines. Without quotes a quotation mark is just itself. False: the whole cannot be read
 * (or has too many rows: those within the limit were given); *ret_fault says why (message id with
 * {max}, the limit; kilobytes or rows). */
bool csv_read(const char *bytes, size_t len, const CsvLimits *limits, CsvTaker take, void *data,
              const char **ret_fault);
