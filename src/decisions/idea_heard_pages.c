/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Is this what you said?" for an idea that came by mail or on a slip: its author says yes, and who
 * may read it. And who has read what is new of an idea that others are part of. */
#include "decisions/idea_heard.h"
#include "decisions/ideas_pages.h"
#include "lang/lang.h"

#include <string.h>

static const Choice seen_choices[] = {
  { .value = "all", .label = N_("Everybody here, with my name") },
  { .value = "all-nameless", .label = N_("Everybody here, without my name") },
  { .value = "group", .label = N_("Only the group that answers, with my name") },
  { .value = "group-nameless", .label = N_("Only the group that answers, without my name") },
  { .value = NULL },
};

static const Question mine_questions[] = {
  { .name = "seen",
    .kind = ASK_ONE_OF,
    .label = N_("Who can read it?"),
    .missing = N_("Choose who can read it"),
    .picture = "look",
    .choices = seen_choices,
    .is_needed = true },
  QUESTIONS_END,
};

static void
draw_mine(Request *r, const Idea *idea)
{
  Page *page = open_idea_page(r, idea, N_("Yes, I said this"), NULL, "idea");

  form_draw(page, .action = idea_path(r, idea->id, "/mine"), .questions = mine_questions,
            .button = tr(page, N_("Keep this")));
  page_close(page);
}

/* NULL: "not found" was answered. */
static const Idea *
heard_idea_in_path(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea || (idea->is_own && idea_is_heard(idea)))
    return idea;
  reply_not_found(r);
  return NULL;
}

static void
show_mine(Request *r)
{
  const Idea *idea = heard_idea_in_path(r);

  if (idea)
    draw_mine(r, idea);
}

static void
keep_mine(Request *r)
{
  const Idea *idea = heard_idea_in_path(r);
  const char *seen;

  if (!idea)
    return;
  if (!questions_check(mine_questions, request_answers(r), r, request_refusals(r))) {
    draw_mine(r, idea);
    return;
  }
  seen = answers_text(request_answers(r), "seen");
  idea_heard_confirm(request_txn(r), request_act(r), idea, g_str_has_prefix(seen, "all"),
                     g_str_has_suffix(seen, "nameless"));
  reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("It is kept"), NULL);
}

/* ---- news of an idea that others are part of ---- */

static void
mark_read(Request *r)
{
  const Idea *idea = idea_in_path(r);

  if (!idea)
    return;
  idea_mark_read(request_txn(r), request_act(r), idea->id);
  reply_redirect_saying(r, idea_path(r, idea->id, ""), N_("It is kept"), NULL);
}

const Route idea_heard_routes[] = {
  { "POST", "/ideas/:idea/read", is_signed_in, mark_read },
  { "GET", "/ideas/:idea/mine", is_signed_in, show_mine },
  { "POST", "/ideas/:idea/mine", is_signed_in, keep_mine },
  ROUTES_END,
};
