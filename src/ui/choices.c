/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Radios and check boxes: two tables of class names, one way of drawing. */
#include "ui/choices.h"

#include "ui/parts.h"

typedef struct {
  const char *type;     /* of the input */
  const char *block;    /* class name of the list */
  bool takes_described; /* each control names hint and error when no fieldset does */
} Kind;

static const Kind radios = { .type = "radio", .block = "govuk-radios" };
static const Kind checkboxes = { .type = "checkbox",
                                 .block = "govuk-checkboxes",
                                 .takes_described = true };

static bool
is_among(const OptionList *list, const char *value)
{
  if (!value)
    return false;
  if (list->value && *list->value)
    return strcmp(list->value, value) == 0;
  for (const char *const *one = list->values; one && *one; one++)
    if (strcmp(*one, value) == 0)
      return true;
  return false;
}

static void
block_class(Page *page, const Kind *kind, const char *part)
{
  html(page, " class=\"");
  text(page, kind->block);
  text(page, part);
}

static void
option_input(Page *page, const Kind *kind, const OptionList *list, const Option *option,
             const char *id, const char *described_by, bool is_checked)
{
  html(page, "<input");
  block_class(page, kind, "__input");
  html(page, "\"");
  attribute(page, "id", id);
  attribute(page, "name", option->name ? option->name : list->name);
  attribute(page, "type", kind->type);
  attribute(page, "value", option->value ? option->value : "");
  if (is_checked)
    html(page, " checked");
  if (option->is_disabled)
    html(page, " disabled");
  if (slot_is_set(&option->conditional))
    attribute(page, "data-aria-controls", arena_format(page->arena, "conditional-%s", id));
  attribute(page, "data-behaviour", option->behaviour);
  attribute(page, "aria-describedby", described_by);
  attributes(page, option->attributes);
  html(page, ">\n");
}

static void
option_label(Page *page, const Kind *kind, const Option *option, const char *id)
{
  const Label label = {
    .slot = option->slot,
    .for_id = id,
    .classes =
        arena_format(page->arena, "%s__label%s%s", kind->block, option->label_classes ? " " : "",
                     option->label_classes ? option->label_classes : ""),
    .attributes = option->label_attributes,
  };

  ui_draw_label(page, &label);
}

static void
option_hint(Page *page, const Kind *kind, const Option *option, const char *hint_id)
{
  Hint hint = option->hint;

  hint.id = hint_id;
  hint.classes = arena_format(page->arena, "%s__hint%s%s", kind->block, hint.classes ? " " : "",
                              hint.classes ? hint.classes : "");
  ui_draw_hint(page, &hint);
}

static void
option_conditional(Page *page, const Kind *kind, const Option *option, const char *id,
                   bool is_checked)
{
  html(page, "<div");
  block_class(page, kind, "__conditional");
  if (!is_checked) {
    html(page, " ");
    text(page, kind->block);
    html(page, "__conditional--hidden");
  }
  html(page, "\" id=\"conditional-");
  text(page, id);
  html(page, "\">\n");
  slot_draw(page, &option->conditional);
  html(page, "</div>\n");
}

static void
option_draw(Page *page, const Kind *kind, const OptionList *list, const Option *option, int nth,
            const char *described_by)
{
  const char *prefix = list->id_prefix ? list->id_prefix : list->name;
  const char *id = option->id ? option->id
                   : nth > 1  ? arena_format(page->arena, "%s-%d", prefix, nth)
                              : prefix;
  const bool has_hint = slot_is_set(&option->hint.slot);
  const char *hint_id = has_hint ? id_with(page, id, "-item-hint") : NULL;
  const bool is_checked =
      option->checked == SAID_YES || (option->checked != SAID_NO && is_among(list, option->value));

  if (option->divider) {
    html(page, "<div");
    block_class(page, kind, "__divider");
    html(page, "\">");
    text(page, option->divider);
    html(page, "</div>\n");
    return;
  }
  if (!kind->takes_described || list->fieldset || !described_by)
    described_by = hint_id;
  else if (hint_id)
    described_by = arena_format(page->arena, "%s %s", described_by, hint_id);

  html(page, "<div");
  block_class(page, kind, "__item");
  html(page, "\">\n");
  option_input(page, kind, list, option, id, described_by, is_checked);
  option_label(page, kind, option, id);
  if (has_hint)
    option_hint(page, kind, option, hint_id);
  html(page, "</div>\n");
  if (slot_is_set(&option->conditional))
    option_conditional(page, kind, option, id, is_checked);
}

static void
list_draw(Page *page, const Kind *kind, const OptionList *list)
{
  const char *prefix = list->id_prefix ? list->id_prefix : list->name;
  const Fieldset *fieldset = list->fieldset;
  const char *own = fieldset && fieldset->described_by ? fieldset->described_by
                    : kind->takes_described            ? list->described_by
                                                       : NULL;
  const char *described_by = described_by_ids(page, own, prefix, &list->hint, &list->error);

  form_group_open(page, &list->group, &list->error);
  if (fieldset)
    fieldset_open(page, fieldset, described_by);
  hint_and_error(page, prefix, &list->hint, &list->error);
  html(page, "<div");
  block_class(page, kind, "");
  more_classes(page, list->classes);
  html(page, "\"");
  attributes(page, list->attributes);
  html(page, " data-module=\"");
  text(page, kind->block);
  html(page, "\">\n");
  slot_draw(page, &list->group.before);
  for (int i = 0; i < list->count; i++)
    option_draw(page, kind, list, &list->items[i], i + 1, described_by);
  slot_draw(page, &list->group.after);
  html(page, "</div>\n");
  if (fieldset)
    fieldset_close(page);
  form_group_close(page);
}

void
ui_draw_radios(Page *page, const OptionList *list)
{
  list_draw(page, &radios, list);
}

void
ui_draw_checkboxes(Page *page, const OptionList *list)
{
  list_draw(page, &checkboxes, list);
}
