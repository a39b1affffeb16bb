/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What waits, when something waits in every subject at once: the start page and /waiting keep their
 * bounds, nothing is lost between them, worries stand first, each link says what it is about, and a
 * supporter sees nothing of it (design.md, kindness; 12 statements and 30 KB a page). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/ids.h"
#include "form_rows.h"
#include "people/find.h"
#include "safety/safety.h"

#include <string.h>

enum { STATEMENTS_MOST = 12, BYTES_MOST = 30 * 1024, PAGES_MOST = 12, ON_START = 5 };

typedef struct {
  const char *title;
  bool is_organisers; /* nobody else is asked */
} Expected;

/* One of each subject, as the page says it. */
static const Expected expected[] = {
  { "Somebody is worried", false },
  { "An appeal waits to be heard", false },
  { "House rules", false },
  { "A new way in was added", false },
  { "added a passkey", true },
  { "asks you to support them", false },
  { "about their supporter", true },
  { "Somebody would like to meet you", false },
  { "Somebody asks to be introduced", true },
  { "Somebody asks to join your group", false },
  { "You are invited: ", false },
  { "When could you come? ", false },
  { "Somebody put something on an agenda for you", false },
  { "Would you see to something? ", false },
  { "How was this meeting for you?", false },
  { "Your group asks if you can do something", false },
  { "Minutes can be sent", true },
  { "Somebody asks you in private", false },
  { "What you asked in private is answered", false },
  { "A question about your costs", false },
  { "Somebody waits for their money", true },
  { "A thank-you is offered to you", false },
  { "Your idea was answered", false },
  { "An idea was written down for you", false },
  { "Will you answer an idea?", false },
  { "An idea waits for your answer", false },
  { "An idea came to your group", false },
  { "An idea needs a group", true },
  { "Somebody is to be told what happened to their idea", true },
  { "Time to look at a decision again", false },
  { "Somebody is to be told what was decided", false },
  { "You said you would make it for the paper", false },
  { "A paper did not reach everybody yet", true },
  { "Somebody is to be told the answer to what they said", true },
  { "Answers wait to be seen to", true },
  { "Complaints about data", true },
};

/* ---- making all of it ---- */

/* Scenes after which somebody else is signed in, or that shut the one who is out. */
static const MakeScene further[] = {
  make_worry,
  make_measure,
  make_appeal,
  make_introduction,
  make_introduction_to_me,
  make_asked,
  make_noted_trust,
  make_their_passkey,
  make_helper,
  make_answer,
  make_unplaced,
  make_bounced,
  make_late,
  make_made,
  make_answered_comment,
  make_complaint,
  make_group,
  make_idea,
  make_idea_asked,
  make_idea_agreed,
  make_idea_noted,
  make_idea_answered,
  make_idea_untold,
  make_idea_unplaced,
};

/* One statement more than the rules would run: ?2 is the one who is signed in, ?3 is now. */
#define CHANGE(sql) change(db_change(txn, act, sql " AND ?2 + CAST(?3 AS BIGINT) > 0"), act, scene)

static void
change(Query *q, const Act *act, const Scene *scene)
{
  bind_int(q, 2, scene->own_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  query_done(q);
}

/* Meetings are over, days have come. */
static void
let_time_pass(Txn *txn, const Act *act, const Scene *scene)
{
  CHANGE("UPDATE meeting SET starts_at_us = starts_at_us - 86400000000 WHERE community_id = ?1"
         " AND starts_at_us <= ?3 AND state = 'called'");
  CHANGE("UPDATE decision SET next_us = ?3, written_at_us = 1 WHERE community_id = ?1");
  CHANGE("UPDATE made_format SET due_us = ?3 - 1, owner_id = ?2 WHERE community_id = ?1"
         " AND state = 'asked'");
}

/* What no scene leaves open for the one who is signed in. */
static void
leave_open(Txn *txn, const Act *act, const Scene *scene)
{
  CHANGE("UPDATE cost_claim SET state = 'asked' WHERE community_id = ?1 AND member_id = ?2");
  CHANGE("DELETE FROM meeting_date_word WHERE community_id = ?1 AND member_id = ?2");
  CHANGE("UPDATE group_member SET role = words WHERE community_id = ?1 AND member_id = ?2"
         " AND length(words) = 0"); /* not as a worker, who is not thanked */
  CHANGE("UPDATE supporter SET told_at_us = 0, state = 'asked', noted_by_id = ?2"
         " WHERE community_id = ?1");
  CHANGE("UPDATE idea_answer SET told_at_us = NULL WHERE community_id = ?1");
  CHANGE("UPDATE idea SET is_nameless = 0, seen_by = 'all' WHERE community_id = ?1");
  CHANGE("UPDATE working_group SET seen_by = 'all' WHERE community_id = ?1");
  CHANGE("UPDATE decision_told SET told_at_us = NULL WHERE community_id = ?1");
  CHANGE("UPDATE passkey SET is_vouched = 0 WHERE community_id = ?1");
  CHANGE("UPDATE member SET is_organiser = 1 WHERE community_id = ?1 AND id IN (SELECT member_id"
         " FROM passkey WHERE community_id = ?1 AND member_id <> ?2)");
  CHANGE("INSERT INTO minutes_paper (community_id, meeting_id, paper_id, made_by, made_at_us)"
         " SELECT ?1, max(m.id), max(p.id), ?2, ?3 FROM meeting m JOIN paper p"
         " ON p.community_id = ?1 JOIN group_member g ON g.community_id = ?1"
         " AND g.group_id = m.group_id AND g.member_id = ?2 AND g.state = 'in'"
         " WHERE m.community_id = ?1");
  CHANGE("UPDATE paper SET sent_at_us = NULL WHERE community_id = ?1 AND id IN (SELECT paper_id"
         " FROM minutes_paper WHERE community_id = ?1)");
}

static bool
add_what_is_missing(Txn *txn, const Act *act, void *data)
{
  let_time_pass(txn, act, data);
  leave_open(txn, act, data);
  return !txn_trouble(txn);
}

/* Each way of making something once, for the one who is signed in. */
static void
fill(Scene *scene)
{
  g_autoptr(GHashTable) done = g_hash_table_new(NULL, NULL);

  for (int table = 0; form_rows[table]; table++)
    for (const FormRow *row = form_rows[table]; row->route; row++)
      if (form_rows[table] != site_form_rows && g_hash_table_add(done, (void *)row->make))
        row->make(scene);
  for (size_t i = 0; i < G_N_ELEMENTS(further); i++)
    if (g_hash_table_add(done, (void *)further[i]))
      further[i](scene);
  must_keep(scene, scene->site->community_id, add_what_is_missing, scene);
}

/* ---- looking ---- */

static char *
look(Scene *scene, const char *path)
{
  const int64_t before = db_statements_for_test(test_db(scene->site->db));
  char *reply = browse(scene->browser, path);
  const int64_t statements = db_statements_for_test(test_db(scene->site->db)) - before;

  assert_int_equal(reply_status(reply), 200);
  print_message("%s: %d statements, %d bytes\n", path, (int)statements, (int)strlen(reply));
  if (statements > STATEMENTS_MOST)
    fail_msg("%s: %d statements", path, (int)statements);
  assert_true(strlen(reply) <= BYTES_MOST);
  return reply;
}

static int
count_in(const char *text, const char *piece)
{
  int count = 0;

  for (const char *at = text; (at = strstr(at, piece)); at++)
    count++;
  return count;
}

/* All pages of /waiting, one after the other. */
static char *
look_at_all(Scene *scene)
{
  GString *all = g_string_new("");
  g_autoptr(GRegex) next = g_regex_new("href=\"(/waiting\\?from=[0-9]+)\"", 0, 0, NULL);
  g_autofree char *path = g_strdup("/waiting");

  for (int i = 0; path; i++) {
    g_autofree char *page = look(scene, path);
    g_autoptr(GMatchInfo) match = NULL;

    assert_true(i < PAGES_MOST);
    g_string_append(all, page);
    g_free(path);
    path = g_regex_match(next, page, 0, &match) ? g_match_info_fetch(match, 1) : NULL;
  }
  return g_string_free(all, FALSE);
}

static bool
is_in(const char *page, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text(words, -1);

  return strstr(page, words) || strstr(page, escaped);
}

/* Every card's link says what can be done and, read alone, with what; no two the same that lead
 * to different places. */
static void
see_names(const char *pages)
{
  g_autoptr(GHashTable) places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GRegex) button = g_regex_new("<a href=\"([^\"]*)\"[^>]*class=\"govuk-button[^>]*>"
                                         "(.*?)</a>",
                                         G_REGEX_DOTALL, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  int seen = 0;

  for (g_regex_match(button, pages, 0, &match); g_match_info_matches(match);
       g_match_info_next(match, NULL), seen++) {
    char *href = g_match_info_fetch(match, 1), *name = g_match_info_fetch(match, 2);
    const char *other = g_hash_table_lookup(places, name);

    assert_non_null(strstr(name, "govuk-visually-hidden"));
    if (other && strcmp(other, href) != 0 && !strstr(name, "You are invited"))
      fail_msg("%s leads to %s and to %s", name, href, other);
    g_hash_table_insert(places, name, href);
  }
  assert_true(seen > 0);
}

static void
see_start(Scene *scene)
{
  g_autofree char *page = look(scene, "/");
  const char *cards = strstr(page, "Waiting for you");
  const char *worry = strstr(page, "Somebody is worried"), *first = strstr(page, "<h3");

  assert_non_null(cards);
  assert_non_null(worry);
  assert_true(worry > first && worry < first + 300); /* the first card */
  assert_int_equal(count_in(page, "govuk-visually-hidden\">: "), ON_START);
  assert_non_null(strstr(page, "href=\"/waiting\""));
  assert_non_null(strstr(page, "Some things wait for you."));
}

static void
see_all(Scene *scene, bool is_organiser)
{
  g_autofree char *all = look_at_all(scene);
  int missing = 0;

  for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
    const bool is_there = is_in(all, expected[i].title);

    if (expected[i].is_organisers && !is_organiser)
      assert_false(is_there);
    else if (!is_there)
      missing += fprintf(stderr, "missing: %s\n", expected[i].title) > 0;
  }
  assert_int_equal(missing, 0);
  see_names(all);
}

/* ---- who looks ---- */

/* And becomes the one who reads worries. */
static bool
end_organising(Txn *txn, const Act *act, void *data)
{
  const Scene *scene = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  CHANGE("UPDATE member SET is_organiser = 0 WHERE community_id = ?1 AND id = ?2");
  safety_set_contact(txn, act, people_find_known(txn, arena, scene->own_id)->name, "01632 960 001");
  return !txn_trouble(txn);
}

static void
all_that_waits_keeps_its_bounds(void **state)
{
  Scene scene = { .site = real_site_start() };

  (void)state;
  scene.browser = browser_new(&scene.site->site, "riverside.localhost");
  come_in(&scene); /* an organiser who is the only one may not leave */
  come_in(&scene);
  fill(&scene);
  see_start(&scene);
  see_all(&scene, true);
  must_keep(&scene, scene.site->community_id, end_organising, &scene);
  see_start(&scene);
  see_all(&scene, false);
  g_free(scene.fields);
  browser_free(scene.browser);
  real_site_stop(scene.site);
}

/* Each request is looked at for whoever keeps away from whom: by one statement for all. */
static void
very_many_requests_keep_the_bounds(void **state)
{
  enum { REQUESTS = 30 };
  Scene scene = { .site = real_site_start() };

  (void)state;
  scene.browser = browser_new(&scene.site->site, "riverside.localhost");
  come_in(&scene);
  for (int i = 0; i < REQUESTS; i++) {
    make_asked(&scene);
    make_group(&scene);
  }

  g_autofree char *start = look(&scene, "/"), *all = look(&scene, "/waiting");

  assert_true(is_in(start, "asks you to support them") || is_in(all, "asks you to support them"));
  g_free(scene.fields);
  browser_free(scene.browser);
  real_site_stop(scene.site);
}

/* On a group's own page too a link says, read alone, with what something is to be done. */
static void
a_group_s_page_names_what_waits(void **state)
{
  static const struct {
    MakeScene make;
    const char *name;
  } cards[] = { { make_group, "Read and answer<span class=\"govuk-visually-hidden\">: Somebody" },
                { make_group_next, "Look at it<span class=\"govuk-visually-hidden\">: " } };
  Scene scene = { .site = real_site_start() };

  (void)state;
  scene.browser = browser_new(&scene.site->site, "riverside.localhost");
  come_in(&scene);
  for (size_t i = 0; i < G_N_ELEMENTS(cards); i++) {
    char id[ID_TEXT_SIZE];

    cards[i].make(&scene);

    g_autofree char *path = g_strdup_printf("/groups/%s", id_to_text(scene.thing_id, id));
    g_autofree char *first = browse(scene.browser, path); /* reads keys, once for all */
    g_autofree char *page = look(&scene, path);

    assert_true(strstr(first, cards[i].name) && strstr(page, cards[i].name));
    see_names(page);
  }
  g_free(scene.fields);
  browser_free(scene.browser);
  real_site_stop(scene.site);
}

static void
a_supporter_sees_nothing_of_it(void **state)
{
  Scene scene = { .site = real_site_start() };

  (void)state;
  scene.browser = browser_new(&scene.site->site, "riverside.localhost");
  come_in(&scene);
  make_acting(&scene);

  g_autofree char *start = browse(scene.browser, "/"), *all = browse(scene.browser, "/waiting");

  assert_int_equal(reply_status(start), 200);
  assert_null(strstr(start, "/waiting"));
  assert_null(strstr(start, "Waiting for you"));
  assert_int_equal(reply_status(all), 403);
  assert_null(strstr(all, "All that waits"));
  g_free(scene.fields);
  browser_free(scene.browser);
  real_site_stop(scene.site);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(all_that_waits_keeps_its_bounds),
    cmocka_unit_test(very_many_requests_keep_the_bounds),
    cmocka_unit_test(a_group_s_page_names_what_waits),
    cmocka_unit_test(a_supporter_sees_nothing_of_it),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
