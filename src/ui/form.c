/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Questions into form controls, and the form round them. Checking answers is questions/. */
#include "ui/form.h"

#include "ui/components.h"
#include "ui/frame.h"

/* What drawing one question needs to know. */
typedef struct {
  Page *page;
  const Question *all; /* the table: for questions that hang on a choice */
  const Question *question;
  const Choice *only_if; /* the choice it hangs on, or NULL */
  void *data;
} Asked;

static void question_draw(const Asked *asked);

static const Answers *
answers(const Asked *asked)
{
  return request_answers(asked->page->request);
}

/* Labels of choices from data are plain text, those of tables are message ids. */
static const char *
choice_words(const Asked *asked, const Question *question, const char *words)
{
  return words && !question->choices_from ? tr(asked->page, words) : words;
}

static void
label_draw(Page *page, void *data)
{
  const Asked *asked = data;

  if (asked->only_if) {
    html(page, "<span class=\"ct-only-if\">");
    text(page,
         tr_fill(page, N_("If you chose “{choice}”:"), "choice", asked->only_if->label, NULL));
    html(page, " </span>");
  }
  text(page, tr(page, asked->question->label));
}

static Slot
label_slot(const Asked *asked)
{
  return (Slot){ .draw = label_draw, .data = (void *)asked };
}

static ErrorMessage
error_of(const Asked *asked)
{
  const Refusal *refusal =
      refusals_for(request_refusals(asked->page->request), asked->question->name);

  return (ErrorMessage){ .text = refusal
                                     ? refusal_text(refusal, asked->page->lang, asked->page->arena)
                                     : NULL };
}

static Hint
hint_of(const Asked *asked)
{
  const char *hint = asked->question->hint;

  return (Hint){ .text = hint ? tr(asked->page, hint) : NULL };
}

static void
line_draw(const Asked *asked)
{
  static const struct {
    const char *type, *inputmode, *classes;
    Said spellcheck;
  } kinds[] = {
    [ASK_TEXT] = { NULL, NULL, NULL, UNSAID },
    [ASK_EMAIL] = { "email", NULL, NULL, SAID_NO },
    [ASK_PHONE] = { "tel", NULL, "govuk-input--width-20", UNSAID },
    [ASK_NUMBER] = { NULL, "numeric", "govuk-input--width-5", UNSAID },
  };
  const Question *question = asked->question;

  ui_input(asked->page, .name = question->name,
           .value = answers_text(answers(asked), question->name),
           .type = kinds[question->kind].type, .inputmode = kinds[question->kind].inputmode,
           .classes = kinds[question->kind].classes, .spellcheck = kinds[question->kind].spellcheck,
           .autocomplete = question->autocomplete,
           .label = { .slot = label_slot(asked), .classes = "govuk-label--s" },
           .hint = hint_of(asked), .error = error_of(asked));
}

static void
long_draw(const Asked *asked)
{
  const Question *question = asked->question;

  ui_textarea(asked->page, .name = question->name,
              .value = answers_text(answers(asked), question->name), .rows = question->rows,
              .autocomplete = question->autocomplete,
              .label = { .slot = label_slot(asked), .classes = "govuk-label--s" },
              .hint = hint_of(asked), .error = error_of(asked));
}

static void
file_draw(const Asked *asked)
{
  ui_file_upload(asked->page, .name = asked->question->name,
                 .label = { .slot = label_slot(asked), .classes = "govuk-label--s" },
                 .hint = hint_of(asked), .error = error_of(asked));
}

static bool
hangs_on(const Question *question, const char *name, const char *value)
{
  const size_t len = strlen(name);

  return question->shown_if && strncmp(question->shown_if, name, len) == 0 &&
         question->shown_if[len] == '=' && strcmp(question->shown_if + len + 1, value) == 0;
}

static void
conditional_draw(Page *page, void *data)
{
  const Asked *parent = data;

  for (const Question *one = parent->all; one->name; one++) {
    if (!hangs_on(one, parent->question->name, parent->only_if->value))
      continue;
    question_draw(&(Asked){ .page = page,
                            .all = parent->all,
                            .question = one,
                            .only_if = parent->only_if,
                            .data = parent->data });
  }
}

/* What stands below a choice; unset when nothing hangs on it. */
static Slot
conditional_of(const Asked *asked, const Choice *choice)
{
  for (const Question *one = asked->all; one->name; one++) {
    if (!hangs_on(one, asked->question->name, choice->value))
      continue;

    Asked *parent = arena_new_of(asked->page->arena, Asked, 1);
    Choice *named = arena_new_of(asked->page->arena, Choice, 1);

    *named = *choice;
    named->label = choice_words(asked, asked->question, choice->label);
    *parent = *asked;
    parent->only_if = named;
    return (Slot){ .draw = conditional_draw, .data = parent };
  }
  return (Slot){ .text = NULL };
}

static int
options_from(const Asked *asked, const Choice *choices, const Option **ret_options)
{
  const Question *question = asked->question;
  Option *options;
  int count = 0;

  while (choices[count].value)
    count++;
  options = arena_new_of(asked->page->arena, Option, count + 1);
  for (int i = 0; i < count; i++)
    options[i] = (Option){
      .text = choice_words(asked, question, choices[i].label),
      .value = choices[i].value,
      .hint = { .text = choice_words(asked, question, choices[i].hint) },
      .checked =
          answers_have(answers(asked), question->name, choices[i].value) ? SAID_YES : SAID_NO,
      .conditional = conditional_of(asked, &choices[i]),
    };
  *ret_options = options;
  return count;
}

static void
choices_draw(const Asked *asked)
{
  const Question *question = asked->question;
  const Choice *choices = question_choices(question, asked->page->arena, asked->data);
  const Fieldset fieldset = { .legend = { .slot = label_slot(asked),
                                          .classes = "govuk-fieldset__legend--s" } };
  OptionList list = {
    .name = question->name, .fieldset = &fieldset, .hint = hint_of(asked), .error = error_of(asked)
  };

  list.count = options_from(asked, choices, &list.items);
  if (question->kind == ASK_ONE_OF)
    ui_draw_radios(asked->page, &list);
  else
    ui_draw_checkboxes(asked->page, &list);
}

/* One check box: its label is the question, so no fieldset. */
static void
yes_draw(const Asked *asked)
{
  const Question *question = asked->question;
  const Choice yes = { .value = "yes", .label = question->label };
  const Option option = {
    .slot = label_slot(asked),
    .value = "yes",
    .hint = hint_of(asked),
    .checked = answers_have(answers(asked), question->name, "yes") ? SAID_YES : SAID_NO,
    .conditional = conditional_of(asked, &yes),
  };

  ui_checkboxes(asked->page, .name = question->name, .items = &option, .count = 1,
                .error = error_of(asked));
}

static void
question_draw(const Asked *asked)
{
  static void (*const draw[])(const Asked *asked) = {
    [ASK_TEXT] = line_draw,      [ASK_LONG] = long_draw,   [ASK_EMAIL] = line_draw,
    [ASK_PHONE] = line_draw,     [ASK_NUMBER] = line_draw, [ASK_ONE_OF] = choices_draw,
    [ASK_ANY_OF] = choices_draw, [ASK_YES] = yes_draw,     [ASK_FILE] = file_draw,
  };
  Page *page = asked->page;
  const bool is_row = lang_is_easy_read(page->lang) && !asked->only_if;

  if (is_row) {
    html(page, "<div class=\"ct-picture-row\">\n");
    if (asked->question->picture) {
      html(page, "<div class=\"ct-picture-row__picture\">");
      ui_picture(page, asked->question->picture, "");
      html(page, "</div>\n");
    }
    html(page, "<div class=\"ct-picture-row__words\">\n");
  }
  draw[asked->question->kind](asked);
  if (is_row)
    html(page, "</div>\n</div>\n");
}

/* Whether the question will be drawn below a choice of another question of the table. */
static bool
is_below_a_choice(const Asked *asked)
{
  const Question *question = asked->question;

  for (const Question *one = asked->all; question->shown_if && one->name; one++) {
    if (one->kind == ASK_YES && hangs_on(question, one->name, "yes"))
      return true;
    if (one->kind != ASK_ONE_OF && one->kind != ASK_ANY_OF)
      continue;
    for (const Choice *choice = question_choices(one, asked->page->arena, asked->data);
         choice->value; choice++)
      if (hangs_on(question, one->name, choice->value))
        return true;
  }
  return false;
}

/* Choices that come from data may be none: then there is nothing to ask. */
static bool
has_choices(const Asked *asked)
{
  const Question *question = asked->question;

  return (question->kind != ASK_ONE_OF && question->kind != ASK_ANY_OF) ||
         question_choices(question, asked->page->arena, asked->data)->value;
}

void
form_questions(Page *page, const Question *questions, void *data)
{
  for (const Question *question = questions; question->name; question++) {
    const Asked asked = { .page = page, .all = questions, .question = question, .data = data };

    if (has_choices(&asked) && !is_below_a_choice(&asked))
      question_draw(&asked);
  }
}

static void
open_with(Page *page, const char *action, bool has_files)
{
  html(page, "<form class=\"ct-form\" method=\"post\" novalidate");
  attribute(page, "action", action ? action : request_path(page->request));
  if (has_files)
    html(page, " enctype=\"multipart/form-data\"");
  html(page, ">\n");
  form_hidden(page, FIELD_CSRF_TOKEN, request_csrf_token(page->request));
  form_hidden(page, FIELD_FORM_ID, request_form_id(page->request));
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
  html(page, "<input type=\"hidden\"");
  attribute(page, "name", name);
  attribute(page, "value", value);
  html(page, ">\n");
}

void
form_close(Page *page, const char *button)
{
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

static void
button_words(Page *page, void *data)
{
  const ButtonForm *form = data;

  text(page, form->button);
  html(page, "<span class=\"govuk-visually-hidden\"> ");
  text(page, form->spoken);
  html(page, "</span>");
}

void
form_draw_button(Page *page, const ButtonForm *form)
{
  form_open(page, form->action);
  ui_button(page, .text = form->button, .name = form->name, .value = form->value,
            .draw = form->spoken ? button_words : NULL, .data = (void *)form,
            .is_secondary = form->is_secondary, .is_warning = form->is_warning);
  form_close(page, NULL);
}
