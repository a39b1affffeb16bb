/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines (R22, R55-R60, R92): pictures of receipts are sealed, cleaned, and seen by two
 * sides only; costs for something else than a meeting; what is written down for somebody stands as
 * theirs, and they hear of it in their way without an amount in the mail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "notices/digest.h"
#include "notices/notices_data.h"
#include "notices/smtp.h"
#include "people/kinds.h"
#include "people/my_data.h"
#include "resources/cost_news.h"
#include "resources/own_money.h"
#include "resources/receipts.h"
#include "resources/resources.h"
#include "resources/resources_data.h"
#include "resources/test_claim.h"
#include "resources/thanks.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

enum { STARTER, WRITER, WHOSE, ORGANISER, OUTSIDER, FEE = 2500 };
#define ORIGIN "https://river.example"

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       "resources/resources", NULL };
static int64_t meeting_id, claim_id;
static char *mails;
static MailConfig config;

/* A red dot with a comment in it that says who made it. */
static const guchar gif[] = { 'G', 'I', 'F',  '8', '9', 'a',  1,    0,    1,    0,    0x80,
                              0,   0,   0xff, 0,   0,   0xff, 0xff, 0xff, 0x21, 0xfe, 5,
                              'S', 'e', 'r',  'e', 'n', 0,    0x2c, 0,    0,    0,    0,
                              1,   0,   1,    0,   0,   2,    2,    0x44, 1,    0,    0x3b };

static const OutboxHandler handlers[] = { { .kind = "digest", .run = send_digest },
                                          { .kind = "receipt-cleaning", .run = clean_receipt },
                                          { .kind = NULL } };

static const char *
no_words(MailKind kind, int groups)
{
  (void)kind;
  (void)groups;
  return NULL;
}

static void
run_all(World *world)
{
  while (outbox_run_due(test_db(world->test), handlers, RIVERSIDE) > 0)
    continue;
}

/* All mails that lie there, one after the other, and away with them. */
static char *
take_mails(World *world)
{
  GString *all = g_string_new(NULL);

  run_all(world);
  g_autoptr(GDir) folder = g_dir_open(mails, 0, NULL);

  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(mails, name, NULL);
    g_autofree char *text = NULL;

    if (g_file_get_contents(path, &text, NULL, NULL))
      g_string_append(all, text);
    g_remove(path);
  }
  return g_string_free(all, FALSE);
}

static CostViewer
viewer_of(const World *world, int who)
{
  return (CostViewer){ world->people[who], who == ORGANISER };
}

static int
who_acts(const World *world, const Act *act)
{
  int who = 0;

  while (world->people[who] != act->member_id)
    who++;
  return who;
}

static const Meeting *
the_meeting(World *world, Txn *txn)
{
  return meetings_find(txn, world->arena, world->group_id, meeting_id);
}

/* ---- the table: all but the outsider are in the group, and came to its meeting ---- */

static void
join(World *world, Txn *txn, const Act *act, const void *role)
{
  places_join(txn, act, world->group_id,
              &(JoinWish){ .role = role,
                           .words = "",
                           .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
              world->refusals);
}

static void
meet(World *world, Txn *txn, const Act *act, const void *data)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  (void)data;
  meetings_write_down(txn, act, world->group_id, &wish, act->at_us - 2 * US_PER_DAY, 0,
                      world->refusals, &meeting_id);
  minutes_set_present(txn, act, the_meeting(world, txn), world->people, OUTSIDER,
                      &(Minutes){ .absent = "" }, world->refusals);
  offers_set(txn, act, world->group_id, "expenses,payment", "", world->refusals);
}

static void
settle(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer viewer = viewer_of(world, ORGANISER);

  (void)data;
  cost_way_set(txn, act, &(CostWay){ AGREES_ORGANISER, "" }, world->refusals);
  fees_set(txn, act, &viewer, the_meeting(world, txn), false, FEE, "Two hours", world->refusals);
}

static void
begin(World *world)
{
  static int made;
  g_autofree char *name = g_strdup_printf("Told %d", ++made);

  assert_true(test_as(world, STARTER, test_start, &(StartWish){ name, true, true }));
  for (int i = 1; i < OUTSIDER; i++)
    assert_true(test_as(world, i, join, "uses-services"));
  assert_true(test_as(world, STARTER, meet, NULL));
  assert_true(test_as(world, ORGANISER, settle, NULL));
}

static void
reach_by(World *world, Txn *txn, const Act *act, const void *address)
{
  Member member = *people_find(txn, world->arena, act->member_id, true);

  member.reach = address ? REACH_EMAIL : REACH_IN_PERSON;
  member.contact = address ? address : "";
  people_change(txn, act, &member, world->refusals);
}

/* ---- deeds ---- */

static void
send_for(World *world, Txn *txn, const Act *act, const void *whose)
{
  claim_id = test_claim_fare(txn, act, the_meeting(world, txn), world->people[*(const int *)whose],
                             480, "Bus", world->refusals);
  if (refusals_count(world->refusals) == 0)
    claim_news_tell(txn, act, claim_id, NEWS_NOTED, ORIGIN);
}

/* As the person sees it; NULL: it is somebody else's. */
static const Claim *
own_claim(World *world, Txn *txn, int who)
{
  const CostViewer viewer = viewer_of(world, who);

  return claims_find(txn, world->arena, claim_id, &viewer);
}

static void
answer(World *world, Txn *txn, const Act *act, const void *news)
{
  const CostViewer viewer = viewer_of(world, who_acts(world, act));
  const Claim *claim = own_claim(world, txn, WHOSE);
  const ClaimNews what = *(const ClaimNews *)news;

  if (what == NEWS_ASKED)
    claims_ask(txn, act, &viewer, claim, "Was it there and back?", world->refusals);
  else if (what == NEWS_AGREED)
    claims_agree(txn, act, &viewer, claim, claim->pence, "", world->refusals);
  else
    claims_pay(txn, act, &viewer, claim, "bank", world->refusals);
  if (refusals_count(world->refusals) == 0)
    claim_news_tell(txn, act, claim_id, what, ORIGIN);
}

static void
put_right(World *world, Txn *txn, const Act *act, const void *data)
{
  const Claim *claim = own_claim(world, txn, WHOSE);
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };

  (void)data;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  claims_change(txn, act, claim, &wish, "Yes", world->refusals);
}

static void
mark_told(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer viewer = viewer_of(world, who_acts(world, act));

  (void)data;
  claims_mark_told(txn, act, &viewer, own_claim(world, txn, WHOSE), world->refusals);
}

static void
take_back(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  claims_take_back(txn, act, own_claim(world, txn, WHOSE), world->refusals);
}

static void
add_picture(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  receipts_add(txn, act, own_claim(world, txn, WHOSE),
               &(AnswerFile){ .file_name = "a", .bytes = (const char *)gif, .len = sizeof(gif) },
               world->refusals);
}

static void
take_first_out(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  receipts_take_out(txn, act, own_claim(world, txn, WHOSE),
                    receipts_of(txn, world->arena, claim_id)->id, world->refusals);
}

static int
count_pictures(World *world)
{
  Txn *txn = test_look(world);
  int count = 0;

  for (const Receipt *one = receipts_of(txn, world->arena, claim_id); one->id; one++)
    count++;
  test_end_look(txn);
  return count;
}

static GBytes *
open_first(World *world)
{
  Txn *txn = test_look(world);
  GBytes *bytes = receipts_open(txn, claim_id, receipts_of(txn, world->arena, claim_id)->id);

  test_end_look(txn);
  return bytes;
}

/* Whether these letters stand anywhere in what is kept of pictures, as they are or as base64. */
static bool
lies_open(World *world, const void *bytes, size_t len)
{
  Txn *txn = test_look(world);
  g_autoptr(Query) q = db_query(txn, "SELECT words FROM cost_receipt_part WHERE community_id = ?1");
  g_autofree char *coded = g_base64_encode(bytes, len);
  bool is_found = false;

  while (query_next(q)) {
    size_t part_len = 0;
    const void *part = col_blob(q, 0, &part_len);

    is_found |= memmem(part, part_len, bytes, len) || memmem(part, part_len, coded, 8);
  }
  query_done(g_steal_pointer(&q));
  test_end_look(txn);
  return is_found;
}

/* ---- pictures ---- */

static void
a_receipt_is_sealed_and_cleaned(void **state)
{
  World *world = *state;
  const int whose = WHOSE;

  begin(world);
  assert_true(test_as(world, WHOSE, send_for, &whose));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(lies_open(world, gif, sizeof(gif)));
  assert_null(open_first(world)); /* nobody sees it as it came */
  run_all(world);

  g_autoptr(GBytes) clean = open_first(world);
  gsize len = 0;
  const char *bytes = clean ? g_bytes_get_data(clean, &len) : NULL;

  assert_non_null(bytes);
  assert_string_equal(picture_file_media_type(clean), "image/png");
  assert_null(memmem(bytes, len, "Seren", 5));
  assert_false(lies_open(world, bytes, len));
  for (int i = 1; i < RECEIPTS_A_CLAIM; i++)
    assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(test_as(world, WHOSE, add_picture, NULL)); /* six are enough */
  assert_true(test_as(world, WHOSE, take_first_out, NULL));
  assert_int_equal(count_pictures(world), RECEIPTS_A_CLAIM - 1);
  assert_true(test_as(world, WHOSE, take_back, NULL));
  assert_int_equal(count_pictures(world), 0);
  run_all(world); /* what waited to be cleaned is gone */
}

/* By telephone: whoever wrote it down may add pictures, while it is open; nobody else of the group.
 */
static void
only_two_sides_touch_a_receipt(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews yes = NEWS_AGREED;

  begin(world);
  assert_true(test_as(world, WRITER, send_for, &whose));
  assert_true(test_as(world, WRITER, add_picture, NULL));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(test_as(world, STARTER, add_picture, NULL));
  assert_false(test_as(world, ORGANISER, add_picture, NULL));
  assert_false(test_as(world, ORGANISER, take_first_out, NULL));

  Txn *txn = test_look(world);

  for (int i = 0; i < PEOPLE; i++) {
    const CostViewer viewer = viewer_of(world, i);
    const bool is_near = i == WHOSE || i == WRITER;

    assert_int_equal(claims_find_to_add(txn, world->arena, claim_id, viewer.member_id) != NULL,
                     is_near);
    assert_int_equal(claims_find(txn, world->arena, claim_id, &viewer) != NULL,
                     i == WHOSE || i == ORGANISER);
  }
  test_end_look(txn);

  /* Settled: no more is added, and only its person takes out. */
  assert_true(test_as(world, ORGANISER, answer, &yes));
  assert_false(test_as(world, WRITER, add_picture, NULL));
  assert_false(test_as(world, WHOSE, add_picture, NULL));
  assert_false(test_as(world, WRITER, take_first_out, NULL));
  assert_true(test_as(world, WHOSE, take_first_out, NULL));
  assert_int_equal(count_pictures(world), 1);
}

/* ---- something else than a meeting ---- */

static void
send_other(World *world, Txn *txn, const Act *act, const void *data)
{
  const Occasion *occasion = data;
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };
  Occasion here = *occasion;

  here.group_id = world->group_id;
  here.day_us += act->at_us;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  wish.costs[COST_FARE] = (Cost){ .is_there = true, .pence = 300, .words = "Bus" };
  claims_send_other(txn, act, &here, &wish, world->refusals, &claim_id);
}

static void
other_acts_have_words_and_a_day(void **state)
{
  World *world = *state;
  const Occasion visit = { .what = "Looking at the new house" }, none = { .what = "" },
                 long_ago = { .what = "A walk", .day_us = -740 * US_PER_DAY },
                 far = { .what = "A walk", .day_us = 400 * US_PER_DAY };

  begin(world);
  clock_set_for_test(clock_now_us());
  assert_false(test_as(world, WHOSE, send_other, &none));
  assert_false(test_as(world, WHOSE, send_other, &long_ago));
  assert_false(test_as(world, WHOSE, send_other, &far));
  assert_false(test_as(world, OUTSIDER, send_other, &visit));
  assert_true(test_as(world, WHOSE, send_other, &visit));
  assert_false(test_as(world, WHOSE, send_other, &visit)); /* the same once more */

  Txn *txn = test_look(world);
  const CostViewer organiser = viewer_of(world, ORGANISER);
  const Claim *waiting = claims_waiting(txn, world->arena, &organiser);
  const Claim *own = claims_of_others(txn, world->arena, world->people[WHOSE], world->group_id);

  assert_string_equal(own->title, "Looking at the new house");
  assert_int_equal(own->meeting_id, 0);
  assert_int_equal(own[1].id, 0);
  while (waiting->id && waiting->id != claim_id)
    waiting++;
  assert_string_equal(waiting->title, "Looking at the new house");
  assert_int_equal(claims_sum(txn, the_meeting(world, txn)).all, 0); /* of no meeting */
  test_end_look(txn);
  clock_set_for_test(0);
}

/* ---- who hears of it ---- */

static void
assert_says_no_amount(const char *text)
{
  assert_null(strstr(text, "4.80"));
  assert_null(strstr(text, "£"));
  assert_null(strstr(text, "=C2=A3"));
  assert_null(strstr(text, "there and back"));
}

static void
news_come_by_mail_without_amounts(void **state)
{
  static const struct {
    ClaimNews news;
    const char *words;
  } steps[] = { { NEWS_ASKED, "There is a question" },
                { NEWS_AGREED, "There is an answer" },
                { NEWS_PAID, "got your money back" } };
  World *world = *state;
  const int whose = WHOSE;

  begin(world);
  assert_true(test_as(world, WHOSE, reach_by, "to-whose@place.example"));
  assert_true(test_as(world, WRITER, send_for, &whose));
  for (size_t i = 0; i < G_N_ELEMENTS(steps); i++) {
    g_autofree char *before = take_mails(world); /* what is about oneself comes at once */

    assert_says_no_amount(before);
    assert_non_null(strstr(before, i == 0 ? "what something cost you" : steps[i - 1].words));
    if (steps[i].news == NEWS_AGREED)
      assert_true(test_as(world, WHOSE, put_right, NULL));
    assert_true(test_as(world, ORGANISER, answer, &steps[i].news));
  }

  /* A question that is answered before the mail goes is in none. */
  g_autofree char *last = take_mails(world);

  assert_non_null(strstr(last, steps[2].words));
  assert_non_null(strstr(last, "About your costs"));
  assert_true(test_as(world, WRITER, reach_by, NULL));
  assert_true(test_as(world, WHOSE, reach_by, NULL));
}

static bool
is_to_tell(World *world, int who)
{
  Txn *txn = test_look(world);
  const CostViewer viewer = viewer_of(world, who);
  const Claim *one = claims_waiting(txn, world->arena, &viewer);
  bool is_untold = false;

  for (; one->id; one++)
    is_untold |= one->id == claim_id && one->is_untold;
  test_end_look(txn);
  return is_untold;
}

static void
whom_no_mail_reaches_somebody_tells(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews asked = NEWS_ASKED, yes = NEWS_AGREED;

  begin(world);
  assert_true(test_as(world, WHOSE, send_for, &whose));
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, ORGANISER, answer, &asked));
  assert_true(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, WHOSE, put_right, NULL)); /* they saw it themselves */
  assert_false(is_to_tell(world, ORGANISER));
  assert_true(test_as(world, ORGANISER, answer, &yes));
  assert_true(is_to_tell(world, ORGANISER));
  assert_false(is_to_tell(world, WRITER)); /* does not see to costs */
  assert_false(test_as(world, WRITER, mark_told, NULL));
  assert_true(test_as(world, ORGANISER, mark_told, NULL));
  assert_false(is_to_tell(world, ORGANISER));
}

/* ---- a thank-you by telephone ---- */

typedef struct {
  int whose;
  ThanksChoice choice;
} Said;

static void
note(World *world, Txn *txn, const Act *act, const void *data)
{
  const Said *said = data;
  const CostViewer viewer = viewer_of(world, who_acts(world, act));
  const ThanksNote wish = { .member_id = world->people[said->whose],
                            .choice = said->choice,
                            .give_to = said->choice == THANKS_GIVE ? "The garden" : "",
                            .way = "telephone" };

  thanks_note(txn, act, &viewer, the_meeting(world, txn), &wish, world->refusals);
  if (refusals_count(world->refusals) == 0)
    thanks_news_noted(txn, act, world->group_id, meeting_id, wish.member_id, ORIGIN);
}

static void
choose(World *world, Txn *txn, const Act *act, const void *choice)
{
  thanks_choose(txn, act, the_meeting(world, txn), *(const ThanksChoice *)choice, "", false,
                world->refusals);
}

static void
pay_thanks(World *world, Txn *txn, const Act *act, const void *whose)
{
  const CostViewer viewer = viewer_of(world, who_acts(world, act));

  thanks_pay(txn, act, &viewer, meeting_id, world->people[*(const int *)whose], "cash",
             world->refusals);
}

static Thanks
thanks_of(World *world, int who)
{
  Txn *txn = test_look(world);
  const Thanks thanks = thanks_find(txn, world->arena, the_meeting(world, txn), world->people[who]);

  test_end_look(txn);
  return thanks;
}

static int64_t
coming(World *world, int who)
{
  Txn *txn = test_look(world);
  const int64_t pence = own_coming(txn, world->people[who], 0);

  test_end_look(txn);
  return pence;
}

static void
what_was_said_stands_as_theirs(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const Said take = { WHOSE, THANKS_TAKE }, give = { WHOSE, THANKS_GIVE },
             later = { WHOSE, THANKS_LATER }, own = { ORGANISER, THANKS_TAKE };
  const ThanksChoice no = THANKS_DECLINE, yes = THANKS_TAKE;

  begin(world);
  assert_true(test_as(world, WHOSE, reach_by, "to-whose@place.example"));
  assert_false(test_as(world, OUTSIDER, note, &take));
  assert_false(test_as(world, ORGANISER, note, &own)); /* oneself: on one's own page */
  assert_false(test_as(world, ORGANISER, note, &later));
  assert_true(test_as(world, ORGANISER, note, &give));
  assert_string_equal(thanks_of(world, WHOSE).give_to, "The garden");
  assert_int_equal(thanks_of(world, WHOSE).entered_by, world->people[ORGANISER]);
  assert_int_equal(coming(world, WHOSE), 0); /* given away: it is not theirs */
  assert_true(test_as(world, ORGANISER, note, &take));
  assert_int_equal(coming(world, WHOSE), FEE);

  g_autofree char *mail = take_mails(world);

  assert_non_null(strstr(mail, "About a thank-you for you"));
  assert_says_no_amount(mail);
  assert_false(test_as(world, ORGANISER, pay_thanks, &whose)); /* by one person's word alone */
  assert_true(test_as(world, WHOSE, choose, &no));             /* they change it */
  assert_int_equal(thanks_of(world, WHOSE).choice, THANKS_DECLINE);
  assert_int_equal(thanks_of(world, WHOSE).entered_by, 0);
  assert_int_equal(coming(world, WHOSE), 0);
  assert_true(test_as(world, WHOSE, choose, &yes));
  assert_true(test_as(world, ORGANISER, pay_thanks, &whose));
  assert_int_equal(coming(world, WHOSE), 0);
  assert_true(test_as(world, WHOSE, reach_by, NULL));
}

static void
set_limit(World *world, Txn *txn, const Act *act, const void *limit)
{
  own_limit_set(txn, act, limit, world->refusals);
}

/* Until then not in the total, and yet in the warning; the meeting asked about counts once. */
static void
what_is_to_come_is_warned_of(void **state)
{
  World *world = *state;
  const ThanksChoice yes = THANKS_TAKE;
  const OwnLimit limit = { true, PERIOD_WEEK, FEE };

  begin(world);
  assert_true(test_as(world, WRITER, set_limit, &limit));
  assert_true(test_as(world, WRITER, choose, &yes));

  Txn *txn = test_look(world);
  const int64_t me = world->people[WRITER], now_us = clock_now_us();

  assert_int_equal(own_total(txn, me, 0), 0);
  assert_false(own_warning(txn, me, meeting_id, FEE, now_us, "UTC").is_over);
  assert_true(own_warning(txn, me, 0, 1, now_us, "UTC").is_over);
  assert_int_equal(own_warning(txn, me, 0, 1, now_us, "UTC").would_be_pence, FEE + 1);
  test_end_look(txn);
}

/* ---- erased ---- */

static void
erase(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)world;
  (void)data;
  people_erase(txn, act, act->member_id);
}

/* The amount stays for the accounts, and no picture of it. */
static void
assert_only_amounts_stay(World *world)
{
  Txn *txn = test_look(world);
  g_autoptr(Query) q =
      db_query(txn, "SELECT (SELECT count(*) FROM cost_claim WHERE community_id = ?1"
                    "  AND member_id = 0 AND id = ?2 AND agreed_pence = 480),"
                    " (SELECT count(*) FROM cost_receipt WHERE community_id = ?1"
                    "  AND claim_id = ?2),"
                    " (SELECT count(*) FROM cost_receipt_part WHERE community_id = ?1"
                    "  AND member_id = ?3)");

  bind_int(q, 2, claim_id);
  bind_int(q, 3, world->people[WHOSE]);
  assert_true(query_next(q));
  assert_int_equal(col_int(q, 0), 1);
  assert_int_equal(col_int(q, 1), 0);
  assert_int_equal(col_int(q, 2), 0);
  query_done(g_steal_pointer(&q));
  test_end_look(txn);
}

static void
pictures_go_with_their_person(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews yes = NEWS_AGREED;

  begin(world);
  assert_true(test_as(world, WHOSE, send_for, &whose));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_true(test_as(world, ORGANISER, answer, &yes));
  assert_true(test_as(world, WHOSE, erase, NULL));
  assert_only_amounts_stay(world);
  run_all(world);
}

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,  notices_log_kinds,   safety_log_kinds,
                                          groups_log_kinds,  meetings_log_kinds,  agenda_log_kinds,
                                          minutes_log_kinds, resources_log_kinds, NULL };
  static const PersonalData *const personal[] = { &resources_personal_data,
                                                  &people_personal_data_row, NULL };

  test_world_further = further;
  if (test_world_open(state) != 0)
    return -1;
  log_set_kinds(kinds);
  people_set_personal_data(personal);
  mails = g_dir_make_tmp("costs-XXXXXX", NULL);
  assert_non_null(mails);
  config = (MailConfig){ .folder = mails, .from = "table@river.example" };
  mail_set_config(&config);
  digest_set_kinds(cost_digest_kinds, no_words);
  return 0;
}

static int
close_world(void **state)
{
  g_autofree char *left = take_mails(*state);

  g_rmdir(mails);
  g_free(mails);
  return test_world_close(state);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_receipt_is_sealed_and_cleaned),
    cmocka_unit_test(only_two_sides_touch_a_receipt),
    cmocka_unit_test(other_acts_have_words_and_a_day),
    cmocka_unit_test(news_come_by_mail_without_amounts),
    cmocka_unit_test(whom_no_mail_reaches_somebody_tells),
    cmocka_unit_test(what_was_said_stands_as_theirs),
    cmocka_unit_test(what_is_to_come_is_warned_of),
    cmocka_unit_test(pictures_go_with_their_person), /* last: one of the five is gone */
  };

  return cmocka_run_group_tests(tests, open_world, close_world);
}
