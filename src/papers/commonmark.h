/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one reading of a paper's source (CommonMark with tables, struck-out words, bare addresses and
 * footnotes) that the web page and the plain text are made from. Writes neither of them. */
#pragma once

#include <glib.h>
#include <stddef.h>

typedef struct cmark_node cmark_node;

typedef enum {
  SOURCE_FINE,
  SOURCE_NOT_TEXT, /* not UTF-8, or control characters in it */
  SOURCE_TOO_LONG,
  SOURCE_TOO_DEEP, /* lists and quotations inside one another */
  SOURCE_EMPTY,    /* not one word in it */
} SourceFault;

enum {
  SOURCE_BYTES_MAX = 2 * 1024 * 1024,
  SOURCE_DEPTH_MAX = 20,
};

/* The few words that a format says of its own, in the language of the paper. */
typedef struct {
  const char *picture; /* "Picture" */
  const char *links;   /* "Links" */
  const char *notes;   /* "Notes" */
  const char *note;    /* "note" */
  const char *removed; /* "taken out" */
  const char *paper;   /* "Paper": the title of one that has none */
} FormatWords;
extern const FormatWords format_words_english;

/* The tree, tidied so that whatever is made from it is fit for everybody; free with
 * commonmark_free. NULL and *ret_fault when it is not a paper. The tidying:
 * - raw HTML gives way to its words; pictures to "Picture: " and their description (an address
 *   elsewhere is never fetched);
 * - headings never skip a level and the highest becomes `top_heading` (1 to 6); empty ones go;
 * - a heading at the start that says no more than `title` (which may be NULL) goes: whoever draws
 *   the paper draws its title;
 * - links lead to http, https, mailto or tel only, and have words;
 * - tables lose alignment (it would need inline style) and headings with nothing in them. */
cmark_node *commonmark_parse(const char *source, size_t len, const char *title, int top_heading,
                             const FormatWords *words, SourceFault *ret_fault);
/* The same for a paper that has no title but its first heading, which goes from the start: its
 * words (g_free), or NULL where there is none. */
cmark_node *commonmark_parse_untitled(const char *source, size_t len, char **ret_title,
                                      int top_heading, const FormatWords *words,
                                      SourceFault *ret_fault);
void commonmark_free(cmark_node *document);

/* What is wrong with a source, SOURCE_FINE if nothing. */
SourceFault commonmark_check(const char *source, size_t len);
/* The words of the first heading, or NULL when there is none. g_free. */
char *commonmark_first_heading(const char *source, size_t len);
/* The words below a node, spaces and line breaks as one space each. g_free. */
char *commonmark_words(cmark_node *node);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cmark_node, commonmark_free)
