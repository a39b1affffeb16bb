/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read of a paper: a page of its own, and the box where its rows are written. */
#include "papers/papers_pages.h"

#include "papers/hard_words.h"
#include "papers/reading_help.h"
#include "papers/rules.h"
#include "people/people_pages.h"
#include "press/easy_read.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/pictures.h"

#include <string.h>

static const Question easy_questions[] = {
  { .name = "rows",
    .kind = ASK_LONG,
    .picture = "books",
    .rows = 20,
    .max_length = PAPER_SOURCE_MAX,
    .is_kept_as_typed = true,
    .label = N_("The rows"),
    .hint = N_("Each row: a picture, then one to three short sentences, then an empty line.") },
  QUESTIONS_END,
};

/* ---- reading ---- */

static void
put_row(Page *page, const EasyRow *row)
{
  if (row->heading) {
    ui_heading(page, 2, row->heading);
    return;
  }

  Arena *arena = request_arena(page_request(page));
  const char *words = row->sentences[0];

  for (int i = 1; i < row->sentence_count; i++)
    words = arena_format(arena, "%s\n%s", words, row->sentences[i]);
  ui_picture_row(page, .picture = row->picture, .alt = row->alt, .text = words);
}

static void
show_easy(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  g_autofree char *problem = NULL;

  if (!paper)
    return;

  g_autoptr(EasyRead) easy = easy_read_parse(paper->easy_source, &problem);

  if (!easy) { /* nobody has written it */
    reply_not_found(r);
    return;
  }

  Page *page = page_open(r, &(PageHead){ .title = easy->title ? easy->title : paper->title,
                                         .back = paper_path(r, paper->id),
                                         .section = "/papers" });

  g_autoptr(ReadingList) list = hard_words_for_reading(request_txn(r));
  easy_explain(easy, list, format_words_for(paper->language).hard_words);
  for (guint i = 0; i < easy->rows->len; i++)
    put_row(page, g_ptr_array_index(easy->rows, i));
  page_close(page);
}

/* ---- writing ---- */

static void
put_example(Page *page, void *data)
{
  (void)data;
  ui_paragraph(page, .text = tr(page, N_("A row looks like this:")));
  ui_person_lines(page, "![A calendar](calendar)\nThe meeting is on Thursday.\nIt starts at 2.");
  ui_paragraph(page, .text = tr(page, N_("Pictures you can use:")));
  ui_list_open(page, LIST_FACTS);
  for (const Picture *picture = pictures; picture->name; picture++)
    ui_list_item(page, picture->name);
  ui_list_close(page);
}

static void
draw_easy_form(Request *r, const Paper *paper)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "rows", paper->easy_source);

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("Write the Easy Read")),
                   .picture = "books",
                   .lead = lang_text(request_lang(r),
                                     N_("One idea a row. Write it with people who use Easy Read.")),
                   .back = paper_path(r, paper->id),
                   .section = "/papers" });

  ui_details(page, .summary.text = tr(page, N_("How to write rows")), .draw = put_example);
  form_draw(page,
            .action = arena_format(request_arena(r), "%s/easy/change", paper_path(r, paper->id)),
            .questions = easy_questions, .button = tr(page, N_("Keep this and look at it")));
  page_close(page);
}

static void
show_easy_form(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (paper)
    draw_easy_form(r, paper);
}

static void
change_easy(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Paper *old = find_paper_to_change(r);

  if (!old)
    return;
  if (questions_check(easy_questions, request_answers(r), r, refusals)) {
    Paper paper = *old;

    paper.easy_source = answers_text(request_answers(r), "rows");
    papers_change(request_txn(r), request_act(r), &paper, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_easy_form(r, old);
  else
    reply_redirect(r, arena_format(request_arena(r), "%s%s", paper_path(r, old->id),
                                   *answers_text(request_answers(r), "rows") ? "/easy" : ""));
}

const Route easy_routes[] = {
  { "GET", "/papers/:paper/easy", is_signed_in, show_easy,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read a paper in Easy Read") } },
  { "GET", "/papers/:paper/easy/change", may_organise, show_easy_form },
  { "POST", "/papers/:paper/easy/change", may_organise, change_easy, .body_max = 8 * 1024 * 1024 },
  ROUTES_END,
};
