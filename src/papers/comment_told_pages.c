/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For organisers: whose words about a paper were answered, and no mail tells them. */
#include "papers/comment_pages.h"
#include "papers/comment_told.h"

#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/waiting.h"

#define FIELD_ANSWERED "answered" /* when: whoever saw an older answer is told */

static void
draw_words(Page *page, void *data)
{
  const AnswerToTell *one = data;

  ui_paragraph(page, .text = tr(page, N_("What they said")), .is_strong = true);
  ui_person_lines(page, one->words);
}

static void
put_to_tell(Page *page, const AnswerToTell *one)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = tr_fill(page, N_("Tell {name}"), "name", one->name, NULL),
               .spoken = one->paper_title, .title_level = 2,
               .picture = one->reach == REACH_POST ? "letter" : "phone");
  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, reach_to_tell_in_words(page, one->reach));
  ui_list_item(page, one->paper_title);
  ui_list_close(page);
  ui_inset_text(page, .draw = draw_words, .data = (void *)one);
  ui_paragraph(page, .text = tr(page, N_("The answer")), .is_strong = true);
  ui_person_lines(page, one->answer);
  if (*one->did) {
    ui_paragraph(page, .text = tr(page, N_("What we did")), .is_strong = true);
    ui_person_lines(page, one->did);
  }
  form_button(page, .action = comment_path(r, one->comment_id, "/told"), .name = FIELD_ANSWERED,
              .value =
                  arena_format(request_arena(r), "%" G_GINT64_FORMAT, (gint64)one->answered_at_us),
              .button = tr(page, N_("I told them")), .spoken = one->name, .is_secondary = true);
  ui_card_close(page);
}

static void
show_to_tell(Request *r)
{
  const AnswerToTell *list =
      comment_answers_to_tell(request_txn(r), request_arena(r), request_viewer(r)->member_id);
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Who is still to be told an answer")),
                      .lead = lang_text(request_lang(r), N_("They said something about a paper. It"
                                                            " is answered, and no mail tells"
                                                            " them.")),
                      .picture = "megaphone",
                      .back = "/papers",
                      .section = "/papers" });

  if (!list->comment_id)
    ui_paragraph(page, .text = tr(page, N_("Everybody was told.")));
  for (; list->comment_id; list++)
    put_to_tell(page, list);
  page_close(page);
}

static void
mark_told(Request *r)
{
  const Paper *paper = NULL;
  const Comment *comment = find_readable_comment(r, &paper);
  gint64 answered_at_us = 0;

  if (!comment)
    return;
  g_ascii_string_to_signed(answers_text(request_answers(r), FIELD_ANSWERED), 10, 0, G_MAXINT64,
                           &answered_at_us, NULL);
  comment_answer_mark_told(request_txn(r), request_act(r), comment->id, answered_at_us,
                           request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    show_to_tell(r);
  else
    reply_redirect_saying(r, "/comments/to-tell", N_("It is noted that they know"), NULL);
}

const Waiting *
comment_answers_waiting(Request *r)
{
  const Lang *lang = request_lang(r);
  Waiting *rows = arena_new_of(request_arena(r), Waiting, 2);

  if (!may_organise(r) ||
      !comment_answers_to_tell(request_txn(r), request_arena(r), request_viewer(r)->member_id)
           ->comment_id)
    return NULL;
  rows[0] = (Waiting){
    .title = lang_text(lang, N_("Somebody is to be told the answer to what they said")),
    .words = lang_text(lang, N_("It was about a paper, and no mail reaches them.")),
    .button = lang_text(lang, N_("Who is still to be told an answer")),
    .href = "/comments/to-tell",
    .urgency = WAITS_FOR_US,
  };
  return rows;
}

const Route comment_told_routes[] = {
  { "GET", "/comments/to-tell", may_organise, show_to_tell },
  { "POST", "/comments/:comment/told", may_organise, mark_told },
  ROUTES_END,
};
