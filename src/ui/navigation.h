/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ways round the site: skip link, back link, menu, header, languages. The frame (page_open) draws
 * them; a page hardly ever does. */
#pragma once

#include "ui/slot.h"

typedef struct {
  SLOT_FIELDS;
  const char *href,
      *classes; /* href: "#content" for a skip link, "#" for a back link unless given */
  const Attribute *attributes;
} NavigationLink;

typedef struct {
  SLOT_FIELDS;
  const char *href;
  const Attribute *attributes;
  bool is_current; /* this very page */
  bool is_active;  /* a page below it */
} NavigationItem;

typedef struct {
  const char *service_name, *service_url, *classes, *spoken_label;
  const char *menu_button_text, *menu_button_label;
  const char *navigation_label, *navigation_id, *navigation_classes;
  const NavigationItem *items;
  int count;
  Slot start, end, navigation_start, navigation_end;
  const Attribute *attributes;
  Said collapse; /* a menu button on small screens (needs the package's script); unsaid: from two on
                  */
  bool is_end_inline;
} ServiceNavigation;

typedef struct {
  Slot logo;
  const char *url, *container_classes, *classes; /* url: "/" unless given */
  const Attribute *attributes;
} GenericHeader;

typedef struct {
  SLOT_FIELDS; /* the language's own name for itself */
  const char *href, *lang, *hreflang, *dir, *classes;
  const char *spoken; /* its name in the page's language, read aloud after it */
  const Attribute *attributes;
  bool is_current; /* so is one without href */
} LanguageLink;

typedef struct {
  const LanguageLink *items;
  int count;
  const char *spoken_label; /* "Language" unless given */
  const char *classes;
  const Attribute *attributes;
} LanguageNavigation;

void ui_draw_skip_link(Page *page, const NavigationLink *link);
void ui_draw_back_link(Page *page, const NavigationLink *link);
void ui_draw_service_navigation(Page *page, const ServiceNavigation *navigation);
void ui_draw_generic_header(Page *page, const GenericHeader *header);
void ui_draw_language_navigation(Page *page, const LanguageNavigation *navigation);

#define ui_skip_link(page, ...) ui_draw_skip_link((page), &(NavigationLink){ __VA_ARGS__ })
#define ui_back_link(page, ...) ui_draw_back_link((page), &(NavigationLink){ __VA_ARGS__ })
#define ui_service_navigation(page, ...) \
  ui_draw_service_navigation((page), &(ServiceNavigation){ __VA_ARGS__ })
#define ui_generic_header(page, ...) ui_draw_generic_header((page), &(GenericHeader){ __VA_ARGS__ })
#define ui_language_navigation(page, ...) \
  ui_draw_language_navigation((page), &(LanguageNavigation){ __VA_ARGS__ })
