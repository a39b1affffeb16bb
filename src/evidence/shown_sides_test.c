/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Who asked for what" and "Who led" tell nobody's role that is not shown beside their name, to
 * nobody who compares days either (doc/decisions/0051; indicator 2). Two groups live through the
 * same, one thing a day; only what people do not show differs: their figures are the same each day.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "evidence/test_table.h"
#include "groups/places.h"
#include "groups/texts.h"
#include "meetings/minutes.h"

#include <string.h>

enum { TWINS = 2, DAYS = 120, CARER = 1 };

static const char *const roles[] = { "uses-services", "family-carer", "manager", "neighbour", "" };

typedef enum { JOIN, SHOW, HIDE, MEET } What;

typedef struct {
  What what;
  int64_t at_us;
  const char *role;
  bool is_led;
} Step;

/* What anybody who looks at names can know: shown roles, whose each item was, who led. */
typedef struct {
  int who;
  int64_t at_us;
  bool is_led;
} Talk;

typedef struct {
  const char *shown[PEOPLE]; /* NULL: not */
  int64_t since_us[PEOPLE];
  Talk talks[DAYS];
  int count;
} Known;

static void
start(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  Act then = *act;

  then.at_us = step->at_us;
  world->group_id = test_group_start(txn, &then, step->role, true, true, world->refusals);
}

static void
talk(World *world, Txn *txn, const Act *act, bool is_led)
{
  const MeetingWish wish = {
    .title = "Tea", .about = "", .breaks = "", .online = "", .dial_in = ""
  };
  const int64_t starts_at_us = act->at_us - 2 * US_PER_HOUR;
  int64_t id = 0;

  meetings_write_down(txn, act, world->group_id, &wish, starts_at_us, starts_at_us + US_PER_HOUR,
                      world->refusals, &id);

  const Meeting *meeting = meetings_find(txn, world->arena, world->group_id, id);

  agenda_add(
      txn, act, meeting,
      &(AgendaWish){ .title = "The bus", .why = "", .asked_by = act->member_id, .way = "page" },
      world->refusals);
  minutes_write(txn, act, meeting,
                &(MinutesWish){ .item_id = agenda_find(txn, world->arena, meeting)->items[1].id,
                                .said = "Much",
                                .decided = "" },
                world->refusals);
  if (is_led)
    agenda_facilitate(txn, act, meeting, "", world->refusals);
}

static void
do_step(World *world, Txn *txn, const Act *act, const void *data)
{
  const Step *step = data;
  Act then = *act;

  then.at_us = step->at_us;
  if (step->what == MEET)
    talk(world, txn, &then, step->is_led);
  else if (step->what == JOIN)
    places_join(txn, &then, world->group_id,
                &(JoinWish){ .role = step->role,
                             .words = "",
                             .offer_id = offers_newest(txn, world->arena, world->group_id)->id },
                world->refusals);
  else
    places_set_role(txn, &then, world->group_id, step->role, step->what == SHOW, world->refusals);
}

static const char *
any_role(void)
{
  return roles[g_random_int_range(0, G_N_ELEMENTS(roles))];
}

/* The same in each of the twins, but a role that is not shown is another one. */
static void
do_in_both(World *world, const int64_t groups[static TWINS], int who, const Step *step)
{
  for (int i = 0; i < TWINS; i++) {
    Step own = *step;

    world->group_id = groups[i];
    if (own.what == HIDE || own.what == JOIN)
      own.role = any_role();
    assert_true(test_as(world, who, do_step, &own));
  }
}

static void
note(Known *known, int who, const Step *step)
{
  if (step->what == MEET) {
    known->talks[known->count++] = (Talk){ who, step->at_us - 2 * US_PER_HOUR, step->is_led };
    return;
  }

  const char *shown = step->what == SHOW && *step->role ? step->role : NULL;

  if (!known->shown[who] || !shown || strcmp(known->shown[who], shown) != 0)
    known->since_us[who] = step->at_us;
  known->shown[who] = shown;
}

static Shared
look(World *world, int64_t group_id, int64_t now_us)
{
  Txn *txn = test_look(world);
  const Shared found = *shared_find(txn, world->arena,
                                    &(SharedWish){ .part = PART_MEETINGS,
                                                   .group_id = group_id,
                                                   .people = PEOPLE,
                                                   .now_us = now_us,
                                                   .viewer_id = world->people[1] });

  test_end_look(txn);
  return found;
}

static void
assert_alike(const Figure *one, const Figure *other)
{
  assert_int_equal(one->tell, other->tell);
  assert_int_equal(one->yes, other->yes);
  assert_int_equal(one->carers, other->carers);
  assert_int_equal(one->unknown, other->unknown);
  assert_int_equal(one->all, other->all);
}

/* What stands beside names says as much as the figures. */
static int64_t
count_known(const Known *known, const char *role, bool is_led)
{
  int64_t count = 0;

  for (int i = 0; i < known->count; i++) {
    const Talk *one = &known->talks[i];

    count += (one->is_led || !is_led) && known->shown[one->who] &&
             strcmp(known->shown[one->who], role) == 0 && known->since_us[one->who] <= one->at_us;
  }
  return count;
}

static int64_t
see_one_day(World *world, const int64_t groups[static TWINS], const Known *known, int64_t now_us)
{
  static const FigureKind kinds[] = { FIGURE_ASKED, FIGURE_LED };
  const Shared one = look(world, groups[0], now_us), other = look(world, groups[1], now_us);

  for (int i = 0; i < 2; i++) {
    const Figure *figure = &one.figures[kinds[i]];

    assert_alike(figure, &other.figures[kinds[i]]);
    assert_int_equal(figure->yes, count_known(known, roles[0], i == 1));
    assert_int_equal(figure->carers, count_known(known, roles[CARER], i == 1));
    assert_int_equal(figure->all, known->count);
  }
  return one.figures[FIGURE_ASKED].yes + one.figures[FIGURE_LED].carers;
}

static void
no_day_beside_another_tells_a_role_that_is_not_shown(void **state)
{
  World *world = *state;
  static const char *const names[TWINS] = { "Castor", "Pollux" };
  const int64_t start_us = test_db_act(world->test, RIVERSIDE, 0).at_us - (DAYS + 9) * US_PER_DAY;
  int64_t groups[TWINS], told = 0;
  g_autofree Known *known = g_new0(Known, 1);

  for (int i = 0; i < TWINS; i++) {
    assert_true(test_as(world, 0, start, &(Step){ .at_us = start_us, .role = names[i] }));
    groups[i] = world->group_id;
  }
  for (int who = 1; who < PEOPLE; who++)
    do_in_both(world, groups, who, &(Step){ .what = JOIN, .at_us = start_us });
  for (int day = 1; day <= DAYS; day++) {
    const int who = g_random_int_range(0, PEOPLE), dice = g_random_int_range(0, 8);
    const Step step = { .what = dice == 0   ? HIDE
                                : dice <= 2 ? SHOW
                                            : MEET,
                        .at_us = start_us + day * US_PER_DAY,
                        .role = any_role(),
                        .is_led = g_random_boolean() };

    do_in_both(world, groups, who, &step);
    note(known, who, &step);
    told += see_one_day(world, groups, known, step.at_us + 1);
  }
  assert_true(told > DAYS / 10);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(no_day_beside_another_tells_a_role_that_is_not_shown,
                                    test_table_open, test_world_close),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
