/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Parsing with cmark-gfm. Its walks here and in tidy.c use cmark's iterator, never the stack: a
 * source may nest a million deep before it is refused. */
#include "commonmark/commonmark.h"

#include "base/text.h"
#include "commonmark/tidy.h"
#include "lang/lang.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

/* cmark-gfm's search for bare mail addresses takes seconds on a megabyte of "a@a@a@": past this
 * many of them, bare addresses stay plain words. */
enum { AT_SIGNS_MAX = 1000 };

/* While it parses, cmark-gfm notes in tables of the whole process which letters its extensions care
 * about, so two threads must not parse at once (half a millisecond for a long paper). */
static GMutex parsing;

static cmark_node *
parse(const char *source, size_t len)
{
  static const char *const extensions[] = { "table", "strikethrough", "autolink" };
  size_t at_signs = 0;
  for (size_t i = 0; i < len; i++)
    at_signs += source[i] == '@';

  g_mutex_lock(&parsing);
  cmark_gfm_core_extensions_ensure_registered();
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8);
  size_t count = G_N_ELEMENTS(extensions) - (at_signs > AT_SIGNS_MAX ? 1 : 0);
  for (size_t i = 0; i < count; i++)
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(extensions[i]));
  cmark_parser_feed(parser, source, len);
  cmark_node *document = cmark_parser_finish(parser);
  cmark_parser_free(parser);
  g_mutex_unlock(&parsing);
  return document;
}

void
commonmark_free(cmark_node *document)
{
  if (document)
    cmark_node_free(document);
}

cmark_node *
commonmark_parse(const char *source, size_t len, const SourceReading *reading, char **ret_title,
                 SourceFault *ret_fault)
{
  SourceFault ignored = SOURCE_FINE, *fault = ret_fault ? ret_fault : &ignored;
  g_autofree char *title = reading->title ? g_strdup(reading->title) : NULL;

  *fault = len > SOURCE_BYTES_MAX        ? SOURCE_TOO_LONG
           : !text_is_clean(source, len) ? SOURCE_NOT_TEXT
                                         : SOURCE_FINE;
  if (*fault != SOURCE_FINE)
    return NULL;

  g_autoptr(cmark_node) document = parse(source, len);

  *fault = tidy_document(document, reading, ret_title ? &title : NULL);
  if (*fault != SOURCE_FINE)
    return NULL;
  if (ret_title)
    *ret_title = g_steal_pointer(&title);
  return g_steal_pointer(&document);
}

SourceFault
commonmark_check(const char *source, size_t len)
{
  SourceFault fault;
  g_autoptr(cmark_node) document =
      commonmark_parse(source, len, &(SourceReading){ .picture = NULL }, NULL, &fault);
  return fault;
}

char *
commonmark_first_heading(const char *source, size_t len)
{
  g_autoptr(cmark_node) document =
      commonmark_parse(source, len, &(SourceReading){ .picture = NULL }, NULL, NULL);

  return document ? tidy_first_heading(document) : NULL;
}

const char *
source_fault_message(SourceFault fault)
{
  switch (fault) {
  case SOURCE_FINE:
    return NULL;
  case SOURCE_NOT_TEXT:
    return N_(
        "There are signs in it that are not letters. Copy the words once more and paste them");
  case SOURCE_TOO_LONG:
    return N_("This is too long for one paper. Make two papers of it");
  case SOURCE_TOO_DEEP:
    return N_("Lists or quotations stand too deep inside one another. Take out some of the levels");
  case SOURCE_TOO_MANY_PARTS:
    return N_("This has too many parts for one paper. Make two papers of it");
  case SOURCE_EMPTY:
    break;
  }
  return N_("Write or paste the words of the paper");
}
