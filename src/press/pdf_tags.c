/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The structure tree of a PDF while its pages are drawn. How it is written: pdf_fix.c. */
#include "press/pdf_tags.h"

enum { TAG_DEPTH_MAX = 90 };

static void
tag_free(gpointer data)
{
  Tag *tag = data;
  g_array_unref(tag->kids);
  g_clear_pointer(&tag->boxes, g_array_unref);
  g_free(tag->alt);
  g_free(tag->uri);
  g_free(tag->id);
  g_free(tag);
}

static Tag *
tag_make(TagTree *tree, TagRole role)
{
  Tag *tag = g_new0(Tag, 1);
  tag->role = role;
  tag->kids = g_array_new(FALSE, TRUE, sizeof(TagKid));
  g_ptr_array_add(tree->tags, tag);
  return tag;
}

TagTree *
tag_tree_new(void)
{
  TagTree *tree = g_new0(TagTree, 1);
  tree->tags = g_ptr_array_new_with_free_func(tag_free);
  tree->marks = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  tree->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  tree->root = tag_make(tree, TAG_DOCUMENT);
  return tree;
}

void
tag_tree_free(TagTree *tree)
{
  if (!tree)
    return;
  g_ptr_array_unref(tree->tags);
  g_ptr_array_unref(tree->marks);
  g_hash_table_unref(tree->places);
  g_free(tree);
}

Tag *
tag_new(TagTree *tree, Tag *parent, TagRole role)
{
  if (parent->depth >= TAG_DEPTH_MAX)
    return parent;
  Tag *tag = tag_make(tree, role);
  tag->parent = parent;
  tag->depth = parent->depth + 1;
  TagKid kid = { .tag = tag };
  g_array_append_val(parent->kids, kid);
  return tag;
}

void
tag_add_mark(TagTree *tree, Tag *tag, int page)
{
  while ((int)tree->marks->len <= page)
    g_ptr_array_add(tree->marks, g_ptr_array_new());
  GPtrArray *marks = g_ptr_array_index(tree->marks, page);
  TagKid kid = { .page = page, .mark = (int)marks->len };
  g_ptr_array_add(marks, tag);
  if (tag)
    g_array_append_val(tag->kids, kid);
}

/* A link's runs on one line are one place to touch. */
static bool
box_extend(TagBox *last, const TagBox *next)
{
  if (last->page != next->page || last->y < next->y || last->y > next->y)
    return false;

  const double right = MAX(last->x + last->width, next->x + next->width);

  last->x = MIN(last->x, next->x);
  last->width = right - last->x;
  return true;
}

void
tag_add_box(Tag *link, TagBox box)
{
  if (!link->boxes)
    link->boxes = g_array_new(FALSE, TRUE, sizeof(TagBox));
  if (link->boxes->len > 0 &&
      box_extend(&g_array_index(link->boxes, TagBox, link->boxes->len - 1), &box))
    return;
  g_array_append_val(link->boxes, box);
}

void
tag_tree_add_place(TagTree *tree, const char *name, int page, double y)
{
  if (g_hash_table_contains(tree->places, name))
    return;

  TagBox *box = g_new0(TagBox, 1);

  *box = (TagBox){ .page = page, .y = y };
  g_hash_table_insert(tree->places, g_strdup(name), box);
}

const char *
tag_role_name(TagRole role)
{
  static const char *const names[] = {
    [TAG_DOCUMENT] = "/Document",
    [TAG_H1] = "/H1",
    [TAG_H2] = "/H2",
    [TAG_H3] = "/H3",
    [TAG_H4] = "/H4",
    [TAG_H5] = "/H5",
    [TAG_H6] = "/H6",
    [TAG_P] = "/P",
    [TAG_CODE] = "/Code",
    [TAG_BLOCK_QUOTE] = "/BlockQuote",
    [TAG_L] = "/L",
    [TAG_LI] = "/LI",
    [TAG_LBL] = "/Lbl",
    [TAG_LBODY] = "/LBody",
    [TAG_TABLE] = "/Table",
    [TAG_TR] = "/TR",
    [TAG_TH] = "/TH",
    [TAG_TD] = "/TD",
    [TAG_LINK] = "/Link",
    [TAG_FIGURE] = "/Figure",
    [TAG_DIV] = "/Div",
    [TAG_NOTE] = "/Note",
  };
  return names[role];
}
