/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pieces that tell a person something: what went wrong, what was done, what to know. */
#pragma once

#include "ui/slot.h"

typedef struct {
  SLOT_FIELDS;
  const char *href; /* "#field" */
  const Attribute *attributes;
} ErrorLine;

typedef struct {
  Slot title, description;
  const ErrorLine *lines;
  int count;
  const char *classes;
  const Attribute *attributes;
  Said disable_auto_focus;
} ErrorSummary;

typedef struct {
  SLOT_FIELDS; /* .text becomes a heading line; .draw writes what it likes */
  Slot title;  /* "Important" unless given; "Success" when is_success */
  const char *role, *title_id, *classes;
  const Attribute *attributes;
  int title_level; /* 0: 2 */
  Said disable_auto_focus;
  bool is_success;
} NotificationBanner;

typedef struct {
  SLOT_FIELDS;
  const char *id, *classes;
  const Attribute *attributes;
} InsetText;

typedef struct {
  SLOT_FIELDS;
  const char *spoken_prefix; /* "Warning" unless given */
  const char *classes;
  const Attribute *attributes;
} WarningText;

typedef struct {
  SLOT_FIELDS;
  Slot summary; /* the line to press */
  const char *id, *classes;
  const Attribute *attributes;
  bool is_open;
} Details;

typedef struct {
  SLOT_FIELDS;
  Slot title;
  Slot actions; /* buttons and links of an interruption */
  const char *classes;
  const Attribute *attributes;
  int title_level;      /* 0: 1 */
  bool is_interruption; /* else: a confirmation that something is done */
} Panel;

typedef struct {
  SLOT_FIELDS;
  const char *classes; /* "govuk-tag--green" and so on: the words say the same as the colour */
  const Attribute *attributes;
} Tag;

void ui_draw_error_summary(Page *page, const ErrorSummary *summary);
void ui_draw_notification_banner(Page *page, const NotificationBanner *banner);
void ui_draw_inset_text(Page *page, const InsetText *inset);
void ui_draw_warning_text(Page *page, const WarningText *warning);
void ui_draw_details(Page *page, const Details *details);
void ui_draw_panel(Page *page, const Panel *panel);
void ui_draw_tag(Page *page, const Tag *tag);

#define ui_error_summary(page, ...) ui_draw_error_summary((page), &(ErrorSummary){ __VA_ARGS__ })
#define ui_notification_banner(page, ...) \
  ui_draw_notification_banner((page), &(NotificationBanner){ __VA_ARGS__ })
#define ui_inset_text(page, ...)   ui_draw_inset_text((page), &(InsetText){ __VA_ARGS__ })
#define ui_warning_text(page, ...) ui_draw_warning_text((page), &(WarningText){ __VA_ARGS__ })
#define ui_details(page, ...)      ui_draw_details((page), &(Details){ __VA_ARGS__ })
#define ui_panel(page, ...)        ui_draw_panel((page), &(Panel){ __VA_ARGS__ })
#define ui_tag(page, ...)          ui_draw_tag((page), &(Tag){ __VA_ARGS__ })
