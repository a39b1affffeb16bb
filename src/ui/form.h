/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms drawn from Question tables (idea 1): answers and refusals come from the request, so that a
 * refused form comes back filled in. A form says nothing about where its answers go.
 *
 *   form_draw(p, .action = "/members", .questions = member_questions, .button = tr(p, "Save"));
 */
#pragma once

#include "questions/questions.h"
#include "ui/page.h"

typedef struct {
  const char *action; /* path; NULL: this page's own */
  const Question *questions;
  void *data;         /* for choices_from */
  const char *button; /* its words, in the viewer's language */
} Form;

void form_draw_whole(Page *page, const Form *form);
#define form_draw(page, ...) form_draw_whole((page), &(Form){ __VA_ARGS__ })

/* Easy Read asks one question a page instead, without anything to do for whoever draws the form:
 * ui/steps.h. Its POST address needs a GET that draws the form too.
 *
 * The same piece by piece, for a form with more in it. With a file asked: form_open_for_files. */
void form_open(Page *page, const char *action);
void form_open_for_files(Page *page, const char *action);
/* A question that belongs to a choice of another (shown_if) stands below that choice, hidden until
 * it is chosen; a browser too old for that shows it, and its label says when it applies. */
void form_questions(Page *page, const Question *questions, void *data);
/* Something to send along that nobody is asked. */
void form_hidden(Page *page, const char *name, const char *value);
/* Easy Read: sent with its last question, without a look at all answers before: for what is soon
 * said, does no harm when wrong, and is needed often, such as coming in. Needs a button. */
void form_sent_at_last(Page *page);
/* A button and the end; NULL: only the end. */
void form_close(Page *page, const char *button);

/* A form that is one button: "Send it now", name and value NULL when there is nothing to say. */
typedef struct {
  const char *action, *button, *name, *value;
  const char *spoken; /* read aloud after the button's words, so that it makes sense alone */
  bool is_secondary, is_warning;
} ButtonForm;

void form_draw_button(Page *page, const ButtonForm *form);
#define form_button(page, ...) form_draw_button((page), &(ButtonForm){ __VA_ARGS__ })
