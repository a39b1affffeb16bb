/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Drawing the form of one row of an Easy Read. */
#include "papers/easy_row_form_pages.h"

#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { PIECES_SHOWN = 60, WORDS_SHOWN = 160, SAYS_SHOWN = 900 };

const EasyRow *
row_form_row(const RowForm *form)
{
  return form->place >= 0 ? form->draft->easy->rows->pdata[form->place] : NULL;
}

/* ---- which pieces of the paper it says ---- */

const char *
easy_piece_value(Arena *arena, const PaperPiece *piece)
{
  return arena_format(arena, "%d+%d=%s", piece->number, piece->more, piece->print);
}

static bool
is_linked(const RowForm *form, int piece)
{
  const EasyRow *row = row_form_row(form);

  if (piece == form->from_piece)
    return true;
  for (int l = 0; row && l < row->link_count; l++)
    if (form->draft->found->rows[form->place].links[l].piece == piece)
      return true;
  return false;
}

/* Of a long paper those around what the row says. */
static int
first_shown(const RowForm *form)
{
  const int count = (int)form->draft->pieces->len;
  int middle = 0;

  while (middle < count && !is_linked(form, middle))
    middle++;
  if (middle == count) { /* it says nothing: around what the row before it says */
    const int before = form->is_new ? form->asked - 1 : form->place - 1;

    middle = 0;
    for (int r = 0; r <= before && r < (int)form->draft->easy->rows->len; r++)
      for (int l = 0; l < EASY_LINKS_MAX; l++)
        middle = MAX(middle, form->draft->found->rows[r].links[l].piece);
  }
  return CLAMP(middle - PIECES_SHOWN / 3, 0, MAX(count - PIECES_SHOWN, 0));
}

static const char *
part_words(const RowForm *form, const char *heading)
{
  g_autofree char *words = lang_fill(lang_text(request_lang(form->r), N_("Under “{heading}”")),
                                     "heading", heading, NULL);

  return arena_text(request_arena(form->r), words);
}

static const Choice *
piece_choices(Arena *arena, void *data)
{
  const RowForm *form = data;
  const int count = (int)form->draft->pieces->len, first = first_shown(form);
  Choice *choices = arena_new_of(arena, Choice, count + 1);
  const char *heading = "";
  int at = 0;

  for (int i = 0; i < count; i++) {
    const PaperPiece *piece = form->draft->pieces->pdata[i];
    const bool is_new_part = strcmp(piece->heading, heading) != 0;

    if ((i < first || i >= first + PIECES_SHOWN) && !is_linked(form, i))
      continue;
    heading = piece->heading;
    choices[at++] = (Choice){ .value = easy_piece_value(arena, piece),
                              .label = short_words(arena, piece->words, WORDS_SHOWN),
                              .hint = is_new_part && *heading ? part_words(form, heading) : NULL };
  }
  choices[at] = (Choice){ .value = NULL };
  return choices;
}

/* ---- the questions ---- */

static const Question row_questions[] = {
  { .name = "sentence_1",
    .kind = ASK_TEXT,
    .picture = "write",
    .max_length = EASY_SENTENCE_LEN_MAX,
    .label = N_("First sentence"),
    .hint = N_("One idea. About 10 to 15 words"),
    .missing = N_("Write one short sentence"),
    .is_needed = true },
  { .name = "sentence_2",
    .kind = ASK_TEXT,
    .picture = "write",
    .max_length = EASY_SENTENCE_LEN_MAX,
    .label = N_("Second sentence (you can leave this empty)") },
  { .name = "sentence_3",
    .kind = ASK_TEXT,
    .picture = "write",
    .max_length = EASY_SENTENCE_LEN_MAX,
    .label = N_("Third sentence (you can leave this empty)") },
  { .name = "alt",
    .kind = ASK_TEXT,
    .picture = "look",
    .max_length = EASY_SENTENCE_LEN_MAX,
    .label = N_("What does the picture show?"),
    .hint = N_("For people who cannot see it. Leave this empty if the sentences say the same") },
  { .name = "says",
    .kind = ASK_ANY_OF,
    .picture = "file",
    .choices_from = piece_choices,
    .label = N_("Which words of the paper does this row say?"),
    .hint = N_("When these words change, we tell you to look at the row again. You can leave this"
               " empty") },
  QUESTIONS_END,
};

static const Question heading_questions[] = {
  { .name = "heading",
    .kind = ASK_TEXT,
    .picture = "letters",
    .max_length = EASY_TITLE_MAX,
    .label = N_("The heading"),
    .missing = N_("Write the heading"),
    .is_needed = true },
  QUESTIONS_END,
};

const Question *
row_form_questions(const RowForm *form)
{
  return form->is_heading ? heading_questions : row_questions;
}

const char *
row_form_sentence(int i)
{
  return row_questions[i].name; /* the first three */
}

/* What stands in the boxes of a form that nobody has filled in. */
static void
fill_in(const RowForm *form)
{
  Answers *answers = request_answers(form->r);
  const EasyRow *row = row_form_row(form);

  if (request_is_post(form->r))
    return;
  if (row && row->heading)
    answers_set(answers, "heading", row->heading);
  for (int i = 0; row && i < row->sentence_count; i++)
    answers_set(answers, row_form_sentence(i), row->sentences[i]);
  if (row && row->alt)
    answers_set(answers, "alt", row->alt);
  for (int i = 0; i < (int)form->draft->pieces->len; i++) {
    const char *value =
        is_linked(form, i) ? easy_piece_value(request_arena(form->r), form->draft->pieces->pdata[i])
                           : NULL;

    if (value)
      answers_add(answers, "says", value, strlen(value));
  }
}

/* ---- the page ---- */

static void
put_says(Page *page, const RowForm *form)
{
  Arena *arena = request_arena(form->r);
  bool is_first = true;

  for (int i = 0; i < (int)form->draft->pieces->len; i++) {
    const PaperPiece *piece = form->draft->pieces->pdata[i];

    if (!is_linked(form, i))
      continue;
    if (is_first)
      ui_heading(page, 2, tr(page, N_("What the paper says")));
    is_first = false;
    ui_inset_text(page, .text = short_words(arena, piece->words, SAYS_SHOWN));
  }
}

static void
put_hints(Page *page, const RowForm *form)
{
  const EasyRow *row = row_form_row(form);

  if (row && !row->heading)
    put_easy_hints(page, form->draft, row);
}

static void
put_out_of_date(Page *page, const RowForm *form)
{
  const EasyRow *row = row_form_row(form);
  const RowFound *found = row ? &form->draft->found->rows[form->place] : NULL;
  bool is_gone = false, is_changed = false;

  for (int l = 0; row && l < row->link_count; l++) {
    is_gone |= found->links[l].state == SAYS_GONE;
    is_changed |= found->links[l].state == SAYS_CHANGED;
  }
  if (is_changed)
    ui_warning_text(page, .text = tr(page, N_("The words of the paper changed after this row was"
                                              " written. Look if the row is still right.")));
  if (is_gone)
    ui_warning_text(page, .text = tr(page, N_("The words that this row says are no longer in the"
                                              " paper.")));
}

/* The row as somebody else left it; the words typed stand in the boxes below. */
static void
put_clash(Page *page, const RowForm *form)
{
  const GPtrArray *rows = form->draft->easy->rows;

  if (form->asked < (int)rows->len) {
    ui_heading(page, 2, tr(page, N_("The row as it is now")));
    put_easy_row(page, rows->pdata[form->asked]);
  }
  ui_heading(page, 2, tr(page, N_("Your row")));
}

static void
put_picture(Page *page, const RowForm *form)
{
  const EasyRow *row = row_form_row(form);

  if (!row || !row->picture)
    return;
  ui_heading(page, 2, tr(page, N_("The picture")));
  ui_large_picture(page, row->picture, row->alt);
}

static void
put_button(Page *page, const char *name, const char *value, const char *words, bool is_secondary)
{
  ui_button(page, .text = words, .name = name, .value = value, .is_secondary = is_secondary);
}

static void
put_clash_buttons(Page *page, const RowForm *form)
{
  const bool is_there = form->asked < (int)form->draft->easy->rows->len;
  char print[EASY_PRINT_LEN + 1] = "";

  if (is_there)
    easy_row_print(form->draft->easy->rows->pdata[form->asked], print);
  form_hidden(page, FIELD_NOW, print);
  put_button(page, FIELD_CLASH, "after", tr(page, N_("Put mine in as a new row")), false);
  if (is_there)
    put_button(page, FIELD_CLASH, "replace", tr(page, N_("Put mine in its place")), true);
}

bool
row_form_has_next(const RowForm *form)
{
  return form->from_piece >= 0 && easy_draft_next_unsaid(form->draft, form->from_piece + 1) >= 0;
}

/* The first button is what the return key presses. Easy Read has its own page for them, where the
 * main one is drawn by the form. */
static void
put_buttons(Page *page, const RowForm *form)
{
  const bool is_stepped = lang_is_easy_read(page_lang(page)) && !form->is_heading;
  const char *keep =
      form->is_heading ? tr(page, N_("Keep this heading")) : tr(page, N_("Keep this row"));

  if (!is_stepped)
    ui_button_group_open(page);
  if (form->is_clash) {
    put_clash_buttons(page, form);
  } else {
    if (!is_stepped)
      ui_button(page, .text = keep);
    if (!form->is_heading)
      put_button(page, FIELD_THEN, "picture", tr(page, N_("Keep it and choose a picture")), true);
    if (row_form_has_next(form))
      put_button(page, FIELD_THEN, "next", tr(page, N_("Keep it and write the next one")), true);
  }
  if (!is_stepped)
    ui_button_group_close(page);
  form_close(page, is_stepped && !form->is_clash ? keep : NULL);
}

static const char *
form_title(const RowForm *form)
{
  if (form->is_heading)
    return form->is_new ? N_("A new heading") : N_("Change this heading");
  return form->is_new ? N_("A new row") : N_("Change this row");
}

static const char *
form_action(const RowForm *form)
{
  const int64_t id = form->draft->paper->id;

  return form->is_new ? easy_path(form->r, id, "rows/new")
                      : easy_row_path(form->r, id, form->asked, "");
}

/* The row that the form was made from; of a new one the row before it. */
static const char *
form_mark(const RowForm *form)
{
  const int place = form->is_new ? form->asked - 1 : form->place;
  char print[EASY_PRINT_LEN + 1] = "";

  if (request_is_post(form->r))
    return answers_text(request_answers(form->r), FIELD_MARK);
  if (place >= 0 && place < (int)form->draft->easy->rows->len)
    easy_row_print(form->draft->easy->rows->pdata[place], print);
  return arena_text(request_arena(form->r), print);
}

void
row_form_draw(RowForm *form)
{
  Request *r = form->r;
  const int64_t id = form->draft->paper->id;

  fill_in(form);

  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), form_title(form)),
                                         .back = easy_row_anchor(r, id, MAX(form->place, 0)),
                                         .section = "/papers" });

  if (form->is_clash)
    put_clash(page, form);
  put_out_of_date(page, form);
  put_says(page, form);
  put_picture(page, form);
  put_hints(page, form);
  form_open(page, form_action(form));
  form_hidden(page, FIELD_MARK, form_mark(form));
  if (form->is_new) {
    form_hidden(page, FIELD_AFTER, arena_format(request_arena(r), "%d", form->asked));
    form_hidden(page, FIELD_SAYS, arena_format(request_arena(r), "%d", form->from_piece + 1));
    form_hidden(page, FIELD_KIND, form->is_heading ? "heading" : "row");
  }
  form_questions(page, row_form_questions(form), form);
  put_buttons(page, form);
  page_close(page);
}
