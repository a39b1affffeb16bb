/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was promised, needed and thanked for, worked out a second time from the archive that a
 * community takes along, by a second program (test/faults/recount.mjs): random histories of a group
 * give the same figures (indicators 4, 8, 11, 16, 24, 27). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "data/archive_world.h"
#include "data/kept_table.h"
#include "evidence/figures.h"
#include "subjects.h"

#include <glib/gstdio.h>
#include <jansson.h>

/* New reference. */
static json_t *
recount(GBytes *tar, const SharedTable *table)
{
  g_autofree char *group = g_strdup_printf("%" G_GINT64_FORMAT, table->group_id);
  g_autofree char *now = g_strdup_printf("%" G_GINT64_FORMAT, table->now_us);
  g_autofree char *folder = g_dir_make_tmp("recount-XXXXXX", NULL);
  g_autofree char *file = g_build_filename(folder, "archive.tar", NULL);
  const char *argv[] = { g_getenv("TEST_NODE"), g_getenv("TEST_RECOUNT"), file, group, now, NULL };
  g_autofree char *said = NULL;
  gsize len = 0;
  const char *bytes = g_bytes_get_data(tar, &len);
  int status = -1;

  if (!argv[0] || !argv[1])
    fail_msg("run it with meson test: it says where the second program is");
  assert_true(g_file_set_contents(file, bytes, (gssize)len, NULL));
  assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &said, NULL,
                           &status, NULL));
  g_remove(file);
  g_rmdir(folder);
  assert_int_equal(status, 0);

  json_t *counts = json_loads(said, 0, NULL);

  assert_non_null(counts);
  return counts;
}

static int64_t
number_of(const json_t *counts, const char *code, const char *key)
{
  return json_integer_value(json_object_get(json_object_get(counts, code), key));
}

static void
assert_part(Place *place, const SharedTable *table, FigurePart part, const json_t *counts)
{
  Txn *txn = db_begin_read(place_db(place), RIVERSIDE);
  const Shared *shared = shared_find(txn, table->arena,
                                     &(SharedWish){ .part = part,
                                                    .group_id = table->group_id,
                                                    .people = TABLE_PEOPLE,
                                                    .now_us = table->now_us,
                                                    .viewer_id = table->people[0] });

  for (int i = 0; i < FIGURE_COUNT; i++) {
    const Figure *figure = &shared->figures[i];
    const char *code = figure_code((FigureKind)i);

    if (figure_part((FigureKind)i) != part)
      continue;
    print_message("%s: %d of %d, %d unknown, %d not asked\n", code, (int)figure->yes,
                  (int)figure->all, (int)figure->unknown, (int)figure->not_asked);
    assert_true(figure->all >= 5); /* there was something to count */
    assert_int_equal(figure->yes, number_of(counts, code, "yes"));
    assert_int_equal(figure->all, number_of(counts, code, "all"));
    assert_int_equal(figure->unknown, number_of(counts, code, "unknown"));
    assert_int_equal(figure->not_asked, number_of(counts, code, "notAsked"));
  }
  db_end_read(txn);
}

static void
the_archive_gives_the_same_figures(void **state)
{
  Place *place = *state;
  SharedTable table = { .arena = arena_new(64 * 1024 * 1024) };

  table.refusals = refusals_new(table.arena);
  place_write(place, kept_table_live, &table);

  char *packed = place_pack(place);
  g_autoptr(GBytes) tar = archive_open(packed, subjects_migrations());
  json_t *counts = recount(tar, &table);

  for (int part = PART_PROMISES; part < PART_COUNT; part++)
    assert_part(place, &table, (FigurePart)part, counts);
  json_decref(counts);
  archive_drop(packed);
  arena_free(table.arena);
}

static int
set_up(void **state)
{
  ArchiveWorld world;
  Place *place = NULL;

  subjects_register();
  place = place_new(subjects_migrations(), false);
  archive_world_fill(place, &world);
  *state = place;
  return 0;
}

static int
tear_down(void **state)
{
  place_free(*state);
  return 0;
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(the_archive_gives_the_same_figures, set_up, tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
