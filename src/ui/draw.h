/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing HTML: inside ui/ only (script/check-layers). html() takes literals, text() escapes;
 * raw text cannot be spelt. Also what components share with one another. */
#pragma once

#include "base/buffer.h"
#include "ui/slot.h"

typedef struct SteppedForm SteppedForm; /* ui/steps.h */

struct Page {
  Buffer out;
  Arena *arena;
  const Lang *lang;
  Request *request;  /* NULL: components alone (papers, tests) */
  PageHead head;     /* as it was opened */
  SteppedForm *form; /* Easy Read: the form that is open, which may become one question a page */
  size_t taken_at;   /* not 0: a question has taken the page; what comes after is dropped */
  int status;
  int heading;             /* level of the heading that stands above; cards take the next */
  unsigned cards_with_day; /* one bit a card that is open */
  unsigned lists_numbered; /* and one a list */
  unsigned items_pictured; /* one an item with a picture that is open */
  bool is_table_boxed;     /* the table that is open */
  bool is_table_easy;      /* it is drawn as rows */
  bool has_pictures;       /* their makers are named in the footer */
  bool is_plain;           /* the frame of trouble: nothing asks the database */
};

/* A page without frame or request, for components alone. Free its buffer with buffer_clear. */
void page_init_bare(Page *page, Arena *arena, const Lang *lang, size_t max);

static inline Buffer *
page_out(Page *page)
{
  return &page->out;
}

#define html(page, literal) buffer_put(page_out(page), "" literal, sizeof(literal) - 1)

/* Escaped; NULL writes nothing. */
static inline void
text(Page *page, const char *value)
{
  if (value)
    buffer_put_escaped(page_out(page), value, strlen(value));
}

void number(Page *page, int64_t value);
/* ` name="value"` with the value escaped; nothing when value is NULL. */
#define attribute(page, name, value)        attribute_after((page), " " name "=\"", (value))
#define number_attribute(page, name, value) number_attribute_after((page), " " name "=\"", (value))
/* For the two above: ` name="` is one literal, since a page has hundreds of attributes. */
void attribute_after(Page *page, const char *opening, const char *value);
void number_attribute_after(Page *page, const char *opening, int64_t value);
void attributes(Page *page, const Attribute *list); /* NULL: none */
void more_classes(Page *page, const char *classes); /* " classes" inside class="…" */

bool slot_is_set(const Slot *slot);
void slot_draw(Page *page, const Slot *slot);
