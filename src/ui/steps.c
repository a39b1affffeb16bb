/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question a page, for Easy Read: which question it is. Drawing it is step_pages.c. */
#include "ui/steps.h"

#include "ui/ask.h"
#include "ui/form.h"
#include "ui/frame.h"
#include "ui/step_pages.h"

SteppedForm *
steps_open(Page *page, const char *action)
{
  SteppedForm *form;

  if (!lang_is_easy_read(page->lang) || page->is_plain || page->taken_at > 0)
    return NULL;
  form = arena_new_of(page->arena, SteppedForm, 1);
  form->action = action;
  form->start_at = page->out.len;
  form->key = g_str_hash(action);
  return form;
}

void
steps_begin(Page *page, SteppedForm *form)
{
  page->form = form;
  if (form)
    form->lead_at = page->out.len;
}

bool
steps_note_hidden(Page *page, const char *name, const char *value)
{
  SteppedForm *form = page->form;
  Carried *one;

  if (!form)
    return false;
  one = arena_new_of(page->arena, Carried, 1);
  *one = (Carried){ arena_text(page->arena, name), arena_text(page->arena, value ? value : ""),
                    form->carried };
  form->carried = one;
  form->key = form->key * 33 + g_str_hash(one->name) * 31 + g_str_hash(one->value);
  return true;
}

static void
note_question(Page *page, const Question *questions, const Question *question, void *data)
{
  SteppedForm *form = page->form;

  if (form->count == form->room) {
    const int room = form->room ? 2 * form->room : 16;
    Step *steps = arena_new_of(page->arena, Step, room);

    if (form->count > 0)
      memcpy(steps, form->steps, (size_t)form->count * sizeof(Step));
    form->steps = steps;
    form->room = room;
  }
  form->steps[form->count++] = (Step){ .all = questions, .question = question, .data = data };
  form->key = form->key * 33 + g_str_hash(question->name);
}

bool
steps_note_questions(Page *page, const Question *questions, void *data)
{
  SteppedForm *form = page->form;

  if (!form)
    return false;
  if (form->count == 0)
    form->questions_at = page->out.len;
  for (const Question *question = questions; question->name; question++)
    note_question(page, questions, question, data);
  return form->count > 1;
}

void
steps_note_end_of_questions(Page *page)
{
  if (page->form)
    page->form->tail_at = page->out.len;
}

/* ---- which one ---- */

/* Choices that come from data are asked for once. */
static void
find_asked(Page *page, SteppedForm *form)
{
  const Answers *answers = request_answers(page->request);

  for (int i = 0; i < form->count; i++) {
    Step *step = &form->steps[i];
    const Asked asked = {
      .page = page, .all = step->all, .question = step->question, .data = step->data
    };

    step->is_asked =
        question_is_asked(step->all, step->question, answers) && ask_has_choices(&asked);
    form->has_files = form->has_files || (step->is_asked && step->question->kind == ASK_FILE);
  }
}

/* Files cannot travel along, so they are asked for where the form is sent. */
static bool
is_page(const Step *step)
{
  return step->is_asked && step->question->kind != ASK_FILE;
}

static int
step_named(const SteppedForm *form, const char *name)
{
  for (int i = 0; i < form->count; i++)
    if (is_page(&form->steps[i]) && strcmp(form->steps[i].question->name, name) == 0)
      return i;
  return STEP_NONE;
}

int
step_after(const SteppedForm *form, int at)
{
  for (int i = at + 1; i < form->count; i++)
    if (is_page(&form->steps[i]))
      return i;
  return STEP_CHECK;
}

int
step_before(const SteppedForm *form, int at)
{
  for (int i = (at == STEP_CHECK ? form->count : at) - 1; i >= 0; i--)
    if (is_page(&form->steps[i]))
      return i;
  return STEP_NONE;
}

static bool
is_good(Page *page, const Step *step)
{
  Request *r = page->request;

  return question_check(step->all, step->question, request_answers(r), step->data,
                        request_refusals(r));
}

/* Once more all that was answered, before it is shown for checking: what was passed over and is
 * needed is asked now. */
static int
first_bad(Page *page, const SteppedForm *form)
{
  for (int i = 0; i < form->count; i++)
    if (is_page(&form->steps[i]) && !is_good(page, &form->steps[i]))
      return i;
  return STEP_CHECK;
}

/* A question that this answer brought up, when all others were seen before. */
static int
brought_up_by(Page *page, const SteppedForm *form, int at)
{
  const char *name = form->steps[at].question->name;
  const size_t len = strlen(name);

  for (int i = at + 1; i < form->count; i++) {
    const Question *question = form->steps[i].question;

    if (is_page(&form->steps[i]) && question->shown_if &&
        strncmp(question->shown_if, name, len) == 0 && question->shown_if[len] == '=' &&
        answers_count(request_answers(page->request), question->name) == 0)
      return i;
  }
  return STEP_CHECK;
}

static int
after_answer(Page *page, SteppedForm *form, int at)
{
  int next;

  if (at >= 0 && !is_good(page, &form->steps[at]))
    return at;
  find_asked(page, form); /* the answer may have brought up others, or put some away */
  next = form->has_seen_all && at >= 0 ? brought_up_by(page, form, at) : step_after(form, at);
  return next == STEP_CHECK ? first_bad(page, form) : next;
}

static int
after_step(Page *page, SteppedForm *form)
{
  const char *step = request_step(page->request);
  const int at = step_named(form, answers_text(request_answers(page->request), FIELD_STEP_AT));
  int to = STEP_NONE;

  form->is_pause = strcmp(step, "ask") == 0;
  if (form->is_pause)
    return at;
  if (strcmp(step, "next") == 0)
    return after_answer(page, form, at);
  if (strcmp(step, "back") == 0)
    to = step_before(form, at == STEP_NONE ? STEP_CHECK : at);
  if (g_str_has_prefix(step, "to:"))
    to = step_named(form, step + strlen("to:"));
  return to == STEP_NONE ? step_after(form, STEP_NONE) : to;
}

/* Where the first refused answer is asked; what concerns the whole stands where all is seen. */
static int
refused_step(Page *page, const SteppedForm *form)
{
  const Refusals *refusals = request_refusals(page->request);

  for (int i = 0; i < refusals_count(refusals); i++) {
    const int at = step_named(form, refusals_nth(refusals, i)->question);

    if (at != STEP_NONE)
      return at;
  }
  return STEP_CHECK;
}

/* Whether this request was made by this form; there may be several on the page. */
static bool
is_answered(Page *page, const SteppedForm *form)
{
  Request *r = page->request;
  const char *of = answers_text(request_answers(r), FIELD_STEP_FORM);

  return request_is_post(r) && strcmp(request_path(r), form->action) == 0 &&
         (*request_step(r) || refusals_count(request_refusals(r)) > 0) &&
         (!*of || strcmp(of, form->key_text) == 0);
}

static const char *
piece(Page *page, size_t from, size_t to, size_t *ret_len)
{
  *ret_len = to > from ? to - from : 0;
  return arena_text_len(page->arena, *ret_len ? page->out.data + from : "", *ret_len);
}

void
steps_send_at_last(Page *page)
{
  if (page->form)
    page->form->is_sent_at_last = true;
}

bool
steps_close(Page *page, const char *button)
{
  SteppedForm *form = page->form;
  int at;

  page->form = NULL;
  for (const Carried *one = form && form->count < 2 ? form->carried : NULL; one; one = one->next)
    form_hidden(page, one->name, one->value);
  if (!form || form->count < 2)
    return false;
  form->button = button;
  form->key_text = arena_format(page->arena, "%08x", form->key);
  form->has_seen_all = *answers_text(request_answers(page->request), FIELD_STEP_ALL) != '\0';
  form->lead = piece(page, form->lead_at, form->questions_at, &form->lead_len);
  form->tail = piece(page, form->tail_at, page->out.len, &form->tail_len);
  buffer_cut(&page->out, form->start_at);
  find_asked(page, form);
  if (!is_answered(page, form)) {
    step_draw(page, form, step_after(form, STEP_NONE));
    return true;
  }
  at = *request_step(page->request) ? after_step(page, form) : refused_step(page, form);
  form->is_own_page = true;
  page->head.lead = NULL;
  page->head.is_hello = page->head.is_wide = false;
  if (at >= 0)
    refusals_keep(request_refusals(page->request), form->steps[at].question->name);
  if (step_before(form, at) != STEP_NONE)
    page->head.back = NULL; /* the form has its own way back */
  page->head.status = 0;
  frame_restart(page);
  step_draw(page, form, at);
  request_step_is_drawn(page->request);
  page->taken_at = page->out.len;
  return true;
}
