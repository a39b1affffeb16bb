/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: fixtures of tabs, accordion, task list, ways round, pickers, into our options. */
#include "ui/fixtures.h"

static void
draw_tabs(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  Tab *items = arena_new_of(page->arena, Tab, count + 1);

  for (int i = 0; i < count; i++) {
    json_t *panel = json_object_get(found[i], "panel");

    items[i] = (Tab){ .label = take_text(page, found[i], "label"),
                      .id = take_words(page, found[i], "id"),
                      .panel = take_slot(page, panel, "text", "html"),
                      .panel_attributes = take_attributes(page, panel, "attributes"),
                      .attributes = take_attributes(page, found[i], "attributes") };
  }
  ui_tabs(page, .items = items, .count = count, .title = take_text(page, options, "title"),
          .id = take_words(page, options, "id"), .id_prefix = take_words(page, options, "idPrefix"),
          .classes = take_words(page, options, "classes"),
          .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_accordion(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  AccordionSection *items = arena_new_of(page->arena, AccordionSection, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = (AccordionSection){
      .heading = take_slot(page, json_object_get(found[i], "heading"), "text", "html"),
      .summary = take_slot(page, json_object_get(found[i], "summary"), "text", "html"),
      .content = take_slot(page, json_object_get(found[i], "content"), "text", "html"),
      .is_expanded = take_bool(found[i], "expanded")
    };
  ui_accordion(page, .items = items, .count = count, .id = take_words(page, options, "id"),
               .heading_level = take_int(options, "headingLevel"),
               .classes = take_words(page, options, "classes"),
               .attributes = take_attributes(page, options, "attributes"));
}

/* The quiet look is an option of ours and a class of theirs. */
static bool
take_cannot_start(const char **classes)
{
  const bool is_it = g_strcmp0(*classes, "govuk-task-list__status--cannot-start-yet") == 0;

  if (is_it)
    *classes = NULL;
  return is_it;
}

static Task
take_task(Page *page, json_t *from)
{
  json_t *title = json_object_get(from, "title"), *status = json_object_get(from, "status");
  json_t *tag_options = json_object_get(status, "tag");
  Tag *tag = arena_new_of(page->arena, Tag, 1);
  Task task = {
    .title = take_slot(page, title, "text", "html"),
    .title_classes = take_words(page, title, "classes"),
    .hint = take_slot(page, json_object_get(from, "hint"), "text", "html"),
    .href = take_words(page, from, "href"),
    .status = take_slot(page, status, "text", "html"),
    .status_classes = take_words(page, status, "classes"),
    .tag = tag_options ? tag : NULL,
    .classes = take_words(page, from, "classes"),
  };

  *tag = (Tag){ .slot = take_slot(page, tag_options, "text", "html"),
                .classes = take_words(page, tag_options, "classes"),
                .attributes = take_attributes(page, tag_options, "attributes") };
  task.is_cannot_start = take_cannot_start(&task.status_classes);
  return task;
}

static void
draw_task_list(Page *page, json_t *options)
{
  int count;
  json_t **found = take_all_items(page, options, "items", &count);
  Task *items = arena_new_of(page->arena, Task, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = found[i] ? take_task(page, found[i]) : (Task){ .is_left_out = true };
  ui_task_list(page, .items = items, .count = count,
               .id_prefix = take_words(page, options, "idPrefix"),
               .classes = take_words(page, options, "classes"),
               .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_breadcrumbs(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  Breadcrumb *items = arena_new_of(page->arena, Breadcrumb, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = (Breadcrumb){ .slot = take_slot(page, found[i], "text", "html"),
                             .href = take_words(page, found[i], "href"),
                             .attributes = take_attributes(page, found[i], "attributes") };
  ui_breadcrumbs(page, .items = items, .count = count,
                 .spoken_label = take_text(page, options, "labelText"),
                 .classes = take_words(page, options, "classes"),
                 .attributes = take_attributes(page, options, "attributes"),
                 .is_short_on_phones = take_bool(options, "collapseOnMobile"));
}

static PaginationEnd
take_end(Page *page, json_t *from)
{
  return (PaginationEnd){ .slot = take_slot(page, from, "text", "html"),
                          .href = take_words(page, from, "href"),
                          .label = take_words(page, from, "labelText"),
                          .attributes = take_attributes(page, from, "attributes") };
}

static void
draw_pagination(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  PaginationItem *items = arena_new_of(page->arena, PaginationItem, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = (PaginationItem){ .number = take_text(page, found[i], "number"),
                                 .href = take_words(page, found[i], "href"),
                                 .spoken = take_text(page, found[i], "visuallyHiddenText"),
                                 .attributes = take_attributes(page, found[i], "attributes"),
                                 .is_current = take_bool(found[i], "current"),
                                 .is_gap = take_bool(found[i], "ellipsis") };
  ui_pagination(page, .items = items, .count = count,
                .previous = take_end(page, json_object_get(options, "previous")),
                .next = take_end(page, json_object_get(options, "next")),
                .spoken_label = take_words(page, options, "landmarkLabel"),
                .classes = take_words(page, options, "classes"),
                .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_phase_banner(Page *page, json_t *options)
{
  json_t *tag = json_object_get(options, "tag");

  ui_phase_banner(page, .slot = take_slot(page, options, "text", "html"),
                  .tag = { .slot = take_slot(page, tag, "text", "html"),
                           .classes = take_words(page, tag, "classes") },
                  .classes = take_words(page, options, "classes"),
                  .attributes = take_attributes(page, options, "attributes"));
}

/* A value of false is the word. */
static const char *
take_value(Page *page, json_t *from)
{
  const bool is_false = json_is_false(json_object_get(from, "value"));
  const char *value = take_text(page, from, "value");

  return is_false ? "false" : value;
}

static void
draw_select(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  SelectItem *items = arena_new_of(page->arena, SelectItem, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = (SelectItem){ .text = take_text(page, found[i], "text"),
                             .value = take_value(page, found[i]),
                             .attributes = take_attributes(page, found[i], "attributes"),
                             .selected = take_said(found[i], "selected"),
                             .is_disabled = take_bool(found[i], "disabled") };
  ui_select(page, .items = items, .count = count, .name = take_text(page, options, "name"),
            .id = take_words(page, options, "id"), .value = take_text(page, options, "value"),
            .described_by = take_words(page, options, "describedBy"),
            .classes = take_words(page, options, "classes"),
            .label = take_label(page, json_object_get(options, "label")),
            .hint = take_hint(page, json_object_get(options, "hint")),
            .error = take_error(page, json_object_get(options, "errorMessage")),
            .group = take_group(page, options, "beforeInput", "afterInput"),
            .attributes = take_attributes(page, options, "attributes"),
            .is_disabled = take_bool(options, "disabled"));
}

/* A box from its own options; its value also stands in "values", by short or by long name. */
static DateBox
take_box(Page *page, json_t *options, json_t *from, DatePart part)
{
  static const char *const names[] = { "", "day", "month", "year" };
  json_t *values = json_object_get(options, "values");
  const char *prefix = json_string_value(json_object_get(options, "namePrefix"));
  DateBox box = {
    .part = part,
    .name = take_words(page, from, "name"),
    .id = take_words(page, from, "id"),
    .label = take_words(page, from, "label"),
    .value = take_text(page, from, "value"),
    .inputmode = take_words(page, from, "inputmode"),
    .autocomplete = take_words(page, from, "autocomplete"),
    .pattern = take_words(page, from, "pattern"),
    .classes = take_words(page, from, "classes"),
    .attributes = take_attributes(page, from, "attributes"),
    .error = take_said(from, "error"),
  };
  const char *name = box.name ? box.name : names[part];

  if (box.part == DATE_OTHER)
    for (int i = DATE_DAY; i <= DATE_YEAR; i++)
      if (strcmp(name, names[i]) == 0)
        box.part = (DatePart)i;
  if (!box.value)
    box.value = take_text(page, values, names[box.part]);
  if (!box.value)
    box.value = take_text(
        page, values,
        arena_format(page->arena, "%s%s%s", prefix ? prefix : "", prefix ? "-" : "", name));
  return box;
}

static DateBox *
take_boxes(Page *page, json_t *options, int *ret_count)
{
  static const char *const parts[] = { "", "day", "month", "year" };
  json_t **found = take_items(page, options, "items", ret_count);
  DateBox *boxes = arena_new_of(page->arena, DateBox, *ret_count + 4);

  for (int i = 0; i < *ret_count; i++)
    boxes[i] = take_box(page, options, found[i], DATE_OTHER);
  if (*ret_count > 0)
    return boxes;
  for (int part = DATE_DAY; part <= DATE_YEAR; part++) {
    json_t *from = json_object_get(options, parts[part]);

    if (json_is_false(from))
      json_object_del(options, parts[part]); /* left out */
    else
      boxes[(*ret_count)++] = take_box(page, options, from, (DatePart)part);
  }
  return boxes;
}

static void
draw_date_input(Page *page, json_t *options)
{
  json_t *fieldset_options = json_object_get(options, "fieldset");
  const Fieldset fieldset = take_fieldset(page, fieldset_options);
  int count;
  const DateBox *boxes = take_boxes(page, options, &count);

  ui_date_input(page, .items = boxes, .count = count, .id = take_words(page, options, "id"),
                .name_prefix = take_words(page, options, "namePrefix"),
                .classes = take_words(page, options, "classes"),
                .fieldset = fieldset_options ? &fieldset : NULL,
                .hint = take_hint(page, json_object_get(options, "hint")),
                .error = take_error(page, json_object_get(options, "errorMessage")),
                .group = take_group(page, options, "beforeInputs", "afterInputs"),
                .attributes = take_attributes(page, options, "attributes"));
}

/* Their slot is %{count}, ours {count}. */
static const char *
take_description(Page *page, json_t *options)
{
  const char *theirs = take_words(page, options, "textareaDescriptionText");
  g_auto(GStrv) parts = theirs ? g_strsplit(theirs, "%{", -1) : NULL;
  g_autofree char *ours = parts ? g_strjoinv("{", parts) : NULL;

  return ours ? arena_text(page->arena, ours) : NULL;
}

static void
draw_character_count(Page *page, json_t *options)
{
  const int max_characters = take_int(options, "maxlength");
  const int max_words = take_int(options, "maxwords");

  if (!max_characters && !max_words)
    return; /* a limit that only a script knows: left over */
  ui_character_count(page, .max_characters = max_characters, .max_words = max_words,
                     .threshold = take_int(options, "threshold"),
                     .count_type = take_words(page, options, "countType"),
                     .description = take_description(page, options),
                     .message_classes =
                         take_words(page, json_object_get(options, "countMessage"), "classes"),
                     .box = { .name = take_text(page, options, "name"),
                              .id = take_words(page, options, "id"),
                              .value = take_text(page, options, "value"),
                              .classes = take_words(page, options, "classes"),
                              .label = take_label(page, json_object_get(options, "label")),
                              .hint = take_hint(page, json_object_get(options, "hint")),
                              .error = take_error(page, json_object_get(options, "errorMessage")),
                              .group = take_group(page, options, "beforeInput", "afterInput"),
                              .attributes = take_attributes(page, options, "attributes"),
                              .rows = take_int(options, "rows"),
                              .spellcheck = take_said(options, "spellcheck") });
}

const FixtureKind further_fixtures[] = {
  { "tabs", draw_tabs, 2 },
  { "accordion", draw_accordion, 4 },
  { "task-list", draw_task_list, 6 },
  { "breadcrumbs", draw_breadcrumbs, 6 },
  { "pagination", draw_pagination, 10 },
  { "phase-banner", draw_phase_banner, 1 },
  { "select", draw_select, 4 },
  { "date-input", draw_date_input, 22 },
  { "character-count", draw_character_count, 18 },
  { NULL },
};
