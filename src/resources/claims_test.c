/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Claims on both engines (R22, R55-R60, R92, indicator 16), by random histories that are told a
 * second time beside: no money goes by one person's word alone, two who answer at once do not undo
 * one another, and what was sent twice counts once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/duties.h"
#include "groups/places.h"
#include "groups/test_world.h"
#include "groups/texts.h"
#include "meetings/minutes.h"
#include "meetings/test_meeting.h"
#include "people/kinds.h"
#include "resources/resources.h"
#include "resources/resources_data.h"
#include "resources/test_claim.h"
#include "safety/safety.h"

#include <string.h>

enum { HISTORIES = 24, STEPS = 22, ORGANISER = 3, TREASURER = 1, OUTSIDER = 4 };

static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                       "resources/resources", NULL };
static int64_t meeting_id, claim_id;

static int
open_world(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds,    safety_log_kinds,
                                          groups_log_kinds,    meetings_log_kinds,
                                          agenda_log_kinds,    minutes_log_kinds,
                                          resources_log_kinds, NULL };

  return test_world_open_with(state, further, kinds);
}

static CostViewer
viewer_of(const World *world, int who)
{
  return (CostViewer){ world->people[who], who == ORGANISER };
}

/* ---- the table ---- */

static void
call(World *world, Txn *txn, const Act *act, const void *days)
{
  const MeetingWish wish = {
    .title = "Colours", .about = "", .breaks = "", .online = "", .dial_in = ""
  };

  meetings_write_down(txn, act, world->group_id, &wish,
                      act->at_us - *(const int *)days * US_PER_DAY, 0, world->refusals,
                      &meeting_id);
}

static void
settle(World *world, Txn *txn, const Act *act, const void *rule)
{
  cost_way_set(txn, act, &(CostWay){ *(const Agrees *)rule, "" }, world->refusals);
}

/* 0 to 3 are in the group, 1 looks after its money, 3 organises here, 4 is somebody else. */
static void
begin(World *world, Agrees rule)
{
  static const char *const roles[] = { "", "uses-services", "uses-services", "family-carer" };
  static int made;
  const int days = 2;
  g_autofree char *name = g_strdup_printf("Costs %d", ++made);

  test_start_open(world, name, OUTSIDER, roles);
  assert_true(test_as(world, TREASURER, test_take_duty, "treasurer"));
  assert_true(test_as(world, 0, call, &days));
  assert_true(test_as(world, ORGANISER, settle, &rule));
}

/* ---- deeds ---- */

typedef enum { SEND, SEND_FOR, CHANGE, TAKE_BACK, AGREE, ASK, PAY, DEEDS } Deed;

typedef struct {
  Deed deed;
  int who, for_whom;
  int64_t pence, seen; /* seen: the changes that stood on the page */
  const char *words;
} Step;

static const Claim *
as_seen(World *world, Txn *txn, const Step *step)
{
  /* whatever the page may show: the rules look for themselves */
  for (int i = 0; i < PEOPLE; i++) {
    const CostViewer own = viewer_of(world, i);
    const Claim *claim = claims_find(txn, world->arena, claim_id, &own);

    if (claim && claim->member_id == own.member_id) {
      Claim *copy = arena_new_of(world->arena, Claim, 1);

      *copy = *claim;
      copy->changes = step->seen;
      return copy;
    }
  }
  return NULL;
}

static void
change(World *world, Txn *txn, const Act *act, const Step *step, const Claim *claim)
{
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };

  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  wish.costs[COST_FARE].pence = step->pence;
  claims_change(txn, act, claim, &wish, step->words, world->refusals);
}

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  const CostViewer viewer = viewer_of(world, step->who);
  const Claim *claim = step->deed > SEND_FOR ? as_seen(world, txn, step) : NULL;

  switch (step->deed) {
  case SEND:
  case SEND_FOR:
    claim_id =
        test_claim_fare(txn, act, meetings_find(txn, world->arena, world->group_id, meeting_id),
                        world->people[step->for_whom], step->pence, step->words, world->refusals);
    break;
  case CHANGE:
    change(world, txn, act, step, claim);
    break;
  case TAKE_BACK:
    claims_take_back(txn, act, claim, world->refusals);
    break;
  case AGREE:
    claims_agree(txn, act, &viewer, claim, step->pence, step->words, world->refusals);
    break;
  case ASK:
    claims_ask(txn, act, &viewer, claim, step->words, world->refusals);
    break;
  default:
    claims_pay(txn, act, &viewer, claim, "cash", world->refusals);
  }
}

/* ---- the history told beside ---- */

typedef struct {
  ClaimState state;
  int whose, writer; /* writer: -1 for oneself */
  int64_t pence, agreed, changes;
  int agreed_by;
} Model;

static bool
may_agree(const Model *model, Agrees rule, int who)
{
  const bool has_treasurer = model->whose != TREASURER && model->writer != TREASURER;

  if (who == model->whose || who == model->writer)
    return false;
  if (rule == AGREES_ORGANISER)
    return who == ORGANISER;
  if (rule == AGREES_EITHER)
    return who == ORGANISER || who == TREASURER;
  return who == TREASURER || (who == ORGANISER && !has_treasurer);
}

/* Whether the rules must let it happen; and if so it happens here too. */
static bool
happens(Model *model, Agrees rule, const Step *step)
{
  const bool is_seen = step->seen == model->changes;
  const bool is_open = model->state == CLAIM_SENT || model->state == CLAIM_ASKED;
  const bool may = may_agree(model, rule, step->who);
  Model next = *model;

  next.changes++;
  switch (step->deed) {
  case CHANGE:
    if (!is_seen || !is_open || step->who != model->whose || step->pence == 0)
      return false;
    next.state = CLAIM_SENT;
    next.pence = step->pence;
    break;
  case TAKE_BACK:
    if (!is_seen || !is_open || step->who != model->whose)
      return false;
    next.state = CLAIM_BACK;
    break;
  case AGREE:
    if (!is_seen || !may || model->state != CLAIM_SENT || step->pence > model->pence ||
        (step->pence < model->pence && !*step->words))
      return false;
    next.state = CLAIM_AGREED;
    next.agreed = step->pence;
    next.agreed_by = step->who;
    break;
  case ASK:
    if (!is_seen || !may || model->state != CLAIM_SENT || !*step->words)
      return false;
    next.state = CLAIM_ASKED;
    break;
  default:
    if (!is_seen || !may || model->state != CLAIM_AGREED || model->agreed == 0)
      return false;
    next.state = CLAIM_PAID;
  }
  *model = next;
  return true;
}

static void
assert_is(World *world, const Model *model)
{
  Txn *txn = test_look(world);
  const CostViewer own = viewer_of(world, model->whose);
  const Claim *claim = claims_find(txn, world->arena, claim_id, &own);

  assert_non_null(claim);
  assert_int_equal(claim->state, model->state);
  assert_int_equal(claim->changes, model->changes);
  if (model->state == CLAIM_AGREED || model->state == CLAIM_PAID) {
    assert_int_equal(claim->agreed_pence, model->agreed);
    assert_int_equal(claim->agreed_by, world->people[model->agreed_by]);
    assert_int_not_equal(claim->agreed_by, claim->member_id); /* two people, always */
    assert_int_not_equal(claim->agreed_by, claim->entered_by);
  }
  test_end_look(txn);
}

static Step
any_step(const Model *model)
{
  static const char *const words[] = { "", "Was it there and back?" };

  return (Step){ .deed = (Deed)g_random_int_range(CHANGE, DEEDS),
                 .who = g_random_int_range(0, PEOPLE),
                 .pence = g_random_int_range(0, 3) == 0 ? model->pence : g_random_int_range(0, 900),
                 .seen = model->changes - (g_random_int_range(0, 5) == 0),
                 .words = words[g_random_int_range(0, 2)] };
}

static void
run_history(World *world, Agrees rule)
{
  const int whose = g_random_int_range(0, OUTSIDER);
  const int writer = g_random_boolean() ? -1 : (whose + 1) % OUTSIDER;
  Step first = { SEND, writer < 0 ? whose : writer, whose, 480, 0, "Bus" };
  Model model = { CLAIM_SENT, whose, writer, 480, 0, 0, -1 };

  begin(world, rule);
  assert_true(test_as(world, first.who, do_step, &first));
  for (int i = 0; i < STEPS && model.state != CLAIM_BACK; i++) {
    const Step step = any_step(&model);
    const bool must = happens(&model, rule, &step);

    if (test_as(world, step.who, do_step, &step) != must)
      fail_msg("deed %d by %d: %s", step.deed, step.who, must ? "refused" : "taken");
    assert_is(world, &model);
  }
}

static void
every_yes_needs_two_people(void **state)
{
  for (int i = 0; i < HISTORIES; i++)
    run_history(*state, (Agrees)(i % AGREES_COUNT));
}

/* R57: one sends it twice, on two devices; a carer writes it down once more. */
static void
what_is_sent_twice_counts_once(void **state)
{
  World *world = *state;
  const Step first = { SEND, 2, 2, 480, 0, "Bus" }, again = { SEND_FOR, 0, 2, 480, 0, "Bus 12" };
  Step yes = { AGREE, TREASURER, 2, 480, 0, "" };
  int64_t kept;

  begin(world, AGREES_EITHER);
  assert_true(test_as(world, 2, do_step, &first));
  kept = claim_id;
  assert_false(test_as(world, 2, do_step, &first));
  assert_false(test_as(world, 0, do_step, &again));
  claim_id = kept;
  assert_true(test_as(world, TREASURER, do_step, &yes));
  assert_false(test_as(world, 2, do_step, &first)); /* agreed already: the same once more */
  assert_false(test_as(world, 0, do_step, &again));

  Txn *txn = test_look(world);

  assert_int_equal(claims_of(txn, world->arena, world->people[2], meeting_id)->id, kept);
  assert_int_equal(claims_of(txn, world->arena, world->people[2], meeting_id)[1].id, 0);
  test_end_look(txn);
}

/* One says yes while the other asks back: the first counts, the second is told. */
static void
the_second_of_two_answers_is_told(void **state)
{
  World *world = *state;
  const Step first = { SEND, 2, 2, 480, 0, "Bus" };
  const Step yes = { AGREE, TREASURER, 2, 480, 0, "" },
             ask = { ASK, ORGANISER, 2, 0, 0, "There and back?" };

  begin(world, AGREES_EITHER);
  assert_true(test_as(world, 2, do_step, &first));
  assert_true(test_as(world, ORGANISER, do_step, &ask));
  assert_false(test_as(world, TREASURER, do_step, &yes));
  begin(world, AGREES_EITHER);
  assert_true(test_as(world, 2, do_step, &first));
  assert_true(test_as(world, TREASURER, do_step, &yes));
  assert_false(test_as(world, ORGANISER, do_step, &ask));
}

/* ---- rates ---- */

typedef struct {
  RateKind kind;
  int64_t pence;
  int days; /* from so many days ago */
} RateSet;

static void
set_rate(World *world, Txn *txn, const Act *act, const void *data)
{
  const RateSet *rate = data;

  rates_set(txn, act, rate->kind, rate->pence, act->at_us - rate->days * US_PER_DAY,
            world->refusals);
}

static void
send_miles(World *world, Txn *txn, const Act *act, const void *data)
{
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };

  (void)data;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  wish.costs[COST_CAR] = (Cost){ .is_there = true, .hundredths = 1000, .words = "From home" };
  claims_send(txn, act, meetings_find(txn, world->arena, world->group_id, meeting_id), &wish,
              world->refusals, &claim_id);
}

static void
change_miles(World *world, Txn *txn, const Act *act, const void *data)
{
  const CostViewer own = { act->member_id, false };
  const Claim *claim = claims_find(txn, world->arena, claim_id, &own);
  ClaimWish wish = { .member_id = act->member_id, .way = "page" };

  (void)data;
  for (int i = 0; i < COST_KINDS; i++)
    wish.costs[i] = claim->costs[i];
  wish.costs[COST_CAR].hundredths = 2000;
  claims_change(txn, act, claim, &wish, "", world->refusals);
}

static void
assert_pence(World *world, int who, int64_t pence)
{
  Txn *txn = test_look(world);
  const CostViewer own = viewer_of(world, who);

  assert_int_equal(claims_find(txn, world->arena, claim_id, &own)->pence, pence);
  test_end_look(txn);
}

/* R23, R92: rates are data from a day on. */
static void
a_claim_keeps_its_rate(void **state)
{
  World *world = *state;
  const RateSet old = { RATE_CAR, 45, 100 }, later = { RATE_CAR, 50, 1 }, new = { RATE_CAR, 55, 3 };

  begin(world, AGREES_EITHER);
  assert_false(test_as(world, 2, send_miles, NULL)); /* no rate yet */
  assert_true(test_as(world, ORGANISER, set_rate, &old));
  assert_true(test_as(world, ORGANISER, set_rate, &later)); /* from after the meeting on */
  assert_true(test_as(world, 2, send_miles, NULL));
  assert_pence(world, 2, 450);
  assert_true(test_as(world, ORGANISER, set_rate, &new));
  assert_pence(world, 2, 450);
  assert_true(test_as(world, 2, change_miles, NULL)); /* further, at the rate it was sent with */
  assert_pence(world, 2, 900);
  assert_true(test_as(world, 0, send_miles, NULL));
  assert_pence(world, 0, 550);
}

/* ---- what others see ---- */

static void
only_two_read_a_claim(void **state)
{
  World *world = *state;
  const Step first = { SEND_FOR, 0, 2, 480, 0, "To the day hospital" };

  begin(world, AGREES_EITHER);
  assert_true(test_as(world, 0, do_step, &first));

  Txn *txn = test_look(world);

  for (int i = 0; i < PEOPLE; i++) {
    const CostViewer viewer = viewer_of(world, i);
    const Claim *claim = claims_find(txn, world->arena, claim_id, &viewer);
    const bool may = i == 2 || i == TREASURER || i == ORGANISER; /* not who wrote it down */

    assert_int_equal(claim != NULL, may);
    if (may)
      assert_string_equal(claim->costs[COST_FARE].words, "To the day hospital");
  }
  test_end_look(txn);
}

/* ---- indicator 16 ---- */

static void
write_presence(World *world, Txn *txn, const Act *act, const void *data)
{
  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, meeting_id);

  (void)data;
  minutes_write(txn, act, meeting, &(MinutesWish){ .said = "", .decided = "" }, world->refusals);
  refusals_clear(world->refusals);
  minutes_set_present(txn, act, meeting, world->people, OUTSIDER, &(Minutes){ .absent = "" },
                      world->refusals);
}

static RewardCounts
count(World *world, int64_t now_us)
{
  Txn *txn = test_look(world);
  const RewardCounts counts =
      resources_count_reward(txn, world->group_id, now_us - 90 * US_PER_DAY, now_us, now_us);

  test_end_look(txn);
  return counts;
}

static void
settle_and_pay(World *world)
{
  const Step send = { SEND, 2, 2, 480, 0, "Bus" }, yes = { AGREE, TREASURER, 2, 480, 0, "" },
             pay = { PAY, TREASURER, 2, 0, 1, "" };

  assert_true(test_as(world, 2, do_step, &send));
  assert_true(test_as(world, TREASURER, do_step, &yes));
  assert_true(test_as(world, TREASURER, do_step, &pay));
}

/* The starter of a test's group is a front-line worker: three of four who come count. The group's
 * offer is written when it begins: after the first meeting, before the others. */
static void
reward_in_time_is_counted_from_records(void **state)
{
  World *world = *state;
  const int64_t start_us = clock_now_us();
  const int today = 0;

  begin(world, AGREES_EITHER); /* with a meeting two days ago */
  assert_true(test_as(world, 0, write_presence, NULL));
  assert_int_equal(count(world, start_us).eligible, 0); /* the days are not over */
  assert_int_equal(count(world, start_us + 20 * US_PER_DAY).eligible, 3);
  assert_int_equal(count(world, start_us + 20 * US_PER_DAY).not_answered, 3);
  settle_and_pay(world);
  assert_int_equal(count(world, clock_now_us() + 1).eligible, 1); /* settled before its time */
  assert_int_equal(count(world, clock_now_us() + 1).offered, 0);
  assert_int_equal(count(world, clock_now_us() + 1).in_time, 0);

  clock_set_for_test(start_us + US_PER_DAY);
  assert_true(test_as(world, 0, call, &today));
  assert_true(test_as(world, 0, write_presence, NULL));
  clock_set_for_test(start_us + 15 * US_PER_DAY - US_PER_MINUTE);
  settle_and_pay(world); /* on the last of its 14 days */
  assert_int_equal(count(world, clock_now_us()).in_time, 1);
  assert_int_equal(count(world, clock_now_us()).eligible, 4); /* of the others not yet */

  clock_set_for_test(start_us + 40 * US_PER_DAY);
  assert_true(test_as(world, 0, call, &today));
  assert_true(test_as(world, 0, write_presence, NULL));
  clock_set_for_test(start_us + 54 * US_PER_DAY + US_PER_MINUTE);
  settle_and_pay(world); /* too late */

  const RewardCounts counts = count(world, clock_now_us());

  assert_int_equal(counts.eligible, 9);
  assert_int_equal(counts.offered, 6);
  assert_int_equal(counts.in_time, 1);
  assert_int_equal(counts.not_answered, 6);
  clock_set_for_test(0);
}

/* ---- the record ---- */

static int64_t
statements_of_record(World *world, int who, size_t *ret_claims)
{
  Txn *txn = test_look(world);
  json_t *facts = json_object();
  const int64_t before = db_statements_for_test(test_db(world->test));

  resources_personal_data.collect(txn, world->people[who], facts);

  const int64_t statements = db_statements_for_test(test_db(world->test)) - before;

  *ret_claims = json_array_size(json_object_get(facts, "claims"));
  assert_non_null(json_object_get(json_array_get(json_object_get(facts, "claims"), 0), "fare"));
  json_decref(facts);
  test_end_look(txn);
  return statements;
}

/* What is recorded of somebody is read at once, however many claims they made (R9). */
static void
the_record_takes_no_more_statements_for_more_claims(void **state)
{
  World *world = *state;
  const Step send = { SEND, 2, 2, 480, 0, "Bus" };
  size_t claims = 0;
  int64_t of_one = 0;

  begin(world, AGREES_EITHER);
  for (int days = 2; days < 8; days++) {
    assert_true(test_as(world, 0, call, &days));
    assert_true(test_as(world, 2, do_step, &send));
    if (days == 2)
      statements_of_record(world, 2, &claims); /* reads keys, once for all */
    if (days == 2)
      of_one = statements_of_record(world, 2, &claims);
  }
  assert_int_equal(claims, 1);
  assert_int_equal(statements_of_record(world, 2, &claims), of_one);
  assert_int_equal(claims, 6);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_record_takes_no_more_statements_for_more_claims),
    cmocka_unit_test(every_yes_needs_two_people),
    cmocka_unit_test(what_is_sent_twice_counts_once),
    cmocka_unit_test(the_second_of_two_answers_is_told),
    cmocka_unit_test(a_claim_keeps_its_rate),
    cmocka_unit_test(only_two_read_a_claim),
    cmocka_unit_test(reward_in_time_is_counted_from_records),
  };

  return cmocka_run_group_tests(tests, open_world, test_world_close);
}
