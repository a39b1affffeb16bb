/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Guessing at printed cards from everywhere, from one address and at one card; a card that was
 * lost. Nobody who guesses keeps the rightful holder out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "attack.h"
#include "base/random.h"
#include "people/cards.h"

#include <string.h>

typedef struct {
  int64_t member_id;
  CardWords words;
} CardFor;

static bool
give_card(Txn *txn, const Act *act, void *data)
{
  CardFor *card = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const KeyCard *made = card_find(txn, arena, card_make(txn, act, card->member_id));

  return made && card_words(txn, made, &card->words);
}

static bool
lose_card(Txn *txn, const Act *act, void *data)
{
  return card_end_all(txn, act, ((CardFor *)data)->member_id) > 0;
}

static void
change_card(Scene *scene, CardFor *card, TestChange change)
{
  const Act act = test_db_act(scene->site->db, scene->site->community_id, 0);

  assert_int_equal(test_db_write(scene->site->db, &act, change, card), WRITE_KEPT);
}

/* Somebody new with a card. */
static void
set_card(Scene *scene, RealSite *site, CardFor *card)
{
  set_link(scene, site);
  *card = (CardFor){ .member_id = scene->member_id };
  change_card(scene, card, give_card);
}

/* A code with this first group that has the right last letter, and opens nothing. */
static void
make_up_code(const char *first, char ret_code[static CARD_CODE_LETTERS + 1])
{
  static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  char read[CARD_CODE_LETTERS + 1];
  uint8_t dice[CARD_CODE_LETTERS];

  random_bytes(dice, sizeof(dice));
  for (int i = 0; i < CARD_CODE_LETTERS; i++)
    ret_code[i] = letters[dice[i] % 32];
  if (first)
    memcpy(ret_code, first, CARD_PREFIX_LETTERS);
  ret_code[CARD_CODE_LETTERS] = '\0';
  for (int i = 0; i < 32; i++) {
    ret_code[CARD_CODE_LETTERS - 1] = letters[i];
    if (card_code_read(ret_code, read))
      return;
  }
  fail_msg("no last letter fits");
}

static char *
type_code(Browser *browser, const char *code, int address)
{
  g_autofree char *fields = g_strdup_printf("code=%s", code);
  g_autofree char *from = g_strdup_printf("203.0.%d.%d", 100 + address / 250, address % 250);
  g_autofree char *page = browse(browser, "/card");

  return send_from(browser, "/card", fields, from);
}

/* Many who guess from everywhere find nothing, and keep nobody out. */
static void
guessing_codes_locks_nobody_out(void **state)
{
  enum { GUESSES = 320 };
  Scene scene;
  CardFor card;

  set_card(&scene, *state, &card);

  Browser *thief = browser_new(scene.browser->site, scene.browser->host);

  for (int i = 0; i < GUESSES; i++) {
    char code[CARD_CODE_LETTERS + 1];

    make_up_code(NULL, code);
    g_autofree char *reply = type_code(thief, code, i);
    assert_status(reply, 422);
  }
  assert_is_in(thief, false);
  g_autofree char *reply = type_code(scene.browser, card.words.code, GUESSES);
  assert_status(reply, 303);
  assert_is_in(scene.browser, true);
  browser_free(thief);
  browser_free(scene.browser);
}

static void
one_address_may_guess_ten_codes_a_minute(void **state)
{
  enum { A_MINUTE = 10 };
  Scene scene;
  CardFor card;

  set_card(&scene, *state, &card);
  for (int i = 0; i < A_MINUTE + 2; i++) {
    char code[CARD_CODE_LETTERS + 1];

    make_up_code(NULL, code);
    g_autofree char *reply = type_code(scene.browser, code, 1);
    assert_status(reply, i < A_MINUTE ? 422 : 429);
  }
  browser_free(scene.browser);
}

/* Who has seen the first four letters of a card cannot try out the others, from however many
 * addresses; meanwhile its holder comes in by the square on it. */
static void
hammering_one_card_is_held_up(void **state)
{
  enum { TRIES_A_CARD = 20 };
  Scene scene;
  CardFor card;

  set_card(&scene, *state, &card);

  Browser *thief = browser_new(scene.browser->site, scene.browser->host);
  char letters[CARD_CODE_LETTERS + 1];

  assert_true(card_code_read(card.words.code, letters));
  for (int i = 0; i < TRIES_A_CARD; i++) {
    char code[CARD_CODE_LETTERS + 1];

    make_up_code(letters, code);
    g_autofree char *reply = type_code(thief, code, i);
    assert_status(reply, 422);
  }
  g_autofree char *held_up = type_code(thief, card.words.code, TRIES_A_CARD);
  assert_status(held_up, 422); /* not even the right one: no answer, no clue */
  assert_is_in(thief, false);

  g_autofree char *path = g_strdup_printf("/card/%s", card.words.token);
  g_autofree char *page = browse(scene.browser, path);
  g_autofree char *reply = send_from(scene.browser, path, "", "198.51.100.1");
  assert_status(reply, 303);
  assert_is_in(scene.browser, true);
  browser_free(thief);
  browser_free(scene.browser);
}

/* A found card is worth nothing once it was ended, nor what was opened with it. */
static void
a_lost_card_is_out_at_once(void **state)
{
  Scene scene;
  CardFor card;

  set_card(&scene, *state, &card);

  g_autofree char *path = g_strdup_printf("/card/%s", card.words.token);
  g_autofree char *page = browse(scene.browser, path);
  g_autofree char *in = send_from(scene.browser, path, "mine=yes", "198.51.100.1");
  assert_status(in, 303);
  assert_is_in(scene.browser, true);
  change_card(&scene, &card, lose_card);
  assert_is_in(scene.browser, false);
  g_autofree char *again = browse(scene.browser, path);
  assert_status(again, 404);
  g_autofree char *typed = type_code(scene.browser, card.words.code, 1);
  assert_status(typed, 422);
  browser_free(scene.browser);
}

/* Scanners and previews open the address of a card as they open a link's. */
static void
looking_at_a_card_lets_nobody_in(void **state)
{
  Scene scene;
  CardFor card;

  set_card(&scene, *state, &card);

  g_autofree char *path = g_strdup_printf("/card/%s", card.words.token);

  for (int i = 0; i < 4; i++) {
    g_autofree char *reply = ask(&scene, i % 2 ? "HEAD" : "GET", path, "Purpose: prefetch\r\n");

    assert_status(reply, 200);
    assert_null(strstr(reply, "session="));
  }
  browser_free(scene.browser);
}

static int
start(void **state)
{
  *state = real_site_start();
  return 0;
}

static int
stop(void **state)
{
  real_site_stop(*state);
  return 0;
}

#define ON_SITE(test) cmocka_unit_test_setup_teardown(test, start, stop)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    ON_SITE(guessing_codes_locks_nobody_out),  ON_SITE(one_address_may_guess_ten_codes_a_minute),
    ON_SITE(hammering_one_card_is_held_up),    ON_SITE(a_lost_card_is_out_at_once),
    ON_SITE(looking_at_a_card_lets_nobody_in),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
