/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The .mo reader. Everything is checked when the file is opened (it may come from outside). A
 * lookup is one hash and mostly one comparison: a page makes a hundred, and a binary search over
 * 2,000 texts cost four times as much (measured). */
#include "lang/catalogue.h"

#include "lang/plural.h"

#include <stdint.h>
#include <string.h>

typedef struct {
  const char *id;   /* "id", or "context\004id"; ends with NUL */
  const char *text; /* plural forms follow one another, each ending with NUL */
  size_t len;       /* of all forms */
  uint32_t hash;
} Entry;

struct Catalogue {
  Entry *entries; /* in the order of strcmp over ids */
  size_t count;
  uint32_t
      *slots; /* number of an entry + 1, found by its hash; 0: free; never more than half full */
  size_t slot_mask;
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

/* Most texts are, and eight bytes at a time this costs a twentieth of the validator, which was a
 * good part of the first page. */
static bool
is_ascii(const char *text, size_t len)
{
  uint64_t word, high = 0;

  for (; len >= sizeof(word); text += sizeof(word), len -= sizeof(word)) {
    memcpy(&word, text, sizeof(word));
    high |= word;
  }
  for (; len > 0; text++, len--)
    high |= (uint8_t)*text;
  return (high & UINT64_C(0x8080808080808080)) == 0;
}

/* Forms are checked one by one, since the validator stops at NUL. */
static bool
is_utf8(const char *text, size_t len)
{
  if (is_ascii(text, len))
    return true;
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

/* Eight bytes at a time; the multiplier is 2^64 divided by the golden ratio (Knuth, The Art of
 * Computer Programming, volume 3, section 6.4). */
static uint64_t
mix(const char *text, size_t len, uint64_t hash)
{
  for (; len > 0; text += MIN(len, 8), len -= MIN(len, 8)) {
    uint64_t word = 0;

    if (len >= 8)
      memcpy(&word, text, 8);
    else
      memcpy(&word, text, len);
    hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
    hash ^= hash >> 32;
  }
  return hash;
}

static uint32_t
hash_of(const char *context, size_t context_len, const char *id)
{
  return (uint32_t)mix(id, strlen(id), mix(context, context_len, context_len));
}

static void
index_entries(Catalogue *catalogue)
{
  size_t room = 2;

  while (room < catalogue->count * 2)
    room *= 2;
  catalogue->slots = g_new0(uint32_t, room);
  catalogue->slot_mask = room - 1;
  for (size_t i = 0; i < catalogue->count; i++) {
    Entry *entry = &catalogue->entries[i];
    const char *end = strchr(entry->id, '\004');
    size_t context_len = end ? (size_t)(end - entry->id) : 0;

    entry->hash = hash_of(entry->id, context_len, end ? end + 1 : entry->id);
    size_t slot = entry->hash & catalogue->slot_mask;
    while (catalogue->slots[slot])
      slot = (slot + 1) & catalogue->slot_mask;
    catalogue->slots[slot] = (uint32_t)i + 1;
  }
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
  index_entries(catalogue);
  return g_steal_pointer(&catalogue);
}

void
catalogue_free(Catalogue *catalogue)
{
  if (!catalogue)
    return;
  g_free(catalogue->entries);
  g_free(catalogue->slots);
  plural_rule_free(catalogue->rule);
  g_free(catalogue);
}

size_t
catalogue_count(const Catalogue *catalogue)
{
  return catalogue->count - (catalogue->count > 0 && !*catalogue->entries[0].id);
}

/* Is the entry's id "context\004id", or just "id" without a context? */
static bool
is_entry(const Entry *entry, const char *context, size_t context_len, const char *id)
{
  if (!context)
    return strcmp(entry->id, id) == 0;
  return strncmp(entry->id, context, context_len) == 0 && entry->id[context_len] == '\004' &&
         strcmp(entry->id + context_len + 1, id) == 0;
}

static const Entry *
find(const Catalogue *catalogue, const char *context, const char *id)
{
  size_t context_len = context ? strlen(context) : 0;
  uint32_t hash = hash_of(context ? context : "", context_len, id);
  size_t slot = hash & catalogue->slot_mask;

  if (!*id)
    return NULL; /* the header is no text for people */
  for (; catalogue->slots[slot]; slot = (slot + 1) & catalogue->slot_mask) {
    const Entry *entry = &catalogue->entries[catalogue->slots[slot] - 1];

    if (entry->hash == hash && is_entry(entry, context, context_len, id))
      return entry;
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
