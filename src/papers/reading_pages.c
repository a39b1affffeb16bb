/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "How easy is it to read?": help for whoever writes a paper, in plain words first. It stops
 * nothing. And the hard words of a paper, explained below it. */
#include "papers/reading_pages.h"

#include "papers/hard_words.h"
#include "papers/papers_pages.h"
#include "papers/reading_help.h"
#include "people/people_pages.h"
#include "ui/components.h"

/* ---- hints ---- */

const char *
hint_in_words(Page *page, const ReadingPart *hint)
{
  const char *word =
      arena_text_len(request_arena(page_request(page)), hint->at ? hint->at : "", hint->len);

  switch (hint->kind) {
  case READING_SENTENCE:
    return tr_count(page, "This sentence has {count} word.",
                    "This sentence has {count} words. 15 or fewer are easier.", hint->words);
  case READING_HARD_WORD:
    return tr_fill(page, N_("“{word}” may be a hard word."), "word", word, NULL);
  case READING_EXPLAINED:
    return tr_fill(page, N_("“{word}” is a hard word. It means: {meaning}"), "word", word,
                   "meaning", hint->say, NULL);
  case READING_SHORT_FORM:
  case READING_ABBREVIATION:
    return hint->say
               ? tr_fill(page, N_("“{word}”: “{full}” is easier."), "word", word, "full", hint->say,
                         NULL)
               : tr_fill(page, N_("“{word}”: the full words are easier."), "word", word, NULL);
  case READING_CAPITALS:
    return tr_fill(page, N_("“{word}”: say what the letters stand for."), "word", word, NULL);
  case READING_NAME:
  case READING_END:
    break;
  }
  return NULL;
}

/* ---- words explained ---- */

typedef struct {
  const ReadingFind *finds;
} Explained;

static void
draw_explained(Page *page, void *data)
{
  const Explained *explained = data;

  ui_list_open(page, LIST_RULED);
  for (const ReadingFind *find = explained->finds; find->text; find++) {
    ui_list_item_open(page);
    ui_strong(page, find->text);
    ui_line_break(page);
    ui_person(page, find->meaning);
    ui_list_item_close(page);
  }
  ui_list_close(page);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Ask about another word")), .href = "/papers/hard-words/ask",
          .is_large = true);
  ui_paragraph_close(page);
}

void
put_words_explained(Page *page, const Paper *paper)
{
  Request *r = page_request(page);
  g_autoptr(ReadingList) list = hard_words_for_reading(request_txn(r));

  if (reading_list_is_empty(list))
    return;

  g_autoptr(ReadingSummary) summary = paper_reading(paper, list);
  Explained explained = { summary ? reading_explained(summary, request_arena(r)) : NULL };

  if (explained.finds && explained.finds->text)
    ui_details(page, .summary.text = tr(page, N_("Words explained")), .draw = draw_explained,
               .data = &explained);
}

/* ---- how easy is it? ---- */

static const char *
one_decimal(Page *page, double number)
{
  return arena_format(request_arena(page_request(page)), "%.1f", number);
}

static void
put_number(Page *page, const char *name, double number, const char *meaning)
{
  ui_list_item_open(page);
  ui_strong(page, tr_fill(page, N_("{name}: {number}"), "name", name, "number",
                          one_decimal(page, number), NULL));
  ui_line_break(page);
  ui_words(page, meaning);
  ui_list_item_close(page);
}

static void
draw_numbers(Page *page, void *data)
{
  const ReadingCounts *counts = data;

  ui_paragraph(page, .text = tr(page, N_("People who study reading use these numbers. They know"
                                         " nothing of pictures, layout or sense. Ask readers"
                                         " too.")));
  ui_list_open(page, LIST_RULED);
  put_number(page, tr(page, N_("Flesch reading ease")), reading_flesch_ease(counts),
             tr(page, N_("From 0 to 100. 60 or more is plain English.")));
  put_number(page, tr(page, N_("Flesch-Kincaid grade")), reading_flesch_kincaid(counts),
             tr(page, N_("About how many years of school a reader needs. Easy Read is about 4.")));
  put_number(page, tr(page, N_("SMOG")), reading_smog(counts),
             tr(page, N_("Years of school again, counted from long words. It needs 30 sentences to"
                         " be right.")));
  put_number(page, tr(page, N_("Dale-Chall")), reading_dale_chall(counts),
             tr(page, N_("From words that most people do not know. 5 or less is easy, 9 or more is"
                         " hard.")));
  ui_list_close(page);
}

static void
put_sentences(Page *page, const ReadingCounts *counts)
{
  if (counts->long_sentences == 0) {
    ui_paragraph(page, .text = tr(page, N_("No sentence has more than 15 words.")),
                 .is_lead = true);
    return;
  }

  Arena *arena = request_arena(page_request(page));

  ui_paragraph(page, .is_lead = true,
               .text =
                   tr_fill(page, N_("More than 15 words: {long} of {all} sentences."), "long",
                           arena_format(arena, "%" G_GINT64_FORMAT, counts->long_sentences), "all",
                           arena_format(arena, "%" G_GINT64_FORMAT, counts->sentences), NULL));
}

static void
put_longest(Page *page, const ReadingFind *find)
{
  if (!find->text)
    return;
  ui_heading(page, 3, tr(page, N_("The longest sentences")));
  ui_list_open(page, LIST_RULED);
  for (; find->text; find++) {
    ui_list_item_open(page);
    ui_strong(page, tr_count(page, "{count} word", "{count} words", find->number));
    ui_line_break(page);
    ui_person(page, find->text);
    ui_list_item_close(page);
  }
  ui_list_close(page);
}

static void
put_hard_words(Page *page, ReadingSummary *summary)
{
  Request *r = page_request(page);
  int64_t all = 0;
  const ReadingFind *find = reading_hard_words(summary, request_arena(r), &all);
  int64_t shown = 0;

  if (!find->text)
    return;
  ui_heading(page, 3, tr(page, N_("Words that may be hard")));
  ui_paragraph(page, .text = tr(page, N_("Many people may not know these words. Use another word,"
                                         " or explain it. Names are all right.")));
  ui_list_open(page, LIST_FACTS);
  for (; find->text; find++, shown++)
    ui_list_item(page,
                 find->number == 1
                     ? find->text
                     : tr_fill(page, N_("{word}, {count} times"), "word", find->text, "count",
                               arena_format(request_arena(r), "%" G_GINT64_FORMAT, find->number),
                               NULL));
  ui_list_close(page);
  if (all > shown)
    ui_paragraph(page,
                 .text = tr_count(page, "And {count} more.", "And {count} more.", all - shown));
}

static void
put_summary(Page *page, ReadingSummary *summary, bool is_english)
{
  const ReadingCounts *counts = reading_summary_counts(summary);
  Arena *arena = request_arena(page_request(page));

  if (counts->sentences == 0) {
    ui_paragraph(page, .text = tr(page, N_("There are no sentences in it yet.")));
    return;
  }
  put_sentences(page, counts);
  put_longest(page, reading_longest(summary, arena));
  if (!is_english)
    return;
  put_hard_words(page, summary);

  const ReadingFind *explained = reading_explained(summary, arena);

  if (explained->text) {
    ui_heading(page, 3, tr(page, N_("Hard words that are explained below the paper")));
    ui_list_open(page, LIST_FACTS);
    for (; explained->text; explained++)
      ui_list_item(page, explained->text);
    ui_list_close(page);
  }
  ui_details(page, .summary.text = tr(page, N_("Numbers for experts")), .draw = draw_numbers,
             .data = (void *)counts);
}

static void
put_easy_summary(Page *page, const Paper *paper, const ReadingList *list)
{
  g_autofree char *problem = NULL;
  g_autoptr(EasyRead) easy =
      *paper->easy_source ? easy_read_parse(paper->easy_source, &problem) : NULL;

  if (!easy)
    return;

  g_autoptr(ReadingSummary) summary = easy_reading(easy, list);

  ui_heading(page, 2, tr(page, N_("The Easy Read")));
  put_summary(page, summary, paper_is_english(paper));
}

static void
show_reading(Request *r)
{
  const Paper *paper = find_readable_paper(r);

  if (!paper)
    return;

  g_autoptr(ReadingList) list = hard_words_for_reading(request_txn(r));
  g_autoptr(ReadingSummary) summary = paper_reading(paper, list);
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("How easy is it to read?")),
                                .lead = lang_text(request_lang(r),
                                                  N_("Help for whoever writes. You decide: it stops"
                                                     " nothing.")),
                                .picture = "books",
                                .back = paper_path(r, paper->id),
                                .section = "/papers" });

  ui_heading(page, 2, paper->title);
  if (summary)
    put_summary(page, summary, paper_is_english(paper));
  else
    ui_paragraph(page, .text = tr(page, N_("There are no words in this paper yet.")));
  put_easy_summary(page, paper, list);
  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("The list of hard words")), .href = "/papers/hard-words",
          .is_large = true);
  ui_paragraph_close(page);
  page_close(page);
}

const Route reading_routes[] = {
  { "GET", "/papers/:paper/reading", may_organise, show_reading },
  ROUTES_END,
};
