/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the author of an idea can do: say that it is theirs, reply to its answer, ask another group
 * once, take it back. */
#include "decisions/ideas_pages.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "people/people_pages.h"

#include <string.h>

/* ---- what is asked of its author ---- */

static const Choice reply_choices[] = {
  { .value = "yes", .label = N_("Yes") },
  { .value = "no", .label = N_("Not really"), .hint = N_("You can ask one other group then.") },
  { .value = "left", .label = N_("I leave it") },
  { .value = NULL },
};

static const Question reply_questions[] = {
  { .name = "reply",
    .kind = ASK_ONE_OF,
    .label = N_("Does this answer you?"),
    .missing = N_("Choose one of the answers"),
    .picture = "question",
    .choices = reply_choices,
    .is_needed = true },
  { .name = "words",
    .kind = ASK_LONG,
    .label = N_("Do you want to say something to it?"),
    .hint = N_("Whoever reads the idea can read this. You can leave it empty."),
    .picture = "talk",
    .rows = 3,
    .max_length = IDEA_WORDS_MAX },
  QUESTIONS_END,
};

static const Choice *
groups_to_appeal_to(Arena *arena, void *data)
{
  Request *r = data;
  const IdeaViewer viewer = idea_viewer(r);
  const Idea *idea = ideas_find(request_txn(r), arena, request_id_in_path(r, "idea"), &viewer);

  return groups_to_ask(r, arena, idea ? idea->asked_id : 0, N_("The organisers choose one"));
}

static const Question appeal_questions[] = {
  { .name = "group",
    .kind = ASK_SELECT,
    .label = N_("Which group should look at it again?"),
    .missing = N_("Choose a group"),
    .picture = "people",
    .choices_from = groups_to_appeal_to,
    .is_needed = true },
  QUESTIONS_END,
};

void
put_idea_reply_form(Page *page, const Idea *idea, const IdeaAnswer *newest)
{
  Request *r = page_request(page);

  if (!idea->is_own || idea->outcome == IDEA_WAITS || !newest->id || *newest->reply ||
      !request_may_go_to(r, idea_path(r, idea->id, "/reply")))
    return;
  form_draw(page, .action = idea_path(r, idea->id, "/reply"), .questions = reply_questions,
            .button = tr(page, N_("Say so")));
}

/* ---- the pages ---- */

static const Idea *
own_idea_in_path(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea || (idea->is_own && !idea->is_gone))
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
confirm(Request *r)
{
  const Idea *idea = own_idea_in_path(r);

  if (!idea)
    return;
  ideas_confirm(request_txn(r), request_act(r), idea);
  reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("It is kept"), NULL);
}

static const Idea *
idea_to_reply_to(Request *r)
{
  const Idea *idea = own_idea_in_path(r);

  if (!idea || idea->outcome != IDEA_WAITS)
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
draw_reply(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Does this answer you?"), NULL, "question");

  ui_paragraph(page, .text = tr(page, idea_outcome_words(idea->outcome)), .is_strong = true);
  ui_person_lines(page, idea->because);
  form_draw(page, .action = idea_path(r, idea->id, "/reply"), .questions = reply_questions,
            .button = tr(page, N_("Say so")));
  page_close(page);
}

static void
show_reply(Request *r)
{
  const Idea *idea = idea_to_reply_to(r);

  if (idea)
    draw_reply(r, idea);
}

static void
reply_to_answer(Request *r)
{
  const Answers *answers = request_answers(r);
  const Idea *idea = idea_to_reply_to(r);

  if (!idea)
    return;
  if (questions_check(reply_questions, request_answers(r), r, request_refusals(r)))
    idea_reply(request_txn(r), request_act(r), idea, answers_text(answers, "reply"),
               answers_text(answers, "words"), request_refusals(r));
  if (refusals_count(request_refusals(r)) > 0)
    draw_reply(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("Thank you for saying so"), NULL);
}

static const Idea *
idea_to_appeal(Request *r)
{
  const Idea *idea = own_idea_in_path(r);

  if (!idea || idea_may_appeal(idea, idea_answers_of(request_txn(r), request_arena(r), idea->id,
                                                     request_viewer(r)->member_id)))
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
draw_appeal(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Ask another group"),
                              N_("It answers once more, within 28 days. That answer is the last"
                                 " one."),
                              "people");

  form_draw(page, .action = idea_path(r, idea->id, "/appeal"), .questions = appeal_questions,
            .data = r, .button = tr(page, N_("Ask this group")));
  page_close(page);
}

static void
show_appeal(Request *r)
{
  const Idea *idea = idea_to_appeal(r);

  if (idea)
    draw_appeal(r, idea);
}

static void
appeal(Request *r)
{
  const Idea *idea = idea_to_appeal(r);
  int64_t group_id = 0;

  if (!idea)
    return;
  if (questions_check(appeal_questions, request_answers(r), r, request_refusals(r))) {
    id_from_text(answers_text(request_answers(r), "group"), &group_id);
    idea_appeal(request_txn(r), request_act(r), idea, group_id, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_appeal(r, idea);
  else
    reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("Another group is asked"), NULL);
}

static void
draw_take_back(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Take your idea back?"), NULL, "go-back");

  ui_paragraph(page,
               .text = tr(page, N_("Your words are deleted for good. If there is an answer, it"
                                   " stays.")));
  form_button(page, .action = idea_path(r, idea->id, "/take-back"),
              .button = tr(page, N_("Take it back")));
  page_close(page);
}

static void
show_take_back(Request *r)
{
  const Idea *idea = own_idea_in_path(r);

  if (idea)
    draw_take_back(r, idea);
}

static void
take_back(Request *r)
{
  const Idea *idea = own_idea_in_path(r);

  if (!idea)
    return;
  if (refusals_count(request_refusals(r)) > 0) { /* an old form */
    draw_take_back(r, idea);
    return;
  }
  ideas_take_back(request_txn(r), request_act(r), idea);
  reply_redirect_saying(r, "/me/ideas", N_("Your idea is taken back"), NULL);
}

const Route idea_author_routes[] = {
  { "POST", "/ideas/:idea/right", is_signed_in, confirm },
  { "GET", "/ideas/:idea/reply", is_signed_in, show_reply,
    .supporter = { SUPPORT_ACT, AREA_IDEAS,
                   N_("Looked at saying whether an answer answers you") } },
  { "POST", "/ideas/:idea/reply", is_signed_in, reply_to_answer,
    .supporter = { SUPPORT_ACT, AREA_IDEAS, N_("Said whether an answer answers you") } },
  { "GET", "/ideas/:idea/appeal", is_signed_in, show_appeal },
  { "POST", "/ideas/:idea/appeal", is_signed_in, appeal },
  { "GET", "/ideas/:idea/take-back", is_signed_in, show_take_back },
  { "POST", "/ideas/:idea/take-back", is_signed_in, take_back },
  ROUTES_END,
};
