/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Comments beside the rows of an Easy Read. They are comments on the parts that a row says. */
#include "papers/easy_talk_pages.h"

#include "lang/lang.h"
#include "papers/easy_pages.h"
#include "ui/components.h"

#include <string.h>

enum {
  SHORT_ROWS = 12, /* an Easy Read of so many rows shows the links at once */
  SPOKEN_LETTERS = 40,
  ROW_LETTERS = 60
};

struct EasyTalk {
  const Paper *paper;
  const EasyRead *easy;
  GPtrArray *pieces, *parts;
  EasyFound *found;
  const int *counts; /* comments by part, from 1 */
  int earlier;
  int rows; /* as they were when this was opened: hard words come behind them */
  bool has_links, may_say;
};

const char *
paper_easy_path(Request *r, int64_t paper_id)
{
  return arena_format(request_arena(r), "%s/easy", paper_path(r, paper_id));
}

EasyTalk *
easy_talk_open(Request *r, const Paper *paper, const EasyRead *easy)
{
  EasyTalk *talk = g_new0(EasyTalk, 1);

  if (!paper->is_sent) {
    g_free(talk);
    return NULL;
  }
  talk->paper = paper;
  talk->easy = easy;
  talk->rows = (int)easy->rows->len;
  talk->pieces = paper_pieces(paper->source);
  talk->parts = parts_now(paper);
  talk->found = easy_find(easy, talk->pieces);
  talk->counts =
      comments_by_part(request_arena(r), talk->parts,
                       comments_count(request_txn(r), request_arena(r), paper->id), &talk->earlier);
  talk->may_say = request_may_go_to(r, part_path(r, paper->id, 0));
  talk->has_links = talk->rows <= SHORT_ROWS || *request_query(r, "say") != '\0';
  return talk;
}

void
easy_talk_free(EasyTalk *talk)
{
  if (!talk)
    return;
  g_ptr_array_unref(talk->pieces);
  g_ptr_array_unref(talk->parts);
  easy_found_free(talk->found);
  g_free(talk);
}

void
put_easy_talk_start(Page *page, const EasyTalk *talk)
{
  Request *r = page_request(page);

  if (!talk || talk->has_links || !talk->may_say)
    return;
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Say something about a part of it")), .is_large = true,
          .href = arena_format(request_arena(r), "%s?say=1", paper_easy_path(r, talk->paper->id)));
  ui_paragraph_close(page);
}

static const char *
row_href(Request *r, const EasyTalk *talk, int part, int place)
{
  return arena_format(request_arena(r), "%s?row=%d", part_path(r, talk->paper->id, part),
                      place + 1);
}

void
put_easy_talk(Page *page, const EasyTalk *talk, int place)
{
  Request *r = page_request(page);
  const EasyRow *row = talk && place < talk->rows ? talk->easy->rows->pdata[place] : NULL;

  if (!row || row->heading)
    return;

  g_autoptr(GArray) said =
      paper_parts_said(&talk->found->rows[place], row->link_count, talk->pieces, talk->parts);
  const int part = said->len > 0 ? g_array_index(said, int, 0) : 0;
  const char *href = row_href(r, talk, part, place);
  const char *spoken = short_words(request_arena(r), row->sentences[0], SPOKEN_LETTERS);
  int count = 0;

  for (guint i = 0; i < MIN(said->len, (guint)EASY_TALK_PARTS); i++)
    count += talk->counts[g_array_index(said, int, i)];
  if (count > 0) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr_count(page, "{count} comment", "{count} comments", count),
            .href = href, .spoken = spoken, .is_large = true);
    ui_paragraph_close(page);
  }
  if (talk->has_links && talk->may_say) {
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("Say something about this")), .href = href, .spoken = spoken,
            .is_large = true);
    ui_paragraph_close(page);
  }
}

/* ---- rows by their number ---- */

#define ROW_VALUE "easy-"

static EasyRead *
rows_of(const Paper *paper)
{
  g_autofree char *problem = NULL;

  return paper && *paper->easy_source ? easy_read_parse(paper->easy_source, &problem) : NULL;
}

static int
count_choices(const Choice *choices)
{
  int count = 0;

  while (choices[count].value)
    count++;
  return count;
}

const Choice *
with_easy_row_choices(Request *r, Arena *arena, const Paper *paper, const Choice *parts)
{
  g_autoptr(EasyRead) easy = rows_of(paper);
  const int before = count_choices(parts), rows = easy ? easy_rows_numbered(easy) : 0;
  Choice *choices = arena_new_of(arena, Choice, before + rows + 1);
  int place = 0;

  memcpy(choices, parts, (size_t)before * sizeof(Choice));
  for (int number = 1; number <= rows; number++) {
    const EasyRow *row = easy_row_of_number(easy, number, &place);
    g_autofree char *shown = g_strdup_printf("%d", number);
    g_autofree char *label =
        lang_fill(lang_text(request_lang(r), N_("Easy Read {number}: {words}")), "number", shown,
                  "words", short_words(arena, row->sentences[0], ROW_LETTERS), NULL);

    choices[before + number - 1] =
        (Choice){ .value = arena_join(arena, ROW_VALUE, shown), .label = arena_text(arena, label) };
  }
  return choices;
}

void
easy_row_chosen(Arena *arena, const Paper *paper, const char *value, EasyChosen *chosen)
{
  g_autoptr(EasyRead) easy = g_str_has_prefix(value, ROW_VALUE) ? rows_of(paper) : NULL;
  guint64 number = 0;
  int place = 0;

  if (!easy ||
      !g_ascii_string_to_unsigned(value + strlen(ROW_VALUE), 10, 1, EASY_ROWS_MAX, &number, NULL))
    return;

  const EasyRow *row = easy_row_of_number(easy, (int)number, &place);

  if (!row)
    return;

  g_autoptr(GPtrArray) pieces = paper_pieces(paper->source), parts = parts_now(paper);
  g_autoptr(EasyFound) found = easy_find(easy, pieces);
  g_autoptr(GArray) said = paper_parts_said(&found->rows[place], row->link_count, pieces, parts);

  chosen->part = said->len > 0 ? g_array_index(said, int, 0) : 0;
  if (said->len == 0 && *chosen->words && !strstr(chosen->words, row->sentences[0]))
    chosen->words = arena_format(arena, "“%s”\n%s", row->sentences[0], chosen->words);
}

/* ---- the row that is talked about ---- */

EasyAsked
easy_row_asked(Request *r, const Paper *paper, int part)
{
  EasyAsked asked = { .query = "" };
  g_autofree char *problem = NULL;
  guint64 number = 0;

  if (!g_ascii_string_to_unsigned(request_query(r, "row"), 10, 1, EASY_ROWS_MAX, &number, NULL))
    return asked;

  g_autoptr(EasyRead) easy = easy_read_parse(paper->easy_source, &problem);
  const EasyRow *row = easy && number <= easy->rows->len ? easy->rows->pdata[number - 1] : NULL;

  if (!row || row->heading)
    return asked;

  g_autoptr(GPtrArray) pieces = paper_pieces(paper->source), parts = parts_now(paper);
  g_autoptr(EasyFound) found = easy_find(easy, pieces);
  g_autoptr(GArray) said =
      paper_parts_said(&found->rows[number - 1], row->link_count, pieces, parts);
  bool is_said = said->len == 0 && part == 0;

  for (guint i = 0; i < said->len; i++) {
    is_said |= g_array_index(said, int, i) == part;
    if (asked.count < EASY_TALK_PARTS)
      asked.parts[asked.count++] = g_array_index(said, int, i);
  }
  if (!is_said)
    return (EasyAsked){ .query = "" };
  asked.row = row;
  asked.easy = g_steal_pointer(&easy);
  asked.query = arena_format(request_arena(r), "?row=%d", (int)number);
  return asked;
}

void
easy_asked_clear(EasyAsked *asked)
{
  g_clear_pointer(&asked->easy, easy_read_free);
}
