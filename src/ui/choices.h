/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Radios and check boxes. */
#pragma once

#include "ui/controls.h"

typedef struct {
  SLOT_FIELDS; /* its label */
  const char *value;
  const char *id;        /* else name, name-2, name-3 … so that an error can link to the first */
  const char *name;      /* check boxes: else the list's */
  const char *divider;   /* "or": a line between choices instead of a choice */
  const char *behaviour; /* check boxes: "exclusive" */
  const char *label_classes;
  const Attribute *label_attributes, *attributes;
  Hint hint;
  Slot conditional; /* what appears when it is chosen: a script-free rule of our styles */
  Said checked;     /* unsaid: by the list's value or values */
  bool is_disabled;
} Option;

typedef struct {
  const char *name, *id_prefix, *described_by, *classes;
  const char *value;         /* radios: what is chosen */
  const char *const *values; /* check boxes: ended by NULL */
  const Fieldset *fieldset;  /* its legend is the question; NULL: none (one check box alone) */
  const Option *items;
  int count;
  Hint hint;
  ErrorMessage error;
  FormGroup group;
  const Attribute *attributes;
} OptionList;

void ui_draw_radios(Page *page, const OptionList *list);
void ui_draw_checkboxes(Page *page, const OptionList *list);

#define ui_radios(page, ...)     ui_draw_radios((page), &(OptionList){ __VA_ARGS__ })
#define ui_checkboxes(page, ...) ui_draw_checkboxes((page), &(OptionList){ __VA_ARGS__ })
