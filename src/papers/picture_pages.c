/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The community's own pictures: looking at them and for them, adding one, taking one away. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "papers/picture_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum {
  PICTURES_A_PAGE = 24,
  EASY_PICTURES_A_PAGE = 8,
  KEPT_SECONDS = 600, /* by a browser: then one that was taken away is gone there too */
};

const Choice picture_people_choices[] = {
  { .value = "none", .label = N_("Nobody whom one could know") },
  { .value = "yes",
    .label = N_("People, and all of them said yes"),
    .hint = N_("Ask each of them: may we show this picture in our papers?"),
    .shows = "consent" },
  { .value = "ask", .label = N_("People, and I have not asked them all") },
  { NULL },
};

static const Question new_questions[] = {
  { .name = "file",
    .kind = ASK_FILE,
    .picture = "camera",
    .label = N_("Choose a picture"),
    .hint = N_("A photograph or a drawing: JPEG, PNG, GIF or WebP, 15 MB at most. Where and when it"
               " was taken is not kept.") },
  PICTURE_SHOWS_QUESTIONS,
  PICTURE_PEOPLE_QUESTIONS,
  QUESTIONS_END,
};

static const Question change_questions[] = { PICTURE_SHOWS_QUESTIONS, QUESTIONS_END };

static const Question away_questions[] = {
  { .name = "why",
    .kind = ASK_TEXT,
    .picture = "no",
    .max_length = PICTURE_CONSENT_MAX,
    .label = N_("Why?"),
    .hint = N_("Only organisers see this. For example: somebody in it says no"),
    .missing = N_("Say why, for the other organisers"),
    .is_needed = true },
  QUESTIONS_END,
};

const char *
picture_path(Request *r, const char *name, const char *more)
{
  return arena_format(request_arena(r), "/pictures/%s%s", name, more);
}

const char *
picture_title(Request *r, const OwnPicture *picture)
{
  return *picture->shows ? picture->shows
                         : lang_text(request_lang(r), N_("A picture of a Word file"));
}

/* ---- the list ---- */

typedef struct {
  const OwnPicture *picture;
} Shown;

static void
draw_words(Page *page, void *data)
{
  const OwnPicture *picture = ((const Shown *)data)->picture;
  Request *r = page_request(page);

  ui_paragraph_open(page);
  ui_link(page, .text = picture_title(page_request(page), picture),
          .href = picture_path(r, picture->name, ""), .is_large = true);
  ui_paragraph_close(page);
  if (picture->state == PICTURE_WAITING)
    ui_tag(page, .text = tr(page, N_("Being made ready")));
  else if (picture->state == PICTURE_FAILED)
    ui_tag(page, .text = tr(page, N_("Could not be made ready")));
  else if (picture->state == PICTURE_TAKEN_AWAY)
    ui_tag(page, .text = tr(page, N_("Taken away")));
  else if (picture->unasked_paper_id)
    ui_tag(page, .text = tr(page, N_("Only organisers see it")));
  else if (*picture->credit)
    ui_paragraph(page, .text = tr_fill(page, N_("Made by {name}"), "name", picture->credit, NULL));
}

static void
put_picture(Page *page, const OwnPicture *picture)
{
  const bool is_ready = picture->state == PICTURE_READY;
  Shown shown = { picture };

  ui_picture_row(page,
                 .href = is_ready ? picture_path(page_request(page), picture->name, "/file") : NULL,
                 .draw = draw_words, .data = &shown);
}

static void
put_finder(Page *page, const char *typed)
{
  ui_finder(page, .action = "/pictures", .name = "words", .value = typed,
            .max_length = PICTURES_FIND_TEXT_MAX, .label = tr(page, N_("Find a picture")),
            .button = tr(page, N_("Find")));
}

static void
put_found(Page *page, const char *typed)
{
  Request *r = page_request(page);
  const FoundPicture *found =
      pictures_search(request_txn(r), request_arena(r), typed, PICTURES_A_PAGE);

  if (!found->name)
    ui_paragraph(page, .text = tr(page, N_("No picture has these words. Try another word.")));
  for (; found->name; found++) {
    const char *words = may_organise(r)
                            ? arena_format(request_arena(r), "%s\n%s", found->shows, found->name)
                            : found->shows;

    ui_picture_row(page, .picture = found->name, .href = found->href, .text = words);
  }
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("All of our own pictures")), .href = "/pictures",
          .is_large = true);
  ui_paragraph_close(page);
}

static void
put_list(Page *page)
{
  Request *r = page_request(page);
  const int a_page = lang_is_easy_read(request_lang(r)) ? EASY_PICTURES_A_PAGE : PICTURES_A_PAGE;
  int64_t before_id = 0;
  int shown = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const OwnPicture *pictures =
      own_pictures_list(request_txn(r), request_arena(r), may_organise(r), before_id, a_page + 1);

  if (!pictures->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet.")));
  for (; shown < a_page && pictures[shown].id; shown++)
    put_picture(page, &pictures[shown]);
  if (pictures[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "/pictures?before=%s",
                               id_to_text(pictures[shown - 1].id, id)));
  }
}

static void
show_pictures(Request *r)
{
  const char *typed = request_query(r, "words");
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Our pictures")),
                      .lead = lang_text(request_lang(r),
                                        N_("Photographs and drawings of our own, for our papers.")),
                      .picture = "camera",
                      .back = "/papers",
                      .section = "/papers" });

  if (may_organise(r))
    ui_button(page, .text = tr(page, N_("Add a picture")), .href = "/pictures/new");
  put_finder(page, typed);
  if (*typed)
    put_found(page, typed);
  else
    put_list(page);
  page_close(page);
}

/* ---- one ---- */

/* The picture of ":picture"; NULL after "not found": others than organisers see only those that are
 * ready. */
static const OwnPicture *
find_picture(Request *r)
{
  const OwnPicture *picture =
      own_pictures_named(request_txn(r), request_arena(r), request_text_in_path(r, "picture"));

  if (picture &&
      (may_organise(r) || (picture->state == PICTURE_READY && picture->unasked_paper_id == 0)))
    return picture;
  reply_not_found(r);
  return NULL;
}

static void
put_state(Page *page, const OwnPicture *picture)
{
  if (picture->unasked_paper_id && picture->state != PICTURE_FAILED)
    ui_inset_text(page, .text = tr(page, N_("It came in a Word file. Only organisers see it until"
                                            " you say what it shows, and who said yes.")));
  if (picture->state == PICTURE_WAITING)
    ui_inset_text(page, .text = tr(page, N_("We are making the picture ready. This takes a moment."
                                            " Load this page again to see it.")));
  else if (picture->state == PICTURE_FAILED && picture->problem)
    ui_inset_text(page, .text = tr_told(page, picture->problem));
  else if (picture->state == PICTURE_TAKEN_AWAY)
    ui_inset_text(page, .text = tr_fill(page, N_("It was taken away on {date}. {why}"), "date",
                                        date_in_words(page, picture->taken_at_us), "why",
                                        picture->taken_why, NULL));
}

static void
put_organiser_part(Page *page, const OwnPicture *picture)
{
  Request *r = page_request(page);

  if (picture->state == PICTURE_READY && !picture->unasked_paper_id) {
    ui_paragraph(page, .text = tr(page, N_("In an Easy Read row or a paper, write:")));
    ui_code(page, arena_format(request_arena(r), "![%s](%s)", picture->shows, picture->name));
  }
  if (picture->has_people)
    ui_paragraph(page,
                 .text = tr_fill(page, N_("Who said yes: {who}"), "who", picture->consent, NULL));
  if (picture->state == PICTURE_TAKEN_AWAY)
    return;
  ui_button_group_open(page);
  if (picture->unasked_paper_id)
    ui_button(page, .text = tr(page, N_("Say what it shows")),
              .href = picture_path(r, picture->name, "/say"));
  else
    ui_button(page, .text = tr(page, N_("Change the words")), .is_secondary = true,
              .href = picture_path(r, picture->name, "/change"));
  ui_button(page, .text = tr(page, N_("Take it away")), .is_secondary = true,
            .href = picture_path(r, picture->name, "/take-away"));
  ui_button_group_close(page);
}

static void
show_picture(Request *r)
{
  const OwnPicture *picture = find_picture(r);

  if (!picture)
    return;

  Page *page = page_open(
      r,
      &(PageHead){ .title = picture_title(r, picture), .back = "/pictures", .section = "/papers" });

  if (picture->state == PICTURE_READY)
    ui_photo(page, picture_path(r, picture->name, "/file"), picture_title(r, picture));
  put_state(page, picture);
  if (*picture->credit)
    ui_paragraph(page, .text = tr_fill(page, N_("Made by {name}"), "name", picture->credit, NULL));
  if (may_organise(r))
    put_organiser_part(page, picture);
  else
    ui_paragraph(page, .text = tr(page, N_("Are you in this picture, and do you not want it? Tell"
                                           " an organiser. They will take it away.")));
  page_close(page);
}

static void
send_file(Request *r)
{
  const char *media_type = NULL;
  g_autoptr(GBytes) bytes =
      own_pictures_file(request_txn(r), request_arena(r), request_text_in_path(r, "picture"),
                        may_organise(r), &media_type);

  if (!bytes) {
    reply_not_found(r);
    return;
  }
  reply_may_be_kept(r, KEPT_SECONDS);
  reply_bytes(r, media_type, NULL, bytes);
}

/* ---- adding ---- */

static void
show_new(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Add a picture")),
                                         .back = "/pictures",
                                         .section = "/papers" });

  form_open_for_files(page, "/pictures/new");
  form_questions(page, new_questions, r);
  form_close(page, tr(page, N_("Keep this picture")));
  page_close(page);
}

OwnPicture
picture_from_answers(Request *r)
{
  const Answers *answers = request_answers(r);

  return (OwnPicture){ .shows = answers_text(answers, "shows"),
                       .words = answers_text(answers, "words"),
                       .credit = answers_text(answers, "credit"),
                       .has_people = strcmp(answers_text(answers, "people"), "yes") == 0,
                       .consent = answers_text(answers, "consent") };
}

void
picture_check_people(Request *r)
{
  if (strcmp(answers_text(request_answers(r), "people"), "ask") == 0)
    refuse(request_refusals(r), "people", N_("Ask all people in it first. Then add the picture"));
}

static void
add_picture(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const char *name = NULL;

  questions_check(new_questions, answers, r, refusals);
  const AnswerFile *file = answers_file(answers, "file");

  if (!file || file->len == 0)
    refuse(refusals, "file", N_("Choose a picture"));
  picture_check_people(r);
  if (refusals_count(refusals) == 0) {
    const OwnPicture picture = picture_from_answers(r);

    own_pictures_add(request_txn(r), request_act(r), &picture, file, refusals, &name,
                     request_arena(r));
  }
  if (refusals_count(refusals) > 0 || !name)
    show_new(r);
  else
    reply_redirect_saying(r, picture_path(r, name, ""), N_("The picture is kept"), NULL);
}

/* ---- changing, taking away ---- */

static void
draw_change(Request *r, const OwnPicture *picture)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Change the words")),
                                .back = picture_path(r, picture->name, ""),
                                .section = "/papers" });

  form_draw(page, .action = picture_path(r, picture->name, "/change"),
            .questions = change_questions, .data = r, .button = tr(page, N_("Keep the changes")));
  page_close(page);
}

static void
show_change(Request *r)
{
  const OwnPicture *picture = find_picture(r);

  if (!picture)
    return;
  answers_set(request_answers(r), "shows", picture->shows);
  answers_set(request_answers(r), "words", picture->words);
  answers_set(request_answers(r), "credit", picture->credit);
  draw_change(r, picture);
}

static void
change_picture(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const OwnPicture *old = find_picture(r);

  if (!old)
    return;
  if (questions_check(change_questions, request_answers(r), r, refusals)) {
    OwnPicture picture = picture_from_answers(r);

    picture.id = old->id;
    own_pictures_change(request_txn(r), request_act(r), &picture, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_change(r, old);
  else
    reply_redirect_saying(r, picture_path(r, old->name, ""), N_("The changes are kept"), NULL);
}

static void
show_take_away(Request *r)
{
  const OwnPicture *picture = find_picture(r);

  if (!picture)
    return;

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Take this picture away")),
                      .lead = lang_text(request_lang(r),
                                        N_("It goes for good. Papers that use it then show no"
                                           " picture there.")),
                      .picture = "stop",
                      .back = picture_path(r, picture->name, ""),
                      .section = "/papers" });

  form_draw(page, .action = picture_path(r, picture->name, "/take-away"),
            .questions = away_questions, .data = r, .button = tr(page, N_("Take it away")));
  page_close(page);
}

static void
take_away(Request *r)
{
  Refusals *refusals = request_refusals(r);
  const OwnPicture *picture = find_picture(r);

  if (!picture)
    return;
  if (questions_check(away_questions, request_answers(r), r, refusals))
    own_pictures_take_away(request_txn(r), request_act(r), picture->id,
                           answers_text(request_answers(r), "why"), refusals);
  if (refusals_count(refusals) > 0)
    show_take_away(r);
  else
    reply_redirect_saying(r, picture_path(r, picture->name, ""), N_("The picture is taken away"),
                          NULL);
}

const Route picture_routes[] = {
  { "GET", "/pictures", is_signed_in, show_pictures,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at our pictures") } },
  { "GET", "/pictures/new", may_organise, show_new },
  { "POST", "/pictures/new", may_organise, add_picture,
    .body_max = PICTURE_UPLOAD_MAX + 1024 * 1024 },
  { "GET", "/pictures/:picture", is_signed_in, show_picture,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at a picture") } },
  { "GET", "/pictures/:picture/file", is_signed_in, send_file,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at a picture") } },
  { "GET", "/pictures/:picture/change", may_organise, show_change },
  { "POST", "/pictures/:picture/change", may_organise, change_picture },
  { "GET", "/pictures/:picture/take-away", may_organise, show_take_away },
  { "POST", "/pictures/:picture/take-away", may_organise, take_away },
  ROUTES_END,
};
