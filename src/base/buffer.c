/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page buffer's slower half: growing, numbers, escaping. */
#include "base/buffer.h"

enum { FIRST_BYTES = 4096 };

bool
buffer_grow(Buffer *b, size_t more)
{
  if (b->is_full || more > b->max || b->len > b->max - more) {
    b->is_full = true;
    return false;
  }

  size_t size = MAX(b->size, (size_t)FIRST_BYTES);

  while (size - b->len < more)
    size *= 2;
  size = MIN(size, b->max);
  b->data = g_realloc(b->data, size);
  b->size = size;
  return true;
}

void
buffer_clear(Buffer *b)
{
  g_free(b->data);
  *b = (Buffer)BUFFER_INIT(b->max);
}

void
buffer_put_text(Buffer *b, const char *text)
{
  buffer_put(b, text, strlen(text));
}

void
buffer_put_int(Buffer *b, gint64 number)
{
  char digits[24];
  int len = g_snprintf(digits, sizeof(digits), "%" G_GINT64_FORMAT, number);

  buffer_put(b, digits, (size_t)len);
}

void
buffer_put_escaped(Buffer *b, const char *text, size_t len)
{
  static const struct {
    const char *name;
    size_t len;
  } escapes[256] = {
    ['&'] = { "&amp;", 5 },  ['<'] = { "&lt;", 4 },   ['>'] = { "&gt;", 4 },
    ['"'] = { "&quot;", 6 }, ['\''] = { "&#39;", 5 },
  };
  size_t start = 0;

  for (size_t i = 0; i < len; i++) {
    const unsigned char byte = (unsigned char)text[i];

    if (!escapes[byte].name)
      continue;
    buffer_put(b, text + start, i - start);
    buffer_put(b, escapes[byte].name, escapes[byte].len);
    start = i + 1;
  }
  buffer_put(b, text + start, len - start);
}

char *
buffer_steal(Buffer *b, size_t *ret_len)
{
  char *data = b->data;

  if (ret_len)
    *ret_len = b->len;
  b->data = NULL;
  buffer_clear(b);
  return data;
}
