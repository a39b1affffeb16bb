/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Why each mail comes and how it is stopped: what stands in it, what its link does, and that
 * nothing follows once it is stopped. On both engines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "db/test_db.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "notices/mail.h"
#include "notices/mail_levels.h"
#include "notices/mail_wishes.h"
#include "notices/notices_data.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <glib/gstdio.h>
#include <string.h>

enum { RIVERSIDE = 11, HILLTOP = 12 };

#define ORIGIN "https://river.example"

static const char *const subjects[] = { "web", "log", "outbox", "people", "notices" };

typedef struct {
  TestDb *test;
  char *mails; /* folder */
  MailConfig config;
  int64_t ann;
} World;

typedef struct {
  World *world;
  MailKind kind;
  MailPace pace;
} Change;

static bool
add_ann(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  World *world = data;
  const Member ann = { .name = "Ann", .reach = REACH_EMAIL, .contact = "ann@river.example" };

  people_add(txn, act, &ann, refusals_new(arena), &world->ann);
  return world->ann != 0;
}

static void
does(World *world, int64_t community_id, TestChange change, void *data)
{
  const Act act = test_db_act(world->test, community_id, world->ann);

  assert_int_equal(test_db_write(world->test, &act, change, data), WRITE_KEPT);
}

static int
set_up(void **state)
{
  static const LogKind *const kinds[] = { people_log_kinds, notices_log_kinds, NULL };
  MigrationFile files[G_N_ELEMENTS(subjects) + 1] = { { 0 } };
  World *world = g_new0(World, 1);

  log_set_kinds(kinds);
  seal_set_root_key((const uint8_t[ROOT_KEY_BYTES]){ 3 });
  for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
    g_autofree char *path = g_strdup_printf("src/%s/%s.sql", subjects[i], subjects[i]);

    files[i] = (MigrationFile){ subjects[i], test_db_read_source(path) };
  }
  world->test = test_db_new(files, NULL);
  for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++)
    g_free((char *)files[i].sql);
  world->mails = g_dir_make_tmp("mails-XXXXXX", NULL);
  world->config = (MailConfig){ .folder = world->mails, .from = "table@river.example" };
  mail_set_config(&world->config);
  does(world, RIVERSIDE, add_ann, world);
  *state = world;
  return 0;
}

static int
count_mails(const World *world, bool is_removing)
{
  g_autoptr(GDir) folder = g_dir_open(world->mails, 0, NULL);
  int count = 0;

  for (const char *name; (name = g_dir_read_name(folder)); count++) {
    g_autofree char *path = g_build_filename(world->mails, name, NULL);

    if (is_removing)
      g_unlink(path);
  }
  return count;
}

static int
tear_down(void **state)
{
  World *world = *state;

  count_mails(world, true);
  g_rmdir(world->mails);
  test_db_free(world->test);
  g_free(world->mails);
  g_free(world);
  return 0;
}

/* ---- a letter of each kind ---- */

static struct {
  MailKind kind;
  const char *origin;
  int64_t member_id;
} wanted; /* by write_letter */

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  (void)txn;
  (void)arena;
  (void)task;
  *ret_letter = (Letter){ .kind = wanted.kind,
                          .member_id = wanted.member_id,
                          .origin = wanted.origin,
                          .subject = "Hello",
                          .text = "Words for {name}.\n" };
  return true;
}

/* The mail of this kind as it was sent, its soft line ends taken out; NULL: none was. g_free. */
static char *
send_kind(World *world, MailKind kind, const char *origin)
{
  static int64_t id = 1;
  const OutboxTask task = {
    .community_id = RIVERSIDE, .id = ++id << 20, .attempt = 1, .at_us = clock_now_us()
  };
  char *text = NULL;

  wanted.kind = kind;
  wanted.origin = origin;
  wanted.member_id = world->ann;
  count_mails(world, true);
  assert_int_equal(letter_send(test_db(world->test), &task, write_letter), OUTBOX_DONE);

  g_autoptr(GDir) folder = g_dir_open(world->mails, 0, NULL);
  const char *name = g_dir_read_name(folder);
  g_autofree char *path = name ? g_build_filename(world->mails, name, NULL) : NULL;

  if (!path)
    return NULL;
  assert_true(g_file_get_contents(path, &text, NULL, NULL));

  GString *whole = g_string_new(text);

  g_free(text);
  g_string_replace(whole, "=\n", "", 0);
  g_string_replace(whole, "=E2=80=99", "'", 0);
  return g_string_free(whole, FALSE);
}

static void
every_mail_says_why_it_comes(void **state)
{
  World *world = *state;

  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++) {
    const MailKindRow *row = mail_kind_row(kind);
    g_autofree char *mail = send_kind(world, kind, ORIGIN);

    assert_non_null(mail);
    assert_int_equal(mail_kind_from_name(row->name), kind);
    if (!strstr(mail, row->why))
      fail_msg("a mail of the kind %s does not say why it comes:\n%s", row->name, mail);
    assert_int_equal(strstr(mail, "List-Unsubscribe: ") != NULL, row->may_stop);
    assert_int_equal(strstr(mail, ORIGIN "/stop-mail/") != NULL, row->may_stop);
  }
}

/* What somebody needs to come in, or to be safe, cannot be lost by a click. */
static void
what_is_about_coming_in_or_safety_is_never_stopped(void **state)
{
  static const MailKind kept[] = { MAIL_KIND_SIGN_IN,   MAIL_KIND_ASKED_LINK, MAIL_KIND_NEW_WAY,
                                   MAIL_KIND_SUPPORTER, MAIL_KIND_WAITS,      MAIL_KIND_DECIDED };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
    assert_false(mail_kind_row(kept[i])->may_stop);
  assert_true(mail_kind_row(MAIL_KIND_PAPER)->may_stop);
}

static void
a_letter_of_no_kind_is_not_sent(void **state)
{
  World *world = *state;
  const OutboxTask task = { .community_id = RIVERSIDE, .id = 1 << 20, .attempt = 1 };

  wanted.kind = MAIL_KIND_NONE;
  wanted.origin = ORIGIN;
  wanted.member_id = world->ann;
  assert_int_equal(letter_send(test_db(world->test), &task, write_letter), OUTBOX_GIVE_UP);
  assert_int_equal(count_mails(world, false), 0);
}

/* RFC 8058 wants https; without it the button would not work, and mail programs distrust it. */
static void
one_click_is_promised_by_https_only(void **state)
{
  World *world = *state;
  g_autofree char *safe = send_kind(world, MAIL_KIND_PAPER, ORIGIN);
  g_autofree char *plain = send_kind(world, MAIL_KIND_PAPER, "http://localhost:8080");

  g_autofree char *far =
      send_kind(world, MAIL_KIND_PAPER, "https://a-place-with-a-long-name.of-many.parts.example");

  /* However long, it is written as it is: no program reads an address in encoded pieces. */
  assert_non_null(strstr(far, "List-Unsubscribe: <https://a-place-with-a-long-name.of-many.parts"
                              ".example/stop-mail/"));
  assert_non_null(strstr(safe, "List-Unsubscribe-Post: List-Unsubscribe=One-Click"));
  assert_null(strstr(plain, "List-Unsubscribe-Post"));
  assert_non_null(strstr(plain, "List-Unsubscribe: <http://localhost:8080/stop-mail/"));
}

/* ---- stopping ---- */

/* The token in a mail; g_free. */
static char *
token_in(const char *mail)
{
  const char *at = strstr(mail, "List-Unsubscribe: <" ORIGIN "/stop-mail/");

  assert_non_null(at);
  at = strstr(at, "/stop-mail/") + strlen("/stop-mail/");
  return g_strndup(at, strcspn(at, ">"));
}

static int64_t
whose(World *world, int64_t community_id, const char *token, MailKind *ret_kind)
{
  Txn *txn = db_begin_read(test_db(world->test), community_id);
  const int64_t member_id = mail_stop_find(txn, token, ret_kind);

  assert_false(txn_trouble(txn));
  db_end_read(txn);
  return member_id;
}

static bool
change_wish(Txn *txn, const Act *act, void *data)
{
  const Change *change = data;

  mail_wish_change(txn, act, change->world->ann, change->kind,
                   &(MailWish){ .pace = change->pace, .is_by_mail = true });
  return !txn_trouble(txn);
}

static void
the_link_is_the_same_in_each_mail_and_nobody_elses(void **state)
{
  World *world = *state;
  g_autofree char *first = send_kind(world, MAIL_KIND_PAPER, ORIGIN);
  g_autofree char *second = send_kind(world, MAIL_KIND_PAPER, ORIGIN);
  g_autofree char *token = token_in(first), *again = token_in(second);
  MailKind kind = MAIL_KIND_NONE;

  assert_string_equal(token, again);
  assert_int_equal(strlen(token), LINK_TOKEN_SIZE - 1);
  assert_int_equal(whose(world, RIVERSIDE, token, &kind), world->ann);
  assert_int_equal(kind, MAIL_KIND_PAPER);
  assert_int_equal(whose(world, HILLTOP, token, &kind), 0);
  token[5] = token[5] == 'A' ? 'B' : 'A';
  assert_int_equal(whose(world, RIVERSIDE, token, &kind), 0);
}

/* Done is not sent: what became of a letter is said. */
static LetterFate
fate_of(World *world, MailKind kind)
{
  const OutboxTask task = { .community_id = RIVERSIDE, .id = 77, .attempt = 1 };
  LetterFate fate = LETTER_NOT_SENT;

  wanted.kind = kind;
  wanted.origin = ORIGIN;
  wanted.member_id = world->ann;
  assert_int_equal(letter_send_saying(test_db(world->test), &task, write_letter, &fate),
                   OUTBOX_DONE);
  return fate;
}

static void
what_is_stopped_does_not_come_until_it_is_turned_on(void **state)
{
  World *world = *state;
  Change change = { world, MAIL_KIND_PAPER, PACE_NEVER };

  does(world, RIVERSIDE, change_wish, &change);

  g_autofree char *stopped = send_kind(world, MAIL_KIND_PAPER, ORIGIN);

  assert_int_equal(fate_of(world, MAIL_KIND_PAPER), LETTER_NOBODY);
  assert_int_equal(fate_of(world, MAIL_KIND_NEW_WAY), LETTER_SENT);

  g_autofree char *other = send_kind(world, MAIL_KIND_NEW_WAY, ORIGIN);

  assert_null(stopped);
  assert_non_null(other);
  change.pace = PACE_AT_ONCE;
  does(world, RIVERSIDE, change_wish, &change);

  g_autofree char *on = send_kind(world, MAIL_KIND_PAPER, ORIGIN);

  assert_non_null(on);
}

/* A kind that may not be stopped stays as it is, whoever asks. */
static void
a_wish_about_a_kept_kind_changes_nothing(void **state)
{
  World *world = *state;
  Change change = { world, MAIL_KIND_NEW_WAY, PACE_NEVER };

  does(world, RIVERSIDE, change_wish, &change);

  g_autofree char *mail = send_kind(world, MAIL_KIND_NEW_WAY, ORIGIN);

  assert_non_null(mail);
}

static bool
erase_ann(Txn *txn, const Act *act, void *data)
{
  notices_personal_data.erase(txn, act, ((World *)data)->ann);
  return !txn_trouble(txn);
}

static void
after_erasing_the_link_is_nobodys(void **state)
{
  World *world = *state;
  g_autofree char *mail = send_kind(world, MAIL_KIND_PAPER, ORIGIN);
  g_autofree char *token = token_in(mail);
  MailKind kind = MAIL_KIND_NONE;

  does(world, RIVERSIDE, erase_ann, world);
  assert_int_equal(whose(world, RIVERSIDE, token, &kind), 0);
}

/* ---- one choice for all ---- */

typedef struct {
  World *world;
  MailLevel level;
} Choose;

static bool
choose_level(Txn *txn, const Act *act, void *data)
{
  const Choose *choose = data;

  mail_level_choose(txn, act, choose->world->ann, choose->level, "Europe/London");
  return !txn_trouble(txn);
}

static MailLevel
read_wishes(World *world, MailWish ret_wishes[static MAIL_KIND_COUNT])
{
  Txn *txn = db_begin_read(test_db(world->test), RIVERSIDE);

  mail_wish_read_all(txn, world->ann, ret_wishes);
  assert_false(txn_trouble(txn));
  db_end_read(txn);
  return mail_level_of(ret_wishes);
}

/* What she reads on the page, said here once more. */
static bool
comes_at(MailLevel level, MailKind kind)
{
  const bool is_more =
      kind == MAIL_KIND_TALK || kind == MAIL_KIND_DECISION || kind == MAIL_KIND_AFTERWARDS;

  return level == MAILS_ALL || (level == MAILS_MUST && !is_more);
}

static void
assert_level(World *world, MailLevel level)
{
  MailWish wishes[MAIL_KIND_COUNT];

  does(world, RIVERSIDE, choose_level, &(Choose){ world, level });
  assert_int_equal(read_wishes(world, wishes), level);
  for (MailKind kind = MAIL_KIND_NONE + 1; kind < MAIL_KIND_COUNT; kind++) {
    const MailKindRow *row = mail_kind_row(kind);

    assert_int_equal(wishes[kind].pace,
                     !row->may_stop || comes_at(level, kind) ? row->usual : PACE_NEVER);
  }
}

/* Chosen one by one, or stopped by links, in any mixture; then choices for all, whichever and
 * however many: the single ones are there again, each as it was. */
static void
a_choice_for_all_loses_no_single_one(void **state)
{
  World *world = *state;
  g_autoptr(GRand) random = g_rand_new_with_seed(5);
  MailWish wishes[MAIL_KIND_COUNT], again[MAIL_KIND_COUNT];

  assert_int_equal(read_wishes(world, wishes), MAILS_ALL); /* who never chose */
  does(world, RIVERSIDE, choose_level, &(Choose){ world, MAILS_OWN });
  assert_int_equal(read_wishes(world, wishes), MAILS_ALL); /* nothing was chosen one by one */
  for (int round = 0; round < 40; round++) {
    for (int i = g_rand_int_range(random, 1, 6); i > 0; i--) {
      Change change = { .world = world,
                        .kind =
                            (MailKind)g_rand_int_range(random, MAIL_KIND_PAPER, MAIL_KIND_COUNT),
                        .pace = (MailPace)g_rand_int_range(random, 0, PACE_COUNT) };

      does(world, RIVERSIDE, change_wish, &change);
    }
    const MailLevel now = read_wishes(world, wishes);

    for (int i = g_rand_int_range(random, 1, 4); i > 0; i--)
      assert_level(world, (MailLevel)g_rand_int_range(random, 0, MAILS_OWN));
    does(world, RIVERSIDE, choose_level, &(Choose){ world, MAILS_OWN });
    if (now != MAILS_OWN)
      continue; /* what stood there was itself a choice for all */
    assert_int_equal(read_wishes(world, again), MAILS_OWN);
    for (MailKind kind = 0; kind < MAIL_KIND_COUNT; kind++)
      assert_int_equal(again[kind].pace, wishes[kind].pace);
  }
}

/* The link in a mail stops its kind alone, whatever was chosen for all; and what was not wanted
 * comes by no mail. */
static void
the_link_stops_its_kind_whatever_was_chosen_for_all(void **state)
{
  World *world = *state;
  MailWish wishes[MAIL_KIND_COUNT];

  assert_level(world, MAILS_MUST);
  g_free(send_kind(world, MAIL_KIND_PAPER, ORIGIN));
  assert_null(send_kind(world, MAIL_KIND_TALK, ORIGIN));
  does(world, RIVERSIDE, change_wish, &(Change){ world, MAIL_KIND_PAPER, PACE_NEVER });
  assert_int_equal(read_wishes(world, wishes), MAILS_OWN);
  assert_true(wishes[MAIL_KIND_PAPER].is_by_mail);
  assert_int_equal(wishes[MAIL_KIND_MEETING].pace, PACE_AT_ONCE);
  assert_null(send_kind(world, MAIL_KIND_PAPER, ORIGIN));
  does(world, RIVERSIDE, change_wish, &(Change){ world, MAIL_KIND_PAPER, PACE_AT_ONCE });
  assert_int_equal(read_wishes(world, wishes), MAILS_MUST);
}

#define WITH_WORLD(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_about_coming_in_or_safety_is_never_stopped),
    WITH_WORLD(every_mail_says_why_it_comes),
    WITH_WORLD(a_letter_of_no_kind_is_not_sent),
    WITH_WORLD(one_click_is_promised_by_https_only),
    WITH_WORLD(the_link_is_the_same_in_each_mail_and_nobody_elses),
    WITH_WORLD(what_is_stopped_does_not_come_until_it_is_turned_on),
    WITH_WORLD(a_wish_about_a_kept_kind_changes_nothing),
    WITH_WORLD(after_erasing_the_link_is_nobodys),
    WITH_WORLD(a_choice_for_all_loses_no_single_one),
    WITH_WORLD(the_link_stops_its_kind_whatever_was_chosen_for_all),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
