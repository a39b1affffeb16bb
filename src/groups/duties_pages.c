/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Duties: taking one on, handing it over, laying it down. */
#include "groups/duties.h"

#include "base/ids.h"
#include "groups/groups_pages.h"
#include "safety/keep_away.h"

/* ---- duties ---- */

static const Choice *
duties_to_take(Arena *arena, void *data)
{
  Request *r = data;
  Choice *choices = arena_new_of(arena, Choice, 8);
  int count = 0;

  for (const Choice *duty = duty_choices; duty->value; duty++)
    choices[count++] =
        (Choice){ .value = duty->value, .label = lang_text(request_lang(r), duty->label) };
  choices[count] = (Choice){ .value = "own",
                             .label = lang_text(request_lang(r), N_("Something else")),
                             .shows = "own_duty" };
  return choices;
}

#define TERM_QUESTIONS                                                                            \
  { .name = "until",                                                                              \
    .kind = ASK_DATE,                                                                             \
    .label = N_("Until which day?"),                                                              \
    .hint = N_("For example, in a year. Then somebody else can have a turn."),                    \
    .missing = N_("Enter the last day"),                                                          \
    .picture = "calendar",                                                                        \
    .is_needed = true },                                                                          \
  {                                                                                               \
    .name = "interests", .kind = ASK_LONG,                                                        \
    .label = N_("Do you have a stake of your own in what the group decides?"),                    \
    .hint = N_("For example: I work for the service. The group can read it."), .picture = "look", \
    .rows = 3, .max_length = GROUP_WORDS_MAX                                                      \
  }

static const Question take_questions[] = {
  { .name = "duty",
    .kind = ASK_ONE_OF,
    .label = N_("Which duty do you take on?"),
    .missing = N_("Choose which duty you take on"),
    .picture = "hand",
    .choices_from = duties_to_take,
    .is_needed = true },
  { .name = "own_duty",
    .kind = ASK_TEXT,
    .label = N_("What is the duty called?"),
    .missing = N_("Say what the duty is"),
    .picture = "write",
    .max_length = DUTY_MAX,
    .shown_if = "duty=own",
    .is_needed = true },
  TERM_QUESTIONS,
  QUESTIONS_END,
};

static const Question term_questions[] = {
  TERM_QUESTIONS,
  QUESTIONS_END,
};

static const Question next_questions[] = {
  { .name = "name",
    .kind = ASK_TEXT,
    .label = N_("Who could take it over?"),
    .hint = N_("Somebody in the group. They are asked, and can say no."),
    .missing = N_("Enter a name"),
    .picture = "person",
    .is_needed = true },
  QUESTIONS_END,
};

static const char *
duty_path(Request *r, const Group *group, const Duty *duty, const char *rest)
{
  char id[ID_TEXT_SIZE];

  return arena_format(request_arena(r), "%s/%s%s", group_path(r, group, "/duties"),
                      id_to_text(duty->id, id), rest);
}

static int64_t
until_from_answers(Request *r)
{
  return groups_day_end_us(answers_text(request_answers(r), "until"), request_time_zone(r));
}

static void
put_duty_facts(Page *page, const Duty *duty)
{
  const bool has_ended = duty->ended_at_us != 0;

  ui_paragraph_open(page);
  ui_person(page, *duty->name ? duty->name : tr(page, N_("a former member")));
  ui_paragraph_close(page);
  ui_paragraph(
      page, .text = tr_fill(page, N_("From {from} until {until}"), "from",
                            group_day(page, duty->from_us), "until",
                            group_day(page, has_ended ? duty->ended_at_us : duty->until_us), NULL));
  if (!*duty->interests)
    return;
  ui_paragraph(page, .text = tr(page, N_("Their own stake, as they say:")), .is_strong = true);
  ui_person_lines(page, duty->interests);
}

static void
put_duty(Page *page, const Group *group, const Duty *duty)
{
  Request *r = page_request(page);
  const int64_t me = request_viewer(r)->member_id;
  const bool is_mine = duty->member_id == me;
  const bool is_next =
      duty->next_id == me && !safety_is_blocked(request_txn(r), me, duty->member_id);
  const bool may = !group->is_closed && !duty->ended_at_us;

  ui_card_open(page, .title = duty_in_words(duty->duty, page_lang(page)), .title_level = 3,
               .picture = "hand", .is_warm = may && is_next);
  put_duty_facts(page, duty);
  if (duty_is_over(duty, request_now_us(r)))
    ui_paragraph(page, .text = tr(page, N_("The term is over. It goes on until it is handed"
                                           " over.")));
  if (is_mine && duty->next_id && !duty->ended_at_us)
    ui_paragraph(page, .text = tr_fill(page, N_("{name} was asked to take it over."), "name",
                                       duty->next_name, NULL));
  if (may && (is_mine || is_next))
    put_group_link(page, "hand",
                   is_mine ? tr(page, N_("Hand over, or change it"))
                           : tr(page, N_("Would you take over this duty?")),
                   duty_path(r, group, duty, ""));
  if (may && !is_mine && duty->is_holder_gone)
    form_button(page, .action = duty_path(r, group, duty, "/end"),
                .button = tr(page, N_("They are gone: end this duty")), .is_secondary = true);
  ui_card_close(page);
}

static void
draw_duties(Request *r, const Group *group)
{
  const Duty *now = duties_now(request_txn(r), request_arena(r), group->id);
  const Duty *before = duties_before(request_txn(r), request_arena(r), group->id);
  Page *page =
      open_group_page(r, group, N_("Duties"), N_("Each is held for a time, and then handed over."));

  ui_heading(page, 2, tr(page, N_("Now")));
  if (!now->id)
    ui_paragraph(page, .text = tr(page, N_("Nobody holds a duty yet.")));
  for (; now->id; now++)
    put_duty(page, group, now);
  if (!group->is_closed) {
    ui_heading(page, 2, tr(page, N_("Take on a duty")));
    form_draw(page, .action = group_path(r, group, "/duties"), .questions = take_questions,
              .data = r, .button = tr(page, N_("Take it on")));
  }
  if (before->id)
    ui_heading(page, 2, tr(page, N_("Before")));
  for (; before->id; before++)
    put_duty(page, group, before);
  page_close(page);
}

static void
show_duties(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_READ);

  if (group)
    draw_duties(r, group);
}

static void
take_duty(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Answers *answers = request_answers(r);

  if (!group)
    return;
  if (questions_check(take_questions, request_answers(r), r, request_refusals(r))) {
    const bool is_own = answers_have(answers, "duty", "own");

    duties_take(request_txn(r), request_act(r), group->id,
                &(DutyWish){ .duty = answers_text(answers, is_own ? "own_duty" : "duty"),
                             .until_us = until_from_answers(r),
                             .interests = answers_text(answers, "interests") },
                request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_duties(r, group);
  else
    reply_redirect_saying(r, group_path(r, group, "/duties"), N_("Thank you for taking it on"),
                          NULL);
}

/* NULL: not found was answered. For its holder, and who is asked to take it over; for everybody in
 * the group when the holder is gone. */
static const Duty *
duty_in_path(Request *r, const Group *group)
{
  const Duty *duty = group ? duties_find(request_txn(r), request_arena(r), group->id,
                                         request_id_in_path(r, "duty"))
                           : NULL;
  const int64_t me = request_viewer(r)->member_id;

  if (duty && (duty->member_id == me || duty->next_id == me || duty->is_holder_gone))
    return duty;
  if (group && !txn_trouble(request_txn(r)))
    reply_not_found(r);
  return NULL;
}

static void
draw_duty(Request *r, const Group *group, const Duty *duty)
{
  const bool is_mine = duty->member_id == request_viewer(r)->member_id;

  if (!request_is_post(r) && is_mine) {
    answers_set(request_answers(r), "until",
                groups_day_of(request_arena(r), duty->until_us, request_time_zone(r)));
    answers_set(request_answers(r), "interests", duty->interests);
  }

  Page *page = page_open(r, &(PageHead){ .title = duty_in_words(duty->duty, request_lang(r)),
                                         .picture = "hand",
                                         .back = group_path(r, group, "/duties"),
                                         .section = "/groups" });

  if (is_mine) {
    ui_heading(page, 2, tr(page, N_("Hand over")));
    form_draw(page, .action = duty_path(r, group, duty, "/next"), .questions = next_questions,
              .button = tr(page, N_("Ask this person")));
    ui_heading(page, 2, tr(page, N_("Until when, and your own stake")));
  } else {
    put_duty_facts(page, duty);
    ui_heading(page, 2, tr(page, N_("Would you take over this duty?")));
  }
  form_draw(page, .action = duty_path(r, group, duty, ""), .questions = term_questions,
            .button = is_mine ? tr(page, N_("Keep this")) : tr(page, N_("Yes, I take it over")));
  form_button(page, .action = duty_path(r, group, duty, "/end"),
              .button =
                  is_mine ? tr(page, N_("Lay down this duty")) : tr(page, N_("No, thank you")),
              .is_secondary = true);
  page_close(page);
}

static void
show_duty(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Duty *duty = duty_in_path(r, group);

  if (duty)
    draw_duty(r, group, duty);
}

static void
change_duty(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Duty *duty = duty_in_path(r, group);

  if (!duty)
    return;
  if (questions_check(term_questions, request_answers(r), r, request_refusals(r))) {
    const char *interests = answers_text(request_answers(r), "interests");

    if (duty->member_id == request_viewer(r)->member_id)
      duties_change(request_txn(r), request_act(r), duty, until_from_answers(r), interests,
                    request_refusals(r));
    else
      duties_take_over(request_txn(r), request_act(r), duty, until_from_answers(r), interests,
                       request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_duty(r, group, duty);
  else
    reply_redirect_saying(r, group_path(r, group, "/duties"), N_("It is kept"), NULL);
}

static void
ask_next(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Duty *duty = duty_in_path(r, group);

  if (!duty)
    return;
  if (questions_check(next_questions, request_answers(r), r, request_refusals(r)))
    duties_ask_next(request_txn(r), request_act(r), duty, answers_text(request_answers(r), "name"),
                    request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_duty(r, group, duty);
  else
    reply_redirect_saying(r, group_path(r, group, "/duties"), N_("The person is asked"), NULL);
}

/* The holder lays it down; whoever was asked says no. */
static void
end_duty(Request *r)
{
  const Group *group = group_in_path(r, GROUP_TO_CHANGE);
  const Duty *duty = duty_in_path(r, group);

  if (!duty)
    return;
  if (duty->member_id == request_viewer(r)->member_id || duty->is_holder_gone)
    duties_end(request_txn(r), request_act(r), duty);
  else
    duties_decline(request_txn(r), request_act(r), duty);
  reply_redirect_saying(r, group_path(r, group, "/duties"), N_("It is kept"), NULL);
}

const Route group_duties_routes[] = {
  { "GET", "/groups/:group/duties", may_read_group, show_duties },
  { "POST", "/groups/:group/duties", may_change_group, take_duty },
  { "GET", "/groups/:group/duties/:duty", may_change_group, show_duty },
  { "POST", "/groups/:group/duties/:duty", may_change_group, change_duty },
  { "GET", "/groups/:group/duties/:duty/next", may_change_group, show_duty },
  { "POST", "/groups/:group/duties/:duty/next", may_change_group, ask_next },
  { "POST", "/groups/:group/duties/:duty/end", may_change_group, end_duty },
  ROUTES_END,
};
