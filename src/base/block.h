/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Sixteen bytes of a text at once, with the compiler's vectors, so that looking for something rare
 * is a handful of instructions on every processor. Nearly all blocks of nearly all texts hold none,
 * and looking byte by byte cost a tenth of a page (measured). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <string.h>

enum { BLOCK = 16 };
typedef unsigned char Bytes __attribute__((vector_size(BLOCK)));
typedef guint64 Halves __attribute__((vector_size(BLOCK)));

static inline Bytes
block_at(const char *at)
{
  Bytes bytes;

  memcpy(&bytes, at, BLOCK);
  return bytes;
}

/* Whether any byte is set, as comparing leaves them: block_has((Bytes)(bytes == '<')). */
static inline bool
block_has(Bytes found)
{
  const Halves halves = (Halves)found;

  return (halves[0] | halves[1]) != 0;
}

/* One of the control bytes of ASCII, line ends and tabs among them. */
static inline bool
block_has_controls(const char *at)
{
  const Bytes bytes = block_at(at);

  return block_has((Bytes)(bytes < 0x20) | (Bytes)(bytes == 0x7f));
}
