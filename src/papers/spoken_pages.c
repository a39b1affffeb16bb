/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How words are said: the list, trying how something sounds, adding and taking out. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "papers/spoken_words.h"
#include "people/people_pages.h"
#include "press/say_list.h"
#include "ui/components.h"
#include "ui/form.h"

static const char language[] = "en-GB"; /* of papers written here */

static const Question spoken_questions[] = {
  { .name = "word",
    .kind = ASK_TEXT,
    .picture = "letters",
    .max_length = SAY_WORD_MAX,
    .label = N_("The word, as it is written"),
    .hint = N_("A name of a place, or a short form. For example: Plas Coch"),
    .missing = N_("Write the word"),
    .is_needed = true },
  { .name = "said",
    .kind = ASK_TEXT,
    .picture = "talk",
    .max_length = SAY_SAID_MAX,
    .label = N_("How it is said"),
    .hint = N_("Write it as it sounds. For example: plass kohk"),
    .missing = N_("Write how it is said"),
    .is_needed = true },
  QUESTIONS_END,
};

static const char *
sound_path(Request *r, const char *said)
{
  g_autofree char *escaped = g_uri_escape_string(said, NULL, false);

  return arena_format(request_arena(r), "/papers/words/sound?say=%s", escaped);
}

static void
put_try(Page *page)
{
  Request *r = page_request(page);
  const char *tried = request_query(r, "try");

  ui_heading(page, 2, tr(page, N_("Try how something sounds")));
  ui_finder(page, .action = "/papers/words", .name = "try", .value = tried,
            .max_length = SAY_SAID_MAX, .label = tr(page, N_("Words to try")),
            .button = tr(page, N_("Let me hear it")));
  if (*tried)
    ui_audio(page, sound_path(r, tried), tried);
}

static void
put_word(Page *page, const SpokenWord *word)
{
  Request *r = page_request(page);
  char id[ID_TEXT_SIZE];

  ui_card_open(page, .title = word->word);
  ui_person_lines(page, word->said);
  ui_audio(page, sound_path(r, word->said), word->said);
  form_button(
      page,
      .action = arena_format(request_arena(r), "/papers/words/%s/remove", id_to_text(word->id, id)),
      .spoken = word->word, .is_secondary = true, .button = tr(page, N_("Take it out")));
  ui_card_close(page);
}

static void
show_words(Request *r)
{
  const SpokenWord *word = spoken_words_list(request_txn(r), request_arena(r));
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("How words are said")),
                                .back = "/papers",
                                .section = "/papers" });

  ui_paragraph(page, .text = tr(page, N_("A computer voice reads papers aloud. Some words it says"
                                         " wrong. Say here how they are said.")));
  put_try(page);
  ui_heading(page, 2, tr(page, N_("Add a word")));
  form_draw(page, .action = "/papers/words", .questions = spoken_questions, .data = r,
            .button = tr(page, N_("Keep this word")));
  ui_heading(page, 2, tr(page, N_("Words in the list")));
  if (!word->id)
    ui_paragraph(page, .text = tr(page, N_("There are none yet.")));
  for (; word->id; word++)
    put_word(page, word);
  page_close(page);
}

static void
add_word(Request *r)
{
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);

  if (questions_check(spoken_questions, answers, r, refusals))
    spoken_words_add(request_txn(r), request_act(r), answers_text(answers, "word"),
                     answers_text(answers, "said"), refusals);
  if (refusals_count(refusals) > 0)
    show_words(r);
  else
    reply_redirect_saying(r, "/papers/words",
                          N_("The word is in the list. Recordings made from now on say it so"),
                          NULL);
}

static void
remove_word(Request *r)
{
  spoken_words_remove(request_txn(r), request_act(r), request_id_in_path(r, "word"));
  reply_redirect_saying(r, "/papers/words", N_("The word is taken out of the list"), NULL);
}

static void
play_word(Request *r)
{
  const char *say = request_query(r, "say");
  const int fd = *say ? spoken_words_try(say, language) : -1;

  if (fd >= 0)
    reply_fd(r, format_media_type(FORMAT_AUDIO), NULL, fd);
  else
    reply_not_found(r);
}

const Route spoken_routes[] = {
  { "GET", "/papers/words", may_organise, show_words },
  { "POST", "/papers/words", may_organise, add_word },
  { "POST", "/papers/words/:word/remove", may_organise, remove_word },
  { "GET", "/papers/words/sound", may_organise, play_word, .per_minute = 60 },
  ROUTES_END,
};
