/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines (R22, R55-R60, R92): pictures of receipts are sealed, cleaned, and seen by two
 * sides only; costs for something else than a meeting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "people/my_data.h"
#include "resources/receipts.h"
#include "resources/resources_data.h"
#include "resources/test_told.h"

#include <string.h>

/* A red dot with a comment in it that says who made it. */
static const guchar gif[] = { 'G', 'I', 'F',  '8', '9', 'a',  1,    0,    1,    0,    0x80,
                              0,   0,   0xff, 0,   0,   0xff, 0xff, 0xff, 0x21, 0xfe, 5,
                              'S', 'e', 'r',  'e', 'n', 0,    0x2c, 0,    0,    0,    0,
                              1,   0,   1,    0,   0,   2,    2,    0x44, 1,    0,    0x3b };

static void
take_back(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  claims_take_back(txn, act, told_own_claim(world, txn, WHOSE), world->refusals);
}

static void
add_picture(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  receipts_add(txn, act, told_own_claim(world, txn, WHOSE),
               &(AnswerFile){ .file_name = "a", .bytes = (const char *)gif, .len = sizeof(gif) },
               world->refusals);
}

static void
take_first_out(World *world, Txn *txn, const Act *act, const void *data)
{
  (void)data;
  receipts_take_out(txn, act, told_own_claim(world, txn, WHOSE),
                    receipts_of(txn, world->arena, told_claim_id)->id, world->refusals);
}

static int
count_pictures(World *world)
{
  Txn *txn = test_look(world);
  int count = 0;

  for (const Receipt *one = receipts_of(txn, world->arena, told_claim_id); one->id; one++)
    count++;
  test_end_look(txn);
  return count;
}

static GBytes *
open_first(World *world)
{
  Txn *txn = test_look(world);
  GBytes *bytes =
      receipts_open(txn, told_claim_id, receipts_of(txn, world->arena, told_claim_id)->id);

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

/* In what its person takes with them (R9), the picture itself; on the page where it stands. */
static void
is_taken_along(World *world, GBytes *clean)
{
  static const char head[] = "data:image/png;base64,";
  Txn *txn = test_look(world);
  json_t *facts = json_object();
  gsize len = 0;

  resources_personal_data.collect(txn, world->people[WHOSE], facts);

  const json_t *row = json_array_get(json_object_get(facts, "receipt_pictures"), 0);

  assert_true(g_str_has_prefix(json_string_value(json_object_get(row, "picture")), "/costs/"));
  assert_null(json_object_get(row, "picture_file"));
  resources_personal_data.add_files(txn, world->people[WHOSE], facts);

  const char *text = json_string_value(json_object_get(row, "picture_file"));

  assert_true(text && g_str_has_prefix(text, head));

  g_autofree guchar *there = g_base64_decode(text + strlen(head), &len);
  g_autoptr(GBytes) bytes = g_bytes_new(there, len);

  assert_true(g_bytes_equal(bytes, clean));
  json_decref(facts);
  test_end_look(txn);
}

static void
a_receipt_is_sealed_and_cleaned(void **state)
{
  World *world = *state;
  const int whose = WHOSE;

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_send_for, &whose));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(lies_open(world, gif, sizeof(gif)));
  assert_null(open_first(world)); /* nobody sees it as it came */
  told_run_all(world);

  g_autoptr(GBytes) clean = open_first(world);
  gsize len = 0;
  const char *bytes = clean ? g_bytes_get_data(clean, &len) : NULL;

  assert_non_null(bytes);
  assert_string_equal(picture_file_media_type(clean), "image/png");
  assert_null(memmem(bytes, len, "Seren", 5));
  assert_false(lies_open(world, bytes, len));
  is_taken_along(world, clean);
  for (int i = 1; i < RECEIPTS_A_CLAIM; i++)
    assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(test_as(world, WHOSE, add_picture, NULL)); /* six are enough */
  assert_true(test_as(world, WHOSE, take_first_out, NULL));
  assert_int_equal(count_pictures(world), RECEIPTS_A_CLAIM - 1);
  assert_true(test_as(world, WHOSE, take_back, NULL));
  assert_int_equal(count_pictures(world), 0);
  told_run_all(world); /* what waited to be cleaned is gone */
}

/* By telephone: whoever wrote it down may add pictures, while it is open; nobody else of the group.
 */
static void
only_two_sides_touch_a_receipt(void **state)
{
  World *world = *state;
  const int whose = WHOSE;
  const ClaimNews yes = NEWS_AGREED;

  told_begin(world);
  assert_true(test_as(world, WRITER, told_send_for, &whose));
  assert_true(test_as(world, WRITER, add_picture, NULL));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_false(test_as(world, STARTER, add_picture, NULL));
  assert_false(test_as(world, ORGANISER, add_picture, NULL));
  assert_false(test_as(world, ORGANISER, take_first_out, NULL));

  Txn *txn = test_look(world);

  for (int i = 0; i < PEOPLE; i++) {
    const CostViewer viewer = told_viewer(world, i);
    const bool is_near = i == WHOSE || i == WRITER;

    assert_int_equal(
        claims_find_to_add(txn, world->arena, told_claim_id, viewer.member_id, 0) != NULL, is_near);
    assert_int_equal(claims_find(txn, world->arena, told_claim_id, &viewer) != NULL,
                     i == WHOSE || i == ORGANISER);
  }
  test_end_look(txn);

  /* Settled: no more is added, and only its person takes out. */
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
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
  claims_send_other(txn, act, &here, &wish, world->refusals, &told_claim_id);
}

static void
other_acts_have_words_and_a_day(void **state)
{
  World *world = *state;
  const Occasion visit = { .what = "Looking at the new house" }, none = { .what = "" },
                 long_ago = { .what = "A walk", .day_us = -740 * US_PER_DAY },
                 far = { .what = "A walk", .day_us = 400 * US_PER_DAY };

  told_begin(world);
  clock_set_for_test(clock_now_us());
  assert_false(test_as(world, WHOSE, send_other, &none));
  assert_false(test_as(world, WHOSE, send_other, &long_ago));
  assert_false(test_as(world, WHOSE, send_other, &far));
  assert_false(test_as(world, OUTSIDER, send_other, &visit));
  assert_true(test_as(world, WHOSE, send_other, &visit));
  assert_false(test_as(world, WHOSE, send_other, &visit)); /* the same once more */

  Txn *txn = test_look(world);
  const CostViewer organiser = told_viewer(world, ORGANISER);
  const Claim *waiting = claims_waiting(txn, world->arena, &organiser);
  const Claim *own = claims_of_others(txn, world->arena, world->people[WHOSE], world->group_id, 0);

  assert_string_equal(own->title, "Looking at the new house");
  assert_int_equal(own->meeting_id, 0);
  assert_int_equal(own[1].id, 0);
  while (waiting->id && waiting->id != told_claim_id)
    waiting++;
  assert_string_equal(waiting->title, "Looking at the new house");
  assert_int_equal(claims_sum(txn, told_meeting(world, txn)).all, 0); /* of no meeting */
  test_end_look(txn);
  clock_set_for_test(0);
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

  bind_int(q, 2, told_claim_id);
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

  told_begin(world);
  assert_true(test_as(world, WHOSE, told_send_for, &whose));
  assert_true(test_as(world, WHOSE, add_picture, NULL));
  assert_true(test_as(world, ORGANISER, told_answer, &yes));
  assert_true(test_as(world, WHOSE, erase, NULL));
  assert_only_amounts_stay(world);
  told_run_all(world);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_receipt_is_sealed_and_cleaned),
    cmocka_unit_test(only_two_sides_touch_a_receipt),
    cmocka_unit_test(other_acts_have_words_and_a_day),
    cmocka_unit_test(pictures_go_with_their_person), /* last: one of the five is gone */
  };

  return cmocka_run_group_tests(tests, told_open, told_close);
}
