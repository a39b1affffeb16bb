/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A language: a catalogue with a name and a fallback. The bundled ones are in bundled.c, dates in
 * dates.c, the reading of .mo files in catalogue.c. */
#include "lang/lang.h"

#include "lang/bundled.h"
#include "lang/catalogue.h"

#include <stdatomic.h>
#include <string.h>

struct Lang {
  char *tag, *html_tag, *name;
  unsigned number;
  Catalogue *catalogue; /* NULL: en-GB, the source itself */
  const Lang *fallback;
};

static const Lang source = { .tag = (char[]){ "en-GB" },
                             .html_tag = (char[]){ "en-GB" },
                             .name = (char[]){ "English" } };

/* What voices need: the tag without its private part (RFC 5646 section 2.2.7). */
static char *
public_part(const char *tag)
{
  const char *private = strstr(tag, "-x-");

  return private ? g_strndup(tag, (gsize)(private - tag)) : g_strdup(tag);
}

Lang *
lang_from_mo(const char *tag, const char *name, const void *mo, size_t len, const Lang *fallback,
             GError **err)
{
  static atomic_uint made; /* the source is 0 */
  Catalogue *catalogue = catalogue_open(mo, len, err);

  if (!catalogue)
    return NULL;
  Lang *lang = g_new0(Lang, 1);
  lang->tag = g_strdup(tag);
  lang->html_tag = public_part(tag);
  lang->name = name ? g_strdup(name) : catalogue_header(catalogue, "X-Language-Name");
  if (!lang->name)
    lang->name = g_strdup(tag);
  lang->number = 1 + atomic_fetch_add(&made, 1);
  lang->catalogue = catalogue;
  lang->fallback = fallback;
  return lang;
}

void
lang_free(Lang *lang)
{
  if (!lang || lang == &source)
    return;
  catalogue_free(lang->catalogue);
  g_free(lang->tag);
  g_free(lang->html_tag);
  g_free(lang->name);
  g_free(lang);
}

const Lang *
lang_source(void)
{
  return &source;
}

size_t
lang_count(const Lang *lang)
{
  return lang->catalogue ? catalogue_count(lang->catalogue) : 0;
}

const char *
lang_tag(const Lang *lang)
{
  return lang ? lang->tag : source.tag;
}

const char *
lang_html_tag(const Lang *lang)
{
  return lang ? lang->html_tag : source.html_tag;
}

const char *
lang_name(const Lang *lang)
{
  return lang ? lang->name : source.name;
}

unsigned
lang_number(const Lang *lang)
{
  return lang ? lang->number : source.number;
}

bool
lang_is_easy_read(const Lang *lang)
{
  return g_str_has_suffix(lang_tag(lang), "-x-easyread");
}

const char *
lang_text_in(const Lang *lang, const char *context, const char *id)
{
  for (; lang && lang->catalogue; lang = lang->fallback) {
    const char *text = catalogue_text(lang->catalogue, context, id);

    if (text)
      return text;
  }
  return id;
}

const char *
lang_text(const Lang *lang, const char *id)
{
  return lang_text_in(lang, NULL, id);
}

const char *
lang_plural(const Lang *lang, const char *one, const char *many, unsigned long n)
{
  for (; lang && lang->catalogue; lang = lang->fallback) {
    const char *text = catalogue_plural(lang->catalogue, one, n);

    if (text)
      return text;
  }
  return n == 1 ? one : many;
}
