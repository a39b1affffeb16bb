/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a paper says, as another reader of CommonMark (pandoc) and an XML parser see it: words in
 * order, numbered items, cells with their headings, pictures, links. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef struct {
  char *heading; /* "" where its column has none */
  char *words;
} SeenCell;

typedef struct {
  char *words, *address;
} SeenLink;

typedef struct {
  GString *words;   /* all, but tables and footnotes */
  GPtrArray *items; /* char *: "7.Ahmedasks…": numbered items, without spaces */
  GArray *cells;    /* SeenCell: below headings, none of them empty */
  GPtrArray *heads; /* char *: headings of columns that have words */
  GPtrArray *alts;  /* char * */
  GArray *links;    /* SeenLink */
  GString *levels;  /* of headings, a digit each */
} Seen;

/* `html`: well-formed, of one paper. */
Seen *seen_in_html(const char *html);
/* As pandoc reads the file. */
Seen *seen_by_pandoc(const char *path);
void seen_free(Seen *seen);
/* Without any white space. g_free. */
char *squeezed(const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Seen, seen_free)
