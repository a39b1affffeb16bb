/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes in groups, for whoever is signed in. */
#include "groups/duties.h"
#include "groups/lines.h"
#include "groups/mandates.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "people/find.h"
#include "real_site.h"

typedef enum {
  FULL,
  BARE,
  ANSWERED,
  OPEN_TO_JOIN,
  TO_JOIN_FOR,
  OWN_DUTY,
  NEXT,
  PUBLIC,
  SOLVED,
  FIRST,
  CLOSED
} Wish;

typedef struct {
  Scene *scene;
  Wish wish;
} GroupScene;

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

/* The signed-in one has started it, and nobody has done anything; the member asks to come in. */
static void
start_bare(Txn *txn, const Act *own, const Act *other, Scene *scene, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *name = g_strdup_printf("Bare %" G_GINT64_FORMAT, (gint64)act_new_id(own));

  scene->thing_id = test_group_start(txn, own, name, false, true, refusals);
  places_join(txn, other, scene->thing_id,
              &(JoinWish){ .role = "neighbour",
                           .words = "Please",
                           .offer_id = offers_newest(txn, arena, scene->thing_id)->id },
              refusals);
}

/* Of whoever acts, on their own. */
static void
start_open(Txn *txn, const Act *other, Scene *scene, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *name = g_strdup_printf("Open %" G_GINT64_FORMAT, (gint64)act_new_id(other));

  scene->thing_id = test_group_start(txn, other, name, true, true, refusals);
  scene->door_id = offers_newest(txn, arena, scene->thing_id)->id;
}

/* One in which all is done: by the signed-in one, or by the member for NEXT. */
static void
start_full(Txn *txn, const Act *act, Scene *scene, Wish wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const bool is_next = wish == NEXT;
  const int64_t other_id = is_next ? scene->own_id : scene->member_id;
  TestGroup group = { .member_id = is_next ? scene->member_id : scene->own_id,
                      .other_id = other_id,
                      .other_name = people_find_known(txn, arena, other_id)->name,
                      .role = "neighbour",
                      .interests = "None",
                      .words = "Please" };

  test_group_fill(txn, act, &group, refusals);
  scene->thing_id = group.group_id;
  scene->door_id = wish == PUBLIC                     ? group.mandate_id
                   : wish == FIRST                    ? group.first_id
                   : wish == OWN_DUTY || wish == NEXT ? group.duty_id
                                                      : group.line_id;
}

static bool
set_group(Txn *txn, const Act *act, void *data)
{
  const GroupScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, other = *act;

  own.member_id = scene->own_id;
  other.member_id = scene->member_id;
  if (wish->wish == BARE || wish->wish == ANSWERED)
    start_bare(txn, &own, &other, scene, refusals);
  else if (wish->wish == OPEN_TO_JOIN)
    start_open(txn, &other, scene, refusals);
  else if (wish->wish == TO_JOIN_FOR)
    start_open(txn, &own, scene, refusals);
  else
    start_full(txn, act, scene, wish->wish, refusals);
  if (wish->wish == ANSWERED)
    places_answer(txn, &own, scene->thing_id, scene->member_id, false);
  if (wish->wish == PUBLIC)
    mandates_make_public(txn, &other, mandates_find(txn, arena, scene->thing_id, scene->door_id));
  if (wish->wish == SOLVED)
    lines_finish(txn, &own, lines_find(txn, arena, scene->thing_id, scene->door_id), "Found",
                 refusals);
  if (wish->wish == CLOSED)
    groups_close(txn, &own, scene->thing_id, "Thank you", "", refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, Wish wish)
{
  GroupScene data = { .scene = scene, .wish = wish };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_group, &data);
}

void
make_group(Scene *scene)
{
  make(scene, BARE);
}

void
make_group_answer(Scene *scene)
{
  make(scene, ANSWERED);
}

void
make_open_group(Scene *scene)
{
  make(scene, OPEN_TO_JOIN);
}

void
make_group_to_join_for(Scene *scene)
{
  make(scene, TO_JOIN_FOR);
}

void
make_group_duty(Scene *scene)
{
  make(scene, OWN_DUTY);
}

void
make_group_next(Scene *scene)
{
  make(scene, NEXT);
}

void
make_group_mandate(Scene *scene)
{
  make(scene, PUBLIC);
}

void
make_group_line(Scene *scene)
{
  make(scene, FULL);
}

void
make_group_done_line(Scene *scene)
{
  make(scene, SOLVED);
}

void
make_group_first_line(Scene *scene)
{
  make(scene, FIRST);
}

void
make_closed_group(Scene *scene)
{
  make(scene, CLOSED);
}
