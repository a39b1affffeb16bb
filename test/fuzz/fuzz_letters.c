/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The letters of a post pack, as the press reads them: what is read is written and read the same,
 * slip and all, within its limits. */
#include "fuzz.h"

#include "press/letters.h"

#include <string.h>

static char *
write_all(const GPtrArray *letters)
{
  g_auto(Buffer) out = BUFFER_INIT(4 * 1024 * 1024);

  for (guint i = 0; i < letters->len; i++)
    letter_write(g_ptr_array_index(letters, i), &out);
  fuzz_assert(!out.is_full);
  return g_strndup(out.data, out.len);
}

static void
try_limits(const Letter *letter)
{
  fuzz_assert(letter->to->len >= 1 && letter->to->len <= LETTER_LINES_MAX);
  fuzz_assert(letter->pdfs->len <= LETTER_PARTS_MAX);
  fuzz_assert(letter->slip_boxes->len <= LETTER_PARTS_MAX);
  fuzz_assert(letter->slip_spaces->len <= LETTER_PARTS_MAX);
  fuzz_assert(letter->slip_points == 0 || (letter->slip_points >= SLIP_POINTS_LEAST &&
                                           letter->slip_points <= SLIP_POINTS_MOST));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  g_autofree char *problem = NULL, *again_problem = NULL;
  g_autoptr(GPtrArray) letters = letters_parse(text, &problem);

  fuzz_assert((letters == NULL) == (problem != NULL));
  if (!letters)
    return 0;
  for (guint i = 0; i < letters->len; i++)
    try_limits(g_ptr_array_index(letters, i));

  g_autofree char *once = write_all(letters);
  g_autoptr(GPtrArray) again = letters_parse(once, &again_problem);

  fuzz_assert(again && again->len == letters->len);

  g_autofree char *twice = write_all(again);

  fuzz_assert(strcmp(once, twice) == 0);
  return 0;
}
