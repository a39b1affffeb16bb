/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable demo: Riverside, a plainly fictional community to try things out with. */
#include "base/embedded.h"
#include "commands/command.h"
#include "commands/demo_people.h"
#include "commands/links.h"
#include "db/writer.h"
#include "outbox/outbox.h"
#include "papers/papers.h"
#include "papers/releases.h"
#include "people/people.h"
#include "safety/safety.h"
#include "subjects.h"
#include "web/web.h"

#include <string.h>

extern const Embedded demo_papers[];

static const struct {
  const char *name;
  Reach reach;
  const char *contact, *wants;
} people[] = {
  { "Rowan Field", REACH_EMAIL, "rowan@riverside.example", "" }, /* the organiser */
  { "Sam Brook", REACH_PHONE, "01632 960 011", "audio" },
  { "Amina Hale", REACH_EMAIL, "amina@riverside.example", "large print 24" },
  { "Dafydd Moor", REACH_POST, "4 Ferry Lane\nRiverside\nRS1 4ZZ", "braille 2" },
  { "Priya Lane", REACH_IN_PERSON, "", "easy read" },
  { "Joe Marsh", REACH_EMAIL, "joe@riverside.example", "easy read; audio" },
  { "Wren Ashdown", REACH_EMAIL, "wren@riverside.example", "text" },
  { "Iris Quay", REACH_POST, "19 Quay Street\nRiverside\nRS1 2ZZ", "large print 18" },
  { "Tom Weir", REACH_EMAIL, "tom@riverside.example", "" },
  { "Nia Holm", REACH_PHONE, "01632 960 017", "easy read" },
  { "Bea Thorn", REACH_EMAIL, "bea@riverside.example", "large print 18; html" },
  { "Lee Harbour", REACH_IN_PERSON, "", "" },
};

typedef struct {
  int64_t garden_id, release_id;
  int refused;
} Demo;

static const char *
find_text(const char *name)
{
  for (const Embedded *file = demo_papers; file->name; file++)
    if (strcmp(file->name, name) == 0)
      return (const char *)file->bytes;
  g_error("demo: there is no text %s", name);
}

static int64_t
add_paper(Txn *txn, const Act *act, const char *source, const char *easy, Refusals *refusals)
{
  int64_t id = 0;

  papers_add(txn, act,
             &(Paper){ .title = "",
                       .source = find_text(source),
                       .easy_source = find_text(easy),
                       .language = "en-GB" },
             refusals, &id);
  return id;
}

static void
add_people(Txn *txn, const Act *act, Refusals *refusals)
{
  for (size_t i = 0; i < G_N_ELEMENTS(people); i++) {
    Member member = {
      .name = people[i].name,
      .reach = people[i].reach,
      .contact = people[i].contact,
      .is_organiser = i == 0,
    };
    int64_t id = 0;

    format_wants_from_text(people[i].wants, &member.wants);
    people_add(txn, act, &member, refusals, &id);
    if (id)
      demo_say_of(txn, act, people[i].name, id, refusals);
  }
}

/* Links in the demo's mails lead to where script/server starts the site. */
static const char *
site_origin(Arena *arena)
{
  const char *port = g_getenv("PORT");

  return arena_format(arena, "http://localhost:%s", port && *port ? port : "8080");
}

static bool
fill(Txn *txn, void *data)
{
  Demo *demo = data;
  g_autoptr(IdTape) ids = id_tape_new();
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Act act = place_act(txn_community(txn), ids);

  community_set_up(txn, &act, "Riverside", "Europe/London");
  add_people(txn, &act, refusals);
  safety_set_contact(txn, &act, "Iris Quay", "01632 960 099");
  demo->garden_id = add_paper(txn, &act, "garden", "garden.easy", refusals);
  add_paper(txn, &act, "day-centre", "day-centre.easy", refusals);
  releases_start(txn, &act, demo->garden_id, NULL, 0, site_origin(arena), refusals,
                 &demo->release_id);
  demo->refused = refusals_count(refusals);
  return demo->refused == 0;
}

static bool
release(Txn *txn, void *data)
{
  Demo *demo = data;
  g_autoptr(IdTape) ids = id_tape_new();
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Act act = place_act(txn_community(txn), ids);

  releases_release(txn, &act, demo->release_id, NULL, refusals);
  demo->refused = refusals_count(refusals);
  return demo->refused == 0;
}

static bool
has_people(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  bool has = people_count(txn) > 0;

  db_end_read(txn);
  return has;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  Demo demo = { .refused = 0 };

  (void)argv;
  if (argc > 1)
    return command_fail("demo takes no further words; see --help");
  subjects_register();

  g_autoptr(Place) place = place_open(&err);
  int64_t community_id = place ? place_first_community(place, "", &err) : 0;

  if (!community_id)
    return command_fail("%s", err->message);
  if (has_people(place->db, community_id)) {
    g_print("There are people here already: nothing was changed.\n");
    return 0;
  }
  if (db_write_and_wait(place->db, community_id, fill, &demo, NULL) != WRITE_KEPT)
    return command_fail("the demo community could not be stored (%d refusals)", demo.refused);
  outbox_run_due(place->db, subject_handlers, community_id);
  if (db_write_and_wait(place->db, community_id, release, &demo, NULL) != WRITE_KEPT)
    return command_fail("the demo's paper could not be sent (%d refusals)", demo.refused);
  g_print("Riverside is there: %zu people, two papers. Nobody in it is real.\n",
          G_N_ELEMENTS(people));
  return 0;
}

const Command demo_command = {
  .name = "demo",
  .summary = "Fills an empty place with Riverside, a fictional community to try things out with.",
  .is_at_place = true,
  .run = run,
};
