/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Skip link, back link, menu (service navigation), generic header, language navigation. */
#include "ui/navigation.h"

#include "ui/draw.h"

void
ui_draw_skip_link(Page *page, const NavigationLink *link)
{
  html(page, "<a");
  attribute(page, "href", link->href ? link->href : "#content");
  html(page, " class=\"govuk-skip-link");
  more_classes(page, link->classes);
  html(page, "\"");
  attributes(page, link->attributes);
  html(page, " data-module=\"govuk-skip-link\">");
  slot_draw(page, &link->slot);
  html(page, "</a>\n");
}

void
ui_draw_back_link(Page *page, const NavigationLink *link)
{
  html(page, "<a");
  attribute(page, "href", link->href ? link->href : "#");
  html(page, " class=\"govuk-back-link");
  more_classes(page, link->classes);
  html(page, "\"");
  attributes(page, link->attributes);
  html(page, ">");
  if (slot_is_set(&link->slot))
    slot_draw(page, &link->slot);
  else
    text(page, tr(page, "Back"));
  html(page, "</a>\n");
}

static void
service_name(Page *page, const ServiceNavigation *navigation)
{
  if (!navigation->service_name)
    return;
  html(page, "<span class=\"govuk-service-navigation__service-name\">");
  if (navigation->service_url) {
    html(page, "<a");
    attribute(page, "href", navigation->service_url);
    html(page, " class=\"govuk-service-navigation__link\">");
    text(page, navigation->service_name);
    html(page, "</a>");
  } else {
    html(page, "<span class=\"govuk-service-navigation__text\">");
    text(page, navigation->service_name);
    html(page, "</span>");
  }
  html(page, "</span>\n");
}

static void
menu_words(Page *page, const NavigationItem *item, bool is_here)
{
  /* <strong>: so that people who use their own colours still see where they are. */
  if (is_here)
    html(page, "<strong class=\"govuk-service-navigation__active-fallback\">");
  slot_draw(page, &item->slot);
  if (is_here)
    html(page, "</strong>");
}

static void
menu_item(Page *page, const NavigationItem *item)
{
  const bool is_here = item->is_current || item->is_active;
  const char *here = !is_here ? NULL : item->is_current ? "page" : "true";

  html(page, "<li class=\"govuk-service-navigation__item");
  if (is_here)
    html(page, " govuk-service-navigation__item--active");
  html(page, "\">");
  if (item->href) {
    html(page, "<a class=\"govuk-service-navigation__link\"");
    attribute(page, "href", item->href);
    attribute(page, "aria-current", here);
    attributes(page, item->attributes);
    html(page, ">");
    menu_words(page, item, is_here);
    html(page, "</a>");
  } else if (slot_is_set(&item->slot)) {
    html(page, "<span class=\"govuk-service-navigation__text\"");
    attribute(page, "aria-current", here);
    html(page, ">");
    menu_words(page, item, is_here);
    html(page, "</span>");
  }
  html(page, "</li>\n");
}

static void
menu_button(Page *page, const ServiceNavigation *navigation, const char *words, const char *id)
{
  const char *label = navigation->menu_button_label;

  html(page, "<button type=\"button\" class=\"govuk-service-navigation__toggle"
             " govuk-js-service-navigation-toggle\"");
  attribute(page, "aria-controls", id);
  if (label && strcmp(label, words) != 0)
    attribute(page, "aria-label", label);
  html(page, " hidden aria-hidden=\"true\">");
  text(page, words);
  html(page, "</button>\n");
}

static void
menu_draw(Page *page, const ServiceNavigation *navigation)
{
  const char *words =
      navigation->menu_button_text ? navigation->menu_button_text : tr(page, "Menu");
  const char *id = navigation->navigation_id ? navigation->navigation_id : "navigation";
  const char *label = navigation->navigation_label;

  if (!navigation->count && !slot_is_set(&navigation->navigation_start) &&
      !slot_is_set(&navigation->navigation_end))
    return;
  html(page, "<nav");
  attribute(page, "aria-label", label ? label : words);
  html(page, " class=\"govuk-service-navigation__wrapper");
  more_classes(page, navigation->navigation_classes);
  html(page, "\">\n");
  if (navigation->collapse == SAID_YES || (!navigation->collapse && navigation->count > 1))
    menu_button(page, navigation, words, id);
  html(page, "<ul class=\"govuk-service-navigation__list\"");
  attribute(page, "id", id);
  html(page, ">\n");
  slot_draw(page, &navigation->navigation_start);
  for (int i = 0; i < navigation->count; i++)
    menu_item(page, &navigation->items[i]);
  slot_draw(page, &navigation->navigation_end);
  html(page, "</ul>\n</nav>\n");
}

void
ui_draw_service_navigation(Page *page, const ServiceNavigation *navigation)
{
  const char *spoken = navigation->spoken_label;
  /* With a name or more than the menu in it, the whole is a landmark of its own. */
  const bool is_section =
      navigation->service_name || slot_is_set(&navigation->start) || slot_is_set(&navigation->end);

  if (is_section) {
    html(page, "<section");
    attribute(page, "aria-label", spoken ? spoken : tr(page, "Service information"));
  } else {
    html(page, "<div");
  }
  html(page, " class=\"govuk-service-navigation");
  more_classes(page, navigation->classes);
  html(page, "\" data-module=\"govuk-service-navigation\"");
  attributes(page, navigation->attributes);
  html(page, ">\n<div class=\"govuk-width-container");
  if (navigation->is_end_inline)
    html(page, " govuk-service-navigation__inlining-container");
  html(page, "\">\n");
  slot_draw(page, &navigation->start);
  html(page, "<div class=\"govuk-service-navigation__container\">\n");
  service_name(page, navigation);
  menu_draw(page, navigation);
  html(page, "</div>\n");
  slot_draw(page, &navigation->end);
  html(page, "</div>\n");
  if (is_section)
    html(page, "</section>\n");
  else
    html(page, "</div>\n");
}

void
ui_draw_generic_header(Page *page, const GenericHeader *header)
{
  html(page, "<div class=\"govuk-generic-header");
  more_classes(page, header->classes);
  html(page, "\"");
  attributes(page, header->attributes);
  html(page, ">\n<div class=\"govuk-generic-header__container");
  more_classes(page,
               header->container_classes ? header->container_classes : "govuk-width-container");
  html(page, "\">\n<div class=\"govuk-generic-header__logo\">\n<a");
  attribute(page, "href", header->url ? header->url : "/");
  html(page, " class=\"govuk-generic-header__homepage-link\">");
  slot_draw(page, &header->logo);
  html(page, "</a>\n</div>\n</div>\n</div>\n");
}

static void
language_here(Page *page, const LanguageLink *item)
{
  html(page, "<span class=\"govuk-language-navigation__text");
  more_classes(page, item->classes);
  html(page, "\" aria-current=\"true\"");
  attribute(page, "lang", item->lang);
  attribute(page, "dir", item->dir);
  attributes(page, item->attributes);
  html(page, ">");
  slot_draw(page, &item->slot);
  html(page, "</span>");
}

static void
language_link(Page *page, const LanguageLink *item)
{
  html(page, "<a class=\"govuk-language-navigation__link");
  more_classes(page, item->classes);
  html(page, "\"");
  attribute(page, "href", item->href);
  html(page, " rel=\"alternate\"");
  attribute(page, "lang", item->lang);
  attribute(page, "hreflang", item->hreflang ? item->hreflang : item->lang);
  attribute(page, "dir", item->dir);
  attributes(page, item->attributes);
  html(page, ">");
  slot_draw(page, &item->slot);
  if (item->spoken) {
    html(page, "<span class=\"govuk-visually-hidden\"> ");
    text(page, item->spoken);
    html(page, "</span>");
  }
  html(page, "</a>");
}

void
ui_draw_language_navigation(Page *page, const LanguageNavigation *navigation)
{
  const char *spoken = navigation->spoken_label;

  html(page, "<nav class=\"govuk-language-navigation");
  more_classes(page, navigation->classes);
  html(page, "\"");
  attributes(page, navigation->attributes);
  attribute(page, "aria-label", spoken ? spoken : tr(page, "Language"));
  html(page, ">\n<ul class=\"govuk-language-navigation__list\">\n");
  for (int i = 0; i < navigation->count; i++) {
    const LanguageLink *item = &navigation->items[i];

    html(page, "<li class=\"govuk-language-navigation__list-item\">");
    if (item->is_current || !item->href)
      language_here(page, item);
    else
      language_link(page, item);
    html(page, "</li>\n");
  }
  html(page, "</ul>\n</nav>\n");
}
