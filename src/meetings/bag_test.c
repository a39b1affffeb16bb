/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The meeting bag (R64-R70) on both engines: made of what stands on the agenda, in the language
 * that was asked for, and of nothing else; read back by another program. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/clock.h"
#include "groups/test_world.h"
#include "meetings/bag.h"
#include "meetings/test_meeting.h"
#include "papers/cache.h"
#include "papers/formats.h"
#include "people/kinds.h"
#include "people/rotation.h"
#include "press/bag.h"
#include "safety/safety.h"

#include <glib/gstdio.h>
#include <string.h>

static const OutboxHandler handlers[] = { { .kind = "meeting-bag", .run = make_meeting_bag },
                                          { .kind = NULL } };

typedef struct {
  World *world;
  int64_t meeting_id;
  char *folder;
  PapersPlace place;
  const Lang *lang;
  const char *title;
  MeetingSheets sheets;
} Table;

static bool
find_picture(const char *name, const void **ret_bytes, size_t *ret_len)
{
  static const char svg[] = "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'>"
                            "<rect width='8' height='8'/></svg>";

  *ret_bytes = svg;
  *ret_len = sizeof(svg) - 1;
  return *name != '\0';
}

static int
open_world(void **state)
{
  static const char *const further[] = { "papers/papers", "meetings/meetings", "meetings/agenda",
                                         "meetings/day", NULL };
  static const LogKind *const kinds[] = { people_log_kinds,   safety_log_kinds, groups_log_kinds,
                                          meetings_log_kinds, agenda_log_kinds, NULL };
  Table *table = g_new0(Table, 1);
  void *world = NULL;

  if (test_world_open_with(&world, further, kinds) != 0)
    return -1;
  table->world = world;
  table->folder = g_dir_make_tmp("bag-XXXXXX", NULL);
  table->place = (PapersPlace){ .cache_folder = table->folder, .find_picture = find_picture };
  table->lang = lang_find(NULL);
  papers_set_place(&table->place);
  *state = table;
  return community_keys_prepare(test_db(table->world->test), RIVERSIDE, NULL) ? 0 : -1;
}

static int
close_world(void **state)
{
  Table *table = *state;
  void *world = table->world;
  g_autoptr(GDir) dir = g_dir_open(table->folder, 0, NULL);

  for (const char *name = g_dir_read_name(dir); name; name = g_dir_read_name(dir)) {
    g_autofree char *path = g_build_filename(table->folder, name, NULL);

    g_unlink(path);
  }
  g_rmdir(table->folder);
  g_free(table->folder);
  papers_set_place(NULL);
  g_free(table);
  return test_world_close(&world);
}

static void
call(World *world, Txn *txn, const Act *act, const void *data)
{
  Table *table = *(Table *const *)data;

  table->meeting_id =
      test_meeting_call(txn, act, world->group_id, act->at_us + 20 * US_PER_DAY, world->refusals);
}

static const Meeting *
meeting_now(const Table *table, Txn *txn)
{
  return meetings_find(txn, table->world->arena, table->world->group_id, table->meeting_id);
}

static void
add_item(World *world, Txn *txn, const Act *act, const void *data)
{
  const Table *table = data;

  agenda_add(txn, act, meeting_now(table, txn),
             &(AgendaWish){ .title = table->title,
                            .why = "",
                            .minutes = 15,
                            .asked_by = act->member_id,
                            .way = "page" },
             world->refusals);
}

static void
ask(World *world, Txn *txn, const Act *act, const void *data)
{
  const Table *table = data;

  (void)world;
  meeting_bag_ask(txn, act, meeting_now(table, txn), table->sheets, table->lang);
}

static void
begin(Table *table)
{
  StartWish wish = { "Bags", true, true };

  assert_true(test_as(table->world, 0, test_start, &wish));
  assert_true(test_as(table->world, 0, call, &table));
  table->title = "The bus to the hall";
  assert_true(test_as(table->world, 0, add_item, table));
}

static MeetingBagState
state_of(const Table *table, const char **ret_problem)
{
  Txn *txn = test_look(table->world);
  const MeetingBagState state = meeting_bag_state(txn, table->world->arena, meeting_now(table, txn),
                                                  table->sheets, table->lang, ret_problem);

  test_end_look(txn);
  return state;
}

static GBytes *
open_bag(const Table *table)
{
  Txn *txn = test_look(table->world);
  GBytes *bag = meeting_bag_open(txn, meeting_now(table, txn), table->sheets, table->lang);

  test_end_look(txn);
  return bag;
}

static void
make_all(const Table *table)
{
  outbox_run_due(test_db(table->world->test), handlers, RIVERSIDE);
}

/* What another program says of the file. g_free. */
static char *
ask_tool(const Table *table, GBytes *pdf, const char *tool)
{
  g_autofree char *path = g_build_filename(table->folder, "read.pdf", NULL);
  const char *text_arguments[] = { "pdftotext", path, "-", NULL };
  const char *info_arguments[] = { "pdfinfo", path, NULL };
  char *words = NULL;
  gsize len = 0;
  const char *bytes = g_bytes_get_data(pdf, &len);

  assert_true(g_file_set_contents(path, bytes, (gssize)len, NULL));
  assert_true(
      g_spawn_sync(NULL, (char **)(strcmp(tool, "pdfinfo") == 0 ? info_arguments : text_arguments),
                   NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &words, NULL, NULL, NULL));
  return words;
}

static void
a_bag_holds_what_stands_on_the_agenda(void **state)
{
  Table *table = *state;
  const char *problem = NULL;

  begin(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_NOT_MADE);
  assert_true(test_as(table->world, 0, ask, table));
  assert_int_equal(state_of(table, &problem), MEETING_BAG_WAITING);
  assert_null(open_bag(table));
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_READY);
  assert_null(problem);

  g_autoptr(GBytes) bag = open_bag(table);
  g_autofree char *text = ask_tool(table, bag, "pdftotext");
  g_autofree char *info = ask_tool(table, bag, "pdfinfo");

  assert_non_null(strstr(text, "The bus to the hall"));
  assert_non_null(strstr(text, "15 minutes. Asked by Sam Brook"));
  assert_non_null(strstr(text, "Cards to hold up"));
  assert_non_null(strstr(text, "Was it worth it?"));
  assert_non_null(strstr(text, "What was decided?"));
  assert_non_null(strstr(info, "Tagged:          yes"));

  /* What is in the cache is sealed: nobody reads an agenda there. */
  table->title = "Something new";
  assert_true(test_as(table->world, 0, add_item, table));
  assert_int_equal(state_of(table, &problem), MEETING_BAG_CHANGED);
  assert_null(open_bag(table));
}

/* Each language has its own; Easy Read has pictures, and its own words. */
static void
a_bag_is_in_the_language_that_was_asked_for(void **state)
{
  Table *table = *state;
  const char *problem = NULL;

  begin(table);
  table->lang = lang_find("en-GB-x-easyread");
  assert_non_null(table->lang);
  assert_true(test_as(table->world, 0, ask, table));
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_READY);

  g_autoptr(GBytes) bag = open_bag(table);
  g_autofree char *text = ask_tool(table, bag, "pdftotext");

  assert_non_null(strstr(text, "Did people listen to you?"));
  assert_null(strstr(text, "Were you heard?"));
  table->lang = lang_find(NULL);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_NOT_MADE);
}

/* Twice asked is once made: what waits is not asked for again. */
static void
asking_twice_makes_it_once(void **state)
{
  Table *table = *state;
  const char *problem = NULL;

  begin(table);
  assert_true(test_as(table->world, 0, ask, table));
  assert_true(test_as(table->world, 0, ask, table));
  assert_int_equal(outbox_run_due(test_db(table->world->test), handlers, RIVERSIDE), 1);
  assert_true(test_as(table->world, 0, ask, table)); /* once more, in vain: it is there */
  assert_int_equal(state_of(table, &problem), MEETING_BAG_WAITING);
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_READY);
}

static void
a_bag_that_cannot_be_made_says_why(void **state)
{
  Table *table = *state;
  g_autofree char *press = g_strdup(g_getenv("COMMONTABLE_PRESS"));
  const char *problem = NULL;

  begin(table);
  assert_true(test_as(table->world, 0, ask, table));
  g_setenv("COMMONTABLE_PRESS", "/nowhere/commontable-press", TRUE);
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_NOT_MADE);
  assert_true(problem && *problem);
  g_setenv("COMMONTABLE_PRESS", press, TRUE);
  assert_true(test_as(table->world, 0, ask, table));
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_READY);
}

/* ---- the sheet to post ---- */

/* Without a name: nothing on it tells whose it is, not where to write, nor which of them it is. */
static void
assert_sheet_to_post(Table *table, const char *question)
{
  const char *problem = NULL;

  table->sheets = SHEETS_TO_POST;
  assert_true(test_as(table->world, 0, ask, table));
  make_all(table);
  assert_int_equal(state_of(table, &problem), MEETING_BAG_READY);

  g_autoptr(GBytes) first = open_bag(table);
  g_autofree char *text = ask_tool(table, first, "pdftotext");
  g_autofree char *info = ask_tool(table, first, "pdfinfo");

  assert_non_null(strstr(text, question));
  assert_null(strstr(text, "As whom were you there?"));
  assert_null(strstr(text, "The bus to the hall")); /* no agenda */
  for (int i = 0; i < PEOPLE; i++)
    assert_null(strstr(text, test_names[i]));
  assert_null(strstr(info, "Pages:           3")); /* one leaf */

  /* The bag is another file, and made for itself. */
  table->sheets = SHEETS_ALL;
  assert_int_equal(state_of(table, &problem), MEETING_BAG_NOT_MADE);
  assert_null(open_bag(table));
}

static void
the_sheet_to_post_asks_three_things_of_nobody_in_particular(void **state)
{
  Table *table = *state;

  begin(table);
  assert_sheet_to_post(table, "Was it worth it?");
  table->lang = lang_find("en-GB-x-easyread");
  assert_non_null(table->lang);
  assert_sheet_to_post(table, "Did people listen to you?");
}

static void
its_lines_leave_no_room_to_write(void **state)
{
  const Meeting meeting = { .title = "Talk",
                            .starts_at_us = US_PER_DAY,
                            .venue = { .id = 1, .name = "Hall", .address = "" } };
  g_auto(Buffer) out = BUFFER_INIT(64 * 1024);
  g_autofree char *problem = NULL;
  int faces = 0;

  (void)state;
  meeting_bag_write_to_post(&out, &meeting, lang_find(NULL), "Europe/London");
  buffer_put_byte(&out, '\0');

  g_autoptr(GPtrArray) lines = bag_parse(out.data, &problem);

  assert_non_null(lines);
  for (guint i = 0; i < lines->len; i++) {
    const BagLine *line = g_ptr_array_index(lines, i);

    faces += line->kind == BAG_FACES;
    assert_true(line->kind != BAG_ROOM && line->kind != BAG_TICK);
    assert_true((line->kind == BAG_SHEET) == (i == 0));
  }
  assert_int_equal(faces, 3);
}

/* ---- what the press gets ---- */

static const char *const odd_titles[] = {
  "sheet: not one\ttab", "\nroom: x\t9", "a", "مرحبا بالعالم", "🍵🍵🍵", "<b>&amp;", ":", "  spaced  ",
};

static AgendaItem
odd_item(GRand *random, int at)
{
  static const AskerWord words[] = { WORD_OWN, WORD_WAITING, WORD_YES, WORD_NO };
  static const ItemState states[] = { ITEM_OPEN, ITEM_TALKED, ITEM_NOT_REACHED, ITEM_BACK };

  return (AgendaItem){
    .id = at + 1,
    .title = odd_titles[g_rand_int_range(random, 0, (int)G_N_ELEMENTS(odd_titles))],
    .why = "",
    .minutes = g_rand_int_range(random, 0, 3) * 10,
    .asked_by = 7,
    .asked_by_name = "Zebedee",
    .entered_by_name = "Yolanda",
    .word = words[g_rand_int_range(random, 0, (int)G_N_ELEMENTS(words))],
    .state = states[g_rand_int_range(random, 0, (int)G_N_ELEMENTS(states))],
  };
}

/* Every item that was not taken back has its row and its room; a name stands there by its own word
 * alone; no role stands on a sheet with names. */
static void
check_sheets(const Agenda *agenda, const GPtrArray *lines)
{
  const char *sheet = "";
  int rows = 0, names = 0, wanted_rows = 0, wanted_names = 0, headings = 0;

  for (int i = 0; i < agenda->count; i++) {
    const AgendaItem *item = &agenda->items[i];

    wanted_rows += item->state != ITEM_BACK;
    wanted_names += item->state != ITEM_BACK && !item->is_connect &&
                    (item->word == WORD_OWN || item->word == WORD_YES);
  }
  for (guint i = 0; i < lines->len; i++) {
    const BagLine *line = g_ptr_array_index(lines, i);

    sheet = line->kind == BAG_SHEET ? line->texts[0] : sheet;
    rows += line->kind == BAG_ROW;
    headings += line->kind == BAG_HEADING && strcmp(sheet, "Minutes") == 0;
    names += strstr(line->texts[2], "Zebedee") != NULL;
    assert_null(strstr(line->texts[2], "Yolanda"));
    if (strcmp(sheet, "Who is here") == 0)
      assert_null(strstr(line->texts[0], "carer"));
  }
  assert_int_equal(rows, wanted_rows);
  assert_int_equal(names, wanted_names);
  assert_int_equal(headings, wanted_rows - 1 + 1); /* without tea; "What else came up" */
}

static void
whatever_items_are_called_the_press_can_read_them(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(4);
  const Meeting meeting = { .title = "Talk",
                            .breaks = "Tea\nat 3",
                            .starts_at_us = US_PER_DAY,
                            .venue = { .id = 1, .name = "Hall", .address = "1 Quay\nTown" } };
  static Agenda agenda;

  (void)state;
  for (int round = 0; round < 40; round++) {
    const MeetingPaper papers[] = { { .paper_id = round % 2, .title = odd_titles[round % 8] },
                                    { 0 } };
    g_auto(Buffer) out = BUFFER_INIT(1024 * 1024);
    g_autofree char *problem = NULL;

    agenda.count = round == 0 ? AGENDA_ITEMS_MAX : g_rand_int_range(random, 1, AGENDA_ITEMS_MAX);
    for (int i = 0; i < agenda.count; i++)
      agenda.items[i] = odd_item(random, i);
    agenda.items[0].is_connect = true;
    agenda.items[0].state = ITEM_OPEN;
    meeting_bag_write(&out, &meeting, &agenda, papers, lang_find(NULL), "Europe/London");
    buffer_put_byte(&out, '\0');

    g_autoptr(GPtrArray) lines = bag_parse(out.data, &problem);

    if (!lines)
      fail_msg("%s in: %s", problem, out.data);
    check_sheets(&agenda, lines);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(whatever_items_are_called_the_press_can_read_them),
    cmocka_unit_test(its_lines_leave_no_room_to_write),
    cmocka_unit_test_setup_teardown(the_sheet_to_post_asks_three_things_of_nobody_in_particular,
                                    open_world, close_world),
    cmocka_unit_test_setup_teardown(a_bag_holds_what_stands_on_the_agenda, open_world, close_world),
    cmocka_unit_test_setup_teardown(a_bag_is_in_the_language_that_was_asked_for, open_world,
                                    close_world),
    cmocka_unit_test_setup_teardown(a_bag_that_cannot_be_made_says_why, open_world, close_world),
    cmocka_unit_test_setup_teardown(asking_twice_makes_it_once, open_world, close_world),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
