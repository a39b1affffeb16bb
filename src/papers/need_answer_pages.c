/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A need out of an answer goes with what helps its person take part: by the person, or by an
 * organiser who asked them first. An organiser does not see what else is there. */
#include "papers/papers_pages.h"

#include "base/ids.h"
#include "notices/answered_needs.h"
#include "people/me_pages.h"
#include "ui/components.h"
#include "ui/form.h"

#include <string.h>

static const Choice *kind_choices(Arena *arena, void *data);

static const Choice matters_choices[] = {
  { .value = "must", .label = N_("I must have this") },
  { .value = "helps", .label = N_("This helps") },
  { .value = NULL },
};

static const Choice their_matters_choices[] = {
  { .value = "must", .label = N_("They must have this") },
  { .value = "helps", .label = N_("This helps") },
  { .value = NULL },
};

static const Choice share_choices[] = {
  { .value = "organisers",
    .label = N_("Organisers who must act on it"),
    .hint = N_("You can see who looked, and what for.") },
  { .value = "nobody", .label = N_("Nobody yet") },
  { .value = NULL },
};

static const Choice their_share_choices[] = {
  { .value = "organisers", .label = N_("They said that organisers may know it") },
  { .value = "nobody", .label = N_("They did not say so: only they see it") },
  { .value = NULL },
};

#define WORDS_QUESTIONS                                                                        \
  { .name = "words",                                                                           \
    .kind = ASK_LONG,                                                                          \
    .picture = "write",                                                                        \
    .rows = 4,                                                                                 \
    .max_length = NEED_WORDS_MAX,                                                              \
    .label = N_("What is needed?"),                                                            \
    .missing = N_("Write what is needed"),                                                     \
    .is_needed = true },                                                                       \
  {                                                                                            \
    .name = "kind", .kind = ASK_ONE_OF, .picture = "people", .label = N_("What is it about?"), \
    .missing = N_("Choose what it is about"), .choices_from = kind_choices, .is_needed = true  \
  }

static const Question my_questions[] = {
  WORDS_QUESTIONS,
  { .name = "matters",
    .kind = ASK_ONE_OF,
    .picture = "heart",
    .label = N_("How much does it matter?"),
    .choices = matters_choices },
  { .name = "share",
    .kind = ASK_ONE_OF,
    .picture = "lock",
    .label = N_("Who may know this?"),
    .hint = N_("This holds for all that you wrote under this heading."),
    .missing = N_("Choose who may know this"),
    .choices = share_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Question their_questions[] = {
  WORDS_QUESTIONS,
  { .name = "matters",
    .kind = ASK_ONE_OF,
    .picture = "heart",
    .label = N_("How much does it matter?"),
    .choices = their_matters_choices },
  { .name = "share",
    .kind = ASK_ONE_OF,
    .picture = "lock",
    .label = N_("Who may know this?"),
    .hint = N_("What they keep to themself under the same heading stays so, whatever you choose."),
    .missing = N_("Choose who may know this"),
    .choices = their_share_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static const Choice *
kind_choices(Arena *arena, void *data)
{
  Choice *choices = arena_new_of(arena, Choice, NEED_KIND_COUNT + 1);

  for (int i = 0; i < NEED_KIND_COUNT; i++)
    choices[i] = (Choice){ .value = need_kind_name((NeedKind)i),
                           .label = lang_text(request_lang(data), need_kind_title((NeedKind)i)) };
  return choices;
}

/* ---- the answer in the address ---- */

/* NULL: not found was answered. */
static const MailAnswer *
find_answer(Request *r, bool is_own)
{
  const int64_t id = request_id_in_path(r, "answer");
  const MailAnswer *found =
      is_own ? mail_answers_of_member(request_txn(r), request_arena(r), my_id(r), id + 1, 1)
             : mail_answers_open(request_txn(r), request_arena(r), id + 1, 1);

  if (found->id == id && answer_may_be_need(found))
    return found;
  reply_not_found(r);
  return NULL;
}

static const char *
path_to_keep(Request *r, const MailAnswer *answer, bool is_own)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/answers/%s/need", is_own ? "/me" : "",
                      id_to_text(answer->id, id));
}

void
put_need_link(Page *page, const MailAnswer *answer, bool is_own)
{
  Request *r = page_request(page);

  if (answer->kept_at_us) {
    ui_paragraph(page,
                 .text = tr_fill(page,
                                 answer->kept_by == answer->member_id
                                     ? N_("Put with what helps {name} take part, on {date}")
                                     : N_("An organiser put it with what helps {name} take part,"
                                          " on {date}"),
                                 "name", answer->name, "date",
                                 date_in_words(page, answer->kept_at_us), NULL));
    if (is_own) {
      ui_paragraph_open(page);
      ui_link(page, .text = tr(page, N_("Look at what helps you take part")), .href = "/me/needs",
              .is_large = true);
      ui_paragraph_close(page);
    }
  } else if (answer_may_be_need(answer)) {
    ui_paragraph_open(page);
    ui_link(page, .is_large = true, .href = path_to_keep(r, answer, is_own),
            .spoken = is_own ? date_in_words(page, answer->got_at_us) : answer->name,
            .text = is_own ? tr(page, N_("Put it with what helps me take part"))
                           : tr(page, N_("Put it with what helps them take part")));
    ui_paragraph_close(page);
  }
}

/* ---- the form ---- */

/* Without the word that the mail began with. */
static const char *
words_of_need(const char *words)
{
  const size_t len = strlen("need");

  if (g_ascii_strncasecmp(words, "need", len) != 0 || g_ascii_isalnum(words[len]))
    return words;
  return words + len + strspn(words + len, " :,.-\n");
}

static void
draw_form(Request *r, const MailAnswer *answer, bool is_own)
{
  const Lang *lang = request_lang(r);

  if (!request_is_post(r))
    answers_set(request_answers(r), "words", words_of_need(answer->words));

  Page *page = page_open(
      r, &(PageHead){
             .title = lang_text(lang, is_own ? N_("Put it with what helps me take part")
                                             : N_("Put it with what helps them take part")),
             .lead = is_own ? lang_text(lang, N_("Then nobody need ask you again.")) : answer->name,
             .picture = "lock",
             .back = is_own ? "/me/answers" : "/answers",
             .section = is_own ? "/me" : "/papers" });

  if (!is_own)
    ui_inset_text(page, .text = tr_fill(page,
                                        N_("Please ask {name} first. They see it, see who wrote it,"
                                           " and can change it."),
                                        "name", answer->name, NULL));
  form_draw(page, .action = path_to_keep(r, answer, is_own), .data = r,
            .questions = is_own ? my_questions : their_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_form(Request *r, bool is_own)
{
  const MailAnswer *answer = find_answer(r, is_own);

  if (answer)
    draw_form(r, answer, is_own);
}

static void
keep(Request *r, bool is_own)
{
  const MailAnswer *answer = find_answer(r, is_own);
  Answers *answers = request_answers(r);
  Refusals *refusals = request_refusals(r);
  AnsweredNeed need = { .kind = NEED_CONTACT };

  if (!answer)
    return;
  if (questions_check(is_own ? my_questions : their_questions, answers, r, refusals) &&
      need_kind_from_name(answers_text(answers, "kind"), &need.kind)) {
    need.words = answers_text(answers, "words");
    need.is_must = answers_have(answers, "matters", "must");
    need.is_shared = answers_have(answers, "share", "organisers");
    answer_keep_need(request_txn(r), request_act(r), answer, &need, refusals);
  }
  if (refusals_count(refusals) > 0)
    draw_form(r, answer, is_own);
  else if (is_own)
    reply_redirect_saying(r, "/me/needs", N_("What helps you is kept"), NULL);
  else
    reply_redirect_saying(r, "/answers", N_("It is with what helps them take part now"), NULL);
}

static void
show_mine(Request *r)
{
  show_form(r, true);
}

static void
keep_mine(Request *r)
{
  keep(r, true);
}

static void
show_theirs(Request *r)
{
  show_form(r, false);
}

static void
keep_theirs(Request *r)
{
  keep(r, false);
}

const Route need_answer_routes[] = {
  { "GET", "/me/answers/:answer/need", is_known, show_mine },
  { "POST", "/me/answers/:answer/need", is_known, keep_mine },
  { "GET", "/answers/:answer/need", may_organise, show_theirs,
    .read_is_logged_as = "answers-read" },
  { "POST", "/answers/:answer/need", may_organise, keep_theirs },
  ROUTES_END,
};
