/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Easy Read asks one question a page (doc/decisions/0006-one-question-a-page.md). A form notes what
 * is drawn into it while it is open; when it closes, and asks more than one thing, one question of
 * it is drawn instead: the first, the next after a step, or the one that was refused. The answers
 * so far go along as hidden fields, so nothing is stored before the real sending. Private to ui/.
 */
#pragma once

#include "questions/questions.h"
#include "ui/draw.h"

/* Fields of a step, besides FIELD_STEP: which form of the page, which question was on it, and that
 * the person has seen all of them once. */
#define FIELD_STEP_FORM "_of"
#define FIELD_STEP_AT   "_at"
#define FIELD_STEP_ALL  "_all"

/* NULL when the reader does not read Easy Read: nothing is noted then. */
SteppedForm *steps_open(Page *page, const char *action);
/* From here on, after the form's own tag and fields; NULL: no noting. */
void steps_begin(Page *page, SteppedForm *form);
/* True: it is noted, and drawn when the form closes. */
bool steps_note_hidden(Page *page, const char *name, const char *value);
/* True: the questions need not be drawn, they will be asked one by one. */
bool steps_note_questions(Page *page, const Question *questions, void *data);
/* The last question sends it, without a page that shows all answers. */
void steps_send_at_last(Page *page);
/* After the questions were drawn, if they were. */
void steps_note_end_of_questions(Page *page);
/* Draws one question in place of the form and forgets the form. False: it asks too little to need
 * steps, and stays as it was drawn. `button`: the words of the last one, or NULL. */
bool steps_close(Page *page, const char *button);

/* The form's tag and its own two hidden fields, without noting (form.c). */
void form_open_plain(Page *page, const char *action, bool has_files);
