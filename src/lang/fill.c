/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Putting values into texts, and lists as people say them. Each slot is filled once: a value that
 * holds {braces} itself is never read as a slot. */
#include "lang/lang.h"

#include <string.h>

enum { MAX_SLOTS = 16, SHORT_TEXT = 512 };

typedef struct {
  const char *name, *value;
} Pair;

/* What was filled; `len` goes on counting when it is more than fits. */
typedef struct {
  char *at;
  size_t len, size;
} Filled;

/* The value for the slot whose name starts at `name`, or NULL. */
static const char *
find_value(const Pair *pairs, size_t count, const char *name, size_t len)
{
  for (size_t i = 0; i < count; i++)
    if (strncmp(pairs[i].name, name, len) == 0 && !pairs[i].name[len])
      return pairs[i].value ? pairs[i].value : "";
  return NULL;
}

static void
put(Filled *filled, const char *text, size_t len)
{
  if (filled->len + len <= filled->size)
    memcpy(filled->at + filled->len, text, len);
  filled->len += len;
}

static void
fill_into(Filled *filled, const char *text, const Pair *pairs, size_t count)
{
  while (*text) {
    const char *end = *text == '{' ? strchr(text, '}') : NULL;
    const char *value = end ? find_value(pairs, count, text + 1, (size_t)(end - text - 1)) : NULL;

    if (value) {
      put(filled, value, strlen(value));
      text = end + 1;
    } else {
      const char *next = strchrnul(text + 1, '{');

      put(filled, text, (size_t)(next - text));
      text = next;
    }
  }
}

/* Short texts (dates, sentences: nearly all) are made on the stack and copied once; a growing
 * string cost five times as much (measured). `arena` NULL: g_free. */
static char *
fill(Arena *arena, const char *text, const Pair *pairs, size_t count)
{
  char short_text[SHORT_TEXT] __attribute__((uninitialized));
  Filled filled = { .at = short_text, .size = sizeof(short_text) };

  fill_into(&filled, text, pairs, count);

  char *made = arena ? arena_alloc(arena, filled.len + 1) : g_malloc(filled.len + 1);

  if (filled.len <= filled.size) {
    memcpy(made, short_text, filled.len);
  } else {
    filled = (Filled){ .at = made, .size = filled.len };
    fill_into(&filled, text, pairs, count);
  }
  made[filled.len] = '\0';
  return made;
}

char *
lang_told(const Lang *lang, const char *told)
{
  g_auto(GStrv) parts = g_strsplit(told, "\t", 2 * MAX_SLOTS);
  Pair pairs[MAX_SLOTS];
  size_t count = 0;

  if (!parts[0])
    return g_strdup("");
  for (char **at = parts + 1; at[0] && at[1] && count < MAX_SLOTS; at += 2)
    pairs[count++] = (Pair){ at[0], at[1] };
  return fill(NULL, lang_text(lang, parts[0]), pairs, count);
}

char *
lang_fill_in(Arena *arena, const char *text, va_list values)
{
  Pair pairs[MAX_SLOTS];
  size_t count = 0;

  while (count < MAX_SLOTS) {
    const char *name = va_arg(values, const char *);

    if (!name)
      break;
    pairs[count++] = (Pair){ name, va_arg(values, const char *) };
  }
  return fill(arena, text, pairs, count);
}

char *
lang_fill(const char *text, ...)
{
  va_list values;

  va_start(values, text);
  char *filled = lang_fill_in(NULL, text, values);
  va_end(values);
  return filled;
}

/* TRANSLATORS: in a list of names, the comma before one that is not the last. */
#define MIDDLE lang_text_in(lang, "list", "{list}, {item}")
/* TRANSLATORS: in a list of names, the word before the last. */
#define LAST lang_text_in(lang, "list", "{list} and {item}")

char *
lang_list(const Lang *lang, const char *const *items, size_t count)
{
  char *list = g_strdup(count > 0 ? items[0] : "");

  for (size_t i = 1; i < count; i++) {
    g_autofree char *before = list;

    list = lang_fill(i + 1 < count ? MIDDLE : LAST, "list", before, "item", items[i], NULL);
  }
  return list;
}
