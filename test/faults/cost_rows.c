/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of costs, and the scenes they need: for the organiser who is signed in. */
#include "base/clock.h"
#include "base/ids.h"
#include "cost_scene.h"
#include "form_rows.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "meetings/test_meeting.h"
#include "picture_scene.h"
#include "resources/cost_news.h"
#include "resources/receipts.h"
#include "resources/test_claim.h"
#include "resources/thanks.h"

typedef enum { NO_CLAIM, OWN, OTHERS, AGREED, UNTOLD, RECEIPT, THANKED } ClaimWanted;

typedef struct {
  Scene *scene;
  ClaimWanted wanted;
} CostScene;

static void
add_claim(Txn *txn, const Act *own, const Act *other, const CostScene *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Scene *scene = wish->scene;
  const Act *by = wish->wanted == OWN || wish->wanted == RECEIPT ? own : other;
  const CostViewer viewer = { own->member_id, true };

  scene->door_id =
      test_claim_fare(txn, by, meetings_find(txn, arena, scene->thing_id, scene->meeting_id),
                      by->member_id, 350, "Bus", refusals);
  if (wish->wanted == AGREED || wish->wanted == UNTOLD)
    claims_agree(txn, own, &viewer, claims_find(txn, arena, scene->door_id, &viewer), 350, "",
                 refusals);
  if (wish->wanted == UNTOLD) /* the member has no e-mail */
    claim_news_tell(txn, own, scene->door_id, NEWS_AGREED, "https://river.example");
  if (wish->wanted == RECEIPT)
    receipts_add(txn, own, claims_find(txn, arena, scene->door_id, &viewer),
                 &(AnswerFile){ .file_name = "a.gif", .bytes = "GIF89a", .len = 6 }, refusals);
}

/* A fee for a meeting that took place, to which both came; the member takes it. */
static void
add_fee(Txn *txn, const Act *own, const Act *other, Scene *scene, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  const int64_t came[] = { own->member_id, other->member_id };
  const CostViewer viewer = { own->member_id, true };

  meetings_write_down(txn, own, scene->thing_id, &wish, own->at_us, 0, refusals,
                      &scene->meeting_id);

  const Meeting *meeting = meetings_find(txn, arena, scene->thing_id, scene->meeting_id);

  minutes_set_present(txn, own, meeting, came, 2, &(Minutes){ .absent = "" }, refusals);
  offers_set(txn, own, scene->thing_id, "payment", "", refusals);
  fees_set(txn, own, &viewer, meeting, false, 2500, "", refusals);
  thanks_choose(txn, other, meeting, THANKS_TAKE, "", false, refusals);
}

/* Thing: a group of the signed-in one and the member; door: a claim for its meeting. */
static bool
set_costs(Txn *txn, const Act *act, void *data)
{
  const CostScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, other = *act;

  own.member_id = scene->own_id;
  other.member_id = scene->member_id;

  g_autofree char *name = g_strdup_printf("Fares %" G_GINT64_FORMAT, (gint64)act_new_id(&own));

  scene->thing_id = test_group_start(txn, &own, name, true, true, refusals);
  places_join(txn, &other, scene->thing_id,
              &(JoinWish){ .role = "",
                           .words = "",
                           .offer_id = offers_newest(txn, arena, scene->thing_id)->id },
              refusals);
  scene->meeting_id =
      test_meeting_call(txn, &own, scene->thing_id, act->at_us + US_PER_DAY, refusals);
  if (wish->wanted == THANKED)
    add_fee(txn, &own, &other, scene, refusals);
  else if (wish->wanted != NO_CLAIM)
    add_claim(txn, &own, &other, wish, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, ClaimWanted wanted)
{
  CostScene data = { .scene = scene, .wanted = wanted };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_costs, &data);
}

static void
make_meeting(Scene *scene)
{
  make(scene, NO_CLAIM);
}

static void
make_own_claim(Scene *scene)
{
  make(scene, OWN);
}

static void
make_their_claim(Scene *scene)
{
  make(scene, OTHERS);
}

static void
make_agreed_claim(Scene *scene)
{
  make(scene, AGREED);
}

static void
make_untold_claim(Scene *scene)
{
  make(scene, UNTOLD);
}

/* {fields} is the picture's id. */
static void
make_receipt(Scene *scene)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  char id[ID_TEXT_SIZE];

  make(scene, RECEIPT);

  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);

  id_to_text(receipts_of(txn, arena, scene->door_id)->id, id);
  db_end_read(txn);
  g_free(scene->fields);
  scene->fields = g_strdup(id);
}

static void
make_thanked(Scene *scene)
{
  make(scene, THANKED);
}

int64_t
add_claim_with_treasurer(Txn *txn, const Act *by, const Act *keeping, const char *keeper,
                         int64_t group_id, int64_t meeting_id, const char *words,
                         Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  const CostWay way = { AGREES_TREASURER, "" };

  places_invite(txn, by, group_id, keeper, refusals);
  places_join(
      txn, keeping, group_id,
      &(JoinWish){ .role = "", .words = "", .offer_id = offers_newest(txn, arena, group_id)->id },
      refusals);
  duties_take(
      txn, keeping, group_id,
      &(DutyWish){ .duty = "treasurer", .until_us = by->at_us + 90 * US_PER_DAY, .interests = "" },
      refusals);
  cost_way_set(txn, by, &way, refusals);
  return test_claim_fare(txn, by, meetings_find(txn, arena, group_id, meeting_id), by->member_id,
                         350, words, refusals);
}

#define ROUTE   "/groups/:group/meetings/:meeting/costs"
#define MEETING "/groups/{thing}/meetings/{meeting}/costs"

#define HELD_ROUTE "/groups/:group/meetings/:meeting"
#define HELD       "/groups/{thing}/meetings/{meeting}"

#define RECEIPT_FORM FORM_PART "\"file\"; filename=\"a.gif\"\r\n\r\nGIF89a\r\n--B--\r\n"

const FormRow cost_form_rows[] = {
  { ROUTE "/new", MEETING "/new", make_meeting, "has=fare&fare=3.50&has=care&care=20" },
  { ROUTE "/for", MEETING "/for", make_meeting,
    "name={name}&has=other&other=2&other_words=Parking&way=telephone" },
  { "/groups/:group/costs/new", "/groups/{thing}/costs/new", make_meeting,
    "what=A+visit&day-day=1&day-month=1&day-year={year}&has=fare&fare=3.50" },
  { "/groups/:group/costs/for", "/groups/{thing}/costs/for", make_meeting,
    "name={name}&what=A+walk&day-day=1&day-month=1&day-year={year}&has=fare&fare=2&way=paper" },
  { "/costs/:claim/receipts", "/costs/{door}/receipts", make_own_claim, RECEIPT_FORM },
  { "/costs/:claim/receipts/:receipt/out", "/costs/{door}/receipts/{fields}/out", make_receipt,
    "" },
  { "/costs/:claim/told", "/costs/{door}/told", make_untold_claim, "_changes=1" },
  { "/costs/:claim/change", "/costs/{door}/change", make_own_claim,
    "_changes=0&has=fare&fare=4&fare_words=Bus+12" },
  { "/costs/:claim/back", "/costs/{door}/back", make_own_claim, "_changes=0" },
  { "/costs/:claim/answer", "/costs/{door}/answer", make_their_claim,
    "_changes=0&say=less&less=3&why=Half+of+it" },
  { "/costs/:claim/paid", "/costs/{door}/paid", make_agreed_claim, "_changes=1&how=cash" },
  { HELD_ROUTE "/thanks", HELD "/thanks", make_thanked,
    "choice=give&give_to=The+garden&how_long=always" },
  { HELD_ROUTE "/thanks/later", HELD "/thanks/later", make_thanked, "" },
  { HELD_ROUTE "/thanks/for", HELD "/thanks/for", make_thanked,
    "name={name}&choice=decline&how_long=once&way=telephone" },
  { HELD_ROUTE "/fee", HELD "/fee", make_thanked, "pence=30&words=Tea&for=group" },
  { "/thanks/:meeting/:member", "/thanks/{meeting}/{member}", make_thanked, "how=bank" },
  { "/me/money", "/me/money", make_nothing, "wish=limit&pence=100&period=week" },
  { "/costs/rates", "/costs/rates", make_nothing,
    "kind=car&pence=45p&from-day=1&from-month=6&from-year=2020" },
  { "/costs/way", "/costs/way", make_nothing, "agreed_by=treasurer&advice=Ring+us" },
  { NULL },
};
