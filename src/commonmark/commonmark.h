/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The one reading of a paper's source (CommonMark with tables, struck-out words, bare addresses and
 * footnotes): whatever is made of a paper, in the server or in the press, is made from this tree,
 * so that a paper says the same in every format. Writes none of them. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct cmark_node cmark_node;

/* Stands in a table's heading that has no words: an empty one would confuse screen readers. */
#define COMMONMARK_NO_NAME "–"

typedef enum {
  SOURCE_FINE,
  SOURCE_NOT_TEXT, /* not UTF-8, or control characters in it */
  SOURCE_TOO_LONG,
  SOURCE_TOO_DEEP, /* lists and quotations inside one another */
  SOURCE_EMPTY,    /* not one word in it */
  SOURCE_TOO_MANY_PARTS,
} SourceFault;

enum {
  SOURCE_BYTES_MAX = 2 * 1024 * 1024,
  SOURCE_DEPTH_MAX = 20,        /* lists and quotations inside one another */
  SOURCE_NODES_DEPTH_MAX = 64,  /* nodes of any kind: who makes a format may recurse */
  SOURCE_NODES_MAX = 500 * 1000 /* bounds the time and memory of every format */
};

/* Where a picture of that name is, as an address of this site; NULL: we have none. */
typedef const char *PictureAddress(const char *name, const void *data);

/* How a paper is to be read; what is left out is as the source has it. */
typedef struct {
  const char *title;   /* a heading at the start that says no more than this goes: whoever draws
                          the paper draws its title */
  int top_heading;     /* 1 to 6: what the highest headings become; 0: 1 */
  const char *picture; /* "Picture": pictures become this and their description; NULL: they stay,
                          with their description below them as words */
  PictureAddress *address_of; /* whose picture it finds stays all the same, with the address that it
                                 gives; NULL: none does */
  const void *address_data;
} SourceReading;

/* The tree, tidied so that whatever is made from it is fit for everybody; free with
 * commonmark_free. NULL and *ret_fault (may be NULL) when it is not a paper. The tidying:
 * - raw HTML gives way to its words, <br> to a line break; pictures without description go;
 * - headings never skip a level; empty ones go;
 * - links lead to http, https, mailto or tel only, and have words;
 * - tables lose alignment (it would need inline style) and headings with nothing in them;
 * - footnotes stand at the end in the order in which they are first mentioned, and only those that
 *   are;
 * - words that stand side by side are one node.
 * `ret_title` (may be NULL): the title given, or where there is none the words of the first
 * heading, which goes when it stands at the start; NULL where there is neither. g_free. Of a paper
 * that is nothing but its title, nothing else is left. */
cmark_node *commonmark_parse(const char *source, size_t len, const SourceReading *reading,
                             char **ret_title, SourceFault *ret_fault);
void commonmark_free(cmark_node *document);

/* What is wrong with a source, SOURCE_FINE if nothing. */
SourceFault commonmark_check(const char *source, size_t len);
/* The words of the first heading, or NULL when there is none. g_free. */
char *commonmark_first_heading(const char *source, size_t len);
/* Plain and kind: a message id that says what is wrong and what to do; NULL for SOURCE_FINE. */
const char *source_fault_message(SourceFault fault);

/* ---- nodes.c: what a tree holds ---- */
/* The words below a node, spaces and line breaks as one space each, pictures as their description.
 * g_free. */
char *commonmark_words(cmark_node *node);
/* Any word at all. */
bool commonmark_has_words(cmark_node *node);
/* What the extensions' nodes are: cmark_node_get_type() gives numbers made at run time. */
bool commonmark_is_table(cmark_node *node);
bool commonmark_is_row(cmark_node *node);
bool commonmark_is_cell(cmark_node *node);
bool commonmark_is_heading_row(cmark_node *row); /* the first of its table, with headings */
bool commonmark_is_struck(cmark_node *node);
/* What to say before a cell, from the heading of its column (may be NULL): "" where that has no
 * words, or only the dash that stands for none. g_free. */
char *commonmark_column_name(cmark_node *heading);
/* A mention of a footnote, and a footnote; the number that both have, from 1 (0: neither). */
bool commonmark_is_mention(cmark_node *node);
bool commonmark_is_note(cmark_node *node);
int commonmark_note_number(cmark_node *node);
/* The footnotes stand last: the first of them, or NULL. */
cmark_node *commonmark_first_note(cmark_node *document);
/* The words of a link are its address: nothing needs to say it again. */
bool commonmark_is_its_own_address(cmark_node *link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(cmark_node, commonmark_free)
