/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Adding to an agenda, one's own word about what others wrote down, the order, and what goes on the
 * next agenda. */
#include "meetings/agenda_pages.h"

#include "lang/lang.h"

#include <string.h>

/* ---- adding ---- */

static const Choice whose_choices[] = {
  { .value = "me", .label = N_("I do") },
  { .value = "other",
    .label = N_("Somebody else, and I write it down"),
    .hint = N_("They are asked whether it is what they wanted.") },
  { .value = NULL },
};

static const Question item_questions[] = {
  { .name = "title",
    .kind = ASK_TEXT,
    .label = N_("What should we talk about, in a few words?"),
    .missing = N_("Say in a few words what you want to talk about"),
    .picture = "talk",
    .max_length = AGENDA_TITLE_MAX,
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why does it matter?"),
    .hint = N_("You can leave it empty."),
    .picture = "heart",
    .rows = 3,
    .max_length = MEETING_WORDS_MAX },
  { .name = "minutes",
    .kind = ASK_NUMBER,
    .label = N_("How many minutes will it need?"),
    .hint = N_("You can leave it empty."),
    .picture = "clock",
    .min = 1,
    .max = AGENDA_MINUTES_MAX },
  { .name = "whose",
    .kind = ASK_ONE_OF,
    .label = N_("Who wants to talk about it?"),
    .missing = N_("Choose who wants to talk about it"),
    .picture = "person",
    .choices = whose_choices,
    .is_needed = true },
  { .name = "asked_by",
    .kind = ASK_SELECT,
    .label = N_("Who is it?"),
    .missing = N_("Choose somebody from the list"),
    .picture = "people",
    .choices_from = others_to_choose,
    .shown_if = "whose=other",
    .is_needed = true },
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How did you hear of it?"),
    .missing = N_("Choose how you heard of it"),
    .picture = "phone",
    .choices = agenda_ways,
    .shown_if = "whose=other",
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_new(Request *r, const Meeting *meeting)
{
  Page *page = open_agenda_page(r, meeting, N_("Add something to talk about"), "talk");

  form_draw(page, .action = meeting_path(r, meeting, "/agenda/new"), .questions = item_questions,
            .data = r, .button = tr(page, N_("Put it on the agenda")));
  page_close(page);
}

static void
show_new(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);

  if (meeting)
    draw_new(r, meeting);
}

static void
add_item(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  int64_t asked_by = request_viewer(r)->member_id;

  if (!meeting)
    return;
  if (questions_check(item_questions, request_answers(r), r, request_refusals(r))) {
    const bool is_other = strcmp(answers_text(answers, "whose"), "other") == 0;

    if (is_other && !id_from_text(answers_text(answers, "asked_by"), &asked_by))
      asked_by = 0;
    agenda_add(request_txn(r), request_act(r), meeting,
               &(AgendaWish){ .title = answers_text(answers, "title"),
                              .why = answers_text(answers, "why"),
                              .minutes = answers_int(answers, "minutes"),
                              .asked_by = asked_by,
                              .way = is_other ? answers_text(answers, "way") : "page" },
               request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_new(r, meeting);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), N_("It is on the agenda"), NULL);
}

/* ---- one item ---- */

/* The item of ":item"; NULL: "not found" was answered. */
static const AgendaItem *
item_in_path(Request *r, const Group **ret_group, const Meeting **ret_meeting,
             const Agenda **ret_agenda)
{
  *ret_meeting = meeting_in_path(r, ret_group, GROUP_TO_CHANGE);
  if (!*ret_meeting)
    return NULL;
  *ret_agenda = agenda_find(request_txn(r), request_arena(r), *ret_meeting);

  const AgendaItem *item = agenda_item(*ret_agenda, request_id_in_path(r, "item"));

  if (!item && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return item;
}

/* Back to the agenda; a refusal of a button is told on top of it. */
static void
answer_button(Request *r, const Meeting *meeting, const char *message)
{
  if (refusals_count(request_refusals(r)) > 0)
    show_agenda(r);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, "/agenda"), message, NULL);
}

static void
move_item(Request *r, bool is_earlier)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const Agenda *agenda = NULL;
  const AgendaItem *item = item_in_path(r, &group, &meeting, &agenda);

  if (!item)
    return;
  agenda_move(request_txn(r), request_act(r), agenda, item, is_earlier);
  answer_button(r, meeting, N_("The order is changed"));
}

static void
move_earlier(Request *r)
{
  move_item(r, true);
}

static void
move_later(Request *r)
{
  move_item(r, false);
}

static void
say_mine(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const Agenda *agenda = NULL;
  const AgendaItem *item = item_in_path(r, &group, &meeting, &agenda);

  if (!item)
    return;
  agenda_confirm(request_txn(r), request_act(r), item,
                 strcmp(answers_text(request_answers(r), "yes"), "yes") == 0);
  answer_button(r, meeting, N_("Thank you. It is kept"));
}

static void
take_back(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const Agenda *agenda = NULL;
  const AgendaItem *item = item_in_path(r, &group, &meeting, &agenda);

  if (!item)
    return;
  agenda_take_back(request_txn(r), request_act(r), item, request_refusals(r));
  answer_button(r, meeting, N_("It is taken back"));
}

/* The group's next one after this meeting that is not off; its date may be to be found. */
static const Meeting *
next_meeting(Request *r, const Meeting *meeting)
{
  const Meeting *coming = meetings_coming(request_txn(r), request_arena(r), meeting->group_id,
                                          request_now_us(r), MEETINGS_COMING_MAX);

  while (coming->id && (coming->state == MEETING_OFF || coming->id == meeting->id ||
                        (coming->starts_at_us && coming->starts_at_us <= meeting->starts_at_us)))
    coming++;
  return coming->id ? coming : NULL;
}

static void
carry_over(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = NULL;
  const Agenda *agenda = NULL;
  const AgendaItem *item = item_in_path(r, &group, &meeting, &agenda);

  if (!item)
    return;
  agenda_carry_over(request_txn(r), request_act(r), item, next_meeting(r, meeting),
                    request_refusals(r));
  answer_button(r, meeting, N_("It is on the next agenda"));
}

const Route agenda_item_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/agenda/new", may_change_group, show_new },
  { "POST", "/groups/:group/meetings/:meeting/agenda/new", may_change_group, add_item },
  { "POST", "/groups/:group/meetings/:meeting/agenda/:item/earlier", may_arrange_meetings,
    move_earlier },
  { "POST", "/groups/:group/meetings/:meeting/agenda/:item/later", may_arrange_meetings,
    move_later },
  { "POST", "/groups/:group/meetings/:meeting/agenda/:item/mine", may_change_group, say_mine },
  { "POST", "/groups/:group/meetings/:meeting/agenda/:item/back", may_change_group, take_back },
  { "POST", "/groups/:group/meetings/:meeting/agenda/:item/again", may_change_group, carry_over },
  ROUTES_END,
};
