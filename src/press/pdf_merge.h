/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages of several PDFs put together as one, with their tags as far as that goes: a file that comes
 * once keeps all of them; pages that come again are the same pages (so the file stays small), and
 * tags and links are on the first of them only. A file whose parent tree is not one flat list (ours
 * are) loses its tags, never its pages. */
#pragma once

#include "base/buffer.h"

#include <glib.h>
#include <stdbool.h>

typedef struct PdfMerge PdfMerge;

PdfMerge *pdf_merge_new(void);
void pdf_merge_free(PdfMerge *merge);
/* `bytes` must stay. False when it is no PDF that may be opened, or has no pages. */
bool pdf_merge_read(PdfMerge *merge, const char *name, const void *bytes, size_t len);
int pdf_merge_pages(const PdfMerge *merge, const char *name); /* 0: not read */
bool pdf_merge_add_page(PdfMerge *merge, const char *name, int page);
bool pdf_merge_add_blank(PdfMerge *merge); /* A4 */
bool pdf_merge_finish(PdfMerge *merge, const char *title, const char *lang, Buffer *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(PdfMerge, pdf_merge_free)
