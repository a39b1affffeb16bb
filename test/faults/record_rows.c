/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of the record of decisions, and the scenes they need: for whoever is signed in, in a group
 * with the member. */
#include "decisions/record.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"

typedef enum { ANNOUNCED, DECIDED, ASKED, BY_PHONE } Wish;

typedef struct {
  Scene *scene;
  Wish wish;
} RecordScene;

static int64_t
start_group(Txn *txn, const Act *own, int64_t member_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *name = g_strdup_printf("Choices %" G_GINT64_FORMAT, (gint64)act_new_id(own));
  const int64_t group_id = test_group_start(txn, own, name, true, true, refusals);
  Act member = *own;

  member.member_id = member_id;
  places_join(
      txn, &member, group_id,
      &(JoinWish){ .role = "", .words = "", .offer_id = offers_newest(txn, arena, group_id)->id },
      refusals);
  return group_id;
}

static void
reach_by_phone(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE member SET reach = 'phone' WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
}

/* Door: a question; or what the member wrote down; and wants public. */
static bool
set_record(Txn *txn, const Act *act, void *data)
{
  const RecordScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, other = *act;

  own.member_id = scene->own_id;
  other.member_id = scene->member_id;
  scene->thing_id = start_group(txn, &own, scene->member_id, refusals);
  if (wish->wish == BY_PHONE)
    reach_by_phone(txn, act, scene->member_id);
  if (wish->wish == ANNOUNCED)
    decisions_announce(txn, &other, scene->thing_id, "Which colour?",
                       &(PromiseWish){ LEVEL_CODESIGN, "", "" }, refusals, &scene->door_id);
  else
    decisions_write(txn, &other, scene->thing_id, NULL,
                    &(DecisionWish){ .what = "Green",
                                     .why = "Grey is sad",
                                     .do_good = "",
                                     .do_bad = "",
                                     .not_good = "",
                                     .not_bad = "",
                                     .body = "",
                                     .decided_by = BY_GROUP,
                                     .decided_us = 1 },
                    "", refusals, &scene->door_id);
  if (wish->wish == ASKED)
    decisions_make_public(txn, &other, decisions_find(txn, arena, scene->thing_id, scene->door_id));
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, Wish wish)
{
  RecordScene data = { .scene = scene, .wish = wish };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_record, &data);
}

static void
make_announced(Scene *scene)
{
  make(scene, ANNOUNCED);
}

static void
make_decided(Scene *scene)
{
  make(scene, DECIDED);
}

static void
make_decided_asked(Scene *scene)
{
  make(scene, ASKED);
}

static void
make_decided_by_phone(Scene *scene)
{
  make(scene, BY_PHONE);
}

#define ROUTE  "/groups/:group/decisions/:decision"
#define DOOR   "/groups/{thing}/decisions/{door}"
#define LATER  "&day-day=2&day-month=11&day-year=2025&again-day=1&again-month=1&again-year={year}"
#define CHOICE "what=Green&why=Calm&do_bad=Peels&not_bad=Grey&by=outside&body=The+board" LATER

const FormRow record_form_rows[] = {
  { "/groups/:group/decisions/announce", "/groups/{thing}/decisions/announce", make_announced,
    "question=Which&level=co-design&promised=We+draw" },
  { "/groups/:group/decisions/new", "/groups/{thing}/decisions/new", make_announced, CHOICE },
  { ROUTE "/decided", DOOR "/decided", make_announced, CHOICE },
  { ROUTE "/promise", DOOR "/promise", make_announced, "level=own&promised=We+vote&why=Better" },
  { ROUTE "/again", DOOR "/again", make_decided, "became=stands&why=Good&by=group" LATER },
  { ROUTE "/level", DOOR "/level", make_decided, "level=informing" },
  { ROUTE "/level/heard", DOOR "/level/heard", make_decided_by_phone,
    "member={member}&level=informing" },
  { ROUTE "/public", DOOR "/public", make_decided_asked, "" },
  { ROUTE "/inside", DOOR "/inside", make_decided_asked, "" },
  { ROUTE "/told", DOOR "/told", make_decided, "member={member}" },
  { NULL },
};
