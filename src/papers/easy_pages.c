/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The Easy Read of a paper as it is read, and what its other pages share. */
#include "papers/easy_pages.h"

#include "base/clock.h"
#include "papers/easy_talk_pages.h"
#include "papers/hard_words.h"
#include "papers/paper_pictures.h"
#include "papers/reading_help.h"
#include "papers/rules.h"
#include "papers/versions.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

/* ---- addresses ---- */

const char *
easy_path(Request *r, int64_t paper_id, const char *rest)
{
  return arena_format(request_arena(r), "%s/easy/%s", paper_path(r, paper_id), rest);
}

const char *
easy_row_path(Request *r, int64_t paper_id, int place, const char *rest)
{
  return arena_format(request_arena(r), "%s/easy/rows/%d%s", paper_path(r, paper_id), place + 1,
                      rest);
}

const char *
easy_row_anchor(Request *r, int64_t paper_id, int place)
{
  return arena_format(request_arena(r), "%s/easy/change?row=%d#row-%d", paper_path(r, paper_id),
                      place + 1, place + 1);
}

int
easy_row_in_path(Request *r)
{
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned(request_text_in_path(r, "row"), 10, 1, EASY_ROWS_MAX, &number,
                                  NULL))
    return -1;
  return (int)number - 1;
}

/* ---- words and rows ---- */

const char *
short_words(Arena *arena, const char *words, int letters)
{
  if (g_utf8_strlen(words, -1) <= letters)
    return words;

  const char *end = g_utf8_offset_to_pointer(words, letters);
  const char *space = g_utf8_strrchr(words, end - words, ' ');

  if (space && end - space < 30)
    end = space;
  return arena_format(arena, "%.*s …", (int)(end - words), words);
}

static void
put_row(Page *page, const EasyRow *row, const FoundPicture *found)
{
  if (row->heading) {
    ui_heading(page, 2, row->heading);
    return;
  }

  Arena *arena = request_arena(page_request(page));
  const char *words = row->sentences[0];

  for (int i = 1; i < row->sentence_count; i++)
    words = arena_format(arena, "%s\n%s", words, row->sentences[i]);

  ui_picture_row(page, .picture = row->picture, .href = found ? found->href : NULL, .alt = row->alt,
                 .text = words);
}

void
put_easy_row(Page *page, const EasyRow *row)
{
  Request *r = page_request(page);

  put_row(page, row,
          row->picture ? pictures_find(request_txn(r), request_arena(r), row->picture) : NULL);
}

void
put_found_row(Page *page, const EasyRow *row, const PaperPictures *shown)
{
  put_row(page, row, pictures_among(shown, row->picture));
}

/* For organisers: others see a row without a picture. */
static void
put_missing(Page *page, const PaperPictures *shown)
{
  const char *name = pictures_missing(shown);

  if (name && may_organise(page_request(page)))
    ui_inset_text(page, .text = tr_fill(page,
                                        N_("The picture “{name}” is not there (any more)."
                                           " Choose another one for its row."),
                                        "name", name, NULL));
}

/* ---- who checked it ---- */

int64_t
easy_noon_today_us(Request *r)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(request_time_zone(r));
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(request_now_us(r) / US_PER_S);
  g_autoptr(GDateTime) here = zone ? g_date_time_to_timezone(utc, zone) : g_date_time_ref(utc);
  g_autoptr(GDateTime) noon =
      g_date_time_new_utc(g_date_time_get_year(here), g_date_time_get_month(here),
                          g_date_time_get_day_of_month(here), 12, 0, 0);

  return noon ? g_date_time_to_unix(noon) * US_PER_S : request_now_us(r);
}

void
put_easy_check(Page *page, const EasyCheck *check)
{
  const char *date =
      lang_date_in(request_arena(page_request(page)), page_lang(page), check->at_us, "UTC");

  ui_paragraph_open(page);
  if (*check->who)
    ui_words(page, tr_fill(page, N_("Checked by {who} on {date}. Thank you, {who}."), "who",
                           check->who, "date", date, NULL));
  else
    ui_words(page,
             tr_fill(page, N_("Somebody checked this on {date}. Thank you."), "date", date, NULL));
  if (check->is_before_last_change) {
    ui_words(page, " ");
    ui_words(page, tr(page, N_("That was before the last change.")));
  }
  ui_paragraph_close(page);
}

void
put_easy_checks(Page *page, const EasyCheck *checks)
{
  if (!checks->id)
    return;
  ui_heading(page, 2, tr(page, N_("Checked by people who use Easy Read")));
  for (; checks->id; checks++)
    put_easy_check(page, checks);
}

/* ---- out of date ---- */

int
easy_out_of_date(const Paper *next)
{
  if (!next || !*next->easy_source)
    return 0;

  g_autoptr(EasyDraft) draft = easy_draft_open(next);

  return draft->found->out_of_date_count;
}

void
put_easy_out_of_date(Page *page, const Paper *next)
{
  const int count = easy_out_of_date(next);

  if (count == 0)
    return;
  ui_card_open(page, .is_warm = true, .picture = "look",
               .title = tr_count(page, "{count} row of the Easy Read may be out of date",
                                 "{count} rows of the Easy Read may be out of date", count));
  ui_paragraph(page, .text = tr(page, N_("The words of the paper changed after they were"
                                         " written.")));
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Look at these rows")), .is_large = true,
          .href = easy_path(page_request(page), next->id, "change"));
  ui_paragraph_close(page);
  ui_card_close(page);
}

/* ---- reading ---- */

/* For whoever uses Easy Read: at the end, for who wants to, and never asked again. */
static void
put_say(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  const char *clear = easy_path(r, paper->id, "clear"), *hard = easy_path(r, paper->id, "hard");

  if (!request_may_go_to(r, clear))
    return;
  ui_heading(page, 2, tr(page, N_("Do you use Easy Read?")));
  ui_paragraph(page, .text = tr(page, N_("You can tell us if this is easy to read. You do not have"
                                         " to.")));
  ui_button_group_open(page);
  ui_button_link(page, .text = tr(page, N_("I understand this")), .href = clear,
                 .is_secondary = true);
  ui_button_link(page, .text = tr(page, N_("This is hard to understand")), .href = hard,
                 .is_secondary = true);
  ui_button_group_close(page);
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

  const EasyCheck *checks = easy_checks_list(request_txn(r), request_arena(r), paper);
  Page *page = page_open(r, &(PageHead){ .title = easy->title ? easy->title : paper->title,
                                         .back = paper_path(r, paper->id),
                                         .section = "/papers" });

  g_autoptr(EasyTalk) talk =
      easy_talk_open(r, paper, easy); /* before hard words come to the rows */
  g_autoptr(ReadingList) list = hard_words_for_reading(request_txn(r));

  easy_explain(easy, list, format_words_for(paper->language).hard_words);

  const PaperPictures shown = pictures_in_rows(request_txn(r), request_arena(r), easy);

  put_missing(page, &shown);
  put_easy_talk_start(page, talk);
  for (guint i = 0; i < easy->rows->len; i++) {
    put_found_row(page, g_ptr_array_index(easy->rows, i), &shown);
    put_easy_talk(page, talk, (int)i);
  }
  put_easy_checks(page, checks);
  put_say(page, paper);
  put_said_links(page, paper, 0);
  page_close(page);
}

const Route easy_routes[] = {
  { "GET", "/papers/:paper/easy", is_signed_in, show_easy,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Read a paper in Easy Read") } },
  ROUTES_END,
};
