/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The small things all components are written with: text, attributes, slots; and the group round a
 * form control. No component of its own stands here. */
#include "ui/parts.h"

void
page_init_bare(Page *page, Arena *arena, const Lang *lang, size_t max)
{
  *page = (Page){ .out = BUFFER_INIT(max), .arena = arena, .lang = lang, .heading = 1 };
}

const Lang *
page_lang(const Page *page)
{
  return page->lang;
}

void
number(Page *page, int64_t value)
{
  buffer_put_int(page_out(page), value);
}

void
attribute_after(Page *page, const char *opening, const char *value)
{
  if (!value)
    return;
  buffer_put_text(page_out(page), opening);
  text(page, value);
  html(page, "\"");
}

void
number_attribute_after(Page *page, const char *opening, int64_t value)
{
  buffer_put_text(page_out(page), opening);
  number(page, value);
  html(page, "\"");
}

void
attributes(Page *page, const Attribute *list)
{
  for (; list && list->name; list++) {
    html(page, " ");
    text(page, list->name);
    if (list->value) {
      html(page, "=\"");
      text(page, list->value);
      html(page, "\"");
    }
  }
}

void
more_classes(Page *page, const char *classes)
{
  if (!classes || !*classes)
    return;
  html(page, " ");
  text(page, classes);
}

bool
slot_is_set(const Slot *slot)
{
  return slot->draw || (slot->text && *slot->text);
}

void
slot_draw(Page *page, const Slot *slot)
{
  if (slot->draw)
    slot->draw(page, slot->data);
  else
    text(page, slot->text);
}

const char *
id_with(Page *page, const char *id, const char *suffix)
{
  return arena_format(page->arena, "%s%s", id ? id : "", suffix);
}

const char *
described_by_ids(Page *page, const char *own, const char *id, const Hint *hint,
                 const ErrorMessage *error)
{
  const char *ids = own && *own ? own : NULL;

  if (slot_is_set(&hint->slot))
    ids = arena_format(page->arena, "%s%s%s-hint", ids ? ids : "", ids ? " " : "", id);
  if (slot_is_set(&error->slot))
    ids = arena_format(page->arena, "%s%s%s-error", ids ? ids : "", ids ? " " : "", id);
  return ids;
}

void
form_group_open(Page *page, const FormGroup *group, const ErrorMessage *error)
{
  html(page, "<div class=\"govuk-form-group");
  if (slot_is_set(&error->slot))
    html(page, " govuk-form-group--error");
  more_classes(page, group->classes);
  html(page, "\"");
  attributes(page, group->attributes);
  html(page, ">\n");
}

void
form_group_close(Page *page)
{
  html(page, "</div>\n");
}

void
hint_and_error(Page *page, const char *id, const Hint *hint, const ErrorMessage *error)
{
  if (slot_is_set(&hint->slot)) {
    Hint with_id = *hint;

    with_id.id = id_with(page, id, "-hint");
    ui_draw_hint(page, &with_id);
  }
  if (slot_is_set(&error->slot)) {
    ErrorMessage with_id = *error;

    with_id.id = id_with(page, id, "-error");
    ui_draw_error_message(page, &with_id);
  }
}

void
control_words(Page *page, const char *id, const Label *label, const Hint *hint,
              const ErrorMessage *error)
{
  Label for_control = *label;

  for_control.for_id = id;
  ui_draw_label(page, &for_control);
  hint_and_error(page, id, hint, error);
}
