/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A walk over HTML by GLib's parser of XML. */
#include "seen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  Seen *seen;
  GArray *numbers;  /* int: the next item of each open list; -1: no numbers */
  GPtrArray *heads; /* char *: of the table at hand */
  GString *item;    /* words of the numbered item that begins; NULL: none */
  GString *cell, *link;
  int column, table;
  int skipped; /* how deep inside what is left out */
  bool is_head;
} Walk;

static void
link_clear(gpointer data)
{
  g_free(((SeenLink *)data)->words);
  g_free(((SeenLink *)data)->address);
}

static void
cell_clear(gpointer data)
{
  g_free(((SeenCell *)data)->heading);
  g_free(((SeenCell *)data)->words);
}

static const char *
value_of(const char **names, const char **values, const char *wanted)
{
  for (int i = 0; names[i]; i++)
    if (strcmp(names[i], wanted) == 0)
      return values[i];
  return "";
}

static bool
is_left_out(const char *name, const char *class, const char *href)
{
  return strcmp(name, "sup") == 0 || (strcmp(name, "section") == 0 && strstr(class, "footnotes")) ||
         g_str_has_prefix(href, "#fn");
}

static void
end_item(Walk *walk)
{
  if (walk->item)
    g_ptr_array_add(walk->seen->items, g_string_free(g_steal_pointer(&walk->item), FALSE));
}

static void
start_item(Walk *walk)
{
  int *number = &g_array_index(walk->numbers, int, walk->numbers->len - 1);

  end_item(walk);
  if (*number < 0)
    return;
  walk->item = g_string_new(NULL);
  g_string_append_printf(walk->item, "%d.", (*number)++);
}

static void
start_element(GMarkupParseContext *context, const char *name, const char **names,
              const char **values, gpointer data, GError **error)
{
  Walk *walk = data;
  const char *start = value_of(names, values, "start"), *alt = value_of(names, values, "alt");
  const char *href = value_of(names, values, "href");
  const int number = strcmp(name, "ul") == 0 ? -1
                     : *start                ? (int)g_ascii_strtoll(start, NULL, 10)
                                             : 1;

  (void)context;
  (void)error;
  if (walk->skipped > 0 || is_left_out(name, value_of(names, values, "class"), href)) {
    walk->skipped++;
    return;
  }
  if (strcmp(name, "ol") == 0 || strcmp(name, "ul") == 0) {
    g_array_append_val(walk->numbers, number);
  } else if (strcmp(name, "li") == 0) {
    start_item(walk);
  } else if (strcmp(name, "table") == 0) {
    walk->table++;
    g_ptr_array_set_size(walk->heads, 0);
  } else if (strcmp(name, "tr") == 0) {
    walk->column = 0;
  } else if (strcmp(name, "th") == 0 || strcmp(name, "td") == 0) {
    walk->is_head = name[1] == 'h';
    g_string_truncate(walk->cell, 0);
  } else if (strcmp(name, "a") == 0) {
    g_string_truncate(walk->link, 0);
    const SeenLink link = { NULL, g_strdup(href) };
    g_array_append_val(walk->seen->links, link);
  } else if (strcmp(name, "img") == 0 && *alt) {
    g_ptr_array_add(walk->seen->alts, g_strdup(alt));
    g_string_append_printf(walk->seen->words, " %s ", alt);
  } else if (name[0] == 'h' && g_ascii_isdigit(name[1])) {
    g_string_append_c(walk->seen->levels, name[1]);
  }
}

static void
end_cell(Walk *walk)
{
  g_autofree char *words = g_strstrip(g_strdup(walk->cell->str));

  if (walk->is_head)
    g_ptr_array_add(walk->heads, g_strdup(words));
  if (walk->is_head && *words)
    g_ptr_array_add(walk->seen->heads, g_strdup(words));
  if (!walk->is_head && *words) {
    const bool is_headed = walk->column < (int)walk->heads->len;
    const SeenCell cell = { g_strdup(is_headed ? walk->heads->pdata[walk->column] : ""),
                            g_steal_pointer(&words) };

    g_array_append_val(walk->seen->cells, cell);
  }
  walk->column++;
}

static void
end_element(GMarkupParseContext *context, const char *name, gpointer data, GError **error)
{
  Walk *walk = data;

  (void)context;
  (void)error;
  if (walk->skipped > 0) {
    walk->skipped--;
    return;
  }
  if (strcmp(name, "ol") == 0 || strcmp(name, "ul") == 0)
    g_array_set_size(walk->numbers, (guint)walk->numbers->len - 1);
  else if (strcmp(name, "li") == 0)
    end_item(walk);
  else if (strcmp(name, "table") == 0)
    walk->table--;
  else if (strcmp(name, "th") == 0 || strcmp(name, "td") == 0)
    end_cell(walk);
  else if (strcmp(name, "a") == 0)
    g_array_index(walk->seen->links, SeenLink, walk->seen->links->len - 1).words =
        g_strdup(walk->link->str);
}

static void
meet_text(GMarkupParseContext *context, const char *text, gsize len, gpointer data, GError **error)
{
  enum { ITEM_SHOWN = 16 };
  Walk *walk = data;
  g_autofree char *words = g_strndup(text, len), *close = squeezed(words);

  (void)context;
  (void)error;
  if (walk->skipped > 0)
    return;
  g_string_append(walk->link, words);
  if (walk->table > 0) {
    g_string_append(walk->cell, words);
    return;
  }
  g_string_append(walk->seen->words, words);
  if (walk->item && walk->item->len < ITEM_SHOWN)
    g_string_append_len(walk->item, close, (gssize)MIN(strlen(close), ITEM_SHOWN));
}

char *
squeezed(const char *text)
{
  GString *close = g_string_new(NULL);

  for (const char *at = text; *at; at = g_utf8_next_char(at))
    if (!g_unichar_isspace(g_utf8_get_char(at)))
      g_string_append_unichar(close, g_utf8_get_char(at));
  return g_string_free(close, FALSE);
}

Seen *
seen_in_html(const char *html)
{
  static const GMarkupParser parser = { .start_element = start_element,
                                        .end_element = end_element,
                                        .text = meet_text };
  Seen *seen = g_new0(Seen, 1);
  g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GPtrArray) heads = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GString) cell = g_string_new(NULL), link = g_string_new(NULL);
  Walk walk = { .seen = seen, .numbers = numbers, .heads = heads, .cell = cell, .link = link };
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, &walk, NULL);
  g_autoptr(GRegex) bare = g_regex_new(" data-footnote[a-z-]*(?=[ >])", 0, 0, NULL);
  g_autofree char *tidy = g_regex_replace_literal(bare, html, -1, 0, "", 0, NULL);
  g_autofree char *whole = g_strconcat("<paper>", tidy, "</paper>", NULL);
  g_autoptr(GError) error = NULL;

  seen->words = g_string_new(NULL);
  seen->levels = g_string_new(NULL);
  seen->items = g_ptr_array_new_with_free_func(g_free);
  seen->heads = g_ptr_array_new_with_free_func(g_free);
  seen->alts = g_ptr_array_new_with_free_func(g_free);
  seen->cells = g_array_new(FALSE, FALSE, sizeof(SeenCell));
  seen->links = g_array_new(FALSE, FALSE, sizeof(SeenLink));
  g_array_set_clear_func(seen->cells, cell_clear);
  g_array_set_clear_func(seen->links, link_clear);
  if (!g_markup_parse_context_parse(context, whole, -1, &error) ||
      !g_markup_parse_context_end_parse(context, &error))
    fail_msg("%s", error->message);
  end_item(&walk);
  return seen;
}

Seen *
seen_by_pandoc(const char *path)
{
  const char *const words[] = { "pandoc", "--from=gfm+footnotes", "--to=html", "--wrap=none", path,
                                NULL };
  g_autofree char *html = NULL;
  int status = 1;

  assert_true(g_spawn_sync(NULL, (char **)words, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &html, NULL,
                           &status, NULL));
  assert_int_equal(status, 0);
  return seen_in_html(html);
}

void
seen_free(Seen *seen)
{
  if (!seen)
    return;
  g_string_free(seen->words, TRUE);
  g_string_free(seen->levels, TRUE);
  g_ptr_array_unref(seen->items);
  g_ptr_array_unref(seen->heads);
  g_ptr_array_unref(seen->alts);
  g_array_unref(seen->cells);
  g_array_unref(seen->links);
  g_free(seen);
}
