/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: reading options of fixtures; see fixtures.h. */
#include "ui/fixtures.h"

#include "ui/content.h"

static void
draw_raw(Page *page, void *data)
{
  buffer_put_text(page_out(page), data);
}

const char *
take_text(Page *page, json_t *from, const char *key)
{
  json_t *value = json_object_get(from, key);
  const char *words = NULL;

  if (json_is_string(value))
    words = arena_text(page->arena, json_string_value(value));
  else if (json_is_integer(value))
    words = arena_format(page->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
  json_object_del(from, key);
  return words;
}

const char *
take_words(Page *page, json_t *from, const char *key)
{
  const char *words = take_text(page, from, key);

  return words && *words ? words : NULL;
}

bool
take_bool(json_t *from, const char *key)
{
  const bool is_true = json_is_true(json_object_get(from, key));

  json_object_del(from, key);
  return is_true;
}

Said
take_said(json_t *from, const char *key)
{
  json_t *value = json_object_get(from, key);
  const Said said = json_is_true(value) ? SAID_YES : json_is_false(value) ? SAID_NO : UNSAID;

  json_object_del(from, key);
  return said;
}

int
take_int(json_t *from, const char *key)
{
  const int value = (int)json_integer_value(json_object_get(from, key));

  json_object_del(from, key);
  return value;
}

Slot
take_slot(Page *page, json_t *from, const char *text_key, const char *html_key)
{
  const char *raw = html_key ? take_words(page, from, html_key) : NULL;
  const char *words = take_text(page, from, text_key);

  if (raw)
    return (Slot){ .draw = draw_raw, .data = (void *)raw };
  return (Slot){ .text = words };
}

const Attribute *
take_attributes(Page *page, json_t *from, const char *key)
{
  json_t *object = json_object_get(from, key);
  Attribute *list = arena_new_of(page->arena, Attribute, json_object_size(object) + 1);
  const char *name;
  json_t *value;
  int count = 0;

  json_object_foreach(object, name, value)
  {
    list[count].name = arena_text(page->arena, name);
    list[count++].value =
        json_is_integer(value)
            ? arena_format(page->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(value))
            : arena_text(page->arena, json_string_value(value));
  }
  json_object_del(from, key);
  return list;
}

json_t **
take_items(Page *page, json_t *from, const char *key, int *ret_count)
{
  json_t *array = json_object_get(from, key);
  json_t **items = arena_new_of(page->arena, json_t *, json_array_size(array) + 1);
  int count = 0;

  for (size_t i = 0; i < json_array_size(array); i++) {
    json_t *item = json_array_get(array, i);

    if (json_is_object(item) || json_is_array(item))
      items[count++] = item;
  }
  *ret_count = count;
  return items;
}

json_t **
take_all_items(Page *page, json_t *from, const char *key, int *ret_count)
{
  json_t *array = json_object_get(from, key);
  json_t **items = arena_new_of(page->arena, json_t *, json_array_size(array) + 1);

  *ret_count = (int)json_array_size(array);
  for (int i = 0; i < *ret_count; i++) {
    json_t *item = json_array_get(array, (size_t)i);

    if (json_is_object(item))
      items[i] = item;
    else
      json_array_set_new(array, (size_t)i, json_object()); /* read */
  }
  return items;
}

/* The package has no pictures, and its markup no Easy Read: pieces.c need not be linked. */
void
ui_picture(Page *page, const char *name, const char *alt)
{
  (void)page, (void)name, (void)alt;
  g_error("a component of the package drew a picture");
}
