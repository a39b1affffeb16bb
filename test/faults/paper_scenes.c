/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes of formats made by people, and of copies that come late. */
#include "papers/late.h"
#include "real_site.h"

static void
must_not_refuse(const Refusals *refusals)
{
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
}

static bool
add_made(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const MadeFormat made = { .paper_id = scene->paper_id,
                            .kind = MADE_SIGN_FILM,
                            .what = "",
                            .language = "",
                            .instead_of = "",
                            .owner_id = scene->member_id,
                            .owner_name = "",
                            .due_us = act->at_us + 1 };

  made_ask(txn, act, &made, refusals, &scene->door_id);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

void
make_made(Scene *scene)
{
  make_paper(scene);
  must_keep(scene, scene->site->community_id, add_made, scene);
}

static bool
want_sound(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  const FormatWants sound = { .wants = { { .format = FORMAT_AUDIO } }, .count = 1 };
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Member member = *people_find(txn, arena, scene->member_id, true);

  member.reach = REACH_PHONE;
  member.contact = "01632 960 011";
  member.wants = sound;
  people_change(txn, act, &member, refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
release_early(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Refusals *refusals = refusals_new(arena);

  releases_start(txn, act, scene->paper_id, &scene->member_id, 1, "", refusals, &scene->release_id);
  releases_release(txn, act, scene->release_id, "It cannot wait", refusals);
  must_not_refuse(refusals);
  return !txn_trouble(txn);
}

static bool
mark_rung(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  releases_mark_done(txn, act, releases_deliveries(txn, arena, scene->release_id, REACH_PHONE)->id,
                     true);
  return !txn_trouble(txn);
}

/* As when the press is done with the sound: to make it costs a hundred times the scene. */
static bool
sound_came(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(256 * 1024);

  late_format_came(txn, act, papers_find(txn, arena, scene->paper_id),
                   &(FormatWant){ .format = FORMAT_AUDIO });
  scene->door_id = late_to_tell(txn, arena, scene->release_id)->id;
  return scene->door_id != 0;
}

void
make_late(Scene *scene)
{
  make_paper(scene);
  must_keep(scene, scene->site->community_id, want_sound, scene);
  must_keep(scene, scene->site->community_id, release_early, scene);
  must_keep(scene, scene->site->community_id, mark_rung, scene);
  must_keep(scene, scene->site->community_id, sound_came, scene);
}
