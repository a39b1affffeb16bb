/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read of a paper as it is written: the rows one below the other, and what no row says
 * yet. One row: easy_row_pages.c; the title, and all rows as text: easy_text_pages.c. */
#include "papers/easy_pages.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/pictures.h"

#include <string.h>

enum {
  ROWS_A_PAGE = 20,
  EASY_ROWS_A_PAGE = 6,
  UNSAID_SHOWN = 12,
  WORDS_SHOWN = 160,
  HARD_SHOWN = 50
};

/* ---- one row among the others ---- */

static void
put_action(Page *page, const EasyDraft *draft, int place, const char *what, const char *words)
{
  Request *r = page_request(page);
  char print[EASY_PRINT_LEN + 1];

  easy_row_print(draft->easy->rows->pdata[place], print);
  form_button(page, .action = easy_row_path(r, draft->paper->id, place, what), .name = FIELD_MARK,
              .value = arena_text(request_arena(r), print), .button = words, .is_secondary = true,
              .spoken = tr_fill(page, N_("row {number}"), "number",
                                arena_format(request_arena(r), "%d", place + 1), NULL));
}

static void
put_row_link(Page *page, int place, const char *href, const char *words)
{
  Arena *arena = request_arena(page_request(page));

  ui_link(page, .text = words, .href = href,
          .spoken = tr_fill(page, N_("row {number}"), "number",
                            arena_format(arena, "%d", place + 1), NULL));
}

static void
put_row_actions(Page *page, const EasyDraft *draft, int place)
{
  Request *r = page_request(page);
  const int64_t id = draft->paper->id;
  const bool is_heading = ((EasyRow *)draft->easy->rows->pdata[place])->heading;

  ui_actions_open(page);
  if (draft->found->rows[place].is_out_of_date)
    put_action(page, draft, place, "/right", tr(page, N_("Still right")));
  put_row_link(page, place, easy_row_path(r, id, place, ""),
               is_heading ? tr(page, N_("Change this heading")) : tr(page, N_("Change this row")));
  put_row_link(
      page, place,
      arena_format(request_arena(r), "%s?after=%d", easy_path(r, id, "rows/new"), place + 1),
      tr(page, N_("Put a row after it")));
  put_row_link(page, place, easy_row_path(r, id, place, "/away"), tr(page, N_("Take it away")));
  if (place > 0)
    put_action(page, draft, place, "/up", tr(page, N_("Move up")));
  if (place + 1 < (int)draft->easy->rows->len)
    put_action(page, draft, place, "/down", tr(page, N_("Move down")));
  ui_actions_close(page);
}

/* What the row says of the full paper, short, beside it. */
static void
put_said(Page *page, const EasyDraft *draft, int place)
{
  Arena *arena = request_arena(page_request(page));
  const EasyRow *row = draft->easy->rows->pdata[place];
  const RowFound *found = &draft->found->rows[place];

  put_easy_hints(page, draft, row);
  for (int l = 0; l < row->link_count; l++) {
    const LinkFound *link = &found->links[l];
    const char *words =
        link->piece < 0 ? NULL : ((PaperPiece *)draft->pieces->pdata[link->piece])->words;
    const char *short_text = words ? short_words(arena, words, WORDS_SHOWN) : NULL;

    if (link->state == SAYS_GONE)
      ui_paragraph(page, .text = tr(page, N_("The words that this row says are no longer in the"
                                             " paper.")));
    else
      ui_paragraph(page, .is_quiet = true,
                   .text = tr_fill(page,
                                   link->state == SAYS_CHANGED ? N_("The paper says now: “{words}”")
                                                               : N_("The paper says: “{words}”"),
                                   "words", short_text, NULL));
  }
}

static void
put_row(Page *page, const EasyDraft *draft, const PaperPictures *shown, int place)
{
  Arena *arena = request_arena(page_request(page));
  const EasyRow *row = draft->easy->rows->pdata[place];

  ui_card_open(page, .id = arena_format(arena, "row-%d", place + 1));
  if (draft->found->rows[place].is_out_of_date)
    ui_tag(page, .text = tr(page, N_("Out of date")), .classes = "govuk-tag--yellow");
  ui_columns_open(page);
  put_found_row(page, row, shown);
  ui_columns_next(page);
  put_said(page, draft, place);
  ui_columns_close(page);
  put_row_actions(page, draft, place);
  ui_card_close(page);
}

/* ---- what no row says yet ---- */

static void
put_unsaid(Page *page, const EasyDraft *draft)
{
  Request *r = page_request(page);
  Arena *arena = request_arena(r);
  int shown = 0;

  if (draft->found->unsaid_count == 0)
    return;
  ui_heading(page, 2,
             draft->easy->rows->len > 0 ? tr(page, N_("What no row says yet"))
                                        : tr(page, N_("One row for each paragraph")));
  ui_paragraph(page, .text = tr(page, N_("Easy Read says the main things. You do not have to say"
                                         " everything.")));
  ui_list_open(page, LIST_RULED);
  for (int i = easy_draft_next_unsaid(draft, 0); i >= 0 && shown < UNSAID_SHOWN;
       i = easy_draft_next_unsaid(draft, i + 1), shown++) {
    const PaperPiece *piece = draft->pieces->pdata[i];

    ui_list_item_open(page);
    ui_person(page, short_words(arena, piece->words, WORDS_SHOWN));
    ui_line_break(page);
    ui_link(page, .text = tr(page, N_("Write a row for this")), .is_large = true,
            .spoken = short_words(arena, piece->words, 40),
            .href = arena_format(arena, "%s?says=%d", easy_path(r, draft->paper->id, "rows/new"),
                                 i + 1));
    ui_list_item_close(page);
  }
  ui_list_close(page);
  if (draft->found->unsaid_count > shown)
    ui_paragraph(page, .text = tr_count(page, "And {count} more part of the paper.",
                                        "And {count} more parts of the paper.",
                                        draft->found->unsaid_count - shown));
}

/* ---- what people said ---- */

static void
put_hard(Page *page, const Paper *paper, const EasyHard *hard)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  if (!hard->id)
    return;
  ui_heading(page, 2, tr(page, N_("This was hard to understand")));
  ui_paragraph(page, .text = tr(page, N_("People told you, so that you can make it easier. Take an"
                                         " answer out when you are done.")));
  for (; hard->id; hard++) {
    ui_card_open(page, .title = NULL);
    if (*hard->words)
      ui_person_lines(page, hard->words);
    else
      ui_paragraph(page, .text = tr(page, N_("Somebody found all of it hard.")));
    if (*hard->name)
      ui_paragraph(page, .is_quiet = true, .text = hard->name);
    form_button(page, .is_secondary = true, .button = tr(page, N_("Take this answer out")),
                .action = arena_format(request_arena(r), "%s/%s/done",
                                       easy_path(r, paper->id, "hard"), id_to_text(hard->id, id)));
    ui_card_close(page);
  }
}

static void
put_organisers_checks(Page *page, const Paper *paper, const EasyCheck *checks)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_heading(page, 2, tr(page, N_("Checked by people who use Easy Read")));
  for (; checks->id; checks++) {
    put_easy_check(page, checks);
    form_button(page, .is_secondary = true, .button = tr(page, N_("Take this out")),
                .spoken = *checks->who ? checks->who : tr(page, N_("somebody")),
                .action =
                    arena_format(request_arena(r), "%s/%s/remove",
                                 easy_path(r, paper->id, "checks"), id_to_text(checks->id, id)));
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Write down who checked it")), .is_large = true,
          .href = easy_path(r, paper->id, "checks"));
  ui_paragraph_close(page);
}

/* ---- the page ---- */

static void
put_ends(Page *page, const EasyDraft *draft)
{
  Request *r = page_request(page);
  Arena *arena = request_arena(r);
  const guint count = draft->easy->rows->len;
  const char *new_path = easy_path(r, draft->paper->id, "rows/new");

  ui_button_group_open(page);
  ui_button_link(page,
                 .text = count > 0 ? tr(page, N_("Put a row at the end"))
                                   : tr(page, N_("Write the first row")),
                 .href = arena_format(arena, "%s?after=%u", new_path, count));
  if (count > 0)
    ui_button_link(page, .text = tr(page, N_("Put a heading at the end")), .is_secondary = true,
                   .href = arena_format(arena, "%s?kind=heading&after=%u", new_path, count));
  ui_button_group_close(page);
}

static void
put_other_ways(Page *page, const EasyDraft *draft)
{
  Request *r = page_request(page);
  const int64_t id = draft->paper->id;

  ui_heading(page, 2, tr(page, N_("More")));
  ui_list_open(page, LIST_RULED);
  if (draft->easy->rows->len > 0) {
    ui_list_item_open(page);
    ui_link(page, .text = tr(page, N_("Look at it as it is read")), .is_large = true,
            .href = arena_format(request_arena(r), "%s/easy", paper_path(r, id)));
    ui_list_item_close(page);
  }
  if (draft->easy->rows->len > 0) {
    ui_list_item_open(page);
    ui_link(page, .text = tr(page, N_("Change the title")), .is_large = true,
            .href = easy_path(r, id, "title"));
    ui_list_item_close(page);
  }
  ui_list_item_open(page);
  ui_link(page, .text = tr(page, N_("Write all rows as text")), .is_large = true,
          .href = easy_path(r, id, "text"));
  ui_list_item_close(page);
  ui_list_close(page);
}

static void
put_rows(Page *page, const EasyDraft *draft, int first, int a_page)
{
  Request *r = page_request(page);
  Arena *arena = request_arena(r);
  const int count = (int)draft->easy->rows->len;
  const char *path = easy_path(r, draft->paper->id, "change");
  const PaperPictures shown = pictures_in_rows(request_txn(r), arena, draft->easy);

  for (int i = first; i < MIN(first + a_page, count); i++)
    put_row(page, draft, &shown, i);
  ui_page_links(
      page, first > 0 ? arena_format(arena, "%s?row=%d", path, MAX(first - a_page, 0) + 1) : NULL,
      first + a_page < count ? arena_format(arena, "%s?row=%d", path, first + a_page + 1) : NULL);
}

/* The row that is asked for stands on the page. */
static int
first_row(Request *r, int count, int a_page)
{
  guint64 row = 1;

  if (!g_ascii_string_to_unsigned(request_query(r, "row"), 10, 1, EASY_ROWS_MAX, &row, NULL))
    row = 1;
  return MIN((int)row - 1, MAX(count - 1, 0)) / a_page * a_page;
}

static void
draw_editor(Request *r, const EasyDraft *draft)
{
  const int a_page = lang_is_easy_read(request_lang(r)) ? EASY_ROWS_A_PAGE : ROWS_A_PAGE;
  const Paper *paper = draft->paper;
  const EasyCheck *checks = easy_checks_list(request_txn(r), request_arena(r), paper);
  const EasyHard *hard = easy_hard_list(request_txn(r), request_arena(r), paper->id, HARD_SHOWN);
  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("Write the Easy Read")),
                   .picture = "books",
                   .lead = lang_text(request_lang(r),
                                     N_("One idea a row. Write it with people who use Easy Read.")),
                   .back = paper_path(r, paper->id),
                   .section = "/papers",
                   .is_wide = true });

  if (paper->is_change ||
      (paper->is_sent && *paper->easy_source && !easy_rows_came_late(request_txn(r), paper)))
    ui_inset_text(page, .text = tr(page, N_("This paper was sent. People go on reading the Easy"
                                            " Read that they have, until you send the change.")));
  if (draft->found->out_of_date_count > 0)
    ui_inset_text(page, .text = tr_count(page, "{count} row of the Easy Read may be out of date",
                                         "{count} rows of the Easy Read may be out of date",
                                         draft->found->out_of_date_count));
  put_hard(page, paper, hard);
  if (draft->easy->title)
    ui_heading(page, 2, draft->easy->title);
  put_rows(page, draft, first_row(r, (int)draft->easy->rows->len, a_page), a_page);
  put_ends(page, draft);
  put_unsaid(page, draft);
  put_other_ways(page, draft);
  if (draft->easy->rows->len > 0)
    put_organisers_checks(page, paper, checks);
  page_close(page);
}

static void
show_editor(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);

  easy_draft_want_hints(request_txn(r), draft);
  draw_editor(r, draft);
}

/* ---- what the buttons of a row do ---- */

static int
do_to_row(EasyDraft *draft, int place, const char *what)
{
  if (strcmp(what, "up") == 0 || strcmp(what, "down") == 0)
    return easy_draft_move(draft, place, *what == 'u' ? -1 : 1);
  if (strcmp(what, "right") == 0)
    easy_row_accept(draft->easy->rows->pdata[place], &draft->found->rows[place], draft->pieces);
  else
    easy_draft_remove(draft, place);
  return place;
}

static void
act_on_row(Request *r)
{
  static const char *const known[] = { "up", "down", "right", "away", NULL };
  const char *what = request_text_in_path(r, "what");
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;
  if (!g_strv_contains(known, what)) {
    reply_not_found(r);
    return;
  }

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);
  const int place =
      easy_draft_find(draft, easy_row_in_path(r), answers_text(request_answers(r), FIELD_MARK));

  if (place < 0) {
    reply_redirect_saying(r, easy_path(r, paper->id, "change"),
                          N_("Somebody else changed this row, so nothing was done. Look at it"
                             " again"),
                          NULL);
    return;
  }

  const int now = do_to_row(draft, place, what);

  easy_draft_keep(request_txn(r), request_act(r), draft, request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0) {
    g_autoptr(EasyDraft) unchanged = easy_draft_open(paper);

    draw_editor(r, unchanged);
  } else if (strcmp(what, "away") == 0) {
    reply_redirect_saying(r, easy_path(r, paper->id, "change"), N_("The row is taken away"), NULL);
  } else {
    reply_redirect(r, easy_row_anchor(r, paper->id, now));
  }
}

const Route easy_edit_routes[] = {
  { "GET", "/papers/:paper/easy/change", may_organise, show_editor },
  { "POST", "/papers/:paper/easy/rows/:row/:what", may_organise, act_on_row },
  ROUTES_END,
};
