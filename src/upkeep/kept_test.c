/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: what was kept long enough goes and is counted; complaints stay sealed and their
 * clock runs. */
#include "base/clock.h"
#include "people/erasures.h"
#include "people/people.h"
#include "upkeep/backups.h"
#include "upkeep/complaints.h"
#include "upkeep/retention.h"
#include "upkeep/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>
#include <glib/gstdio.h>

/* ---- how long things are kept ---- */

static bool
make_links(Txn *txn, const Act *act, void *data)
{
  for (int i = 0; i < KEEP_BATCH + 5; i++)
    people_make_link(txn, act, *(int64_t *)data, "https://river.example", US_PER_HOUR);
  return !txn_trouble(txn);
}

typedef struct {
  const char *kind;
  int64_t days;
  bool is_refused;
} Keeping;

static bool
change_keep(Txn *txn, const Act *act, void *data)
{
  Keeping *keeping = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);

  keep_change(txn, act, keep_find(keeping->kind), keeping->days, refusals);
  keeping->is_refused = refusals_count(refusals) > 0;
  return !keeping->is_refused;
}

static int64_t
older(World *world, const char *kind, int64_t days)
{
  Txn *txn = begin(world);
  int64_t count = keep_find(kind)->count(txn, clock_now_us() - days * US_PER_DAY);

  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static void
what_is_previewed_is_what_goes(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  must_do(world, make_links, &world->member_id);
  clock_set_for_test(clock_now_us() + 8 * US_PER_DAY);
  assert_int_equal(older(world, "links", 30), 0);
  assert_int_equal(older(world, "links", 7), KEEP_BATCH + 5);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(older(world, "links", 7), KEEP_BATCH + 5); /* 30 days still hold */
  must_do(world, change_keep, &(Keeping){ .kind = "links", .days = 7 });
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_int_equal(older(world, "links", 0), 0);

  Txn *txn = begin(world);
  const Removal *removal = keep_removals(txn, arena, 5);

  assert_string_equal(removal[0].kind->kind, "links");
  assert_int_equal(removal[0].removed, KEEP_BATCH + 5);
  assert_null(removal[1].kind);
  db_end_read(txn);
}

static void
no_time_is_outside_what_is_allowed(void **state)
{
  World *world = *state;

  for (const KeepKind *kind = keep_kinds; kind->kind; kind++) {
    const int64_t bad[] = { kind->least_days - 1, kind->most_days + 1, -1, INT64_MAX };

    assert_in_range(kind->usual_days, kind->least_days, kind->most_days);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
      Keeping keeping = { .kind = kind->kind, .days = bad[i] };

      assert_int_equal(test_db_write(world->test, new_act(world), change_keep, &keeping),
                       WRITE_UNDONE);
      assert_true(keeping.is_refused);
    }
  }
  assert_int_equal(keep_find("backups")->most_days, BACKUP_DAYS);
}

static void
mails_in_the_folder_go_by_their_age(void **state)
{
  World *world = *state;
  g_autofree char *mail = g_build_filename(world->place.mail_folder, "a.eml", NULL);
  g_autofree char *other = g_build_filename(world->place.mail_folder, "note.txt", NULL);

  g_mkdir_with_parents(world->place.mail_folder, 0700);
  assert_true(g_file_set_contents(mail, "x", 1, NULL));
  assert_true(g_file_set_contents(other, "x", 1, NULL));
  assert_int_equal(older(world, "mails", 30), 0);
  clock_set_for_test(clock_now_us() + 31 * US_PER_DAY);
  assert_int_equal(older(world, "mails", 30), 1);
  must_do(world, ask_keep, NULL);
  run_due(world);
  assert_false(g_file_test(mail, G_FILE_TEST_EXISTS));
  assert_true(g_file_test(other, G_FILE_TEST_EXISTS)); /* not ours */
}

/* ---- complaints ---- */

typedef struct {
  int64_t id;
  char receipt[COMPLAINT_RECEIPT_SIZE];
  const char *outcome, *contact;
  int refused;
} Complaining;

static const char secret[] = "My file was on the table in the hall";

static bool
complain(Txn *txn, const Act *act, void *data)
{
  Complaining *complaining = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);

  complaining->id = complaints_add(
      txn, act, secret, complaining->contact ? complaining->contact : "Sam, 01632 960 011",
      refusals_new(arena), complaining->receipt);
  return complaining->id != 0;
}

static bool
tell(Txn *txn, const Act *act, void *data)
{
  Complaining *complaining = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);
  bool is_found = complaints_tell(txn, act, complaining->id, complaining->outcome,
                                  "https://river.example", refusals);

  complaining->refused = refusals_count(refusals);
  return is_found && !complaining->refused;
}

static bool
acknowledge(Txn *txn, const Act *act, void *data)
{
  return complaints_acknowledge(txn, act, ((Complaining *)data)->id, "https://river.example");
}

/* The bytes of a row's words, as they lie in the database. */
static bool
is_readable_in_database(Txn *txn, const char *words)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT words, contact FROM upkeep_complaint WHERE community_id = ?1");

  while (query_next(q))
    for (int i = 0; i < 2; i++) {
      size_t len = 0;
      const void *bytes = col_blob(q, i, &len);

      if (memmem(bytes, len, words, strlen(words)))
        return true;
    }
  return false;
}

static void
a_complaint_is_sealed_and_its_clock_runs(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Complaining complaining = { .outcome = NULL };
  const int64_t now_us = clock_now_us();

  must_do(world, complain, &complaining);

  Txn *txn = begin(world);
  const Complaint *complaint = complaints_find_by_receipt(txn, arena, complaining.receipt);

  assert_string_equal(complaint->words, secret);
  assert_null(complaint->outcome);
  assert_false(is_readable_in_database(txn, "file"));
  assert_false(is_readable_in_database(txn, "Sam"));
  assert_false(complaint_is_overdue(complaint, now_us + 29 * US_PER_DAY));
  assert_true(complaint_is_overdue(complaint, now_us + 31 * US_PER_DAY));
  assert_int_equal(complaints_count(txn, now_us + 29 * US_PER_DAY).overdue, 0);
  assert_int_equal(complaints_count(txn, now_us + 31 * US_PER_DAY).overdue, 1);
  assert_null(complaints_find_by_receipt(txn, arena, ""));
  complaining.receipt[3] ^= 1;
  assert_null(complaints_find_by_receipt(txn, arena, complaining.receipt));
  complaining.receipt[3] ^= 1;
  db_end_read(txn);

  must_do(world, acknowledge, &complaining);
  txn = begin(world);
  complaint = complaints_find(txn, arena, complaining.id);
  assert_true(complaint->known_at_us > 0);
  assert_false(complaint_is_overdue(complaint, now_us + 31 * US_PER_DAY));
  assert_true(complaint_is_overdue(complaint, now_us + 91 * US_PER_DAY)); /* no answer yet */
  assert_int_equal(complaints_count(txn, now_us + 91 * US_PER_DAY).overdue, 1);
  db_end_read(txn);
}

static void
an_answer_is_told_and_forgotten_in_time(void **state)
{
  World *world = *state;
  g_autoptr(Arena) arena = arena_new(256 * 1024);
  Complaining complaining = { .outcome = "" };

  must_do(world, complain, &complaining);
  assert_int_equal(test_db_write(world->test, new_act(world), tell, &complaining), WRITE_UNDONE);
  assert_int_equal(complaining.refused, 1);
  complaining.outcome = "We lock the hall now";
  must_do(world, tell, &complaining);

  Txn *txn = begin(world);

  assert_string_equal(complaints_find_by_receipt(txn, arena, complaining.receipt)->outcome,
                      "We lock the hall now");
  assert_int_equal(complaints_count(txn, clock_now_us()).open, 0);
  db_end_read(txn);
  assert_int_equal(older(world, "complaints", 730), 0);
  clock_set_for_test(clock_now_us() + 731 * US_PER_DAY);
  assert_int_equal(older(world, "complaints", 730), 1);
  must_do(world, ask_keep, NULL);
  run_due(world);
  txn = begin(world);
  assert_null(complaints_find(txn, arena, complaining.id));
  assert_true(seal_is_erased(txn, complaining.id)); /* and erased again when a backup comes back */
  db_end_read(txn);
}

/* All mails in the folder, one after the other. */
static char *
mails_of(World *world, int *ret_count)
{
  g_autoptr(GDir) folder = g_dir_open(world->place.mail_folder, 0, NULL);
  GString *all = g_string_new(NULL);

  *ret_count = 0;
  for (const char *name; folder && (name = g_dir_read_name(folder));) {
    g_autofree char *path = g_build_filename(world->place.mail_folder, name, NULL);
    g_autofree char *text = NULL;

    assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_string_append(all, text);
    (*ret_count)++;
  }
  return g_string_free(all, FALSE);
}

static void
assert_mails(World *world, int count, const char *words)
{
  int found = 0;
  g_autofree char *mails = mails_of(world, &found);

  assert_int_equal(found, count);
  assert_non_null(strstr(mails, words));
  assert_null(strstr(mails, "on the table")); /* what they wrote stands in no mail */
}

static void
who_gave_an_address_hears_by_mail(void **state)
{
  World *world = *state;
  Complaining mailed = { .contact = "Sam Brook <sam@place.example>, 01632 960 011",
                         .outcome = "We lock the hall now" };
  Complaining other = { .contact = "Jo, 01632 960 012", .outcome = "We lock it" };

  must_do(world, complain, &other);
  must_do(world, acknowledge, &other);
  must_do(world, tell, &other);
  run_due(world);
  assert_mails(world, 0, "");

  must_do(world, complain, &mailed);
  must_do(world, acknowledge, &mailed);
  must_do(world, acknowledge, &mailed); /* again is not told again */
  run_due(world);
  assert_mails(world, 1, "sam@place.example");
  must_do(world, tell, &mailed);
  run_due(world);
  assert_mails(world, 2, "We lock the hall now");
}

static void
an_address_is_found_in_what_people_write(void **state)
{
  static const struct {
    const char *contact, *address;
  } cases[] = {
    { "sam@place.example", "sam@place.example" },
    { "Sam, sam@place.example.", "sam@place.example" },
    { "My mail: <sam@place.example>\n01632 960 011", "sam@place.example" },
    { "mailto:sam@place.example", "sam@place.example" },
    { "at home @ the mill", NULL },
    { "sam@", NULL },
    { "", NULL },
  };
  g_autoptr(Arena) arena = arena_new(16 * 1024);

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    const char *found = complaint_address(arena, cases[i].contact);

    assert_int_equal(found != NULL, cases[i].address != NULL);
    if (found)
      assert_string_equal(found, cases[i].address);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(what_is_previewed_is_what_goes),
    rule(no_time_is_outside_what_is_allowed),
    rule(mails_in_the_folder_go_by_their_age),
    rule(a_complaint_is_sealed_and_its_clock_runs),
    rule(an_answer_is_told_and_forgotten_in_time),
    rule(who_gave_an_address_hears_by_mail),
    cmocka_unit_test(an_address_is_found_in_what_people_write),
  };

  return cmocka_run_group_tests_name("what is kept, and complaints", tests, NULL, NULL);
}
