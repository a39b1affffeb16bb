/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ways in on both engines: passkeys, links asked for, helpers, and what they end. */
#include "people/ways.h"

#include "people/apart.h"

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

typedef struct {
  const char *name;
  int refused;
} Helping;

static bool
add_helper(World *world, Txn *txn, const Act *act, void *data)
{
  Helping *helping = data;
  Refusals *refusals = refusals_new(world->arena);

  door_helper_add(txn, act, world->ann, helping->name, refusals);
  helping->refused = refusals_count(refusals);
  return helping->refused == 0;
}

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

static bool
all_are_apart(Txn *txn, int64_t one_id, int64_t other_id)
{
  (void)txn;
  return one_id != other_id;
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

/* ---- new ways in ---- */

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
  const DoorNote *note = new_ways(txn, world->arena, world->ann, key_id, now_us);
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
count_waiting(World *world, int64_t but_id)
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const DoorMember *list = passkeys_waiting(txn, world->arena, but_id);
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
    with_world(a_challenge_is_answered_once_within_an_hour),
    with_world(passkeys_are_several_and_go_with_their_sessions),
    with_world(a_person_ends_their_own_sessions_only),
    with_world(a_link_is_mailed_to_whom_it_belongs),
    with_world(a_helper_is_named_and_unnamed),
    with_world(an_organiser_helps_only_who_lets_them),
    with_world(a_person_is_asked_about_what_others_made),
    with_world(what_others_may_hold_is_closed),
    with_world(a_passkey_waits_for_another_organiser),
    with_world(a_link_is_own_when_asked_for_at_an_address_that_nobody_else_changed),
    with_world(who_left_is_signed_out_for_ever),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
