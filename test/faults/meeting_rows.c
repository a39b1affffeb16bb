/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of meetings, and the scenes they need. */
#include "base/clock.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/calendar_feeds.h"
#include "meetings/needs.h"
#include "meetings/replies.h"
#include "meetings/test_meeting.h"
#include "web/web.h"

typedef struct {
  Scene *scene;
  bool has_begun;
} MeetingScene;

/* The member comes into the group too. */
static void
join_it(Txn *txn, const Act *act, const Scene *scene, Arena *arena, Refusals *refusals)
{
  Act other = *act;

  other.member_id = scene->member_id;
  places_join(txn, &other, scene->thing_id,
              &(JoinWish){ .role = "neighbour",
                           .words = "",
                           .offer_id = offers_newest(txn, arena, scene->thing_id)->id },
              refusals);
}

/* Called by the one who is signed in, in a group of theirs. */
static bool
set_meeting(Txn *txn, const Act *act, void *data)
{
  const MeetingScene *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = scene->own_id;

  g_autofree char *name = g_strdup_printf("Meets %" G_GINT64_FORMAT, (gint64)act_new_id(&own));

  scene->thing_id = test_group_start(txn, &own, name, true, true, refusals);
  join_it(txn, act, scene, arena, refusals);
  scene->door_id = test_meeting_call(
      txn, &own, scene->thing_id, act->at_us + (wish->has_begun ? 0 : 20 * US_PER_DAY), refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make(Scene *scene, bool has_begun)
{
  MeetingScene data = { .scene = scene, .has_begun = has_begun };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_meeting, &data);
}

static void
make_meeting(Scene *scene)
{
  make(scene, false);
}

void
make_begun_meeting(Scene *scene)
{
  make(scene, true);
}

static bool
set_clock(Txn *txn, const Act *act, void *data)
{
  community_set_zone(txn, act, data);
  return !txn_trouble(txn);
}

/* Where hours are not those of the form. */
static void
make_other_clock(Scene *scene)
{
  make_meeting(scene);
  must_keep(scene, scene->site->community_id, set_clock, (void *)"Europe/London");
}

static bool
set_feed(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;

  calendar_feed_make(txn, act, scene->own_id);
  return !txn_trouble(txn);
}

static void
make_feed(Scene *scene)
{
  must_keep(scene, scene->site->community_id, set_feed, scene);
}

/* ---- what would let people come ---- */

typedef enum { OF_OTHER, ASKED, OF_OWN_BEGUN } NeedWanted;

typedef struct {
  Scene *scene;
  NeedWanted wanted;
} NeedScene;

/* Of the member, or of the one who is signed in; the door is the need. */
static bool
set_need(Txn *txn, const Act *act, void *data)
{
  const NeedScene *wish = data;
  Scene *scene = wish->scene;
  MeetingScene meeting_scene = { scene, wish->wanted == OF_OWN_BEGUN };
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act, by = *act;

  set_meeting(txn, act, &meeting_scene);
  scene->meeting_id = scene->door_id;
  own.member_id = scene->own_id;
  by.member_id = wish->wanted == OF_OWN_BEGUN ? scene->own_id : scene->member_id;

  const Meeting *meeting = meetings_find(txn, arena, scene->thing_id, scene->meeting_id);

  replies_give(txn, &by, meeting, by.member_id,
               &(ReplyWish){ .answer = REPLY_IF, .words = "", .way = "page", .helps = 1 },
               refusals);

  const MeetingNeed *need = meeting_needs_list(txn, arena, meeting);

  scene->door_id = need->id;
  if (wish->wanted == ASKED)
    meeting_need_ask(txn, &own, need, scene->own_id, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_need_of(Scene *scene, NeedWanted wanted)
{
  NeedScene data = { .scene = scene, .wanted = wanted };

  make_member(scene);
  must_keep(scene, scene->site->community_id, set_need, &data);
}

static void
make_need(Scene *scene)
{
  make_need_of(scene, OF_OTHER);
}

static void
make_asked_need(Scene *scene)
{
  make_need_of(scene, ASKED);
}

static void
make_own_need(Scene *scene)
{
  make_need_of(scene, OF_OWN_BEGUN);
}

/* ---- finding a date ---- */

/* The door is a time that is offered. */
static bool
set_dates(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  MeetingScene meeting_scene = { scene, false };
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  set_meeting(txn, act, &meeting_scene);
  own.member_id = scene->own_id;
  test_meeting_find_date(txn, &own, scene->thing_id, refusals, &scene->meeting_id, &scene->door_id);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

static void
make_dates(Scene *scene)
{
  make_member(scene);
  must_keep(scene, scene->site->community_id, set_dates, scene);
}

#define NEED    "/groups/{thing}/meetings/{meeting}"
#define MEETING "/groups/{thing}/meetings/{door}"
#define DAY     "day-day=26&day-month=11&day-year={year}&start=2.30+pm&end=4+pm"

const FormRow meeting_form_rows[] = {
  { "/groups/:group/meetings/new", "/groups/{thing}/meetings/new", make_meeting,
    "title=Talk&kind=shared&when=day&" DAY "&repeat=monthly&times=3&place=none" },
  { "/groups/:group/meetings/past", "/groups/{thing}/meetings/past", make_meeting,
    "title=Talk&kind=peer-led&day-day=26&day-month=11&day-year=2020&start=14:00&place=none" },
  { "/groups/:group/meetings/:meeting/change", MEETING "/change", make_meeting,
    "title=Other&kind=preparation&place=none" },
  { "/groups/:group/meetings/:meeting/move", MEETING "/move", make_meeting, DAY "&why=Snow" },
  { "/groups/:group/meetings/:meeting/call-off", MEETING "/call-off", make_meeting, "why=Snow" },
  { "/groups/:group/meetings/:meeting/held", MEETING "/held", make_begun_meeting, "" },
  { "/groups/:group/meetings/:meeting/place", MEETING "/place", make_meeting,
    "place=new&name=Hall&has=loop&has_not=lift" },
  { "/groups/:group/meetings/:meeting/venue", MEETING "/venue", make_meeting,
    "name=Hall&has=loop&for_all=yes" },
  { "/groups/:group/meetings/:meeting/reply", MEETING "/reply", make_meeting,
    "answer=if&helps=care&helps=other&help=A+lift" },
  { "/groups/:group/meetings/:meeting/help/:need", NEED "/help/{door}", make_need,
    "step=cannot&why=Snow&instead=Tea" },
  { "/groups/:group/meetings/:meeting/help/:need/answer", NEED "/help/{door}/answer",
    make_asked_need, "answer=yes" },
  { "/groups/:group/meetings/:meeting/dates/mine", NEED "/dates/mine", make_dates,
    "when-{door}=could" },
  { "/groups/:group/meetings/:meeting/dates/ask", NEED "/dates/ask", make_dates,
    "member={member}" },
  { "/groups/:group/meetings/:meeting/dates/for", NEED "/dates/for", make_dates,
    "name={name}&when-{door}=can&way=paper" },
  { "/groups/:group/meetings/:meeting/dates/new", NEED "/dates/new", make_dates, DAY },
  { "/groups/:group/meetings/:meeting/dates/:date", NEED "/dates/{door}", make_dates, "" },
  { "/groups/:group/meetings/:meeting/dates/:date/back", NEED "/dates/{door}/back", make_dates,
    "" },
  { "/groups/:group/meetings/:meeting/had", NEED "/had", make_own_need, "had-interpreter=partly" },
  { "/groups/:group/meetings/:meeting/reply-for", MEETING "/reply-for", make_meeting,
    "name={name}&answer=thoughts&thoughts=Tea&way=telephone" },
  { "/groups/:group/meetings/:meeting/day/bag", MEETING "/day/bag", make_meeting, "" },
  { "/groups/:group/meetings/:meeting/day/room", MEETING "/day/room", make_begun_meeting,
    "item=connect" },
  { "/groups/:group/meetings/:meeting/ahead", MEETING "/ahead", make_meeting, "why=Snow" },
  { "/groups/:group/meetings/:meeting/tell", MEETING "/tell", make_meeting, "member={member}" },
  { "/groups/:group/meetings/:meeting/texts", MEETING "/texts", make_meeting, "member={member}" },
  { "/groups/:group/meetings/:meeting/remind", MEETING "/remind", make_meeting, "member={member}" },
  { "/upkeep/clock", "/upkeep/clock", make_other_clock, "zone=Europe%2FDublin", .reads_after = 1 },
  { "/me/reminders", "/me/reminders", make_nothing, "ahead=week" },
  { "/me/calendar", "/me/calendar", make_nothing, "" },
  { "/me/calendar/off", "/me/calendar/off", make_feed, "" },
  { NULL },
};
