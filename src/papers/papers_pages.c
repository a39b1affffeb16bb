/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers: the list, reading one in my format first, writing and changing one. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "papers/easy_pages.h"
#include "papers/reading_pages.h"
#include "papers/rules.h"
#include "papers/version_pages.h"
#include "papers/word_picture_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/paper_html.h"

#include <string.h>
#include <unistd.h>

enum { PAPERS_A_PAGE = 50, EASY_PAPERS_A_PAGE = 10 };

#define WORDS_QUESTIONS                                                                           \
  { .name = "title",                                                                              \
    .kind = ASK_TEXT,                                                                             \
    .picture = "letters",                                                                         \
    .label = N_("What is the paper called?"),                                                     \
    .hint = N_("Leave this empty to use its first heading"),                                      \
    .max_length = PAPER_TITLE_MAX },                                                              \
  {                                                                                               \
    .name = "source", .kind = ASK_LONG, .picture = "write", .rows = 20,                           \
    .max_length = PAPER_SOURCE_MAX, .is_kept_as_typed = true,                                     \
    .label = N_("Write or paste it here"),                                                        \
    .hint = N_("Start a line with # for a heading, with - for a list. An empty line starts a new" \
               " paragraph.")                                                                     \
  }

static const Question paper_questions[] = {
  WORDS_QUESTIONS,
  { .name = "file",
    .kind = ASK_FILE,
    .picture = "file",
    .label = N_("Or choose a file"),
    .hint =
        N_("A Word file or a text file, 20 MB at most. Words in text boxes do not come along") },
  QUESTIONS_END,
};

static const Question change_questions[] = { WORDS_QUESTIONS, QUESTIONS_END };

const char *
paper_path(Request *r, int64_t paper_id)
{
  char id[ID_TEXT_SIZE];

  return arena_join(request_arena(r), "/papers/", id_to_text(paper_id, id));
}

const char *
date_in_words(Page *page, int64_t at_us)
{
  Request *r = page_request(page);
  return lang_date_in(request_arena(r), page_lang(page), at_us, request_time_zone(r));
}

const Paper *
find_readable_paper(Request *r)
{
  int64_t id = request_id_in_path(r, "paper");
  const Paper *paper = papers_find(request_txn(r), request_arena(r), id);

  const int64_t member_id = request_viewer(r)->member_id;

  if (paper && (may_organise(r) || papers_reached(request_txn(r), id, member_id) ||
                made_is_owner(request_txn(r), id, member_id)))
    return paper;
  reply_not_found(r);
  return NULL;
}

/* ---- the list ---- */

/* In lists. */
static void
put_resent(Page *page, const Paper *paper)
{
  if (!paper->resent_at_us)
    return;
  ui_words(page, ". ");
  ui_words(page, tr_fill(page, N_("Changed on {date}"), "date",
                         date_in_words(page, paper->resent_at_us), NULL));
}

static void
put_state(Page *page, const Paper *paper)
{
  if (paper->is_sent) {
    ui_words(page, tr_fill(page, N_("Sent on {date}"), "date",
                           date_in_words(page, paper->sent_at_us), NULL));
    put_resent(page, paper);
  } else if (paper->reading == READING_WAITING)
    ui_tag(page, .text = tr(page, N_("Being read")));
  else if (paper->reading == READING_FAILED)
    ui_tag(page, .text = tr(page, N_("Could not be read")));
  else
    ui_tag(page, .text = tr(page, N_("Draft")));
}

void
put_paper_card(Page *page, const Paper *paper)
{
  ui_card_open(page, .picture = "file", .title = paper->title,
               .title_href = paper_path(page_request(page), paper->id));
  ui_paragraph_open(page);
  put_state(page, paper);
  ui_paragraph_close(page);
  if (paper->has_changed) { /* who has had an older version sees it at once */
    ui_paragraph_open(page);
    ui_tag(page, .text = tr(page, N_("Changed since you got it")));
    ui_paragraph_close(page);
  }
  ui_card_close(page);
}

typedef struct {
  const char *picture, *text, *href;
  bool is_for_organisers;
} MoreRow;

static const MoreRow more_rows[] = {
  { "talk", N_("What people answered"), "/answers", true },
  { "letter", N_("Letters to post"), "/letters", true },
  { "book", N_("Hard words and what they mean"), "/papers/hard-words", false },
  { "camera", N_("Our pictures"), "/pictures", false },
  { "speaking", N_("How words are said"), "/papers/words", true },
};

static void
put_more(Page *page)
{
  const bool is_organiser = may_organise(page_request(page));

  ui_heading(page, 2, tr(page, N_("More about papers")));
  ui_list_open(page, LIST_RULED);
  for (size_t i = 0; i < G_N_ELEMENTS(more_rows); i++) {
    const MoreRow *row = &more_rows[i];

    if (row->is_for_organisers && !is_organiser)
      continue;
    ui_picture_item_open(page, row->picture);
    ui_link(page, .text = tr(page, row->text), .href = row->href, .is_large = true);
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_papers_list(Page *page, const Paper *papers, int a_page)
{
  int shown = 0;

  if (!papers->id)
    ui_paragraph(page, .text = tr(page, N_("There are no papers yet.")));
  else
    put_paper_finder(page, "");
  for (; shown < a_page && papers[shown].id; shown++)
    put_paper_card(page, &papers[shown]);
  if (!papers[shown].id)
    return;

  char id[ID_TEXT_SIZE];

  ui_page_links(page, NULL,
                arena_format(request_arena(page_request(page)), "/papers?before=%s",
                             id_to_text(papers[shown - 1].id, id)));
}

static void
show_papers(Request *r)
{
  const int a_page = lang_is_easy_read(request_lang(r)) ? EASY_PAPERS_A_PAGE : PAPERS_A_PAGE;
  int64_t before_id = 0;

  id_from_text(request_query(r, "before"), &before_id);

  const Paper *papers =
      papers_list(request_txn(r), request_arena(r),
                  may_organise(r) ? 0 : request_viewer(r)->member_id, before_id, a_page + 1);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Papers")),
                                         .section = "/papers",
                                         .is_wide = true });

  ui_columns_open(page);
  if (may_organise(r))
    ui_button(page, .text = tr(page, N_("Write a paper")), .href = "/papers/new");
  put_papers_list(page, papers, a_page);
  ui_columns_next(page);
  put_more(page);
  ui_columns_close(page);
  page_close(page);
}

/* ---- writing ---- */

static void
show_new_paper(Request *r)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write a paper")),
                                         .back = "/papers",
                                         .section = "/papers" });

  form_open_for_files(page, "/papers/new");
  form_questions(page, paper_questions, r);
  form_close(page, tr(page, N_("Keep this and look at it")));
  page_close(page);
}

static const AnswerFile *
chosen_file(Request *r)
{
  const AnswerFile *file = answers_file(request_answers(r), "file");

  return file && file->len > 0 ? file : NULL;
}

/* Words in the box and a file: which one is meant? Better to ask than to drop one. */
static void
check_one_source(Request *r)
{
  const bool has_words = *answers_text(request_answers(r), "source") != '\0';

  if (has_words && chosen_file(r))
    refuse(request_refusals(r), "file",
           N_("Send the words in the box or a file, not both. Empty the box to use the file"));
  if (!has_words && !chosen_file(r))
    refuse(request_refusals(r), "source", N_("Write or paste the paper, or choose a file"));
}

static void
add_paper(Request *r)
{
  Txn *txn = request_txn(r);
  const Act *act = request_act(r);
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  int64_t id = 0;

  if (questions_check(paper_questions, answers, r, refusals))
    check_one_source(r);
  if (refusals_count(refusals) == 0 && chosen_file(r))
    papers_add_upload(txn, act, answers_text(answers, "title"), chosen_file(r), refusals, &id);
  else if (refusals_count(refusals) == 0)
    papers_add(txn, act,
               &(Paper){ .title = answers_text(answers, "title"),
                         .source = answers_text(answers, "source"),
                         .easy_source = "",
                         .language = "en-GB" },
               refusals, &id);
  if (refusals_count(refusals) > 0)
    show_new_paper(r);
  else
    reply_redirect(r, paper_path(r, id));
}

const Paper *
find_paper_to_change(Request *r)
{
  const Paper *paper =
      papers_find_next(request_txn(r), request_arena(r), request_id_in_path(r, "paper"));

  if (!paper)
    reply_not_found(r);
  return paper;
}

static void
show_change_paper(Request *r)
{
  const Paper *paper = find_paper_to_change(r);

  if (!paper)
    return;
  if (!request_is_post(r)) {
    answers_set(request_answers(r), "title", paper->title);
    answers_set(request_answers(r), "source", paper->source);
  }

  const char *path = paper_path(r, paper->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Change the paper")),
                                .back = path,
                                .section = "/papers" });

  if (paper->is_sent || paper->is_change)
    ui_paragraph(page, .text = tr(page, N_("People go on reading what was sent, until the change is"
                                           " sent too.")));
  form_draw(page, .action = arena_format(request_arena(r), "%s/change", path),
            .questions = change_questions, .data = r,
            .button = tr(page, N_("Keep this and look at it")));
  page_close(page);
}

static void
say_it_is_kept(Request *r, const Paper *old)
{
  const int count = easy_out_of_date(papers_find_next(request_txn(r), request_arena(r), old->id));
  const char *kept = old->is_sent || old->is_change
                         ? N_("The change is kept. Nobody gets it before you send it")
                         : N_("The changes are kept");

  reply_redirect_saying(
      r, paper_path(r, old->id),
      count == 0   ? kept
      : count == 1 ? N_("The changes are kept. A row of the Easy Read may be out of date")
                   : N_("The changes are kept. {name} rows of the Easy Read may be out of date"),
      count > 1 ? arena_format(request_arena(r), "%d", count) : NULL);
}

static void
change_paper(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const Paper *old = find_paper_to_change(r);

  if (!old)
    return;
  if (questions_check(change_questions, answers, r, refusals)) {
    Paper paper = *old;

    paper.title = answers_text(answers, "title");
    paper.source = answers_text(answers, "source");
    papers_change(request_txn(r), request_act(r), &paper, refusals);
  }
  if (refusals_count(refusals) > 0)
    show_change_paper(r);
  else
    say_it_is_kept(r, old);
}

/* ---- reading ---- */

static void
put_organiser_part(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  const char *path = paper_path(r, paper->id);

  ui_button_group_open(page);
  if (paper->release_id)
    ui_button(page, .text = tr(page, N_("How far is the sending?")),
              .href = release_path(r, paper->release_id));
  else if (paper->reading == READING_DONE)
    ui_button(page, .text = tr(page, N_("Send to …")),
              .href = arena_format(request_arena(r), "%s/send", path));
  if (paper->is_sent)
    ui_button(page, .text = tr(page, N_("Send it to more people")), .is_secondary = true,
              .href = arena_format(request_arena(r), "%s/send", path));
  ui_button(page, .text = tr(page, N_("Change the paper")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/change", path));
  ui_button(page, .text = tr(page, N_("Formats made by people")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/made", path));
  ui_button(page,
            .text = *paper->easy_source ? tr(page, N_("Change the Easy Read"))
                                        : tr(page, N_("Write the Easy Read")),
            .is_secondary = true, .href = arena_format(request_arena(r), "%s/easy/change", path));
  if (paper->reading == READING_DONE)
    ui_button(page, .text = tr(page, N_("How easy is it to read?")), .is_secondary = true,
              .href = arena_format(request_arena(r), "%s/reading", path));
  ui_button_group_close(page);
}

static void
put_reading(Page *page, const Paper *paper)
{
  if (paper->reading == READING_WAITING)
    ui_inset_text(page,
                  .text = tr(page, N_("We are reading your file. This takes a moment. Load this"
                                      " page again to see the words.")));
  else if (paper->reading == READING_FAILED)
    ui_warning_text(page, .text = tr(page, paper->reading_problem));
}

static void
show_paper(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;

  const PaperFormats formats = paper_formats_of(r, paper);
  const EasyCheck *checks = easy_checks_list(request_txn(r), request_arena(r), paper);
  Page *page =
      page_open(r, &(PageHead){ .title = paper->title, .back = "/papers", .section = "/papers" });

  ui_paragraph_open(page);
  put_state(page, paper);
  ui_paragraph_close(page);
  put_versions(page, paper);
  if (may_organise(r)) {
    const Paper *next = put_change_state(page, paper);

    put_organiser_part(page, paper);
    put_easy_out_of_date(page, next);
    if (next)
      put_word_pictures(page, next);
  }
  put_reading(page, paper);
  if (paper->reading == READING_DONE) {
    put_my_formats(page, &formats);
    put_paper_words(page, paper, true);
    put_words_explained(page, paper);
    put_other_formats(page, &formats);
  }
  put_easy_checks(page, checks);
  page_close(page);
}

/* ---- fetching a format ---- */

static bool
read_want(Request *r, FormatWant *ret_want)
{
  FormatWant want = { .points = 0 };
  const char *name = request_text_in_path(r, "format");
  const char *points = request_query(r, "points"), *grade = request_query(r, "grade");
  const char *speed = request_query(r, "speed");
  const char *more = *points ? points : *grade ? grade : speed;
  const char *words = *more ? arena_format(request_arena(r), "%s %s", name, more) : name;
  FormatWants wants;

  if (!format_from_name(name, &want.format) || !format_wants_from_text(words, &wants) ||
      wants.count != 1)
    return false;
  *ret_want = wants.wants[0];
  return true;
}

/* A format that nobody needed so far is made when somebody asks for it. */
static void
show_not_made(Request *r, const Paper *paper, const FormatWant *want)
{
  const char *problem = NULL;
  FormatState state = formats_state(request_txn(r), paper->id, want, &problem);
  Page *page = page_open(
      r,
      &(PageHead){ .title = paper->title, .back = paper_path(r, paper->id), .section = "/papers" });

  if (state == FORMAT_NOT_READY && problem) {
    ui_inset_text(page, .text = tr_told(page, problem));
  } else {
    ui_paragraph(page, .text = tr_fill(page, N_("This paper is not made as {format} yet."),
                                       "format", want_in_words(page, want), NULL));
    form_button(page, .action = format_path(r, paper, want),
                .button = tr(page, N_("Make it for me")));
  }
  page_close(page);
}

static void
fetch_format(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  FormatWant want;

  if (!paper)
    return;
  if (!read_want(r, &want)) {
    reply_not_found(r);
    return;
  }

  const int fd = formats_open_complete(request_txn(r), paper, &want);

  if (fd < 0) {
    show_not_made(r, paper, &want);
    return;
  }
  reply_fd(r, format_media_type(want.format),
           arena_format(request_arena(r), "%s.%s", format_name(want.format),
                        format_extension(want.format)),
           fd);
}

static void
ask_for_format(Request *r)
{
  const Paper *paper = find_readable_paper(r);
  FormatWant want;

  if (!paper)
    return;
  if (!read_want(r, &want)) {
    reply_not_found(r);
    return;
  }
  formats_ask(request_txn(r), request_act(r), paper->id, &want);
  reply_redirect_saying(r,
                        want.format == FORMAT_AUDIO ? listen_path(r, paper->id, want.speed)
                                                    : paper_path(r, paper->id),
                        N_("We are making it. Come back in a minute and ask for it again"), NULL);
}

const Route papers_routes[] = {
  { "GET", "/papers", is_signed_in, show_papers,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at the list of your papers") } },
  { "GET", "/papers/new", may_organise, show_new_paper },
  { "POST", "/papers/new", may_organise, add_paper,
    .body_max = PAPER_UPLOAD_MAX + 4 * 1024 * 1024 },
  { "GET", "/papers/:paper", is_signed_in, show_paper,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read a paper") } },
  { "GET", "/papers/:paper/change", may_organise, show_change_paper },
  { "POST", "/papers/:paper/change", may_organise, change_paper, .body_max = 8 * 1024 * 1024 },
  { "GET", "/papers/:paper/as/:format", is_signed_in, fetch_format,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Opened a paper in a format") } },
  { "POST", "/papers/:paper/as/:format", is_signed_in, ask_for_format, .per_minute = 20,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Asked for a paper in a format") } },
  ROUTES_END,
};
