/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Costs, a visit and a thank-you that somebody told by telephone or on paper, through the pages on
 * both engines (issue 5, item 6; R22, R58): nothing that was typed is lost, the person sees who
 * wrote it down and puts it right, and neither of the two says yes to it or pays it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "base/ids.h"
#include "form_rows.h"
#include "groups/places.h"
#include "groups/test_group.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "people/find.h"
#include "people/supporters.h"
#include "resources/thanks.h"

#include <string.h>

typedef enum { WRITER, TELLER, PAYER, PEOPLE } Who;

typedef struct {
  Scene scenes[PEOPLE]; /* each with a browser of their own */
  const char *teller;   /* as they are called */
  Arena *arena;
} Table;

/* All three are in a group; a meeting of it is over, to which they came, and a fee is offered. */
static bool
meet(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  Scene *scene = &table->scenes[WRITER];
  Refusals *refusals = refusals_new(table->arena);
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  int64_t came[PEOPLE];
  Act own = *act;

  for (int i = 0; i < PEOPLE; i++)
    came[i] = table->scenes[i].own_id;
  own.member_id = came[WRITER];
  scene->thing_id = test_group_start(txn, &own, "Fares", true, true, refusals);
  offers_set(txn, &own, scene->thing_id, "expenses,payment", "", refusals);
  for (int i = TELLER; i < PEOPLE; i++) {
    Act other = *act;

    other.member_id = came[i];
    places_join(txn, &other, scene->thing_id,
                &(JoinWish){ .role = "",
                             .words = "",
                             .offer_id = offers_newest(txn, table->arena, scene->thing_id)->id },
                refusals);
  }
  meetings_write_down(txn, &own, scene->thing_id, &wish, own.at_us - US_PER_DAY, 0, refusals,
                      &scene->meeting_id);

  const Meeting *meeting = meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id);

  minutes_set_present(txn, &own, meeting, came, PEOPLE, &(Minutes){ .absent = "" }, refusals);
  fees_set(txn, &own, &(CostViewer){ own.member_id, true }, meeting, false, 2500, "", refusals);
  table->teller = people_find_known(txn, table->arena, came[TELLER])->name;
  return refusals_count(refusals) == 0 && !txn_trouble(txn);
}

static int
open_table(void **state)
{
  Table *table = g_new0(Table, 1);
  RealSite *site = real_site_start();

  table->arena = arena_new(8 * 1024 * 1024);
  for (int i = 0; i < PEOPLE; i++) {
    table->scenes[i].site = site;
    table->scenes[i].browser = browser_new(&site->site, "riverside.localhost");
    come_in(&table->scenes[i]);
  }
  must_keep(&table->scenes[WRITER], site->community_id, meet, table);
  *state = table;
  return 0;
}

static int
close_table(void **state)
{
  Table *table = *state;
  RealSite *site = table->scenes[0].site;

  for (int i = 0; i < PEOPLE; i++) {
    g_free(table->scenes[i].fields);
    browser_free(table->scenes[i].browser);
  }
  real_site_stop(site);
  arena_free(table->arena);
  g_free(table);
  return 0;
}

/* ---- hands ---- */

#define GROUP   "/groups/{thing}"
#define MEETING GROUP "/meetings/{meeting}"

/* Looks at the page of the form, and sends it from there; arena memory. */
static const char *
send(Table *table, Who who, const char *path, const char *fields)
{
  Browser *browser = table->scenes[who].browser;
  g_autofree char *there = fill_in(&table->scenes[WRITER], path);
  g_autofree char *page = browse(browser, there);
  g_autofree char *name = g_uri_escape_string(table->teller, NULL, FALSE);
  g_auto(GStrv) parts = g_strsplit(fields, "{teller}", -1);
  g_autofree char *filled = g_strjoinv(name, parts);
  g_autofree char *reply = submit(browser, there, filled);

  assert_int_equal(reply_status(page), 200);
  return arena_text(table->arena, reply);
}

static const char *
look(Table *table, Who who, const char *path, int status)
{
  g_autofree char *there = fill_in(&table->scenes[WRITER], path);
  g_autofree char *reply = browse(table->scenes[who].browser, there);

  if (reply_status(reply) != status)
    fail_msg("%s: %d", path, reply_status(reply));
  return arena_text(table->arena, reply);
}

static void
assert_has(const char *page, const char *words)
{
  if (!strstr(page, words))
    fail_msg("\"%s\" is not in: %s", words, page);
}

/* The id in "/costs/ID/receipts" to which the reply leads. */
static const char *
claim_of(Table *table, const char *reply)
{
  g_autofree char *location = reply_header(reply, "Location");
  g_auto(GStrv) parts = g_strsplit(location ? location : "", "/", -1);

  assert_int_equal(reply_status(reply), 303);
  for (char **part = parts; *part; part++)
    if (strcmp(*part, "costs") == 0 && part[1])
      return arena_text(table->arena, part[1]);
  fail_msg("no claim: %s", reply);
  return "";
}

/* ---- what is told ---- */

/* The person sees and changes it; neither of the two says yes. */
static void
goes_its_way(Table *table, const char *claim, const char *what, const char *amount)
{
  const char *path = arena_format(table->arena, "/costs/%s", claim);
  const char *to_answer = arena_format(table->arena, "%s/answer", path);
  const char *own = look(table, TELLER, path, 200);

  assert_has(own, what);
  assert_has(own, amount);
  assert_has(own, "wrote it down");
  assert_has(own, "Is it right as it stands? Else put it right.");
  look(table, WRITER, to_answer, 404);
  look(table, TELLER, to_answer, 404);
  assert_int_equal(reply_status(send(table, TELLER, arena_format(table->arena, "%s/change", path),
                                     "_changes=0&has=fare&fare=4.10&fare_words=Bus+12")),
                   303);
  assert_has(look(table, TELLER, path, 200), "4.10");
  look(table, PAYER, to_answer, 200);
  assert_int_equal(reply_status(send(table, PAYER, to_answer, "_changes=1&say=yes")), 303);
  assert_has(look(table, TELLER, path, 200), "agreed to");
}

static void
fares_by_telephone(void **state)
{
  Table *table = *state;
  const char *path = MEETING "/costs/for";
  const char *nobody = send(table, WRITER, path,
                            "name=Nobody+Here&has=other&other=2&other_words=Parking&way=telephone");
  const char *no_way = send(table, WRITER, path, "name={teller}&has=fare&fare=3.50");
  const char *no_money =
      send(table, WRITER, path, "name={teller}&has=fare&fare=lots&fare_words=Bus&way=telephone");

  assert_int_equal(reply_status(nobody), 422);
  assert_has(nobody, "Parking");
  assert_has(no_way, "Choose how they said it");
  assert_has(no_way, "3.50");
  assert_has(no_money, "Enter an amount, such as £3.50");
  assert_has(no_money, "lots");
  goes_its_way(
      table,
      claim_of(table, send(table, WRITER, path,
                           "name={teller}&has=fare&fare=3.50&fare_words=Bus&way=telephone")),
      "Tea", "£3.50");
}

static void
a_visit_on_paper(void **state)
{
  Table *table = *state;
  const char *path = GROUP "/costs/for";
  const char *no_day = send(table, WRITER, path,
                            "name={teller}&what=Looking+at+the+house&has=fare&fare=2&way=paper");

  assert_has(no_day, "Enter the day");
  assert_has(no_day, "Looking at the house");

  g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(clock_now_us() / US_PER_S);
  g_autoptr(GDateTime) day = g_date_time_add_days(today, -9);
  const char *fields = arena_format(
      table->arena,
      "name={teller}&what=Looking+at+the+house&day-day=%d&day-month=%d&day-year=%d&has=fare"
      "&fare=2&way=paper",
      g_date_time_get_day_of_month(day), g_date_time_get_month(day), g_date_time_get_year(day));

  goes_its_way(table, claim_of(table, send(table, WRITER, path, fields)), "Looking at the house",
               "£2");
}

static void
a_thank_you_by_telephone(void **state)
{
  Table *table = *state;
  const char *path = MEETING "/thanks/for";
  const char *no_to =
      send(table, WRITER, path, "name={teller}&choice=give&how_long=once&way=telephone");
  char meeting[ID_TEXT_SIZE], teller[ID_TEXT_SIZE];

  assert_int_equal(reply_status(no_to), 422);
  assert_int_equal(reply_status(send(table, WRITER, path,
                                     "name={teller}&choice=take&how_long=once&way=telephone")),
                   303);

  const char *own = look(table, TELLER, MEETING "/thanks", 200);
  const char *pay = arena_format(table->arena, "/thanks/%s/%s",
                                 id_to_text(table->scenes[WRITER].meeting_id, meeting),
                                 id_to_text(table->scenes[TELLER].own_id, teller));

  assert_has(own, "wrote this down for you. Is it right?");
  look(table, WRITER, pay, 404);
  look(table, TELLER, pay, 404);
  assert_int_equal(reply_status(send(table, PAYER, pay, "how=cash")), 303);
  assert_has(look(table, TELLER, MEETING "/thanks", 200), "Paid on");
}

/* ---- a supporter ---- */

/* The payer acts for the teller, who opened this much of costs to them. */
static bool
act_for(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  const int64_t payer_id = table->scenes[PAYER].own_id;
  Refusals *refusals = refusals_new(table->arena);
  Act teller = *act, payer = *act;
  Trust trust = { .member_id = table->scenes[TELLER].own_id,
                  .supporter_id = payer_id,
                  .levels = { [AREA_COSTS] = SUPPORT_SEE } };
  g_autoptr(Query) q = NULL;

  teller.member_id = trust.member_id;
  payer.member_id = payer_id;
  trust.id = table->scenes[PAYER].trust_id = supporters_name(txn, &teller, &trust, refusals);
  supporters_answer(txn, &payer, &trust, true);
  q = db_change(txn, act,
                "UPDATE session SET acting_id = ?3 WHERE community_id = ?1 AND member_id = ?2");
  bind_int(q, 2, payer_id);
  bind_int(q, 3, trust.id);
  return query_run(q) && refusals_count(refusals) == 0;
}

static bool
close_costs(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE supporter SET costs = 0, papers = 1 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, table->scenes[PAYER].trust_id);
  return query_run(q);
}

/* Of the one they act for, who organises: that person's own, to read; nothing of others. */
static void
a_supporter_reads_their_person_s_own(void **state)
{
  Table *table = *state;
  const int64_t community_id = table->scenes[WRITER].site->community_id;
  const char *own = claim_of(table, send(table, WRITER, MEETING "/costs/for",
                                         "name={teller}&has=fare&fare=3.50&way=telephone"));
  const char *others =
      claim_of(table, send(table, WRITER, MEETING "/costs/new", "has=fare&fare=9.90"));
  const char *path = arena_format(table->arena, "/costs/%s", own);

  look(table, TELLER, arena_format(table->arena, "/costs/%s", others), 200); /* sees to it */
  must_keep(&table->scenes[WRITER], community_id, act_for, table);
  assert_has(look(table, PAYER, "/", 200), "/me/costs");
  assert_has(look(table, PAYER, "/me/costs", 200), "£3.50");

  const char *page = look(table, PAYER, path, 200);

  assert_has(page, "£3.50");
  assert_null(strstr(page, "Put it right"));
  assert_null(strstr(page, "/change"));
  look(table, PAYER, arena_format(table->arena, "/costs/%s", others), 404);
  look(table, PAYER, arena_format(table->arena, "%s/change", path), 403);
  look(table, PAYER, "/costs", 403);
  look(table, PAYER, "/me/money", 403);
  must_keep(&table->scenes[WRITER], community_id, close_costs, table);
  look(table, PAYER, "/me/costs", 403);
  look(table, PAYER, path, 403);
}

static bool
open_sending(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE supporter SET costs = 3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, table->scenes[PAYER].trust_id);
  return query_run(q);
}

/* Back to themself. */
static void
stop_acting(Table *table)
{
  Browser *browser = table->scenes[PAYER].browser;
  g_autofree char *page = browse(browser, "/supporting/stop");
  g_autofree char *reply = submit(browser, "/supporting/stop", "");

  assert_non_null(page);
  assert_int_equal(reply_status(reply), 303);
}

/* By a yes of its own the payer asks money back for the teller: it says who wrote it, the teller
 * can put it right, and the payer, who sees to the costs of others, never says yes to it. */
static void
a_supporter_sends_for_them_and_agrees_to_none_of_it(void **state)
{
  Table *table = *state;
  const int64_t community_id = table->scenes[WRITER].site->community_id;
  const char *theirs =
      claim_of(table, send(table, TELLER, MEETING "/costs/new", "has=fare&fare=1.10"));

  must_keep(&table->scenes[WRITER], community_id, act_for, table);
  look(table, PAYER, MEETING "/costs/new", 403); /* to read only */
  look(table, PAYER, "/me/costs/new", 403);
  assert_null(strstr(look(table, PAYER, "/me/costs", 200), "/me/costs/new"));
  must_keep(&table->scenes[WRITER], community_id, open_sending, table);
  assert_has(look(table, PAYER, "/", 200), "/me/costs/new");
  assert_has(look(table, PAYER, "/me/costs/new", 200), "Tea");
  look(table, PAYER, MEETING "/costs", 403); /* what is not part of it stays closed */

  /* The teller's own claim is read, and not put right. */
  look(table, PAYER, arena_format(table->arena, "/costs/%s/change", theirs), 404);
  look(table, PAYER, arena_format(table->arena, "/costs/%s/receipts", theirs), 404);

  g_autoptr(GDateTime) today = g_date_time_new_from_unix_utc(clock_now_us() / US_PER_S);
  const char *fields = arena_format(
      table->arena, "what=A+visit&day-day=%d&day-month=%d&day-year=%d&has=fare&fare=3.50",
      g_date_time_get_day_of_month(today), g_date_time_get_month(today),
      g_date_time_get_year(today));
  const char *id = claim_of(table, send(table, PAYER, GROUP "/costs/new", fields));
  const char *path = arena_format(table->arena, "/costs/%s", id);
  const char *change = arena_format(table->arena, "%s/change", path);
  const char *receipts = arena_format(table->arena, "%s/receipts", path);

  assert_has(look(table, PAYER, path, 200), "wrote it down");
  look(table, PAYER, receipts, 200);
  assert_int_equal(reply_status(send(table, PAYER, change, "_changes=0&has=fare&fare=4.20")), 303);
  assert_has(look(table, TELLER, path, 200), "£4.20");
  assert_has(look(table, TELLER, path, 200), "wrote it down");
  assert_has(look(table, TELLER, "/me/record", 200), "A claim for your costs was written down");

  /* As themself they have nothing to do with it. */
  stop_acting(table);
  look(table, PAYER, path, 404);
  look(table, PAYER, receipts, 404);
  look(table, PAYER, arena_format(table->arena, "%s/answer", path), 404);
  assert_null(strstr(look(table, PAYER, "/costs", 200), "£4.20"));
  assert_has(look(table, PAYER, "/costs", 200), "£1.10");
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(fares_by_telephone, open_table, close_table),
    cmocka_unit_test_setup_teardown(a_visit_on_paper, open_table, close_table),
    cmocka_unit_test_setup_teardown(a_thank_you_by_telephone, open_table, close_table),
    cmocka_unit_test_setup_teardown(a_supporter_reads_their_person_s_own, open_table, close_table),
    cmocka_unit_test_setup_teardown(a_supporter_sends_for_them_and_agrees_to_none_of_it, open_table,
                                    close_table),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
