/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "What helps you take part?": the person's own pages, kind by kind. What an organiser sees of it
 * is seen_pages.c. */
#include "people/needs.h"

#include "base/clock.h"
#include "lang/languages.h"
#include "people/me_pages.h"
#include "people/need_words_pages.h"
#include "questions/date.h"

#include <string.h>

/* ---- the questions ---- */

static const Choice matters_choices[] = {
  { .value = "must", .label = N_("I must have this") },
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

static const Question needs_question = {
  .name = "needs",
  .kind = ASK_ANY_OF,
  .label = N_("What helps you?"),
  .hint = N_("Tick all that you like. You can leave everything empty."),
};

static const Question rest_questions[] = {
  { .name = "words",
    .picture = "write",
    .kind = ASK_LONG,
    .rows = 4,
    .max_length = NEED_WORDS_MAX,
    .label = N_("In your own words"),
    .hint = N_("Anything else, or how exactly it should be.") },
  { .name = "words_matter",
    .picture = "heart",
    .kind = ASK_ONE_OF,
    .label = N_("How much does what you wrote matter?"),
    .choices = matters_choices },
  { .name = "share",
    .picture = "lock",
    .kind = ASK_ONE_OF,
    .label = N_("Who may know this?"),
    .missing = N_("Choose who may know this"),
    .choices = share_choices,
    .is_needed = true },
};

/* A translation is for those who read its language. */
static const Choice *
language_choices(Arena *arena, void *data)
{
  int count = 0;

  while (language_names[count].tag)
    count++;

  Choice *choices = arena_new_of(arena, Choice, count + 2);

  for (int i = 0; i < count; i++)
    choices[i] = (Choice){ .value = language_names[i].tag, .label = language_names[i].name };
  choices[count] =
      (Choice){ .value = "other", .label = lang_text(request_lang(data), N_("Another language")) };
  return choices;
}

static const Question language_question = {
  .name = "language",
  .kind = ASK_SELECT,
  .picture = "language",
  .label = N_("Which language?"),
  .hint = N_("If it is not in the list, choose “Another language” and write it below."),
  .choices_from = language_choices,
  .shown_if = "needs=" NEED_OTHER_LANGUAGE,
};

/* How much each ticked thing matters stands below its tick; not answered means: it helps. */
static const Question *
questions_of(Arena *arena, NeedKind kind)
{
  const Choice *choices = need_choices(kind);
  Question *questions =
      arena_new_of(arena, Question, NEEDS_A_KIND + G_N_ELEMENTS(rest_questions) + 3);
  int count = 0;

  questions[count] = needs_question;
  questions[count++].choices = choices;
  for (const Choice *choice = choices; choice->value; choice++)
    questions[count++] = (Question){
      .name = choice->shows,
      .kind = ASK_ONE_OF,
      .label = N_("How much does it matter?"),
      .hint = choice->label, /* what it is: in Easy Read the question stands alone on its page */
      .choices = matters_choices,
      .shown_if = arena_format(arena, "needs=%s", choice->value),
    };
  if (kind == NEED_FORMAT)
    questions[count++] = language_question;
  memcpy(questions + count, rest_questions, sizeof(rest_questions));
  return questions;
}

static const Choice again_choices[] = {
  { .value = "3", .label = N_("In three months") },
  { .value = "6", .label = N_("In six months") },
  { .value = "12", .label = N_("In a year") },
  { .value = "day", .label = N_("On a day that I choose"), .shows = "day" },
  { .value = "0", .label = N_("Do not ask me") },
  { .value = NULL },
};

static const Question again_questions[] = {
  { .name = "months",
    .picture = "calendar",
    .kind = ASK_ONE_OF,
    .label = N_("When shall we ask you again if this still fits?"),
    .missing = N_("Choose when we ask you again"),
    .choices = again_choices,
    .is_needed = true },
  { .name = "day",
    .picture = "calendar",
    .kind = ASK_DATE,
    .label = N_("On which day?"),
    .missing = N_("Enter the day on which we ask you again"),
    .shown_if = "months=day",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- all kinds ---- */

/* Somebody who acts here for the person was let do so much; the person may do everything. */
static bool
may_do(Request *r, SupportLevel level)
{
  return acting_may(&request_viewer(r)->acting, &(Support){ level, AREA_DETAILS, NULL });
}

static const char *
path_of_kind(Request *r, NeedKind kind)
{
  return arena_format(request_arena(r), "/me/needs/%s", need_kind_name(kind));
}

/* What was chosen last. */
static void
answer_again(Request *r, const Needs *needs)
{
  if (needs->ask_again_months != ASK_AGAIN_OWN_DAY) {
    answers_set(request_answers(r), "months",
                arena_format(request_arena(r), "%d", needs->ask_again_months));
    return;
  }

  g_autoptr(GDateTime) day = g_date_time_new_from_unix_utc(needs->ask_again_at_us / US_PER_S);
  g_autofree char *text = day ? g_date_time_format(day, "%Y-%m-%d") : NULL;

  answers_set(request_answers(r), "months", "day");
  if (text)
    answers_set(request_answers(r), "day", arena_text(request_arena(r), text));
}

static void
put_again(Page *page, const Needs *needs)
{
  Request *r = page_request(page);

  if (needs->ask_again_at_us == 0 && needs->ask_again_months > 0)
    return; /* nothing written down yet */
  ui_heading(page, 2, tr(page, N_("Does this still fit?")));
  if (needs->ask_again_at_us)
    ui_paragraph(page, .text = tr_fill(page, N_("We ask you again on {date}."), "date",
                                       day_in_words(r, needs->ask_again_at_us), NULL));
  if (!may_do(r, SUPPORT_ANSWER))
    return;
  if (!request_is_post(r))
    answer_again(r, needs);
  form_draw(page, .action = "/me/needs/again", .questions = again_questions,
            .button = tr(page, N_("It still fits: ask me then")));
}

/* Somebody else wrote here: whether it is right is the person's to say. */
static void
put_noted(Page *page, const Needs *needs)
{
  Request *r = page_request(page);

  if (!needs->noted_at_us)
    return;
  ui_inset_text(page, .text = tr_fill(page,
                                      N_("An organiser wrote something here on {date}. You can"
                                         " change it. If it is right, press “It still fits” at the"
                                         " end of this page."),
                                      "date", day_in_words(r, needs->noted_at_us), NULL));
}

const Waiting *
needs_noted_waiting(Request *r)
{
  Arena *arena = request_arena(r);
  const Needs *needs = needs_read(request_txn(r), arena, request_viewer(r)->member_id, false);
  const Lang *lang = request_lang(r);

  if (!needs->noted_at_us)
    return NULL;

  Waiting *waiting = arena_new_of(arena, Waiting, 2);

  waiting[0] = (Waiting){ .title = lang_text(lang, N_("An organiser wrote down what helps you")),
                          .words = lang_text(lang, N_("It came from an answer of yours. Please look"
                                                      " if it is right.")),
                          .button = lang_text(lang, N_("See if it is right")),
                          .href = "/me/needs",
                          .urgency = WAITS_FOR_ME };
  return waiting;
}

static void
show_needs(Request *r)
{
  const Needs *needs = needs_read(request_txn(r), request_arena(r), my_id(r), false);
  Page *page = open_me_page(
      r, N_("What helps you take part?"),
      N_("Write it once. Organisers then know what to do. Everything may stay empty."));

  if (needs->ask_again_at_us && needs->ask_again_at_us <= request_now_us(r))
    ui_inset_text(page, .text = tr(page, N_("You wrote this some time ago. Please look if it still"
                                            " fits.")));
  put_noted(page, needs);
  for (int i = 0; i < NEED_KIND_COUNT; i++) {
    const NeedsOfKind *of_kind = &needs->kinds[i];

    ui_card_open(page, .title = tr(page, need_kind_title((NeedKind)i)), .title_level = 2);
    put_needs_of_kind(page, (NeedKind)i, of_kind);
    if (needs_have_any(of_kind))
      ui_paragraph(page, .is_quiet = true,
                   .text = of_kind->is_shared
                               ? tr(page, N_("Organisers who must act on it may know."))
                               : tr(page, N_("Nobody but you can see this.")));
    if (may_do(r, SUPPORT_ACT)) {
      ui_paragraph_open(page);
      ui_link(page,
              .text = tr(page, needs_have_any(of_kind) ? N_("Change this") : N_("Add to this")),
              .href = path_of_kind(r, (NeedKind)i), .is_large = true,
              .spoken = tr(page, need_kind_title((NeedKind)i)));
      ui_paragraph_close(page);
    }
    ui_card_close(page);
  }
  put_again(page, needs);
  page_close(page);
}

/* ---- one kind ---- */

static void
fill_answers(Request *r, NeedKind kind, const NeedsOfKind *needs)
{
  Answers *answers = request_answers(r);

  for (int i = 0; i < needs->count; i++) {
    const Need *need = &needs->needs[i];

    answers_add(answers, "needs", need->code, strlen(need->code));
    for (const Choice *choice = need_choices(kind); choice->value; choice++)
      if (strcmp(choice->value, need->code) == 0)
        answers_set(answers, choice->shows, need->is_must ? "must" : "helps");
  }
  answers_set(answers, "language", needs_language(needs));
  answers_set(answers, "words", needs->words);
  if (*needs->words)
    answers_set(answers, "words_matter", needs->is_words_must ? "must" : "helps");
  answers_set(answers, "share", needs->is_shared ? "organisers" : "nobody");
}

static bool
find_kind(Request *r, NeedKind *ret_kind)
{
  if (need_kind_from_name(request_text_in_path(r, "kind"), ret_kind))
    return true;
  reply_not_found(r);
  return false;
}

static void
show_kind(Request *r)
{
  NeedKind kind;

  if (!find_kind(r, &kind))
    return;
  if (!request_is_post(r))
    fill_answers(r, kind,
                 &needs_read(request_txn(r), request_arena(r), my_id(r), false)->kinds[kind]);

  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), need_kind_title(kind)),
                      .picture = "lock",
                      .lead = lang_text(request_lang(r), N_("Kept sealed. Others see nothing unless"
                                                            " you say so below.")),
                      .back = "/me/needs",
                      .section = "/me" });

  if (kind == NEED_FORMAT) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("Papers from here come as you choose at:")));
    ui_words(page, " ");
    ui_link(page, .text = tr(page, N_("How papers reach me")), .href = "/how-i-like-things");
    ui_paragraph_close(page);
  }
  if (kind == NEED_TALK) {
    ui_paragraph_open(page);
    ui_words(page, tr(page, N_("BSL, or another person who helps us talk? Say it at:")));
    ui_words(page, " ");
    ui_link(page, .text = tr(page, need_kind_title(NEED_PROFESSIONAL)),
            .href = path_of_kind(r, NEED_PROFESSIONAL));
    ui_paragraph_close(page);
  }
  form_draw(page, .action = path_of_kind(r, kind), .data = r,
            .questions = questions_of(request_arena(r), kind), .button = tr(page, N_("Keep this")));
  page_close(page);
}

static NeedsOfKind
read_answers(const Answers *answers, NeedKind kind)
{
  NeedsOfKind needs = {
    .words = answers_text(answers, "words"),
    .language =
        *language_name(answers_text(answers, "language")) ? answers_text(answers, "language") : "",
    .is_words_must = answers_have(answers, "words_matter", "must"),
    .is_shared = answers_have(answers, "share", "organisers"),
  };

  for (const Choice *choice = need_choices(kind); choice->value; choice++)
    if (answers_have(answers, "needs", choice->value) && needs.count < NEEDS_A_KIND)
      needs.needs[needs.count++] =
          (Need){ choice->value, answers_have(answers, choice->shows, "must") };
  return needs;
}

static void
change_kind(Request *r)
{
  Answers *answers = request_answers(r);
  NeedKind kind;

  if (!find_kind(r, &kind))
    return;
  if (!questions_check(questions_of(request_arena(r), kind), answers, r, request_refusals(r))) {
    show_kind(r);
    return;
  }

  NeedsOfKind needs = read_answers(answers, kind);

  needs_change(request_txn(r), request_act(r), my_id(r), kind, &needs);
  /* What nobody may know helps nobody yet: said at once, not found out at the meeting. */
  reply_redirect_saying(r, "/me/needs",
                        needs.is_shared || !needs_have_any(&needs)
                            ? N_("What helps you is kept")
                            : N_("What helps you is kept. Only you can see it. Change that when you"
                                 " want help with it"),
                        NULL);
}

static void
change_again(Request *r)
{
  const Answers *answers = request_answers(r);
  int year = 0, month = 0, day = 0;

  if (questions_check(again_questions, request_answers(r), r, request_refusals(r))) {
    if (strcmp(answers_text(answers, "months"), "day") != 0)
      needs_ask_again_in(request_txn(r), request_act(r), my_id(r),
                         (int)answers_int(answers, "months"));
    else if (date_read(answers_text(answers, "day"), &year, &month, &day) == DATE_REAL)
      needs_ask_again_on(request_txn(r), request_act(r), my_id(r), year, month, day,
                         request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0) {
    show_needs(r);
    return;
  }
  reply_redirect_saying(r, "/me/needs", N_("This is kept"), NULL);
}

const Route needs_routes[] = {
  { "GET", "/me/needs", is_known, show_needs,
    .supporter = { SUPPORT_SEE, AREA_DETAILS, N_("Looked at what helps you take part") } },
  { "GET", "/me/needs/again", is_known, show_needs,
    .supporter = { SUPPORT_SEE, AREA_DETAILS, N_("Looked at what helps you take part") } },
  { "POST", "/me/needs/again", is_known, change_again,
    .supporter = { SUPPORT_ANSWER, AREA_DETAILS, N_("Said that what helps you still fits") } },
  { "GET", "/me/needs/:kind", is_known, show_kind,
    .supporter = { SUPPORT_SEE, AREA_DETAILS, N_("Looked at what helps you take part") } },
  { "POST", "/me/needs/:kind", is_known, change_kind,
    .supporter = { SUPPORT_ACT, AREA_DETAILS, N_("Changed what helps you take part") } },
  ROUTES_END,
};
