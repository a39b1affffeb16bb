/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Test only: fixtures of the controls and choices, into our options. */
#include "ui/fixtures.h"

Label
take_label(Page *page, json_t *from)
{
  return (Label){
    .slot = take_slot(page, from, "text", "html"),
    .classes = take_words(page, from, "classes"),
    .for_id = take_words(page, from, "for"),
    .is_page_heading = take_bool(from, "isPageHeading"),
    .attributes = take_attributes(page, from, "attributes"),
  };
}

Hint
take_hint(Page *page, json_t *from)
{
  return (Hint){
    .slot = take_slot(page, from, "text", "html"),
    .id = take_words(page, from, "id"),
    .classes = take_words(page, from, "classes"),
    .attributes = take_attributes(page, from, "attributes"),
  };
}

ErrorMessage
take_error(Page *page, json_t *from)
{
  const bool is_unprefixed = json_is_false(json_object_get(from, "visuallyHiddenText"));
  const char *prefix = take_text(page, from, "visuallyHiddenText");

  return (ErrorMessage){
    .slot = take_slot(page, from, "text", "html"),
    .id = take_words(page, from, "id"),
    .classes = take_words(page, from, "classes"),
    .spoken_prefix = is_unprefixed ? "" : prefix,
    .attributes = take_attributes(page, from, "attributes"),
  };
}

FormGroup
take_group(Page *page, json_t *options, const char *before, const char *after)
{
  json_t *from = json_object_get(options, "formGroup");

  return (FormGroup){
    .classes = take_words(page, from, "classes"),
    .attributes = take_attributes(page, from, "attributes"),
    .before = take_slot(page, json_object_get(from, before), "text", "html"),
    .after = take_slot(page, json_object_get(from, after), "text", "html"),
  };
}

static Affix
take_affix(Page *page, json_t *from)
{
  return (Affix){
    .slot = take_slot(page, from, "text", "html"),
    .classes = take_words(page, from, "classes"),
    .attributes = take_attributes(page, from, "attributes"),
  };
}

Fieldset
take_fieldset(Page *page, json_t *from)
{
  json_t *legend = json_object_get(from, "legend");

  return (Fieldset){
    .legend = { .slot = take_slot(page, legend, "text", "html"),
                .classes = take_words(page, legend, "classes"),
                .is_page_heading = take_bool(legend, "isPageHeading") },
    .body = take_slot(page, from, "", "html"),
    .classes = take_words(page, from, "classes"),
    .role = take_words(page, from, "role"),
    .described_by = take_words(page, from, "describedBy"),
    .attributes = take_attributes(page, from, "attributes"),
  };
}

static void
draw_label(Page *page, json_t *options)
{
  const Label label = take_label(page, options);

  ui_draw_label(page, &label);
}

static void
draw_hint(Page *page, json_t *options)
{
  const Hint hint = take_hint(page, options);

  ui_draw_hint(page, &hint);
}

static void
draw_error(Page *page, json_t *options)
{
  const ErrorMessage error = take_error(page, options);

  ui_draw_error_message(page, &error);
}

static void
draw_fieldset(Page *page, json_t *options)
{
  const Fieldset fieldset = take_fieldset(page, options);

  ui_draw_fieldset(page, &fieldset);
}

static void
draw_button(Page *page, json_t *options)
{
  ui_button(page, .slot = take_slot(page, options, "text", "html"),
            .href = take_words(page, options, "href"), .type = take_words(page, options, "type"),
            .name = take_words(page, options, "name"), .value = take_words(page, options, "value"),
            .id = take_words(page, options, "id"), .classes = take_words(page, options, "classes"),
            .attributes = take_attributes(page, options, "attributes"),
            .prevent_double_click = take_said(options, "preventDoubleClick"),
            .is_disabled = take_bool(options, "disabled"),
            .is_start = take_bool(options, "isStartButton"));
}

static void
draw_input(Page *page, json_t *options)
{
  json_t *wrapper = json_object_get(options, "inputWrapper");

  ui_input(page, .name = take_text(page, options, "name"), .id = take_words(page, options, "id"),
           .value = take_text(page, options, "value"), .type = take_words(page, options, "type"),
           .inputmode = take_text(page, options, "inputmode"),
           .autocomplete = take_text(page, options, "autocomplete"),
           .autocapitalize = take_text(page, options, "autocapitalize"),
           .pattern = take_text(page, options, "pattern"),
           .described_by = take_words(page, options, "describedBy"),
           .classes = take_words(page, options, "classes"),
           .label = take_label(page, json_object_get(options, "label")),
           .hint = take_hint(page, json_object_get(options, "hint")),
           .error = take_error(page, json_object_get(options, "errorMessage")),
           .prefix = take_affix(page, json_object_get(options, "prefix")),
           .suffix = take_affix(page, json_object_get(options, "suffix")),
           .group = take_group(page, options, "beforeInput", "afterInput"),
           .wrapper_classes = take_words(page, wrapper, "classes"),
           .wrapper_attributes = take_attributes(page, wrapper, "attributes"),
           .attributes = take_attributes(page, options, "attributes"),
           .spellcheck = take_said(options, "spellcheck"),
           .is_disabled = take_bool(options, "disabled"));
}

static void
draw_textarea(Page *page, json_t *options)
{
  ui_textarea(page, .name = take_text(page, options, "name"), .id = take_words(page, options, "id"),
              .value = take_text(page, options, "value"),
              .autocomplete = take_words(page, options, "autocomplete"),
              .described_by = take_words(page, options, "describedBy"),
              .classes = take_words(page, options, "classes"),
              .label = take_label(page, json_object_get(options, "label")),
              .hint = take_hint(page, json_object_get(options, "hint")),
              .error = take_error(page, json_object_get(options, "errorMessage")),
              .group = take_group(page, options, "beforeInput", "afterInput"),
              .attributes = take_attributes(page, options, "attributes"),
              .rows = take_int(options, "rows"), .spellcheck = take_said(options, "spellcheck"),
              .is_disabled = take_bool(options, "disabled"));
}

/* The words of the drop zone become attributes for the package's script. */
static const Attribute *
take_drop_zone(Page *page, json_t *options)
{
  static const char *const keys[][2] = {
    { "chooseFilesButtonText", "data-i18n.choose-files-button" },
    { "noFileChosenText", "data-i18n.no-file-chosen" },
    { "dropInstructionText", "data-i18n.drop-instruction" },
    { "enteredDropZoneText", "data-i18n.entered-drop-zone" },
    { "leftDropZoneText", "data-i18n.left-drop-zone" },
  };
  const Attribute *own = take_attributes(page, options, "wrapperAttributes");
  json_t *many = json_object_get(options, "multipleFilesChosenText");
  Attribute *list = arena_new_of(page->arena, Attribute, 32);
  int count = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    if (json_object_get(options, keys[i][0]))
      list[count++] = (Attribute){ keys[i][1], take_text(page, options, keys[i][0]) };
  while (json_object_size(many) > 0) {
    const char *form = arena_text(page->arena, json_object_iter_key(json_object_iter(many)));

    list[count++] =
        (Attribute){ arena_format(page->arena, "data-i18n.multiple-files-chosen.%s", form),
                     take_text(page, many, form) };
  }
  for (; own->name; own++)
    list[count++] = *own;
  return list;
}

static void
draw_file_upload(Page *page, json_t *options)
{
  json_object_del(options, "value"); /* of no effect since the package's version 3 */
  ui_file_upload(
      page, .name = take_text(page, options, "name"), .id = take_words(page, options, "id"),
      .described_by = take_words(page, options, "describedBy"),
      .classes = take_words(page, options, "classes"),
      .label = take_label(page, json_object_get(options, "label")),
      .hint = take_hint(page, json_object_get(options, "hint")),
      .error = take_error(page, json_object_get(options, "errorMessage")),
      .group = take_group(page, options, "beforeInput", "afterInput"),
      .attributes = take_attributes(page, options, "attributes"),
      .is_disabled = take_bool(options, "disabled"), .is_multiple = take_bool(options, "multiple"),
      .has_drop_zone = take_bool(options, "javascript"),
      .wrapper_classes = take_words(page, options, "wrapperClasses"),
      .wrapper_attributes = take_drop_zone(page, options));
}

static Option
take_option(Page *page, json_t *from)
{
  json_t *label = json_object_get(from, "label");

  return (Option){
    .slot = take_slot(page, from, "text", "html"),
    .value = take_text(page, from, "value"),
    .id = take_words(page, from, "id"),
    .name = take_words(page, from, "name"),
    .divider = take_words(page, from, "divider"),
    .behaviour = take_words(page, from, "behaviour"),
    .label_classes = take_words(page, label, "classes"),
    .label_attributes = take_attributes(page, label, "attributes"),
    .attributes = take_attributes(page, from, "attributes"),
    .hint = take_hint(page, json_object_get(from, "hint")),
    .conditional = take_slot(page, json_object_get(from, "conditional"), "", "html"),
    .checked = take_said(from, "checked"),
    .is_disabled = take_bool(from, "disabled"),
  };
}

static const char **
take_values(Page *page, json_t *options)
{
  json_t *array = json_object_get(options, "values");
  const char **values = arena_new_of(page->arena, const char *, json_array_size(array) + 1);

  for (size_t i = 0; i < json_array_size(array); i++)
    values[i] = arena_text(page->arena, json_string_value(json_array_get(array, i)));
  json_object_del(options, "values");
  return values;
}

static OptionList
take_option_list(Page *page, json_t *options)
{
  json_t *fieldset_options = json_object_get(options, "fieldset");
  Fieldset *fieldset = arena_new_of(page->arena, Fieldset, 1);
  int count;
  json_t **found = take_items(page, options, "items", &count);
  Option *items = arena_new_of(page->arena, Option, count + 1);

  for (int i = 0; i < count; i++)
    items[i] = take_option(page, found[i]);
  *fieldset = take_fieldset(page, fieldset_options);
  return (OptionList){
    .name = take_text(page, options, "name"),
    .id_prefix = take_words(page, options, "idPrefix"),
    .described_by = take_words(page, options, "describedBy"),
    .classes = take_words(page, options, "classes"),
    .value = take_text(page, options, "value"),
    .values = take_values(page, options),
    .fieldset = fieldset_options ? fieldset : NULL,
    .items = items,
    .count = count,
    .hint = take_hint(page, json_object_get(options, "hint")),
    .error = take_error(page, json_object_get(options, "errorMessage")),
    .group = take_group(page, options, "beforeInputs", "afterInputs"),
    .attributes = take_attributes(page, options, "attributes"),
  };
}

static void
draw_radios(Page *page, json_t *options)
{
  const OptionList list = take_option_list(page, options);

  ui_draw_radios(page, &list);
}

static void
draw_checkboxes(Page *page, json_t *options)
{
  const OptionList list = take_option_list(page, options);

  ui_draw_checkboxes(page, &list);
}

const FixtureKind control_fixtures[] = {
  { "label", draw_label, 11 },
  { "hint", draw_hint, 2 },
  { "error-message", draw_error, 2 },
  { "fieldset", draw_fieldset, 10 },
  { "button", draw_button, 22 },
  { "input", draw_input, 18 },
  { "textarea", draw_textarea, 6 },
  { "file-upload", draw_file_upload, 9 },
  { "radios", draw_radios, 20 },
  { "checkboxes", draw_checkboxes, 17 },
  { NULL },
};
