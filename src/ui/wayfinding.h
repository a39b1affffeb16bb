/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Where a page stands: breadcrumbs, pages of a long list, and the banner that says how finished the
 * whole is. */
#pragma once

#include "ui/messages.h"

typedef struct {
  SLOT_FIELDS;
  const char *href; /* NULL: this very page */
  const Attribute *attributes;
} Breadcrumb;

typedef struct {
  const Breadcrumb *items;
  int count;
  const char *spoken_label; /* "Breadcrumb" unless given */
  const char *classes;
  const Attribute *attributes;
  bool is_short_on_phones; /* first and last only */
} Breadcrumbs;

typedef struct {
  SLOT_FIELDS; /* "Previous page" and "Next page" unless given */
  const char *href;
  const char *label; /* what stands there: "Bus times"; only without numbers */
  const Attribute *attributes;
} PaginationEnd;

typedef struct {
  const char *number, *href;
  const char *spoken; /* "Page 3" unless given */
  const Attribute *attributes;
  bool is_current, is_gap; /* a gap: some numbers are left out here */
} PaginationItem;

typedef struct {
  PaginationEnd previous, next; /* without href: not there */
  const PaginationItem *items;
  int count;
  const char *spoken_label; /* "Pagination" unless given */
  const char *classes;
  const Attribute *attributes;
} Pagination;

typedef struct {
  SLOT_FIELDS;
  Tag tag; /* "Trial" */
  const char *classes;
  const Attribute *attributes;
} PhaseBanner;

void ui_draw_breadcrumbs(Page *page, const Breadcrumbs *breadcrumbs);
void ui_draw_pagination(Page *page, const Pagination *pagination);
void ui_draw_phase_banner(Page *page, const PhaseBanner *banner);

#define ui_breadcrumbs(page, ...)  ui_draw_breadcrumbs((page), &(Breadcrumbs){ __VA_ARGS__ })
#define ui_pagination(page, ...)   ui_draw_pagination((page), &(Pagination){ __VA_ARGS__ })
#define ui_phase_banner(page, ...) ui_draw_phase_banner((page), &(PhaseBanner){ __VA_ARGS__ })
