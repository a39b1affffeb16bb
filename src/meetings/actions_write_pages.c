/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing down what will be done, and who does it. */
#include "meetings/actions_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/action_news.h"
#include "meetings/minutes.h"

#include <string.h>

/* ---- who does it ---- */

static const Choice who_choices[] = {
  { .value = "me", .label = N_("I do") },
  { .value = "other",
    .label = N_("Somebody else in the group"),
    .hint = N_("They say yes or no themselves.") },
  { .value = "outside", .label = N_("Somebody who is not in the group") },
  { .value = "nobody", .label = N_("Nobody yet") },
  { .value = NULL },
};

static const Choice yes_choices[] = {
  { .value = "ask", .label = N_("Not yet. They are asked here.") },
  { .value = "telephone", .label = N_("Yes, by telephone") },
  { .value = "paper", .label = N_("Yes, on paper") },
  { .value = "mail", .label = N_("Yes, by e-mail") },
  { .value = "said", .label = N_("Yes, they said so") },
  { .value = NULL },
};

#define OWNER_QUESTIONS                                                               \
  { .name = "who",                                                                    \
    .kind = ASK_ONE_OF,                                                               \
    .label = N_("Who does it?"),                                                      \
    .missing = N_("Choose who does it"),                                              \
    .picture = "person",                                                              \
    .choices = who_choices,                                                           \
    .is_needed = true },                                                              \
      { .name = "owner",                                                              \
        .kind = ASK_SELECT,                                                           \
        .label = N_("Who is it?"),                                                    \
        .missing = N_("Choose somebody from the list"),                               \
        .picture = "people",                                                          \
        .choices_from = others_to_choose,                                             \
        .shown_if = "who=other",                                                      \
        .is_needed = true },                                                          \
      { .name = "yes_by",                                                             \
        .kind = ASK_ONE_OF,                                                           \
        .label = N_("Have they said yes?"),                                           \
        .missing = N_("Choose whether they said yes"),                                \
        .picture = "phone",                                                           \
        .choices = yes_choices,                                                       \
        .shown_if = "who=other",                                                      \
        .is_needed = true },                                                          \
  {                                                                                   \
    .name = "outside", .kind = ASK_TEXT, .label = N_("Who is it, in your words?"),    \
    .hint = N_("For example: the parks team."), .missing = N_("Say who it is"),       \
    .picture = "people", .max_length = ACTION_OUTSIDE_MAX, .shown_if = "who=outside", \
    .is_needed = true                                                                 \
  }

static const Question owner_questions[] = { OWNER_QUESTIONS, QUESTIONS_END };

static ActionWish
wish_from_answers(Request *r)
{
  const Answers *answers = request_answers(r);
  const char *who = answers_text(answers, "who");
  const char *yes_by = answers_text(answers, "yes_by");
  const bool is_other = strcmp(who, "other") == 0;
  ActionWish wish = { .words = answers_text(answers, "words"),
                      .due_us =
                          groups_day_end_us(answers_text(answers, "due"), request_time_zone(r)),
                      .yes_by = is_other && strcmp(yes_by, "ask") != 0 ? yes_by : "",
                      .outside =
                          strcmp(who, "outside") == 0 ? answers_text(answers, "outside") : "" };

  if (strcmp(who, "me") == 0)
    wish.owner_id = request_viewer(r)->member_id;
  else if (is_other && !id_from_text(answers_text(answers, "owner"), &wish.owner_id))
    wish.owner_id = 0;
  return wish;
}

/* ---- writing one down ---- */

#define ACTION_QUESTIONS                                                              \
  { .name = "words",                                                                  \
    .kind = ASK_LONG,                                                                 \
    .label = N_("What will be done?"),                                                \
    .hint = N_("One thing only."),                                                    \
    .missing = N_("Write what will be done"),                                         \
    .picture = "hand",                                                                \
    .rows = 3,                                                                        \
    .max_length = ACTION_WORDS_MAX,                                                   \
    .is_needed = true },                                                              \
  {                                                                                   \
    .name = "due", .kind = ASK_DATE, .label = N_("By which day?"),                    \
    .missing = N_("Enter the day by which it should be done"), .picture = "calendar", \
    .is_needed = true                                                                 \
  }

static const Question action_questions[] = { ACTION_QUESTIONS, OWNER_QUESTIONS, QUESTIONS_END };

static void
draw_new(Request *r, const Group *group)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write down what will be done")),
                      .lead = group->name,
                      .picture = "hand",
                      .back = group_path(r, group, "/actions"),
                      .section = "/groups" });

  form_draw(page, .action = group_path(r, group, "/actions/new"), .questions = action_questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_new(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);

  if (group)
    draw_new(r, group);
}

static void
add_new(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  int64_t id = 0;

  if (!group)
    return;
  if (questions_check(action_questions, request_answers(r), r, request_refusals(r))) {
    const ActionWish wish = wish_from_answers(r);

    actions_add(request_txn(r), request_act(r), group->id, &wish, request_refusals(r), &id);
  }
  if (refusals_count(request_refusals(r)) > 0) {
    draw_new(r, group);
    return;
  }
  action_news_tell(request_txn(r), request_act(r), id, request_origin(r));
  reply_redirect_saying(r, group_path(r, group, "/actions"), N_("It is kept"), NULL);
}

/* ---- in minutes ---- */

/* What was talked about, and something else. */
static const Choice *
items_to_choose(Arena *arena, void *data)
{
  Request *r = data;
  const Meeting *meeting = meetings_find(request_txn(r), arena, request_id_in_path(r, "group"),
                                         request_id_in_path(r, "meeting"));
  Choice *choices = arena_new_of(arena, Choice, AGENDA_ITEMS_MAX + 2);
  const Agenda *agenda = meeting ? agenda_find(request_txn(r), arena, meeting) : NULL;
  int count = 0;

  for (int i = 1; agenda && i < agenda->count; i++) {
    char id[ID_TEXT_SIZE];

    if (agenda->items[i].state != ITEM_BACK)
      choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(agenda->items[i].id, id)),
                                   .label = agenda->items[i].title };
  }
  choices[count] =
      (Choice){ .value = "else", .label = lang_text(request_lang(r), N_("Something else")) };
  return choices;
}

static const Question minutes_questions[] = {
  ACTION_QUESTIONS,
  OWNER_QUESTIONS,
  { .name = "item",
    .kind = ASK_ONE_OF,
    .label = N_("What did it come from?"),
    .missing = N_("Choose what it came from"),
    .picture = "talk",
    .choices_from = items_to_choose,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_in_minutes(Request *r, const Meeting *meeting)
{
  Page *page = page_open(
      r, &(PageHead){ .title = lang_text(request_lang(r), N_("Write down what will be done")),
                      .lead = meeting->title,
                      .picture = "hand",
                      .back = meeting_path(r, meeting, "/minutes"),
                      .section = "/groups" });

  form_draw(page, .action = meeting_path(r, meeting, "/actions/new"),
            .questions = minutes_questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_in_minutes(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_in_minutes(r, meeting);
}

static void
add_in_minutes(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t id = 0;

  if (!meeting)
    return;
  if (questions_check(minutes_questions, request_answers(r), r, request_refusals(r))) {
    ActionWish wish = wish_from_answers(r);

    wish.meeting_id = meeting->id;
    if (!id_from_text(answers_text(request_answers(r), "item"), &wish.item_id))
      wish.item_id = 0;
    actions_add(request_txn(r), request_act(r), group->id, &wish, request_refusals(r), &id);
  }
  if (refusals_count(request_refusals(r)) > 0) {
    draw_in_minutes(r, meeting);
    return;
  }
  action_news_tell(request_txn(r), request_act(r), id, request_origin(r));
  reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("It is kept"), NULL);
}

/* ---- about one ---- */

Page *
open_action_page(Request *r, const GroupAction *action, const char *title, const char *picture)
{
  return page_open(r, &(PageHead){ .title = lang_text(request_lang(r), title),
                                   .lead = action->words,
                                   .picture = picture,
                                   .back = action_path(r, action, ""),
                                   .section = "/groups" });
}

void
draw_action_form(Request *r, const GroupAction *action, const ActionForm *form)
{
  Page *page = open_action_page(r, action, form->title, form->picture);

  form_draw(page, .action = action_path(r, action, form->rest), .questions = form->questions,
            .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

void
end_action_form(Request *r, const GroupAction *action, const ActionForm *form)
{
  if (refusals_count(request_refusals(r)) > 0)
    draw_action_form(r, action, form);
  else
    reply_redirect_saying(r, action_path(r, action, ""), N_("It is kept"), NULL);
}

static void
say_mine(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);
  const bool is_yes = strcmp(answers_text(request_answers(r), "yes"), "yes") == 0;

  if (!action)
    return;
  actions_answer(request_txn(r), request_act(r), action, is_yes);
  reply_redirect_saying(r, group_path(r, group, "/actions"),
                        is_yes ? N_("Thank you. You do it") : N_("Thank you. Nobody has it now"),
                        NULL);
}

static const ActionForm owner_form = { "/owner", N_("Who does it?"), "people", owner_questions };

static void
show_owner(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);

  if (action)
    draw_action_form(r, action, &owner_form);
}

static void
set_owner(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);

  if (!action)
    return;
  if (questions_check(owner_questions, request_answers(r), r, request_refusals(r))) {
    const ActionWish wish = wish_from_answers(r);

    actions_give(request_txn(r), request_act(r), action, &wish, request_refusals(r));
    if (refusals_count(request_refusals(r)) == 0)
      action_news_tell(request_txn(r), request_act(r), action->id, request_origin(r));
  }
  end_action_form(r, action, &owner_form);
}

const Route action_write_routes[] = {
  { "GET", "/groups/:group/actions/new", may_change_group, show_new },
  { "POST", "/groups/:group/actions/new", may_change_group, add_new },
  { "GET", "/groups/:group/meetings/:meeting/actions/new", may_change_group, show_in_minutes },
  { "POST", "/groups/:group/meetings/:meeting/actions/new", may_change_group, add_in_minutes },
  { "POST", "/groups/:group/actions/:action/mine", may_change_group, say_mine },
  { "GET", "/groups/:group/actions/:action/owner", may_change_group, show_owner },
  { "POST", "/groups/:group/actions/:action/owner", may_change_group, set_owner },
  ROUTES_END,
};
