/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Setting right by which clock a community lives, through its page on both engines (issue 5: times
 * are right; R64): whatever people read of days and hours stays as it was, in summer and winter,
 * there and back; calendars hear of it; what is no zone is said clearly and changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/zones.h"
#include "db/rows.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "meetings/meetings.h"
#include "upkeep/time_zone.h"
#include "upkeep/wall_times.h"

#include <string.h>

#define LONDON  "Europe/London"
#define NEWYORK "America/New_York"

enum { MONTHS = 24 };

typedef struct {
  Scene scene;
  Arena *arena;
} Table;

/* A meeting each month of two years, one of them in London's hours that America has not yet: dates
 * of clock changes differ. */
static bool
meet(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  Scene *scene = &table->scene;
  Refusals *refusals = refusals_new(table->arena);
  Act own = *act;

  own.member_id = scene->own_id;
  scene->thing_id = test_group_start(txn, &own, "Clocks", true, true, refusals);
  for (int i = 0; i < MONTHS; i++) {
    const MeetingWish wish = {
      .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
    };
    const MeetingTimes times = { 1, { own.at_us + (1 + 30 * i) * US_PER_DAY } };

    meetings_call(txn, &own, scene->thing_id, &wish, &times, refusals, &scene->meeting_id);
  }
  return refusals_count(refusals) == 0 && !txn_trouble(txn);
}

/* All that the rows of forms make, too: something in each table. */
static void
fill(Table *table)
{
  static const FormRow *const tables[] = { group_form_rows,  meeting_form_rows, idea_form_rows,
                                           record_form_rows, action_form_rows,  cost_form_rows };

  for (size_t i = 0; i < G_N_ELEMENTS(tables); i++) {
    g_autoptr(GHashTable) made = g_hash_table_new(NULL, NULL);

    for (const FormRow *row = tables[i]; row->route; row++)
      if (g_hash_table_add(made, (void *)row->make))
        row->make(&table->scene);
  }
  come_in(&table->scene);
  must_keep(&table->scene, table->scene.site->community_id, meet, table);
}

static int
open_table(void **state)
{
  Table *table = g_new0(Table, 1);
  RealSite *site = real_site_start();

  table->arena = arena_new(32 * 1024 * 1024);
  table->scene.site = site;
  table->scene.browser = browser_new(&site->site, "riverside.localhost");
  come_in(&table->scene);
  fill(table);
  *state = table;
  return 0;
}

static int
close_table(void **state)
{
  Table *table = *state;
  RealSite *site = table->scene.site;

  g_free(table->scene.fields);
  browser_free(table->scene.browser);
  real_site_stop(site);
  arena_free(table->arena);
  g_free(table);
  return 0;
}

/* ---- what is there ---- */

static GArray *
values_of(Txn *txn, const WallTime *column)
{
  GArray *values = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q = db_column_values(txn, column->table, column->column);

  while (query_next(q)) {
    const int64_t at_us = col_int(q, 0);

    g_array_append_val(values, at_us);
  }
  return values;
}

static int
by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* As a clock in this zone shows each value of a column, to the second; in order. g_free. */
static char *
clocks_of(Table *table, const WallTime *column, const char *zone_name)
{
  Txn *txn = db_begin_read(test_db(table->scene.site->db), table->scene.site->community_id);
  g_autoptr(GArray) values = values_of(txn, column);
  g_autoptr(GPtrArray) texts = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GTimeZone) zone = zone_named(zone_name);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  for (guint i = 0; i < values->len; i++) {
    const int64_t at_us = g_array_index(values, int64_t, i);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_us / US_PER_S);
    g_autoptr(GDateTime) there = g_date_time_to_timezone(utc, zone);
    g_autofree char *time = g_date_time_format(there, "%F %T");

    g_ptr_array_add(texts, g_strdup_printf("%s.%06d", time, (int)(at_us % US_PER_S)));
  }
  g_ptr_array_sort(texts, by_text);
  g_ptr_array_add(texts, NULL);
  return g_strjoinv("\n", (char **)texts->pdata);
}

/* Of all columns. g_ptr_array_unref. */
static GPtrArray *
clocks(Table *table, const char *zone_name)
{
  GPtrArray *all = g_ptr_array_new_with_free_func(g_free);

  for (const WallTime *column = wall_times; column->table; column++)
    g_ptr_array_add(all, clocks_of(table, column, zone_name));
  return all;
}

static void
assert_same_clocks(const GPtrArray *before, const GPtrArray *after)
{
  for (guint i = 0; i < before->len; i++)
    if (strcmp(before->pdata[i], after->pdata[i]) != 0)
      fail_msg("%s.%s: before\n%s\nafter\n%s", wall_times[i].table, wall_times[i].column,
               (char *)before->pdata[i], (char *)after->pdata[i]);
}

typedef struct {
  int64_t retold, first_us; /* of the meetings here */
} Teas;

static Teas
look_at_teas(Table *table)
{
  Txn *txn = db_begin_read(test_db(table->scene.site->db), table->scene.site->community_id);
  Teas teas = { -1, -1 };
  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT CAST(sum(retold) AS BIGINT), min(starts_at_us) FROM meeting"
                      " WHERE community_id = ?1 AND title = 'Tea' AND group_id = ?2");

    bind_int(q, 2, table->scene.thing_id);
    if (query_next(q))
      teas = (Teas){ col_int(q, 0), col_int(q, 1) };
  }
  db_end_read(txn);
  return teas;
}

static bool
move_to_nowhere(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  Refusals *refusals = refusals_new(table->arena);

  time_zone_move(txn, act, LONDON, "Mars/Olympus", refusals);
  assert_int_equal(refusals_count(refusals), 1);
  assert_string_equal(refusals_nth(refusals, 0)->question, "zone");
  return !txn_trouble(txn);
}

/* ---- through the page ---- */

static const char *
look(Table *table, const char *path)
{
  g_autofree char *there = fill_in(&table->scene, path);
  g_autofree char *reply = browse(table->scene.browser, there);

  assert_int_equal(reply_status(reply), 200);
  return arena_text(table->arena, reply);
}

static const char *
choose(Table *table, const char *zone)
{
  g_autofree char *page = browse(table->scene.browser, "/upkeep/clock");
  g_autofree char *escaped = g_uri_escape_string(zone, NULL, FALSE);
  g_autofree char *fields = g_strdup_printf("zone=%s", escaped);
  g_autofree char *reply = submit(table->scene.browser, "/upkeep/clock", fields);

  return arena_text(table->arena, reply);
}

/* All words of the page of the group's meetings, its days and hours among them. */
static char *
words_on_page(Table *table)
{
  const char *page = strstr(look(table, "/groups/{thing}/meetings"), "<main");
  g_autoptr(GRegex) text = g_regex_new(">([^<]+)<", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  GString *all = g_string_new(NULL);

  for (g_regex_match(text, page, 0, &match); g_match_info_matches(match);
       g_match_info_next(match, NULL)) {
    g_autofree char *words = g_match_info_fetch(match, 1);

    g_string_append_printf(all, "%s\n", words);
  }
  return g_string_free(all, FALSE);
}

static void
assert_same_words(const char *before, const char *after)
{
  g_auto(GStrv) was = g_strsplit(before, "\n", -1), is = g_strsplit(after, "\n", -1);

  for (int i = 0; was[i] || is[i]; i++)
    if (g_strcmp0(was[i], is[i]) != 0)
      fail_msg("line %d: \"%s\" became \"%s\"", i, was[i], is[i]);
}

static void
what_people_read_stays_what_it_was(void **state)
{
  Table *table = *state;
  g_autoptr(GPtrArray) before = clocks(table, LONDON);
  g_autofree char *read = words_on_page(table);
  const Teas teas = look_at_teas(table);
  g_autoptr(GTimeZone) london = zone_find(LONDON), newyork = zone_find(NEWYORK);
  guint full = 0;

  for (guint i = 0; i < before->len; i++)
    full += *(const char *)before->pdata[i] != '\0';
  if (full < 15) /* the others are moved by the same three statements */
    fail_msg("only %u columns have something", full);
  assert_true(g_regex_match_simple("[0-9] ?[ap]m", read, 0, 0)); /* whenever this runs */
  assert_int_equal(reply_status(choose(table, NEWYORK)), 303);
  assert_non_null(strstr(look(table, "/upkeep"), "The clock is kept"));

  g_autoptr(GPtrArray) after = clocks(table, NEWYORK);
  g_autofree char *then = words_on_page(table);

  assert_same_clocks(before, after);
  assert_same_words(read, then);
  assert_int_equal(look_at_teas(table).retold, teas.retold + MONTHS);
  assert_int_equal(look_at_teas(table).first_us,
                   zone_keep_clock_us(london, newyork, teas.first_us));
  assert_non_null(strstr(look(table, "/upkeep/clock"), "New York: it is"));

  /* Chosen again, nothing moves. */
  assert_int_equal(reply_status(choose(table, NEWYORK)), 303);
  assert_int_equal(look_at_teas(table).retold, teas.retold + MONTHS);

  assert_int_equal(reply_status(choose(table, LONDON)), 303);
  assert_int_equal(look_at_teas(table).first_us, teas.first_us);

  g_autoptr(GPtrArray) back = clocks(table, LONDON);

  assert_same_clocks(before, back);
}

static void
what_is_no_zone_is_said_and_changes_nothing(void **state)
{
  static const char *const wrong[] = { "",          "Mars/Olympus", "../../etc/passwd",
                                       "Etc/GMT+5", "<b>",          "Europe/London\n" };
  Table *table = *state;
  const int64_t first_us = look_at_teas(table).first_us;

  for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
    const char *page = choose(table, wrong[i]);

    if (reply_status(page) == 303 || !strstr(page, *wrong[i] ? "Choose from the answers listed"
                                                             : "Choose a place from the list"))
      fail_msg("%s: %s", wrong[i], page);
    assert_null(strstr(page, "<b>"));
  }
  /* One of the list that this computer has no file of. */
  must_keep(&table->scene, table->scene.site->community_id, move_to_nowhere, table);
  assert_int_equal(look_at_teas(table).first_us, first_us);
}

int
main(void)
{
#define ON_BOTH(test) cmocka_unit_test_setup_teardown(test, open_table, close_table)
  const struct CMUnitTest tests[] = {
    ON_BOTH(what_people_read_stays_what_it_was),
    ON_BOTH(what_is_no_zone_is_said_and_changes_nothing),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
