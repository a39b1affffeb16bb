/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of agendas, and the scenes they need. */
#include "base/clock.h"
#include "evidence/account.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/test_agenda.h"
#include "meetings/test_meeting.h"
#include "papers/papers.h"
#include "papers/releases.h"

typedef struct {
  Scene *scene;
  bool is_others, is_past; /* the items are the member's; the meeting is over, another one comes */
} AgendaScene;

static int64_t
send_paper(Txn *txn, const Act *act, int64_t member_id, Refusals *refusals)
{
  int64_t paper_id = 0, release_id = 0;

  papers_add(txn, act, &(Paper){ .title = "Weir", .source = "It leaks.", .easy_source = "" },
             refusals, &paper_id);
  releases_start(txn, act, paper_id, &member_id, 1, "http://localhost", refusals, &release_id);
  releases_release(txn, act, release_id, "It cannot wait", refusals);
  return paper_id;
}

int64_t
start_shared_group(Txn *txn, const Act *own, int64_t member_id, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autofree char *name = g_strdup_printf("Talks %" G_GINT64_FORMAT, (gint64)act_new_id(own));
  const int64_t group_id = test_group_start(txn, own, name, true, true, refusals);
  Act member = *own;

  member.member_id = member_id;
  places_join(txn, &member, group_id,
              &(JoinWish){ .role = "neighbour",
                           .words = "",
                           .offer_id = offers_newest(txn, arena, group_id)->id },
              refusals);
  return group_id;
}

/* A meeting in a group of the signed-in one and the member, with an agenda. */
static bool
set_agenda(Txn *txn, const Act *act, void *data)
{
  const AgendaScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);
  scene->paper_id = send_paper(txn, &own, scene->own_id, refusals);

  TestAgenda agenda = { .group_id = scene->thing_id,
                        .member_id = wish->is_others ? scene->member_id : scene->own_id,
                        .other_id = wish->is_others ? scene->own_id : scene->member_id,
                        .interests = "None",
                        .why = "It is late" };

  test_agenda_fill(txn, &own, &agenda,
                   act->at_us + (wish->is_past ? US_PER_MINUTE : 20 * US_PER_DAY), refusals);
  scene->meeting_id = agenda.meeting_id;
  scene->door_id = agenda.item_id;
  if (wish->is_past)
    test_meeting_call(txn, &own, scene->thing_id, act->at_us + 9 * US_PER_DAY, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, bool is_others, bool is_past)
{
  AgendaScene data = { .scene = scene, .is_others = is_others, .is_past = is_past };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_agenda, &data);
}

static void
make_agenda(Scene *scene)
{
  make(scene, false, false);
}

static void
make_agenda_of_other(Scene *scene)
{
  make(scene, true, false);
}

static void
make_agenda_before(Scene *scene)
{
  make(scene, false, true);
}

/* ---- minutes ---- */

typedef enum { WRITTEN, OPEN, ANSWERED } MinutesWanted;

typedef struct {
  Scene *scene;
  MinutesWanted wanted;
} MinutesScene;

static void
answer_correction(Txn *txn, const Act *act, const TestMinutes *minutes, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  minutes_answer(txn, act, minutes_corrections(txn, arena, minutes->meeting_id),
                 minutes->meeting_id, true, "", refusals);
}

/* The door: the item; or the correction while it waits; or the later meeting. */
static bool
set_minutes(Txn *txn, const Act *act, void *data)
{
  const MinutesScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);

  TestMinutes minutes = { .group_id = scene->thing_id,
                          .member_id = scene->own_id,
                          .other_id = scene->member_id,
                          .correction = "It was blue",
                          .is_draft = wish->wanted == WRITTEN };

  test_minutes_fill(txn, &own, &minutes, refusals);
  if (wish->wanted == ANSWERED)
    answer_correction(txn, &own, &minutes, refusals);
  scene->meeting_id = minutes.meeting_id;
  scene->door_id = wish->wanted == WRITTEN ? minutes.item_id
                   : wish->wanted == OPEN  ? minutes.correction_id
                                           : minutes.later_id;
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_minutes(Scene *scene, MinutesWanted wanted)
{
  MinutesScene data = { .scene = scene, .wanted = wanted };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_minutes, &data);
}

static void
make_draft_minutes(Scene *scene)
{
  make_minutes(scene, WRITTEN);
}

static void
make_open_minutes(Scene *scene)
{
  make_minutes(scene, OPEN);
}

static void
make_answered_minutes(Scene *scene)
{
  make_minutes(scene, ANSWERED);
}

/* The member came, and is reached by telephone. */
static bool
reach_by_phone(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE member SET reach = 'phone' WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, scene->member_id);
  return query_run(q);
}

static void
make_to_ring(Scene *scene)
{
  make_minutes(scene, OPEN);
  must_keep(scene, scene->site->community_id, reach_by_phone, scene);
}

/* A group in which the one who is signed in uses services. */
static bool
set_side(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);
  places_set_role(txn, &own, scene->thing_id, "uses-services", false, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_side(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, set_side, scene);
}

/* What a group tells everybody, put together and wanted by the other one. */
static bool
set_account(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, member = *act;

  own.member_id = scene->own_id;
  member.member_id = scene->member_id;
  scene->thing_id = start_shared_group(txn, &own, scene->member_id, refusals);
  account_make(txn, &member, groups_find(txn, arena, scene->thing_id, scene->member_id),
               "Europe/London", refusals);

  g_autoptr(Account) waiting = account_waiting(txn, arena, scene->thing_id);

  if (refusals_count(refusals) > 0 || !waiting)
    g_error("nothing waits");
  scene->door_id = waiting->id;
  account_agree(txn, &member, waiting);
  return !txn_trouble(txn);
}

static void
make_account(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, set_account, scene);
}

#define MINUTES_ROUTE "/groups/:group/meetings/:meeting/minutes"
#define MINUTES       "/groups/{thing}/meetings/{meeting}/minutes"
#define ROUTE         "/groups/:group/meetings/:meeting/agenda"
#define AGENDA        "/groups/{thing}/meetings/{meeting}/agenda"

const FormRow agenda_form_rows[] = {
  { ROUTE "/new", AGENDA "/new", make_agenda,
    "title=Chairs&why=Hard&minutes=10&whose=other&asked_by={member}&way=telephone" },
  { ROUTE "/:item/earlier", AGENDA "/{door}/earlier", make_agenda, "" },
  { ROUTE "/:item/later", AGENDA "/{door}/later", make_agenda, "" },
  { ROUTE "/:item/mine", AGENDA "/{door}/mine", make_agenda, "yes=yes" },
  { ROUTE "/:item/back", AGENDA "/{door}/back", make_agenda, "" },
  { ROUTE "/:item/again", AGENDA "/{door}/again", make_agenda_before, "" },
  { ROUTE "/connect", AGENDA "/connect", make_agenda, "minutes=30&why=We+are+new" },
  { ROUTE "/facilitator", AGENDA "/facilitator", make_agenda, "interests=None" },
  { ROUTE "/facilitator/back", AGENDA "/facilitator/back", make_agenda, "" },
  { ROUTE "/papers", AGENDA "/papers", make_agenda_of_other, "paper={paper}" },
  { "/groups/:group/paper-days", "/groups/{thing}/paper-days", make_agenda, "days=9" },
  { MINUTES_ROUTE "/items/:item", MINUTES "/items/{door}", make_draft_minutes,
    "outcome=talked&said=Much&decided=All" },
  { MINUTES_ROUTE "/came", MINUTES "/came", make_draft_minutes,
    "came={member}&others_use=2&missing=Snow" },
  { "/groups/:group/meetings/:meeting/day/enter", "/groups/{thing}/meetings/{meeting}/day/enter",
    make_draft_minutes,
    "_part=1&_items={door}&came={member}&others_use=2&outcome_{door}=talked&said_{door}=Much" },
  { MINUTES_ROUTE "/open", MINUTES "/open", make_draft_minutes, "" },
  { MINUTES_ROUTE "/correct", MINUTES "/correct", make_open_minutes, "words=Not+so" },
  { MINUTES_ROUTE "/corrections/:correction", MINUTES "/corrections/{door}", make_open_minutes,
    "answer=beside&why=It+was+so" },
  { "/afterwards/:meeting", "/afterwards/{meeting}", make_open_minutes,
    "needed=yes&heard=partly&worth=no&side=uses" },
  { "/afterwards/:meeting/no", "/afterwards/{meeting}/no", make_open_minutes, "" },
  { "/groups/:group/meetings/:meeting/afterwards/paper",
    "/groups/{thing}/meetings/{meeting}/afterwards/paper", make_open_minutes,
    "side=uses&slips=2&needed_yes=2" },
  { "/groups/:group/meetings/:meeting/afterwards/ask",
    "/groups/{thing}/meetings/{meeting}/afterwards/ask", make_to_ring, "member={member}" },
  { "/groups/:group/meetings/:meeting/afterwards/sheet",
    "/groups/{thing}/meetings/{meeting}/afterwards/sheet", make_to_ring, "" },
  { "/groups/:group/shared/:figure/say", "/groups/{thing}/shared/together/say", make_side,
    "words=It+did+not+feel+so" },
  { "/groups/:group/account", "/groups/{thing}/account", make_account, "" },
  { "/groups/:group/account/:account/public", "/groups/{thing}/account/{door}/public", make_account,
    "" },
  { "/groups/:group/account/inside", "/groups/{thing}/account/inside", make_account, "" },
  { MINUTES_ROUTE "/paper", MINUTES "/paper", make_open_minutes, "" },
  { MINUTES_ROUTE "/agree", MINUTES "/agree", make_answered_minutes, "later={door}" },
  { NULL },
};
