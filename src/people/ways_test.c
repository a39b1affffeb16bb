/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ways in on both engines: passkeys, links asked for, helpers, and what they end. */
#include "people/ways.h"

#include "people/apart.h"

#include "base/clock.h"
#include "db/test_db.h"
#include "people/passkeys.h"
#include "people/ways_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- passkeys ---- */

typedef struct {
  char challenge[LINK_TOKEN_SIZE];
  int64_t member_id;
  bool is_good;
} Asking;

static bool
ask(World *world, Txn *txn, const Act *act, void *data)
{
  Asking *asking = data;

  (void)world;
  passkey_ask(txn, act, asking->member_id, asking->challenge);
  return true;
}

static bool
take(World *world, Txn *txn, const Act *act, void *data)
{
  Asking *asking = data;

  (void)world;
  return passkey_take_asked(txn, act, asking->challenge, asking->member_id);
}

static void
a_challenge_is_answered_once_within_an_hour(void **state)
{
  World *world = *state;
  Asking asking = { .member_id = world->ann }, other;

  assert_true(does(world, ask, &asking));
  other = asking;
  other.member_id = world->bo;
  assert_false(does(world, take, &other)); /* somebody else's */
  assert_false(does_at(world, HILLTOP, take, &asking));
  world->at_us = clock_now_us() + US_PER_HOUR + US_PER_S;
  assert_false(does(world, take, &asking)); /* too old */
  world->at_us = 0;
  assert_true(does(world, take, &asking));
  assert_false(does(world, take, &asking)); /* used up */
}

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

static bool
use_and_remove(World *world, Txn *txn, const Act *act, void *data)
{
  Adding *adding = data;
  const uint8_t id[16] = { adding->first_byte };
  const Passkey *passkey = passkey_find_by_credential(txn, world->arena, id, sizeof(id));

  assert_non_null(passkey);
  assert_int_equal(passkey->key->sign_count, 3);
  passkey_note_use(txn, act, passkey, 2); /* went back: noted */
  passkey_vouch(txn, act, passkey);
  passkey_rename(txn, act, passkey, "Old phone");
  assert_null(passkey_find(txn, world->arena, world->bo, passkey->id)); /* not another's */
  passkey = passkey_find(txn, world->arena, world->ann, passkey->id);
  assert_string_equal(passkey->label, "Old phone");
  assert_true(passkey->is_vouched);
  passkey_remove(txn, act, passkey);
  assert_null(passkey_find(txn, world->arena, world->ann, passkey->id));
  return true;
}

static void
passkeys_are_several_and_go_with_their_sessions(void **state)
{
  World *world = *state;
  Adding first = { .first_byte = 1, .member_id = world->ann };
  Adding same = { .first_byte = 1, .member_id = world->bo };
  Adding more = { .member_id = world->ann };

  assert_true(does(world, add_passkey, &first));
  assert_false(does(world, add_passkey, &same)); /* one passkey, one person */
  assert_int_equal(same.refused, 1);
  for (int i = 2; i <= PASSKEYS_A_MEMBER; i++) {
    more.first_byte = (uint8_t)i;
    assert_true(does(world, add_passkey, &more));
  }
  more.first_byte = 99;
  assert_false(does(world, add_passkey, &more));
  assert_int_equal(more.refused, 1);

  begin(world, world->ann, WAY_PASSKEY, first.id, 0);
  begin(world, world->ann, WAY_CARD, 5, 0);
  assert_true(does(world, use_and_remove, &first));
  assert_string_equal(ways_of(world, world->ann), "card");

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const DoorNote *notes = door_notes(txn, world->arena, world->ann, clock_now_us(), 4);

  assert_string_equal(notes[0].words, "A passkey was removed");
  assert_string_equal(notes[1].words, "An organiser said yes to your passkey");
  assert_string_equal(notes[2].words, "One of your passkeys may have been copied");
  db_end_read(txn);
}

/* ---- where I am signed in ---- */

static bool
end_one(World *world, Txn *txn, const Act *act, void *data)
{
  return sign_in_end(txn, act, world->ann, *(int64_t *)data);
}

static bool
end_others(World *world, Txn *txn, const Act *act, void *data)
{
  sign_ins_end_others(txn, act, world->ann, *(int64_t *)data);
  return true;
}

static void
a_person_ends_their_own_sessions_only(void **state)
{
  World *world = *state;
  int64_t here = begin(world, world->ann, WAY_PASSKEY, 0, 0);
  int64_t there = begin(world, world->ann, WAY_LINK, 0, 0);
  int64_t theirs = begin(world, world->bo, WAY_LINK, 0, 0);

  begin(world, world->ann, WAY_CARD, 0, 0);
  assert_true(does(world, end_one, &there));
  assert_false(does(world, end_one, &there));
  assert_false(does(world, end_one, &theirs));
  assert_string_equal(ways_of(world, world->ann), "card passkey");
  assert_true(does(world, end_others, &here));
  assert_string_equal(ways_of(world, world->ann), "passkey");
  assert_string_equal(ways_of(world, world->bo), "link");
}

/* ---- a link by e-mail ---- */

typedef struct {
  const char *email;
  int64_t ask_id, link_id;
} Mailing;

static bool
ask_link(World *world, Txn *txn, const Act *act, void *data)
{
  Mailing *mailing = data;

  (void)world;
  mailing->ask_id = mailing->ask_id
                        ? link_ask_again(txn, act, mailing->ask_id)
                        : link_ask(txn, act, mailing->email, "https://place.example", "/papers");
  return mailing->ask_id != 0;
}

static bool
answer_link(World *world, Txn *txn, const Act *act, void *data)
{
  Mailing *mailing = data;

  (void)world;
  mailing->link_id = link_ask_answer(txn, act, mailing->ask_id);
  return true;
}

static void
a_link_is_mailed_to_whom_it_belongs(void **state)
{
  World *world = *state;
  Mailing known = { .email = "ANN@riverside.example" }, unknown = { .email = "who@else.example" };
  const char *goes_to = NULL;
  int64_t first;

  assert_true(does(world, ask_link, &unknown));
  assert_true(does(world, answer_link, &unknown));
  assert_int_equal(unknown.link_id, 0);

  assert_true(does(world, ask_link, &known));
  assert_true(does(world, answer_link, &known));
  first = known.link_id;
  assert_true(first > 0);
  assert_true(does(world, answer_link, &known)); /* the task is run again: no second link */
  assert_int_equal(known.link_id, 0);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SignInLink *link = people_find_link(txn, world->arena, first, clock_now_us());

  assert_int_equal(link->member_id, world->ann);
  assert_int_equal(link->way, WAY_LINK);
  assert_null(people_find_link(txn, world->arena, first, clock_now_us() + US_PER_HOUR));
  assert_int_equal(link_ask_find(txn, world->arena, known.ask_id, &goes_to), first);
  assert_string_equal(goes_to, "/papers");
  db_end_read(txn);

  /* No flood for an address that somebody asks for again and again. */
  for (int i = 2; i <= LINKS_AN_HOUR + 2; i++) {
    assert_true(does(world, ask_link, &known));
    assert_true(does(world, answer_link, &known));
    assert_int_equal(known.link_id != 0, i <= LINKS_AN_HOUR);
  }
  world->at_us = clock_now_us() + 25 * US_PER_HOUR;
  assert_false(does(world, ask_link, &known)); /* too long ago to send again */
}

/* ---- helpers ---- */

static bool
remove_helper(World *world, Txn *txn, const Act *act, void *data)
{
  (void)data;
  door_helper_remove(txn, act, world->ann, world->bo);
  return true;
}

static bool
may_help_as(World *world, int64_t helper_id, bool is_organiser, int64_t member_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  bool may = door_may_help(txn, helper_id, is_organiser, member_id);

  db_end_read(txn);
  return may;
}

static bool
may_help(World *world, int64_t helper_id, int64_t member_id)
{
  return may_help_as(world, helper_id, false, member_id);
}

static bool
set_only_named(World *world, Txn *txn, const Act *act, void *data)
{
  door_set_only_named(txn, act, world->ann, *(const bool *)data);
  return true;
}

static void
all_are_apart(Txn *txn, const PeoplePair *pairs, int count, bool *ret_apart)
{
  (void)txn;
  for (int i = 0; i < count; i++)
    ret_apart[i] = pairs[i].one_id != pairs[i].other_id;
}

/* An organiser may, unless the person wants named people only, or one keeps away: the same answer.
 */
static void
an_organiser_helps_only_who_lets_them(void **state)
{
  static const bool on = true, off = false;
  World *world = *state;
  Helping bo = { .name = "Bo Ford" };

  assert_true(may_help_as(world, world->bo, true, world->ann));
  assert_true(does(world, set_only_named, (void *)&on));
  assert_true(does(world, set_only_named, (void *)&on));
  assert_false(may_help_as(world, world->bo, true, world->ann));
  assert_false(may_help_as(world, 0, false, world->ann)); /* that row is nobody's */
  assert_true(does(world, add_helper, &bo));
  assert_true(may_help_as(world, world->bo, true, world->ann));
  people_set_keep_apart(all_are_apart);
  assert_false(may_help_as(world, world->bo, true, world->ann));
  assert_false(may_help_as(world, world->bo, false, world->ann));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  assert_int_equal(door_helped(txn, world->arena, world->bo)->id, 0);
  assert_int_equal(door_helpers(txn, world->arena, world->ann)->id, world->bo); /* not told */
  people_set_keep_apart(NULL);
  assert_int_equal(door_helped(txn, world->arena, world->bo)->id, world->ann);
  assert_int_equal(door_helpers(txn, world->arena, world->ann)[1].id, 0);
  db_end_read(txn);
  assert_true(does(world, remove_helper, NULL));
  assert_false(may_help_as(world, world->bo, true, world->ann));
  assert_true(does(world, set_only_named, (void *)&off));
  assert_true(may_help_as(world, world->bo, true, world->ann));
}

static void
a_helper_is_named_and_unnamed(void **state)
{
  World *world = *state;
  Helping bo = { .name = "bo  FORD" }, nobody = { .name = "Nobody" }, self = { .name = "Ann Reed" };

  assert_false(may_help(world, world->bo, world->ann));
  assert_false(does(world, add_helper, &nobody));
  assert_false(does(world, add_helper, &self));
  assert_true(does(world, add_helper, &bo));
  assert_true(does(world, add_helper, &bo)); /* twice is once */
  assert_true(may_help(world, world->bo, world->ann));
  assert_false(may_help(world, world->ann, world->bo)); /* not the other way round */

  begin(world, world->ann, WAY_ASSISTED, 0, world->bo);
  begin(world, world->ann, WAY_LINK, 0, 0);
  assert_true(does(world, remove_helper, NULL));
  assert_false(may_help(world, world->bo, world->ann));
  assert_string_equal(ways_of(world, world->ann), "link"); /* what Bo began ends with the trust */
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    with_world(a_challenge_is_answered_once_within_an_hour),
    with_world(passkeys_are_several_and_go_with_their_sessions),
    with_world(a_person_ends_their_own_sessions_only),
    with_world(a_link_is_mailed_to_whom_it_belongs),
    with_world(a_helper_is_named_and_unnamed),
    with_world(an_organiser_helps_only_who_lets_them),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
