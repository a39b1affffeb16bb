/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Somebody without a device joins a group: what whoever writes it down sees and gets back, and what
 * the person finds and is told, of the answer too (R13, R97). On both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "groups/places.h"
#include "real_site.h"

#include <string.h>

#define FORM_PATH "/groups/{thing}/join-for"

static char *
ask(const Scene *scene, const char *path)
{
  g_autofree char *filled = fill_in(scene, path);

  return browse(scene->browser, filled);
}

static char *
send(const Scene *scene, const char *fields)
{
  g_autofree char *path = fill_in(scene, FORM_PATH);
  g_autofree char *filled = fill_in(scene, fields);

  return submit(scene->browser, path, filled);
}

static const Place *
place_of(const Scene *scene, Arena *arena)
{
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  const Place *place = places_find(txn, arena, scene->thing_id, scene->member_id);

  assert_false(txn_trouble(txn));
  db_end_read(txn);
  return place;
}

static int64_t
count_news(const Scene *scene)
{
  Txn *txn = db_begin_read(test_db(scene->site->db), scene->site->community_id);
  int64_t count = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM digest_item WHERE community_id = ?1"
                                       " AND member_id = ?2 AND kind = 'joined'");

    bind_int(q, 2, scene->member_id);
    assert_true(query_next(q));
    count = col_int(q, 0);
  }
  db_end_read(txn);
  return count;
}

static void
set_scene(Scene *scene, RealSite *site, MakeScene make)
{
  *scene = (Scene){ .site = site, .browser = browser_new(&site->site, "riverside.localhost") };
  come_in(scene);
  make(scene);
}

static void
the_offer_is_read_out_first_and_the_person_is_told(void **state)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Scene scene;

  set_scene(&scene, *state, make_group_to_join_for);

  g_autofree char *people = ask(&scene, "/groups/{thing}/people");
  g_autofree char *page = ask(&scene, FORM_PATH);
  const char *offer = strstr(page, "Bus fares on the day");

  assert_non_null(strstr(people, "/join-for"));
  assert_non_null(offer);
  assert_true(offer < strstr(page, "Who wants to join?"));

  /* Refused: it comes back filled in, and nothing is kept. */
  g_autofree char *refused = send(&scene, "_offer={door}&name=Nobody+Known&role=own&own_role=Baker"
                                          "&show=no&way=paper");

  assert_int_equal(reply_status(refused), 422);
  assert_non_null(strstr(refused, "Nobody here has this name"));
  assert_non_null(strstr(refused, "Nobody Known"));
  assert_non_null(strstr(refused, "Baker"));
  assert_null(place_of(&scene, arena));

  g_autofree char *kept =
      send(&scene, "_offer={door}&name={name}&role=own&own_role=Baker&show=no&way=paper");
  const Place *place = place_of(&scene, arena);

  assert_int_equal(reply_status(kept), 303);
  assert_non_null(place);
  assert_int_equal(place->standing, GROUP_IN);
  assert_string_equal(place->way, "paper");
  assert_true(place->offer_id == scene.door_id);
  assert_int_equal(count_news(&scene), 1);
  browser_free(scene.browser);
}

/* Who keeps away is neither brought near nor told of; whoever writes sees no difference. */
static void
nothing_shows_who_keeps_away(void **state)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Scene scene;

  set_scene(&scene, *state, make_group_to_join_for);
  make_kept_away(&scene); /* the member now, whom the form names */

  g_autofree char *page = ask(&scene, FORM_PATH);
  g_autofree char *sent = send(&scene, "_offer={door}&name={name}&role=none&show=no&way=telephone");

  assert_int_equal(reply_status(page), 200);
  assert_int_equal(reply_status(sent), 303);
  assert_null(place_of(&scene, arena));
  assert_int_equal(count_news(&scene), 0);
  browser_free(scene.browser);
}

/* Whoever answered sees whom to tell, until somebody has; the start page says so too. */
static void
whom_no_mail_tells_somebody_is_asked_to_tell(void **state)
{
  Scene scene;

  set_scene(&scene, *state, make_group_answer);

  g_autofree char *start_page = ask(&scene, "/waiting");
  g_autofree char *page = ask(&scene, "/groups/{thing}/people");

  assert_non_null(strstr(start_page, "They asked to join, and no mail tells them."));
  assert_non_null(strstr(page, "Say: the answer is not this time."));

  g_autofree char *path = fill_in(&scene, "/groups/{thing}/people/told");
  g_autofree char *field = fill_in(&scene, "member={member}");
  g_autofree char *told = submit(scene.browser, path, field);
  g_autofree char *after = ask(&scene, "/groups/{thing}/people");

  assert_int_equal(reply_status(told), 303);
  assert_null(strstr(after, "Say: the answer is not this time."));
  browser_free(scene.browser);
}

static int
start(void **state)
{
  *state = real_site_start();
  return 0;
}

static int
stop(void **state)
{
  real_site_stop(*state);
  return 0;
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_offer_is_read_out_first_and_the_person_is_told, start,
                                    stop),
    cmocka_unit_test_setup_teardown(nothing_shows_who_keeps_away, start, stop),
    cmocka_unit_test_setup_teardown(whom_no_mail_tells_somebody_is_asked_to_tell, start, stop),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
