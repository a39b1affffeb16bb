/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The last step of every PDF, through libqpdf's C face: it can make and change every object, so no
 * C++ is needed. What each page shows: pdf_sheets and above; this file draws nothing. */
#include "press/pdf_fix.h"

#include "press/pdf_marks.h"
#include "press/press.h"

typedef struct {
  qpdf_data qpdf;
  const Sheets *sheets;
  const TagTree *tags;
  qpdf_oh *pages;
  qpdf_oh parents; /* /Nums of the parent tree, beyond the pages: one entry a link's place */
  int next_key;
} Fix;

/* Puts a value into a dictionary and lets go of its handle. */
static void
put(Fix *fix, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
  qpdf_oh_replace_key(fix->qpdf, dictionary, key, value);
  qpdf_oh_release(fix->qpdf, value);
}

static void
put_name(Fix *fix, qpdf_oh dictionary, const char *key, const char *name)
{
  put(fix, dictionary, key, qpdf_oh_new_name(fix->qpdf, name));
}

static void
put_int(Fix *fix, qpdf_oh dictionary, const char *key, int number)
{
  put(fix, dictionary, key, qpdf_oh_new_integer(fix->qpdf, number));
}

static void
put_text(Fix *fix, qpdf_oh dictionary, const char *key, const char *text)
{
  put(fix, dictionary, key, qpdf_oh_new_unicode_string(fix->qpdf, text));
}

static void
append(Fix *fix, qpdf_oh array, qpdf_oh value)
{
  qpdf_oh_append_item(fix->qpdf, array, value);
  qpdf_oh_release(fix->qpdf, value);
}

static qpdf_oh
new_object(Fix *fix)
{
  const qpdf_oh direct = qpdf_oh_new_dictionary(fix->qpdf);
  const qpdf_oh object = qpdf_make_indirect_object(fix->qpdf, direct);

  qpdf_oh_release(fix->qpdf, direct);
  return object;
}

static qpdf_oh
new_stream(Fix *fix, const void *bytes, size_t len)
{
  const qpdf_oh stream = qpdf_oh_new_stream(fix->qpdf);
  const qpdf_oh none = qpdf_oh_new_null(fix->qpdf);

  qpdf_oh_replace_stream_data(fix->qpdf, stream, bytes, len, none, none);
  qpdf_oh_release(fix->qpdf, none);
  return stream;
}

/* [left bottom right top] from a box measured from the top left corner. */
static qpdf_oh
new_rectangle(Fix *fix, const TagBox *box)
{
  const double bottom = fix->sheets->height - box->y - box->height;
  const double corners[] = { box->x, bottom, box->x + box->width, bottom + box->height };
  const qpdf_oh array = qpdf_oh_new_array(fix->qpdf);

  for (size_t i = 0; i < G_N_ELEMENTS(corners); i++)
    append(fix, array, qpdf_oh_new_real_from_double(fix->qpdf, corners[i], 2));
  return array;
}

/* What touching a link does: opens an address, or shows a place of this paper. */
static void
put_way(Fix *fix, qpdf_oh annotation, const char *uri)
{
  const TagBox *place = g_hash_table_lookup(fix->tags->places, uri);

  if (place) {
    const qpdf_oh way = qpdf_oh_new_array(fix->qpdf);

    qpdf_oh_append_item(fix->qpdf, way, fix->pages[place->page]);
    append(fix, way, qpdf_oh_new_name(fix->qpdf, "/XYZ"));
    append(fix, way, qpdf_oh_new_null(fix->qpdf));
    append(fix, way, qpdf_oh_new_real_from_double(fix->qpdf, fix->sheets->height - place->y, 2));
    append(fix, way, qpdf_oh_new_null(fix->qpdf));
    put(fix, annotation, "/Dest", way);
    return;
  }

  const qpdf_oh action = qpdf_oh_new_dictionary(fix->qpdf);

  put_name(fix, action, "/S", "/URI");
  put(fix, action, "/URI", qpdf_oh_new_string(fix->qpdf, uri));
  put(fix, annotation, "/A", action);
}

static qpdf_oh
new_link_annotation(Fix *fix, const Tag *link, const TagBox *box)
{
  const qpdf_oh annotation = new_object(fix);

  put_name(fix, annotation, "/Type", "/Annot");
  put_name(fix, annotation, "/Subtype", "/Link");
  put(fix, annotation, "/Rect", new_rectangle(fix, box));
  put(fix, annotation, "/Border", qpdf_oh_parse(fix->qpdf, "[0 0 0]"));
  put_int(fix, annotation, "/F", 4); /* printed as it is */
  put_text(fix, annotation, "/Contents", link->alt);
  put_way(fix, annotation, link->uri);
  put_int(fix, annotation, "/StructParent", fix->next_key);
  return annotation;
}

static qpdf_oh
page_annotations(Fix *fix, qpdf_oh page)
{
  if (!qpdf_oh_has_key(fix->qpdf, page, "/Annots"))
    put(fix, page, "/Annots", qpdf_oh_new_array(fix->qpdf));
  return qpdf_oh_get_key(fix->qpdf, page, "/Annots");
}

/* The places of a link: each on its page, in the tag's children, and in the parent tree. */
static void
put_boxes(Fix *fix, const Tag *link, qpdf_oh kids)
{
  for (guint i = 0; link->boxes && i < link->boxes->len; i++) {
    const TagBox *box = &g_array_index(link->boxes, TagBox, i);
    const qpdf_oh page = fix->pages[box->page];
    const qpdf_oh annotations = page_annotations(fix, page);
    const qpdf_oh annotation = new_link_annotation(fix, link, box);
    const qpdf_oh reference = qpdf_oh_new_dictionary(fix->qpdf);

    put_name(fix, reference, "/Type", "/OBJR");
    qpdf_oh_replace_key(fix->qpdf, reference, "/Obj", annotation);
    qpdf_oh_replace_key(fix->qpdf, reference, "/Pg", page);
    append(fix, kids, reference);
    append(fix, annotations, annotation);
    append(fix, fix->parents, qpdf_oh_new_integer(fix->qpdf, fix->next_key++));
    qpdf_oh_append_item(fix->qpdf, fix->parents, link->object);
    qpdf_oh_release(fix->qpdf, annotations);
  }
}

/* A mark on the tag's own page is a number; one on another page says which. */
static qpdf_oh
new_mark(Fix *fix, const TagKid *kid, int own_page)
{
  if (kid->page == own_page)
    return qpdf_oh_new_integer(fix->qpdf, kid->mark);

  const qpdf_oh mark = qpdf_oh_new_dictionary(fix->qpdf);

  put_name(fix, mark, "/Type", "/MCR");
  put_int(fix, mark, "/MCID", kid->mark);
  qpdf_oh_replace_key(fix->qpdf, mark, "/Pg", fix->pages[kid->page]);
  return mark;
}

static int
first_page(const Tag *tag)
{
  for (guint i = 0; i < tag->kids->len; i++)
    if (!g_array_index(tag->kids, TagKid, i).tag)
      return g_array_index(tag->kids, TagKid, i).page;
  return -1;
}

static void
put_kids(Fix *fix, const Tag *tag)
{
  const qpdf_oh kids = qpdf_oh_new_array(fix->qpdf);
  const int page = first_page(tag);

  if (page >= 0)
    qpdf_oh_replace_key(fix->qpdf, tag->object, "/Pg", fix->pages[page]);
  for (guint i = 0; i < tag->kids->len; i++) {
    const TagKid *kid = &g_array_index(tag->kids, TagKid, i);

    if (kid->tag)
      qpdf_oh_append_item(fix->qpdf, kids, kid->tag->object);
    else
      append(fix, kids, new_mark(fix, kid, page));
  }
  put_boxes(fix, tag, kids);
  put(fix, tag->object, "/K", kids);
}

/* Where a picture stands on its page (PDF/UA-1 wants to know). */
static void
put_layout_box(Fix *fix, const Tag *tag)
{
  const qpdf_oh attributes = qpdf_oh_new_dictionary(fix->qpdf);

  put_name(fix, attributes, "/O", "/Layout");
  put(fix, attributes, "/BBox", new_rectangle(fix, &tag->box));
  put(fix, tag->object, "/A", attributes);
}

/* What some tags must say besides: a header cell its scope, an ordered list how it counts. */
static void
put_attributes(Fix *fix, const Tag *tag)
{
  static const struct {
    TagRole role;
    const char *attributes;
  } rows[] = { { TAG_TH, "<< /O /Table /Scope /Column >>" } };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
    if (rows[i].role == tag->role)
      put(fix, tag->object, "/A", qpdf_oh_parse(fix->qpdf, rows[i].attributes));
  if (tag->role == TAG_L)
    put(fix, tag->object, "/A",
        qpdf_oh_parse(fix->qpdf, tag->is_ordered ? "<< /O /List /ListNumbering /Decimal >>"
                                                 : "<< /O /List /ListNumbering /Disc >>"));
  if (tag->role == TAG_FIGURE && tag->box.width > 0)
    put_layout_box(fix, tag);
  if (tag->alt)
    put_text(fix, tag->object, "/Alt", tag->alt);
  if (tag->id)
    put(fix, tag->object, "/ID", qpdf_oh_new_string(fix->qpdf, tag->id));
}

static void
put_tag(Fix *fix, const Tag *tag, qpdf_oh tree)
{
  put_name(fix, tag->object, "/Type", "/StructElem");
  put_name(fix, tag->object, "/S", tag_role_name(tag->role));
  qpdf_oh_replace_key(fix->qpdf, tag->object, "/P", tag->parent ? tag->parent->object : tree);
  put_attributes(fix, tag);
  put_kids(fix, tag);
}

/* Which tag each mark of a page belongs to: artifacts have none, and leave a hole. */
static qpdf_oh
new_parents_of_page(Fix *fix, const GPtrArray *marks)
{
  const qpdf_oh array = qpdf_oh_new_array(fix->qpdf);

  for (guint i = 0; i < marks->len; i++) {
    const Tag *tag = g_ptr_array_index(marks, i);

    if (tag)
      qpdf_oh_append_item(fix->qpdf, array, tag->object);
    else
      append(fix, array, qpdf_oh_new_null(fix->qpdf));
  }
  return array;
}

static void
put_tree(Fix *fix, qpdf_oh root)
{
  const qpdf_oh tree = new_object(fix), parent_tree = new_object(fix);

  fix->parents = qpdf_oh_new_array(fix->qpdf);
  fix->next_key = (int)fix->tags->marks->len;
  for (guint i = 0; i < fix->tags->tags->len; i++)
    ((Tag *)g_ptr_array_index(fix->tags->tags, i))->object = new_object(fix);
  for (int i = 0; i < fix->next_key; i++) {
    append(fix, fix->parents, qpdf_oh_new_integer(fix->qpdf, i));
    append(fix, fix->parents, new_parents_of_page(fix, g_ptr_array_index(fix->tags->marks, i)));
  }
  for (guint i = 0; i < fix->tags->tags->len; i++)
    put_tag(fix, g_ptr_array_index(fix->tags->tags, i), tree);
  put(fix, parent_tree, "/Nums", fix->parents);
  put_name(fix, tree, "/Type", "/StructTreeRoot");
  qpdf_oh_replace_key(fix->qpdf, tree, "/K", fix->tags->root->object);
  put(fix, tree, "/ParentTree", parent_tree);
  put_int(fix, tree, "/ParentTreeNextKey", fix->next_key);
  put(fix, root, "/StructTreeRoot", tree);
}

static bool
fix_page(Fix *fix, int number)
{
  const qpdf_oh page = fix->pages[number];
  g_autoptr(GByteArray) content = g_byte_array_new();
  unsigned char *bytes = NULL;
  size_t len = 0;

  if (qpdf_oh_get_page_content_data(fix->qpdf, page, &bytes, &len) & QPDF_ERRORS)
    return false;

  const bool is_good = pdf_marks_rewrite((const char *)bytes, len,
                                         g_ptr_array_index(fix->tags->marks, number), content);

  free(bytes);
  put(fix, page, "/Contents", new_stream(fix, content->data, content->len));
  put_int(fix, page, "/StructParents", number);
  put_name(fix, page, "/Tabs", "/S");
  return is_good;
}

/* XMP, ISO 16684-1: the title, and that the file means to follow PDF/UA-1 (ISO 14289-1, 5). */
static char *
new_metadata(const char *title, const char *lang)
{
  return g_markup_printf_escaped(
      "<?xpacket begin=\"\xef\xbb\xbf\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
      "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">"
      "<pdfuaid:part>1</pdfuaid:part>"
      "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>"
      "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>"
      "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>",
      title, lang);
}

static void
put_about(Fix *fix, qpdf_oh root, const char *title, const char *lang)
{
  g_autofree char *metadata = new_metadata(title, lang);
  const qpdf_oh stream = new_stream(fix, metadata, strlen(metadata));
  const qpdf_oh head = qpdf_oh_get_dict(fix->qpdf, stream);
  const qpdf_oh trailer = qpdf_get_trailer(fix->qpdf), about = new_object(fix);

  put_name(fix, head, "/Type", "/Metadata");
  put_name(fix, head, "/Subtype", "/XML");
  qpdf_oh_release(fix->qpdf, head);
  put(fix, root, "/Metadata", stream);
  put_text(fix, root, "/Lang", lang);
  put(fix, root, "/MarkInfo", qpdf_oh_parse(fix->qpdf, "<< /Marked true >>"));
  put(fix, root, "/ViewerPreferences", qpdf_oh_parse(fix->qpdf, "<< /DisplayDocTitle true >>"));
  put_text(fix, about, "/Title", title);
  put_text(fix, about, "/Creator", "Commontable");
  put(fix, trailer, "/Info", about);
  qpdf_oh_release(fix->qpdf, trailer);
}

static bool
write_out(Fix *fix, Buffer *out)
{
  if (qpdf_init_write_memory(fix->qpdf) & QPDF_ERRORS)
    return false;
  qpdf_set_object_stream_mode(fix->qpdf, qpdf_o_generate);
  qpdf_set_deterministic_ID(fix->qpdf, QPDF_TRUE);
  qpdf_set_minimum_pdf_version(fix->qpdf, "1.7");
  if (qpdf_write(fix->qpdf) & QPDF_ERRORS)
    return false;
  buffer_put(out, (const char *)qpdf_get_buffer(fix->qpdf), qpdf_get_buffer_length(fix->qpdf));
  return !out->is_full;
}

bool
pdf_finish(qpdf_data qpdf, const char *title, const char *lang, Buffer *out)
{
  Fix fix = { .qpdf = qpdf };

  put_about(&fix, qpdf_get_root(qpdf), title, lang);
  return !qpdf_has_error(qpdf) && write_out(&fix, out);
}

static bool
fix_all(Fix *fix, const char *title, const char *lang, Buffer *out)
{
  const GByteArray *bytes = fix->sheets->bytes;

  if (qpdf_read_memory(fix->qpdf, "pages", (const char *)bytes->data, bytes->len, NULL) &
      QPDF_ERRORS)
    return false;

  const int count = qpdf_get_num_pages(fix->qpdf);
  g_autofree qpdf_oh *pages = g_new0(qpdf_oh, MAX(count, 1));
  const qpdf_oh root = qpdf_get_root(fix->qpdf);

  if (count != (int)fix->tags->marks->len)
    return false;
  fix->pages = pages;
  for (int i = 0; i < count; i++) {
    pages[i] = qpdf_get_page_n(fix->qpdf, (size_t)i);
    if (!fix_page(fix, i))
      return false;
  }
  put_tree(fix, root);
  return pdf_finish(fix->qpdf, title, lang, out);
}

PressResult
pdf_fix(const Sheets *sheets, const char *title, const char *lang, Buffer *out)
{
  Fix fix = { .qpdf = qpdf_init(), .sheets = sheets, .tags = sheets->tags };

  qpdf_silence_errors(fix.qpdf);
  qpdf_set_suppress_warnings(fix.qpdf, QPDF_TRUE);

  const bool is_made = fix_all(&fix, title, lang, out);

  if (qpdf_has_error(fix.qpdf))
    qpdf_get_error(fix.qpdf); /* seen: else qpdf says so on standard error */
  qpdf_cleanup(&fix.qpdf);
  return is_made ? PRESS_MADE : press_fail("The tags could not be written into the PDF.");
}
