/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What came late or failed: on the page of a sending, on a page of all, and one card on an
 * organiser's start page. Each with what can be done. */
#include "papers/cases_pages.h"

#include "papers/cases.h"
#include "papers/formats.h"
#include "papers/made_pages.h"
#include "papers/papers_pages.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

enum { CASES_ON_A_CARD = 2 };

/* ---- in words ---- */

static const char *
made_words(const Lang *lang, const PaperCase *one)
{
  return one->made == MADE_OTHER ? one->what : lang_text(lang, made_kind_label(one->made));
}

/* With {count} filled in. */
static const char *
count_words(Arena *arena, const char *words, int count)
{
  g_autofree char *figure = g_strdup_printf("%d", count);
  g_autofree char *filled = lang_fill(words, "count", figure, NULL);

  return arena_text(arena, filled);
}

/* Arena memory. */
static const char *
case_words(Request *r, const PaperCase *one)
{
  const Lang *lang = request_lang(r);
  Arena *arena = request_arena(r);
  const unsigned long people = (unsigned long)one->count;
  g_autofree char *words = NULL;

  switch (one->kind) {
  case CASE_MADE_LATE:
    words = lang_fill(lang_text(lang, N_("It is late: {format}")), "format", made_words(lang, one),
                      NULL);
    break;
  case CASE_NOT_MADE:
    words = lang_fill(lang_text(lang, N_("It could not be made: {format}")), "format",
                      want_words(r, &one->want), NULL);
    break;
  case CASE_NOT_POSTED:
    return count_words(arena,
                       lang_plural(lang, "{count} letter is not posted yet",
                                   "{count} letters are not posted yet", people),
                       one->count);
  case CASE_NOT_BROUGHT:
    return count_words(arena,
                       lang_plural(lang, "{count} person was not rung, visited or written to yet",
                                   "{count} people were not rung, visited or written to yet",
                                   people),
                       one->count);
  case CASE_NOT_TOLD:
    return count_words(arena,
                       lang_plural(lang, "{count} person does not know yet that their format came",
                                   "{count} people do not know yet that their format came", people),
                       one->count);
  }
  return words ? arena_text(arena, words) : "";
}

static const char *
case_picture(PaperCaseKind kind)
{
  static const char *const names[] = { [CASE_MADE_LATE] = "clock",
                                       [CASE_NOT_MADE] = "warning",
                                       [CASE_NOT_POSTED] = "letter",
                                       [CASE_NOT_BROUGHT] = "phone",
                                       [CASE_NOT_TOLD] = "bell" };

  return names[kind];
}

/* ---- what can be done ---- */

static const char *
case_path(Request *r, const PaperCase *one)
{
  static const char *const ends[] = {
    [CASE_NOT_POSTED] = "post", [CASE_NOT_BROUGHT] = "calls", [CASE_NOT_TOLD] = "late"
  };

  if (one->kind == CASE_MADE_LATE)
    return made_path(r, one->thing_id);
  if (one->kind == CASE_NOT_MADE)
    return arena_format(request_arena(r), "%s/made/ask", paper_path(r, one->paper_id));
  return arena_format(request_arena(r), "%s/%s", release_path(r, one->thing_id), ends[one->kind]);
}

/* What nobody has written is written; anything else is tried again. */
static void
put_not_made(Page *page, const PaperCase *one)
{
  Request *r = page_request(page);
  const Paper paper = { .id = one->paper_id };

  ui_paragraph(page, .text = tr_told(page, one->problem), .is_quiet = true);
  if (strcmp(one->problem, FORMAT_UNWRITTEN_MESSAGE) == 0)
    ui_button(page, .text = tr(page, N_("Write the Easy Read")), .is_secondary = true,
              .href =
                  arena_format(request_arena(r), "%s/easy/change", paper_path(r, one->paper_id)));
  else
    form_button(page, .action = format_path(r, &paper, &one->want), .is_secondary = true,
                .button = tr(page, N_("Try again")), .spoken = case_words(r, one));
}

static void
put_ways_on(Page *page, const PaperCase *one)
{
  static const char *const words[] = {
    [CASE_MADE_LATE] = N_("Look at it"),      [CASE_NOT_MADE] = N_("Ask a person to make it"),
    [CASE_NOT_POSTED] = N_("Print and post"), [CASE_NOT_BROUGHT] = N_("See who"),
    [CASE_NOT_TOLD] = N_("See who"),
  };
  Request *r = page_request(page);

  if (one->kind == CASE_NOT_MADE)
    put_not_made(page, one);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, words[one->kind]), .href = case_path(r, one), .is_large = true,
          .spoken = case_words(r, one));
  ui_paragraph_close(page);
}

static void
put_case(Page *page, const PaperCase *one, bool has_title)
{
  Request *r = page_request(page);

  ui_card_open(page, .title = case_words(r, one), .is_warm = true,
               .picture = case_picture(one->kind));
  if (has_title)
    ui_paragraph(page, .text = one->paper_title);
  put_ways_on(page, one);
  ui_card_close(page);
}

void
put_cases(Page *page, int64_t paper_id)
{
  Request *r = page_request(page);
  const PaperCase *one = cases_list(request_txn(r), request_arena(r), paper_id, request_now_us(r));

  if (!one->paper_title)
    return;
  ui_heading(page, 2, tr(page, N_("What came late or failed")));
  for (; one->paper_title; one++)
    put_case(page, one, false);
}

static void
show_cases(Request *r)
{
  const PaperCase *one = cases_list(request_txn(r), request_arena(r), 0, request_now_us(r));
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("What came late or failed")),
                      .lead = one->paper_title ? lang_text(request_lang(r),
                                                           N_("Somebody waits for each of these."))
                                               : NULL,
                      .back = "/papers",
                      .section = "/papers" });

  if (!one->paper_title)
    ui_paragraph(page, .text = tr(page, N_("Nothing is late.")));
  for (; one->paper_title; one++)
    put_case(page, one, true);
  page_close(page);
}

/* ---- the card ---- */

const Waiting *
cases_waiting(Request *r)
{
  if (!may_organise(r))
    return NULL;

  Arena *arena = request_arena(r);
  const PaperCase *one = cases_list(request_txn(r), arena, 0, request_now_us(r));
  Waiting *rows = arena_new_of(arena, Waiting, 2);
  const char *words = "";

  if (!one->paper_title)
    return NULL;
  for (int i = 0; i < CASES_ON_A_CARD && one->paper_title; i++, one++) {
    g_autofree char *line = lang_fill(lang_text(request_lang(r), N_("“{title}”: {words}.")),
                                      "title", one->paper_title, "words", case_words(r, one), NULL);

    words = arena_format(arena, "%s%s%s", words, i ? " " : "", line);
  }
  rows[0] =
      (Waiting){ .title = lang_text(request_lang(r), N_("A paper did not reach everybody yet")),
                 .words = words,
                 .button = lang_text(request_lang(r), N_("See which papers, and what helps")),
                 .href = "/releases",
                 .urgency = WAITS_FOR_US };
  return rows;
}

const Route cases_routes[] = {
  { "GET", "/releases", may_organise, show_cases },
  ROUTES_END,
};
