/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Memory that lives as long as one request: allocate freely, free once.
 * Not for anything that outlives the request. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct Arena Arena;

/* `max` is the most bytes it may ever hold. Never NULL. Free with arena_free (NULL is fine). */
Arena *arena_new(size_t max);
void arena_free(Arena *arena);
/* Forgets everything, keeps the first block for the next request. */
void arena_clear(Arena *arena);

/* Zeroed, aligned for any type. Past `max` it returns memory from the heap all the same (so that
 * callers need no check) and arena_is_full() becomes true: the frame then answers with trouble. */
void *arena_alloc(Arena *arena, size_t size);
char *arena_text(Arena *arena, const char *text);                 /* copy; NULL gives "" */
char *arena_text_len(Arena *arena, const char *text, size_t len); /* copy of len bytes + NUL */
/* At most so many letters of it, then "…". */
char *arena_shorten(Arena *arena, const char *text, long letters);
char *arena_join(Arena *arena, const char *first, const char *second);
char *arena_format(Arena *arena, const char *format, ...) G_GNUC_PRINTF(2, 3);
gboolean arena_is_full(const Arena *arena);

#define arena_new_of(arena, Type, count) \
  ((Type *)arena_alloc((arena), sizeof(Type) * (size_t)(count)))

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Arena, arena_free)
