/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Breadcrumbs, pagination, phase banner. */
#include "ui/wayfinding.h"

#include "ui/draw.h"

static void
breadcrumb(Page *page, const Breadcrumb *item)
{
  html(page, "<li class=\"govuk-breadcrumbs__list-item\"");
  if (item->href) {
    html(page, ">\n<a class=\"govuk-breadcrumbs__link\"");
    attribute(page, "href", item->href);
    attributes(page, item->attributes);
    html(page, ">");
  } else {
    html(page, " aria-current=\"page\">");
  }
  slot_draw(page, &item->slot);
  if (item->href)
    html(page, "</a>\n");
  html(page, "</li>\n");
}

void
ui_draw_breadcrumbs(Page *page, const Breadcrumbs *breadcrumbs)
{
  const char *spoken = breadcrumbs->spoken_label;

  html(page, "<nav class=\"govuk-breadcrumbs");
  more_classes(page, breadcrumbs->classes);
  if (breadcrumbs->is_short_on_phones)
    html(page, " govuk-breadcrumbs--collapse-on-mobile");
  html(page, "\"");
  attributes(page, breadcrumbs->attributes);
  attribute(page, "aria-label", spoken ? spoken : tr(page, "Breadcrumb"));
  html(page, ">\n<ol class=\"govuk-breadcrumbs__list\">\n");
  for (int i = 0; i < breadcrumbs->count; i++)
    breadcrumb(page, &breadcrumbs->items[i]);
  html(page, "</ol>\n</nav>\n");
}

static void
arrow(Page *page, bool is_next)
{
  html(page, "<svg class=\"govuk-pagination__icon govuk-pagination__icon--");
  text(page, is_next ? "next" : "prev");
  html(page, "\" xmlns=\"http://www.w3.org/2000/svg\" height=\"13\" width=\"15\""
             " aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 15 13\">\n<path d=\"");
  if (is_next)
    html(page, "m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377"
               " 1.4492 6.7441-6.4062-6.7246-6.7266z");
  else
    html(page, "m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2"
               "h-12.984l4.2931-4.293-1.414-1.414z");
  html(page, "\"></path>\n</svg>\n");
}

static void
end_words(Page *page, const PaginationEnd *end, bool is_next)
{
  if (slot_is_set(&end->slot)) {
    slot_draw(page, &end->slot);
    return;
  }
  text(page, is_next ? tr(page, "Next") : tr(page, "Previous"));
  html(page, "<span class=\"govuk-visually-hidden\"> ");
  text(page, tr(page, "page"));
  html(page, "</span>");
}

static void
end_draw(Page *page, const PaginationEnd *end, bool is_next, bool is_block)
{
  if (!end->href)
    return;
  html(page, "<div class=\"govuk-pagination__");
  text(page, is_next ? "next" : "prev");
  html(page, "\">\n<a class=\"govuk-link govuk-pagination__link\"");
  attribute(page, "href", end->href);
  attribute(page, "rel", is_next ? "next" : "prev");
  attributes(page, end->attributes);
  html(page, ">\n");
  if (is_block || !is_next)
    arrow(page, is_next);
  html(page, "<span class=\"govuk-pagination__link-title");
  if (is_block && !end->label)
    html(page, " govuk-pagination__link-title--decorated");
  html(page, "\">");
  end_words(page, end, is_next);
  html(page, "</span>\n");
  if (is_block && end->label) {
    html(page, "<span class=\"govuk-visually-hidden\">:</span>\n"
               "<span class=\"govuk-pagination__link-label\">");
    text(page, end->label);
    html(page, "</span>\n");
  }
  if (!is_block && is_next)
    arrow(page, is_next);
  html(page, "</a>\n</div>\n");
}

static void
page_item(Page *page, const PaginationItem *item)
{
  html(page, "<li class=\"govuk-pagination__item");
  if (item->is_current)
    html(page, " govuk-pagination__item--current");
  if (item->is_gap) {
    html(page, " govuk-pagination__item--ellipsis\">&ctdot;</li>\n");
    return;
  }
  html(page, "\">\n<a class=\"govuk-link govuk-pagination__link\"");
  attribute(page, "href", item->href);
  attribute(page, "aria-label",
            item->spoken ? item->spoken
                         : tr_fill(page, N_("Page {number}"), "number", item->number, NULL));
  if (item->is_current)
    html(page, " aria-current=\"page\"");
  attributes(page, item->attributes);
  html(page, ">");
  text(page, item->number);
  html(page, "</a>\n</li>\n");
}

void
ui_draw_pagination(Page *page, const Pagination *pagination)
{
  const bool is_block =
      pagination->count == 0 && (pagination->previous.href || pagination->next.href);
  const char *spoken = pagination->spoken_label;

  html(page, "<nav class=\"govuk-pagination");
  if (is_block)
    html(page, " govuk-pagination--block");
  more_classes(page, pagination->classes);
  html(page, "\"");
  attribute(page, "aria-label", spoken ? spoken : tr(page, "Pagination"));
  attributes(page, pagination->attributes);
  html(page, ">\n");
  end_draw(page, &pagination->previous, false, is_block);
  if (pagination->count > 0) {
    html(page, "<ul class=\"govuk-pagination__list\">\n");
    for (int i = 0; i < pagination->count; i++)
      page_item(page, &pagination->items[i]);
    html(page, "</ul>\n");
  }
  end_draw(page, &pagination->next, true, is_block);
  html(page, "</nav>\n");
}

void
ui_draw_phase_banner(Page *page, const PhaseBanner *banner)
{
  Tag tag = banner->tag;

  tag.classes = arena_format(page->arena, "govuk-phase-banner__content__tag%s%s",
                             tag.classes ? " " : "", tag.classes ? tag.classes : "");
  html(page, "<div class=\"govuk-phase-banner govuk-width-container");
  more_classes(page, banner->classes);
  html(page, "\"");
  attributes(page, banner->attributes);
  html(page, ">\n<p class=\"govuk-phase-banner__content\">\n");
  ui_draw_tag(page, &tag);
  html(page, "<span class=\"govuk-phase-banner__text\">");
  slot_draw(page, &banner->slot);
  html(page, "</span>\n</p>\n</div>\n");
}
