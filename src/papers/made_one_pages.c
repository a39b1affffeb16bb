/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One format made by a person: seeing or hearing it, with thanks to who made it; for its owner "it
 * is here" and "I cannot", never chasing. */
#include "papers/made_pages.h"

#include "commonmark/commonmark.h"
#include "papers/format_words.h"
#include "papers/papers_pages.h"
#include "papers/rules.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/paper_html.h"

#include <string.h>

/* ---- the questions ---- */

static const Choice how_choices[] = {
  { .value = "file", .label = N_("A file"), .shows = "file" },
  { .value = "link", .label = N_("It stands elsewhere: I have the address"), .shows = "url" },
  { .value = "words", .label = N_("Words: I paste them"), .shows = "words" },
  { .value = NULL },
};

static const Question here_questions[] = {
  { .name = "how",
    .kind = ASK_ONE_OF,
    .picture = "file",
    .label = N_("How do you bring it?"),
    .missing = N_("Choose how you bring it"),
    .choices = how_choices,
    .is_needed = true },
  { .name = "url",
    .kind = ASK_TEXT,
    .picture = "computer",
    .max_length = MADE_URL_MAX,
    .label = N_("The address"),
    .hint = N_("It starts with https://"),
    .missing = N_("Enter the whole address. It starts with https:// and has no spaces"),
    .shown_if = "how=link",
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .picture = "write",
    .rows = 12,
    .max_length = PAPER_SOURCE_MAX,
    .is_kept_as_typed = true,
    .label = N_("The words"),
    .hint = N_("Start a line with # for a heading, with - for a list. An empty line starts a new"
               " paragraph."),
    .missing = N_("Paste the words"),
    .shown_if = "how=words",
    .is_needed = true },
  { .name = "file",
    .kind = ASK_FILE,
    .picture = "file",
    .label = N_("The file"),
    .hint = N_("20 MB at most"),
    .shown_if = "how=file" },
  { .name = "credit",
    .kind = ASK_TEXT,
    .picture = "person",
    .max_length = MADE_WORDS_MAX,
    .label = N_("Who made it?"),
    .hint = N_("As they like to be called: they are thanked here. You can leave it empty.") },
  QUESTIONS_END,
};

static const Question cannot_questions[] = {
  { .name = "why",
    .kind = ASK_LONG,
    .picture = "write",
    .rows = 3,
    .max_length = MADE_WORDS_MAX,
    .label = N_("Why can it not be made?"),
    .hint = N_("A few words are enough. Nobody is blamed. Organisers can read this."),
    .missing = N_("Say why in a few words"),
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- who may ---- */

static bool
is_mine(Request *r, const MadeFormat *made)
{
  return made->owner_id != 0 && made->owner_id == request_viewer(r)->member_id;
}

/* The one of ":made", where this viewer may read its paper; NULL after "not found". What is not
 * here is its maker's and the organisers'. */
static const MadeFormat *
find_made(Request *r, const Paper **ret_paper)
{
  Txn *txn = request_txn(r);
  const MadeFormat *made = made_find(txn, request_arena(r), request_id_in_path(r, "made"));
  const Paper *paper = made ? papers_find(txn, request_arena(r), made->paper_id) : NULL;
  const int64_t me = request_viewer(r)->member_id;

  if (paper && (may_organise(r) || is_mine(r, made) ||
                (made->state == MADE_HERE && papers_reached(txn, paper->id, me)))) {
    *ret_paper = paper;
    return made;
  }
  reply_not_found(r);
  return NULL;
}

static const MadeFormat *
find_made_to_bring(Request *r, const Paper **ret_paper)
{
  const MadeFormat *made = find_made(r, ret_paper);

  if (!made || may_organise(r) || is_mine(r, made))
    return made;
  reply_not_found(r);
  return NULL;
}

/* ---- seeing it ---- */

static const char *
size_in_words(Request *r, int64_t bytes)
{
  const int64_t kb = (bytes + 1023) / 1024;

  return kb >= 1024 ? arena_format(request_arena(r), "%" G_GINT64_FORMAT " MB", (kb + 512) / 1024)
                    : arena_format(request_arena(r), "%" G_GINT64_FORMAT " KB", kb);
}

static void
put_file(Page *page, const MadeFormat *made)
{
  Request *r = page_request(page);
  const MediaKind *kind = media_of_type(made->media_type);
  const char *path = arena_format(request_arena(r), "%s/file", made_path(r, made->id));
  const char *name = made_in_words(page, made);

  if (kind && kind->family == MEDIA_FILM)
    ui_video(page, path, name);
  if (kind && kind->family == MEDIA_SOUND)
    ui_audio(page, path, name);
  if (kind && kind->family == MEDIA_PICTURE)
    ui_photo(page, path, name);
  ui_paragraph_open(page);
  ui_link(page, .is_large = true, .is_download = true,
          .href = arena_format(request_arena(r), "%s?keep=yes", path),
          .text = tr_fill(page, N_("Get the file ({size})"), "size", size_in_words(r, made->bytes),
                          NULL));
  ui_paragraph_close(page);
}

/* Where it leads is said before anybody goes there. */
static void
put_address(Page *page, const MadeFormat *made)
{
  Request *r = page_request(page);
  g_autoptr(GUri) uri = g_uri_parse(made->url, G_URI_FLAGS_NONE, NULL);

  ui_paragraph_open(page);
  ui_link(page, .text = made_in_words(page, made), .href = made->url, .is_large = true);
  ui_paragraph_close(page);
  ui_paragraph(page, .is_quiet = true,
               .text = tr_fill(page,
                               N_("This leads to another site: {name}. Other rules hold"
                                  " there."),
                               "name", uri ? arena_text(request_arena(r), g_uri_get_host(uri)) : "",
                               NULL));
}

static void
put_words(Page *page, const MadeFormat *made, const Paper *paper)
{
  SourceFault fault = SOURCE_FINE;
  const char *language = *made->language                  ? made->language
                         : made->kind == MADE_TRANSLATION ? "und" /* one that we have no tag for */
                                                          : paper->language;
  const SourceReading reading = { .title = paper->title,
                                  .top_heading = 2,
                                  .picture = format_words_for(paper->language).picture };
  g_autoptr(cmark_node) document =
      commonmark_parse(made->words, strlen(made->words), &reading, NULL, &fault);

  if (document)
    ui_paper(page, document, language);
}

static void
put_thing(Page *page, const MadeFormat *made, const Paper *paper)
{
  if (*made->media_type)
    put_file(page, made);
  else if (*made->url)
    put_address(page, made);
  if (made->has_words)
    put_words(page, made, paper);
  if (made->is_of_before)
    ui_inset_text(page, .text = tr(page, N_("This was made from the paper before its last"
                                            " change.")));
  if (*made->credit)
    ui_paragraph(page, .is_strong = true,
                 .text =
                     tr_fill(page, N_("Made by {name}. Thank you!"), "name", made->credit, NULL));
}

/* ---- what can be done ---- */

static void
put_promise(Page *page, const MadeFormat *made, const Paper *paper)
{
  Request *r = page_request(page);

  if (is_mine(r, made))
    ui_paragraph(page, .text = tr_fill(page,
                                       N_("You said you would make this, by {date}. Thank"
                                          " you for offering it."),
                                       "date", date_in_words(page, made->due_us - 1), NULL));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Read the paper")), .href = paper_path(r, paper->id),
          .is_large = true);
  ui_paragraph_close(page);
}

static void
put_actions(Page *page, const MadeFormat *made)
{
  Request *r = page_request(page);
  const char *path = made_path(r, made->id);

  ui_button_group_open(page);
  ui_button(page, .href = arena_format(request_arena(r), "%s/here", path),
            .is_secondary = made->state == MADE_HERE,
            .text = made->state == MADE_HERE ? tr(page, N_("Put another in its place"))
                                             : tr(page, N_("It is here")));
  if (made->state == MADE_ASKED)
    ui_button(page, .href = arena_format(request_arena(r), "%s/cannot", path), .is_secondary = true,
              .text = is_mine(r, made) ? tr(page, N_("I cannot make it"))
                                       : tr(page, N_("It cannot be made")));
  if (may_organise(r))
    ui_button(page, .href = arena_format(request_arena(r), "%s/change", path), .is_secondary = true,
              .text = tr(page, N_("Who makes it, and when")));
  ui_button_group_close(page);
  if (may_organise(r))
    form_button(page, .action = arena_format(request_arena(r), "%s/remove", path),
                .is_warning = true, .button = tr(page, N_("Take it out for good")));
}

static void
show_made(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made(r, &paper);

  if (!made)
    return;

  Page *page = page_open(r, &(PageHead){ .title = paper->title,
                                         .picture = made_picture(made->kind),
                                         .back = paper_path(r, paper->id),
                                         .section = "/papers" });

  ui_heading(page, 2, made_in_words(page, made));
  if (made->state == MADE_HERE)
    put_thing(page, made, paper);
  else
    ui_paragraph(page, .text = made_state_in_words(page, made));
  if (made->state != MADE_HERE)
    put_promise(page, made, paper);
  if (may_organise(r) || is_mine(r, made))
    put_actions(page, made);
  page_close(page);
}

/* Played or shown in the page; with a name to keep it by when that is asked for. */
static void
fetch_file(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made(r, &paper);
  const MediaKind *kind = made ? media_of_type(made->media_type) : NULL;

  if (!made)
    return;

  const int fd = kind ? made_open_file(request_txn(r), made) : -1;
  const bool is_page = kind && kind->family == MEDIA_PAGES;

  if (fd < 0) {
    reply_not_found(r);
    return;
  }
  reply_fd(r, kind->type,
           is_page || *request_query(r, "keep")
               ? arena_format(request_arena(r), "%s.%s", paper->title, kind->extension)
               : NULL,
           fd);
}

/* ---- it is here ---- */

static void
draw_here(Request *r, const MadeFormat *made)
{
  const char *path = made_path(r, made->id);
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("It is here")),
                                         .back = path,
                                         .section = "/papers" });

  ui_paragraph(page, .is_strong = true, .text = made_in_words(page, made));
  form_open_for_files(page, arena_format(request_arena(r), "%s/here", path));
  form_questions(page, here_questions, r);
  form_close(page, tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_here(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made_to_bring(r, &paper);

  if (made)
    draw_here(r, made);
}

static void
bring(Request *r, const MadeFormat *made)
{
  const Answers *answers = request_answers(r);
  const AnswerFile *file = answers_file(answers, "file");
  const MadeThing thing = {
    .file = answers_have(answers, "how", "file") && file && file->len > 0 ? file : NULL,
    .url = answers_text(answers, "url"),
    .words = answers_text(answers, "words"),
    .credit = answers_text(answers, "credit"),
  };

  if (answers_have(answers, "how", "file") && !thing.file)
    refuse(request_refusals(r), "file", N_("Choose the file"));
  else
    made_bring(request_txn(r), request_act(r), made->id, &thing, request_refusals(r));
}

static void
say_here(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made_to_bring(r, &paper);

  if (!made)
    return;
  if (questions_check(here_questions, request_answers(r), r, request_refusals(r)))
    bring(r, made);
  if (refusals_count(request_refusals(r)) > 0)
    draw_here(r, made);
  else
    reply_redirect_saying(r, made_path(r, made->id), N_("It is here. Thank you!"), NULL);
}

/* ---- it cannot be ---- */

static void
draw_cannot(Request *r, const MadeFormat *made)
{
  const char *path = made_path(r, made->id);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("It cannot be made")),
                                .lead = lang_text(request_lang(r), N_("That is fine. It is good to"
                                                                      " say so early.")),
                                .back = path,
                                .section = "/papers" });

  ui_paragraph(page, .is_strong = true, .text = made_in_words(page, made));
  form_draw(page, .action = arena_format(request_arena(r), "%s/cannot", path),
            .questions = cannot_questions, .button = tr(page, N_("Say so")));
  page_close(page);
}

static void
show_cannot(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made_to_bring(r, &paper);

  if (made)
    draw_cannot(r, made);
}

static void
say_cannot(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made_to_bring(r, &paper);

  if (!made)
    return;
  if (questions_check(cannot_questions, request_answers(r), r, request_refusals(r)))
    made_give_up(request_txn(r), request_act(r), made->id, answers_text(request_answers(r), "why"),
                 request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_cannot(r, made);
  else
    reply_redirect_saying(r, made_path(r, made->id), N_("Thank you for saying so"), NULL);
}

static void
take_out(Request *r)
{
  const Paper *paper = NULL;
  const MadeFormat *made = find_made(r, &paper);

  if (!made)
    return;
  made_remove(request_txn(r), request_act(r), made->id);
  reply_redirect_saying(r, arena_format(request_arena(r), "%s/made", paper_path(r, paper->id)),
                        N_("It is taken out"), NULL);
}

/* ---- what waits for its owner ---- */

Waiting
made_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);
  Arena *arena = request_arena(r);
  MadeKind kind = MADE_OTHER;

  if (!made_kind_from_name(row->more, &kind))
    return (Waiting){ .title = NULL };

  g_autofree char *words = lang_fill(
      lang_text(lang, N_("You said you would make it for the paper “{title}”, by {date}.")),
      "title", row->title, "date", lang_date_in(arena, lang, row->at_us - 1, request_time_zone(r)),
      NULL);

  return (Waiting){ .title = *row->words ? row->words : lang_text(lang, made_kind_label(kind)),
                    .words = arena_text(arena, words),
                    .button = lang_text(lang, N_("It is here, or I cannot")),
                    .href = made_path(r, row->id),
                    .urgency = row->at_us < request_now_us(r) ? WAITS_LATE : WAITS_FOR_ME };
}

const Route made_one_routes[] = {
  { "GET", "/made/:made", is_signed_in, show_made,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Opened a paper in a format") } },
  { "GET", "/made/:made/file", is_signed_in, fetch_file,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Opened a paper in a format") } },
  { "GET", "/made/:made/here", is_signed_in, show_here },
  { "POST", "/made/:made/here", is_signed_in, say_here,
    .body_max = MADE_FILE_MAX + 8 * 1024 * 1024 },
  { "GET", "/made/:made/cannot", is_signed_in, show_cannot },
  { "POST", "/made/:made/cannot", is_signed_in, say_cannot },
  { "POST", "/made/:made/remove", may_organise, take_out },
  ROUTES_END,
};
