/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The code of a key card as somebody types it: what is read is read the same again. */
#include "fuzz.h"

#include "base/text.h"
#include "people/cards.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup((const char *)data, size);
  char letters[CARD_CODE_LETTERS + 1], again[CARD_CODE_LETTERS + 1];

  if (!text_is_clean(typed, strlen(typed)) || !card_code_read(typed, letters))
    return 0;
  fuzz_assert(strlen(letters) == CARD_CODE_LETTERS);
  fuzz_assert(strspn(letters, "0123456789abcdefghjkmnpqrstvwxyz") == CARD_CODE_LETTERS);
  fuzz_assert(card_code_read(letters, again) && strcmp(letters, again) == 0);
  return 0;
}
