/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a person types, presses or hands over, with its label, hint and error message. Choices are
 * in choices.h. Forms drawn from Question tables are in form.h: pages rarely need these alone. */
#pragma once

#include "ui/slot.h"

typedef struct {
  SLOT_FIELDS;
  const char *for_id, *classes;
  const Attribute *attributes;
  bool is_page_heading; /* the label is the h1 */
} Label;

typedef struct {
  SLOT_FIELDS;
  const char *id, *classes;
  const Attribute *attributes;
} Hint;

typedef struct {
  SLOT_FIELDS;
  const char *id, *classes;
  const char *spoken_prefix; /* read aloud before it; NULL: "Error"; "": nothing */
  const Attribute *attributes;
} ErrorMessage;

typedef struct {
  SLOT_FIELDS;
  const char *classes;
  bool is_page_heading;
} Legend;

typedef struct {
  Legend legend;
  Slot body;
  const char *classes, *role, *described_by;
  const Attribute *attributes;
} Fieldset;

/* The box round label, hint, error and control. */
typedef struct {
  const char *classes;
  const Attribute *attributes;
  Slot before, after; /* beside the control */
} FormGroup;

typedef struct {
  SLOT_FIELDS;
  const char *classes;
  const Attribute *attributes;
} Affix;

typedef struct {
  const char *name, *id, *value; /* id: the name unless given */
  const char *type;              /* "text" unless given */
  const char *inputmode, *autocomplete, *autocapitalize, *pattern, *described_by, *classes;
  Label label;
  Hint hint;
  ErrorMessage error;
  Affix prefix, suffix;
  FormGroup group;
  const char *wrapper_classes;
  const Attribute *wrapper_attributes, *attributes;
  Said spellcheck; /* off unless SAID_YES */
  bool is_disabled;
} Input;

typedef struct {
  const char *name, *id, *value, *autocomplete, *described_by, *classes;
  Label label;
  Hint hint;
  ErrorMessage error;
  FormGroup group;
  const Attribute *attributes;
  int rows; /* 0: 5 */
  Said spellcheck;
  bool is_disabled;
} Textarea;

typedef struct {
  const char *name, *id, *described_by, *classes;
  Label label;
  Hint hint;
  ErrorMessage error;
  FormGroup group;
  const Attribute *attributes;
  bool is_disabled, is_multiple;
  /* The package's drop zone. Our pages do without: it needs its script. */
  bool has_drop_zone;
  const char *wrapper_classes;
  const Attribute *wrapper_attributes; /* its words: data-i18n.… */
} FileUpload;

typedef struct {
  SLOT_FIELDS;
  const char *href;   /* a link that looks like a button: use ui_button_link */
  const char *spoken; /* read aloud after its words (" the bus", ": the bus"), so that it makes
                         sense alone (WCAG 2.4.9) */
  const char *type, *name, *value, *id, *classes;
  const Attribute *attributes;
  Said prevent_double_click;
  bool is_secondary, is_warning, is_disabled, is_start;
  bool is_link; /* no role=button, whose space bar would need the package's script */
} Button;

void ui_draw_label(Page *page, const Label *label);
void ui_draw_hint(Page *page, const Hint *hint);
void ui_draw_error_message(Page *page, const ErrorMessage *error);
void ui_draw_fieldset(Page *page, const Fieldset *fieldset);
void ui_draw_input(Page *page, const Input *input);
void ui_draw_textarea(Page *page, const Textarea *textarea);
void ui_draw_file_upload(Page *page, const FileUpload *upload);
void ui_draw_button(Page *page, const Button *button);

#define ui_label(page, ...)         ui_draw_label((page), &(Label){ __VA_ARGS__ })
#define ui_hint(page, ...)          ui_draw_hint((page), &(Hint){ __VA_ARGS__ })
#define ui_error_message(page, ...) ui_draw_error_message((page), &(ErrorMessage){ __VA_ARGS__ })
#define ui_fieldset(page, ...)      ui_draw_fieldset((page), &(Fieldset){ __VA_ARGS__ })
#define ui_input(page, ...)         ui_draw_input((page), &(Input){ __VA_ARGS__ })
#define ui_textarea(page, ...)      ui_draw_textarea((page), &(Textarea){ __VA_ARGS__ })
#define ui_file_upload(page, ...)   ui_draw_file_upload((page), &(FileUpload){ __VA_ARGS__ })
#define ui_button(page, ...)        ui_draw_button((page), &(Button){ __VA_ARGS__ })
/* Leads somewhere, looks like a button. */
#define ui_button_link(page, ...) ui_button(page, .is_link = true, __VA_ARGS__)
