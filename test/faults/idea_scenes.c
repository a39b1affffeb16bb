/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of ideas, and the scenes in which they are sent: for whoever is signed in. */
#include "decisions/idea_answers.h"
#include "decisions/idea_heard.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "people/find.h"

typedef enum { FREE, ASKED, AGREED, NOTED, HEARD, ANSWERED, DISPUTED, UNTOLD, UNPLACED } Wish;

typedef struct {
  Scene *scene;
  Wish wish;
} IdeaScene;

typedef struct {
  Txn *txn;
  Arena *arena;
  Refusals *refusals;
  Scene *scene;
  Act own, other; /* of the one who is signed in, and of the member */
} Stage;

static const Idea *
idea_as(const Stage *stage, int64_t viewer_id)
{
  const IdeaViewer viewer = { .member_id = viewer_id, .now_us = stage->own.at_us };

  return ideas_find(stage->txn, stage->arena, stage->scene->door_id, &viewer);
}

static void
put_idea(Stage *stage, const Act *by, int64_t for_id)
{
  const IdeaWish wish = {
    .group_id = stage->scene->thing_id,
    .words = "A bench",
    .is_for_all = true,
    .for_name = for_id ? people_find_known(stage->txn, stage->arena, for_id)->name : "",
    .way = for_id ? "phone" : "page",
  };

  ideas_add(stage->txn, by, &wish, stage->refusals, &stage->scene->door_id);
}

static void
answer_idea(Stage *stage, const Act *by)
{
  idea_take_on(stage->txn, by, idea_as(stage, by->member_id));
  idea_answer(stage->txn, by, idea_as(stage, by->member_id),
              &(IdeaAnswerWish){ .outcome = IDEA_NOT, .because = "There is no room" }, "",
              stage->refusals);
}

/* Both are in the group, which the one who is signed in has started. */
static void
start_group(Stage *stage)
{
  g_autofree char *name =
      g_strdup_printf("Benches %" G_GINT64_FORMAT, (gint64)act_new_id(&stage->own));

  stage->scene->thing_id =
      test_group_start(stage->txn, &stage->own, name, true, true, stage->refusals);
  places_join(stage->txn, &stage->other, stage->scene->thing_id,
              &(JoinWish){
                  .role = "",
                  .words = "",
                  .offer_id = offers_newest(stage->txn, stage->arena, stage->scene->thing_id)->id },
              stage->refusals);
}

static void
play(Stage *stage, Wish wish)
{
  Scene *scene = stage->scene;
  bool is_new = false;
  const bool is_own = wish == NOTED || wish == ANSWERED || wish == DISPUTED;

  if (wish == UNPLACED)
    scene->thing_id = 0;
  if (wish == HEARD)
    scene->door_id =
        idea_heard(stage->txn, &stage->other, scene->own_id, "A lamp", "paper", &is_new);
  else if (wish == NOTED)
    put_idea(stage, &stage->other, scene->own_id);
  else if (wish == UNTOLD)
    put_idea(stage, &stage->own, scene->member_id);
  else
    put_idea(stage, is_own ? &stage->own : &stage->other, 0);
  if (wish == ASKED)
    idea_ask_owner(stage->txn, &stage->other, idea_as(stage, scene->member_id),
                   people_find_known(stage->txn, stage->arena, scene->own_id)->name, 0, "",
                   stage->refusals);
  if (wish == AGREED)
    idea_take_on(stage->txn, &stage->own, idea_as(stage, scene->own_id));
  if (wish == ANSWERED || wish == DISPUTED)
    answer_idea(stage, &stage->other);
  if (wish == UNTOLD)
    answer_idea(stage, &stage->own);
  if (wish == DISPUTED)
    idea_reply(stage->txn, &stage->own, idea_as(stage, scene->own_id), "no", "", stage->refusals);
}

static bool
set_idea(Txn *txn, const Act *act, void *data)
{
  const IdeaScene *wish = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Stage stage = { .txn = txn,
                  .arena = arena,
                  .refusals = refusals_new(arena),
                  .scene = wish->scene,
                  .own = *act,
                  .other = *act };
  int64_t group_id;

  stage.own.member_id = wish->scene->own_id;
  stage.other.member_id = wish->scene->member_id;
  start_group(&stage);
  group_id = wish->scene->thing_id;
  play(&stage, wish->wish);
  wish->scene->thing_id = group_id;
  if (refusals_count(stage.refusals) > 0)
    g_error("refused: %s", refusals_nth(stage.refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, Wish wish)
{
  IdeaScene data = { .scene = scene, .wish = wish };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_idea, &data);
}

void
make_idea(Scene *scene)
{
  make(scene, FREE);
}

void
make_idea_asked(Scene *scene)
{
  make(scene, ASKED);
}

void
make_idea_agreed(Scene *scene)
{
  make(scene, AGREED);
}

void
make_idea_noted(Scene *scene)
{
  make(scene, NOTED);
}

static void
make_idea_heard(Scene *scene)
{
  make(scene, HEARD);
}

void
make_idea_answered(Scene *scene)
{
  make(scene, ANSWERED);
}

void
make_idea_disputed(Scene *scene)
{
  make(scene, DISPUTED);
}

void
make_idea_untold(Scene *scene)
{
  make(scene, UNTOLD);
}

void
make_idea_unplaced(Scene *scene)
{
  make(scene, UNPLACED);
}

const FormRow idea_form_rows[] = {
  { "/ideas/new", "/ideas/new", make_nothing, "words=A+bench&group=none&seen=all" },
  { "/ideas/for-somebody", "/ideas/for-somebody", make_member,
    "for_name={name}&way=phone&words=A+bench&group=none&seen=all" },
  { "/groups/:group/ideas/new", "/groups/{thing}/ideas/new", make_group,
    "words=A+bench&seen=group-nameless" },
  { "/ideas/:idea/right", "/ideas/{door}/right", make_idea_noted, "" },
  { "/ideas/:idea/mine", "/ideas/{door}/mine", make_idea_heard, "seen=all-nameless" },
  { "/ideas/:idea/read", "/ideas/{door}/read", make_idea, "" },
  { "/ideas/:idea/reply", "/ideas/{door}/reply", make_idea_answered, "reply=no&words=But" },
  { "/ideas/:idea/appeal", "/ideas/{door}/appeal", make_idea_disputed, "group=none" },
  { "/ideas/:idea/take-back", "/ideas/{door}/take-back", make_idea_answered, "" },
  { "/ideas/:idea/ask", "/ideas/{door}/ask", make_idea,
    "name={name}&due-day=1&due-month=1&due-year={year}" },
  { "/ideas/:idea/place", "/ideas/{door}/place", make_idea_unplaced, "group={thing}" },
  { "/ideas/:idea/take", "/ideas/{door}/take", make_idea, "" },
  { "/ideas/:idea/yes", "/ideas/{door}/yes", make_idea_asked, "" },
  { "/ideas/:idea/no", "/ideas/{door}/no", make_idea_asked, "" },
  { "/ideas/:idea/answer", "/ideas/{door}/answer", make_idea_agreed,
    "outcome=partly&because=One+fits" },
  { "/ideas/:idea/told", "/ideas/{door}/told", make_idea_untold, "reply=yes&words=Good" },
  { NULL },
};
