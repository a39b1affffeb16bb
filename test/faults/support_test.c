/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A supporter who acts for somebody, at every route of the site and at every level of trust: what
 * the person has not opened is refused before the handler runs, whatever the route is for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/ids.h"
#include "real_site.h"
#include "subjects.h"

#include <string.h>

/* What a person may have opened: papers, details, worries, ideas and costs up to this. Ten rows at
 * most: some forms take no more in a minute from one account. */
typedef struct {
  SupportLevel papers, details, worries, ideas, costs;
} Opened;
static const Opened trusts[] = {
  { SUPPORT_SEE, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_SEE, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER },
  { SUPPORT_ACT, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_ANSWER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_ACT, SUPPORT_NEVER, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_SEE, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_ACT, SUPPORT_NEVER },
  { SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_SEE },
  { SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_NEVER, SUPPORT_ACT },
  { SUPPORT_ACT, SUPPORT_ACT, SUPPORT_ACT, SUPPORT_ACT, SUPPORT_SEE },
};

/* A person may ask for these one day; there is nothing to open yet. */
static const SupportArea closed_areas[] = { AREA_FEEDBACK, AREA_BALLOTS };

typedef struct {
  int64_t trust_id;
  Opened opened;
} Limits;

static bool
set_limits(Txn *txn, const Act *act, void *data)
{
  const Limits *limits = data;
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET papers = ?3, details = ?4, worries = ?5,"
                                 " ideas = ?6, costs = ?7"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, limits->trust_id);
  bind_int(q, 3, limits->opened.papers);
  bind_int(q, 4, limits->opened.details);
  bind_int(q, 5, limits->opened.worries);
  bind_int(q, 6, limits->opened.ideas);
  bind_int(q, 7, limits->opened.costs);
  return query_run(q);
}

static bool
end_trust(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE supporter SET state = 'ended' WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, *(int64_t *)data);
  return query_run(q);
}

/* With ids that are there, where the scene has made such a thing. */
static char *
address_of(const Scene *scene, const Route *route)
{
  char member[ID_TEXT_SIZE], trust[ID_TEXT_SIZE];
  GString *path = g_string_new(route->path);

  g_string_replace(path, ":member", id_to_text(scene->member_id, member), 0);
  g_string_replace(path, ":supporter", id_to_text(scene->trust_id, trust), 0);
  g_string_replace(path, ":format", "text", 0);
  g_string_replace(path, ":", "", 0);
  return g_string_free(path, FALSE);
}

/* A form that is too old to be taken: nothing is ever done. */
static char *
ask(const Scene *scene, const Route *route)
{
  static int sent;
  g_autofree char *path = address_of(scene, route);
  g_autofree char *address =
      g_strdup_printf("X-Forwarded-For: 10.7.%d.%d\r\n", sent / 250, sent % 250);
  g_autofree char *body =
      g_strdup_printf("%s=%032x&%s=none", FIELD_FORM_ID, ++sent, FIELD_CSRF_TOKEN);

  if (strcmp(route->method, "GET") == 0)
    return browse(scene->browser, path);
  return submit_as(scene->browser, path, "application/x-www-form-urlencoded", body, address);
}

static bool
is_open(const Route *route, const Opened *opened)
{
  const Support *support = &route->supporter;

  switch (support->level) {
  case SUPPORT_NEVER:
    return false;
  case SUPPORT_AS_SELF:
    return true;
  default:
    break;
  }
  const struct {
    SupportArea area;
    SupportLevel level;
  } areas[] = { { AREA_PAPERS, opened->papers },
                { AREA_DETAILS, opened->details },
                { AREA_WORRIES, opened->worries },
                { AREA_IDEAS, opened->ideas },
                { AREA_COSTS, opened->costs } };
  bool is_any = false;

  for (size_t i = 0; i < G_N_ELEMENTS(areas); i++)
    if (support->area == AREA_ANY || support->area == areas[i].area)
      is_any |= areas[i].level >= support->level;
  return is_any;
}

static void
see_route(const Scene *scene, const Route *route, bool must_be_open)
{
  g_autofree char *reply = ask(scene, route);
  int status = reply_status(reply);
  bool is_refused = status == 403 && (strstr(reply, "This is not open to you") ||
                                      strstr(reply, "You act for nobody any more"));

  if (status >= 500 || status < 200 || status == 429)
    fail_msg("%s %s: status %d", route->method, route->path, status);
  if (is_refused == must_be_open)
    fail_msg("%s %s: %s, status %d", route->method, route->path, must_be_open ? "closed" : "open",
             status);
  if (status == 200 && strstr(reply, "<html") && !strstr(reply, "You are acting for"))
    fail_msg("%s %s: no banner", route->method, route->path);
}

/* Signing out ends the walk; signing in by another's link too. */
static bool
ends_session(const Route *route)
{
  return strcmp(route->method, "POST") == 0 &&
         (strcmp(route->path, "/sign-out") == 0 || strcmp(route->path, "/supporting/stop") == 0);
}

static void
only_what_is_opened_is_open(void **state)
{
  RealSite *site = *state;
  Scene scene = { .site = site, .browser = browser_new(&site->site, "riverside.test") };
  int open = 0;

  come_in(&scene);
  make_acting(&scene);
  for (size_t i = 0; i < G_N_ELEMENTS(trusts); i++) {
    Limits limits = { scene.trust_id, trusts[i] };

    must_keep(&scene, site->community_id, set_limits, &limits);
    for (int t = 0; subject_routes[t]; t++)
      for (const Route *route = subject_routes[t]; route->method; route++) {
        bool must_be_open = is_open(route, &trusts[i]);

        if (ends_session(route))
          continue;
        see_route(&scene, route, must_be_open);
        open += must_be_open && route->supporter.level != SUPPORT_AS_SELF;
      }
  }
  assert_true(open >= 10);
  browser_free(scene.browser);
}

static void
nothing_is_open_once_it_is_ended(void **state)
{
  RealSite *site = *state;
  Scene scene = { .site = site, .browser = browser_new(&site->site, "riverside.test") };

  come_in(&scene);
  make_acting(&scene);
  must_keep(&scene, site->community_id, end_trust, &scene.trust_id);
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++) {
      if (route->supporter.level == SUPPORT_AS_SELF)
        continue;

      g_autofree char *reply = ask(&scene, route);

      if (reply_status(reply) != 403 || !strstr(reply, "You act for nobody any more"))
        fail_msg("%s %s: status %d", route->method, route->path, reply_status(reply));
    }
  browser_free(scene.browser);
}

/* Votes and private feedback: no row opens them; worries: only what a person asked for by itself,
 * to tell one and read the answer. What powers others has no row. */
static void
no_route_opens_what_is_private(void **state)
{
  (void)state;
  for (int t = 0; subject_routes[t]; t++)
    for (const Route *route = subject_routes[t]; route->method; route++) {
      const Support *support = &route->supporter;
      bool is_theirs = support->level != SUPPORT_NEVER && support->level != SUPPORT_AS_SELF;

      for (size_t i = 0; i < G_N_ELEMENTS(closed_areas); i++)
        if (is_theirs && support->area == closed_areas[i])
          fail_msg("%s %s is open to supporters", route->method, route->path);
      if (is_theirs && (g_str_has_prefix(route->path, "/me/supporters") ||
                        g_str_has_prefix(route->path, "/safety")))
        fail_msg("%s %s is open to supporters", route->method, route->path);
      if (g_str_has_prefix(route->path, "/worried/for") !=
          (is_theirs && support->area == AREA_WORRIES))
        fail_msg("%s %s: whose is it?", route->method, route->path);
      if (is_theirs && g_str_has_prefix(route->path, "/worried") && support->level != SUPPORT_ACT)
        fail_msg("%s %s is open to who may only look", route->method, route->path);
      if (strcmp(route->method, "POST") == 0 && support->level == SUPPORT_SEE)
        fail_msg("POST %s says that it is only looked at", route->path);
    }
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
    cmocka_unit_test_setup_teardown(only_what_is_opened_is_open, start, stop),
    cmocka_unit_test_setup_teardown(nothing_is_open_once_it_is_ended, start, stop),
    cmocka_unit_test(no_route_opens_what_is_private),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
