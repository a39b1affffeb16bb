/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Putting values into texts, and lists as people say them. Each slot is filled once: a value that
 * holds {braces} itself is never read as a slot. */
#include "lang/lang.h"

#include <string.h>

enum { MAX_SLOTS = 16, ROOM_FOR_VALUES = 60 };

typedef struct {
  const char *name, *value;
} Pair;

/* The value for the slot whose name starts at `name`, or NULL. */
static const char *
find_value(const Pair *pairs, size_t count, const char *name, size_t len)
{
  for (size_t i = 0; i < count; i++)
    if (strncmp(pairs[i].name, name, len) == 0 && !pairs[i].name[len])
      return pairs[i].value ? pairs[i].value : "";
  return NULL;
}

static char *
fill(const char *text, const Pair *pairs, size_t count)
{
  GString *filled = g_string_sized_new(strlen(text) + ROOM_FOR_VALUES);

  while (*text) {
    const char *end = *text == '{' ? strchr(text, '}') : NULL;
    const char *value = end ? find_value(pairs, count, text + 1, (size_t)(end - text - 1)) : NULL;

    if (value) {
      g_string_append(filled, value);
      text = end + 1;
    } else {
      size_t plain = 1 + strcspn(text + 1, "{");

      g_string_append_len(filled, text, (gssize)plain);
      text += plain;
    }
  }
  return g_string_free(filled, FALSE);
}

char *
lang_fill_from(const char *text, va_list values)
{
  Pair pairs[MAX_SLOTS];
  size_t count = 0;

  while (count < MAX_SLOTS) {
    const char *name = va_arg(values, const char *);

    if (!name)
      break;
    pairs[count++] = (Pair){ name, va_arg(values, const char *) };
  }
  return fill(text, pairs, count);
}

char *
lang_fill(const char *text, ...)
{
  va_list values;

  va_start(values, text);
  char *filled = lang_fill_from(text, values);
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
