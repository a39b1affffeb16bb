/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Blocks of memory in a list; the newest is filled from its start. */
#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

enum { BLOCK_BYTES = 16 * 1024, ALIGNMENT = 16 };

typedef struct Block Block;
struct Block {
  Block *next;
  size_t used, size;
  _Alignas(ALIGNMENT) char bytes[];
};

struct Arena {
  Block *blocks; /* newest first; the last one is the first made */
  size_t held, max;
  gboolean is_full;
};

static Block *
block_new(size_t size, Block *next)
{
  Block *block = g_malloc(sizeof(Block) + size);

  block->next = next;
  block->used = 0;
  block->size = size;
  return block;
}

Arena *
arena_new(size_t max)
{
  Arena *arena = g_new0(Arena, 1);

  arena->max = max;
  return arena;
}

static void
free_blocks(Block *block, const Block *last)
{
  while (block != last) {
    Block *next = block->next;

    g_free(block);
    block = next;
  }
}

void
arena_free(Arena *arena)
{
  if (!arena)
    return;
  free_blocks(arena->blocks, NULL);
  g_free(arena);
}

void
arena_clear(Arena *arena)
{
  Block *first = arena->blocks;

  while (first && first->next)
    first = first->next;
  free_blocks(arena->blocks, first);
  if (first)
    first->used = 0;
  arena->blocks = first;
  arena->held = first ? first->size : 0;
  arena->is_full = FALSE;
}

/* Not zeroed. */
static void *
take(Arena *arena, size_t size)
{
  if (size > SIZE_MAX - ALIGNMENT)
    g_error("arena: impossible size");
  size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

  Block *block = arena->blocks;

  if (!block || block->size - block->used < size) {
    size_t block_size = MAX(size, (size_t)BLOCK_BYTES);

    arena->held += block_size;
    if (arena->held > arena->max)
      arena->is_full = TRUE;
    block = arena->blocks = block_new(block_size, arena->blocks);
  }

  void *memory = block->bytes + block->used;

  block->used += size;
  return memory;
}

void *
arena_alloc(Arena *arena, size_t size)
{
  return memset(take(arena, size), 0, size);
}

char *
arena_text_len(Arena *arena, const char *text, size_t len)
{
  char *copy = take(arena, len + 1);

  if (len > 0)
    memcpy(copy, text, len);
  copy[len] = '\0';
  return copy;
}

char *
arena_text(Arena *arena, const char *text)
{
  return text ? arena_text_len(arena, text, strlen(text)) : arena_text_len(arena, "", 0);
}

char *
arena_shorten(Arena *arena, const char *text, long letters)
{
  if (g_utf8_strlen(text, -1) <= letters)
    return arena_text(arena, text);
  return arena_format(arena, "%.*s…", (int)(g_utf8_offset_to_pointer(text, letters) - text), text);
}

char *
arena_join(Arena *arena, const char *first, const char *second)
{
  char *joined = take(arena, strlen(first) + strlen(second) + 1);

  g_stpcpy(g_stpcpy(joined, first), second);
  return joined;
}

char *
arena_format(Arena *arena, const char *format, ...)
{
  char short_text[256]; /* most are paths and numbers: no allocation for those */
  va_list args;

  va_start(args, format);
  int len = g_vsnprintf(short_text, sizeof(short_text), format, args);
  va_end(args);
  if (len >= 0 && (size_t)len < sizeof(short_text))
    return arena_text_len(arena, short_text, (size_t)len);

  va_start(args, format);
  g_autofree char *made = g_strdup_vprintf(format, args);
  va_end(args);
  return arena_text(arena, made);
}

gboolean
arena_is_full(const Arena *arena)
{
  return arena->is_full;
}
