/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question into its control, with what hangs on its choices. */
#include "ui/ask.h"

#include "questions/date.h"
#include "ui/components.h"
#include "ui/parts.h"

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
  /* A browser's checker may send the words away: not where nothing is to be remembered either. */
  const bool is_secret = question->autocomplete && strcmp(question->autocomplete, "off") == 0;

  ui_input(asked->page, .name = question->name,
           .value = answers_text(answers(asked), question->name),
           .type = kinds[question->kind].type, .inputmode = kinds[question->kind].inputmode,
           .classes = kinds[question->kind].classes,
           .spellcheck = is_secret ? SAID_NO : kinds[question->kind].spellcheck,
           .autocomplete = question->autocomplete,
           .label = { .slot = label_slot(asked), .classes = "govuk-label--s" },
           .hint = hint_of(asked), .error = error_of(asked));
}

static void
long_draw(const Asked *asked)
{
  const Question *question = asked->question;
  const Textarea box = { .name = question->name,
                         .value = answers_text(answers(asked), question->name),
                         .rows = question->rows,
                         .autocomplete = question->autocomplete,
                         .label = { .slot = label_slot(asked), .classes = "govuk-label--s" },
                         .hint = hint_of(asked),
                         .error = error_of(asked) };

  if (question->says_length)
    ui_character_count(asked->page, .box = box, .max_characters = question_max_length(question));
  else
    ui_draw_textarea(asked->page, &box);
}

/* The first box has the question's own id, so that an error can link to it. */
static void
date_draw(const Asked *asked)
{
  const Question *question = asked->question;
  const Fieldset fieldset = { .legend = { .slot = label_slot(asked),
                                          .classes = "govuk-fieldset__legend--s" } };
  const bool is_birthday = question->autocomplete && strcmp(question->autocomplete, "bday") == 0;
  static const char *const tokens[] = { "bday-day", "bday-month", "bday-year" };
  DateBox boxes[DATE_BOXES];

  for (int i = 0; i < DATE_BOXES; i++)
    boxes[i] = (DateBox){ .part = DATE_DAY + (DatePart)i,
                          .value = date_box_text(question, i, answers(asked)),
                          .autocomplete = is_birthday ? tokens[i] : NULL };
  boxes[0].id = question->name;
  ui_date_input(asked->page, .id = id_with(asked->page, question->name, "-date"),
                .name_prefix = question->name, .items = boxes, .count = DATE_BOXES,
                .fieldset = &fieldset, .hint = hint_of(asked), .error = error_of(asked));
}

static void
select_draw(const Asked *asked)
{
  const Question *question = asked->question;
  const Choice *choices = question_choices(question, asked->page->arena, asked->data);
  SelectItem *items;
  int count = 0;

  while (choices[count].value)
    count++;
  items = arena_new_of(asked->page->arena, SelectItem, count + 1);
  items[0] = (SelectItem){ .text = tr(asked->page, N_("Choose from the list")), .value = "" };
  for (int i = 0; i < count; i++)
    items[i + 1] = (SelectItem){ .text = choice_words(asked, question, choices[i].label),
                                 .value = choices[i].value };
  ui_select(asked->page, .name = question->name, .items = items, .count = count + 1,
            .value = answers_text(answers(asked), question->name),
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
    ask_draw(&(Asked){ .page = page,
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
  for (const Question *one = asked->all; !asked->is_alone && one->name; one++) {
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

/* What a hint says, and a few words in the look that the choice is for. */
typedef struct {
  const char *hint, *example;
} Shown;

static void
example_draw(Page *page, void *data)
{
  const Shown *shown = data;
  const char *equals = strchr(shown->example, '=');

  text(page, shown->hint);
  html(page, "<span class=\"ct-example\" data-");
  buffer_put(page_out(page), shown->example, (size_t)(equals - shown->example));
  html(page, "=\"");
  text(page, equals + 1);
  html(page, "\">");
  text(page, tr(page, N_("Words look like this. They stay easy to read.")));
  html(page, "</span>");
}

static Hint
choice_hint(const Asked *asked, const Choice *choice)
{
  const char *hint = choice_words(asked, asked->question, choice->hint);
  Shown *shown;

  if (!choice->example)
    return (Hint){ .text = hint };
  shown = arena_new_of(asked->page->arena, Shown, 1);
  *shown = (Shown){ hint, choice->example };
  return (Hint){ .draw = example_draw, .data = shown };
}

/* A choice with its picture before its words. */
typedef struct {
  const char *picture, *words;
} Pictured;

static void
pictured_draw(Page *page, void *data)
{
  const Pictured *pictured = data;

  html(page, "<span class=\"ct-choice-picture\">");
  ui_picture(page, pictured->picture, "");
  html(page, "</span> ");
  text(page, pictured->words);
}

static Slot
choice_slot(const Asked *asked, const Choice *choice)
{
  const char *words = choice_words(asked, asked->question, choice->label);
  Pictured *pictured;

  if (!choice->picture)
    return (Slot){ .text = words };
  pictured = arena_new_of(asked->page->arena, Pictured, 1);
  *pictured = (Pictured){ choice->picture, words };
  return (Slot){ .draw = pictured_draw, .data = pictured };
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
      .slot = choice_slot(asked, &choices[i]),
      .value = choices[i].value,
      .hint = choice_hint(asked, &choices[i]),
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

void
ask_draw(const Asked *asked)
{
  static void (*const draw[])(const Asked *asked) = {
    [ASK_TEXT] = line_draw,      [ASK_LONG] = long_draw,     [ASK_EMAIL] = line_draw,
    [ASK_PHONE] = line_draw,     [ASK_NUMBER] = line_draw,   [ASK_DATE] = date_draw,
    [ASK_ONE_OF] = choices_draw, [ASK_SELECT] = select_draw, [ASK_ANY_OF] = choices_draw,
    [ASK_YES] = yes_draw,        [ASK_FILE] = file_draw,
  };
  Page *page = asked->page;
  const bool is_row = lang_is_easy_read(page->lang) && !asked->only_if;

  if (is_row) {
    html(page, "<div class=\"ct-picture-row ct-picture-row--asks\">\n");
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
bool
ask_is_below_a_choice(const Asked *asked)
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
bool
ask_has_choices(const Asked *asked)
{
  const Question *question = asked->question;

  return (question->kind != ASK_ONE_OF && question->kind != ASK_SELECT &&
          question->kind != ASK_ANY_OF) ||
         question_choices(question, asked->page->arena, asked->data)->value;
}
