/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Label, hint, error message, fieldset, and the controls one types or picks a file with. Not the
 * choices (choices.c), not the button (button.c). */
#include "ui/controls.h"

#include "ui/parts.h"

void
ui_draw_label(Page *page, const Label *label)
{
  if (!slot_is_set(&label->slot))
    return;
  if (label->is_page_heading)
    html(page, "<h1 class=\"govuk-label-wrapper\">");
  html(page, "<label class=\"govuk-label");
  more_classes(page, label->classes);
  html(page, "\"");
  attributes(page, label->attributes);
  attribute(page, "for", label->for_id);
  html(page, ">");
  slot_draw(page, &label->slot);
  html(page, "</label>");
  if (label->is_page_heading)
    html(page, "</h1>");
  html(page, "\n");
}

void
ui_draw_hint(Page *page, const Hint *hint)
{
  html(page, "<div");
  attribute(page, "id", hint->id);
  html(page, " class=\"govuk-hint");
  more_classes(page, hint->classes);
  html(page, "\"");
  attributes(page, hint->attributes);
  html(page, ">");
  slot_draw(page, &hint->slot);
  html(page, "</div>\n");
}

void
ui_draw_error_message(Page *page, const ErrorMessage *error)
{
  const char *prefix = error->spoken_prefix ? error->spoken_prefix : tr(page, "Error");

  html(page, "<p");
  attribute(page, "id", error->id);
  html(page, " class=\"govuk-error-message");
  more_classes(page, error->classes);
  html(page, "\"");
  attributes(page, error->attributes);
  html(page, ">");
  if (*prefix) {
    html(page, "<span class=\"govuk-visually-hidden\">");
    text(page, prefix);
    html(page, ":</span> ");
  }
  slot_draw(page, &error->slot);
  html(page, "</p>\n");
}

static void
legend_draw(Page *page, const Legend *legend)
{
  if (!slot_is_set(&legend->slot))
    return;
  html(page, "<legend class=\"govuk-fieldset__legend");
  more_classes(page, legend->classes);
  html(page, "\">");
  if (legend->is_page_heading)
    html(page, "<h1 class=\"govuk-fieldset__heading\">");
  slot_draw(page, &legend->slot);
  if (legend->is_page_heading)
    html(page, "</h1>");
  html(page, "</legend>\n");
}

void
fieldset_open(Page *page, const Fieldset *fieldset, const char *described_by)
{
  html(page, "<fieldset class=\"govuk-fieldset");
  more_classes(page, fieldset->classes);
  html(page, "\"");
  attribute(page, "role", fieldset->role);
  attribute(page, "aria-describedby", described_by);
  attributes(page, fieldset->attributes);
  html(page, ">\n");
  legend_draw(page, &fieldset->legend);
}

void
fieldset_close(Page *page)
{
  html(page, "</fieldset>\n");
}

void
ui_draw_fieldset(Page *page, const Fieldset *fieldset)
{
  fieldset_open(page, fieldset, fieldset->described_by);
  slot_draw(page, &fieldset->body);
  fieldset_close(page);
}

static void
affix_draw(Page *page, const Affix *affix, const char *kind)
{
  if (!slot_is_set(&affix->slot))
    return;
  html(page, "<div class=\"govuk-input__");
  text(page, kind);
  more_classes(page, affix->classes);
  html(page, "\" aria-hidden=\"true\"");
  attributes(page, affix->attributes);
  html(page, ">");
  slot_draw(page, &affix->slot);
  html(page, "</div>\n");
}

static void
input_element(Page *page, const Input *input, const char *id)
{
  html(page, "<input class=\"govuk-input");
  more_classes(page, input->classes);
  if (slot_is_set(&input->error.slot))
    html(page, " govuk-input--error");
  html(page, "\"");
  attribute(page, "id", id);
  attribute(page, "name", input->name);
  attribute(page, "type", input->type ? input->type : "text");
  if (input->spellcheck)
    attribute(page, "spellcheck", input->spellcheck == SAID_YES ? "true" : "false");
  attribute(page, "value", input->value);
  if (input->is_disabled)
    html(page, " disabled");
  attribute(page, "aria-describedby",
            described_by_ids(page, input->described_by, id, &input->hint, &input->error));
  attribute(page, "autocomplete", input->autocomplete);
  attribute(page, "autocapitalize", input->autocapitalize);
  attribute(page, "pattern", input->pattern);
  attribute(page, "inputmode", input->inputmode);
  attributes(page, input->attributes);
  html(page, ">\n");
}

void
ui_draw_input(Page *page, const Input *input)
{
  const char *id = input->id ? input->id : input->name;
  const FormGroup *group = &input->group;
  const bool is_wrapped = slot_is_set(&input->prefix.slot) || slot_is_set(&input->suffix.slot) ||
                          slot_is_set(&group->before) || slot_is_set(&group->after);

  form_group_open(page, group, &input->error);
  control_words(page, id, &input->label, &input->hint, &input->error);
  if (is_wrapped) {
    html(page, "<div class=\"govuk-input__wrapper");
    more_classes(page, input->wrapper_classes);
    html(page, "\"");
    attributes(page, input->wrapper_attributes);
    html(page, ">");
  }
  slot_draw(page, &group->before);
  affix_draw(page, &input->prefix, "prefix");
  input_element(page, input, id);
  affix_draw(page, &input->suffix, "suffix");
  slot_draw(page, &group->after);
  if (is_wrapped)
    html(page, "</div>\n");
  form_group_close(page);
}

void
ui_draw_textarea(Page *page, const Textarea *textarea)
{
  const char *id = textarea->id ? textarea->id : textarea->name;

  form_group_open(page, &textarea->group, &textarea->error);
  control_words(page, id, &textarea->label, &textarea->hint, &textarea->error);
  slot_draw(page, &textarea->group.before);
  html(page, "<textarea class=\"govuk-textarea");
  if (slot_is_set(&textarea->error.slot))
    html(page, " govuk-textarea--error");
  more_classes(page, textarea->classes);
  html(page, "\"");
  attribute(page, "id", id);
  attribute(page, "name", textarea->name);
  number_attribute(page, "rows", textarea->rows ? textarea->rows : 5);
  if (textarea->spellcheck)
    attribute(page, "spellcheck", textarea->spellcheck == SAID_YES ? "true" : "false");
  if (textarea->is_disabled)
    html(page, " disabled");
  attribute(page, "aria-describedby",
            described_by_ids(page, textarea->described_by, id, &textarea->hint, &textarea->error));
  attribute(page, "autocomplete", textarea->autocomplete);
  attributes(page, textarea->attributes);
  html(page, ">");
  /* Browsers drop one line feed right after the tag: give it, so that the person's own survives. */
  if (textarea->value && textarea->value[0] == '\n')
    html(page, "\n");
  text(page, textarea->value);
  html(page, "</textarea>\n");
  slot_draw(page, &textarea->group.after);
  form_group_close(page);
}

static void
file_element(Page *page, const FileUpload *upload, const char *id)
{
  html(page, "<input class=\"govuk-file-upload");
  more_classes(page, upload->classes);
  if (slot_is_set(&upload->error.slot))
    html(page, " govuk-file-upload--error");
  html(page, "\"");
  attribute(page, "id", id);
  attribute(page, "name", upload->name);
  html(page, " type=\"file\"");
  if (upload->is_disabled)
    html(page, " disabled");
  if (upload->is_multiple)
    html(page, " multiple");
  attribute(page, "aria-describedby",
            described_by_ids(page, upload->described_by, id, &upload->hint, &upload->error));
  attributes(page, upload->attributes);
  html(page, ">\n");
}

void
ui_draw_file_upload(Page *page, const FileUpload *upload)
{
  const char *id = upload->id ? upload->id : upload->name;

  form_group_open(page, &upload->group, &upload->error);
  control_words(page, id, &upload->label, &upload->hint, &upload->error);
  slot_draw(page, &upload->group.before);
  if (upload->has_drop_zone) {
    html(page, "<div class=\"govuk-file-upload-wrapper");
    more_classes(page, upload->wrapper_classes);
    html(page, "\" data-module=\"govuk-file-upload\"");
    attributes(page, upload->wrapper_attributes);
    html(page, ">\n");
  }
  file_element(page, upload, id);
  if (upload->has_drop_zone)
    html(page, "</div>\n");
  slot_draw(page, &upload->group.after);
  form_group_close(page);
}
