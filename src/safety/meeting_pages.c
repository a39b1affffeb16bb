/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Meeting somebody for the first time, and being introduced. */
#include "safety/introductions.h"

#include "base/ids.h"
#include "people/people_pages.h"
#include "safety/house_pages.h"
#include "safety/safety_pages.h"
#include "ui/components.h"
#include "ui/form.h"

/* ---- advice ---- */

static void
show_advice(Request *r)
{
  Page *page =
      page_open(r, &(PageHead){ .title = lang_text(request_lang(r),
                                                   N_("Meeting somebody for the first time")) });

  ui_picture_row(page, .picture = "place",
                 .text = tr(page, N_("Meet where other people are: a café, a library, our hall.")));
  ui_picture_row(page, .picture = "people",
                 .text = tr(page, N_("You can bring somebody you trust.")));
  ui_picture_row(page, .picture = "talk",
                 .text = tr(page, N_("Tell somebody where you go, and when you will be back.")));
  ui_picture_row(page, .picture = "home",
                 .text = tr(page, N_("Do not give your address or lend money at first.")));
  ui_picture_row(page, .picture = "no",
                 .text = tr(page, N_("You can say no, or go home, at any time.")));
  ui_picture_row(page, .picture = "worried",
                 .text = tr(page, N_("Something feels wrong? Say “I am worried”.")));
  if (is_signed_in(r)) {
    ui_button(page, .text = tr(page, N_("Ask to be introduced")), .href = "/introductions");
    ui_paragraph_open(page);
    ui_link(page, .text = tr(page, N_("People I keep away from")), .href = "/keep-away",
            .is_large = true);
    ui_paragraph_close(page);
  }
  page_close(page);
}

/* ---- introductions ---- */

static const Question ask_questions[] = {
  { .name = "who",
    .kind = ASK_TEXT,
    .label = N_("Whom do you want to meet?"),
    .missing = N_("Enter whom you want to meet"),
    .picture = "person",
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What shall we tell them?"),
    .hint = N_("For example: I would like to learn knitting. They can say no."),
    .picture = "talk",
    .rows = 3,
    .max_length = INTRODUCTION_WORDS_MAX },
  QUESTIONS_END,
};

static const Question name_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who is meant? The name as it stands in People"),
    .missing = N_("Enter the name as it stands in People"),
    .picture = "person",
    .is_needed = true },
  QUESTIONS_END,
};

static const char *
introduction_path(Request *r, const Introduction *one, const char *what)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/introductions/%s/%s", id_to_text(one->id, id), what);
}

static const SafetyReaders *
readers_of(Request *r)
{
  return safety_find_readers(request_txn(r), request_arena(r));
}

/* The rules decide which: an organiser, or the person for worries when the only organiser is one of
 * the two. */
static bool
may_pass_on(Request *r)
{
  return may_organise(r) || may_read_worries(r);
}

/* A no is not told, nor that nobody was found: both look like waiting. What stands here follows
 * from who could pass it on, and never from the answer. */
static const char *
state_in_words(Page *page, const Introduction *one, const SafetyReaders *readers)
{
  if (one->state == INTRODUCE_YES)
    return one->passed_by ? tr(page, N_("They said yes. Whoever passed it on brings you together."))
                          : tr(page, N_("They said yes. They will speak to you."));
  if (!one->passed_by && introduction_way(one, readers) == INTRODUCE_BY_NOBODY)
    return tr(page, N_("Nobody else here can pass this on now. Make a second organiser in People,"
                       " or name somebody for worries."));
  return tr(page, N_("We ask. You hear from us when they say yes."));
}

static void
put_mine(Page *page, const Introduction *list, const SafetyReaders *readers)
{
  if (!list->id)
    return;
  ui_heading(page, 2, tr(page, N_("You asked for")));
  ui_list_open(page, LIST_RULED);
  for (; list->id; list++) {
    ui_picture_item_open(page, "person");
    ui_person(page, list->who);
    ui_line_break(page);
    ui_words(page, state_in_words(page, list, readers));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
put_keep_away(Page *page, const Introduction *one)
{
  char id[ID_TEXT_SIZE];

  ui_paragraph_open(page);
  ui_link(page, .text = tr(page, N_("Keep away from this person")), .is_large = true,
          .href = arena_format(request_arena(page_request(page)), "/keep-away?person=%s",
                               id_to_text(one->asker_id, id)));
  ui_paragraph_close(page);
}

static void
put_asked_of_me(Page *page, const Introduction *list)
{
  Request *r = page_request(page);

  for (; list->id; list++) {
    ui_card_open(page, .is_warm = true,
                 .title = tr_fill(page, N_("{name} would like to meet you"), "name",
                                  list->asker_name, NULL));
    if (*list->words)
      ui_person_lines(page, list->words);
    ui_paragraph(page, .text = tr(page, N_("You can say no, or nothing. They are not told.")));
    form_open(page, introduction_path(r, list, "answer"));
    ui_button_group_open(page);
    ui_button(page, .text = tr(page, N_("Yes, introduce us")), .name = "answer", .value = "yes");
    ui_button(page, .text = tr(page, N_("No, thank you")), .name = "answer", .value = "no",
              .is_secondary = true);
    ui_button_group_close(page);
    form_close(page, NULL);
    put_keep_away(page, list);
    ui_card_close(page);
  }
}

static void
put_to_pass_on(Page *page, const Introduction *list)
{
  Request *r = page_request(page);

  if (!list->id)
    return;
  ui_heading(page, 2, tr(page, N_("Pass these on, or ask first")));
  for (; list->id; list++) {
    ui_card_open(page, .title = tr_fill(page, N_("{name} would like to meet {other}"), "name",
                                        list->asker_name, "other", list->who, NULL));
    if (*list->words)
      ui_person_lines(page, list->words);
    ui_button(page, .text = tr(page, N_("Pass it on")),
              .href = introduction_path(r, list, "pass-on"));
    ui_card_close(page);
  }
}

static void
put_agreed(Page *page, const Introduction *list)
{
  if (!list->id)
    return;
  ui_heading(page, 2, tr(page, N_("Bring them together")));
  ui_list_open(page, LIST_RULED);
  for (; list->id; list++) {
    ui_picture_item_open(page, "together");
    ui_words(page, tr_fill(page, N_("{name} and {other} both said yes."), "name", list->asker_name,
                           "other", list->other_name, NULL));
    ui_picture_item_close(page);
  }
  ui_list_close(page);
}

static void
draw_introductions(Request *r)
{
  Txn *txn = request_txn(r);
  Arena *arena = request_arena(r);
  const SafetyReaders *readers = readers_of(r);
  const int64_t me = request_viewer(r)->member_id;
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Being introduced")),
                      .lead = lang_text(request_lang(r), N_("You say whom you want to meet. We ask"
                                                            " them. They can say no.")),
                      .back = "/meeting-somebody" });

  put_asked_of_me(page, introductions_to(txn, arena, readers, me));
  if (may_pass_on(r)) {
    put_to_pass_on(page, introductions_waiting(txn, arena, readers, me));
    put_agreed(page, introductions_agreed(txn, arena, me, request_now_us(r)));
  }
  put_mine(page, introductions_by(txn, arena, me), readers);
  ui_heading(page, 2, tr(page, N_("Ask to be introduced")));
  ui_paragraph(page, .text = tr(page, N_("An organiser passes it on. If one of you is the only"
                                         " organiser, the person for worries does.")));
  form_draw(page, .action = "/introductions", .questions = ask_questions,
            .button = tr(page, N_("Ask for this")));
  page_close(page);
}

static void
ask(Request *r)
{
  const Answers *answers = request_answers(r);

  if (questions_check(ask_questions, request_answers(r), r, request_refusals(r)))
    introductions_ask(request_txn(r), request_act(r), answers_text(answers, "who"),
                      answers_text(answers, "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_introductions(r);
  else
    reply_redirect_saying(r, "/introductions", N_("We ask them for you"), NULL);
}

static void
answer(Request *r)
{
  introductions_answer(request_txn(r), request_act(r), request_id_in_path(r, "introduction"),
                       answers_have(request_answers(r), "answer", "yes"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_introductions(r);
  else
    reply_redirect_saying(r, "/introductions", N_("Your answer is kept"), NULL);
}

/* NULL: passed on already, or not for this viewer; that is answered. */
static const Introduction *
introduction_in_path(Request *r)
{
  const int64_t id = request_id_in_path(r, "introduction");

  for (const Introduction *one = introductions_waiting(request_txn(r), request_arena(r),
                                                       readers_of(r), request_viewer(r)->member_id);
       one->id; one++)
    if (one->id == id)
      return one;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static void
draw_pass_on(Request *r, const Introduction *one)
{
  const char *path = introduction_path(r, one, "pass-on");
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), N_("Pass it on")),
                                         .back = "/introductions" });

  ui_paragraph(page, .text = tr_fill(page, N_("{name} would like to meet {other}"), "name",
                                     one->asker_name, "other", one->who, NULL));
  ui_paragraph(page, .text = tr(page, N_("The person is asked on their start page. They answer in"
                                         " their own time, or not at all.")));
  if (one->other_id)
    form_button(page, .action = path, .button = tr(page, N_("Ask this person")));
  else
    form_draw(page, .action = path, .questions = name_questions,
              .button = tr(page, N_("Ask this person")));
  page_close(page);
}

static void
show_pass_on(Request *r)
{
  const Introduction *one = introduction_in_path(r);

  if (one)
    draw_pass_on(r, one);
}

static void
pass_on(Request *r)
{
  const Introduction *one = introduction_in_path(r);

  if (!one)
    return;
  if (one->other_id || questions_check(name_questions, request_answers(r), r, request_refusals(r)))
    introductions_pass_on(request_txn(r), request_act(r), one->id,
                          answers_text(request_answers(r), "name"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_pass_on(r, one);
  else
    reply_redirect_saying(r, "/introductions", N_("The person is asked"), NULL);
}

Waiting
introduction_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  (void)row;
  return (Waiting){ .title = lang_text(lang, N_("Somebody would like to meet you")),
                    .words = lang_text(lang, N_("You may say yes or no.")),
                    .button = lang_text(lang, N_("Say if you want to meet")),
                    .href = "/introductions",
                    .urgency = WAITS_FOR_ME };
}

/* Where nobody can pass it on, an organiser is asked without anybody between. */
static bool
is_asked_directly(Request *r, const SafetyReaders *readers)
{
  const Introduction *one =
      introductions_to(request_txn(r), request_arena(r), readers, request_viewer(r)->member_id);

  for (; one->id; one++)
    if (one->state == INTRODUCE_PASSED_ON)
      return false; /* a card says so already */
    else if (one->state == INTRODUCE_ASKED)
      return true;
  return false;
}

const Waiting *
introductions_to_pass_on(Request *r)
{
  const Lang *lang = request_lang(r);
  const SafetyReaders *readers = readers_of(r);
  Waiting *waiting = arena_new_of(request_arena(r), Waiting, 3);
  int count = 0;

  if (may_organise(r) && is_asked_directly(r, readers))
    waiting[count++] = introduction_card(r, NULL);
  if ((may_organise(r) || may_read_worries_as(r, readers)) &&
      introductions_waiting(request_txn(r), request_arena(r), readers, request_viewer(r)->member_id)
          ->id)
    waiting[count++] = (Waiting){ .title = lang_text(lang, N_("Somebody asks to be introduced")),
                                  .words = lang_text(lang, N_("They wait until you pass it on.")),
                                  .button = lang_text(lang, N_("See whom they want to meet")),
                                  .href = "/introductions",
                                  .urgency = WAITS_FOR_US };
  return waiting;
}

const Route meeting_routes[] = {
  { "GET", "/meeting-somebody", anyone, show_advice, .supporter = { SUPPORT_AS_SELF } },
  { "GET", "/introductions", is_signed_in, draw_introductions },
  { "POST", "/introductions", is_signed_in, ask, .per_minute = 10 },
  { "GET", "/introductions/:introduction/answer", is_signed_in, draw_introductions },
  { "POST", "/introductions/:introduction/answer", is_signed_in, answer },
  { "GET", "/introductions/:introduction/pass-on", may_pass_on, show_pass_on },
  { "POST", "/introductions/:introduction/pass-on", may_pass_on, pass_on },
  ROUTES_END,
};
