/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Error summary, notification banner, inset text, warning text, details, panel, tag. */
#include "ui/messages.h"

#include "ui/draw.h"

static void
said_attribute(Page *page, const char *name, Said said)
{
  const Attribute one[] = { { name, said == SAID_YES ? "true" : "false" }, { NULL, NULL } };

  if (said)
    attributes(page, one);
}

static void
error_line(Page *page, const ErrorLine *line)
{
  html(page, "<li>");
  if (line->href) {
    html(page, "<a");
    attribute(page, "href", line->href);
    attributes(page, line->attributes);
    html(page, ">");
  }
  slot_draw(page, &line->slot);
  if (line->href)
    html(page, "</a>");
  html(page, "</li>\n");
}

void
ui_draw_error_summary(Page *page, const ErrorSummary *summary)
{
  html(page, "<div class=\"govuk-error-summary");
  more_classes(page, summary->classes);
  html(page, "\"");
  said_attribute(page, "data-disable-auto-focus", summary->disable_auto_focus);
  attributes(page, summary->attributes);
  html(page, " data-module=\"govuk-error-summary\">\n<div role=\"alert\">\n"
             "<h2 class=\"govuk-error-summary__title\">");
  slot_draw(page, &summary->title);
  html(page, "</h2>\n<div class=\"govuk-error-summary__body\">\n");
  if (slot_is_set(&summary->description)) {
    html(page, "<p>");
    slot_draw(page, &summary->description);
    html(page, "</p>\n");
  }
  if (summary->count > 0) {
    html(page, "<ul class=\"govuk-list govuk-error-summary__list\">\n");
    for (int i = 0; i < summary->count; i++)
      error_line(page, &summary->lines[i]);
    html(page, "</ul>\n");
  }
  html(page, "</div>\n</div>\n</div>\n");
}

static void
banner_title(Page *page, const NotificationBanner *banner, const char *title_id)
{
  const int level = banner->title_level ? banner->title_level : 2;

  html(page, "<div class=\"govuk-notification-banner__header\">\n<h");
  number(page, level);
  html(page, " class=\"govuk-notification-banner__title\"");
  attribute(page, "id", title_id);
  html(page, ">");
  if (slot_is_set(&banner->title))
    slot_draw(page, &banner->title);
  else
    text(page, banner->is_success ? tr(page, "Success") : tr(page, "Important"));
  html(page, "</h");
  number(page, level);
  html(page, ">\n</div>\n");
}

void
ui_draw_notification_banner(Page *page, const NotificationBanner *banner)
{
  const char *title_id = banner->title_id ? banner->title_id : "govuk-notification-banner-title";
  const char *role = banner->role ? banner->role : banner->is_success ? "alert" : "region";

  html(page, "<div class=\"govuk-notification-banner");
  if (banner->is_success)
    html(page, " govuk-notification-banner--success");
  more_classes(page, banner->classes);
  html(page, "\"");
  attribute(page, "role", role);
  attribute(page, "aria-labelledby", title_id);
  html(page, " data-module=\"govuk-notification-banner\"");
  said_attribute(page, "data-disable-auto-focus", banner->disable_auto_focus);
  attributes(page, banner->attributes);
  html(page, ">\n");
  banner_title(page, banner, title_id);
  html(page, "<div class=\"govuk-notification-banner__content\">\n");
  if (banner->slot.draw) {
    slot_draw(page, &banner->slot);
  } else if (slot_is_set(&banner->slot)) {
    html(page, "<p class=\"govuk-notification-banner__heading\">");
    text(page, banner->slot.text);
    html(page, "</p>\n");
  }
  html(page, "</div>\n</div>\n");
}

void
ui_draw_inset_text(Page *page, const InsetText *inset)
{
  html(page, "<div");
  attribute(page, "id", inset->id);
  html(page, " class=\"govuk-inset-text");
  more_classes(page, inset->classes);
  html(page, "\"");
  attributes(page, inset->attributes);
  html(page, ">");
  slot_draw(page, &inset->slot);
  html(page, "</div>\n");
}

void
ui_draw_warning_text(Page *page, const WarningText *warning)
{
  html(page, "<div class=\"govuk-warning-text");
  more_classes(page, warning->classes);
  html(page, "\"");
  attributes(page, warning->attributes);
  html(page, ">\n<span class=\"govuk-warning-text__icon\" aria-hidden=\"true\">!</span>\n"
             "<strong class=\"govuk-warning-text__text\">"
             "<span class=\"govuk-visually-hidden\">");
  text(page, warning->spoken_prefix ? warning->spoken_prefix : tr(page, "Warning"));
  html(page, "</span> ");
  slot_draw(page, &warning->slot);
  html(page, "</strong>\n</div>\n");
}

void
ui_draw_details(Page *page, const Details *details)
{
  html(page, "<details");
  attribute(page, "id", details->id);
  html(page, " class=\"govuk-details");
  more_classes(page, details->classes);
  html(page, "\"");
  attributes(page, details->attributes);
  if (details->is_open)
    html(page, " open");
  html(page, ">\n<summary class=\"govuk-details__summary\">"
             "<span class=\"govuk-details__summary-text\">");
  slot_draw(page, &details->summary);
  html(page, "</span></summary>\n<div class=\"govuk-details__text\">");
  slot_draw(page, &details->slot);
  html(page, "</div>\n</details>\n");
}

void
ui_draw_panel(Page *page, const Panel *panel)
{
  const int level = panel->title_level ? panel->title_level : 1;

  html(page, "<div class=\"govuk-panel");
  if (panel->is_interruption)
    html(page, " govuk-panel--interruption");
  else
    html(page, " govuk-panel--confirmation");
  more_classes(page, panel->classes);
  html(page, "\"");
  attributes(page, panel->attributes);
  html(page, ">\n<h");
  number(page, level);
  html(page, " class=\"govuk-panel__title\">");
  slot_draw(page, &panel->title);
  html(page, "</h");
  number(page, level);
  html(page, ">\n");
  if (slot_is_set(&panel->slot)) {
    html(page, "<div class=\"govuk-panel__body\">");
    slot_draw(page, &panel->slot);
    html(page, "</div>\n");
  }
  if (panel->is_interruption && slot_is_set(&panel->actions)) {
    html(page, "<div class=\"govuk-panel__actions\">\n<div class=\"govuk-button-group\">\n");
    slot_draw(page, &panel->actions);
    html(page, "</div>\n</div>\n");
  }
  html(page, "</div>\n");
}

void
ui_draw_tag(Page *page, const Tag *tag)
{
  html(page, "<strong class=\"govuk-tag");
  more_classes(page, tag->classes);
  html(page, "\"");
  attributes(page, tag->attributes);
  html(page, ">");
  slot_draw(page, &tag->slot);
  html(page, "</strong>\n");
}
