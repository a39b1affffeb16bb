/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tabs, accordion, task list. */
#include "ui/sections.h"

#include "ui/draw.h"
#include "ui/easy_rows.h"

/* Words become a paragraph, what is drawn stands as it is. */
static void
body_draw(Page *page, const Slot *slot)
{
  const bool is_text = !slot->draw && slot_is_set(slot);

  if (is_text)
    html(page, "<p class=\"govuk-body\">");
  slot_draw(page, slot);
  if (is_text)
    html(page, "</p>\n");
}

static const char *
tab_id(Page *page, const Tabs *tabs, int at)
{
  if (tabs->items[at].id)
    return tabs->items[at].id;
  return arena_format(page->arena, "%s-%d", tabs->id_prefix ? tabs->id_prefix : "", at + 1);
}

static void
tab_link(Page *page, const Tabs *tabs, int at)
{
  const Tab *tab = &tabs->items[at];

  html(page, "<li class=\"govuk-tabs__list-item");
  if (at == 0)
    html(page, " govuk-tabs__list-item--selected");
  html(page, "\">\n<a class=\"govuk-tabs__tab\" href=\"#");
  text(page, tab_id(page, tabs, at));
  html(page, "\"");
  attributes(page, tab->attributes);
  html(page, ">");
  text(page, tab->label);
  html(page, "</a>\n</li>\n");
}

static void
tab_panel(Page *page, const Tabs *tabs, int at)
{
  html(page, "<div class=\"govuk-tabs__panel");
  if (at > 0)
    html(page, " govuk-tabs__panel--hidden");
  html(page, "\"");
  attribute(page, "id", tab_id(page, tabs, at));
  attributes(page, tabs->items[at].panel_attributes);
  html(page, ">\n");
  body_draw(page, &tabs->items[at].panel);
  html(page, "</div>\n");
}

void
ui_draw_tabs(Page *page, const Tabs *tabs)
{
  html(page, "<div");
  attribute(page, "id", tabs->id);
  html(page, " class=\"govuk-tabs");
  more_classes(page, tabs->classes);
  html(page, "\"");
  attributes(page, tabs->attributes);
  html(page, " data-module=\"govuk-tabs\">\n<h2 class=\"govuk-tabs__title\">");
  text(page, tabs->title ? tabs->title : tr(page, "Contents"));
  html(page, "</h2>\n");
  if (tabs->count > 0) {
    html(page, "<ul class=\"govuk-tabs__list\">\n");
    for (int i = 0; i < tabs->count; i++)
      tab_link(page, tabs, i);
    html(page, "</ul>\n");
  }
  for (int i = 0; i < tabs->count; i++)
    tab_panel(page, tabs, i);
  html(page, "</div>\n");
}

static void
numbered_id(Page *page, const char *prefix, const char *part, int nth)
{
  html(page, " id=\"");
  text(page, prefix);
  text(page, part);
  number(page, nth);
  html(page, "\"");
}

static void
accordion_section(Page *page, const Accordion *accordion, int at)
{
  const AccordionSection *section = &accordion->items[at];
  const int level = accordion->heading_level ? accordion->heading_level : 2;

  html(page, "<div class=\"govuk-accordion__section");
  if (section->is_expanded)
    html(page, " govuk-accordion__section--expanded");
  html(page, "\">\n<div class=\"govuk-accordion__section-header\">\n<h");
  number(page, level);
  html(page, " class=\"govuk-accordion__section-heading\">\n"
             "<span class=\"govuk-accordion__section-button\"");
  numbered_id(page, accordion->id, "-heading-", at + 1);
  html(page, ">");
  slot_draw(page, &section->heading);
  html(page, "</span>\n</h");
  number(page, level);
  html(page, ">\n");
  if (slot_is_set(&section->summary)) {
    html(page, "<div class=\"govuk-accordion__section-summary govuk-body\"");
    numbered_id(page, accordion->id, "-summary-", at + 1);
    html(page, ">");
    slot_draw(page, &section->summary);
    html(page, "</div>\n");
  }
  html(page, "</div>\n<div");
  numbered_id(page, accordion->id, "-content-", at + 1);
  html(page, " class=\"govuk-accordion__section-content\">\n");
  body_draw(page, &section->content);
  html(page, "</div>\n</div>\n");
}

void
ui_draw_accordion(Page *page, const Accordion *accordion)
{
  html(page, "<div class=\"govuk-accordion");
  more_classes(page, accordion->classes);
  html(page, "\" data-module=\"govuk-accordion\"");
  attribute(page, "id", accordion->id);
  attributes(page, accordion->attributes);
  html(page, ">\n");
  for (int i = 0; i < accordion->count; i++)
    accordion_section(page, accordion, i);
  html(page, "</div>\n");
}

static void
task_name(Page *page, const Task *task, const char *prefix, int nth)
{
  if (task->href) {
    html(page, "<a class=\"govuk-link govuk-task-list__link");
    more_classes(page, task->title_classes);
    html(page, "\"");
    attribute(page, "href", task->href);
    html(page, " aria-describedby=\"");
    if (slot_is_set(&task->hint))
      text(page, arena_format(page->arena, "%s-%d-hint ", prefix, nth));
    text(page, arena_format(page->arena, "%s-%d-status", prefix, nth));
    html(page, "\">");
    slot_draw(page, &task->title);
    html(page, "</a>\n");
    return;
  }
  html(page, "<div");
  attribute(page, "class", task->title_classes);
  html(page, ">");
  slot_draw(page, &task->title);
  html(page, "</div>\n");
}

static void
task_status(Page *page, const Task *task, const char *prefix, int nth)
{
  html(page, "<div class=\"govuk-task-list__status");
  if (task->is_cannot_start)
    html(page, " govuk-task-list__status--cannot-start-yet");
  more_classes(page, task->status_classes);
  html(page, "\"");
  attribute(page, "id", arena_format(page->arena, "%s-%d-status", prefix, nth));
  html(page, ">");
  if (task->tag)
    ui_draw_tag(page, task->tag);
  else
    slot_draw(page, &task->status);
  html(page, "</div>\n");
}

static void
task_draw(Page *page, const Task *task, const char *prefix, int nth)
{
  html(page, "<li class=\"govuk-task-list__item");
  if (task->href)
    html(page, " govuk-task-list__item--with-link");
  more_classes(page, task->classes);
  html(page, "\">\n<div class=\"govuk-task-list__name-and-hint\">\n");
  task_name(page, task, prefix, nth);
  if (slot_is_set(&task->hint)) {
    html(page, "<div");
    attribute(page, "id", arena_format(page->arena, "%s-%d-hint", prefix, nth));
    html(page, " class=\"govuk-task-list__hint\">");
    slot_draw(page, &task->hint);
    html(page, "</div>\n");
  }
  html(page, "</div>\n");
  task_status(page, task, prefix, nth);
  html(page, "</li>\n");
}

void
ui_draw_task_list(Page *page, const TaskList *list)
{
  const char *prefix = list->id_prefix ? list->id_prefix : "task-list";

  if (list->count > 0 && list->items->picture && lang_is_easy_read(page->lang)) {
    easy_task_list(page, list);
    return;
  }
  html(page, "<ul class=\"govuk-task-list");
  more_classes(page, list->classes);
  html(page, "\"");
  attributes(page, list->attributes);
  html(page, ">\n");
  for (int i = 0; i < list->count; i++)
    if (!list->items[i].is_left_out)
      task_draw(page, &list->items[i], prefix, i + 1);
  html(page, "</ul>\n");
}
