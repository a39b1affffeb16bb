/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms of the day of a meeting that people use while it lasts: cards, and the door. */
#include "form_rows.h"
#include "meetings/door.h"

#include <string.h>

#define MEETING "/groups/{thing}/meetings/{door}"
#define DOOR    "/door/{thing}/{door}/{meeting}/{token}"

/* Sends a form of the scene's browser; where it leads, or the end of the test. g_free. */
static char *
send_on(Scene *scene, const char *path, const char *fields)
{
  g_autofree char *page = browse(scene->browser, "/sign-in");
  g_autofree char *to = fill_in(scene, path);
  g_autofree char *filled = fill_in(scene, fields);
  g_autofree char *reply = submit(scene->browser, to, filled);

  if (reply_status(reply) != 303)
    g_error("POST %s: %s", to, reply);
  return reply_header(reply, "Location");
}

static void
make_cards_on(Scene *scene)
{
  make_begun_meeting(scene);
  g_autofree char *there = send_on(scene, MEETING "/day/cards/lead", "do=on");
}

static bool
set_door(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Door door;

  (void)act;
  if (!door_make(txn, meetings_find(txn, arena, scene->thing_id, scene->door_id), scene->own_id,
                 &door))
    return false;
  scene->meeting_id = scene->own_id; /* who opened it */
  g_strlcpy(scene->token, door.token, sizeof(scene->token));
  return true;
}

static void
make_meeting_door(Scene *scene)
{
  make_begun_meeting(scene);
  must_keep(scene, scene->site->community_id, set_door, scene);
}

static void
make_arrived(Scene *scene)
{
  make_meeting_door(scene);
  g_autofree char *there = send_on(scene, DOOR, "member={member}");
}

/* Letter: the guest's number. */
static void
make_guest(Scene *scene)
{
  make_meeting_door(scene);
  g_autofree char *there = send_on(scene, DOOR "/guest", "name=Nell&side=near");

  g_strlcpy(scene->letter, strrchr(there, '/') + 1, sizeof(scene->letter));
}

const FormRow day_form_rows[] = {
  { "/groups/:group/meetings/:meeting/day/cards", MEETING "/day/cards", make_cards_on,
    "card=turn-named", .keeps_nothing = true },
  { "/groups/:group/meetings/:meeting/day/cards/lead", MEETING "/day/cards/lead",
    make_begun_meeting, "do=on", .keeps_nothing = true },
  { "/groups/:group/meetings/:meeting/day/door", MEETING "/day/door", make_begun_meeting, "",
    .when_lost = 401 }, /* signed out already */
  { "/door/:group/:meeting/:opener/:token", DOOR, make_meeting_door, "member={member}" },
  { "/door/:group/:meeting/:opener/:token/:person", DOOR "/{member}", make_arrived, "" },
  { "/door/:group/:meeting/:opener/:token/guest", DOOR "/guest", make_meeting_door,
    "name=Nell&side=near" },
  { "/door/:group/:meeting/:opener/:token/guest/:guest", DOOR "/guest/{letter}", make_guest, "" },
  { NULL },
};
