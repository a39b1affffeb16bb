/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Each fence round a converter, tried by a program that climbs them. */
#include "papers/child.h"

#include <glib.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

static ChildResult
probe(const char *attempt, char **ret_output)
{
  static const char *const readable[] = { "/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache", NULL };
  const char *const arguments[] = { "probe", attempt, NULL };
  const ChildJob job = {
    .program = PROBE,
    .arguments = arguments,
    .readable = readable,
    .extra = "extra",
    .memory_max = 64 * 1024 * 1024,
    .output_max = 64 * 1024,
    .seconds_max = 2,
  };
  size_t len = 0;
  ChildResult result = child_run(&job, "in\n", 3, ret_output, &len);

  assert_int_equal(result == CHILD_DONE, *ret_output != NULL);
  if (*ret_output)
    assert_int_equal(strlen(*ret_output), len);
  return result;
}

static void
what_it_may_do_works(void **state)
{
  (void)state;
  g_autofree char *copied = NULL, *extra = NULL;

  assert_int_equal(probe("copy", &copied), CHILD_DONE);
  assert_string_equal(copied, "in\ndone\n");
  assert_int_equal(probe("extra", &extra), CHILD_DONE);
  assert_string_equal(extra, "done\n");
}

/* An old kernel without Landlock leaves seccomp only, which cannot tell one file from another. */
static bool
has_landlock(void)
{
  const unsigned version_flag = 1;

  return syscall(SYS_landlock_create_ruleset, NULL, 0, version_flag) > 0;
}

static void
what_it_may_not_do_fails(void **state)
{
  (void)state;
  static const struct {
    const char *attempt;
    bool needs_landlock;
  } rows[] = {
    { "socket", false }, { "write", false },       { "fork", false }, { "memory", false },
    { "limit", false },  { "environment", false }, { "read", true },  { "exec", true },
  };

  g_setenv("COMMONTABLE_PROBE", "secret", TRUE);
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *said = NULL;

    if (rows[i].needs_landlock && !has_landlock())
      continue;
    assert_int_equal(probe(rows[i].attempt, &said), CHILD_DONE);
    assert_string_equal(said, "no\n");
  }
}

static void
what_has_no_end_is_ended(void **state)
{
  (void)state;
  char *said = NULL;
  gint64 start = g_get_monotonic_time();

  assert_int_equal(probe("endless", &said), CHILD_OVER);
  assert_true(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC);
  assert_int_equal(probe("flood", &said), CHILD_OVER);
  assert_null(said);
}

static void
a_crash_is_told_from_trouble(void **state)
{
  (void)state;
  static const char *const none[] = { NULL };
  const char *const arguments[] = { "nothing", NULL };
  const ChildJob missing = { .program = "/usr/bin/no-such-program",
                             .arguments = arguments,
                             .readable = none,
                             .memory_max = 1 << 20,
                             .output_max = 1,
                             .seconds_max = 1 };
  char *said = NULL;
  size_t len = 0;

  assert_int_equal(probe("crash", &said), CHILD_REFUSED);
  assert_int_equal(probe("nonsense", &said), CHILD_REFUSED);
  assert_int_equal(child_run(&missing, "", 0, &said, &len), CHILD_TROUBLE);
  assert_null(said);
}

/* No descriptor is left open, whatever happened. */
static void
nothing_is_left_open(void **state)
{
  (void)state;
  int before = dup(0);
  char *said = NULL;

  close(before);
  for (int i = 0; i < 5; i++) {
    probe("read", &said);
    g_clear_pointer(&said, g_free);
    probe("crash", &said);
  }

  int after = dup(0);

  close(after);
  assert_int_equal(after, before);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_it_may_do_works),     cmocka_unit_test(what_it_may_not_do_fails),
    cmocka_unit_test(what_has_no_end_is_ended), cmocka_unit_test(a_crash_is_told_from_trouble),
    cmocka_unit_test(nothing_is_left_open),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
