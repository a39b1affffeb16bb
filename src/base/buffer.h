/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page buffer: bytes that grow up to a limit given at birth. Inline, because every page is
 * made of hundreds of short pieces (measured: an out-of-line call per piece doubles the cost). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

typedef struct {
  char *data; /* not NUL-terminated */
  size_t len, size;
  size_t max;   /* never holds more */
  bool is_full; /* something did not fit and was dropped: whoever reads must look */
} Buffer;

#define BUFFER_INIT(max_bytes) \
  {                            \
    .max = (max_bytes)         \
  }

/* Makes room for `more` bytes; false (and is_full) when that would pass the limit. */
bool buffer_grow(Buffer *b, size_t more);
void buffer_clear(Buffer *b); /* frees; the limit stays */

static inline void
buffer_put(Buffer *b, const char *bytes, size_t len)
{
  if (len > b->size - b->len && !buffer_grow(b, len))
    return;
  if (len > 0) /* bytes may be NULL then */
    memcpy(b->data + b->len, bytes, len);
  b->len += len;
}

static inline void
buffer_put_byte(Buffer *b, char byte)
{
  buffer_put(b, &byte, 1);
}

void buffer_put_text(Buffer *b, const char *text);                /* a whole C string */
void buffer_put_int(Buffer *b, gint64 number);                    /* decimal */
void buffer_put_escaped(Buffer *b, const char *text, size_t len); /* & < > " ' for HTML */
/* Drops what came after the first `len` bytes. */
static inline void
buffer_cut(Buffer *b, size_t len)
{
  if (len < b->len)
    b->len = len;
}

/* Takes the bytes out (caller frees with g_free); the buffer is empty afterwards. */
char *buffer_steal(Buffer *b, size_t *ret_len);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Buffer, buffer_clear)
