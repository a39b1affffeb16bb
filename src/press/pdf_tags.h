/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The structure tree of a PDF while its pages are drawn: what is a heading, a list, a cell. Cairo
 * only marks where a piece of a page begins and ends; which tag a piece belongs to, and everything
 * that Cairo 1.16 cannot say (alt texts, scope, artifacts), is kept here and written by pdf_fix. */
#pragma once

#include <glib.h>
#include <stdbool.h>

typedef enum {
  TAG_DOCUMENT,
  TAG_H1, /* TAG_H1 + level - 1 */
  TAG_H2,
  TAG_H3,
  TAG_H4,
  TAG_H5,
  TAG_H6,
  TAG_P,
  TAG_CODE,
  TAG_BLOCK_QUOTE,
  TAG_L,
  TAG_LI,
  TAG_LBL,
  TAG_LBODY,
  TAG_TABLE,
  TAG_TR,
  TAG_TH,
  TAG_TD,
  TAG_LINK,
  TAG_FIGURE,
  TAG_DIV,
  TAG_NOTE,
} TagRole;

typedef struct Tag Tag;

/* A child in reading order: another tag, or (tag NULL) the mark with this number on this page. */
typedef struct {
  Tag *tag;
  int page, mark; /* both from 0 */
} TagKid;

/* Where a link can be touched: points from the top left corner of the page. */
typedef struct {
  int page;
  double x, y, width, height;
} TagBox;

struct Tag {
  TagRole role;
  Tag *parent;
  int depth;
  GArray *kids;    /* TagKid */
  GArray *boxes;   /* TagBox; NULL but for links */
  TagBox box;      /* pictures: where; width 0: not known */
  char *alt;       /* pictures: what is seen; links: where they lead */
  char *uri;       /* links: an address, or a place in this paper ("#…") */
  char *id;        /* footnotes: unlike all others (ISO 14289-1, 7.9) */
  bool is_ordered; /* lists */
  unsigned object; /* pdf_fix: its handle */
};

typedef struct {
  Tag *root;
  GPtrArray *tags;    /* all, owned */
  GPtrArray *marks;   /* one GPtrArray of Tag * a page, in the order drawn; NULL is an artifact */
  GHashTable *places; /* "#…" → TagBox: where links within the paper lead; only page and y */
} TagTree;

/* Places in a paper: a footnote, and where it is first mentioned; each followed by its number. */
#define PLACE_NOTE    "#note-"
#define PLACE_MENTION "#mention-"

TagTree *tag_tree_new(void);
void tag_tree_free(TagTree *tree);
/* A new last child of `parent`. Owned by the tree. Past a depth of 90 the parent itself comes back
 * (readers walk the tree by recursion): very deep nesting is drawn, but tagged flat. */
Tag *tag_new(TagTree *tree, Tag *parent, TagRole role);
/* The next mark on `page` belongs to `tag` (NULL: an artifact, not part of the reading). */
void tag_add_mark(TagTree *tree, Tag *tag, int page);
void tag_add_box(Tag *link, TagBox box);
/* The first of a name counts. */
void tag_tree_add_place(TagTree *tree, const char *name, int page, double y);
/* "/H1", "/LBody" … as ISO 32000-1, 14.8.4 names them. */
const char *tag_role_name(TagRole role);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(TagTree, tag_tree_free)
