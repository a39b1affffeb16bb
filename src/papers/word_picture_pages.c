/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Saying of a picture that came in a Word file what it shows and who said yes; and the paper's
 * part about those that wait. */
#include "papers/word_picture_pages.h"

#include "papers/picture_pages.h"
#include "papers/word_pictures.h"
#include "people/people_pages.h"
#include "ui/components.h"

#include <string.h>

static const Question say_questions[] = { PICTURE_SHOWS_QUESTIONS, PICTURE_PEOPLE_QUESTIONS,
                                          QUESTIONS_END };

/* NULL after an answer: there is none, or it was said meanwhile. */
static const OwnPicture *
find_unsaid(Request *r)
{
  const OwnPicture *picture =
      own_pictures_named(request_txn(r), request_arena(r), request_text_in_path(r, "picture"));

  if (picture && picture->unasked_paper_id && picture->state != PICTURE_FAILED)
    return picture;
  if (picture)
    reply_redirect(r, picture_path(r, picture->name, ""));
  else
    reply_not_found(r);
  return NULL;
}

static void
draw_say(Request *r, const OwnPicture *picture)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Say what it shows")),
                      .lead = lang_text(request_lang(r),
                                        N_("Then everybody sees it in the paper. If somebody in it"
                                           " did not say yes, take it away.")),
                      .back = paper_path(r, picture->unasked_paper_id),
                      .section = "/papers" });

  if (picture->state == PICTURE_READY)
    ui_photo(page, picture_path(r, picture->name, "/file"), picture_title(r, picture));
  form_draw(page, .action = picture_path(r, picture->name, "/say"), .questions = say_questions,
            .data = r, .button = tr(page, N_("Show it in the paper")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Take it away")),
          .href = picture_path(r, picture->name, "/take-away"), .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

static void
show_say(Request *r)
{
  const OwnPicture *picture = find_unsaid(r);

  if (!picture)
    return;
  answers_set(request_answers(r), "shows", picture->shows);
  draw_say(r, picture);
}

static void
say_picture(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const OwnPicture *old = find_unsaid(r);

  if (!old)
    return;
  questions_check(say_questions, request_answers(r), r, refusals);
  picture_check_people(r);
  if (refusals_count(refusals) == 0) {
    OwnPicture picture = picture_from_answers(r);

    picture.name = old->name;
    word_pictures_say(request_txn(r), request_act(r), &picture, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_say(r, old);
  else
    reply_redirect_saying(r, paper_path(r, old->unasked_paper_id),
                          N_("The picture is in the paper"), NULL);
}

/* ---- the paper's part ---- */

static void
put_waiting(Page *page, const OwnPicture *pictures, int count)
{
  Request *r = page_request(page);

  ui_card_open(page, .is_warm = true, .picture = "camera",
               .title = tr_count(page, "{count} picture of the Word file waits for you",
                                 "{count} pictures of the Word file wait for you", count));
  ui_paragraph(page, .text = tr(page, N_("Only organisers see them until you say what they show,"
                                         " and who said yes.")));
  ui_list_open(page, LIST_RULED);
  for (int i = 0; i < count; i++) {
    ui_list_item_open(page);
    ui_link(page,
            .text = *pictures[i].shows ? pictures[i].shows
                                       : tr_fill(page, N_("Picture {number}"), "number",
                                                 arena_format(request_arena(r), "%d", i + 1), NULL),
            .href = picture_path(r, pictures[i].name,
                                 pictures[i].state == PICTURE_FAILED ? "" : "/say"),
            .is_large = true);
    ui_list_item_close(page);
  }
  ui_list_close(page);
  ui_card_close(page);
}

/* Better said than missed when it is sent. */
static void
put_left(Page *page, int count)
{
  ui_card_open(page, .is_warm = true, .picture = "camera",
               .title = tr_count(page, "{count} picture of the Word file did not come along",
                                 "{count} pictures of the Word file did not come along", count));
  ui_paragraph(page, .text = tr(page, N_("We take 30 pictures of a Word file: JPEG, PNG, GIF and"
                                         " WebP. You can add another to our own, say what it shows"
                                         " and who said yes. Then change this paper: write the"
                                         " picture's name where “media/…” stands.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Add a picture")), .href = "/pictures/new", .is_large = true);
  ui_paragraph_close(page);
  ui_card_close(page);
}

void
put_word_pictures(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  const int left = word_pictures_left(paper->source);
  int count = 0;

  if (!strstr(paper->source, "![")) /* it shows none */
    return;

  const OwnPicture *pictures = word_pictures_waiting(request_txn(r), request_arena(r), paper->id);

  while (pictures[count].id)
    count++;
  if (count > 0)
    put_waiting(page, pictures, count);
  if (left > 0)
    put_left(page, left);
}

const Route word_picture_routes[] = {
  { "GET", "/pictures/:picture/say", may_organise, show_say },
  { "POST", "/pictures/:picture/say", may_organise, say_picture },
  ROUTES_END,
};
