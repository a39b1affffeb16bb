/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What pandoc's child writes of a Word file, and the words of its pictures in a source. */
#include "fuzz.h"

#include "papers/word_pictures.h"

#include <string.h>

/* Nothing comes out that did not come in, and each picture has its name. */
static void
take_apart(const char *bytes, size_t size)
{
  g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func((GDestroyNotify)word_picture_free);
  g_autofree char *source = NULL;
  size_t len = 0, all = 1;

  if (!word_take_apart(bytes, size, pictures, &source, &len))
    return;
  for (guint i = 0; i < pictures->len; i++) {
    const WordPicture *picture = pictures->pdata[i];

    fuzz_assert(g_str_has_prefix(picture->address, "media/") && !strchr(picture->address + 6, '/'));
    all += g_bytes_get_size(picture->bytes);
  }
  fuzz_assert(all + len <= size && memcmp(source, bytes + size - len, len) == 0);
}

/* Words once written stay; everything else stays too. */
static void
write_words(const char *source)
{
  g_autofree char *once = word_pictures_write_words(source, "a", "", "N]*");
  g_autofree char *twice = word_pictures_write_words(once, "a", "", "other");

  fuzz_assert(strcmp(once, twice) == 0);
  fuzz_assert(strlen(once) >= strlen(source) || strstr(source, "](a)"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *bytes = g_memdup2(data, size);
  g_autofree char *source = g_strndup((const char *)data, size);

  take_apart(bytes ? bytes : "", size);
  write_words(source);
  return 0;
}
