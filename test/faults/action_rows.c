/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of what a group said it would do and of when it gets hard, and the scenes they need. */
#include "base/clock.h"
#include "form_rows.h"
#include "meetings/outside.h"
#include "meetings/test_action.h"
#include "meetings/test_agenda.h"
#include "meetings/test_hard.h"
#include "meetings/test_meeting.h"

static bool
set_action(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);

  TestAction action = { .group_id = scene->thing_id,
                        .member_id = scene->own_id,
                        .other_id = scene->member_id,
                        .words = "Paint it",
                        .why = "Rain",
                        .is_asked = true };
  TestMinutes minutes = { .group_id = scene->thing_id,
                          .member_id = scene->own_id,
                          .other_id = scene->member_id,
                          .is_draft = true };

  test_action_fill(txn, &own, &action, refusals);
  test_minutes_fill(txn, &own, &minutes, refusals);
  scene->door_id = action.action_id;
  scene->meeting_id = minutes.meeting_id;
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

/* The door: something that the signed-in one is asked to do, in a group with the member. */
static void
make_action(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, set_action, scene);
}

#define ROUTE  "/groups/:group/actions"
#define ACTION "/groups/{thing}/actions/{door}"

const FormRow action_form_rows[] = {
  { ROUTE "/new", "/groups/{thing}/actions/new", make_action,
    "words=Paint&due-day=1&due-month=1&due-year={year}&who=other&owner={member}"
    "&yes_by=telephone" },
  { "/groups/:group/meetings/:meeting/actions/new",
    "/groups/{thing}/meetings/{meeting}/actions/new", make_action,
    "words=Paint&due-day=1&due-month=1&due-year={year}&who=nobody&item=else" },
  { ROUTE "/:action/mine", ACTION "/mine", make_action, "yes=yes" },
  { ROUTE "/:action/owner", ACTION "/owner", make_action, "who=outside&outside=The+council" },
  { ROUTE "/:action/day", ACTION "/day", make_action,
    "due-day=1&due-month=1&due-year={year}&why=Rain" },
  { ROUTE "/:action/told", ACTION "/told", make_action, "state=partly&why=Rain&way=page" },
  { NULL },
};

/* ---- when it gets hard ---- */

typedef struct {
  Scene *scene;
  bool is_own, is_answered; /* the signed-in one asks, else is asked */
} HardScene;

static bool
set_ask(Txn *txn, const Act *act, void *data)
{
  const HardScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);

  TestHard hard = { .group_id = scene->thing_id,
                    .member_id = wish->is_own ? scene->own_id : scene->member_id,
                    .other_id = wish->is_own ? scene->member_id : scene->own_id,
                    .words = "It hurts",
                    .is_answered = wish->is_answered };

  test_hard_fill(txn, &own, &hard, refusals);
  scene->door_id = hard.ask_id;
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_hard_ask(Scene *scene, bool is_own, bool is_answered)
{
  HardScene data = { scene, is_own, is_answered };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_ask, &data);
}

static void
make_ask_of_me(Scene *scene)
{
  make_hard_ask(scene, false, false);
}

static void
make_my_ask(Scene *scene)
{
  make_hard_ask(scene, true, false);
}

static void
make_my_answer(Scene *scene)
{
  make_hard_ask(scene, true, true);
}

/* ---- somebody from outside ---- */

typedef struct {
  Scene *scene;
  int64_t asker_id, to_id; /* asker 0: nobody has asked yet */
} OutsideScene;

static bool
set_outside(Txn *txn, const Act *act, void *data)
{
  const OutsideScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, asker = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);

  TestHard hard = { .group_id = scene->thing_id,
                    .member_id = wish->asker_id ? wish->asker_id : scene->own_id,
                    .other_id = wish->asker_id ? wish->to_id : scene->member_id,
                    .words = "It hurts",
                    .is_answered = true };

  test_hard_fill(txn, &own, &hard, refusals);
  scene->meeting_id =
      test_meeting_call(txn, &asker, scene->thing_id, act->at_us + US_PER_DAY * 9, refusals);
  asker.member_id = hard.member_id;
  if (wish->asker_id)
    outside_ask(txn, &asker, meetings_find(txn, arena, scene->thing_id, scene->meeting_id),
                &(OutsideWish){ wish->to_id, "We are stuck", true }, refusals);
  if (wish->asker_id)
    scene->door_id = outside_list(txn, arena, scene->meeting_id, asker.member_id, act->at_us)->id;
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_outside(Scene *scene, bool is_asked, bool is_mine)
{
  OutsideScene data = { .scene = scene };

  make_member(scene);
  if (is_asked) {
    data.asker_id = is_mine ? scene->own_id : scene->member_id;
    data.to_id = is_mine ? scene->member_id : scene->own_id;
  }
  must_keep(scene, scene->site->community_id, set_outside, &data);
}

static void
make_not_asked(Scene *scene)
{
  make_outside(scene, false, false);
}

static void
make_outside_of_me(Scene *scene)
{
  make_outside(scene, true, false);
}

static void
make_my_outside(Scene *scene)
{
  make_outside(scene, true, true);
}

const FormRow hard_form_rows[] = {
  { "/groups/:group/meetings/:meeting/outside", "/groups/{thing}/meetings/{meeting}/outside",
    make_not_asked, "to={member}&name=private&words=We+are+stuck" },
  { "/outside/:ask", "/outside/{door}", make_outside_of_me,
    "possible=yes&who=Somebody+from+the+library&interests=None" },
  { "/outside/:ask/back", "/outside/{door}/back", make_my_outside, "" },
  /* One to the same person was answered, so that another can be asked. */
  { "/groups/:group/hard/ask", "/groups/{thing}/hard/ask", make_my_answer,
    "kind=pause&to={member}&words=It+hurts" },
  { "/groups/:group/hard/learned", "/groups/{thing}/hard/learned", make_my_ask, "words=Tea+helps" },
  { "/hard/:ask", "/hard/{door}", make_ask_of_me, "answer=Let+us+have+tea" },
  { "/hard/:ask/back", "/hard/{door}/back", make_my_ask, "" },
  { "/hard/:ask/read", "/hard/{door}/read", make_my_answer, "" },
  { NULL },
};
