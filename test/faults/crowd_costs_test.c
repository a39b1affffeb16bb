/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A group with 200 claims and 200 thank-yous (issue 5, item 6; R22): each page of costs keeps its
 * bounds, also in Easy Read, and what does not fit on one page is told and not lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "cost_scene.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "resources/claims.h"
#include "resources/test_claim.h"
#include "resources/thanks.h"

#include <string.h>

enum { CROWD = 200, OWN_VISITS = 60, STATEMENTS_MOST = 12, BYTES_MOST = 30 * 1024 };

typedef struct {
  Scene scene;
  int64_t people[CROWD];
  int64_t own_claim_id, agreed_id;
} Crowd;

static void
gather(Txn *txn, const Act *own, Crowd *crowd, Arena *arena, Refusals *refusals)
{
  Scene *scene = &crowd->scene;
  const MeetingWish wish = {
    .title = "All of us", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  const int64_t starts_at_us = own->at_us - 30 * US_PER_DAY;

  scene->thing_id = test_group_start(txn, own, "The whole town", true, true, refusals);
  offers_set(txn, own, scene->thing_id, "expenses,payment", "", refusals);

  const int64_t offer_id = offers_newest(txn, arena, scene->thing_id)->id;

  for (int i = 1; i < CROWD; i++) {
    Act other = *own;

    other.member_id = crowd->people[i];
    places_join(txn, &other, scene->thing_id,
                &(JoinWish){ .role = "uses-services", .words = "", .offer_id = offer_id },
                refusals);
  }
  meetings_write_down(txn, own, scene->thing_id, &wish, starts_at_us, starts_at_us + US_PER_HOUR,
                      refusals, &scene->meeting_id);
}

/* Every second one is agreed and not paid yet; all take the thank-you. */
static void
ask_for_money(Txn *txn, const Act *own, Crowd *crowd, Arena *arena, Refusals *refusals)
{
  const CostViewer viewer = { own->member_id, true };
  const Meeting *meeting =
      meetings_find(txn, arena, crowd->scene.thing_id, crowd->scene.meeting_id);

  minutes_set_present(txn, own, meeting, crowd->people, CROWD, &(Minutes){ .absent = "" },
                      refusals);
  fees_set(txn, own, &viewer, meeting, false, 2500, "Two hours", refusals);
  for (int i = 0; i < CROWD; i++) {
    Act other = *own;

    other.member_id = crowd->people[i];

    const int64_t id =
        test_claim_fare(txn, &other, meeting, other.member_id, 350,
                        "Bus 12 from the mill to the hall, there and back again", refusals);

    thanks_choose(txn, &other, meeting, THANKS_TAKE, "", false, refusals);
    if (i == 0)
      crowd->own_claim_id = id;
    else
      crowd->scene.door_id = id;
    if (i % 2) {
      claims_agree(txn, own, &viewer, claims_find(txn, arena, id, &viewer), 350, "", refusals);
      crowd->agreed_id = id;
    }
  }
}

static void
go_on_visits(Txn *txn, const Act *own, const Crowd *crowd, Refusals *refusals)
{
  for (int i = 1; i <= OWN_VISITS; i++) {
    const Occasion visit = { crowd->scene.thing_id, own->at_us - i * US_PER_DAY,
                             "Looking at the new house with the people who will live there" };
    ClaimWish wish = { .member_id = own->member_id, .way = "page" };
    int64_t id = 0;

    for (int kind = 0; kind < COST_KINDS; kind++)
      wish.costs[kind] = (Cost){ .rate_pence = -1, .words = "" };
    wish.costs[COST_FARE] = (Cost){ .is_there = true, .pence = 200 + i, .words = "Bus" };
    claims_send_other(txn, own, &visit, &wish, refusals, &id);
  }
}

static bool
fill(Txn *txn, const Act *act, void *data)
{
  Crowd *crowd = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024 * 1024);
  Refusals *refusals = refusals_new(arena);
  Act own = *act;

  own.member_id = crowd->scene.own_id;
  gather(txn, &own, crowd, arena, refusals);
  ask_for_money(txn, &own, crowd, arena, refusals);
  go_on_visits(txn, &own, crowd, refusals);
  if (refusals_count(refusals) > 0)
    g_error("refused: %s", refusals_nth(refusals, 0)->message);
  return !txn_trouble(txn);
}

/* ---- looking ---- */

static char *
look(const Crowd *crowd, const char *path, int64_t door_id)
{
  Scene scene = crowd->scene;

  scene.door_id = door_id;
  scene.member_id = crowd->people[2];

  g_autofree char *there = fill_in(&scene, path);
  g_autofree char *first = browse(scene.browser, there); /* reads keys, once for all */
  const int64_t before = db_statements_for_test(test_db(scene.site->db));
  char *reply = browse(scene.browser, there);
  const int64_t statements = db_statements_for_test(test_db(scene.site->db)) - before;

  print_message("%s: %d statements, %d bytes\n", path, (int)statements, (int)strlen(reply));
  if (reply_status(reply) != 200 || reply_status(first) != 200)
    fail_msg("%s: %d", path, reply_status(reply));
  if (statements > STATEMENTS_MOST || strlen(reply) > BYTES_MOST)
    fail_msg("%s: %d statements, %d bytes", path, (int)statements, (int)strlen(reply));
  return reply;
}

#define GROUP   "/groups/{thing}"
#define MEETING GROUP "/meetings/{meeting}"

static void
see_all(const Crowd *crowd)
{
  static const char *const pages[] = { GROUP "/costs",
                                       GROUP "/costs/new",
                                       GROUP "/costs/for",
                                       MEETING "/costs",
                                       MEETING "/costs/new",
                                       MEETING "/costs/for",
                                       MEETING "/thanks",
                                       MEETING "/thanks/for",
                                       MEETING "/fee",
                                       "/costs",
                                       "/costs/{door}",
                                       "/me/costs",
                                       "/me/money",
                                       "/costs/rates",
                                       "/costs/way",
                                       "/thanks/{meeting}/{member}",
                                       "/costs/{door}/change",
                                       "/costs/{door}/receipts",
                                       "/" };

  for (size_t i = 0; i < G_N_ELEMENTS(pages); i++)
    g_free(look(crowd, pages[i], crowd->own_claim_id));
  g_free(look(crowd, "/costs/{door}/paid", crowd->agreed_id));
}

/* Waiting ones first; how many more there are is said, and they come when these are done. */
static void
a_group_with_200_claims_keeps_the_bounds(void **state)
{
  Crowd crowd = { .own_claim_id = 0 };
  Scene *scene = &crowd.scene;

  (void)state;
  scene->site = real_site_start();
  scene->browser = browser_new(&scene->site->site, "riverside.localhost");
  come_in(scene);
  crowd.people[0] = scene->own_id;
  for (int i = 1; i < CROWD; i++) {
    make_member(scene);
    crowd.people[i] = scene->member_id;
  }
  must_keep(scene, scene->site->community_id, fill, &crowd);
  see_all(&crowd);
  g_hash_table_insert(scene->browser->cookies, g_strdup("language"), g_strdup("en-GB-x-easyread"));
  see_all(&crowd);
  g_free(scene->fields);
  browser_free(scene->browser);
  real_site_stop(scene->site);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_group_with_200_claims_keeps_the_bounds),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
