/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Scenes between a person and a supporter: asked, said yes, acting, noted by an organiser. */
#include "people/supporters.h"
#include "real_site.h"
#include "safety/worries.h"

typedef struct {
  Scene *scene;
  bool is_of_member; /* the member trusts the organiser, else the other way round */
  bool is_noted, is_yes, is_acting;
} TrustWish;

static bool
add_trust(Txn *txn, const Act *act, void *data)
{
  const TrustWish *wish = data;
  Scene *scene = wish->scene;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  Trust trust = { .member_id = wish->is_of_member ? scene->member_id : scene->own_id,
                  .supporter_id = wish->is_of_member ? scene->own_id : scene->member_id,
                  .consent = wish->is_noted ? "Said so" : NULL,
                  .levels = { [AREA_PAPERS] = SUPPORT_ACT,
                              [AREA_DETAILS] = SUPPORT_ACT,
                              [AREA_COSTS] = SUPPORT_SEE } };

  trust.id = scene->trust_id = supporters_name(txn, act, &trust, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  if (wish->is_yes)
    supporters_answer(txn, act, &trust, true);
  if (wish->is_acting) {
    Act own = *act;

    own.member_id = trust.member_id; /* the person alone opens what is private */
    supporters_open_private(txn, &own, &trust, AREA_WORRIES, true, refusals);
    g_assert(refusals_count(refusals) == 0);

    g_autoptr(Query) q = db_change(txn, act,
                                   "UPDATE session SET acting_id = ?3"
                                   " WHERE community_id = ?1 AND member_id = ?2");

    bind_int(q, 2, scene->own_id);
    bind_int(q, 3, trust.id);
    query_run(q);
  }
  return !txn_trouble(txn);
}

static void
make_trust(Scene *scene, TrustWish wish)
{
  make_member(scene);
  wish.scene = scene;
  must_keep(scene, scene->site->community_id, add_trust, &wish);
}

void
make_supporter(Scene *scene)
{
  make_trust(scene, (TrustWish){ .is_noted = false });
}

void
make_asked(Scene *scene)
{
  make_trust(scene, (TrustWish){ .is_of_member = true });
}

void
make_supported(Scene *scene)
{
  make_trust(scene, (TrustWish){ .is_of_member = true, .is_yes = true });
}

void
make_acting(Scene *scene)
{
  make_trust(scene, (TrustWish){ .is_of_member = true, .is_yes = true, .is_acting = true });
}

static bool
tell_for(Txn *txn, const Act *act, void *data)
{
  Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const WorryHelp help = { .trust_id = scene->trust_id,
                           .helper_id = scene->own_id,
                           .helper_name = "Helper" };
  const Worry worry = { .about = "me",
                        .words = "Words",
                        .who = "",
                        .kept_from = "",
                        .name = "Ann",
                        .contact = "",
                        .hear = "code",
                        .origin = "" };

  g_snprintf(scene->code, sizeof(scene->code), "4821 0937 5526 %04d", ++scene->site->made);
  scene->worry_id = worries_raise_with(txn, act, &help, &worry, scene->code, refusals);
  return scene->worry_id > 0 && !txn_trouble(txn);
}

void
make_helped_worry(Scene *scene)
{
  make_acting(scene);
  must_keep(scene, scene->site->community_id, tell_for, scene);
}

void
make_noted_trust(Scene *scene)
{
  make_trust(scene, (TrustWish){ .is_of_member = true, .is_noted = true });
}
