/* SPDX-License-Identifier: AGPL-3.0-or-later
 * New ways in on both engines: what a person is asked about, closing what others may hold, ways
 * that nobody else can have made; and that whoever left is out. */
#include "base/clock.h"
#include "db/test_db.h"
#include "people/cards.h"
#include "people/kinds.h"
#include "people/passkeys.h"
#include "people/state.h"
#include "people/ways_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  uint8_t first_byte;
  int64_t id, member_id;
  int refused;
} Adding;

static bool
add_passkey(World *world, Txn *txn, const Act *act, void *data)
{
  Adding *adding = data;
  Refusals *refusals = refusals_new(world->arena);
  WebauthnKey key = { .id_len = 16, .public_key_len = 64, .algorithm = -7, .sign_count = 3 };

  key.id[0] = adding->first_byte;
  adding->id = passkey_add(txn, act, adding->member_id, &key, "My phone",
                           (PasskeyTrust){ .is_own = false }, refusals);
  adding->refused = refusals_count(refusals);
  return adding->refused == 0;
}

/* ---- was that right? ---- */

static bool
make_ways(World *world, Txn *txn, const Act *act, void *data)
{
  Act of_program = *act, of_bo = *act;

  of_program.member_id = 0;
  of_program.role = ACT_AS_PROGRAM;
  of_bo.member_id = world->bo;
  people_make_link(txn, &of_program, world->ann, "", US_PER_DAY); /* asked for by e-mail */
  card_make(txn, act, world->ann);                                /* her own */
  *(int64_t *)data = people_make_link(txn, &of_bo, world->ann, "", US_PER_DAY);
  card_make(txn, &of_bo, world->ann);
  people_log(txn, &of_bo, "helped-in", world->ann);
  return true;
}

/* "card-made, link-made": what Ann is asked about, newest first. */
static const char *
asked_about(World *world, int64_t community_id, int64_t key_id, int64_t now_us)
{
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  const NewWaysAsk ask = { .member_id = world->ann, .key_id = key_id, .now_us = now_us };
  const DoorNote *note = new_ways(txn, world->arena, &ask)->notes;
  GString *all = g_string_new(NULL);

  assert_int_equal(txn_statements(txn), 1);
  db_end_read(txn);
  for (; note->words; note++)
    g_string_append_printf(all, "%s%s: %s", all->len ? "; " : "", note->actor_name, note->words);

  const char *text = arena_text(world->arena, all->str);

  g_string_free(all, TRUE);
  return text;
}

static bool
say_seen(World *world, Txn *txn, const Act *act, void *data)
{
  (void)data;
  new_ways_seen(txn, act, world->ann);
  return true;
}

static void
a_person_is_asked_about_what_others_made(void **state)
{
  World *world = *state;
  int64_t link_id = 0, later_us = clock_now_us() + US_PER_HOUR;
  Helping bo = { .name = "Bo Ford" };
  Adding adding = { .first_byte = 7, .member_id = world->ann };

  assert_string_equal(asked_about(world, RIVERSIDE, 0, later_us), "");
  assert_true(does(world, make_ways, &link_id));
  assert_string_equal(asked_about(world, RIVERSIDE, 0, later_us),
                      "Bo Ford: Somebody helped you come in; Bo Ford: A key card was made for you;"
                      " Bo Ford: A link to come in was made for you");
  assert_string_equal(asked_about(world, RIVERSIDE, link_id, later_us), /* she is in by it */
                      "Bo Ford: Somebody helped you come in; Bo Ford: A key card was made for you");
  assert_string_equal(asked_about(world, HILLTOP, 0, later_us), "");
  assert_string_equal(asked_about(world, RIVERSIDE, 0, later_us + 31 * US_PER_DAY), "");

  assert_true(does(world, say_seen, NULL));
  assert_string_equal(asked_about(world, RIVERSIDE, 0, later_us), "");
  world->at_us = clock_now_us() + US_PER_S;
  assert_true(does(world, add_helper, &bo));
  assert_true(does(world, add_passkey, &adding)); /* from a way in that others can have */
  assert_string_equal(asked_about(world, RIVERSIDE, 0, later_us),
                      ": A passkey was added; : You chose somebody who may help you come in");
  assert_string_equal(asked_about(world, RIVERSIDE, adding.id, later_us),
                      ": You chose somebody who may help you come in");
}

static bool
close_others(World *world, Txn *txn, const Act *act, void *data)
{
  ways_close_others(txn, act, world->ann, *(int64_t *)data, WAY_LINK);
  return true;
}

static void
what_others_may_hold_is_closed(void **state)
{
  World *world = *state;
  int64_t link_id = 0, own_id;

  assert_true(does(world, make_ways, &link_id));
  begin(world, world->ann, WAY_CARD, 0, 0);
  begin(world, world->ann, WAY_ASSISTED, 0, world->bo);
  own_id = begin(world, world->ann, WAY_LINK, 0, 0);
  begin(world, world->bo, WAY_LINK, 0, 0);
  assert_true(does(world, close_others, &own_id));
  assert_string_equal(ways_of(world, world->ann), "link");
  assert_string_equal(ways_of(world, world->bo), "link");

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_null(people_find_link(txn, world->arena, link_id, clock_now_us()));
  assert_null(card_of_member(txn, world->arena, world->ann));
  db_end_read(txn);
  assert_string_equal(asked_about(world, RIVERSIDE, 0, clock_now_us()), "");
}

static bool
make_bo_organise(World *world, Txn *txn, const Act *act, void *data)
{
  (void)data;
  people_change(txn, act,
                &(Member){ .id = world->bo,
                           .name = "Bo Ford",
                           .reach = REACH_IN_PERSON,
                           .contact = "",
                           .is_organiser = true },
                refusals_new(world->arena));
  return true;
}

static int
count_waiting(World *world, int64_t organiser_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const NewWaysAsk ask = { .member_id = organiser_id, .organises = true };
  const DoorMember *list = new_ways(txn, world->arena, &ask)->waiting;
  int count = 0;

  while (list[count].id)
    count++;
  db_end_read(txn);
  return count;
}

static void
a_passkey_waits_for_another_organiser(void **state)
{
  World *world = *state;
  Adding bo_s = { .first_byte = 8, .member_id = world->bo };
  Adding bo_s_other = { .first_byte = 9, .member_id = world->bo };
  Adding ann_s = { .first_byte = 10, .member_id = world->ann };

  assert_true(does(world, add_passkey, &ann_s)); /* no organiser: nothing to say yes to */
  assert_true(does(world, add_passkey, &bo_s));
  assert_true(does(world, add_passkey, &bo_s_other));
  assert_int_equal(count_waiting(world, world->ann), 0);
  assert_true(does(world, make_bo_organise, NULL));
  assert_int_equal(count_waiting(world, world->ann), 1); /* once a person */
  assert_int_equal(count_waiting(world, world->bo), 0);  /* their own */
}

static bool
add_organiser(World *world, Txn *txn, const Act *act, void *data)
{
  people_add(
      txn, act,
      &(Member){ .name = "Cy Dunn", .reach = REACH_IN_PERSON, .contact = "", .is_organiser = true },
      refusals_new(world->arena), data);
  return *(int64_t *)data > 0;
}

/* As many as they may have. */
static void
add_passkeys(World *world, int64_t member_id, uint8_t first_byte)
{
  Adding adding = { .first_byte = first_byte, .member_id = member_id };

  while (does(world, add_passkey, &adding))
    adding.first_byte++;
  assert_int_equal(adding.first_byte - first_byte, PASSKEYS_A_MEMBER);
}

/* Two organisers add passkeys so that a third does not see what was done to her. */
static void
many_passkeys_hide_no_note(void **state)
{
  World *world = *state;
  Helping helping = { .name = "Bo Ford" };
  int64_t cy = 0;

  assert_true(does(world, add_helper, &helping));
  assert_true(does(world, make_bo_organise, NULL));
  assert_true(does(world, add_organiser, &cy));
  add_passkeys(world, world->bo, 20);
  add_passkeys(world, cy, 60);
  assert_int_equal(count_waiting(world, world->ann), 2);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const NewWaysAsk ask = { .member_id = world->ann, .now_us = clock_now_us(), .organises = true };

  assert_non_null(new_ways(txn, world->arena, &ask)->notes[0].words);
  db_end_read(txn);
}

/* ---- a way that nobody else can have made ---- */

typedef struct {
  int64_t by_id;
  const char *contact;
  bool is_own_way, is_stood_by;
} Change;

static bool
change_address(World *world, Txn *txn, const Act *act, void *data)
{
  const Change *change = data;
  Act by = *act;

  by.member_id = change->by_id;
  if (change->is_stood_by)
    people_stand_by_address(txn, &by, world->ann);
  else
    people_change(txn, &by,
                  &(Member){ .id = world->ann,
                             .name = "Ann Reed",
                             .reach = REACH_EMAIL,
                             .contact = change->contact,
                             .is_own_way = change->is_own_way },
                  refusals_new(world->arena));
  return !txn_trouble(txn);
}

typedef struct {
  bool is_asked;
  int64_t id;
} Made;

static bool
make_link(World *world, Txn *txn, const Act *act, void *data)
{
  Made *made = data;

  made->id = (made->is_asked ? people_make_asked_link : people_make_link)(txn, act, world->ann, "",
                                                                          US_PER_DAY);
  return made->id > 0;
}

static bool
opens_what_is_own(World *world, bool is_asked)
{
  Made made = { .is_asked = is_asked };
  MemberLooks looks = { .name = NULL };

  assert_true(does(world, make_link, &made));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_true(people_find_looks(txn, world->arena, world->ann, made.id, &looks));
  db_end_read(txn);
  return looks.is_key_own;
}

static void
a_link_is_own_when_asked_for_at_an_address_that_nobody_else_changed(void **state)
{
  World *world = *state;
  Change same = { .by_id = world->bo, .contact = "ann@riverside.example" };
  Change other = { .by_id = world->bo, .contact = "bo@elsewhere.example" };
  Change again = { .by_id = world->ann, .contact = "ann@elsewhere.example" };

  assert_false(opens_what_is_own(world, false));
  assert_true(opens_what_is_own(world, true));
  assert_true(does(world, change_address, &same));
  assert_true(opens_what_is_own(world, true));
  assert_true(does(world, change_address, &other));
  assert_false(opens_what_is_own(world, true));
  assert_true(does(world, change_address, &again)); /* as Ann, by a link that Bo made */
  assert_false(opens_what_is_own(world, true));
  again = (Change){ .by_id = world->ann, .contact = "ann@third.example", .is_own_way = true };
  assert_true(does(world, change_address, &again));
  assert_true(opens_what_is_own(world, true));
  assert_true(does(world, change_address, &other));
  assert_false(opens_what_is_own(world, true));
  other.is_stood_by = true;
  assert_true(does(world, change_address, &other));
  assert_true(opens_what_is_own(world, true));
}

static bool
has_own(World *world, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const bool has = ways_has_own(txn, member_id);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return has;
}

/* The same rule, asked before anybody comes in: who has a way that no organiser can have made. */
static bool
can_organise(World *world, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const bool can = ways_can_organise(txn, member_id);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return can;
}

static bool
say_yes(World *world, Txn *txn, const Act *act, void *data)
{
  Act by = *act;
  const Passkey passkey = { .id = *(int64_t *)data, .member_id = world->ann };

  by.member_id = world->bo;
  passkey_vouch(txn, &by, &passkey);
  return !txn_trouble(txn);
}

/* A mailed link is no way back for an organiser, nor is a passkey that waits for a yes. */
static void
who_can_come_back_to_organise(void **state)
{
  World *world = *state;
  Adding adding = { .first_byte = 9, .member_id = world->ann };

  assert_true(has_own(world, world->ann));
  assert_false(can_organise(world, world->ann));
  assert_true(does(world, add_passkey, &adding));
  assert_false(can_organise(world, world->ann));
  assert_true(does(world, say_yes, &adding.id));
  assert_true(can_organise(world, world->ann));
  assert_false(can_organise(world, world->bo));
}

static void
who_can_open_worries_is_known_before(void **state)
{
  World *world = *state;
  Change other = { .by_id = world->bo, .contact = "bo@elsewhere.example" };
  Adding adding = { .first_byte = 9, .member_id = world->ann };

  assert_true(has_own(world, world->ann));
  assert_true(does(world, change_address, &other));
  assert_false(has_own(world, world->ann));
  assert_true(does(world, add_passkey, &adding)); /* from a way that others can have */
  assert_false(has_own(world, world->ann));
  other.is_stood_by = true;
  assert_true(does(world, change_address, &other));
  assert_true(has_own(world, world->ann));
}

/* ---- somebody leaves ---- */

static bool
set_state(World *world, Txn *txn, const Act *act, void *data)
{
  people_set_state(txn, act, world->bo, *(MemberState *)data);
  return true;
}

static void
who_left_is_signed_out_for_ever(void **state)
{
  World *world = *state;
  MemberState left = MEMBER_LEFT, here = MEMBER_HERE, suspended = MEMBER_SUSPENDED;

  begin(world, world->bo, WAY_LINK, 0, 0);
  begin(world, world->ann, WAY_LINK, 0, 0);
  assert_true(does(world, set_state, &suspended)); /* may come in still */
  assert_string_equal(ways_of(world, world->bo), "link");
  assert_true(does(world, set_state, &left));
  assert_true(does(world, set_state, &here)); /* back: by a new way in */
  assert_string_equal(ways_of(world, world->bo), "");
  assert_string_equal(ways_of(world, world->ann), "link");
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    with_world(a_person_is_asked_about_what_others_made),
    with_world(what_others_may_hold_is_closed),
    with_world(a_passkey_waits_for_another_organiser),
    with_world(many_passkeys_hide_no_note),
    with_world(a_link_is_own_when_asked_for_at_an_address_that_nobody_else_changed),
    with_world(who_can_open_worries_is_known_before),
    with_world(who_can_come_back_to_organise),
    with_world(who_left_is_signed_out_for_ever),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
