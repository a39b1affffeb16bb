/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The button, or the link that looks like one. */
#include "ui/controls.h"
#include "ui/draw.h"

static void
common_attributes(Page *page, const Button *button)
{
  html(page, " class=\"govuk-button");
  more_classes(page, button->classes);
  if (button->is_secondary)
    html(page, " govuk-button--secondary");
  if (button->is_warning)
    html(page, " govuk-button--warning");
  if (button->is_start)
    html(page, " govuk-button--start");
  html(page, "\" data-module=\"govuk-button\"");
  attributes(page, button->attributes);
  attribute(page, "id", button->id);
  html(page, ">");
}

static void
content(Page *page, const Button *button)
{
  /* A start button is a flex box, which would swallow the spaces between drawn pieces. */
  const bool is_boxed = button->slot.draw && button->is_start;

  if (is_boxed)
    html(page, "<span>");
  slot_draw(page, &button->slot);
  if (button->spoken) {
    html(page, "<span class=\"govuk-visually-hidden\">");
    text(page, button->spoken);
    html(page, "</span>");
  }
  if (is_boxed)
    html(page, "</span>");
  if (button->is_start)
    html(page, "<svg class=\"govuk-button__start-icon\" xmlns=\"http://www.w3.org/2000/svg\""
               " width=\"17.5\" height=\"19\" viewBox=\"0 0 33 40\" aria-hidden=\"true\""
               " focusable=\"false\">"
               "<path fill=\"currentColor\" d=\"M0 0h13l20 20-20 20H0l20-20z\"/></svg>");
}

void
ui_draw_button(Page *page, const Button *button)
{
  if (button->href) {
    html(page, "<a");
    attribute(page, "href", button->href);
    if (!button->is_link)
      html(page, " role=\"button\"");
    html(page, " draggable=\"false\"");
    common_attributes(page, button);
    content(page, button);
    html(page, "</a>\n");
    return;
  }
  html(page, "<button");
  attribute(page, "type", button->type ? button->type : "submit");
  attribute(page, "value", button->value);
  attribute(page, "name", button->name);
  if (button->is_disabled)
    html(page, " disabled aria-disabled=\"true\"");
  if (button->prevent_double_click)
    attribute(page, "data-prevent-double-click",
              button->prevent_double_click == SAID_YES ? "true" : "false");
  common_attributes(page, button);
  content(page, button);
  html(page, "</button>\n");
}
