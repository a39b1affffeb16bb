/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Uploaded files: what kind they are, and their words. */
#include "fuzz.h"

#include "base/text.h"
#include "papers/import.h"

#include <string.h>

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const char *message = NULL;
  UploadKind kind = upload_look(data, size, &message);
  size_t len = 0;
  g_autofree char *text = upload_to_text(data, size, &len);
  g_autofree char *name = g_strndup((const char *)data, size);
  g_autofree char *title = upload_title(name, 20);

  fuzz_assert((message != NULL) == (kind == UPLOAD_OTHER));
  fuzz_assert(kind != UPLOAD_TEXT || text);
  fuzz_assert(!text || (strlen(text) == len && text_is_clean(text, len) && !strchr(text, '\r')));
  fuzz_assert(g_utf8_validate(title, -1, NULL) && g_utf8_strlen(title, -1) <= 20);
  return 0;
}
