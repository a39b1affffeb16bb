/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The chain of keys on both engines: data from before keys were stored still open, the root key and
 * the community's key can be changed, cut off at every statement, and nothing is lost. */
#include "db/test_db.h"
#include "people/cipher.h"
#include "people/community_keys.h"
#include "people/kinds.h"
#include "people/people.h"
#include "people/person_keys.h"
#include "people/rotation.h"
#include "people/seal.h"

#include <glib/gstdio.h>
#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { RIVERSIDE = 11, HILLTOP = 12, PEOPLE = 230 };

static const uint8_t first_key[ROOT_KEY_BYTES] = { 7 };

typedef struct {
  TestDb *test;
  char *sql[3], *folder, *file;
} World;

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, NULL };
  World *world = g_new0(World, 1);
  RootKeys keys = { .keys = { { .version = 1 } }, .count = 1 };

  memcpy(keys.keys[0].bytes, first_key, ROOT_KEY_BYTES);
  log_set_kinds(kinds);
  seal_set_root_key(first_key);
  world->folder = g_dir_make_tmp("commontable-keys-XXXXXX", NULL);
  world->file = g_build_filename(world->folder, "data.key", NULL);
  assert_true(root_keys_write(world->file, &keys, NULL));
  assert_true(root_keys_load(world->file, NULL));
  world->sql[0] = test_db_read_source("src/log/log.sql");
  world->sql[1] = test_db_read_source("src/outbox/outbox.sql");
  world->sql[2] = test_db_read_source("src/people/people.sql");

  const MigrationFile files[] = {
    { "log", world->sql[0] }, { "outbox", world->sql[1] }, { "people", world->sql[2] }, { 0 }
  };

  world->test = test_db_new(files, NULL);
  *state = world;
  return 0;
}

static int
tear_down(void **state)
{
  World *world = *state;

  test_db_free(world->test);
  g_unlink(world->file);
  g_rmdir(world->folder);
  for (int i = 0; i < 3; i++)
    g_free(world->sql[i]);
  g_free(world->folder);
  g_free(world->file);
  g_free(world);
  return 0;
}

static WriteOutcome
change(World *world, int64_t community_id, TestChange run, void *data)
{
  const Act act = test_db_act(world->test, community_id, 0);

  return test_db_write(world->test, &act, run, data);
}

static bool
add(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  int64_t id = 0;

  people_add(txn, act, &(Member){ .name = "Ann", .reach = REACH_EMAIL, .contact = data }, refusals,
             &id);
  return refusals_count(refusals) == 0;
}

static void
add_people(World *world, int64_t community_id, int from, int count)
{
  for (int i = from; i < from + count; i++) {
    g_autofree char *email = g_strdup_printf("p%d@place.example", i);

    assert_int_equal(change(world, community_id, add, email), WRITE_KEPT);
  }
}

/* Everybody is listed with what is theirs, and found by their address. */
static void
assert_all_opens(World *world, int64_t community_id, int count)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  const Member *members = people_list(txn, arena, NULL, 0, count + 10, true);

  for (int i = 0; i < count; i++) {
    assert_true(g_str_has_suffix(members[i].contact, "@place.example"));
    assert_int_equal(people_find_by_email(txn, members[i].contact), members[i].id);
  }
  assert_int_equal(members[count].id, 0);
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
}

/* As after a restart: what was opened is forgotten, the file is read again. */
static void
restart(World *world)
{
  community_keys_forget();
  assert_true(root_keys_load(world->file, NULL));
}

static RotationState
state_of(World *world, int64_t community_id)
{
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  RotationState state;

  assert_true(rotation_state(txn, &state));
  db_end_read(txn);
  return state;
}

/* ---- from before keys were stored ---- */

/* As the program before this one did it. */
static void
old_derive(int64_t community_id, const char *place, int64_t row_id, uint8_t ret_bytes[32])
{
  crypto_generichash_state state;

  crypto_generichash_init(&state, first_key, sizeof(first_key), 32);
  crypto_generichash_update(&state, (const uint8_t *)&community_id, sizeof(community_id));
  crypto_generichash_update(&state, (const uint8_t *)&row_id, sizeof(row_id));
  crypto_generichash_update(&state, (const uint8_t *)place, strlen(place));
  crypto_generichash_final(&state, ret_bytes, 32);
}

static size_t
old_seal(const uint8_t key[32], const char *place, int64_t id, const void *plain, size_t len,
         uint8_t *ret_sealed)
{
  g_autofree char *bound = g_strdup_printf("%d|%s|%" G_GINT64_FORMAT "|%" G_GINT64_FORMAT "|1",
                                           RIVERSIDE, place, id, id);

  ret_sealed[0] = 1;
  randombytes_buf(ret_sealed + 1, 24);
  crypto_aead_xchacha20poly1305_ietf_encrypt(ret_sealed + 25, NULL, plain, len,
                                             (const uint8_t *)bound, strlen(bound), NULL,
                                             ret_sealed + 1, key);
  return 25 + len + 16;
}

static bool
add_old_key(Txn *txn, const Act *act, int64_t id, uint8_t ret_key[32])
{
  uint8_t outer[32], sealed[32 + 41];
  g_autoptr(Query) q = db_change(
      txn, act, "INSERT INTO person_key (community_id, member_id, sealed) VALUES (?1, ?2, ?3)");

  old_derive(RIVERSIDE, "community-key", 0, outer);
  randombytes_buf(ret_key, 32);
  bind_int(q, 2, id);
  bind_blob(q, 3, sealed, old_seal(outer, "person_key", id, ret_key, 32, sealed));
  return query_run(q);
}

static bool
add_old_member(Txn *txn, const Act *act, void *data)
{
  static int number;
  g_autofree char *email = g_strdup_printf("old%d@place.example", ++number);
  int64_t id = act_new_id(act);
  uint8_t key[32], contact[200], wants[200], blind_key[32], blind[32];

  (void)data;
  add_old_key(txn, act, id, key);
  old_derive(RIVERSIDE, "member.contact", -1, blind_key);
  crypto_generichash(blind, 32, (const uint8_t *)email, strlen(email), blind_key, 32);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO member (community_id, id, name, sort_key, reach, contact,"
                " contact_blind, wants, is_organiser, language, theme, made_at_us)"
                " VALUES (?1, ?2, 'Old', 'old', 'email', ?3, ?4, ?5, 0, '', '', 1)");

  bind_int(q, 2, id);
  bind_blob(q, 3, contact, old_seal(key, "member.contact", id, email, strlen(email), contact));
  bind_blob(q, 4, blind, 32);
  bind_blob(q, 5, wants, old_seal(key, "member.wants", id, "audio", 5, wants));
  return query_run(q);
}

static bool
ensure(Txn *txn, const Act *act, void *data)
{
  (void)data;
  community_keys_ensure(txn, act);
  return true;
}

static void
data_from_before_keys_were_stored_still_open(void **state)
{
  static const OutboxHandler handlers[] = { { "reseal-people", reseal_people, NULL }, { 0 } };
  World *world = *state;

  for (int i = 0; i < 5; i++)
    assert_int_equal(change(world, RIVERSIDE, add_old_member, NULL), WRITE_KEPT);
  assert_int_equal(change(world, RIVERSIDE, ensure, NULL), WRITE_KEPT);
  assert_all_opens(world, RIVERSIDE, 5);
  assert_int_equal(state_of(world, RIVERSIDE).version, 2); /* a random one, already */
  assert_int_equal(state_of(world, RIVERSIDE).waiting, 5);
  add_people(world, RIVERSIDE, 0, 3);
  assert_all_opens(world, RIVERSIDE, 8);

  outbox_run_due(test_db(world->test), handlers, RIVERSIDE);
  assert_int_equal(state_of(world, RIVERSIDE).waiting, 0);
  restart(world);
  assert_all_opens(world, RIVERSIDE, 8);
}

static bool
add_old_link(Txn *txn, const Act *act, void *data)
{
  uint8_t bytes[32], hash[32];
  int64_t id = act_new_id(act);
  char *token = data;

  old_derive(RIVERSIDE, "sign-in-link", id, bytes);
  sodium_bin2base64(token, LINK_TOKEN_SIZE, bytes, 32, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  crypto_generichash(hash, 32, (const uint8_t *)token, LINK_TOKEN_LEN, NULL, 0);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO sign_in_link (community_id, id, member_id,"
                                 " token_hash, made_at_us, expires_at_us, origin)"
                                 " VALUES (?1, ?2, 0, ?3, 1, ?4, '')");

  bind_int(q, 2, id);
  bind_blob(q, 3, hash, 32);
  bind_int(q, 4, G_MAXINT64);
  return query_run(q);
}

static bool
make_link(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  int64_t id = people_make_link(txn, act, 0, "", G_GINT64_CONSTANT(100000000000));

  g_strlcpy(data, people_find_link(txn, arena, id, act->at_us)->token, LINK_TOKEN_SIZE);
  return true;
}

/* Spends nothing: whether the link is known, and shown as it was. */
static bool
link_is_good(World *world, const char *token)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const SignInLink *link = NULL, *again = NULL;
  bool is_good = people_look_at_link(txn, arena, token, 2, &link) == LINK_GOOD;

  if (is_good)
    again = people_find_link(txn, arena, link->id, 2);
  is_good = is_good && strcmp(link->token, token) == 0 &&
            (!*again->token || strcmp(again->token, token) == 0);
  db_end_read(txn);
  return is_good;
}

/* ---- changing keys ---- */

static bool
reseal(Txn *txn, const Act *act, void *data)
{
  *(int *)data = community_keys_reseal(txn, act);
  return *(int *)data >= 0;
}

static bool
start(Txn *txn, const Act *act, void *data)
{
  (void)data;
  return rotation_start(txn, act) > 0;
}

static void
new_root_key(World *world)
{
  RootKeys keys;

  assert_true(root_keys_read(world->file, &keys, NULL));
  assert_true(root_keys_add_new(&keys));
  assert_true(root_keys_write(world->file, &keys, NULL));
}

static void
drop_oldest_root_key(World *world)
{
  RootKeys keys;

  assert_true(root_keys_read(world->file, &keys, NULL));
  memmove(&keys.keys[0], &keys.keys[1], sizeof(keys.keys[0]) * (size_t)--keys.count);
  assert_true(root_keys_write(world->file, &keys, NULL));
}

static void
links_outlive_every_change(void **state)
{
  World *world = *state;
  char old[LINK_TOKEN_SIZE], first[LINK_TOKEN_SIZE], second[LINK_TOKEN_SIZE];
  int count = 0;

  assert_int_equal(change(world, RIVERSIDE, add_old_link, old), WRITE_KEPT);
  assert_int_equal(change(world, RIVERSIDE, make_link, first), WRITE_KEPT);
  assert_true(link_is_good(world, old) && link_is_good(world, first));
  new_root_key(world);
  assert_int_equal(change(world, RIVERSIDE, reseal, &count), WRITE_KEPT);
  assert_int_equal(change(world, RIVERSIDE, start, NULL), WRITE_KEPT);
  assert_int_equal(change(world, RIVERSIDE, make_link, second), WRITE_KEPT);
  restart(world);
  assert_true(link_is_good(world, old) && link_is_good(world, first));
  assert_true(link_is_good(world, second));
}

static void
the_root_key_is_changed_and_the_old_one_may_go(void **state)
{
  World *world = *state;
  int counts[256] = { 0 }, count = 0, version = 0;
  int64_t newest_us = 0;

  add_people(world, RIVERSIDE, 0, 3);
  add_people(world, HILLTOP, 0, 2);
  new_root_key(world);
  assert_int_equal(change(world, RIVERSIDE, reseal, &count), WRITE_KEPT);
  assert_int_equal(count, KEY_PURPOSES);
  assert_int_equal(change(world, RIVERSIDE, reseal, &count), WRITE_KEPT);
  assert_int_equal(count, 0);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_true(community_keys_count(txn, counts, &newest_us));
  assert_int_equal(counts[1], 0);
  assert_int_equal(counts[2], KEY_PURPOSES);
  db_end_read(txn);

  drop_oldest_root_key(world);
  restart(world);
  assert_all_opens(world, RIVERSIDE, 3);
  txn = db_begin_read(test_db(world->test), HILLTOP); /* that one was not sealed anew */
  assert_false(community_keys_open(txn, &version));
  assert_int_equal(version, 1);
  db_end_read(txn);
}

static void
the_community_key_is_changed_in_steps(void **state)
{
  World *world = *state;
  int64_t count = 0;

  add_people(world, RIVERSIDE, 0, PEOPLE);
  assert_int_equal(change(world, RIVERSIDE, start, NULL), WRITE_KEPT);
  assert_int_equal(state_of(world, RIVERSIDE).waiting, PEOPLE);
  add_people(world, RIVERSIDE, PEOPLE, 2);
  assert_int_equal(state_of(world, RIVERSIDE).waiting, PEOPLE);
  assert_all_opens(world, RIVERSIDE, PEOPLE + 2);
  assert_true(rotation_finish(test_db(world->test), RIVERSIDE, &count, NULL));
  assert_int_equal(count, PEOPLE);
  assert_int_equal(state_of(world, RIVERSIDE).waiting, 0);
  restart(world);
  assert_all_opens(world, RIVERSIDE, PEOPLE + 2);
  assert_true(rotation_finish(test_db(world->test), RIVERSIDE, &count, NULL));
  assert_int_equal(count, 0);
}

/* Cut off at each statement in turn: all opens, and the next run ends it. */
static void
cut_off_at_any_statement_it_goes_on(void **state)
{
  World *world = *state;
  Db *db = test_db(world->test);
  int64_t count = 0;

  add_people(world, RIVERSIDE, 0, 8);
  for (int64_t nth = 1; nth < 400; nth++) {
    assert_int_equal(change(world, RIVERSIDE, start, NULL), WRITE_KEPT);
    db_fail_statement_for_test(db, nth, nth % 2 ? TROUBLE_DISK : TROUBLE_DATABASE);
    bool is_done = rotation_finish(db, RIVERSIDE, &count, NULL);
    db_fail_statement_for_test(db, 0, TROUBLE_NONE);
    restart(world);
    assert_all_opens(world, RIVERSIDE, 8);
    if (is_done)
      return;
    assert_true(rotation_finish(db, RIVERSIDE, &count, NULL));
    assert_int_equal(state_of(world, RIVERSIDE).waiting, 0);
    restart(world);
    assert_all_opens(world, RIVERSIDE, 8);
  }
  fail_msg("it never ran to its end");
}

/* Undone, a key must not be remembered: the next one is another. */
static bool
add_and_look(Txn *txn, const Act *act, void *data)
{
  bool is_kept = add(txn, act, (void *)"undone@place.example");

  people_find_by_email(txn, "undone@place.example");
  (void)data;
  (void)is_kept;
  return false;
}

static void
a_key_that_was_undone_is_forgotten(void **state)
{
  World *world = *state;

  assert_int_equal(change(world, RIVERSIDE, add_and_look, NULL), WRITE_UNDONE);
  add_people(world, RIVERSIDE, 0, 2);
  assert_all_opens(world, RIVERSIDE, 2);
  restart(world);
  assert_all_opens(world, RIVERSIDE, 2);
}

static void
another_root_key_opens_nothing(void **state)
{
  static const uint8_t other[ROOT_KEY_BYTES] = { 8 };
  World *world = *state;
  int version = 0;

  add_people(world, RIVERSIDE, 0, 1);
  seal_set_root_key(other);

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  assert_false(community_keys_open(txn, &version));
  assert_int_equal(version, 1);
  db_end_read(txn);
}

static void
key_files_are_read_as_written(void **state)
{
  RootKeys keys = { .count = 0 }, same;
  char digits[65] = { 0 };
  g_autofree char *old = NULL, *bad = NULL;

  (void)state;
  for (int i = 0; i < ROOT_KEYS_MAX; i++)
    assert_true(root_keys_add_new(&keys));
  assert_false(root_keys_add_new(&keys));
  char *text = root_keys_to_text(&keys);
  assert_true(root_keys_from_text(text, &same));
  assert_memory_equal(&keys, &same, sizeof(keys));
  root_text_free(text);

  memset(digits, 'a', 64);
  old = g_strconcat("  ", digits, "\n", NULL);
  assert_true(root_keys_from_text(old, &same));
  assert_int_equal(same.count, 1);
  assert_int_equal(same.keys[0].version, 1);
  assert_int_equal(same.keys[0].bytes[31], 0xaa);

  bad = g_strdup_printf("2 %s\n1 %s\n", digits, digits);
  assert_false(root_keys_from_text(bad, &same)); /* the newest stands last */
  assert_false(root_keys_from_text("", &same));
  assert_false(root_keys_from_text("# nothing\n", &same));
  assert_false(root_keys_from_text("1 abc\n", &same));
  assert_false(root_keys_from_text("256 aa\n", &same));
}

#define WORLD_TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    WORLD_TEST(data_from_before_keys_were_stored_still_open),
    WORLD_TEST(links_outlive_every_change),
    WORLD_TEST(the_root_key_is_changed_and_the_old_one_may_go),
    WORLD_TEST(the_community_key_is_changed_in_steps),
    WORLD_TEST(cut_off_at_any_statement_it_goes_on),
    WORLD_TEST(a_key_that_was_undone_is_forgotten),
    WORLD_TEST(another_root_key_opens_nothing),
    cmocka_unit_test(key_files_are_read_as_written),
  };

  return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
