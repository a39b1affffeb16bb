/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Telling of what a group said it would do: another day, and how it went. */
#include "meetings/actions_pages.h"

#include "base/ids.h"
#include "lang/lang.h"

#include <string.h>

enum { SEEN_MOST = 10 }; /* words that stand at once */

/* ---- another day ---- */

static const Question day_questions[] = {
  { .name = "due",
    .kind = ASK_DATE,
    .label = N_("By which day now?"),
    .missing = N_("Enter the day by which it should be done"),
    .picture = "calendar",
    .is_needed = true },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why does it need another day?"),
    .hint = N_("Everybody in the group can read it."),
    .missing = N_("Say why, in a few words"),
    .picture = "talk",
    .rows = 3,
    .max_length = ACTION_WHY_MAX,
    .is_needed = true },
  QUESTIONS_END,
};

static const ActionForm day_form = { "/day", N_("Give it another day"), "calendar", day_questions };

static void
show_day(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);

  if (action)
    draw_action_form(r, action, &day_form);
}

static void
set_day(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);

  if (!action)
    return;
  if (questions_check(day_questions, request_answers(r), r, request_refusals(r)))
    actions_set_day(request_txn(r), request_act(r), action,
                    groups_day_end_us(answers_text(answers, "due"), request_time_zone(r)),
                    answers_text(answers, "why"), request_refusals(r));
  end_action_form(r, action, &day_form);
}

/* ---- how it went ---- */

static const Choice told_choices[] = {
  { .value = "done", .label = N_("It is done") },
  { .value = "partly", .label = N_("It is done in part") },
  { .value = "not", .label = N_("It is not done") },
  { .value = "dropped",
    .label = N_("We let it go"),
    .hint = N_("It will not be done, and stays here with why.") },
  { .value = "open", .label = N_("It goes on") },
  { .value = NULL },
};

static const Choice way_choices[] = {
  { .value = "page", .label = N_("I did it, or I saw it") },
  { .value = "telephone", .label = N_("By telephone") },
  { .value = "paper", .label = N_("On paper") },
  { .value = "mail", .label = N_("By e-mail") },
  { .value = "said", .label = N_("They said it") },
  { .value = NULL },
};

static const Question told_questions[] = {
  { .name = "state",
    .kind = ASK_ONE_OF,
    .label = N_("How did it go?"),
    .missing = N_("Choose how it went"),
    .picture = "talk",
    .choices = told_choices,
    .is_needed = true },
  { .name = "done_on",
    .kind = ASK_DATE,
    .label = N_("On which day was it done?"),
    .hint = N_("Leave it empty when it was today."),
    .picture = "calendar",
    .shown_if = "state=done" },
  { .name = "why",
    .kind = ASK_LONG,
    .label = N_("Why, or what was done?"),
    .hint = N_("When it is done, you can leave it empty. Not getting it done is no fault."),
    .picture = "write",
    .rows = 3,
    .max_length = ACTION_WHY_MAX },
  { .name = "way",
    .kind = ASK_ONE_OF,
    .label = N_("How do you know?"),
    .missing = N_("Choose how you heard of it"),
    .picture = "phone",
    .choices = way_choices,
    .is_needed = true },
  QUESTIONS_END,
};

/* The words that stand, as they are sent along: what the writer had read. */
static const char *
seen_words(Request *r, const ActionWord *words)
{
  GString *seen = g_string_new("");
  int count = 0;

  for (; words->id && count < SEEN_MOST; words++) {
    char id[ID_TEXT_SIZE];

    if (words->stands && !words->is_day)
      g_string_append_printf(seen, "%s%s", count++ ? "," : "", id_to_text(words->id, id));
  }

  const char *kept = arena_text(request_arena(r), seen->str);

  g_string_free(seen, TRUE);
  return kept;
}

static void
draw_told(Request *r, const GroupAction *action)
{
  const char *typed = answers_text(request_answers(r), "_seen");
  const char *seen =
      request_is_post(r)
          ? typed
          : seen_words(r, actions_words(request_txn(r), request_arena(r), action->id));
  Page *page = open_action_page(r, action, N_("Say how it went"), "talk");

  form_open(page, action_path(r, action, "/told"));
  form_hidden(page, "_seen", seen);
  form_questions(page, told_questions, r);
  form_close(page, tr(page, N_("Keep this")));
  page_close(page);
}

static void
show_told(Request *r)
{
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);

  if (action)
    draw_told(r, action);
}

static int
read_seen(Request *r, int64_t ret_seen[static SEEN_MOST])
{
  g_auto(GStrv) parts = g_strsplit(answers_text(request_answers(r), "_seen"), ",", SEEN_MOST);
  int count = 0;

  for (int i = 0; parts[i] && count < SEEN_MOST; i++)
    if (id_from_text(parts[i], &ret_seen[count]))
      count++;
  return count;
}

static void
tell(Request *r)
{
  const Answers *answers = request_answers(r);
  const Group *group = NULL;
  const GroupAction *action = action_in_path(r, GROUP_TO_CHANGE, &group);
  int64_t seen[SEEN_MOST];

  if (!action)
    return;
  if (questions_check(told_questions, request_answers(r), r, request_refusals(r))) {
    const int count = read_seen(r, seen);
    ActionTold told = { .why = answers_text(answers, "why"),
                        .done_at_us = groups_day_end_us(answers_text(answers, "done_on"),
                                                        request_time_zone(r)),
                        .way = answers_text(answers, "way"),
                        .seen = seen,
                        .seen_count = count };

    action_state_from_name(answers_text(answers, "state"), &told.state);
    actions_tell(request_txn(r), request_act(r), action, &told, request_refusals(r));
  }
  if (refusals_count(request_refusals(r)) > 0)
    draw_told(r, action);
  else
    reply_redirect_saying(r, action_path(r, action, ""), N_("It is kept"), NULL);
}

const Route action_told_routes[] = {
  { "GET", "/groups/:group/actions/:action/day", may_change_group, show_day },
  { "POST", "/groups/:group/actions/:action/day", may_change_group, set_day },
  { "GET", "/groups/:group/actions/:action/told", may_change_group, show_told },
  { "POST", "/groups/:group/actions/:action/told", may_change_group, tell },
  ROUTES_END,
};
