/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: an archive that is brought to a place nobody has set up is looked at, taken in
 * whole when they say yes, and leads in whoever brought it; or nothing changes, whatever fails, and
 * it can be tried again. Nothing of it stays when it is over. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "data/archive_world.h"
#include "db/rows.h"
#include "people/community_keys.h"
#include "people/erasures.h"
#include "people/people.h"
#include "subjects.h"
#include "upkeep/arrivals.h"
#include "upkeep/arrive.h"
#include "upkeep/place.h"
#include "web/web.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

enum { EMPTY = 77, NEIGHBOUR = 99 };
#define HOST    "new.example"
#define BROWSER "only this browser can make it"

static const OutboxHandler handlers[] = {
  { .kind = "arrival", .run = work_on_arrival },
  { .kind = "arrival-end", .run = end_arrival },
  { .kind = "arrival-tidy", .run = tidy_arrival },
  { .kind = NULL },
};

typedef struct {
  Place *from, *to;
  ArchiveWorld world;
  char *archive, *folder, *bytes;
  gsize len;
  UpkeepPlace place;
  char token[LINK_TOKEN_SIZE];
  int64_t link_ends_us, organiser_id;
  char host[20];
  bool is_found;
  Arrival arrival;
} Coming;

/* ---- a new place beside a community in use ---- */

static WriteOutcome
write_in(Coming *coming, int64_t community_id, TestChange change)
{
  Act act = test_db_act(coming->to->test, community_id, 0);

  act.role = ACT_AS_OPERATOR;
  place_db(coming->to);
  return test_db_write(coming->to->test, &act, change, coming);
}

static bool
add_empty(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  community_add(txn, act, HOST, "", "Europe/London");
  community_keys_ensure(txn, act);

  const SignInLink *link =
      people_find_link(txn, arena, people_make_link(txn, act, 0, "", US_PER_DAY), act->at_us);

  g_strlcpy(coming->token, link->token, sizeof(coming->token));
  coming->link_ends_us = link->expires_at_us;
  return !txn_trouble(txn);
}

static bool
add_neighbour(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  int64_t member_id = 0;

  (void)data;
  community_add(txn, act, "west.example", "", "Europe/London");
  community_set_up(txn, act, "West", "Europe/London");
  people_set_up_first(txn, act, "Sorrel West", "", refusals_new(arena), &member_id);
  return !txn_trouble(txn);
}

static int
set_up(void **state)
{
  Coming *coming = g_new0(Coming, 1);

  subjects_register();
  coming->from = place_new(subjects_migrations(), true);
  coming->to = place_new(subjects_migrations(), false);
  archive_world_fill(coming->from, &coming->world);
  sealed_writer_set_cost_for_test(1, 8);
  coming->archive = place_pack(coming->from);
  assert_true(g_file_get_contents(coming->archive, &coming->bytes, &coming->len, NULL));
  coming->folder = g_dir_make_tmp("arrival-XXXXXX", NULL);
  coming->place = (UpkeepPlace){ .archive_folder = coming->folder,
                                 .migrations = subjects_migrations(),
                                 .count_communities = community_count,
                                 .take_host = community_take_host,
                                 .note_communities = communities_note_change };
  upkeep_set_place(&coming->place);

  g_autofree char *list = g_build_filename(coming->folder, "erasures", NULL);

  erasures_set_file(list);
  assert_int_equal(write_in(coming, EMPTY, add_empty), WRITE_KEPT);
  assert_int_equal(write_in(coming, NEIGHBOUR, add_neighbour), WRITE_KEPT);
  *state = coming;
  return 0;
}

static int
tear_down(void **state)
{
  Coming *coming = *state;
  g_autofree char *list = g_build_filename(coming->folder, "erasures", NULL);

  clock_set_for_test(0);
  upkeep_set_place(NULL);
  g_unlink(list);
  assert_int_equal(g_rmdir(coming->folder), 0); /* no file was left there */
  archive_drop(coming->archive);
  place_free(coming->from);
  place_free(coming->to);
  g_free(coming->folder);
  g_free(coming->bytes);
  g_free(coming);
  return 0;
}

/* ---- what the pages do ---- */

static bool
bring_with(Txn *txn, const Act *act, Coming *coming, const char *passphrase)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);
  const AnswerFile file = { .file_name = "riverside.archive",
                            .bytes = coming->bytes,
                            .len = coming->len };
  const ArrivalWay way = {
    .token = coming->token, .browser = BROWSER, .host = HOST, .expires_at_us = coming->link_ends_us
  };

  arrivals_bring(txn, act, &way, &file, passphrase, refusals);
  return refusals_count(refusals) == 0 && !txn_trouble(txn);
}

static bool
bring(Txn *txn, const Act *act, void *data)
{
  return bring_with(txn, act, data, PASSPHRASE);
}

static bool
bring_wrongly(Txn *txn, const Act *act, void *data)
{
  return bring_with(txn, act, data, "four words are bad");
}

static bool
try_right_words(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Refusals *refusals = refusals_new(arena);

  (void)data;
  return arrivals_try_passphrase(txn, act, arrivals_find(txn, arena), PASSPHRASE, refusals) &&
         refusals_count(refusals) == 0;
}

static bool
agree(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Arrival *arrival = arrivals_find(txn, arena);
  const ArrivalOrganiser *organisers = arrival->organisers;
  Refusals *refusals = refusals_new(arena);
  int last = 0;

  while (organisers[last].id && organisers[last + 1].id)
    last++;
  coming->organiser_id = organisers[last].id;
  return arrivals_agree(txn, act, arrival, coming->organiser_id, refusals);
}

/* Somebody who does not organise there, or nobody. */
static bool
agree_as_another(Txn *txn, const Act *act, void *data)
{
  Coming *coming = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Arrival *arrival = arrivals_find(txn, arena);
  Refusals *refusals = refusals_new(arena);
  const bool is_kept = arrivals_agree(txn, act, arrival, coming->world.member_id, refusals) ||
                       arrivals_agree(txn, act, arrival, 0, refusals);

  assert_int_equal(refusals_count(refusals), 2);
  assert_string_equal(refusals_nth(refusals, 0)->question, "who");
  return is_kept;
}

static bool
start_again(Txn *txn, const Act *act, void *data)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  (void)data;
  return arrivals_start_again(txn, act, arrivals_find(txn, arena));
}

static bool
set_up_meanwhile(Txn *txn, const Act *act, void *data)
{
  (void)data;
  community_set_up(txn, act, "Millbrook", "Europe/London");
  return !txn_trouble(txn);
}

static void
run(Coming *coming, int64_t community_id)
{
  outbox_run_due(place_db(coming->to), handlers, community_id);
}

/* What there is of it now; id 0: nothing. */
static const Arrival *
look(Coming *coming)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(place_db(coming->to), EMPTY);
  const Arrival *arrival = arrivals_find(txn, arena);

  coming->arrival = arrival ? *arrival : (Arrival){ .id = 0 };
  coming->arrival.name = coming->arrival.browser = NULL; /* the arena's */
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return &coming->arrival;
}

static int64_t
count_in(Coming *coming, int64_t community_id, const char *table)
{
  g_autoptr(DbTables) tables = db_tables_read(subjects_migrations(), NULL);
  Txn *txn = db_begin_read(place_db(coming->to), community_id);
  int64_t count = 0;

  for (guint i = 0; i < tables->tables->len; i++) {
    const DbTable *one = tables->tables->pdata[i];
    g_autoptr(DbRows) rows =
        !table || strcmp(one->name, table) == 0 ? db_rows_open(txn, one, 100) : NULL;

    while (rows && db_rows_next(rows))
      count++;
  }
  assert_int_equal(txn_trouble(txn), TROUBLE_NONE);
  db_end_read(txn);
  return count;
}

static int64_t
lives_at(Coming *coming, const char *host)
{
  Txn *txn = db_begin_read(place_db(coming->to), 0);
  g_autoptr(Community) community = community_find(txn, host);

  db_end_read(txn);
  return community ? community->id : 0;
}

static void
nothing_changed(Coming *coming)
{
  assert_int_equal(lives_at(coming, HOST), EMPTY);
  assert_int_equal(count_in(coming, RIVERSIDE, NULL), 0);
}

/* ---- it comes ---- */

/* Of the link that leads in: only for the one browser, and no way to read worries by. */
static void
leads_in(Coming *coming)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(place_db(coming->to), RIVERSIDE);
  const SignInLink *link = NULL;
  MemberLooks looks;

  assert_int_equal(people_look_at_link(txn, arena, coming->token, clock_now_us(), &link),
                   LINK_GOOD);
  assert_int_equal(link->member_id, coming->organiser_id);
  assert_int_not_equal(link->member_id, people_first_organiser(txn)); /* the last of several */
  assert_int_equal(link->way, WAY_OPERATOR);
  assert_string_equal(link->for_browser, BROWSER);
  assert_true(people_find_looks(txn, arena, link->member_id, link->id, &looks));
  assert_true(looks.is_brought && !looks.is_key_own && looks.is_organiser);
  assert_true(people_find_looks(txn, arena, link->member_id, 0, &looks));
  assert_false(looks.is_brought);
  db_end_read(txn);
}

static void
must_be_told(Coming *coming)
{
  ArchiveFacts facts;
  int fd = open(coming->archive, O_RDONLY | O_CLOEXEC);

  assert_true(archive_check(fd, PASSPHRASE, subjects_migrations(), -1, &facts, NULL));
  close(fd);
  assert_true(facts.people > 0 && facts.suspended > 0);
  assert_int_equal(coming->arrival.people, facts.people);
  assert_int_equal(coming->arrival.papers, facts.papers);
  assert_int_equal(coming->arrival.files, facts.files);
  assert_int_equal(coming->arrival.entries, facts.entries);
  assert_int_equal(coming->arrival.suspended, facts.suspended);
}

static void
it_is_seen_agreed_to_and_taken_in(void **state)
{
  Coming *coming = *state;
  const int64_t neighbours = count_in(coming, NEIGHBOUR, NULL);

  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_KEPT);
  assert_int_equal(count_in(coming, EMPTY, "upkeep_arrival_part"),
                   (int64_t)(coming->len + 256 * 1024 - 1) / (256 * 1024));
  assert_int_equal(write_in(coming, EMPTY, agree), WRITE_UNDONE); /* not looked at yet */
  run(coming, EMPTY);
  assert_int_equal(look(coming)->state, ARRIVAL_CHECKED);
  must_be_told(coming);
  nothing_changed(coming);

  assert_int_equal(write_in(coming, EMPTY, agree_as_another), WRITE_UNDONE);
  assert_int_equal(write_in(coming, EMPTY, agree), WRITE_KEPT);
  assert_int_equal(write_in(coming, EMPTY, agree), WRITE_UNDONE); /* twice */
  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_UNDONE); /* it is on its way */
  run(coming, EMPTY);
  assert_int_equal(lives_at(coming, HOST), RIVERSIDE);
  leads_in(coming);
  assert_int_equal(write_in(coming, EMPTY, set_up_meanwhile), WRITE_TROUBLE); /* too late */
  run(coming, RIVERSIDE);
  assert_int_equal(count_in(coming, EMPTY, NULL), 0);
  assert_int_equal(count_in(coming, NEIGHBOUR, NULL), neighbours);
  assert_int_equal(lives_at(coming, "west.example"), NEIGHBOUR);

  /* The same comes out again. */
  g_autofree char *again = place_pack(coming->to);
  g_autoptr(GBytes) was = archive_open(coming->archive, subjects_migrations());
  g_autoptr(GBytes) is = archive_open(again, subjects_migrations());

  assert_int_equal(g_bytes_get_size(was), g_bytes_get_size(is));
  g_unlink(again);
}

/* ---- it does not ---- */

static void
other_words_can_be_tried(void **state)
{
  Coming *coming = *state;

  assert_int_equal(write_in(coming, EMPTY, bring_wrongly), WRITE_KEPT);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->problem, ARRIVAL_PASSPHRASE);
  assert_int_equal(write_in(coming, EMPTY, agree), WRITE_UNDONE);
  assert_int_equal(write_in(coming, EMPTY, try_right_words), WRITE_KEPT);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->state, ARRIVAL_CHECKED);
  nothing_changed(coming);
}

static void
one_that_lives_here_already_stays_as_it_is(void **state)
{
  Coming *coming = *state;

  assert_int_equal(place_unpack(coming->to, coming->archive, PASSPHRASE, "old.example"), -1);

  const int64_t rows = count_in(coming, RIVERSIDE, NULL);

  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_KEPT);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->problem, ARRIVAL_HERE_ALREADY);
  assert_int_equal(count_in(coming, EMPTY, "upkeep_arrival_part"), 0);
  assert_int_equal(count_in(coming, EMPTY, "person_key"), 0); /* with the passphrase */
  assert_int_equal(count_in(coming, RIVERSIDE, NULL), rows);
  assert_int_equal(lives_at(coming, HOST), EMPTY);
}

static void
a_place_that_was_set_up_meanwhile_stays(void **state)
{
  Coming *coming = *state;

  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_KEPT);
  run(coming, EMPTY);
  assert_int_equal(write_in(coming, EMPTY, agree), WRITE_KEPT);
  assert_int_equal(write_in(coming, EMPTY, set_up_meanwhile), WRITE_KEPT);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->problem, ARRIVAL_IN_USE);
  nothing_changed(coming);
  assert_true(arrive_drop_replaced(place_db(coming->to), EMPTY)); /* a task gone astray */
  assert_true(count_in(coming, EMPTY, NULL) > 0);
}

/* At whatever statement the disk is full: nothing of it is there, and it can be started again. */
static void
whatever_fails_it_is_all_or_nothing(void **state)
{
  Coming *coming = *state;
  int failed = 0;

  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_KEPT);
  run(coming, EMPTY);
  for (int64_t nth = 4; lives_at(coming, HOST) == EMPTY; nth = nth * 3 / 2) {
    assert_int_equal(write_in(coming, EMPTY, agree), WRITE_KEPT);
    db_fail_statement_for_test(place_db(coming->to), nth, TROUBLE_DISK);
    run(coming, EMPTY);
    db_fail_statement_for_test(place_db(coming->to), 0, TROUBLE_NONE);
    if (lives_at(coming, HOST) != EMPTY)
      break; /* it was through */
    failed++;
    nothing_changed(coming);
    clock_set_for_test(clock_now_us() + US_PER_HOUR); /* as the page waits, and the outbox */
    if (look(coming)->state == ARRIVAL_TAKING) {
      run(coming, EMPTY); /* even its outcome was not stored: the outbox does it again */
      break;
    }
    assert_int_equal(coming->arrival.problem, ARRIVAL_TROUBLE);
    assert_int_equal(write_in(coming, EMPTY, start_again), WRITE_KEPT);
    run(coming, EMPTY);
    assert_int_equal(look(coming)->state, ARRIVAL_CHECKED);
  }
  assert_true(failed >= 3);
  assert_int_equal(lives_at(coming, HOST), RIVERSIDE);
  leads_in(coming);
}

static void
after_a_day_it_is_gone(void **state)
{
  Coming *coming = *state;

  assert_int_equal(write_in(coming, EMPTY, bring), WRITE_KEPT);
  run(coming, EMPTY);
  clock_set_for_test(clock_now_us() + US_PER_DAY - US_PER_MINUTE);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->state, ARRIVAL_CHECKED);
  clock_set_for_test(clock_now_us() + 2 * US_PER_MINUTE);
  run(coming, EMPTY);
  assert_int_equal(look(coming)->id, 0);
  assert_int_equal(count_in(coming, EMPTY, "upkeep_arrival_part"), 0);
  assert_int_equal(count_in(coming, EMPTY, "person_key"), 0);
  nothing_changed(coming);
}

#define rule(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(it_is_seen_agreed_to_and_taken_in),          rule(other_words_can_be_tried),
    rule(one_that_lives_here_already_stays_as_it_is), rule(a_place_that_was_set_up_meanwhile_stays),
    rule(whatever_fails_it_is_all_or_nothing),        rule(after_a_day_it_is_gone),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
