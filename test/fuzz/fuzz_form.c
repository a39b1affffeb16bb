/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms as they are posted: the first line is the content type, the rest is the body. */
#include "fuzz.h"

#include "base/text.h"
#include "web/forms.h"

#include <string.h>

enum { FIELDS_MAX = 20 };

typedef struct {
  const char *body;
  size_t len;
  int fields;
} Seen;

static bool
take_field(const char *name, const char *value, size_t len, void *data)
{
  Seen *seen = data;

  fuzz_assert(*name && strlen(name) <= FORM_NAME_MAX && text_is_clean(name, strlen(name)));
  fuzz_assert(value[len] == '\0'); /* whatever it is: the next one mends it */
  fuzz_assert(++seen->fields <= FIELDS_MAX);
  return true;
}

static bool
take_file(const char *name, const char *file_name, const char *media_type, const char *bytes,
          size_t len, void *data)
{
  Seen *seen = data;

  fuzz_assert(*name && strlen(name) <= FORM_NAME_MAX);
  fuzz_assert(strlen(file_name) <= FORM_FILE_NAME_MAX && !strchr(file_name, '/'));
  fuzz_assert(text_is_clean(media_type, strlen(media_type)));
  fuzz_assert(bytes >= seen->body && bytes + len <= seen->body + seen->len);
  fuzz_assert(++seen->fields <= FIELDS_MAX);
  return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  const char *end = memchr(data, '\n', size);

  if (!end)
    return 0;

  size_t type_len = (size_t)(end - (const char *)data);
  g_autofree char *type = g_strndup((const char *)data, type_len);
  Seen seen = { end + 1, size - type_len - 1, 0 };
  const FormSink sink = { FIELDS_MAX, take_field, take_file, &seen };

  form_parse(type, seen.body, seen.len, &sink);
  return 0;
}
