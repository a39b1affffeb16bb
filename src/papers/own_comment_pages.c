/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody said about a paper, for themself: changing it, taking it back. */
#include "papers/comment_pages.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

/* Whose own it is and who may still change it; else "not found". */
static const Comment *
find_own_comment(Request *r, const Paper **ret_paper)
{
  const Comment *comment = find_readable_comment(r, ret_paper);

  if (!comment || (comment->is_own && !comment->is_gone))
    return comment;
  reply_not_found(r);
  return NULL;
}

static void
draw_change(Request *r, const Comment *comment, const Paper *paper)
{
  if (!request_is_post(r)) {
    answers_set(request_answers(r), "words", comment->words);
    answers_set(request_answers(r), "nameless", comment->is_nameless ? "yes" : "");
  }

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("Change your words")),
                   .lead = paper->title,
                   .picture = "write",
                   .back = arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)),
                   .section = "/papers" });

  if (*comment->about)
    put_part_words(page, comment->about);
  form_draw(page, .action = comment_path(r, comment->id, "/change"), .questions = comment_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_change(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_own_comment(r, &paper);

  if (comment)
    draw_change(r, comment, paper);
}

static void
change_comment(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *paper = NULL;
  const Comment *comment = find_own_comment(r, &paper);

  if (!comment)
    return;
  if (questions_check(comment_questions, answers, r, refusals))
    comments_change(request_txn(r), request_act(r), comment->id, answers_text(answers, "words"),
                    answers_have(answers, "nameless", "yes"), refusals);
  if (refusals_count(refusals) > 0)
    draw_change(r, comment, paper);
  else
    reply_redirect_saying(r,
                          arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)),
                          N_("Your words are changed"), NULL);
}

static void
show_take_back(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_own_comment(r, &paper);

  if (!comment)
    return;

  Page *page = page_open(
      r,
      &(PageHead){ .title = lang_text(request_lang(r), N_("Take your words back?")),
                   .lead = paper->title,
                   .picture = "talk",
                   .back = arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)),
                   .section = "/papers" });

  put_part_words(page, comment->words);
  ui_paragraph(page, .text = tr(page, N_("They are deleted for good. If somebody answered, the"
                                         " answer stays.")));
  form_button(page, .action = comment_path(r, comment->id, "/take-back"),
              .button = tr(page, N_("Delete my words")));
  page_close(page);
}

static void
take_back(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment;

  if (refusals_count(request_refusals(r)) > 0) { /* an old form */
    show_take_back(r);
    return;
  }
  comment = find_own_comment(r, &paper);
  if (!comment)
    return;
  comments_take_back(request_txn(r), request_act(r), comment->id);
  reply_redirect_saying(r, arena_format(request_arena(r), "%s/comments", paper_path(r, paper->id)),
                        N_("Your words are deleted"), NULL);
}

const Route own_comment_routes[] = {
  { "GET", "/comments/:comment/change", is_signed_in, show_change,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Looked at what you said about a paper") } },
  { "POST", "/comments/:comment/change", is_signed_in, change_comment,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Changed what you said about a paper") } },
  { "GET", "/comments/:comment/take-back", is_signed_in, show_take_back,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Looked at what you said about a paper") } },
  { "POST", "/comments/:comment/take-back", is_signed_in, take_back,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Took back what you said about a paper") } },
  ROUTES_END,
};
