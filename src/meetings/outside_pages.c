/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody from outside who leads a meeting: asking, how it stands on the agenda, answering. */
#include "meetings/outside_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

/* ---- shared ---- */

static const char *
ask_path(Request *r, int64_t ask_id, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "/outside/%s%s", id_to_text(ask_id, id), rest);
}

static const char *
to_in_words(Page *page, const OutsideAsk *ask)
{
  return ask->to_id ? ask->to_name : tr(page, N_("a former member"));
}

static const char *
asked_in_words(Page *page, const OutsideAsk *ask)
{
  if (ask->is_mine)
    return ask->is_private ? tr(page, N_("You asked for somebody from outside. Nobody is told that"
                                         " it was you."))
                           : tr(page, N_("You asked for somebody from outside."));
  if (!ask->asked_by_name)
    return tr(page, N_("Somebody in the group asked for a person from outside."));
  return tr_fill(page, N_("{name} asked for a person from outside."), "name",
                 *ask->asked_by_name ? ask->asked_by_name : tr(page, N_("a former member")), NULL);
}

/* ---- on the agenda ---- */

static void
put_one(Page *page, const OutsideAsk *ask)
{
  Request *r = page_request(page);
  const int64_t now_us = request_now_us(r);
  const bool is_overdue = ask->state == OUTSIDE_WAITING && now_us > ask->answer_by_us;

  ui_paragraph(page, .text = asked_in_words(page, ask));
  if (ask->state == OUTSIDE_WAITING)
    ui_paragraph(page, .is_strong = true,
                 .text = tr_fill(page,
                                 is_overdue ? N_("{name} was to answer by {day}. No answer came.")
                                            : N_("{name} answers by {day}."),
                                 "name", to_in_words(page, ask), "day",
                                 group_day(page, ask->answer_by_us), NULL));
  if (ask->state == OUTSIDE_NO) {
    if (*ask->who)
      ui_paragraph(page,
                   .text = tr_fill(page, N_("{name} was to lead it."), "name", ask->who, NULL));
    ui_paragraph(page, .is_strong = true, .text = tr(page, N_("It is not possible, because:")));
    ui_person_lines(page, ask->because);
  }
  if (outside_may_answer(request_txn(r), ask, request_viewer(r)->member_id, now_us))
    ui_button_link(page, .href = ask_path(r, ask->id, ""), .is_secondary = true,
                   .text = ask->state == OUTSIDE_YES ? tr(page, N_("Change this answer"))
                                                     : tr(page, N_("Give the answer")));
  if (ask->is_mine && ask->state == OUTSIDE_WAITING)
    form_button(page, .action = ask_path(r, ask->id, "/back"),
                .button = tr(page, N_("Take this back")), .is_secondary = true);
}

const OutsideAsk *
put_outside(Page *page, const Meeting *meeting)
{
  Request *r = page_request(page);
  const OutsideAsk *list = outside_list(request_txn(r), request_arena(r), meeting->id,
                                        request_viewer(r)->member_id, request_now_us(r));
  const OutsideAsk *leads = outside_leads(list);

  if (leads) {
    ui_paragraph_open(page);
    ui_strong(page, leads->who);
    ui_paragraph_close(page);
    ui_paragraph(page, .text = tr(page, N_("They are not of this group.")));
    ui_paragraph(page, .text = *leads->interests ? tr(page, N_("Their own stake, as they say:"))
                                                 : tr(page, N_("They say that they have no stake in"
                                                               " it.")));
    if (*leads->interests)
      ui_person_lines(page, leads->interests);
  }
  return list;
}

void
put_outside_asks(Page *page, const OutsideAsk *list)
{
  for (; list->id; list++)
    put_one(page, list);
}

bool
outside_can_be_asked(Request *r, const Meeting *meeting, const OutsideAsk *list)
{
  return meeting->state != MEETING_OFF && meeting->state != MEETING_HELD &&
         (!meeting->starts_at_us || meeting->starts_at_us > request_now_us(r)) &&
         !outside_leads(list) && !outside_waits(list);
}

/* ---- asking ---- */

const Choice *
people_to_ask(Arena *arena, void *data)
{
  Request *r = data;
  const HardTo *list = hard_whom(request_txn(r), arena, request_id_in_path(r, "group"),
                                 request_viewer(r)->member_id);
  Choice *choices = arena_new_of(arena, Choice, HARD_TO_MOST + 1);

  for (int i = 0; list[i].member_id; i++) {
    char id[ID_TEXT_SIZE];
    const char *words = list[i].is_organiser ? N_("{name}, an organiser")
                                             : N_("{name}, who leads the group through");
    g_autofree char *label =
        lang_fill(lang_text(request_lang(r), words), "name", list[i].name, NULL);

    choices[i] = (Choice){ .value = arena_text(arena, id_to_text(list[i].member_id, id)),
                           .label = arena_text(arena, label) };
  }
  return choices;
}

static const Choice name_choices[] = {
  { .value = "private",
    .label = N_("No, in private"),
    .hint = N_("The group reads that somebody asked. Nobody is told who, not even the person you"
               " ask.") },
  { .value = "named", .label = N_("Yes, with my name") },
  { .value = NULL },
};

static const Question ask_questions[] = {
  { .name = "to",
    .kind = ASK_ONE_OF,
    .label = N_("Whom do you ask?"),
    .hint = N_("They find somebody, and answer within 7 days. All see who answers."),
    .missing = N_("Choose whom you ask"),
    .picture = "person",
    .choices_from = people_to_ask,
    .is_needed = true },
  { .name = "name",
    .kind = ASK_ONE_OF,
    .label = N_("May others see that it was you who asked?"),
    .missing = N_("Choose whether others see your name"),
    .picture = "lock",
    .choices = name_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("What do you want to say about it?"),
    .hint = N_("You can leave it empty. Only the person you choose reads it."),
    .picture = "talk",
    .rows = 4,
    .max_length = HARD_ASK_WORDS_MAX },
  QUESTIONS_END,
};

static void
draw_ask(Request *r, const Meeting *meeting)
{
  Page *page = open_agenda_page(r, meeting, N_("Ask for somebody from outside"), "hand");

  ui_paragraph(page, .text = tr(page, N_("Somebody who has no part in it leads this meeting"
                                         " through. Nobody needs to say why.")));
  form_draw(page, .action = meeting_path(r, meeting, "/outside"), .questions = ask_questions,
            .data = r, .button = tr(page, N_("Ask for this")));
  page_close(page);
}

static void
show_ask(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_ask(r, meeting);
}

static void
ask(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  OutsideWish wish = { .words = answers_text(answers, "words") };

  if (!meeting)
    return;
  if (questions_check(ask_questions, request_answers(r), r, request_refusals(r))) {
    if (!id_from_text(answers_text(answers, "to"), &wish.to_id))
      wish.to_id = 0;
    wish.is_private = strcmp(answers_text(answers, "name"), "named") != 0;
    outside_ask(request_txn(r), request_act(r), meeting, &wish, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_ask(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"),
                          N_("It is asked. The answer stands on the agenda"), NULL);
}

/* ---- answering ---- */

static const Choice possible_choices[] = {
  { .value = "yes", .label = N_("Yes, somebody leads it") },
  { .value = "no", .label = N_("No, it is not possible") },
  { .value = NULL },
};

static const Question answer_questions[] = {
  { .name = "possible",
    .kind = ASK_ONE_OF,
    .label = N_("Can somebody from outside lead this meeting?"),
    .hint = N_("All in the group read the answer."),
    .missing = N_("Choose yes or no"),
    .picture = "question",
    .choices = possible_choices,
    .is_needed = true },
  { .name = "who",
    .kind = ASK_TEXT,
    .label = N_("Who leads it, and where do they come from?"),
    .hint = N_("They have said yes to it, and to being named here."),
    .missing = N_("Write who leads the meeting"),
    .picture = "person",
    .max_length = OUTSIDE_WHO_MAX,
    .shown_if = "possible=yes",
    .is_needed = true },
  { .name = "interests",
    .kind = ASK_LONG,
    .label = N_("Do they have a stake of their own in what the group decides?"),
    .hint = N_("Ask them. Leave it empty when they say that they have none."),
    .picture = "look",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX,
    .shown_if = "possible=yes" },
  { .name = "because",
    .kind = ASK_LONG,
    .label = N_("Why is it not possible?"),
    .missing = N_("Say why it is not possible"),
    .picture = "talk",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX,
    .shown_if = "possible=no",
    .is_needed = true },
  QUESTIONS_END,
};

/* The ask of ":ask", for whoever may answer it; NULL: "not found" was answered. */
static const OutsideAsk *
ask_to_answer(Request *r)
{
  const int64_t me = request_viewer(r)->member_id;
  const OutsideAsk *found = outside_find(request_txn(r), request_arena(r),
                                         request_id_in_path(r, "ask"), me, request_now_us(r));

  if (found && outside_may_answer(request_txn(r), found, me, request_now_us(r)))
    return found;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

/* An organiser who is asked need not be in the group. */
static const char *
back_of(Request *r, const OutsideAsk *ask)
{
  const Meeting meeting = { .id = ask->meeting_id, .group_id = ask->group_id };

  return groups_may(request_txn(r), ask->group_id, request_viewer(r)->member_id, GROUP_TO_READ)
             ? meeting_path(r, &meeting, "/agenda")
             : "/";
}

static void
draw_answer(Request *r, const OutsideAsk *ask)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Somebody from outside is asked for")),
                      .lead = ask->meeting_title,
                      .picture = "hand",
                      .back = back_of(r, ask),
                      .section = "/groups" });

  ui_list_open(page, LIST_FACTS);
  ui_list_item(page, ask->group_name);
  if (ask->starts_at_us)
    ui_list_item(page, group_day(page, ask->starts_at_us));
  ui_list_close(page);
  ui_paragraph(page, .text = asked_in_words(page, ask));
  if (*ask->words && ask->is_to_me)
    ui_person_lines(page, ask->words);
  ui_paragraph(page, .text = tr_fill(page, N_("They were promised an answer by {day}."), "day",
                                     group_day(page, ask->answer_by_us), NULL));
  form_draw(page, .action = ask_path(r, ask->id, ""), .questions = answer_questions,
            .button = tr(page, N_("Tell the group")));
  page_close(page);
}

static void
show_answer(Request *r)
{
  const OutsideAsk *found = ask_to_answer(r);

  if (!found)
    return;
  if (found->state == OUTSIDE_YES) {
    answers_set(request_answers(r), "possible", "yes");
    answers_set(request_answers(r), "who", found->who);
    answers_set(request_answers(r), "interests", found->interests);
  }
  draw_answer(r, found);
}

static void
answer(Request *r)
{
  const Answers *answers = request_answers(r);
  const OutsideAsk *found = ask_to_answer(r);

  if (!found)
    return;
  if (questions_check(answer_questions, request_answers(r), r, request_refusals(r)))
    outside_answer(
        request_txn(r), request_act(r), found,
        &(OutsideAnswer){ .is_possible = strcmp(answers_text(answers, "possible"), "yes") == 0,
                          .who = answers_text(answers, "who"),
                          .interests = answers_text(answers, "interests"),
                          .because = answers_text(answers, "because") },
        request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_answer(r, found);
  else
    reply_redirect_saying(r, back_of(r, found), N_("Thank you. The group reads your answer"), NULL);
}

static void
take_back(Request *r)
{
  const OutsideAsk *found =
      outside_find(request_txn(r), request_arena(r), request_id_in_path(r, "ask"),
                   request_viewer(r)->member_id, request_now_us(r));

  if (!found || !found->is_mine) {
    if (!txn_trouble(request_txn(r)))
      reply_not_found(r);
    return;
  }
  outside_take_back(request_txn(r), request_act(r), found);
  reply_redirect_saying(r, back_of(r, found), N_("It is taken back"), NULL);
}

Waiting
outside_card(Request *r, const WaitingRow *row)
{
  const Lang *lang = request_lang(r);

  return (Waiting){ .title = lang_text(lang, N_("Somebody from outside is asked for")),
                    .words = lang_text(lang, N_("Can somebody from outside lead this meeting?")),
                    .button = lang_text(lang, N_("Read it and answer")),
                    .href = ask_path(r, row->id, ""),
                    .urgency = WAITS_FOR_ME };
}

const Route outside_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/outside", may_change_group, show_ask },
  { "POST", "/groups/:group/meetings/:meeting/outside", may_change_group, ask, .per_minute = 20 },
  { "GET", "/outside/:ask", is_signed_in, show_answer },
  { "POST", "/outside/:ask", is_signed_in, answer },
  { "POST", "/outside/:ask/back", is_signed_in, take_back },
  ROUTES_END,
};
