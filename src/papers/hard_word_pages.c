/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Hard words: the list, which every member reads; asking about a word; for organisers, explaining
 * words. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "papers/hard_words.h"
#include "people/people_pages.h"
#include "ui/components.h"
#include "ui/form.h"

enum { WORDS_A_PAGE = 50, EASY_WORDS_A_PAGE = 10 };

static const char all_words[] = "/papers/hard-words";

static const Question ask_questions[] = {
  { .name = "word",
    .kind = ASK_TEXT,
    .picture = "confused",
    .max_length = HARD_WORD_MAX,
    .label = N_("Which word do you not know?"),
    .missing = N_("Write the word"),
    .is_needed = true },
  { .name = "nameless", .kind = ASK_YES, .picture = "secret", .label = N_("Ask without my name") },
  QUESTIONS_END,
};

static const Question explain_questions[] = {
  { .name = "word",
    .kind = ASK_TEXT,
    .picture = "letters",
    .max_length = HARD_WORD_MAX,
    .label = N_("The hard word"),
    .hint = N_("One word, or up to four that belong together. For example: personal budget"),
    .missing = N_("Write the word"),
    .is_needed = true },
  { .name = "meaning",
    .kind = ASK_TEXT,
    .picture = "talk",
    .max_length = HARD_WORD_MEANING_MAX,
    .label = N_("What it means, in plain words"),
    .hint = N_("For example: Money from the council that you use for your own support."),
    .missing = N_("Write what it means"),
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- the list ---- */

static void
put_ask(Page *page, const HardWordAsk *ask)
{
  Request *r = page_request(page);
  g_autofree char *escaped = g_uri_escape_string(ask->word, NULL, false);
  char id[ID_TEXT_SIZE];

  ui_list_item_open(page);
  ui_strong(page, ask->word);
  if (ask->times > 1)
    ui_words(page,
             tr_count(page, " · {count} person asked", " · {count} people asked", ask->times));
  else if (ask->name)
    ui_words(page, tr_fill(page, N_(" · {name} asked"), "name", ask->name, NULL));
  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Explain it")), .is_secondary = true,
            .href = arena_format(request_arena(r), "%s/new?word=%s", all_words, escaped));
  form_button(page,
              .action = arena_format(request_arena(r), "%s/asked/%s/drop", all_words,
                                     id_to_text(ask->id, id)),
              .spoken = ask->word, .is_secondary = true, .button = tr(page, N_("Leave it out")));
  ui_button_group_close(page);
  ui_list_item_close(page);
}

static void
put_asked(Page *page)
{
  const HardWordAsk *ask =
      hard_words_asked(request_txn(page_request(page)), request_arena(page_request(page)));

  if (!ask->id)
    return;
  ui_heading(page, 2, tr(page, N_("Words that people asked about")));
  ui_list_open(page, LIST_RULED);
  for (; ask->id; ask++)
    put_ask(page, ask);
  ui_list_close(page);
}

static const char *
word_path(Request *r, const HardWord *word, const char *more)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", all_words, id_to_text(word->id, id), more);
}

static void
put_word(Page *page, const HardWord *word)
{
  Request *r = page_request(page);

  ui_list_item_open(page);
  ui_strong(page, word->word);
  ui_line_break(page);
  ui_person(page, word->meaning);
  if (may_organise(r)) {
    ui_line_break(page);
    ui_link(page, .text = tr(page, N_("Change it")), .spoken = word->word, .is_large = true,
            .href = word_path(r, word, "/change"));
  }
  ui_list_item_close(page);
}

static void
put_words(Page *page)
{
  Request *r = page_request(page);
  const int a_page = lang_is_easy_read(request_lang(r)) ? EASY_WORDS_A_PAGE : WORDS_A_PAGE;
  int64_t after_id = 0;
  int shown = 0;

  id_from_text(request_query(r, "after"), &after_id);

  const HardWord *words = hard_words_list(request_txn(r), request_arena(r), after_id, a_page + 1);

  if (!words->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet.")));
  else
    ui_list_open(page, LIST_RULED);
  for (; shown < a_page && words[shown].id; shown++)
    put_word(page, &words[shown]);
  if (shown > 0)
    ui_list_close(page);
  if (words[shown].id) {
    char id[ID_TEXT_SIZE];

    ui_page_links(page, NULL,
                  arena_format(request_arena(r), "%s?after=%s", all_words,
                               id_to_text(words[shown - 1].id, id)));
  }
}

static void
show_words(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Hard words")),
                      .lead = lang_text(request_lang(r),
                                        N_("What hard words in our papers mean, in plain words.")),
                      .picture = "books",
                      .back = "/papers",
                      .section = "/papers" });

  ui_button_group_open(page);
  ui_button(page, .text = tr(page, N_("Ask about a word")),
            .href = arena_join(request_arena(r), all_words, "/ask"));
  if (may_organise(r))
    ui_button(page, .text = tr(page, N_("Explain a word")), .is_secondary = true,
              .href = arena_join(request_arena(r), all_words, "/new"));
  ui_button_group_close(page);
  if (may_organise(r))
    put_asked(page);
  ui_heading(page, 2, tr(page, N_("Words in the list")));
  put_words(page);
  page_close(page);
}

/* ---- asking ---- */

static void
show_ask(Request *r)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("A word you do not know")),
                      .lead = lang_text(request_lang(r),
                                        N_("It is good that you ask. Others may not know it"
                                           " either. Somebody will explain it in the list.")),
                      .picture = "question",
                      .back = all_words,
                      .section = "/papers" });

  form_draw(page, .action = "/papers/hard-words/ask", .questions = ask_questions, .data = r,
            .button = tr(page, N_("Ask what it means")));
  page_close(page);
}

static void
ask_word(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(ask_questions, answers, r, refusals))
    hard_words_ask(request_txn(r), request_act(r), answers_text(answers, "word"),
                   *answers_text(answers, "nameless") != '\0', refusals);
  if (refusals_count(refusals) > 0)
    show_ask(r);
  else
    reply_redirect_saying(r, all_words, N_("Thank you for asking. The word will be explained here"),
                          NULL);
}

/* ---- explaining ---- */

static Page *
open_explaining(Request *r, const char *title, const char *action)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                         .back = all_words,
                                         .section = "/papers" });

  form_draw(page, .action = action, .questions = explain_questions, .data = r,
            .button = tr(page, N_("Keep this word")));
  return page;
}

static void
show_new(Request *r)
{
  if (!request_is_post(r))
    answers_set(request_answers(r), "word", request_query(r, "word"));
  page_close(open_explaining(r, N_("Explain a word"), "/papers/hard-words/new"));
}

static void
add_word(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(explain_questions, answers, r, refusals))
    hard_words_add(request_txn(r), request_act(r), answers_text(answers, "word"),
                   answers_text(answers, "meaning"), refusals);
  if (refusals_count(refusals) > 0)
    show_new(r);
  else
    reply_redirect_saying(r, all_words, N_("The word is in the list"), NULL);
}

/* The word of ":word"; NULL after "not found". */
static const HardWord *
find_word(Request *r)
{
  const HardWord *word =
      hard_words_find(request_txn(r), request_arena(r), request_id_in_path(r, "word"));

  if (!word)
    reply_not_found(r);
  return word;
}

static void
draw_change(Request *r, const HardWord *word)
{
  Page *page = open_explaining(r, N_("Change what a word means"), word_path(r, word, "/change"));

  form_button(page, .action = word_path(r, word, "/remove"), .spoken = word->word,
              .is_secondary = true, .button = tr(page, N_("Take it out")));
  page_close(page);
}

static void
show_change(Request *r)
{
  const HardWord *word = find_word(r);

  if (!word)
    return;
  answers_set(request_answers(r), "word", word->word);
  answers_set(request_answers(r), "meaning", word->meaning);
  draw_change(r, word);
}

static void
change_word(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  const HardWord *word = find_word(r);

  if (!word)
    return;
  if (questions_check(explain_questions, answers, r, refusals))
    hard_words_change(request_txn(r), request_act(r), word->id, answers_text(answers, "word"),
                      answers_text(answers, "meaning"), refusals);
  if (refusals_count(refusals) > 0)
    draw_change(r, word);
  else
    reply_redirect_saying(r, all_words, N_("The changes are kept"), NULL);
}

static void
remove_word(Request *r)
{
  hard_words_remove(request_txn(r), request_act(r), request_id_in_path(r, "word"));
  reply_redirect_saying(r, all_words, N_("The word is taken out of the list"), NULL);
}

static void
drop_ask(Request *r)
{
  hard_words_drop_ask(request_txn(r), request_act(r), request_id_in_path(r, "ask"));
  reply_redirect_saying(r, all_words, N_("The word is left out"), NULL);
}

const Route hard_word_routes[] = {
  { "GET", "/papers/hard-words", is_signed_in, show_words,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at the list of hard words") } },
  { "GET", "/papers/hard-words/ask", is_signed_in, show_ask,
    .supporter = { SUPPORT_SEE, AREA_PAPERS, N_("Looked at asking about a word") } },
  { "POST", "/papers/hard-words/ask", is_signed_in, ask_word, .per_minute = 20,
    .supporter = { SUPPORT_ACT, AREA_PAPERS, N_("Asked what a word means") } },
  { "GET", "/papers/hard-words/new", may_organise, show_new },
  { "POST", "/papers/hard-words/new", may_organise, add_word },
  { "GET", "/papers/hard-words/:word/change", may_organise, show_change },
  { "POST", "/papers/hard-words/:word/change", may_organise, change_word },
  { "POST", "/papers/hard-words/:word/remove", may_organise, remove_word },
  { "POST", "/papers/hard-words/asked/:ask/drop", may_organise, drop_ask },
  ROUTES_END,
};
