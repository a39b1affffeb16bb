/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The server's side of the press, with the real program and with small scripts in its place that
 * crash, stall, babble or say no. */
#include "press/input.h"
#include "press/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char *real_press;
static char *folder;

/* The same piece many times over. */
static char *
many(const char *piece, int times)
{
  GString *text = g_string_new(NULL);

  for (int i = 0; i < times; i++)
    g_string_append(text, piece);
  return g_string_free(text, FALSE);
}

/* Makes a script stand in for the press. */
static void
press_is(const char *script)
{
  g_autofree char *path = g_build_filename(folder, "press", NULL);
  g_autofree char *text = g_strconcat("#!/bin/sh\n", script, NULL);

  assert_true(g_file_set_contents(path, text, -1, NULL));
  assert_int_equal(chmod(path, 0700), 0);
  g_setenv("COMMONTABLE_PRESS", path, TRUE);
}

static GBytes *
run_text(const char *text, PressOptions options, GError **error)
{
  g_autoptr(GBytes) input = g_bytes_new(text, strlen(text));
  GBytes *output = NULL;
  const bool is_made = press_run(&options, input, &output, error);

  assert_int_equal(is_made, output != NULL);
  return output;
}

static int
tries_made(void)
{
  g_autofree char *path = g_build_filename(folder, "tries", NULL);
  g_autofree char *text = NULL;
  gsize len = 0;

  if (!g_file_get_contents(path, &text, &len, NULL))
    return 0;
  unlink(path);
  return (int)len;
}

static void
the_real_press_makes_braille(void **state)
{
  g_autoptr(GError) error = NULL;

  (void)state;
  g_setenv("COMMONTABLE_PRESS", real_press, TRUE);
  g_autoptr(GBytes) made =
      run_text("# Hello\n\nthe people\n", (PressOptions){ .format = FORMAT_BRAILLE }, &error);
  assert_null(error);
  g_autofree char *brf = g_strndup(g_bytes_get_data(made, NULL), g_bytes_get_size(made));
  assert_non_null(strstr(brf, "! P"));
}

static void
what_the_press_refuses_is_said_and_not_tried_again(void **state)
{
  g_autoptr(GError) error = NULL, other = NULL;

  (void)state;
  g_setenv("COMMONTABLE_PRESS", real_press, TRUE);
  assert_null(run_text("\xff\xfe", (PressOptions){ .format = FORMAT_BRAILLE }, &error));
  assert_true(g_error_matches(error, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));
  assert_string_equal(error->message, "The paper has characters that are not text.");

  g_autofree char *script =
      g_strdup_printf("printf x >> %s/tries; echo noise >&2; echo 'Too long.' >&2; exit 2", folder);
  press_is(script);
  assert_null(run_text("a", (PressOptions){ .format = FORMAT_AUDIO }, &other));
  assert_true(g_error_matches(other, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));
  assert_string_equal(other->message, "Too long.");
  assert_int_equal(tries_made(), 1);
}

/* R66: a strange paper gets a format or a plain answer, and never takes the press down. */
static void
hostile_papers_are_made_or_refused(void **state)
{
  static const struct {
    const char *piece;
    int times;
  } papers[] = {
    { "Words and words. ", 60000 }, /* 1 MB */
    { ">", 20000 },
    { "- a\n  ", 5000 },
    { "*a **b ", 5000 },
    { "[", 5000 },
    { "![a", 5000 },
    { "`a", 5000 },
    { "a", 50000 },
    { "|a|b|\n|-|-|\n|\n\n", 1000 },
    { "<div><script>x</script>\n\n", 2000 },
    { "\xe2\x80\xae\xcc\x81\xf0\x9f\x98\x80", 5000 },
    { "", 1 },
    { " \n", 100 },
    { "\xc3", 3 },
    { "\x01", 3 },
  };
  static const PaperFormat formats[] = { FORMAT_BRAILLE, FORMAT_LARGE_PRINT, FORMAT_EASY_READ };

  (void)state;
  g_setenv("COMMONTABLE_PRESS", real_press, TRUE);
  for (size_t i = 0; i < G_N_ELEMENTS(papers) * G_N_ELEMENTS(formats); i++) {
    const size_t paper = i / G_N_ELEMENTS(formats);
    const PaperFormat format = formats[i % G_N_ELEMENTS(formats)];
    g_autofree char *text = many(papers[paper].piece, papers[paper].times);
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) made = run_text(text, (PressOptions){ .format = format }, &error);

    if (!made)
      print_message("%zu %s: %s\n", paper, format_name(format), error->message);
    assert_true(made || g_error_matches(error, PRESS_ERROR, PRESS_ERROR_BAD_INPUT));
  }
}

static void
a_crash_is_tried_once_more_and_is_never_success(void **state)
{
  static const char *const ways[] = { "echo half; kill -SEGV $$", "echo half; exit 3", "exit 0",
                                      "echo half; exit 77" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *script = g_strdup_printf("printf x >> %s/tries; %s", folder, ways[i]);

    press_is(script);
    assert_null(run_text("a", (PressOptions){ .format = FORMAT_AUDIO }, &error));
    assert_true(g_error_matches(error, PRESS_ERROR, PRESS_ERROR_NOT_READY));
    assert_int_equal(tries_made(), 2);
  }
}

static void
a_second_try_can_succeed(void **state)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *script = g_strdup_printf("printf x >> %s/tries\n"
                                            "[ $(wc -c < %s/tries) = 2 ] || kill -ABRT $$\ncat\n",
                                            folder, folder);

  (void)state;
  press_is(script);
  g_autoptr(GBytes) made = run_text("same", (PressOptions){ .format = FORMAT_AUDIO }, &error);
  assert_non_null(made);
  assert_null(error);
  assert_memory_equal(g_bytes_get_data(made, NULL), "same", 4);
  assert_int_equal(tries_made(), 2);
}

static void
a_program_that_is_not_there_is_no_success(void **state)
{
  g_autoptr(GError) error = NULL;

  (void)state;
  g_setenv("COMMONTABLE_PRESS", "/no/such/press", TRUE);
  assert_null(run_text("a", (PressOptions){ .format = FORMAT_AUDIO }, &error));
  assert_true(g_error_matches(error, PRESS_ERROR, PRESS_ERROR_NOT_READY));
}

static void
too_much_output_is_stopped(void **state)
{
  g_autoptr(GError) error = NULL;

  (void)state;
  press_is("exec cat /dev/zero");
  assert_null(run_text("a", (PressOptions){ .format = FORMAT_AUDIO }, &error));
  assert_true(g_error_matches(error, PRESS_ERROR, PRESS_ERROR_NOT_READY));
}

static void
a_press_that_stalls_is_killed_and_not_tried_again(void **state)
{
  static const char *const ways[] = { "exec sleep 600", "exec >&- 2>&-; exec sleep 600",
                                      "kill -ALRM $$" };

  (void)state;
  press_run_set_patience_for_test(200);
  for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *script = g_strdup_printf("printf x >> %s/tries; %s", folder, ways[i]);

    press_is(script);
    assert_null(run_text("a", (PressOptions){ .format = FORMAT_AUDIO }, &error));
    assert_true(g_error_matches(error, PRESS_ERROR, PRESS_ERROR_NOT_READY));
    assert_int_equal(tries_made(), 1);
  }
  press_run_set_patience_for_test(0);
}

static void
the_press_gets_nothing_of_the_servers(void **state)
{
  g_autoptr(GError) error = NULL;

  (void)state;
  g_setenv("A_SECRET", "hidden", TRUE);
  press_is("env; echo \"$@\"; ls /proc/self/fd | wc -l");
  g_autoptr(GBytes) made = run_text(
      "a", (PressOptions){ .format = FORMAT_EASY_READ, .points = 20, .title = "-x $HOME" }, &error);
  g_autofree char *said = g_strndup(g_bytes_get_data(made, NULL), g_bytes_get_size(made));
  assert_null(strstr(said, "hidden"));
  assert_non_null(strstr(said, "--to=easy-read --points=20 --title=-x $HOME\n"));
  assert_non_null(strstr(said, "\n4\n")); /* 0, 1, 2 and the folder that ls itself opened */
}

typedef struct {
  int number;
  bool ok;
} Caller;

static void *
call_often(void *data)
{
  Caller *caller = data;

  caller->ok = true;
  for (int i = 0; i < 4; i++) {
    g_autofree char *text = g_strnfill(100000, (char)('a' + caller->number));
    g_autoptr(GBytes) input = g_bytes_new(text, 100000), output = NULL;
    const PressOptions options = { .format = FORMAT_AUDIO };

    caller->ok =
        caller->ok && press_run(&options, input, &output, NULL) && g_bytes_equal(input, output);
  }
  return NULL;
}

static void
many_threads_each_get_their_own(void **state)
{
  Caller callers[8];
  GThread *threads[8];

  (void)state;
  press_is("exec cat");
  for (int i = 0; i < 8; i++) {
    callers[i] = (Caller){ .number = i };
    threads[i] = g_thread_new("caller", call_often, &callers[i]);
  }
  for (int i = 0; i < 8; i++) {
    g_thread_join(threads[i]);
    assert_true(callers[i].ok);
  }
}

static int
set_up(void **state)
{
  (void)state;
  real_press = g_strdup(g_getenv("COMMONTABLE_PRESS"));
  folder = g_dir_make_tmp("press-run-XXXXXX", NULL);
  return real_press && folder ? 0 : -1;
}

static int
tear_down(void **state)
{
  g_autofree char *script = g_build_filename(folder, "press", NULL);

  (void)state;
  unlink(script);
  rmdir(folder);
  g_free(folder);
  g_free(real_press);
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_real_press_makes_braille),
    cmocka_unit_test(what_the_press_refuses_is_said_and_not_tried_again),
    cmocka_unit_test(hostile_papers_are_made_or_refused),
    cmocka_unit_test(a_crash_is_tried_once_more_and_is_never_success),
    cmocka_unit_test(a_second_try_can_succeed),
    cmocka_unit_test(a_program_that_is_not_there_is_no_success),
    cmocka_unit_test(too_much_output_is_stopped),
    cmocka_unit_test(a_press_that_stalls_is_killed_and_not_tried_again),
    cmocka_unit_test(the_press_gets_nothing_of_the_servers),
    cmocka_unit_test(many_threads_each_get_their_own),
  };

  return cmocka_run_group_tests(tests, set_up, tear_down);
}
