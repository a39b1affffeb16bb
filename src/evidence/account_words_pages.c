/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody, in words. */
#include "evidence/account_pages.h"

#include "lang/lang.h"
#include "meetings/when.h"

#include <string.h>

enum { SHOWN_A_PAGE = 6, EASY_SHOWN_A_PAGE = 3 };

typedef struct {
  const char *name, *words; /* words: message id */
} Word;

/* NULL for a name that is not known: of a later version. */
static const char *
words_of(const Word *list, const char *name)
{
  for (; list->name; list++)
    if (strcmp(list->name, name) == 0)
      return list->words;
  return NULL;
}

static const char *
text_in(const json_t *row, const char *key)
{
  const char *text = json_string_value(json_object_get(row, key));

  return text ? text : "";
}

/* ---- small pieces ---- */

static void
put_labelled(Page *page, const char *label, const char *words)
{
  if (!*words)
    return;
  ui_paragraph(page, .text = tr(page, label), .is_strong = true);
  ui_person_lines(page, words);
}

/* Words and why, or that they are left out. */
static void
put_words(Page *page, const json_t *row)
{
  if (json_is_true(json_object_get(row, "left_out"))) {
    ui_paragraph(page, .is_quiet = true,
                 .text = tr(page, N_("The words are left out here, because they may name"
                                     " somebody.")));
    return;
  }
  ui_person_lines(page, text_in(row, "words"));
  put_labelled(page, N_("Because:"), text_in(row, "because"));
}

static const char *
day_of(Page *page, const char *date)
{
  int64_t at_us = 0;

  return when_at_us(date, 12 * 60, request_time_zone(page_request(page)), &at_us) == WHEN_REAL
             ? group_day(page, at_us)
             : date;
}

/* "none", "some" or a number, in one of three sentences. */
static void
put_number(Page *page, const json_t *value, const char *some, const char *number)
{
  char text[24];

  if (json_is_integer(value)) {
    g_snprintf(text, sizeof(text), "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    ui_paragraph(page, .text = tr_fill(page, number, "count", text, NULL));
  } else if (g_strcmp0(json_string_value(value), "some") == 0)
    ui_paragraph(page, .text = tr(page, some));
}

/* ---- what people wanted, what was decided ---- */

static void
put_idea(Page *page, const json_t *idea)
{
  static const Word answers[] = {
    { "adopted", N_("Taken up") },
    { "partly", N_("Taken up in part") },
    { "not", N_("Not taken up") },
    { "merged", N_("Part of another idea now") },
    { "waits", N_("It waits for an answer") },
    { NULL },
  };
  const char *answer = words_of(answers, text_in(idea, "answer"));

  ui_card_open(page, .title = day_of(page, text_in(idea, "day")), .title_level = 3,
               .picture = "idea");
  if (answer)
    ui_paragraph(page, .text = tr(page, answer), .is_strong = true);
  put_words(page, idea);
  ui_card_close(page);
}

static void
put_decision(Page *page, const json_t *decision)
{
  static const Word by[] = {
    { "group", N_("The group decided") },
    { "both", N_("People who use services and people at their work decided together") },
    { "outside", N_("It was decided outside the group") },
    { NULL },
  };
  static const Word became[] = {
    { "stands", N_("Looked at again: it stands") },
    { "changed", N_("Changed later") },
    { "stopped", N_("Stopped later") },
    { "undone", N_("Undone later") },
    { NULL },
  };
  const char *who = words_of(by, text_in(decision, "decided_by"));
  const char *then = words_of(became, text_in(decision, "became"));

  ui_card_open(page, .title = day_of(page, text_in(decision, "day")), .title_level = 3,
               .picture = "vote");
  put_words(page, decision);
  if (who)
    ui_paragraph(page, .text = tr(page, who));
  if (then)
    ui_paragraph(page, .text = tr(page, then), .is_strong = true);
  ui_card_close(page);
}

/* A page of a list; true: there are more. */
static bool
put_list(Page *page, const AccountShown *shown, const json_t *list,
         void (*put)(Page *page, const json_t *row))
{
  const size_t most =
      lang_is_easy_read(request_lang(page_request(page))) ? EASY_SHOWN_A_PAGE : SHOWN_A_PAGE;
  const size_t from = (size_t)shown->from, count = json_array_size(list);

  for (size_t i = from; i < count && i < from + most; i++)
    put(page, json_array_get(list, i));
  return from + most < count;
}

static void
put_next(Page *page, const AccountShown *shown)
{
  const int step =
      lang_is_easy_read(request_lang(page_request(page))) ? EASY_SHOWN_A_PAGE : SHOWN_A_PAGE;

  ui_page_links(page, NULL,
                arena_format(request_arena(page_request(page)), "%s?from=%d", shown->path,
                             shown->from + step));
}

static void
put_wanted(Page *page, const json_t *wanted, bool is_first)
{
  const json_t *own = json_object_get(wanted, "different");

  ui_heading(page, 2, tr(page, N_("What people wanted")));
  if (!is_first)
    return;
  if (json_is_true(json_object_get(own, "left_out")))
    put_words(page, own);
  put_labelled(page, N_("What we want to be different:"), text_in(own, "words"));
  put_labelled(page, N_("What the group is for:"), text_in(own, "purpose"));
}

/* ---- what changed ---- */

static void
put_changed(Page *page, const json_t *changed)
{
  const json_t *better = json_object_get(changed, "better");
  const json_t *stopped = json_object_get(changed, "stopped");
  size_t i;
  json_t *row;

  ui_heading(page, 2, tr(page, N_("What changed")));
  if (json_object_size(better) == 0 && json_array_size(stopped) == 0)
    ui_paragraph(page, .text = tr(page, N_("The group has written nothing about that yet.")));
  if (json_is_true(json_object_get(better, "left_out")))
    put_words(page, better);
  put_labelled(page, N_("What is better:"), text_in(better, "words"));
  put_labelled(page, N_("What was hard:"), text_in(better, "hard"));
  json_array_foreach(stopped, i, row)
  {
    ui_card_open(page, .title = tr(page, N_("Stopped")), .title_level = 3, .picture = "stop");
    put_words(page, row);
    ui_card_close(page);
  }
  put_number(page, json_object_get(changed, "done"),
             N_("Some things that the group said it would do were done in the last twelve months."),
             N_("At least {count} things that the group said it would do were done in the last"
                " twelve months."));
}

/* ---- who was missing ---- */

static const Word side_names[] = {
  { "uses-services", N_("People who use services") },
  { "family-carer", N_("Family carers") },
  { "neighbour", N_("Neighbours") },
  { "peer-supporter", N_("Peer supporters") },
  { "work", N_("People at their work") },
  { NULL },
};

static const char *
people_words(Page *page, const json_t *side)
{
  static const Word people[] = {
    { "nobody", N_("Nobody") },
    { "some", N_("Some, fewer than five") },
    { "not-told", N_("Not told, since it could show somebody") },
    { NULL },
  };
  const char *words = words_of(people, text_in(side, "people"));
  char count[24];

  if (words)
    return tr(page, words);
  g_snprintf(count, sizeof(count), "%" JSON_INTEGER_FORMAT,
             json_integer_value(json_object_get(side, "at_least")));
  return tr_fill(page, N_("At least {count}"), "count", count, NULL);
}

static void
put_missing(Page *page, const json_t *missing)
{
  static const Word meetings[] = {
    { "all", N_("All") },
    { "half-or-more", N_("Half of them or more") },
    { "fewer-than-half", N_("Fewer than half of them") },
    { "none", N_("None") },
    { "not-told", N_("Not told") },
    { NULL },
  };
  const Cell head[] = { { .text = tr(page, N_("Side")) },
                        { .text = tr(page, N_("How many people came")) },
                        { .text = tr(page, N_("To how many shared meetings")) } };
  const Table table = {
    .caption = tr_fill(page, N_("Shared meetings from {from} to {until}"), "from",
                       day_of(page, text_in(missing, "from")), "until",
                       day_of(page, text_in(missing, "until")), NULL),
    .head = head,
    .head_count = G_N_ELEMENTS(head),
    .is_first_cell_header = true,
    .picture = "people",
  };
  size_t i;
  json_t *side;

  ui_heading(page, 2, tr(page, N_("Who was missing")));
  ui_paragraph(page, .text = tr(page, N_("Numbers under five are not told, and numbers are rounded"
                                         " down to fives, so that nobody can be found out.")));
  ui_table_open(page, &table);
  json_array_foreach(json_object_get(missing, "sides"), i, side)
  {
    const char *name = words_of(side_names, text_in(side, "side"));
    const char *often = words_of(meetings, text_in(side, "meetings"));

    if (name && often)
      ui_table_row(page, &table,
                   (const Cell[]){ { .text = tr(page, name) },
                                   { .text = people_words(page, side) },
                                   { .text = tr(page, often) } },
                   3);
  }
  ui_table_close(page);
}

void
put_account(Page *page, const AccountShown *shown)
{
  const json_t *wanted = json_object_get(shown->body, "wanted");
  const json_t *decided = json_object_get(shown->body, "decided");
  const bool is_first = shown->from == 0;
  bool has_more;

  put_wanted(page, wanted, is_first);
  has_more = put_list(page, shown, json_object_get(wanted, "ideas"), put_idea);
  if (is_first)
    put_number(page, json_object_get(wanted, "more_ideas"),
               N_("Some more ideas are not on this page: only the group reads them."),
               N_("At least {count} more ideas are not on this page: only the group reads them."));
  ui_heading(page, 2, tr(page, N_("What was decided, and why")));
  has_more = put_list(page, shown, json_object_get(decided, "decisions"), put_decision) || has_more;
  if (is_first)
    put_number(page, json_object_get(decided, "more_decisions"),
               N_("Some more decisions are not on this page."),
               N_("At least {count} more decisions are not on this page."));
  if (is_first && json_array_size(json_object_get(decided, "decisions")) == 0 &&
      g_strcmp0(text_in(decided, "more_decisions"), "none") == 0)
    ui_paragraph(page, .text = tr(page, N_("Nothing is written yet.")));
  if (is_first) {
    put_changed(page, json_object_get(shown->body, "changed"));
    put_missing(page, json_object_get(shown->body, "missing"));
  }
  if (has_more)
    put_next(page, shown);
}
