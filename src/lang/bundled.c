/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The languages inside the program: finding one by tag and by what a browser asks for. They are
 * opened once, at first use, and live as long as the program. */
#include "lang/bundled.h"

#include <string.h>

enum { MAX_HEADER = 1000, MAX_RANGES = 32 };

typedef struct {
  const Lang *const *offered; /* ends with NULL; en-GB first */
} Shelf;

/* "en-GB-x-easyread" falls back to "en-GB", "cy-x-easyread" to "cy", all at last to en-GB. */
static const Lang *
find_fallback(const GPtrArray *found, const char *tag)
{
  for (guint i = 0; i < found->len; i++) {
    const Lang *lang = g_ptr_array_index(found, i);
    size_t len = strlen(lang_tag(lang));

    if (strncmp(tag, lang_tag(lang), len) == 0 && tag[len] == '-')
      return lang;
  }
  return lang_source();
}

static Shelf *
open_shelf(void)
{
  Shelf *shelf = g_new0(Shelf, 1);
  GPtrArray *found = g_ptr_array_new();

  g_ptr_array_add(found, (gpointer)lang_source());
  for (const BundledCatalogue *b = lang_bundled; b->tag; b++) {
    g_autoptr(GError) err = NULL;
    Lang *lang = lang_from_mo(b->tag, NULL, b->mo, b->len, find_fallback(found, b->tag), &err);

    if (!lang)
      g_error("The bundled catalogue %s is broken: %s", b->tag, err->message);
    if (lang_count(lang) > 0)
      g_ptr_array_add(found, lang);
    else
      lang_free(lang); /* languages without texts are not offered */
  }
  g_ptr_array_add(found, NULL);
  shelf->offered = (const Lang *const *)g_ptr_array_free(found, FALSE);
  return shelf;
}

const Lang *const *
lang_offered(void)
{
  static gsize shelf;

  if (g_once_init_enter(&shelf))
    g_once_init_leave(&shelf, (gsize)open_shelf());
  return ((const Shelf *)shelf)->offered;
}

const Lang *
lang_find(const char *tag)
{
  if (!tag)
    return lang_source();
  for (const Lang *const *lang = lang_offered(); *lang; lang++)
    if (g_ascii_strcasecmp(lang_tag(*lang), tag) == 0)
      return *lang;
  return NULL;
}

typedef struct {
  char *tag;
  int thousandths; /* the q value */
} Range;

/* "0.8" gives 800; 1000 when there is none; 0 when it is nonsense (the range then counts not). */
static int
parse_quality(const char *parameters)
{
  const char *q = parameters;

  while (q && (*q == ';' || *q == ' ' || *q == '\t'))
    q++;
  if (!q || !*q)
    return 1000;
  if (g_ascii_strncasecmp(q, "q=", 2) != 0 || (q[2] != '0' && q[2] != '1'))
    return 0;
  int thousandths = (q[2] - '0') * 1000, worth = 100;
  if (q[3] == '.')
    for (const char *at = q + 4; g_ascii_isdigit(*at) && worth > 0; at++, worth /= 10)
      thousandths += (*at - '0') * worth;
  return MIN(thousandths, 1000);
}

static int
compare_ranges(const void *a, const void *b)
{
  const Range *x = a, *y = b;

  return y->thousandths - x->thousandths;
}

/* Exactly this tag, or else the first whose tag continues it ("en" finds en-GB: without this a
 * reader of "en, cy;q=0.5" would get Welsh). Variants in easy words are never guessed. */
static const Lang *
find_offered(const char *tag)
{
  const Lang *exact = lang_find(tag);
  size_t len = strlen(tag);

  if (exact)
    return exact;
  for (const Lang *const *lang = lang_offered(); *lang; lang++)
    if (g_ascii_strncasecmp(lang_tag(*lang), tag, len) == 0 && lang_tag(*lang)[len] == '-' &&
        !lang_is_easy_read(*lang))
      return *lang;
  return NULL;
}

/* RFC 4647 section 3.4: the range is shortened from its end until something fits; a single letter
 * or digit left at the end goes with the part it introduced. */
static const Lang *
look_up(char *range)
{
  while (*range) {
    const Lang *lang = find_offered(range);
    char *dash = strrchr(range, '-');

    if (lang)
      return lang;
    if (!dash)
      break;
    *dash = '\0';
    if (dash - range >= 2 && dash[-2] == '-')
      dash[-2] = '\0';
  }
  return NULL;
}

const Lang *
lang_negotiate(const char *accept_language)
{
  if (!accept_language || strlen(accept_language) > MAX_HEADER)
    return lang_source();
  g_auto(GStrv) parts = g_strsplit(accept_language, ",", MAX_RANGES + 1);
  g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));

  for (guint i = 0; parts[i] && i < MAX_RANGES; i++) {
    char *tag = g_strstrip(parts[i]);
    char *parameters = strchr(tag, ';');
    Range range = { .tag = tag, .thousandths = parse_quality(parameters) };

    if (parameters)
      *parameters = '\0';
    g_strchomp(tag);
    if (range.thousandths > 0)
      g_array_append_val(ranges, range);
  }
  g_array_sort(ranges, compare_ranges); /* stable: equal ones keep their order */
  for (guint i = 0; i < ranges->len; i++) {
    const Lang *lang = look_up(g_array_index(ranges, Range, i).tag);

    if (lang)
      return lang;
  }
  return lang_source();
}
