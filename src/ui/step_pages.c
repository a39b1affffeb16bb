/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question a page: the question with its picture, the page to check all answers, and the page
 * that waits while somebody asks another person first. */
#include "ui/step_pages.h"

#include "questions/date.h"
#include "ui/ask.h"
#include "ui/components.h"
#include "ui/form.h"

enum { SHOWN_BYTES_MAX = 600 }; /* of a long answer, where all are checked */

static Answers *
answers_of(Page *page)
{
  return request_answers(page->request);
}

/* ---- what travels along ---- */

typedef struct {
  Page *page;
  const SteppedForm *form;
  const Question *but; /* it is on the page itself */
} Carrying;

static bool
is_brought_by_form(const SteppedForm *form, const char *name)
{
  for (const Carried *one = form->carried; one; one = one->next)
    if (strcmp(one->name, name) == 0)
      return true;
  return false;
}

static bool
is_of(const Question *question, const char *name)
{
  const Question alone[] = { question ? *question : (Question){ .name = NULL }, QUESTIONS_END };

  return question && (strcmp(question->name, name) == 0 || date_has_box(alone, name));
}

static void
carry_answer(const char *name, const char *value, void *data)
{
  const Carrying *carrying = data;
  const SteppedForm *form = carrying->form;

  if (*name == '_' || is_of(carrying->but, name) || is_brought_by_form(form, name))
    return;
  for (int i = 0; i < form->count; i++)
    if (is_of(form->steps[i].question, name) && form->steps[i].question->kind == ASK_FILE)
      return;
  form_hidden(carrying->page, name, value);
}

static void
carry(Page *page, const SteppedForm *form, int at, bool is_pause)
{
  const Question *here = at >= 0 ? form->steps[at].question : NULL;
  Carrying carrying = { page, form, is_pause ? NULL : here };

  form_hidden(page, FIELD_STEP_FORM, form->key_text);
  if (here)
    form_hidden(page, FIELD_STEP_AT, here->name);
  if (at == STEP_CHECK || form->has_seen_all)
    form_hidden(page, FIELD_STEP_ALL, "yes");
  for (const Carried *one = form->carried; one; one = one->next)
    form_hidden(page, one->name, one->value);
  answers_each(answers_of(page), carry_answer, &carrying);
}

/* ---- buttons ---- */

static void
go_button(Page *page, const char *value, const char *words, bool is_secondary)
{
  ui_button(page, .name = FIELD_STEP, .value = value, .text = words, .is_secondary = is_secondary);
}

static void
other_buttons(Page *page, const SteppedForm *form, int at)
{
  if (form->is_own_page && step_before(form, at) != STEP_NONE)
    go_button(page, "back", tr(page, N_("Back to the question before")), true);
  go_button(page, "ask", tr(page, N_("I want to ask someone first")), true);
}

/* ---- one question ---- */

static void
progress(Page *page, const SteppedForm *form, int at)
{
  int nth = 0, all = 0;

  for (int i = step_after(form, STEP_NONE); i != STEP_CHECK; i = step_after(form, i)) {
    all++;
    nth += i <= at;
  }
  ui_paragraph(page, .is_quiet = true,
               .text = tr_fill(page, N_("Question {number} of {count}"), "number",
                               arena_format(page->arena, "%d", nth), "count",
                               arena_format(page->arena, "%d", all), NULL));
}

static void
draw_question(Page *page, const SteppedForm *form, int at)
{
  const Step *step = &form->steps[at];

  form_open_plain(page, form->action, false);
  carry(page, form, at, false);
  if (!form->is_own_page)
    buffer_put(&page->out, form->lead, form->lead_len);
  progress(page, form, at);
  ask_draw(&(Asked){ .page = page,
                     .all = step->all,
                     .question = step->question,
                     .data = step->data,
                     .is_alone = true });
  html(page, "<div class=\"ct-steps\">\n");
  if (form->is_sent_at_last && step_after(form, at) == STEP_CHECK) {
    buffer_put(&page->out, form->tail, form->tail_len);
    ui_button(page, .text = form->button);
  } else {
    go_button(page, "next", tr(page, N_("Go on")), false);
  }
  other_buttons(page, form, at);
  html(page, "</div>\n");
  form_close(page, NULL);
}

/* ---- all answers ---- */

static void
put_choices(Page *page, const Step *step)
{
  const Choice *choices = question_choices(step->question, page->arena, step->data);
  bool is_first = true;

  for (; choices->value; choices++) {
    if (!answers_have(answers_of(page), step->question->name, choices->value))
      continue;
    if (!is_first)
      html(page, "<br>");
    is_first = false;
    text(page, step->question->choices_from ? choices->label : tr(page, choices->label));
  }
}

static void
put_lines(Page *page, const char *words)
{
  const size_t len = strlen(words);
  const char *end =
      len > SHOWN_BYTES_MAX ? g_utf8_find_prev_char(words, words + SHOWN_BYTES_MAX) : NULL;

  ui_person_lines(page,
                  end ? arena_format(page->arena, "%.*s …", (int)(end - words), words) : words);
}

static void
put_date(Page *page, const char *words)
{
  int year, month, day;
  g_autoptr(GDateTime) at = NULL;
  g_autofree char *shown = NULL;

  if (date_read(words, &year, &month, &day) == DATE_REAL)
    at = g_date_time_new_utc(year, month, day, 12, 0, 0);
  if (at)
    shown = lang_date(page->lang, g_date_time_to_unix(at) * G_USEC_PER_SEC, "UTC");
  text(page, shown ? shown : words);
}

static void
put_answer(Page *page, const Step *step)
{
  const Question *question = step->question;
  const char *words = answers_text(answers_of(page), question->name);
  const bool is_lines = question->kind == ASK_LONG && *words;

  if (is_lines) {
    put_lines(page, words);
    return;
  }
  html(page, "<p class=\"govuk-body\" dir=\"auto\">");
  if (!*words)
    text(page, question->kind == ASK_YES ? tr(page, N_("No")) : tr(page, N_("Nothing")));
  else if (question->kind == ASK_YES)
    text(page, tr(page, N_("Yes")));
  else if (question->kind == ASK_ONE_OF || question->kind == ASK_ANY_OF ||
           question->kind == ASK_SELECT)
    put_choices(page, step);
  else if (question->kind == ASK_DATE)
    put_date(page, words);
  else
    text(page, words);
  html(page, "</p>\n");
}

static void
change_words(Page *page, void *data)
{
  const Question *question = data;

  text(page, tr(page, N_("Change this")));
  html(page, "<span class=\"govuk-visually-hidden\"> ");
  text(page, tr(page, question->label));
  html(page, "</span>");
}

static void
draw_answer(Page *page, const Step *step, bool can_change)
{
  const Question *question = step->question;

  html(page, "<div class=\"ct-picture-row\">\n<div class=\"ct-picture-row__picture\">");
  ui_picture(page, question->picture, "");
  html(page, "</div>\n<div class=\"ct-picture-row__words\">\n<h3 class=\"govuk-heading-s\">");
  text(page, tr(page, question->label));
  html(page, "</h3>\n");
  put_answer(page, step);
  if (can_change)
    ui_button(page, .name = FIELD_STEP, .draw = change_words, .data = (void *)question,
              .value = arena_format(page->arena, "to:%s", question->name), .is_secondary = true);
  html(page, "</div>\n</div>\n");
}

/* Those before `end`; STEP_CHECK: all. */
static void
draw_answers(Page *page, const SteppedForm *form, int end, bool can_change)
{
  for (int i = step_after(form, STEP_NONE); i != STEP_CHECK && i != end; i = step_after(form, i))
    draw_answer(page, &form->steps[i], can_change);
}

static void
draw_check(Page *page, const SteppedForm *form)
{
  form_open_plain(page, form->action, form->has_files);
  carry(page, form, STEP_CHECK, false);
  ui_heading(page, 2, tr(page, N_("Check your answers")));
  draw_answers(page, form, STEP_CHECK, true);
  for (int i = 0; i < form->count; i++)
    if (form->steps[i].is_asked && form->steps[i].question->kind == ASK_FILE)
      ask_draw(&(Asked){ .page = page,
                         .all = form->steps[i].all,
                         .question = form->steps[i].question,
                         .data = form->steps[i].data,
                         .is_alone = true });
  html(page, "<div class=\"ct-steps\">\n");
  buffer_put(&page->out, form->tail, form->tail_len);
  if (form->button)
    ui_button(page, .text = form->button);
  other_buttons(page, form, STEP_CHECK);
  html(page, "</div>\n");
  form_close(page, NULL);
}

/* ---- asking someone first ---- */

static void
put_strong_words(Page *page, void *data)
{
  ui_paragraph(page, .text = data, .is_strong = true);
}

static void
draw_pause(Page *page, const SteppedForm *form, int at)
{
  const Question *question = at >= 0 ? form->steps[at].question : NULL;
  const char *to = question ? arena_format(page->arena, "to:%s", question->name) : "next";

  ui_picture_row(page, .picture = "talk",
                 .text = tr(page, N_("You can ask someone you trust.\nTake your time.")));
  ui_picture_row(page, .picture = "look",
                 .text = tr(page, N_("Show them this page.\nNothing is sent yet.")));
  if (question)
    ui_picture_row(page, .picture = question->picture, .draw = put_strong_words,
                   .data = (void *)tr(page, question->label));
  form_open_plain(page, form->action, false);
  carry(page, form, at, true);
  if (step_before(form, at) != STEP_NONE) {
    ui_heading(page, 2, tr(page, N_("Your answers so far")));
    draw_answers(page, form, at, false);
  }
  html(page, "<div class=\"ct-steps\">\n");
  go_button(page, to, tr(page, N_("Go on with my answers")), false);
  html(page, "</div>\n");
  form_close(page, NULL);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Stop here. Send nothing")), .is_large = true, .href = "/");
  ui_paragraph_close(page);
}

void
step_draw(Page *page, SteppedForm *form, int at)
{
  if (form->is_pause)
    draw_pause(page, form, at);
  else if (at >= 0)
    draw_question(page, form, at);
  else
    draw_check(page, form);
}
