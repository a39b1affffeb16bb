/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: fixtures of messages, lists and navigation, into our options. */
#include "ui/fixtures.h"

static void
draw_error_summary(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "errorList", &count);
  ErrorLine *lines = arena_new_of(page->arena, ErrorLine, count + 1);

  for (int i = 0; i < count; i++)
    lines[i] = (ErrorLine){ .slot = take_slot(page, found[i], "text", "html"),
                            .href = take_words(page, found[i], "href"),
                            .attributes = take_attributes(page, found[i], "attributes") };
  ui_error_summary(page, .title = take_slot(page, options, "titleText", "titleHtml"),
                   .description = take_slot(page, options, "descriptionText", "descriptionHtml"),
                   .lines = lines, .count = count, .classes = take_words(page, options, "classes"),
                   .attributes = take_attributes(page, options, "attributes"),
                   .disable_auto_focus = take_said(options, "disableAutoFocus"));
}

static void
draw_notification_banner(Page *page, json_t *options)
{
  const char *type = take_words(page, options, "type");

  ui_notification_banner(page, .slot = take_slot(page, options, "text", "html"),
                         .title = take_slot(page, options, "titleText", "titleHtml"),
                         .role = take_words(page, options, "role"),
                         .title_id = take_words(page, options, "titleId"),
                         .classes = take_words(page, options, "classes"),
                         .attributes = take_attributes(page, options, "attributes"),
                         .title_level = take_int(options, "titleHeadingLevel"),
                         .disable_auto_focus = take_said(options, "disableAutoFocus"),
                         .is_success = g_strcmp0(type, "success") == 0);
}

static void
draw_inset_text(Page *page, json_t *options)
{
  ui_inset_text(page, .slot = take_slot(page, options, "text", "html"),
                .id = take_words(page, options, "id"),
                .classes = take_words(page, options, "classes"),
                .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_warning_text(Page *page, json_t *options)
{
  ui_warning_text(page, .slot = take_slot(page, options, "text", "html"),
                  .spoken_prefix = take_words(page, options, "iconFallbackText"),
                  .classes = take_words(page, options, "classes"),
                  .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_details(Page *page, json_t *options)
{
  ui_details(page, .slot = take_slot(page, options, "text", "html"),
             .summary = take_slot(page, options, "summaryText", "summaryHtml"),
             .id = take_words(page, options, "id"), .classes = take_words(page, options, "classes"),
             .attributes = take_attributes(page, options, "attributes"),
             .is_open = take_bool(options, "open"));
}

static void
draw_tag(Page *page, json_t *options)
{
  ui_tag(page, .slot = take_slot(page, options, "text", "html"),
         .classes = take_words(page, options, "classes"),
         .attributes = take_attributes(page, options, "attributes"));
}

/* What a page would draw into the slot: buttons, and a link for each action that leads away. */
static void
draw_panel_actions(Page *page, void *data)
{
  int count;
  json_t **found = take_items(page, data, "items", &count);

  for (int i = 0; i < count; i++) {
    const char *type = take_words(page, found[i], "type");
    const char *href = take_words(page, found[i], "href");
    const char *classes = take_words(page, found[i], "classes");

    if (href && g_strcmp0(type, "button") != 0) {
      html(page, "<a class=\"govuk-link govuk-link--inverse");
      more_classes(page, classes);
      html(page, "\"");
      attribute(page, "href", href);
      attributes(page, take_attributes(page, found[i], "attributes"));
      html(page, ">");
      text(page, take_words(page, found[i], "text"));
      html(page, "</a>");
      continue;
    }
    ui_button(page, .text = take_words(page, found[i], "text"), .type = type ? type : "button",
              .href = href, .attributes = take_attributes(page, found[i], "attributes"),
              .classes = arena_format(page->arena, "govuk-button--inverse%s%s", classes ? " " : "",
                                      classes ? classes : ""));
  }
}

static void
draw_panel(Page *page, json_t *options)
{
  static const char interruption[] = "govuk-panel--interruption";
  const char *classes = take_words(page, options, "classes");
  const bool is_interruption = classes && g_str_has_prefix(classes, interruption);
  const char *others = is_interruption ? classes + strlen(interruption) : classes;
  json_t *actions = json_object_get(options, "actions");

  ui_panel(page, .slot = take_slot(page, options, "text", "html"),
           .title = take_slot(page, options, "titleText", "titleHtml"),
           .actions = { .draw = actions ? draw_panel_actions : NULL, .data = actions },
           .classes = others && *others == ' ' ? others + 1 : others,
           .attributes = take_attributes(page, options, "attributes"),
           .title_level = take_int(options, "headingLevel"), .is_interruption = is_interruption);
}

static const Action *
take_actions(Page *page, json_t *from, int *ret_count)
{
  json_t **found = take_items(page, from, "items", ret_count);
  Action *actions = arena_new_of(page->arena, Action, *ret_count + 1);

  for (int i = 0; i < *ret_count; i++)
    actions[i] = (Action){ .slot = take_slot(page, found[i], "text", "html"),
                           .href = take_words(page, found[i], "href"),
                           .classes = take_words(page, found[i], "classes"),
                           .spoken = take_words(page, found[i], "visuallyHiddenText"),
                           .attributes = take_attributes(page, found[i], "attributes") };
  return actions;
}

static SummaryRow
take_row(Page *page, json_t *from)
{
  json_t *key = json_object_get(from, "key"), *value = json_object_get(from, "value");
  json_t *actions = json_object_get(from, "actions");
  SummaryRow row = {
    .key = take_slot(page, key, "text", "html"),
    .value = take_slot(page, value, "text", "html"),
    .classes = take_words(page, from, "classes"),
    .key_classes = take_words(page, key, "classes"),
    .value_classes = take_words(page, value, "classes"),
    .actions_classes = take_words(page, actions, "classes"),
  };

  row.actions = take_actions(page, actions, &row.action_count);
  return row;
}

static void
draw_summary_list(Page *page, json_t *options)
{
  json_t *card = json_object_get(options, "card"), *title = json_object_get(card, "title");
  json_t *card_actions = json_object_get(card, "actions");
  int count;
  json_t **found = take_items(page, options, "rows", &count);
  SummaryRow *rows = arena_new_of(page->arena, SummaryRow, count + 1);
  SummaryList list = {
    .rows = rows,
    .count = count,
    .classes = take_words(page, options, "classes"),
    .attributes = take_attributes(page, options, "attributes"),
    .has_card = card != NULL,
    .card_title = take_slot(page, title, "text", "html"),
    .card_title_level = take_int(title, "headingLevel"),
    .card_title_classes = take_words(page, title, "classes"),
    .card_classes = take_words(page, card, "classes"),
    .card_attributes = take_attributes(page, card, "attributes"),
    .card_actions_classes = take_words(page, card_actions, "classes"),
  };

  for (int i = 0; i < count; i++)
    rows[i] = take_row(page, found[i]);
  list.card_actions = take_actions(page, card_actions, &list.card_action_count);
  ui_draw_summary_list(page, &list);
}

static Cell *
take_cells(Page *page, json_t *array, int *ret_count)
{
  const int count = (int)json_array_size(array);
  Cell *cells = arena_new_of(page->arena, Cell, count + 1);

  for (int i = 0; i < count; i++) {
    json_t *from = json_array_get(array, (size_t)i);

    cells[i] = (Cell){ .slot = take_slot(page, from, "text", "html"),
                       .format = take_words(page, from, "format"),
                       .classes = take_words(page, from, "classes"),
                       .colspan = take_int(from, "colspan"),
                       .rowspan = take_int(from, "rowspan"),
                       .attributes = take_attributes(page, from, "attributes") };
  }
  *ret_count = count;
  return cells;
}

static void
draw_table(Page *page, json_t *options)
{
  json_t *head = json_object_get(options, "head");
  int count, head_count;
  json_t **found = take_items(page, options, "rows", &count);
  const Cell *head_cells = take_cells(page, head, &head_count);
  const Table table = {
    .caption = take_words(page, options, "caption"),
    .caption_classes = take_words(page, options, "captionClasses"),
    .classes = take_words(page, options, "classes"),
    .head = head ? head_cells : NULL,
    .head_count = head_count,
    .attributes = take_attributes(page, options, "attributes"),
    .is_first_cell_header = take_bool(options, "firstCellIsHeader"),
    .is_bare = true,
  };

  ui_table_open(page, &table);
  for (int i = 0; i < count; i++) {
    int cell_count;
    const Cell *cells = take_cells(page, found[i], &cell_count);

    ui_table_row(page, &table, cells, cell_count);
  }
  ui_table_close(page);
}

static void
draw_skip_link(Page *page, json_t *options)
{
  ui_skip_link(page, .slot = take_slot(page, options, "text", "html"),
               .href = take_words(page, options, "href"),
               .classes = take_words(page, options, "classes"),
               .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_back_link(Page *page, json_t *options)
{
  ui_back_link(page, .slot = take_slot(page, options, "text", "html"),
               .href = take_words(page, options, "href"),
               .classes = take_words(page, options, "classes"),
               .attributes = take_attributes(page, options, "attributes"));
}

static const NavigationItem *
take_navigation(Page *page, json_t *options, int *ret_count)
{
  json_t **found = take_items(page, options, "navigation", ret_count);
  NavigationItem *items = arena_new_of(page->arena, NavigationItem, *ret_count + 1);

  for (int i = 0; i < *ret_count; i++)
    items[i] = (NavigationItem){ .slot = take_slot(page, found[i], "text", "html"),
                                 .href = take_words(page, found[i], "href"),
                                 .attributes = take_attributes(page, found[i], "attributes"),
                                 .is_current = take_bool(found[i], "current"),
                                 .is_active = take_bool(found[i], "active") };
  return items;
}

static void
draw_service_navigation(Page *page, json_t *options)
{
  json_t *slots = json_object_get(options, "slots");
  json_t *end = json_object_get(slots, "end");
  const bool is_end_object = json_is_object(end);
  const char *align = take_words(page, is_end_object ? end : NULL, "align");
  int count;
  const NavigationItem *items = take_navigation(page, options, &count);

  ui_service_navigation(
      page, .items = items, .count = count,
      .service_name = take_words(page, options, "serviceName"),
      .service_url = take_words(page, options, "serviceUrl"),
      .classes = take_words(page, options, "classes"),
      .spoken_label = take_words(page, options, "ariaLabel"),
      .menu_button_text = take_words(page, options, "menuButtonText"),
      .menu_button_label = take_words(page, options, "menuButtonLabel"),
      .navigation_label = take_words(page, options, "navigationLabel"),
      .navigation_id = take_words(page, options, "navigationId"),
      .navigation_classes = take_words(page, options, "navigationClasses"),
      .start = take_slot(page, slots, "", "start"),
      .end = take_slot(page, is_end_object ? end : slots, "", is_end_object ? "html" : "end"),
      .navigation_start = take_slot(page, slots, "", "navigationStart"),
      .navigation_end = take_slot(page, slots, "", "navigationEnd"),
      .attributes = take_attributes(page, options, "attributes"),
      .collapse = take_said(options, "collapseNavigationOnMobile"),
      .is_end_inline = g_strcmp0(align, "inline") == 0);
}

static void
draw_generic_header(Page *page, json_t *options)
{
  ui_generic_header(page, .logo = take_slot(page, options, "logoText", "logoHtml"),
                    .url = take_words(page, options, "url"),
                    .container_classes = take_words(page, options, "containerClasses"),
                    .classes = take_words(page, options, "classes"),
                    .attributes = take_attributes(page, options, "attributes"));
}

static void
draw_language_navigation(Page *page, json_t *options)
{
  int count;
  json_t **found = take_items(page, options, "items", &count);
  LanguageLink *items = arena_new_of(page->arena, LanguageLink, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = (LanguageLink){ .slot = take_slot(page, found[i], "text", "html"),
                               .href = take_words(page, found[i], "href"),
                               .lang = take_words(page, found[i], "lang"),
                               .hreflang = take_words(page, found[i], "hrefLang"),
                               .dir = take_words(page, found[i], "dir"),
                               .classes = take_words(page, found[i], "classes"),
                               .spoken = take_words(page, found[i], "languageDescriptionText"),
                               .attributes = take_attributes(page, found[i], "attributes"),
                               .is_current = take_bool(found[i], "current") };
  ui_language_navigation(page, .items = items, .count = count,
                         .spoken_label = take_words(page, options, "ariaLabel"),
                         .classes = take_words(page, options, "classes"),
                         .attributes = take_attributes(page, options, "attributes"));
}

const FixtureKind other_fixtures[] = {
  { "error-summary", draw_error_summary, 5 },
  { "notification-banner", draw_notification_banner, 5 },
  { "inset-text", draw_inset_text, 2 },
  { "warning-text", draw_warning_text, 2 },
  { "details", draw_details, 3 },
  { "panel", draw_panel, 4 },
  { "tag", draw_tag, 9 },
  { "summary-list", draw_summary_list, 10 },
  { "table", draw_table, 3 },
  { "skip-link", draw_skip_link, 2 },
  { "back-link", draw_back_link, 2 },
  { "service-navigation", draw_service_navigation, 17 },
  { "generic-header", draw_generic_header, 4 },
  { "language-navigation", draw_language_navigation, 7 },
  { NULL },
};
