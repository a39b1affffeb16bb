/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Select, date input, character count. */
#include "ui/pickers.h"

#include "ui/parts.h"

static void
select_item(Page *page, const Select *select, const SelectItem *item)
{
  const char *value = item->value ? item->value : item->text;
  const bool is_by_value =
      select->value && *select->value && value && strcmp(select->value, value) == 0;

  html(page, "<option");
  attribute(page, "value", item->value);
  if (item->selected == SAID_YES || (!item->selected && is_by_value))
    html(page, " selected");
  if (item->is_disabled)
    html(page, " disabled");
  attributes(page, item->attributes);
  html(page, ">");
  text(page, item->text);
  html(page, "</option>\n");
}

void
ui_draw_select(Page *page, const Select *select)
{
  const char *id = select->id ? select->id : select->name;

  form_group_open(page, &select->group, &select->error);
  control_words(page, id, &select->label, &select->hint, &select->error);
  slot_draw(page, &select->group.before);
  html(page, "<select class=\"govuk-select");
  more_classes(page, select->classes);
  if (slot_is_set(&select->error.slot))
    html(page, " govuk-select--error");
  html(page, "\"");
  attribute(page, "id", id);
  attribute(page, "name", select->name);
  if (select->is_disabled)
    html(page, " disabled");
  attribute(page, "aria-describedby",
            described_by_ids(page, select->described_by, id, &select->hint, &select->error));
  attributes(page, select->attributes);
  html(page, ">\n");
  for (int i = 0; i < select->count; i++)
    select_item(page, select, &select->items[i]);
  html(page, "</select>\n");
  slot_draw(page, &select->group.after);
  form_group_close(page);
}

static const char *
box_name(const DateBox *box)
{
  static const char *const names[] = { "", "day", "month", "year" };

  return box->name ? box->name : names[box->part];
}

/* Other boxes are called by their names. */
static const char *
box_label(Page *page, const DateBox *box)
{
  static const char *const labels[] = { NULL, N_("Day"), N_("Month"), N_("Year") };

  if (box->label)
    return box->label;
  if (box->part)
    return tr(page, labels[box->part]);
  return arena_format(page->arena, "%c%s", g_ascii_toupper(*box->name), box->name + 1);
}

static bool
says_error(const DateBox *box)
{
  return box->error == SAID_YES || (box->classes && strstr(box->classes, "govuk-input--error"));
}

/* In the order of the package: error, width, own classes. */
static const char *
box_classes(Page *page, const DateBox *box, bool all_err)
{
  const char *own = box->classes ? box->classes : "";
  const bool has_width = strstr(own, "govuk-input--width-") != NULL;
  const bool is_wrong =
      !strstr(own, "govuk-input--error") && (says_error(box) || (all_err && box->error != SAID_NO));

  return arena_format(page->arena, "govuk-date-input__input%s%s%s%s",
                      is_wrong ? " govuk-input--error" : "",
                      has_width                ? ""
                      : box->part == DATE_YEAR ? " govuk-input--width-4"
                                               : " govuk-input--width-2",
                      *own ? " " : "", own);
}

static void
box_draw(Page *page, const DateInput *date, const DateBox *box, bool all_err)
{
  const char *name = box_name(box);

  html(page, "<div class=\"govuk-date-input__item\">\n");
  ui_input(
      page, .label = { .text = box_label(page, box), .classes = "govuk-date-input__label" },
      .id = box->id ? box->id : arena_format(page->arena, "%s-%s", date->id ? date->id : "", name),
      .name =
          date->name_prefix ? arena_format(page->arena, "%s-%s", date->name_prefix, name) : name,
      .classes = box_classes(page, box, all_err), .value = box->value,
      .inputmode = box->inputmode ? box->inputmode : "numeric", .autocomplete = box->autocomplete,
      .pattern = box->pattern, .attributes = box->attributes);
  html(page, "</div>\n");
}

static void
boxes_draw(Page *page, const DateInput *date)
{
  static const DateBox usual[] = { { DATE_DAY }, { DATE_MONTH }, { DATE_YEAR } };
  const DateBox *items = date->items ? date->items : usual;
  const int count = date->items ? date->count : 3;
  bool all_err = slot_is_set(&date->error.slot);

  for (int i = 0; i < count; i++)
    all_err = all_err && !says_error(&items[i]);
  html(page, "<div class=\"govuk-date-input");
  more_classes(page, date->classes);
  html(page, "\"");
  attributes(page, date->attributes);
  attribute(page, "id", date->id);
  html(page, ">\n");
  slot_draw(page, &date->group.before);
  for (int i = 0; i < count; i++)
    box_draw(page, date, &items[i], all_err);
  slot_draw(page, &date->group.after);
  html(page, "</div>\n");
}

void
ui_draw_date_input(Page *page, const DateInput *date)
{
  form_group_open(page, &date->group, &date->error);
  if (date->fieldset) {
    Fieldset fieldset = *date->fieldset;

    fieldset.role = "group"; /* else JAWS is silent about hint and error */
    fieldset_open(
        page, &fieldset,
        described_by_ids(page, fieldset.described_by, date->id, &date->hint, &date->error));
  }
  hint_and_error(page, date->id, &date->hint, &date->error);
  boxes_draw(page, date);
  if (date->fieldset)
    fieldset_close(page);
  form_group_close(page);
}

/* Under the text box: how much fits, then what the page put there. */
static void
count_draw(Page *page, void *data)
{
  const CharacterCount *count = data;
  const char *id = count->box.id ? count->box.id : count->box.name;
  const int max = count->max_words ? count->max_words : count->max_characters;
  const bool is_words = count->max_words || g_strcmp0(count->count_type, "words") == 0;
  const char *words = count->description ? count->description
                      : is_words         ? N_("You can enter up to {count} words")
                                         : N_("You can enter up to {count} characters");

  ui_hint(page, .id = id_with(page, id, "-info"),
          .text = tr_fill(page, words, "count", arena_format(page->arena, "%d", max), NULL),
          .classes = arena_format(page->arena, "govuk-character-count__message%s%s",
                                  count->message_classes ? " " : "",
                                  count->message_classes ? count->message_classes : ""));
  slot_draw(page, &count->box.group.after);
}

enum { COUNT_ATTRIBUTES_MAX = 20 };

static void
say_number(Page *page, Attribute *list, int *at, const char *name, int value)
{
  if (value)
    list[(*at)++] = (Attribute){ name, arena_format(page->arena, "%d", value) };
}

/* What the package's script would count by, then the group's own. */
static const Attribute *
count_attributes(Page *page, const CharacterCount *count)
{
  Attribute *list = arena_new_of(page->arena, Attribute, COUNT_ATTRIBUTES_MAX + 1);
  const Attribute *given = count->box.group.attributes;
  int at = 0;

  list[at++] = (Attribute){ "data-module", "govuk-character-count" };
  say_number(page, list, &at, "data-maxlength", count->max_characters);
  say_number(page, list, &at, "data-maxwords", count->max_words);
  say_number(page, list, &at, "data-threshold", count->threshold);
  if (count->count_type || count->max_words)
    list[at++] = (Attribute){ "data-count-type", count->count_type ? count->count_type : "words" };
  for (; given && given->name && at < COUNT_ATTRIBUTES_MAX; given++)
    list[at++] = *given;
  return list;
}

void
ui_draw_character_count(Page *page, const CharacterCount *count)
{
  const char *id = count->box.id ? count->box.id : count->box.name;
  const char *group = count->box.group.classes, *own = count->box.classes;
  Textarea box = count->box;

  box.described_by = id_with(page, id, "-info");
  box.classes =
      arena_format(page->arena, "govuk-js-character-count%s%s", own ? " " : "", own ? own : "");
  box.group.classes =
      arena_format(page->arena, "govuk-character-count%s%s", group ? " " : "", group ? group : "");
  box.group.attributes = count_attributes(page, count);
  box.group.after = (Slot){ .draw = count_draw, .data = (void *)count };
  ui_draw_textarea(page, &box);
}
