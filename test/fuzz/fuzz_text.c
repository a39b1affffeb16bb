/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The ground floor's readers: clean text, sort keys, ids, hex. */
#include "fuzz.h"

#include "base/ids.h"
#include "base/text.h"

#include <string.h>

static void
try_text(const char *text)
{
  g_autofree char *tidy = text_tidy(text);
  g_autofree char *again = text_tidy(tidy);
  g_autofree char *key = text_sort_key(text);
  g_autofree char *key_of_key = text_sort_key(key);

  fuzz_assert(text_is_clean(tidy, strlen(tidy)) && !strchr(tidy, '\r'));
  fuzz_assert(strcmp(tidy, again) == 0);
  fuzz_assert(text_length(tidy) <= text_length(text));
  fuzz_assert(g_utf8_validate(key, -1, NULL));
  fuzz_assert(strcmp(key, key_of_key) == 0);
}

static void
try_mending(const char *bytes, size_t len)
{
  bool is_broken, is_broken_still;
  g_autofree char *mended = text_mend(bytes, len, &is_broken);
  g_autofree char *again = text_mend(mended, strlen(mended), &is_broken_still);

  fuzz_assert(text_is_clean(mended, strlen(mended)) && strlen(mended) <= 2 * len + 3);
  fuzz_assert(strcmp(mended, again) == 0 && !is_broken_still);
  if (text_is_clean(bytes, len))
    fuzz_assert(!is_broken && strlen(mended) == len && memcmp(mended, bytes, len) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup((const char *)data, size);
  uint8_t bytes[4];
  int64_t id;

  if (id_from_text(text, &id)) {
    char shown[ID_TEXT_SIZE];
    int64_t same = -1;

    fuzz_assert(id >= 0 && id_from_text(id_to_text(id, shown), &same) && same == id);
  }
  if (text_to_bytes(text, bytes, sizeof(bytes))) {
    g_autofree char *hex = text_from_bytes(bytes, sizeof(bytes));

    fuzz_assert(g_ascii_strcasecmp(hex, text) == 0);
  }
  try_mending((const char *)data, size);
  if (strlen(text) == size && text_is_clean(text, size))
    try_text(text);
  return 0;
}
