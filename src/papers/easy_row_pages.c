/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One row of an Easy Read, or a heading: keeping it, taking it away. Two people may write at once:
 * whoever comes second sees both, and says what is to be done. */
#include "papers/easy_row_form_pages.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* ---- keeping ---- */

static void
link_pieces(const RowForm *form, EasyRow *row)
{
  Request *r = form->r;
  Answers *answers = request_answers(r);

  for (int i = 0; i < (int)form->draft->pieces->len; i++) {
    const PaperPiece *piece = form->draft->pieces->pdata[i];

    if (!answers_have(answers, "says", easy_piece_value(request_arena(r), piece)))
      continue;
    if (row->link_count == EASY_LINKS_MAX) {
      refuse(request_refusals(r), "says", N_("Choose 20 at most"));
      return;
    }
    row->links[row->link_count++] = easy_link_to(piece);
  }
}

/* The form keeps it on one line, and "](" ends what a picture shows. */
static char *
one_line(const char *words)
{
  g_auto(GStrv) parts = g_strsplit(words, "](", -1);
  char *line = g_strjoinv("] (", parts);

  g_strdelimit(line, "\n\r", ' ');
  return g_strstrip(line);
}

static EasyRow *
row_from_answers(const RowForm *form, const char *picture)
{
  Answers *answers = request_answers(form->r);
  EasyRow *row = g_new0(EasyRow, 1);

  if (form->is_heading) {
    row->heading = g_strdup(answers_text(answers, "heading"));
    return row;
  }
  row->picture = g_strdup(picture);
  row->alt = one_line(answers_text(answers, "alt"));
  for (int i = 0; i < EASY_SENTENCES_MAX; i++)
    if (*answers_text(answers, row_form_sentence(i)))
      row->sentences[row->sentence_count++] = g_strdup(answers_text(answers, row_form_sentence(i)));
  link_pieces(form, row);
  return row;
}

/* Where the new row goes: behind the row it was made for, wherever that is now. */
static int
new_place(const RowForm *form)
{
  const char *mark = answers_text(request_answers(form->r), FIELD_MARK);
  const int before = *mark ? easy_draft_find(form->draft, form->asked - 1, mark) : form->asked - 1;

  return before >= 0 || form->asked == 0 ? before + 1 : form->asked;
}

/* -1: somebody changed the row meanwhile, and nobody has said yet what is to be done. */
static int
place_to_replace(const RowForm *form)
{
  const Answers *answers = request_answers(form->r);
  const char *now = answers_text(answers, FIELD_NOW);

  if (form->place >= 0)
    return form->place;
  if (strcmp(answers_text(answers, FIELD_CLASH), "replace") == 0 && *now)
    return easy_draft_find(form->draft, form->asked, now);
  return -1;
}

static void
lead_on(const RowForm *form, int place)
{
  Request *r = form->r;
  const int64_t id = form->draft->paper->id;
  const char *then = answers_text(request_answers(r), FIELD_THEN);

  if (strcmp(then, "picture") == 0)
    reply_redirect(r, easy_row_path(r, id, place, "/picture"));
  else if (strcmp(then, "next") == 0 && row_form_has_next(form))
    reply_redirect(r, arena_format(request_arena(r), "%s?says=%d", easy_path(r, id, "rows/new"),
                                   easy_draft_next_unsaid(form->draft, form->from_piece + 1) + 1));
  else
    reply_redirect(r, easy_row_anchor(r, id, place));
}

/* Which row it becomes; -1: refused. */
static int
put_in(const RowForm *form, EasyDraft *draft)
{
  const bool is_added =
      form->is_new || strcmp(answers_text(request_answers(form->r), FIELD_CLASH), "after") == 0;
  const int place = is_added ? -1 : place_to_replace(form);

  if (!is_added && place < 0) {
    refuse(request_refusals(form->r), "",
           N_("Somebody else changed this row meanwhile. Nothing is lost: you see both. Say what"
              " is to be done"));
    return -1;
  }

  const EasyRow *old = place >= 0 ? draft->easy->rows->pdata[place] : NULL;
  g_autoptr(EasyRow) row = row_from_answers(form, old ? old->picture : NULL);

  if (refusals_count(request_refusals(form->r)) > 0)
    return -1;
  if (place >= 0) {
    easy_draft_replace(draft, place, g_steal_pointer(&row));
    return place;
  }

  const int at = form->is_new ? new_place(form) : MIN(form->asked + 1, (int)draft->easy->rows->len);

  easy_draft_insert(draft, at, g_steal_pointer(&row));
  return at;
}

static void
keep_row(RowForm *form, EasyDraft *draft)
{
  Request *r = form->r;
  Refusals *refusals = request_refusals(r);
  int place = -1;

  /* Unchanged rows and pieces are needed for drawing it again, so another draft is changed. */
  if (questions_check(row_form_questions(form), request_answers(r), form, refusals))
    place = put_in(form, draft);
  if (place >= 0)
    easy_draft_keep(request_txn(r), request_act(r), draft, refusals);
  if (refusals_count(refusals) == 0) {
    lead_on(form, place);
    return;
  }
  form->is_clash = place < 0 && !form->is_new && place_to_replace(form) < 0;
  row_form_draw(form);
}

/* ---- routes ---- */

/* From the form, or from the address that leads to it. */
static const char *
asked_text(Request *r, const char *field)
{
  return request_is_post(r) ? answers_text(request_answers(r), field) : request_query(r, field + 1);
}

/* "after" counts rows from 1: behind that one; "says" a piece. -1: none. */
static int
asked_number(Request *r, const char *field, int most)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned(asked_text(r, field), 10, 0, (guint64)most, &number, NULL))
    return -1;
  return (int)number;
}

static RowForm
new_row_form(Request *r, const EasyDraft *draft)
{
  const int count = (int)draft->easy->rows->len;
  RowForm form = { .r = r, .draft = draft, .place = -1, .is_new = true };

  form.is_heading = strcmp(asked_text(r, FIELD_KIND), "heading") == 0;
  form.from_piece = asked_number(r, FIELD_SAYS, (int)draft->pieces->len) - 1;
  form.from_piece = MAX(form.from_piece, -1);
  form.asked = asked_number(r, FIELD_AFTER, EASY_ROWS_MAX);
  if (form.asked < 0)
    form.asked = form.from_piece >= 0 ? easy_draft_place_for(draft, form.from_piece) : count;
  return form;
}

static RowForm
old_row_form(Request *r, const EasyDraft *draft)
{
  const char *mark = answers_text(request_answers(r), FIELD_MARK);
  RowForm form = { .r = r, .draft = draft, .asked = easy_row_in_path(r), .from_piece = -1 };

  form.place = request_is_post(r) ? easy_draft_find(draft, form.asked, mark) : form.asked;
  if (form.place >= (int)draft->easy->rows->len)
    form.place = -1;
  /* Of a row that is gone the boxes say what it was. */
  form.is_heading = row_form_row(&form) ? row_form_row(&form)->heading != NULL
                                        : *answers_text(request_answers(r), "heading") != '\0';
  return form;
}

static void
do_row(Request *r, RowForm (*make)(Request *r, const EasyDraft *draft), bool is_kept)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);
  RowForm form = make(r, draft);

  easy_draft_want_hints(request_txn(r), draft);
  if (!form.is_new && (form.asked < 0 || (!request_is_post(r) && form.place < 0))) {
    reply_not_found(r);
  } else if (is_kept) {
    g_autoptr(EasyDraft) changed = easy_draft_open(paper);

    keep_row(&form, changed);
  } else {
    row_form_draw(&form);
  }
}

static void
show_new_row(Request *r)
{
  do_row(r, new_row_form, false);
}

static void
add_row(Request *r)
{
  do_row(r, new_row_form, true);
}

static void
show_row(Request *r)
{
  do_row(r, old_row_form, false);
}

static void
change_row(Request *r)
{
  do_row(r, old_row_form, true);
}

/* Asks first: a row is soon pressed away, and was work. */
static void
show_take_away(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);
  const int place = easy_row_in_path(r);
  char print[EASY_PRINT_LEN + 1];

  if (place < 0 || place >= (int)draft->easy->rows->len) {
    reply_not_found(r);
    return;
  }
  easy_row_print(draft->easy->rows->pdata[place], print);

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Take this row away?")),
                                .back = easy_row_anchor(r, paper->id, place),
                                .section = "/papers" });

  put_easy_row(page, draft->easy->rows->pdata[place]);
  if (draft->easy->rows->len == 1 && draft->easy->title)
    ui_paragraph(page, .text = tr(page, N_("It is the last row. The title goes with it.")));
  form_button(page, .action = easy_row_path(r, paper->id, place, "/away"), .name = FIELD_MARK,
              .value = print, .button = tr(page, N_("Take it away")), .is_warning = true);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("No, keep it")), .is_large = true,
          .href = easy_row_anchor(r, paper->id, place));
  ui_paragraph_close(page);
  page_close(page);
}

const Route easy_row_routes[] = {
  { "GET", "/papers/:paper/easy/rows/new", may_organise, show_new_row },
  { "POST", "/papers/:paper/easy/rows/new", may_organise, add_row },
  { "GET", "/papers/:paper/easy/rows/:row", may_organise, show_row },
  { "POST", "/papers/:paper/easy/rows/:row", may_organise, change_row },
  { "GET", "/papers/:paper/easy/rows/:row/away", may_organise, show_take_away },
  ROUTES_END,
};
