/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The page that says whom to tell of a meeting by telephone or letter, on both engines (R64; issue
 * 5, item 9): what is new stands with each person in words to say, and it says that nobody is left
 * only when nobody is. */
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
#include "meetings/dates.h"
#include "meetings/invitations.h"
#include "meetings/replies.h"
#include "people/people.h"

#include <string.h>

typedef struct {
  Scene arranges, other;
  const char *other_name;
  Arena *arena;
} Table;

static void
be_rung(Txn *txn, const Act *act, Arena *arena, Refusals *refusals)
{
  Member member = *people_find(txn, arena, act->member_id, true);

  member.reach = REACH_PHONE;
  member.contact = "01632 960 100";
  people_change(txn, act, &member, refusals);
}

/* Whoever arranges the meeting. */
static Act
own_act(const Table *table, const Act *act)
{
  Act own = *act;

  own.member_id = table->arranges.own_id;
  return own;
}

static bool
is_kept(Txn *txn, const Refusals *refusals)
{
  for (int i = 0; i < refusals_count(refusals); i++)
    print_error("refused: %s\n", refusals_nth(refusals, i)->message);
  return refusals_count(refusals) == 0 && !txn_trouble(txn);
}

/* A group of two, with a meeting that both know of; the other one is reached by telephone. */
static bool
begin(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  Scene *scene = &table->arranges;
  Refusals *refusals = refusals_new(table->arena);
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = "01632 960 200"
  };
  const MeetingTimes times = { 1, { act->at_us + 9 * US_PER_DAY } };
  const Act own = own_act(table, act);
  Act other = *act;

  other.member_id = table->other.own_id;
  table->other_name = people_find(txn, table->arena, table->other.own_id, false)->name;
  scene->thing_id = test_group_start(txn, &own, "Told", true, true, refusals);
  be_rung(txn, &other, table->arena, refusals);
  places_join(txn, &other, scene->thing_id,
              &(JoinWish){ .role = "",
                           .words = "",
                           .offer_id = offers_newest(txn, table->arena, scene->thing_id)->id },
              refusals);
  meetings_call(txn, &own, scene->thing_id, &wish, &times, refusals, &scene->meeting_id);
  invitations_tell(txn, &own, scene->thing_id, scene->meeting_id,
                   &(NewsWish){ NEWS_CALLED, "http://riverside.localhost", "Europe/London" });
  return is_kept(txn, refusals);
}

static int
open_table(void **state)
{
  Table *table = g_new0(Table, 1);
  RealSite *site = real_site_start();
  Scene *const scenes[] = { &table->arranges, &table->other };

  table->arena = arena_new(8 * 1024 * 1024);
  for (int i = 0; i < 2; i++) {
    scenes[i]->site = site;
    scenes[i]->browser = browser_new(&site->site, "riverside.localhost");
    come_in(scenes[i]);
  }
  must_keep(&table->arranges, site->community_id, begin, table);
  *state = table;
  return 0;
}

static int
close_table(void **state)
{
  Table *table = *state;
  RealSite *site = table->arranges.site;
  Scene *const scenes[] = { &table->arranges, &table->other };

  for (int i = 0; i < 2; i++) {
    g_free(scenes[i]->fields);
    browser_free(scenes[i]->browser);
  }
  real_site_stop(site);
  arena_free(table->arena);
  g_free(table);
  return 0;
}

/* ---- looking ---- */

#define TELL "/groups/{thing}/meetings/{meeting}/tell"

static const char *
look_at(Table *table, const char *path)
{
  g_autofree char *there = fill_in(&table->arranges, path);
  g_autofree char *reply = browse(table->arranges.browser, there);

  assert_int_equal(reply_status(reply), 200);
  return arena_text(table->arena, reply);
}

static const char *
look(Table *table)
{
  return look_at(table, TELL);
}

static void
assert_has(const char *page, const char *words, bool has)
{
  if (!strstr(page, words) == has)
    fail_msg("\"%s\" is %sin: %s", words, has ? "not " : "", page);
}

static bool
mark_told(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  const Scene *scene = &table->arranges;

  invitations_mark_told(txn, act,
                        meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id),
                        table->other.own_id);
  return !txn_trouble(txn);
}

static bool
move_and_change(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  const Scene *scene = &table->arranges;
  const NewsWish moved = { NEWS_MOVED, "http://riverside.localhost", "Europe/London" };
  const NewsWish changed = { NEWS_CHANGED, "http://riverside.localhost", "Europe/London" };
  Refusals *refusals = refusals_new(table->arena);
  const Meeting *meeting = meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id);
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = "01632 960 300"
  };

  meetings_move(txn, act, meeting, meeting->starts_at_us + US_PER_DAY, 0, "Rain", refusals);
  invitations_tell(txn, act, scene->thing_id, scene->meeting_id, &moved);
  meetings_change(txn, act, meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id),
                  &wish, refusals);
  invitations_tell(txn, act, scene->thing_id, scene->meeting_id, &changed);
  return is_kept(txn, refusals);
}

static void
what_is_new_stands_with_each_person(void **state)
{
  Table *table = *state;
  const char *first = look(table);

  assert_has(first, "They have heard nothing of this meeting yet.", true);
  assert_has(first, "The day or the time is new.", false);
  must_keep(&table->arranges, table->arranges.site->community_id, mark_told, table);
  assert_has(look(table), "Nobody is left to be told.", true);
  must_keep(&table->arranges, table->arranges.site->community_id, move_and_change, table);

  const char *then = look(table);

  assert_has(then, "The day or the time is new. It was before: ", true);
  assert_has(then, "The way in by telephone is new.", true);
  assert_has(then, "The place is new.", false);
  assert_has(then, "It has another name.", false);
  assert_has(then, "They have heard nothing of this meeting yet.", false);
  assert_has(then, "01632 960 300", true);
}

/* ---- whom to remind ---- */

static bool
remind(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  const Scene *scene = &table->arranges;
  Refusals *refusals = refusals_new(table->arena);
  const Meeting *meeting = meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id);

  replies_give(txn, act, meeting, table->other.own_id,
               &(ReplyWish){ .answer = REPLY_YES, .words = "", .way = "telephone" }, refusals);

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO meeting_reminder (community_id, id, meeting_id, member_id, starts_at_us, way,"
      " made_at_us, told_by) VALUES (?1, ?2, ?3, ?4, ?5, 'list', ?6, 0)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, meeting->id);
  bind_int(q, 4, table->other.own_id);
  bind_int(q, 5, meeting->starts_at_us);
  bind_int(q, 6, act->at_us);
  query_run(q);
  return is_kept(txn, refusals);
}

static void
nobody_is_left_only_when_nobody_is(void **state)
{
  Table *table = *state;

  must_keep(&table->arranges, table->arranges.site->community_id, remind, table);

  const char *page = look(table);

  assert_has(page, "Whom to remind", true);
  assert_has(page, "Nobody is left to be told.", false);
}

/* ---- who is texted ---- */

static bool
want_texts(Txn *txn, const Act *act, void *data)
{
  const Table *table = data;
  FormatWants wants = people_find(txn, table->arena, table->other.own_id, true)->wants;

  wants.by_text = true;
  people_change_wants(txn, act, table->other.own_id, &wants);
  return !txn_trouble(txn);
}

static bool
organise_no_more(Txn *txn, const Act *act, void *data)
{
  const Table *table = data;
  Member member = *people_find(txn, table->arena, table->arranges.own_id, true);
  Refusals *refusals = refusals_new(table->arena);

  member.is_organiser = false;
  people_change(txn, act, &member, refusals);
  return is_kept(txn, refusals);
}

#define TEXTS "/groups/{thing}/meetings/{meeting}/texts"

/* Presses "I sent it" on the page; the status. */
static int
send_text(Table *table)
{
  g_autofree char *there = fill_in(&table->arranges, TEXTS);
  char id[ID_TEXT_SIZE];
  g_autofree char *fields = g_strdup_printf("member=%s", id_to_text(table->other.own_id, id));
  g_autofree char *page = browse(table->arranges.browser, there);
  g_autofree char *reply = submit(table->arranges.browser, there, fields);

  assert_int_equal(reply_status(page), 200);
  return reply_status(reply);
}

/* They stand on the other list, with words that fit; only organisers see the number. */
static void
who_wants_a_text_message_is_on_a_list_of_their_own(void **state)
{
  Table *table = *state;
  const int64_t community_id = table->arranges.site->community_id;

  must_keep(&table->arranges, community_id, want_texts, table);

  const char *rung = look_at(table, TELL), *texted = look_at(table, TEXTS);

  assert_has(rung, "Send a text message: 1 person", true);
  assert_has(rung, "I told them", false);
  assert_has(rung, "Nobody is left to be told.", false);
  assert_has(texted, "you are invited to &quot;Tea&quot;.", true);
  assert_has(texted, "sms:01632960100?body=", true);
  must_keep(&table->arranges, community_id, organise_no_more, table);
  texted = look_at(table, TEXTS);
  assert_has(texted, "sms:?body=", true);
  assert_has(texted, "960100", false);
  assert_has(texted, "960 100", false);

  /* Sent is told: they are on neither list. */
  assert_int_equal(send_text(table), 303);
  assert_has(look_at(table, TEXTS), "There is no text message to send.", true);
  assert_has(look_at(table, TELL), "Nobody is left to be told.", true);
}

/* ---- whom to ask when they can ---- */

static bool
look_for_a_date(Txn *txn, const Act *act, void *data)
{
  Table *table = data;
  Scene *scene = &table->arranges;
  Refusals *refusals = refusals_new(table->arena);
  const Act own = own_act(table, act);
  const MeetingWish wish = {
    .title = "Cake", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  meetings_call(txn, &own, scene->thing_id, &wish, &(MeetingTimes){ 0 }, refusals,
                &scene->meeting_id);
  invitations_tell(txn, &own, scene->thing_id, scene->meeting_id,
                   &(NewsWish){ NEWS_CALLED, "http://riverside.localhost", "Europe/London" });
  dates_offer(txn, &own, meetings_find(txn, table->arena, scene->thing_id, scene->meeting_id),
              act->at_us + 20 * US_PER_DAY, 0, refusals);
  return is_kept(txn, refusals);
}

#define DATES "/groups/{thing}/meetings/{meeting}/dates"

/* With a way to write down what they say, that knows who they are; and one message for both. */
static void
whom_no_mail_asks_stands_with_the_times(void **state)
{
  Table *table = *state;
  const int64_t community_id = table->arranges.site->community_id;
  char id[ID_TEXT_SIZE];
  g_autofree char *link =
      g_strdup_printf(DATES "/for?member=%s", id_to_text(table->other.own_id, id));

  must_keep(&table->arranges, community_id, look_for_a_date, table);
  assert_has(look_at(table, DATES), "No mail asks 1 person.", true);

  const char *page = look_at(table, DATES "/ask"), *form = look_at(table, link);

  assert_has(page, "I read you the times.", true);
  assert_has(page, "I asked them", true);
  assert_has(page, strstr(link, "/for?"), true);
  assert_has(form, arena_format(table->arena, "value=\"%s\"", table->other_name), true);
  must_keep(&table->arranges, community_id, want_texts, table);

  const char *texts = look_at(table, TEXTS);

  assert_has(texts, "we look for a date for &quot;Cake&quot;.", true);
  assert_has(texts, "you are invited", false);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(what_is_new_stands_with_each_person, open_table, close_table),
    cmocka_unit_test_setup_teardown(nobody_is_left_only_when_nobody_is, open_table, close_table),
    cmocka_unit_test_setup_teardown(who_wants_a_text_message_is_on_a_list_of_their_own, open_table,
                                    close_table),
    cmocka_unit_test_setup_teardown(whom_no_mail_asks_stands_with_the_times, open_table,
                                    close_table),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
