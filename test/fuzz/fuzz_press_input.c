/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What goes into the press: a text or a bundle with pictures, and the rows of Easy Read in it. */
#include "fuzz.h"

#include "base/text.h"
#include "press/easy_read.h"
#include "press/input.h"

#include <string.h>

/* Written and read again they are the same rows. */
static void
try_easy_writing(const EasyRead *easy)
{
  g_autofree char *problem = NULL, *written = easy_read_write(easy, true);
  g_autoptr(EasyRead) again = easy_read_parse(written, &problem);

  fuzz_assert(again && again->rows->len == easy->rows->len);
  g_autofree char *twice = easy_read_write(again, true);
  fuzz_assert(strcmp(twice, written) == 0);
  for (guint i = 0; i < easy->rows->len; i++) {
    const EasyRow *one = easy->rows->pdata[i], *other = again->rows->pdata[i];

    fuzz_assert(g_strcmp0(one->heading, other->heading) == 0);
    fuzz_assert(g_strcmp0(one->picture, other->picture) == 0);
    fuzz_assert(g_strcmp0(one->alt, other->alt) == 0);
    fuzz_assert(one->sentence_count == other->sentence_count);
    fuzz_assert(one->link_count == other->link_count);
    for (int s = 0; s < one->sentence_count; s++)
      fuzz_assert(strcmp(one->sentences[s], other->sentences[s]) == 0);
    for (int l = 0; l < one->link_count; l++)
      fuzz_assert(one->links[l].number == other->links[l].number &&
                  one->links[l].more == other->links[l].more &&
                  strcmp(one->links[l].print, other->links[l].print) == 0);
  }
}

static void
try_easy_read(const char *text)
{
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy = easy_read_parse(text, &problem);

  fuzz_assert((easy == NULL) == (problem != NULL));
  for (guint i = 0; easy && i < easy->rows->len; i++) {
    const EasyRow *row = g_ptr_array_index(easy->rows, i);

    fuzz_assert(i < EASY_ROWS_MAX);
    fuzz_assert(row->heading || (row->alt && row->sentence_count >= 1));
    fuzz_assert(row->sentence_count <= EASY_SENTENCES_MAX);
    fuzz_assert(row->link_count >= 0 && row->link_count <= EASY_LINKS_MAX);
    fuzz_assert(!row->picture || press_picture_name_ok(row->picture));
  }
  if (easy)
    try_easy_writing(easy);
}

/* What was read can be written and read again, but for a second byte order mark. */
static void
try_writing(const PressInput *input)
{
  if (g_str_has_prefix(input->text, "\xef\xbb\xbf"))
    return;
  g_auto(Buffer) out = BUFFER_INIT(PRESS_INPUT_MAX);
  const char *problem = NULL;

  fuzz_assert(press_input_write(input->text, input->text_len,
                                (const PressPicture *)(void *)input->pictures->data,
                                input->pictures->len, &out));
  size_t len = 0;
  char *bytes = buffer_steal(&out, &len);
  g_autoptr(GBytes) again = g_bytes_new_take(bytes, len);
  g_autoptr(PressInput) same = press_input_read(again, &problem);
  fuzz_assert(same && strcmp(same->text, input->text) == 0);
  fuzz_assert(same->pictures->len == input->pictures->len);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(GBytes) bytes = g_bytes_new(data, size);
  const char *problem = NULL;
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);

  fuzz_assert((input == NULL) == (problem != NULL));
  if (!input)
    return 0;
  fuzz_assert(strlen(input->text) == input->text_len);
  fuzz_assert(text_is_clean(input->text, input->text_len));
  try_easy_read(input->text);
  try_writing(input);
  return 0;
}
