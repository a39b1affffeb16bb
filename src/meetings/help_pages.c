/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One need of a meeting: who sees to it and how far it is; and afterwards whether it was there. */
#include "base/ids.h"
#include "lang/lang.h"
#include "meetings/needs_pages.h"
#include "people/apart.h"

#include <string.h>

/* ---- finding ---- */

/* Whom the need is for may stand there: for whoever arranges it or sees to it. */
static bool
is_in_hand(Request *r, const MeetingNeed *need)
{
  return meeting_need_may_change(request_txn(r), need, request_viewer(r)->member_id);
}

/* Asked to see to it, and neither keeps away from the other. */
static bool
is_asked(Request *r, const MeetingNeed *need)
{
  const int64_t me = request_viewer(r)->member_id;

  return need->asked_id == me && !need->is_withdrawn &&
         !people_are_apart(request_txn(r), me, need->member_id);
}

/* The need of ":need", for whom it concerns; NULL: "not found" was answered. */
static const MeetingNeed *
need_in_path(Request *r, const Meeting **ret_meeting, bool *ret_is_in_hand)
{
  const Group *group = NULL;

  *ret_meeting = meeting_in_path(r, &group, GROUP_TO_CHANGE);
  if (!*ret_meeting)
    return NULL;

  const MeetingNeed *need = meeting_needs_find(request_txn(r), request_arena(r), *ret_meeting,
                                               request_id_in_path(r, "need"));

  *ret_is_in_hand = need && is_in_hand(r, need);
  if (need && (*ret_is_in_hand || is_asked(r, need)))
    return need;
  if (!txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static const char *
need_path(Request *r, const MeetingNeed *need, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", meeting_path(r, &need->meeting, "/help"),
                      id_to_text(need->id, id), rest);
}

/* ---- what is asked ---- */

static const Choice step_choices[] = {
  { .value = "take", .label = N_("I see to it") },
  { .value = "ask",
    .label = N_("I ask somebody in the group to see to it"),
    .hint = N_("They may say no. They read the name when they have said yes.") },
  { .value = "ready", .label = N_("It is booked or ready") },
  { .value = "cannot", .label = N_("It cannot be had") },
  { .value = "open", .label = N_("Nobody sees to it for now") },
  { .value = NULL },
};

static const Question step_questions[] = {
  { .name = "step",
    .kind = ASK_ONE_OF,
    .label = N_("How far is it?"),
    .missing = N_("Choose how far it is"),
    .picture = "help",
    .choices = step_choices,
    .is_needed = true },
  { .name = "who",
    .kind = ASK_SELECT,
    .label = N_("Whom do you ask?"),
    .missing = N_("Choose somebody in the group"),
    .picture = "person",
    .choices_from = others_to_choose,
    .shown_if = "step=ask",
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why can it not be had?"),
    .hint = N_("Whoever needs it reads this."),
    .missing = N_("Say why it cannot be had"),
    .picture = "question",
    .rows = 2,
    .max_length = MEETING_WORDS_MAX,
    .shown_if = "step=cannot",
    .is_needed = true },
  { .name = "instead",
    .kind = ASK_LONG,
    .label = N_("What is there instead?"),
    .hint = N_("Talk with them first about what would help."),
    .missing = N_("Say what there is instead"),
    .picture = "idea",
    .rows = 2,
    .max_length = MEETING_WORDS_MAX,
    .shown_if = "step=cannot",
    .is_needed = true },
  QUESTIONS_END,
};

/* ---- one need ---- */

static void
put_by_when(Page *page, const MeetingNeed *need)
{
  ui_paragraph(page, .text = meeting_when(page, &need->meeting), .is_strong = true);
  if (need->needed_by_us && meeting_need_waits(need))
    ui_paragraph(page, .text = help_by_when(page, need));
}

static void
draw_asked(Request *r, const MeetingNeed *need)
{
  Page *page = open_meeting_page(r, &need->meeting, N_("Would you see to this?"), "help");

  ui_heading(page, 2, tr(page, need->kind->label));
  put_by_when(page, need);
  ui_paragraph(page, .text = tr(page, N_("Somebody needs it to come to the meeting. If you say"
                                         " yes, you read who it is. If you say no, nobody asks"
                                         " why.")));
  ui_button_group_open(page);
  form_button(page, .action = need_path(r, need, "/answer"),
              .button = tr(page, N_("Yes, I see to it")), .name = "answer", .value = "yes");
  form_button(page, .action = need_path(r, need, "/answer"),
              .button = tr(page, N_("Not this time")), .name = "answer", .value = "no",
              .is_secondary = true);
  ui_button_group_close(page);
  page_close(page);
}

static void
draw_need(Request *r, const MeetingNeed *need)
{
  Page *page = page_open(r, &(PageHead){ .title = lang_text(request_lang(r), need->kind->label),
                                         .lead = need->meeting.title,
                                         .picture = need->kind->picture,
                                         .back = meeting_path(r, &need->meeting, ""),
                                         .section = "/groups" });

  ui_paragraph_open(page);
  ui_words(page, tr(page, N_("For:")));
  ui_words(page, " ");
  ui_person(page, need->member_name);
  ui_paragraph_close(page);
  if (*need->words)
    ui_person_lines(page, need->words);
  put_by_when(page, need);
  ui_paragraph(page, .text = help_state_in_words(page, need, false));
  if (need->state == HELP_CANNOT) {
    ui_person_lines(page, need->why);
    ui_person_lines(page, need->instead);
  }
  form_draw(page, .action = need_path(r, need, ""), .questions = step_questions, .data = r,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_need(Request *r)
{
  const Meeting *meeting = NULL;
  bool is_held = false;
  const MeetingNeed *need = need_in_path(r, &meeting, &is_held);

  if (!need)
    return;
  if (is_held && need->asked_id != request_viewer(r)->member_id)
    draw_need(r, need);
  else
    draw_asked(r, need);
}

static void
take_step(Request *r, const MeetingNeed *need)
{
  Txn *txn = request_txn(r);
  const Act *act = request_act(r);
  Refusals *refusals = request_refusals(r);
  const Answers *answers = request_answers(r);
  const char *step = answers_text(answers, "step");
  int64_t who = 0;

  if (strcmp(step, "take") == 0)
    meeting_need_take(txn, act, need, refusals);
  else if (strcmp(step, "ready") == 0)
    meeting_need_ready(txn, act, need, refusals);
  else if (strcmp(step, "open") == 0)
    meeting_need_lay_down(txn, act, need, refusals);
  else if (strcmp(step, "cannot") == 0)
    meeting_need_cannot(txn, act, need, answers_text(answers, "why"),
                        answers_text(answers, "instead"), refusals);
  else if (id_from_text(answers_text(answers, "who"), &who))
    meeting_need_ask(txn, act, need, who, refusals);
}

static void
change_need(Request *r)
{
  const Meeting *meeting = NULL;
  bool is_held = false;
  const MeetingNeed *need = need_in_path(r, &meeting, &is_held);

  if (!need)
    return;
  if (questions_check(step_questions, request_answers(r), r, request_refusals(r)))
    take_step(r, need);
  if (refusals_count(request_refusals(r)) > 0) {
    if (is_held)
      draw_need(r, need);
    else
      draw_asked(r, need);
    return;
  }
  reply_redirect_saying(r, meeting_path(r, meeting, may_arrange_meetings(r) ? "/help" : ""),
                        N_("It is kept"), NULL);
}

static void
answer_asked(Request *r)
{
  const Meeting *meeting = NULL;
  bool is_held = false;
  const MeetingNeed *need = need_in_path(r, &meeting, &is_held);
  const bool is_yes = strcmp(answers_text(request_answers(r), "answer"), "yes") == 0;

  if (!need)
    return;
  meeting_need_answer(request_txn(r), request_act(r), need, is_yes);
  reply_redirect_saying(r, is_yes ? need_path(r, need, "") : meeting_path(r, meeting, ""),
                        is_yes ? N_("Thank you. You see to it now")
                               : N_("Thank you for saying so. Nobody asks why"),
                        NULL);
}

/* ---- afterwards ---- */

/* One question a need of the viewer's own. */
static const Question *
had_questions(Request *r, const MeetingNeed *own)
{
  Question *questions = arena_new_of(request_arena(r), Question, HELP_KINDS_MOST + 1);

  for (int i = 0; i < HELP_KINDS_MOST && own->id; i++, own++)
    questions[i] = (Question){ .name = arena_format(request_arena(r), "had-%s", own->kind->code),
                               .kind = ASK_ONE_OF,
                               .label = own->kind->label,
                               .picture = own->kind->picture,
                               .choices = help_had_choices };
  return questions;
}

static const MeetingNeed *
own_needs(Request *r, const Meeting *meeting)
{
  int64_t all = 0;

  return meeting_needs_own(request_txn(r), request_arena(r), meeting, request_viewer(r)->member_id,
                           &all);
}

static void
draw_had(Request *r, const Meeting *meeting, const MeetingNeed *own)
{
  const Question *questions = had_questions(r, own);

  for (int i = 0; !request_is_post(r) && questions[i].name; i++)
    if (own[i].had != HAD_UNSAID)
      answers_set(request_answers(r), questions[i].name, help_had_choices[own[i].had - 1].value);

  Page *page = open_meeting_page(r, meeting, N_("Did you have what you needed?"), "help");

  if (!own->id) {
    ui_paragraph(page, .text = tr(page, N_("You asked for nothing for this meeting.")));
  } else {
    ui_paragraph(page, .text = tr(page, N_("Only you can say this. Nobody else reads what you"
                                           " say: it is only counted.")));
    form_draw(page, .action = meeting_path(r, meeting, "/had"), .questions = questions,
              .button = tr(page, N_("Keep this")));
  }
  page_close(page);
}

static void
show_had(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);

  if (meeting)
    draw_had(r, meeting, own_needs(r, meeting));
}

static void
keep_had(Request *r)
{
  const Group *group = NULL;
  const Meeting *meeting = meeting_in_path(r, &group, GROUP_TO_READ);
  HelpHad had[HELP_KINDS_MOST] = { HAD_UNSAID };

  if (!meeting)
    return;

  const MeetingNeed *own = own_needs(r, meeting);
  const Question *questions = had_questions(r, own);

  if (questions_check(questions, request_answers(r), r, request_refusals(r))) {
    for (int i = 0; questions[i].name; i++)
      had[own[i].kind - help_kinds] =
          help_had_from_name(answers_text(request_answers(r), questions[i].name));
    meeting_needs_had(request_txn(r), request_act(r), meeting, had, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_had(r, meeting, own);
  else
    reply_redirect_saying(r, meeting_path(r, meeting, ""), N_("Thank you. It is kept"), NULL);
}

const Route meeting_had_routes[] = {
  { "GET", "/groups/:group/meetings/:meeting/help/:need", may_change_group, show_need,
    .read_is_logged_as = "meeting-help-read" },
  { "POST", "/groups/:group/meetings/:meeting/help/:need", may_change_group, change_need },
  { "POST", "/groups/:group/meetings/:meeting/help/:need/answer", may_change_group, answer_asked },
  { "GET", "/groups/:group/meetings/:meeting/had", may_read_group, show_had },
  { "POST", "/groups/:group/meetings/:meeting/had", may_read_group, keep_had },
  ROUTES_END,
};
