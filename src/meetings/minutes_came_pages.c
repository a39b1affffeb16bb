/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who came to a meeting: writing it down, alone or with all the rest (day_enter_pages.c). */
#include "meetings/minutes_pages.h"

#include "base/ids.h"
#include "groups/places.h"
#include "lang/lang.h"

#include <string.h>

static const Choice *
people_to_tick(Arena *arena, void *data)
{
  Request *r = data;
  const Place *people =
      places_list(request_txn(r), arena, request_id_in_path(r, "group"), "", 0, GROUP_PEOPLE_MAX);
  Choice *choices = arena_new_of(arena, Choice, GROUP_PEOPLE_MAX + 1);
  int count = 0;

  for (; people->member_id; people++) {
    char id[ID_TEXT_SIZE];

    choices[count++] = (Choice){ .value = arena_text(arena, id_to_text(people->member_id, id)),
                                 .label = people->name };
  }
  return choices;
}

#define OTHERS_QUESTION(field, words, shows)                                             \
  {                                                                                      \
    .name = (field), .kind = ASK_NUMBER, .label = (words), .picture = (shows), .min = 0, \
    .max = OTHERS_MOST                                                                   \
  }

const Question minutes_came_questions[] = {
  { .name = "came",
    .kind = ASK_ANY_OF,
    .label = N_("Who of the group came?"),
    .picture = "people",
    .choices_from = people_to_tick },
  OTHERS_QUESTION("others_use", N_("How many others came who use services?"), "person"),
  OTHERS_QUESTION("others_care", N_("How many other family carers?"), "carer"),
  OTHERS_QUESTION("others_near", N_("How many other neighbours?"), "home"),
  OTHERS_QUESTION("others_work", N_("How many others at their work?"), "worker"),
  OTHERS_QUESTION("others_else", N_("How many others in another role?"), "people"),
  { .name = "missing",
    .kind = ASK_LONG,
    .label = N_("Was a side missing, and why?"),
    .hint = N_("For example: no family carer came, the bus did not run."),
    .picture = "question",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX },
  QUESTIONS_END,
};

static void
set_number(Answers *answers, const char *name, int64_t number)
{
  if (number > 0)
    answers_set(answers, name,
                arena_format(answers_arena(answers), "%" G_GINT64_FORMAT, (gint64)number));
}

void
minutes_came_fill(Request *r, const Meeting *meeting, const Minutes *minutes, Answers *answers)
{
  const Present *present = minutes_present(request_txn(r), request_arena(r), meeting->id);

  for (; present->member_id; present++) {
    char id[ID_TEXT_SIZE];

    id_to_text(present->member_id, id);
    answers_add(answers, "came", id, strlen(id));
  }
  set_number(answers, "others_use", minutes->others_use);
  set_number(answers, "others_care", minutes->others_care);
  set_number(answers, "others_near", minutes->others_near);
  set_number(answers, "others_work", minutes->others_work);
  set_number(answers, "others_else", minutes->others_else);
  answers_set(answers, "missing", minutes->absent);
}

void
minutes_came_keep(Request *r, const Meeting *meeting)
{
  const Answers *answers = request_answers(r);
  const int ticked = answers_count(answers, "came");
  int64_t *members = arena_new_of(request_arena(r), int64_t, ticked + 1);
  int count = 0;

  for (int i = 0; i < ticked; i++)
    if (id_from_text(answers_nth(answers, "came", i), &members[count]))
      count++;
  minutes_set_present(request_txn(r), request_act(r), meeting, members, count,
                      &(Minutes){ .others_use = answers_int(answers, "others_use"),
                                  .others_care = answers_int(answers, "others_care"),
                                  .others_near = answers_int(answers, "others_near"),
                                  .others_work = answers_int(answers, "others_work"),
                                  .others_else = answers_int(answers, "others_else"),
                                  .absent = answers_text(answers, "missing") },
                      request_refusals(r));
}

static void
draw_came(Request *r, const Meeting *meeting)
{
  if (!request_is_post(r))
    minutes_came_fill(r, meeting, minutes_find(request_txn(r), request_arena(r), meeting->id),
                      request_answers(r));

  Page *page = open_minutes_page(r, meeting, N_("Who came"), "people");

  form_draw(page, .action = meeting_path(r, meeting, "/minutes/came"),
            .questions = minutes_came_questions, .data = r, .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_came(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_came(r, meeting);
}

static void
set_came(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (!meeting)
    return;
  if (questions_check(minutes_came_questions, request_answers(r), r, request_refusals(r)))
    minutes_came_keep(r, meeting);
  if (refusals_count(request_refusals(r)) > 0)
    draw_came(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/minutes"), N_("It is kept"), NULL);
}

const Route minutes_came_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/minutes/came", may_arrange_meetings, show_came },
  { "POST", "/groups/:group/meetings/:meeting/minutes/came", may_arrange_meetings, set_came,
    .fields_max = GROUP_PEOPLE_MAX + 20 },
  ROUTES_END,
};
