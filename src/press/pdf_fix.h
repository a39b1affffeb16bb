/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The last step of every PDF: what Cairo cannot write. libqpdf puts in the structure tree, the
 * language, the title, the PDF/UA mark, links and artifacts, and packs the objects. */
#pragma once

#include "base/buffer.h"
#include "press/job.h"
#include "press/pdf_sheets.h"
#include <qpdf/qpdf-c.h>

/* Puts title, language and the marks of a tagged file into `qpdf` and writes it. False: failed. */
bool pdf_finish(qpdf_data qpdf, const char *title, const char *lang, Buffer *out);
/* `sheets` are finished. Same input, same bytes: no dates, the file's id is a hash of the rest. */
PressResult pdf_fix(const Sheets *sheets, const char *title, const char *lang, Buffer *out);
