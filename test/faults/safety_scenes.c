/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What safety's forms speak of: worries, proposals, pauses and appeals. */
#include "real_site.h"
#include "safety/introductions.h"
#include "safety/keep_away.h"
#include "safety/measures.h"
#include "safety/worries.h"

#include <string.h>

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

static bool
raise_worry(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Worry worry = { .about = "me",
                        .words = "Words",
                        .who = "",
                        .kept_from = "",
                        .name = "",
                        .contact = "",
                        .hear = "code",
                        .origin = "" };

  g_snprintf(scene->code, sizeof(scene->code), "4821 0937 5526 %04d", ++scene->site->made);
  scene->worry_id = worries_raise(txn, act, &worry, scene->code, refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_worry(Scene *scene)
{
  must_keep(scene, scene->site->community_id, raise_worry, scene);
}

static bool
propose_people(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const SafetyWish wish = { .name = "Iris Quay",
                            .phone = "01632 960 099",
                            .other_name = "",
                            .other_phone = "",
                            .answer_days = 3 };
  bool is_done = false;

  safety_propose_people(txn, act, &wish, refusals, &is_done);
  must_not_refuse(refusals);
  scene->proposed_at_us = act->at_us;
  return !txn_trouble(txn);
}

void
make_proposal(Scene *scene)
{
  must_keep(scene, scene->site->community_id, propose_people, scene);
}

/* ---- measures: two organisers who are not signed in decide ---- */

typedef struct {
  Scene *scene;
  MeasureKind kind;
  int64_t proposed_by, decided_by, member_id;
  bool is_appealed;
} Deed;

static bool
do_deed(Txn *txn, const Act *act, void *data)
{
  const Deed *deed = data;
  Scene *scene = deed->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  const Measure wish = { .member_id = deed->member_id,
                         .kind = deed->kind,
                         .days = 2,
                         .grounds = "other",
                         .words = "Words",
                         .origin = "" };
  Act by = *act;

  by.member_id = deed->proposed_by;
  measures_propose(txn, &by, &wish, refusals, &scene->measure_id);
  must_not_refuse(refusals);
  by.member_id = deed->decided_by;
  if (deed->decided_by)
    measures_decide(txn, &by, scene->measure_id, true, refusals);
  must_not_refuse(refusals);
  if (deed->is_appealed)
    measures_appeal(txn, &by, scene->measure_id, "Words", refusals);
  must_not_refuse(refusals);

  const Measure *measure = measures_find(txn, arena, scene->measure_id);

  g_strlcpy(scene->letter, measure ? measure->token : "", sizeof(scene->letter));
  return !txn_trouble(txn);
}

static void
make_deed(Scene *scene, Deed deed)
{
  deed.scene = scene;
  if (!deed.proposed_by)
    deed.proposed_by = make_organiser(scene);
  if (deed.decided_by)
    deed.decided_by = make_organiser(scene);
  if (!deed.member_id) {
    make_member(scene);
    deed.member_id = scene->member_id;
  }
  must_keep(scene, scene->site->community_id, do_deed, &deed);
}

void
make_measure(Scene *scene)
{
  make_deed(scene, (Deed){ .kind = MEASURE_SUSPEND });
}

void
make_measure_in_force(Scene *scene)
{
  make_deed(scene, (Deed){ .kind = MEASURE_SUSPEND, .decided_by = 1 });
}

void
make_appeal(Scene *scene)
{
  make_deed(scene, (Deed){ .kind = MEASURE_SUSPEND, .decided_by = 1, .is_appealed = true });
}

void
make_own_pause(Scene *scene)
{
  make_deed(scene, (Deed){ .kind = MEASURE_PAUSE, .proposed_by = scene->own_id });
}

void
make_suspended(Scene *scene)
{
  make_deed(scene, (Deed){ .kind = MEASURE_SUSPEND, .decided_by = 1, .member_id = scene->own_id });
}

/* ---- meeting ---- */

typedef struct {
  Scene *scene;
  int64_t asker_id, other_id, passed_by, away_id;
} Meeting;

static bool
arrange(Txn *txn, const Act *act, void *data)
{
  const Meeting *meeting = data;
  Scene *scene = meeting->scene;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act by = *act;

  if (meeting->away_id) {
    by.member_id = scene->own_id;
    safety_block(txn, &by, people_find_known(txn, arena, meeting->away_id)->name, refusals);
    must_not_refuse(refusals);
    return !txn_trouble(txn);
  }
  by.member_id = meeting->asker_id;
  introductions_ask(txn, &by, people_find_known(txn, arena, meeting->other_id)->name, "Hello",
                    refusals);
  must_not_refuse(refusals);
  scene->introduction_id = introductions_by(txn, arena, meeting->asker_id)->id;
  by.member_id = meeting->passed_by;
  if (meeting->passed_by)
    introductions_pass_on(txn, &by, scene->introduction_id, "", refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static int64_t
new_member(Scene *scene)
{
  make_member(scene);
  return scene->member_id;
}

void
make_introduction(Scene *scene)
{
  Meeting meeting = { .scene = scene };

  meeting.asker_id = new_member(scene);
  meeting.other_id = new_member(scene);
  must_keep(scene, scene->site->community_id, arrange, &meeting);
}

void
make_introduction_to_me(Scene *scene)
{
  Meeting meeting = { .scene = scene, .other_id = scene->own_id };

  meeting.asker_id = new_member(scene);
  meeting.passed_by = make_organiser(scene);
  must_keep(scene, scene->site->community_id, arrange, &meeting);
}

void
make_kept_away(Scene *scene)
{
  Meeting meeting = { .scene = scene };

  meeting.away_id = new_member(scene);
  must_keep(scene, scene->site->community_id, arrange, &meeting);
}
