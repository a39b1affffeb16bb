/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The steps of all subjects' tables, as the build found them. */
#include "db/migrations.h"
#include "db/test_db.h"
#include "subjects.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* A start compares what was run with what the build found in the texts (migrations_main.c). */
static void
the_build_found_the_steps_of_the_texts(void **state)
{
  GArray *files = g_array_new(TRUE, TRUE, sizeof(MigrationFile));
  g_autoptr(GError) err = NULL;
  int missing = -1;
  guint with_steps = 0;

  (void)state;
  for (const MigrationFile *file = subjects_migrations(); file->subject; file++) {
    const MigrationFile text = { .subject = file->subject, .sql = file->sql };

    g_array_append_val(files, text);
    with_steps += file->steps && file->steps->number == 1;
  }
  assert_int_equal(with_steps, files->len);
  g_autoptr(TestDb) by_text = test_db_new(NULL, NULL);
  if (!db_migrate(test_db(by_text), (const MigrationFile *)files->data, &err))
    fail_msg("%s", err->message);
  assert_true(db_migrations_missing(test_db(by_text), subjects_migrations(), &missing, &err));
  assert_int_equal(missing, 0);
  g_array_free(files, TRUE);
}

int
main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(the_build_found_the_steps_of_the_texts) };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
