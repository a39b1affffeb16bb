/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read of a paper as it is written: its title, and all rows as text for who prepares it in
 * an editor. */
#include "papers/easy_pages.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/pictures.h"

#include <string.h>

/* ---- the title ---- */

static const Question title_questions[] = {
  { .name = "title",
    .kind = ASK_TEXT,
    .picture = "letters",
    .max_length = EASY_TITLE_MAX,
    .label = N_("What is the Easy Read called?"),
    .hint = N_("Leave this empty to use the name of the paper") },
  QUESTIONS_END,
};

static void
draw_title(Request *r, const EasyDraft *draft)
{
  const char *own = draft->easy->title ? draft->easy->title : "";
  char print[EASY_PRINT_LEN + 1];

  if (!request_is_post(r))
    answers_set(request_answers(r), "title", own);
  easy_print(own, print);

  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Change the title")),
                                .back = easy_path(r, draft->paper->id, "change"),
                                .section = "/papers" });

  form_open(page, easy_path(r, draft->paper->id, "title"));
  form_hidden(page, FIELD_MARK, print);
  form_questions(page, title_questions, r);
  form_close(page, tr(page, N_("Keep this title")));
  page_close(page);
}

static void
show_title(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);

  draw_title(r, draft);
}

static void
change_title(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;

  g_autoptr(EasyDraft) draft = easy_draft_open(paper);
  const char *own = draft->easy->title ? draft->easy->title : "";
  const char *title;
  char print[EASY_PRINT_LEN + 1];

  easy_print(own, print);
  if (draft->easy->rows->len == 0)
    refuse(refusals, "", N_("Write a row first"));
  if (questions_check(title_questions, request_answers(r), r, refusals) &&
      strcmp(print, answers_text(request_answers(r), FIELD_MARK)) != 0)
    refuse_with(refusals, "title",
                N_("Somebody else changed the title to “{title}” meanwhile. Keep yours, or that"
                   " one?"),
                "title", own);
  title = answers_text(request_answers(r), "title");
  if (refusals_count(refusals) == 0) {
    g_free(draft->easy->title);
    draft->easy->title = *title ? g_strdup(title) : NULL;
    easy_draft_keep(request_txn(r), request_act(r), draft, refusals);
  }
  if (refusals_count(refusals) > 0) {
    g_autoptr(EasyDraft) unchanged = easy_draft_open(paper);

    draw_title(r, unchanged);
  } else {
    reply_redirect_saying(r, easy_path(r, paper->id, "change"), N_("The title is kept"), NULL);
  }
}

/* ---- all rows as text ---- */

static const Question text_questions[] = {
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

static void
put_example(Page *page, void *data)
{
  (void)data;
  ui_paragraph(page, .text = tr(page, N_("A row looks like this:")));
  ui_person_lines(page,
                  "![A calendar](calendar)\nfrom: 3\nThe meeting is on Thursday.\nIt starts at 2.");
  ui_paragraph(page, .text = tr(page, N_("“from: 3” means: this row says paragraph 3 of the"
                                         " paper. Letters behind the number are put there by the"
                                         " program. Leave them as they are.")));
  ui_paragraph(page, .text = tr(page, N_("Pictures you can use:")));
  ui_list_open(page, LIST_FACTS);
  for (const Picture *picture = pictures; picture->name; picture++)
    ui_list_item(page, picture->name);
  ui_list_close(page);
}

static void
put_text_clash(Page *page, const Paper *paper)
{
  ui_heading(page, 2, tr(page, N_("The rows as they are now")));
  ui_person_lines(page, paper->easy_source);
  ui_heading(page, 2, tr(page, N_("Your rows")));
}

static void
draw_text(Request *r, const Paper *paper, bool is_clash)
{
  char print[EASY_PRINT_LEN + 1];

  if (!request_is_post(r))
    answers_set(request_answers(r), "rows", paper->easy_source);
  easy_print(paper->easy_source, print);

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write all rows as text")),
                      .picture = "books",
                      .lead = lang_text(request_lang(r), N_("For who prepares an Easy Read in an"
                                                            " editor.")),
                      .back = easy_path(r, paper->id, "change"),
                      .section = "/papers" });

  ui_details(page, .summary.text = tr(page, N_("How to write rows")), .draw = put_example);
  if (is_clash)
    put_text_clash(page, paper);
  form_open(page, easy_path(r, paper->id, "text"));
  form_hidden(page, FIELD_MARK, print);
  form_questions(page, text_questions, r);
  form_close(page, tr(page, N_("Keep this and look at it")));
  page_close(page);
}

static void
show_text(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (paper)
    draw_text(r, paper, false);
}

static void
change_text(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const Paper *old = find_paper_to_change(r);
  const char *mark = answers_text(request_answers(r), FIELD_MARK);
  char print[EASY_PRINT_LEN + 1];
  bool is_clash;

  if (!old)
    return;
  easy_print(old->easy_source, print);
  is_clash = strcmp(print, mark) != 0;
  if (questions_check(text_questions, request_answers(r), r, refusals) && is_clash)
    refuse(refusals, "rows",
           N_("Somebody else changed the rows meanwhile. Nothing is lost: both are below. Make"
              " yours as they should be, then keep them"));
  if (refusals_count(refusals) == 0) {
    Paper paper = *old;

    paper.easy_source = answers_text(request_answers(r), "rows");
    papers_change(request_txn(r), request_act(r), &paper, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_text(r, old, is_clash);
  else
    reply_redirect_saying(r, easy_path(r, old->id, "change"), N_("The rows are kept"), NULL);
}

const Route easy_text_routes[] = {
  { "GET", "/papers/:paper/easy/title", may_organise, show_title },
  { "POST", "/papers/:paper/easy/title", may_organise, change_title },
  { "GET", "/papers/:paper/easy/text", may_organise, show_text },
  { "POST", "/papers/:paper/easy/text", may_organise, change_text, .body_max = 8 * 1024 * 1024 },
  ROUTES_END,
};
