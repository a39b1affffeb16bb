/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of meetings, and the scenes they need. */
#include "base/clock.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/calendar_feeds.h"
#include "meetings/test_meeting.h"

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

static void
make_begun_meeting(Scene *scene)
{
  make(scene, true);
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
    "answer=if&help=A+lift" },
  { "/groups/:group/meetings/:meeting/reply-for", MEETING "/reply-for", make_meeting,
    "name={name}&answer=thoughts&thoughts=Tea&way=telephone" },
  { "/groups/:group/meetings/:meeting/ahead", MEETING "/ahead", make_meeting, "why=Snow" },
  { "/groups/:group/meetings/:meeting/tell", MEETING "/tell", make_meeting, "member={member}" },
  { "/me/calendar", "/me/calendar", make_nothing, "" },
  { "/me/calendar/off", "/me/calendar/off", make_feed, "" },
  { NULL },
};
