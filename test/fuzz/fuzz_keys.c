/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is read about keys: the key file, a line of the list of erasures, a recovery sheet typed in.
 */
#include "fuzz.h"

#include "people/erasures.h"
#include "people/root_keys.h"
#include "people/sheet.h"

#include <string.h>

static void
try_key_file(const char *text)
{
  RootKeys keys, same;

  if (!root_keys_from_text(text, &keys))
    return;

  char *written = root_keys_to_text(&keys);

  fuzz_assert(keys.count > 0 && keys.count <= ROOT_KEYS_MAX);
  fuzz_assert(root_keys_from_text(written, &same) && same.count == keys.count);
  root_text_free(written);
}

static void
try_sheet(const char *text)
{
  struct RootKey key = { 0 }, same;
  char written[SHEET_TEXT_SIZE];
  int group = 0;

  if (sheet_to_key(text, &key, &group) != SHEET_GOOD) {
    fuzz_assert(key.version == 0);
    return;
  }
  sheet_from_key(&key, written);
  fuzz_assert(sheet_to_key(written, &same, &group) == SHEET_GOOD);
  fuzz_assert(memcmp(&key, &same, sizeof(key)) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  Erasure erasure, same;

  try_key_file(text);
  try_sheet(text);
  if (erasure_from_line(text, &erasure)) {
    g_autofree char *line = erasure_to_line(&erasure);

    fuzz_assert(erasure_from_line(g_strchomp(line), &same));
    fuzz_assert(memcmp(&erasure, &same, sizeof(same)) == 0);
  }
  return 0;
}
