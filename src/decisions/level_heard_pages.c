/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How far people took part in a decision, as they say by telephone, on paper or when one meets:
 * written down for them by whoever tells them of it. */
#include "base/ids.h"
#include "decisions/levels.h"
#include "decisions/record_pages.h"
#include "lang/lang.h"

static const Decision *
decision_to_hear_of(Request *r)
{
  const Group *group = NULL;

  return decision_in_path(r, &group, GROUP_TO_CHANGE);
}

static const LevelToHear *
people_of(Request *r, Arena *arena, const Decision *decision)
{
  return levels_to_hear(request_txn(r), arena, decision, request_viewer(r)->member_id,
                        request_now_us(r));
}

/* Data: the decision. */
typedef struct {
  Request *r;
  const Decision *decision;
} Hearing;

static const Choice *
people_to_hear(Arena *arena, void *data)
{
  const Hearing *hearing = data;
  const LevelToHear *people = people_of(hearing->r, arena, hearing->decision);
  Choice *choices = arena_new_of(arena, Choice, LEVELS_TO_HEAR_MOST + 1);

  for (int i = 0; people[i].member_id; i++) {
    char id[ID_TEXT_SIZE];

    choices[i] = (Choice){ .value = arena_text(arena, id_to_text(people[i].member_id, id)),
                           .label = people[i].name };
  }
  return choices;
}

static const Question questions[] = {
  { .name = "member",
    .kind = ASK_SELECT,
    .label = N_("Who told you?"),
    .hint = N_("People whom no mail reaches, and who know of the decision."),
    .missing = N_("Choose who told you"),
    .picture = "person",
    .choices_from = people_to_hear,
    .is_needed = true },
  { .name = "level",
    .kind = ASK_ONE_OF,
    .label = N_("What was it like, as they say?"),
    .hint = N_("Read all of it to them first. Tell nobody what they said. It cannot be changed"
               " later."),
    .missing = N_("Choose what it was like"),
    .picture = "together",
    .choices = level_choices,
    .is_needed = true },
  QUESTIONS_END,
};

void
put_way_to_hear_levels(Page *page, const Decision *decision)
{
  Request *r = page_request(page);

  if (people_of(r, request_arena(r), decision)->member_id)
    put_group_link(page, "together", tr(page, N_("Write down how far they say people took part")),
                   decision_path(r, decision, "/level/heard"));
}

static void
draw_heard(Request *r, const Decision *decision)
{
  Hearing hearing = { r, decision };
  Page *page = open_decision_page(r, decision, N_("How far did people take part?"), "phone");

  ui_paragraph(page,
               .text = tr(page, N_("Nobody has to say it. They read that you wrote it down, and"
                                   " nobody reads what.")));
  if (people_of(r, request_arena(r), decision)->member_id || request_is_post(r))
    form_draw(page, .action = decision_path(r, decision, "/level/heard"), .questions = questions,
              .data = &hearing, .button = tr(page, N_("Keep what they said")));
  else
    ui_paragraph(page, .text = tr(page, N_("Nobody is left who could say it to you.")));
  put_ladder_credit(page);
  page_close(page);
}

static void
show_heard(Request *r)
{
  const Decision *decision = decision_to_hear_of(r);

  if (decision)
    draw_heard(r, decision);
}

static void
keep_heard(Request *r)
{
  const Decision *decision = decision_to_hear_of(r);
  Hearing hearing = { r, decision };

  if (!decision)
    return;
  if (questions_check(questions, request_answers(r), &hearing, request_refusals(r))) {
    int64_t member_id = 0;
    Level level = LEVEL_NONE;

    id_from_text(answers_text(request_answers(r), "member"), &member_id);
    level_from_name(answers_text(request_answers(r), "level"), &level);
    levels_say_for(request_txn(r), request_act(r), decision, member_id, level, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_heard(r, decision);
  else
    reply_redirect_saying(r, decision_path(r, decision, "/told"), N_("It is kept"), NULL);
}

#define HEARD "/groups/:group/decisions/:decision/level/heard"

const Route level_heard_routes[] = {
  { "GET", HEARD, may_tell_decision, show_heard },
  { "POST", HEARD, may_tell_decision, keep_heard },
  ROUTES_END,
};
