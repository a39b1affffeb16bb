/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What all components share in their options: slots, attributes, yes-or-no-or-unsaid.
 * Options carry the names of GOV.UK Frontend in our spelling; whatever is not given has the
 * package's default. Words come translated (tr). */
#pragma once

#include "ui/page.h"

typedef void SlotDrawer(Page *page, void *data);

/* The text, escaped; or draw(page, data) when set, which calls components. */
typedef struct {
  const char *text;
  SlotDrawer *draw;
  void *data;
} Slot;

/* The main slot of a component, so that pages write `.text = …` without one more level. */
#define SLOT_FIELDS     \
  union {               \
    Slot slot;          \
    struct {            \
      const char *text; \
      SlotDrawer *draw; \
      void *data;       \
    };                  \
  }

/* Further attributes; a list ends with a NULL name. A NULL value writes the name alone. */
typedef struct {
  const char *name, *value;
} Attribute;

typedef enum { UNSAID, SAID_YES, SAID_NO } Said;
