/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The .mo reader. Everything is checked when the file is opened (it may come from outside); then a
 * lookup is a binary search over pointers. */
#include "lang/catalogue.h"

#include "lang/plural.h"

#include <stdint.h>
#include <string.h>

typedef struct {
  const char *id;   /* "id", or "context\004id"; ends with NUL */
  const char *text; /* plural forms follow one another, each ending with NUL */
  size_t len;       /* of all forms */
} Entry;

struct Catalogue {
  Entry *entries; /* in the order of strcmp over ids */
  size_t count;
  const char *header; /* "" when there is none */
  PluralRule *rule;
};

typedef struct {
  const uint8_t *bytes;
  size_t len;
  bool is_swapped;
} File;

enum { HEADER_BYTES = 28, ROW_BYTES = 8 };
#define MO_MAGIC UINT32_C(0x950412de)

static void
set_error(GError **err, const char *what)
{
  g_set_error(err, g_quark_from_static_string("catalogue"), 0, "Not a usable .mo catalogue: %s",
              what);
}

/* The caller has checked that 4 bytes are there. */
static uint32_t
read_u32(const File *file, size_t at)
{
  uint32_t value;

  memcpy(&value, file->bytes + at, sizeof(value));
  return file->is_swapped ? GUINT32_SWAP_LE_BE(value) : value;
}

/* The text of one row of a table; NULL: outside the file, or not ended by NUL. */
static const char *
read_text(const File *file, size_t row, size_t *ret_len)
{
  size_t len = read_u32(file, row), at = read_u32(file, row + 4);

  if (at >= file->len || len >= file->len - at || file->bytes[at + len] != '\0')
    return NULL;
  *ret_len = len;
  return (const char *)file->bytes + at;
}

static bool
has_table(const File *file, size_t at, size_t rows)
{
  return at <= file->len && rows <= (file->len - at) / ROW_BYTES;
}

/* Forms are checked one by one, since the validator stops at NUL. */
static bool
is_utf8(const char *text, size_t len)
{
  for (const char *at = text, *end = text + len; at <= end; at += strlen(at) + 1)
    if (!g_utf8_validate(at, -1, NULL))
      return false;
  return true;
}

static bool
read_entries(Catalogue *catalogue, const File *file, GError **err)
{
  size_t count = read_u32(file, 8), ids = read_u32(file, 12), texts = read_u32(file, 16);

  if (count > CATALOGUE_MAX_TEXTS || !has_table(file, ids, count) ||
      !has_table(file, texts, count)) {
    set_error(err, "its tables do not fit into it");
    return false;
  }
  catalogue->entries = g_new0(Entry, count);
  for (size_t i = 0; i < count; i++) {
    Entry *entry = &catalogue->entries[i];
    size_t id_len;

    entry->id = read_text(file, ids + i * ROW_BYTES, &id_len);
    entry->text = read_text(file, texts + i * ROW_BYTES, &entry->len);
    if (!entry->id || !entry->text || !is_utf8(entry->id, id_len) ||
        !is_utf8(entry->text, entry->len)) {
      set_error(err, "a text is outside it or not UTF-8");
      return false;
    }
    if (i > 0 && strcmp(entry[-1].id, entry->id) >= 0) {
      set_error(err, "its ids are not in order");
      return false;
    }
  }
  catalogue->count = count;
  return true;
}

/* The header is the text of the empty id, which sorts first. */
static bool
read_header(Catalogue *catalogue, GError **err)
{
  bool has_header = catalogue->count > 0 && !*catalogue->entries[0].id;

  catalogue->header = has_header ? catalogue->entries[0].text : "";
  g_autofree char *type = catalogue_header(catalogue, "Content-Type");
  if (type) {
    g_autofree char *lower = g_ascii_strdown(type, -1);

    if (strstr(lower, "charset=") && !strstr(lower, "charset=utf-8")) {
      set_error(err, "its texts are not UTF-8");
      return false;
    }
  }
  g_autofree char *forms = catalogue_header(catalogue, "Plural-Forms");
  catalogue->rule = plural_rule_parse(forms ? forms : "nplurals=2; plural=(n != 1);");
  if (!catalogue->rule)
    set_error(err, "its plural rule does not parse");
  return catalogue->rule != NULL;
}

Catalogue *
catalogue_open(const void *mo, size_t len, GError **err)
{
  g_autoptr(Catalogue) catalogue = g_new0(Catalogue, 1);
  File file = { .bytes = mo, .len = len };

  if (len < HEADER_BYTES || len > G_MAXUINT32) {
    set_error(err, "it is too short or too long");
    return NULL;
  }
  uint32_t magic = read_u32(&file, 0);
  file.is_swapped = magic == GUINT32_SWAP_LE_BE(MO_MAGIC);
  if (magic != MO_MAGIC && !file.is_swapped) {
    set_error(err, "it does not start as one");
    return NULL;
  }
  if (read_u32(&file, 4) >> 16 > 1) {
    set_error(err, "it is of a newer kind");
    return NULL;
  }
  if (!read_entries(catalogue, &file, err) || !read_header(catalogue, err))
    return NULL;
  return g_steal_pointer(&catalogue);
}

void
catalogue_free(Catalogue *catalogue)
{
  if (!catalogue)
    return;
  g_free(catalogue->entries);
  plural_rule_free(catalogue->rule);
  g_free(catalogue);
}

size_t
catalogue_count(const Catalogue *catalogue)
{
  return catalogue->count - (catalogue->count > 0 && !*catalogue->entries[0].id);
}

/* As strcmp of "context\004id" with an entry's id, without building it. */
static int
compare(const char *context, const char *id, const char *entry_id)
{
  if (!context)
    return strcmp(id, entry_id);
  size_t len = strlen(context);
  int order = strncmp(context, entry_id, len);
  if (order != 0)
    return order;
  if (entry_id[len] != '\004')
    return '\004' - (unsigned char)entry_id[len];
  return strcmp(id, entry_id + len + 1);
}

static const Entry *
find(const Catalogue *catalogue, const char *context, const char *id)
{
  size_t low = 0, high = catalogue->count;

  if (!*id)
    return NULL; /* the header is no text for people */
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    int order = compare(context, id, catalogue->entries[middle].id);

    if (order == 0)
      return &catalogue->entries[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return NULL;
}

const char *
catalogue_text(const Catalogue *catalogue, const char *context, const char *id)
{
  const Entry *entry = find(catalogue, context, id);

  return entry && *entry->text ? entry->text : NULL;
}

const char *
catalogue_plural(const Catalogue *catalogue, const char *one, unsigned long n)
{
  const Entry *entry = find(catalogue, NULL, one);

  if (!entry)
    return NULL;
  const char *form = entry->text, *end = entry->text + entry->len;
  for (int i = plural_rule_pick(catalogue->rule, n); i > 0; i--) {
    form += strlen(form) + 1;
    if (form > end)
      return NULL;
  }
  return *form ? form : NULL;
}

char *
catalogue_header(const Catalogue *catalogue, const char *name)
{
  size_t len = strlen(name);

  for (const char *line = catalogue->header; line && *line;) {
    const char *end = strchr(line, '\n');

    if (g_ascii_strncasecmp(line, name, len) == 0 && line[len] == ':') {
      const char *value = line + len + 1;

      return g_strstrip(end ? g_strndup(value, (gsize)(end - value)) : g_strdup(value));
    }
    line = end ? end + 1 : NULL;
  }
  return NULL;
}
