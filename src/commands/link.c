/* SPDX-License-Identifier: AGPL-3.0-or-later
 * commontable link: a one-time sign-in link, for whoever stands at the machine. */
#include "base/clock.h"
#include "base/ids.h"
#include "commands/command.h"
#include "commands/links.h"
#include "db/writer.h"
#include "people/people.h"
#include "subjects.h"

#define LINK_LASTS_US US_PER_DAY

static char *member_option, *origin_option;

typedef struct {
  int64_t member_id, link_id;
  char token[LINK_TOKEN_SIZE];
  bool is_unknown;
  bool is_set_up; /* somebody is there: the link signs in */
} LinkJob;

static bool
make_link(Txn *txn, void *data)
{
  LinkJob *job = data;
  g_autoptr(IdTape) ids = id_tape_new();
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const Act act = place_act(txn_community(txn), ids);
  int64_t member_id = job->member_id ? job->member_id : people_first_organiser(txn);

  if (job->member_id && !people_find(txn, arena, job->member_id, false)) {
    job->is_unknown = true;
    return false;
  }
  job->is_set_up = member_id != 0;
  job->link_id = people_make_link(txn, &act, member_id, "", LINK_LASTS_US);

  const SignInLink *link = people_find_link(txn, arena, job->link_id, act.at_us);

  if (!link)
    return false;
  memcpy(job->token, link->token, sizeof(job->token));
  return true;
}

char *
make_link_path(Place *place, int64_t community_id, int64_t member_id, GError **err)
{
  LinkJob job = { .member_id = member_id };

  if (db_write_and_wait(place->db, community_id, make_link, &job, NULL) == WRITE_KEPT)
    return g_strconcat(job.is_set_up ? "/in/" : "/set-up/", job.token, NULL);
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s",
              job.is_unknown ? "There is no member of that id"
                             : "The link could not be stored in the database");
  return NULL;
}

static int
run(int argc, char **argv)
{
  g_autoptr(GError) err = NULL;
  int64_t member_id = 0;

  (void)argv;
  if (argc > 1)
    return command_fail("link takes no further words; see --help");
  if (member_option && !id_from_text(member_option, &member_id))
    return command_fail("%s is not a member's id", member_option);
  subjects_register();

  g_autoptr(Place) place = place_open_existing(&err);

  if (!place)
    return command_fail("%s", err->message);

  int64_t community_id = place_first_community(place, "", &err);

  if (!community_id)
    return command_fail("%s", err->message);

  g_autofree char *path = make_link_path(place, community_id, member_id, &err);

  if (!path)
    return command_fail("%s", err->message);
  g_print("%s%s\n", origin_option ? origin_option : "http://localhost:8080", path);
  return 0;
}

static const GOptionEntry options[] = {
  { "member", 'm', 0, G_OPTION_ARG_STRING, &member_option,
    "Whose (the id that stands in the address of their page; default: the first organiser)", "ID" },
  { "origin", 0, 0, G_OPTION_ARG_STRING, &origin_option,
    "Where the site is (default: http://localhost:8080)", "https://..." },
  { NULL },
};

const Command link_command = {
  .name = "link",
  .summary = "Makes a sign-in link that works once within a day.",
  .options = options,
  .is_at_place = true,
  .run = run,
};
