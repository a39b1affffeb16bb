/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing HTML: inside ui/ only (script/check-layers). html() takes literals, text() escapes;
 * raw text cannot be spelt. */
#pragma once

#include "base/buffer.h"
#include "ui/page.h"

#define html(page, literal) buffer_put(page_out(page), "" literal, sizeof(literal) - 1)

Buffer *page_out(Page *page);
void text(Page *page, const char *value); /* escaped; NULL writes nothing */
void number(Page *page, int64_t value);
/* ` name="value"` with the value escaped; nothing when value is NULL. */
void attribute(Page *page, const char *name, const char *value);
