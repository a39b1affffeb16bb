/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms round questions. One question: ask.c. Checking answers: questions/. */
#include "ui/form.h"

#include "ui/ask.h"
#include "ui/components.h"
#include "ui/steps.h"

void
form_questions(Page *page, const Question *questions, void *data)
{
  if (steps_note_questions(page, questions, data)) {
    steps_note_end_of_questions(page);
    return;
  }
  for (const Question *question = questions; question->name; question++) {
    const Asked asked = { .page = page, .all = questions, .question = question, .data = data };

    if (ask_has_choices(&asked) && !ask_is_below_a_choice(&asked))
      ask_draw(&asked);
  }
  steps_note_end_of_questions(page);
}

void
form_open_plain(Page *page, const char *action, bool has_files)
{
  html(page, "<form class=\"ct-form\" method=\"post\" novalidate");
  attribute(page, "action", action);
  if (has_files)
    html(page, " enctype=\"multipart/form-data\"");
  html(page, ">\n");
  form_hidden(page, FIELD_CSRF_TOKEN, request_csrf_token(page->request));
  form_hidden(page, FIELD_FORM_ID, request_form_id(page->request));
}

static void
open_with(Page *page, const char *action, bool has_files)
{
  SteppedForm *form;

  action = action ? action : request_path(page->request);
  form = steps_open(page, action);
  form_open_plain(page, action, has_files);
  steps_begin(page, form);
}

void
form_open(Page *page, const char *action)
{
  open_with(page, action, false);
}

void
form_open_for_files(Page *page, const char *action)
{
  open_with(page, action, true);
}

void
form_hidden(Page *page, const char *name, const char *value)
{
  if (steps_note_hidden(page, name, value))
    return;
  html(page, "<input type=\"hidden\"");
  attribute(page, "name", name);
  attribute(page, "value", value);
  html(page, ">\n");
}

void
form_sent_at_last(Page *page)
{
  steps_send_at_last(page);
}

void
form_close(Page *page, const char *button)
{
  if (steps_close(page, button))
    return;
  if (button)
    ui_button(page, .text = button);
  html(page, "</form>\n");
}

void
form_draw_whole(Page *page, const Form *form)
{
  bool has_files = false;

  for (const Question *question = form->questions; question->name; question++)
    has_files = has_files || question->kind == ASK_FILE;
  open_with(page, form->action, has_files);
  form_questions(page, form->questions, form->data);
  form_close(page, form->button);
}

void
form_draw_button(Page *page, const ButtonForm *form)
{
  form_open(page, form->action);
  ui_button(page, .text = form->button, .name = form->name, .value = form->value,
            .spoken = form->spoken
                          ? arena_format(request_arena(page_request(page)), " %s", form->spoken)
                          : NULL,
            .is_secondary = form->is_secondary, .is_warning = form->is_warning);
  form_close(page, NULL);
}
