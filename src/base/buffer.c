/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page buffer's slower half: growing, numbers, escaping. */
#include "base/buffer.h"

#include "base/block.h"
#include "base/text.h"

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
  char digits[NUMBER_TEXT_SIZE];

  if (number >= 0 && number < 10) { /* levels of headings: two a card */
    *digits = (char)('0' + number);
    buffer_put(b, digits, 1);
    return;
  }
  buffer_put(b, digits, text_from_number(number, digits));
}

/* One of the five. */
static inline bool
block_has_signs(const char *at)
{
  const Bytes bytes = block_at(at);

  return block_has((Bytes)(bytes == '&') | (Bytes)(bytes == '<') | (Bytes)(bytes == '>') |
                   (Bytes)(bytes == '"') | (Bytes)(bytes == '\''));
}

/* How many bytes from `at` on need no escape. */
static size_t
plain_length(const char *at, size_t len)
{
  static const bool is_sign[256] = {
    ['&'] = true, ['<'] = true, ['>'] = true, ['"'] = true, ['\''] = true,
  };
  size_t i = 0;

  while (len - i >= BLOCK && !block_has_signs(at + i))
    i += BLOCK;
  while (i < len && !is_sign[(unsigned char)at[i]])
    i++;
  return i;
}

void
buffer_put_escaped(Buffer *b, const char *text, size_t len)
{
  while (len > 0) {
    const size_t plain = plain_length(text, len);

    buffer_put(b, text, plain);
    if (plain == len)
      return;
    switch (text[plain]) {
    case '&':
      buffer_put(b, "&amp;", 5);
      break;
    case '<':
      buffer_put(b, "&lt;", 4);
      break;
    case '>':
      buffer_put(b, "&gt;", 4);
      break;
    case '"':
      buffer_put(b, "&quot;", 6);
      break;
    default:
      buffer_put(b, "&#39;", 5);
    }
    text += plain + 1;
    len -= plain + 1;
  }
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
