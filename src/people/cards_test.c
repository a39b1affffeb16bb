/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Key cards on both engines: codes that people type, what a card opens, what it leaves. */
#include "people/cards.h"

#include "base/clock.h"
#include "db/test_db.h"
#include "people/ways_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- codes ---- */

static void
a_code_is_read_however_it_is_typed(void **state)
{
  char letters[CARD_CODE_LETTERS + 1];

  (void)state;
  assert_false(card_code_read("", letters));
  assert_false(card_code_read("----", letters));
  assert_false(card_code_read("0000-0000-000", letters));
  assert_true(card_code_read("0000-0000-0000", letters));
  assert_string_equal(letters, "000000000000");
  assert_true(card_code_read(" oOo0 oooo\t000O ", letters)); /* O is 0 */
  assert_string_equal(letters, "000000000000");
  assert_true(card_code_read("0000\xe2\x80\x93"
                             "0000\xe2\x80\x91"
                             "0000",
                             letters)); /* – and ‑ */
  assert_true(card_code_read("\xef\xbc\x90"
                             "000 0000 0000",
                             letters)); /* a wide 0 */
  assert_false(card_code_read("0000-0000-00001", letters));
  assert_false(card_code_read("0000-0000-000U", letters));
  assert_false(card_code_read("0000-0000-0001", letters)); /* one letter is wrong */
}

typedef struct {
  int64_t card_id;
  CardWords words;
} Carding;

static bool
make_card(World *world, Txn *txn, const Act *act, void *data)
{
  Carding *carding = data;

  carding->card_id = card_make(txn, act, world->ann);

  const KeyCard *card = card_find(txn, world->arena, carding->card_id);

  return card && card_words(txn, card, &carding->words);
}

/* Property: of the codes that are made, no single wrong letter makes another code. */
static void
a_wrong_letter_is_noticed(void **state)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  World *world = *state;

  for (int i = 0; i < 10; i++) {
    Carding carding;
    char letters[CARD_CODE_LETTERS + 1];

    assert_true(does(world, make_card, &carding));
    assert_true(card_code_read(carding.words.code, letters));
    for (size_t at = 0; carding.words.code[at]; at++) {
      char right = carding.words.code[at];

      for (const char *wrong = alphabet; right != '-' && *wrong; wrong++) {
        carding.words.code[at] = *wrong;
        assert_int_equal(card_code_read(carding.words.code, letters), *wrong == right);
      }
      carding.words.code[at] = right;
    }
  }
}

/* ---- cards ---- */

static bool
lose_card(World *world, Txn *txn, const Act *act, void *data)
{
  *(int *)data = card_end_all(txn, act, world->ann);
  return true;
}

static bool
use_card(World *world, Txn *txn, const Act *act, void *data)
{
  const KeyCard *card = card_find_by_token(txn, world->arena, data);

  if (card)
    card_note_use(txn, act, card);
  return card != NULL;
}

static int64_t
member_by_code(World *world, int64_t community_id, const char *code)
{
  char letters[CARD_CODE_LETTERS + 1];
  Txn *txn = db_begin_read(test_db(world->test), community_id);

  assert_true(card_code_read(code, letters));

  const KeyCard *card = card_find_by_code(txn, world->arena, letters);

  db_end_read(txn);
  return card ? card->member_id : 0;
}

static void
a_card_works_until_it_is_ended(void **state)
{
  World *world = *state;
  Carding first, second;
  int ended = 0;

  assert_true(does(world, make_card, &first));
  assert_int_equal(member_by_code(world, RIVERSIDE, first.words.code), world->ann);
  assert_int_equal(member_by_code(world, HILLTOP, first.words.code), 0); /* another community */
  assert_true(does(world, use_card, first.words.token));

  /* A new card ends the old one, and what it began. */
  begin(world, world->ann, WAY_CARD, first.card_id, 0);
  begin(world, world->ann, WAY_LINK, 0, 0);
  begin(world, world->bo, WAY_CARD, 99, 0);
  assert_true(does(world, make_card, &second));
  assert_int_equal(member_by_code(world, RIVERSIDE, first.words.code), 0);
  assert_false(does(world, use_card, first.words.token));
  assert_string_equal(ways_of(world, world->ann), "link");
  assert_string_equal(ways_of(world, world->bo), "card"); /* others' are left alone */

  begin(world, world->ann, WAY_CARD, second.card_id, 0);
  assert_true(does(world, lose_card, &ended));
  assert_int_equal(ended, 1);
  assert_string_equal(ways_of(world, world->ann), "link");
  assert_int_equal(member_by_code(world, RIVERSIDE, second.words.code), 0);
  assert_true(does(world, lose_card, &ended)); /* once more: nothing to end */
  assert_int_equal(ended, 0);
}

/* R44: each use is noted for the person; what is stored does not let anybody in. */
static void
a_card_leaves_notes_and_no_secret(void **state)
{
  World *world = *state;
  Carding carding;
  char letters[CARD_CODE_LETTERS + 1];

  assert_true(does(world, make_card, &carding));
  assert_true(does(world, use_card, carding.words.token));
  assert_true(card_code_read(carding.words.code, letters));

  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);
  const DoorNote *notes =
      door_notes(txn, world->arena, world->ann, clock_now_us(), DOOR_NOTES_SHOWN);

  assert_string_equal(notes[0].words, "Your card was used");
  assert_string_equal(notes[1].words, "A key card was made for you");
  assert_string_equal(notes[1].actor_name, ""); /* by the person */
  assert_null(notes[2].words);

  g_autoptr(Query) q = db_query(txn, "SELECT token_hash, code_blind FROM key_card"
                                     " WHERE community_id = ?1");

  while (query_next(q))
    for (int column = 0; column < 2; column++) {
      size_t len = 0;
      const void *bytes = col_blob(q, column, &len);

      assert_int_equal(len, 32);
      assert_null(memmem(bytes, len, letters, 4));
    }
  query_done(g_steal_pointer(&q));
  db_end_read(txn);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_code_is_read_however_it_is_typed),
    with_world(a_wrong_letter_is_noticed),
    with_world(a_card_works_until_it_is_ended),
    with_world(a_card_leaves_notes_and_no_secret),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
