/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages of several PDFs put together as one, by libqpdf. */
#include "press/pdf_merge.h"

#include "press/pdf_fix.h"

typedef struct {
  qpdf_data qpdf;
  int pages;
  bool *is_used; /* which pages are in already */
  int first_key; /* what is added to the keys of its parent tree; -1: not known yet */
} Part;

struct PdfMerge {
  qpdf_data qpdf;
  GHashTable *parts; /* by name */
  GPtrArray *order;  /* Part *: as their first pages came */
  int next_key;
};

static void
part_free(void *data)
{
  Part *part = data;

  if (qpdf_has_error(part->qpdf))
    qpdf_get_error(part->qpdf); /* seen: else qpdf says so on standard error */
  qpdf_cleanup(&part->qpdf);
  g_free(part->is_used);
  g_free(part);
}

PdfMerge *
pdf_merge_new(void)
{
  PdfMerge *merge = g_new0(PdfMerge, 1);

  merge->qpdf = qpdf_init();
  qpdf_silence_errors(merge->qpdf);
  qpdf_empty_pdf(merge->qpdf);
  merge->parts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, part_free);
  merge->order = g_ptr_array_new();
  return merge;
}

void
pdf_merge_free(PdfMerge *merge)
{
  if (!merge)
    return;
  if (qpdf_has_error(merge->qpdf))
    qpdf_get_error(merge->qpdf);
  qpdf_cleanup(&merge->qpdf); /* before the parts: it still looks into them */
  g_hash_table_destroy(merge->parts);
  g_ptr_array_unref(merge->order);
  g_free(merge);
}

bool
pdf_merge_read(PdfMerge *merge, const char *name, const void *bytes, size_t len)
{
  Part *part = g_new0(Part, 1);

  part->first_key = -1;
  part->qpdf = qpdf_init();
  qpdf_silence_errors(part->qpdf);
  qpdf_set_suppress_warnings(part->qpdf, QPDF_TRUE);
  if (!(qpdf_read_memory(part->qpdf, "part", bytes, len, NULL) & QPDF_ERRORS))
    part->pages = qpdf_get_num_pages(part->qpdf);
  if (part->pages <= 0 || qpdf_is_encrypted(part->qpdf)) {
    part_free(part);
    return false;
  }
  part->is_used = g_new0(bool, part->pages);
  g_hash_table_insert(merge->parts, g_strdup(name), part);
  return true;
}

int
pdf_merge_pages(const PdfMerge *merge, const char *name)
{
  const Part *part = g_hash_table_lookup(merge->parts, name);

  return part ? part->pages : 0;
}

static qpdf_oh
tree_of(qpdf_data qpdf)
{
  return qpdf_oh_get_key(qpdf, qpdf_get_root(qpdf), "/StructTreeRoot");
}

/* Its tree can be taken over: a flat list of parents, and a number for the next. */
static bool
has_flat_tree(qpdf_data qpdf)
{
  const qpdf_oh tree = tree_of(qpdf);

  if (!qpdf_oh_is_dictionary(qpdf, tree))
    return false;

  const qpdf_oh parents = qpdf_oh_get_key(qpdf, tree, "/ParentTree");

  return qpdf_oh_is_indirect(qpdf, tree) && qpdf_oh_is_indirect(qpdf, parents) &&
         qpdf_oh_is_dictionary(qpdf, parents) &&
         qpdf_oh_is_array(qpdf, qpdf_oh_get_key(qpdf, parents, "/Nums")) &&
         qpdf_oh_is_integer(qpdf, qpdf_oh_get_key(qpdf, tree, "/ParentTreeNextKey"));
}

/* Moves a key of the part's parent tree to where it is in ours; without a tree it goes. */
static void
move_key(PdfMerge *merge, const Part *part, qpdf_oh dictionary, const char *name)
{
  const qpdf_oh key = qpdf_oh_get_key(merge->qpdf, dictionary, name);

  if (!qpdf_oh_is_integer(merge->qpdf, key))
    return;
  if (part->first_key < 0) {
    qpdf_oh_remove_key(merge->qpdf, dictionary, name);
    return;
  }
  qpdf_oh_replace_key(
      merge->qpdf, dictionary, name,
      qpdf_oh_new_integer(merge->qpdf, part->first_key + qpdf_oh_get_int_value(merge->qpdf, key)));
}

static void
settle_page(PdfMerge *merge, const Part *part, qpdf_oh page, bool is_again)
{
  if (is_again) {
    qpdf_oh_remove_key(merge->qpdf, page, "/StructParents");
    qpdf_oh_remove_key(merge->qpdf, page, "/Annots");
    return;
  }
  move_key(merge, part, page, "/StructParents");

  const qpdf_oh links = qpdf_oh_get_key(merge->qpdf, page, "/Annots");
  const int count =
      qpdf_oh_is_array(merge->qpdf, links) ? qpdf_oh_get_array_n_items(merge->qpdf, links) : 0;

  for (int i = 0; i < count; i++) {
    const qpdf_oh link = qpdf_oh_get_array_item(merge->qpdf, links, i);

    if (qpdf_oh_is_dictionary(merge->qpdf, link))
      move_key(merge, part, link, "/StructParent");
  }
}

bool
pdf_merge_add_page(PdfMerge *merge, const char *name, int page)
{
  Part *part = g_hash_table_lookup(merge->parts, name);

  if (!part || page < 0 || page >= part->pages)
    return false;
  if (!g_ptr_array_find(merge->order, part, NULL)) {
    g_ptr_array_add(merge->order, part);
    if (has_flat_tree(part->qpdf)) {
      part->first_key = merge->next_key;
      merge->next_key += qpdf_oh_get_int_value_as_int(
          part->qpdf, qpdf_oh_get_key(part->qpdf, tree_of(part->qpdf), "/ParentTreeNextKey"));
    }
  }
  if (qpdf_add_page(merge->qpdf, part->qpdf, qpdf_get_page_n(part->qpdf, (size_t)page),
                    QPDF_FALSE) &
      QPDF_ERRORS)
    return false;

  const int last = qpdf_get_num_pages(merge->qpdf) - 1;

  settle_page(merge, part, qpdf_get_page_n(merge->qpdf, (size_t)last), part->is_used[page]);
  part->is_used[page] = true;
  return !qpdf_has_error(merge->qpdf);
}

bool
pdf_merge_add_blank(PdfMerge *merge)
{
  const qpdf_oh page = qpdf_oh_parse(
      merge->qpdf, "<< /Type /Page /MediaBox [0 0 595.276 841.89] /Resources << >> >>");

  return !(qpdf_add_page(merge->qpdf, merge->qpdf, qpdf_make_indirect_object(merge->qpdf, page),
                         QPDF_FALSE) &
           QPDF_ERRORS);
}

/* Takes over one part's tree: its elements, each a part now, below `top` of ours, its parents into
 * our list. The pages are copied before, so that elements find them. */
static void
take_tree(PdfMerge *merge, const Part *part, qpdf_oh top, qpdf_oh kids, qpdf_oh numbers)
{
  qpdf_data qpdf = merge->qpdf;
  const qpdf_oh copy = qpdf_oh_copy_foreign_object(qpdf, part->qpdf, tree_of(part->qpdf));
  const qpdf_oh tops = qpdf_oh_wrap_in_array(qpdf, qpdf_oh_get_key(qpdf, copy, "/K"));
  const qpdf_oh parents =
      qpdf_oh_get_key(qpdf, qpdf_oh_get_key(qpdf, copy, "/ParentTree"), "/Nums");

  for (int i = 0; i < qpdf_oh_get_array_n_items(qpdf, tops); i++) {
    const qpdf_oh element = qpdf_oh_get_array_item(qpdf, tops, i);

    if (!qpdf_oh_is_dictionary(qpdf, element))
      continue;
    qpdf_oh_replace_key(qpdf, element, "/P", top);
    qpdf_oh_replace_key(qpdf, element, "/S", qpdf_oh_new_name(qpdf, "/Part"));
    qpdf_oh_append_item(qpdf, kids, element);
  }
  for (int i = 0; i + 1 < qpdf_oh_get_array_n_items(qpdf, parents); i += 2) {
    const long long key = qpdf_oh_get_int_value(qpdf, qpdf_oh_get_array_item(qpdf, parents, i));

    qpdf_oh_append_item(qpdf, numbers, qpdf_oh_new_integer(qpdf, part->first_key + key));
    qpdf_oh_append_item(qpdf, numbers, qpdf_oh_get_array_item(qpdf, parents, i + 1));
  }
}

static void
put_tree(PdfMerge *merge)
{
  qpdf_data qpdf = merge->qpdf;
  const qpdf_oh tree =
      qpdf_make_indirect_object(qpdf, qpdf_oh_parse(qpdf, "<< /Type /StructTreeRoot >>"));
  const qpdf_oh top = qpdf_make_indirect_object(
      qpdf, qpdf_oh_parse(qpdf, "<< /Type /StructElem /S /Document /K [] >>"));
  const qpdf_oh kids = qpdf_oh_get_key(qpdf, top, "/K");
  const qpdf_oh parents = qpdf_make_indirect_object(qpdf, qpdf_oh_parse(qpdf, "<< /Nums [] >>"));
  const qpdf_oh numbers = qpdf_oh_get_key(qpdf, parents, "/Nums");

  for (guint i = 0; i < merge->order->len; i++) {
    const Part *part = g_ptr_array_index(merge->order, i);

    if (part->first_key >= 0)
      take_tree(merge, part, top, kids, numbers);
  }
  qpdf_oh_replace_key(qpdf, top, "/P", tree);
  qpdf_oh_replace_key(qpdf, tree, "/K", top);
  qpdf_oh_replace_key(qpdf, tree, "/ParentTree", parents);
  qpdf_oh_replace_key(qpdf, tree, "/ParentTreeNextKey", qpdf_oh_new_integer(qpdf, merge->next_key));
  qpdf_oh_replace_key(qpdf, qpdf_get_root(qpdf), "/StructTreeRoot", tree);
}

bool
pdf_merge_finish(PdfMerge *merge, const char *title, const char *lang, Buffer *out)
{
  put_tree(merge);
  return pdf_finish(merge->qpdf, title, lang, out);
}
