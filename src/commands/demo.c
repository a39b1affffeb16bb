/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable demo: Riverside, a plainly fictional community to try things out with, and a year of
 * its life. Who is in it and what they wrote stands in assets/demo. */
#include "commands/demo.h"

#include "base/clock.h"
#include "base/embedded.h"
#include "base/ids.h"
#include "commands/command.h"
#include "commands/links.h"
#include "db/writer.h"
#include "meetings/feedback_news.h"
#include "meetings/reminders.h"
#include "notices/digest.h"
#include "outbox/outbox.h"
#include "people/people.h"
#include "safety/safety.h"
#include "subjects.h"
#include "web/web.h"

#include <string.h>

extern const Embedded demo_papers[];

const char *
demo_text(const char *name)
{
  for (const Embedded *file = demo_papers; file->name; file++)
    if (strcmp(file->name, name) == 0)
      return (const char *)file->bytes;
  return NULL;
}

static GKeyFile *
read_table(const char *name)
{
  g_autoptr(GError) err = NULL;
  GKeyFile *table = g_key_file_new();

  if (!g_key_file_load_from_data(table, demo_text(name), (gsize)-1, G_KEY_FILE_NONE, &err))
    g_error("demo: %s: %s", name, err->message);
  return table;
}

Act
demo_act(const Demo *demo, int64_t at_us)
{
  return (Act){
    .community_id = txn_community(demo->txn),
    .member_id = demo->organiser_id,
    .role = demo->organiser_id ? ACT_AS_ORGANISER : ACT_AS_OPERATOR,
    .at_us = at_us,
    .request_id = ids_new(),
    .ids = demo->tape,
  };
}

Act
demo_act_of(const Demo *demo, const char *who, int64_t at_us)
{
  Act act = demo_act(demo, at_us);

  act.member_id = demo_person(demo, who);
  act.role = act.member_id == demo->organiser_id ? ACT_AS_ORGANISER : ACT_AS_MEMBER;
  return act;
}

int64_t
demo_person(const Demo *demo, const char *name)
{
  const int64_t *id = g_hash_table_lookup(demo->ids, name);

  if (!id)
    g_error("demo: nobody is called %s yet", name);
  return *id;
}

/* Links in the demo's mails lead to where script/server starts the site. */
static const char *
site_origin(Arena *arena)
{
  const char *port = g_getenv("PORT");

  return arena_format(arena, "http://localhost:%s", port && *port ? port : "8080");
}

static int64_t
monday_before(int64_t us)
{
  g_autoptr(GDateTime) now = g_date_time_new_from_unix_utc(us / US_PER_S);
  const int64_t days = us / US_PER_DAY;

  return (days - (g_date_time_get_day_of_week(now) - 1)) * US_PER_DAY;
}

/* On the Monday on which the organiser came: whom people ring when they are worried. */
static bool
name_contact(const Demo *demo, int week)
{
  const Act act = demo_act(demo, demo->monday_us - week * 7 * US_PER_DAY + 12 * US_PER_HOUR);

  safety_set_contact(demo->txn, &act, "Iris Quay", "01632 960 099");
  return true;
}

/* Those of meetings that are over; the coming ones are looked at now. */
static void
forget_reminders(Txn *txn, const Act *act, int64_t mark)
{
  Act now = *act;

  now.at_us = clock_now_us();
  outbox_drop_since(txn, act, "meeting-reminder", mark);
  outbox_drop_since(txn, act, "meeting-afterwards", mark);
  outbox_drop_since(txn, act, "meeting-dates", mark);
  reminders_after_archive(txn, &now);
  feedback_news_after_archive(txn, &now);
}

/* All but what is being prepared. */
static bool
tell_the_year(Txn *txn, void *data)
{
  Demo *demo = data;
  const Act act = demo_act(demo, demo->monday_us - DEMO_WEEKS * 7 * US_PER_DAY);
  const int64_t mark = act_new_id(&act);
  bool has_contact = false;

  community_set_up(txn, &act, "Riverside", "Europe/London");
  for (int week = DEMO_WEEKS; week > 0; week--) {
    demo_people_of_week(demo, week);
    if (!has_contact && demo->organiser_id)
      has_contact = name_contact(demo, week);
    demo_papers_of_week(demo, week);
    demo_groups_of_week(demo, week);
    demo_talk_of_week(demo, week);
    demo_ideas_of_week(demo, week);
    demo_meetings_of_week(demo, week);
    if (week == DEMO_HARD_WORDS_WEEK)
      demo_hard_words(demo, week);
  }
  demo_supporters(demo);
  digests_forget(txn, &act, mark);
  forget_reminders(txn, &act, mark);
  return refusals_count(demo->refusals) == 0;
}

static bool
tell_of_today(Txn *txn, void *data)
{
  Demo *demo = data;

  demo->txn = txn;
  demo_papers_of_week(demo, 0);
  return refusals_count(demo->refusals) == 0;
}

/* From the start each time, since a lost write is done again. */
static bool
fill(Txn *txn, void *data)
{
  Demo *demo = data;

  demo->txn = txn;
  demo->organiser_id = 0;
  demo->people_count = demo->papers_count = 0;
  g_hash_table_remove_all(demo->ids);
  g_hash_table_remove_all(demo->group_ids);
  g_hash_table_remove_all(demo->paper_ids);
  g_hash_table_remove_all(demo->talk_ids);
  g_hash_table_remove_all(demo->idea_ids);
  g_hash_table_remove_all(demo->meeting_ids);
  id_tape_rewind(demo->tape);
  return tell_the_year(txn, demo);
}

static bool
has_people(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  bool has = people_count(txn) > 0;

  db_end_read(txn);
  return has;
}

static GHashTable *
new_ids(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
}

/* A line of the demo that its rules refuse: which one is told by what was refused. */
static int
fail_to_store(const Demo *demo)
{
  const int count = refusals_count(demo->refusals);
  const Refusal *first = count ? refusals_nth(demo->refusals, 0) : NULL;

  return command_fail("the demo community could not be stored (%d refusals; the first: %s %s)",
                      count, first ? first->question : "", first ? first->message : "none");
}

static int
make_riverside(Place *place, int64_t community_id)
{
  g_autoptr(Arena) arena = arena_new(4 * 1024 * 1024);
  g_autoptr(GKeyFile) people = read_table("people");
  g_autoptr(GKeyFile) papers = read_table("papers");
  g_autoptr(GKeyFile) hard_words = read_table("hard-words");
  g_autoptr(GKeyFile) groups = read_table("groups");
  g_autoptr(GKeyFile) ideas = read_table("ideas");
  g_autoptr(GKeyFile) meetings = read_table("meetings");
  g_autoptr(GKeyFile) talk = read_table("talk");
  g_autoptr(GHashTable) group_ids = new_ids();
  g_autoptr(GHashTable) paper_ids = new_ids();
  g_autoptr(GHashTable) talk_ids = new_ids();
  g_autoptr(GHashTable) ids = new_ids();
  g_autoptr(GHashTable) idea_ids = new_ids();
  g_autoptr(GHashTable) meeting_ids = new_ids();
  g_autoptr(IdTape) tape = id_tape_new();
  g_autoptr(IdTape) later_tape = id_tape_new();
  Demo demo = {
    .refusals = refusals_new(arena),
    .tape = tape,
    .origin = site_origin(arena),
    .people = people,
    .papers = papers,
    .groups = groups,
    .group_ids = group_ids,
    .talk = talk,
    .paper_ids = paper_ids,
    .talk_ids = talk_ids,
    .ideas = ideas,
    .idea_ids = idea_ids,
    .meetings = meetings,
    .meeting_ids = meeting_ids,
    .hard_words = hard_words,
    .ids = ids,
    .monday_us = monday_before(clock_now_us()),
  };

  if (db_write_and_wait(place->db, community_id, fill, &demo, NULL) != WRITE_KEPT)
    return fail_to_store(&demo);
  outbox_run_due(place->db, subject_handlers, community_id);
  demo.tape = later_tape;
  if (db_write_and_wait(place->db, community_id, tell_of_today, &demo, NULL) != WRITE_KEPT)
    return fail_to_store(&demo);
  g_print("Riverside is there: %d people, %d papers. Nobody in it is real.\n", demo.people_count,
          demo.papers_count);
  return 0;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;

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
  return make_riverside(place, community_id);
}

const Command demo_command = {
  .name = "demo",
  .summary = "Fills an empty place with Riverside, a fictional community to try things out with.",
  .is_at_place = true,
  .run = run,
};
