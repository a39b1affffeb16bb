/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pasted lines and CSV files. */
#include "fuzz.h"

#include "base/text.h"
#include "questions/csv.h"

#include <string.h>

static const CsvLimits limits = { .bytes = 1 << 16, .rows = 50, .cells = 8, .cell_bytes = 64 };

typedef struct {
  int rows, line;
} Seen;

static bool
take_row(const CsvRow *row, void *data)
{
  Seen *seen = data;

  fuzz_assert(row->line > seen->line && ++seen->rows <= limits.rows);
  fuzz_assert(row->fault ? row->count == 0 : row->count > 0 && row->count <= limits.cells);
  for (int i = 0; i < row->count; i++) {
    size_t len = strlen(row->cells[i]);

    fuzz_assert(len <= limits.cell_bytes && text_is_clean(row->cells[i], len));
  }
  seen->line = row->line;
  return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  Seen seen = { 0 };
  const char *fault = NULL;
  bool is_read = csv_read((const char *)data, size, &limits, take_row, &seen, &fault);

  fuzz_assert(is_read == (fault == NULL));
  return 0;
}
