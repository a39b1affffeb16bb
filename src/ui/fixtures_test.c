/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Draws every fixture that GOV.UK Frontend ships for the components we offer and compares with the
 * HTML beside it. Visible fixtures must all match; hidden ones (edge cases) wherever they ask only
 * for what we offer. GOVUK_COMPONENTS is the folder of the package's components. */
#include "ui/fixtures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { PAGE_MAX = 1 << 20 };

typedef struct {
  int visible, hidden, not_offered, wrong;
} Tally;

static int
by_text(gconstpointer a, gconstpointer b)
{
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* One tag from `in` (at '<') with its attributes in alphabetical order; returns what follows. */
static const char *
normal_tag(GString *out, const char *in)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);
  const char *start = in;
  char quote = 0;

  for (; *in && (quote || *in != '>'); in++) {
    if (quote ? *in == quote : *in == '"')
      quote = quote ? 0 : *in;
    if (!quote && g_ascii_isspace(*in)) {
      if (in > start)
        g_ptr_array_add(parts, g_strndup(start, (gsize)(in - start)));
      start = in + 1;
    }
  }
  if (in > start)
    g_ptr_array_add(parts, g_strndup(start, (gsize)(in - start)));
  if (parts->len > 1)
    qsort(parts->pdata + 1, parts->len - 1, sizeof(gpointer), by_text);
  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf(out, "%s%s", i ? " " : "", (const char *)parts->pdata[i]);
  g_string_append_c(out, '>');
  return *in ? in + 1 : in;
}

/* White space next to tags dropped, other white space single, attributes sorted. */
static char *
normal_html(const char *in)
{
  GString *out = g_string_new(NULL);

  while (*in) {
    const bool is_space = g_ascii_isspace(*in);

    if (*in == '<') {
      while (out->len && out->str[out->len - 1] == ' ')
        g_string_truncate(out, out->len - 1);
      in = normal_tag(out, in);
      while (g_ascii_isspace(*in))
        in++;
      continue;
    }
    if (!is_space || (out->len && out->str[out->len - 1] != ' '))
      g_string_append_c(out, is_space ? ' ' : *in);
    in++;
  }
  while (out->len && out->str[out->len - 1] == ' ')
    g_string_truncate(out, out->len - 1);
  return g_string_free(out, FALSE);
}

/* Anything but empty containers: an option that no converter asked for. */
static bool
has_left_over(json_t *value)
{
  const char *key;
  json_t *below;
  size_t i;

  if (json_is_object(value)) {
    json_object_foreach(value, key, below)
    {
      if (has_left_over(below))
        return true;
    }
    return false;
  }
  if (json_is_array(value)) {
    json_array_foreach(value, i, below)
    {
      /* Templates pass over null, false and "" in lists; our lists cannot hold them. */
      if (has_left_over(below))
        return true;
    }
    return false;
  }
  return true;
}

static void
check_fixture(const FixtureKind *kind, json_t *fixture, Tally *tally)
{
  const bool is_hidden = json_is_true(json_object_get(fixture, "hidden"));
  const char *name = json_string_value(json_object_get(fixture, "name"));
  json_t *options = json_deep_copy(json_object_get(fixture, "options"));
  g_autoptr(Arena) arena = arena_new(PAGE_MAX);
  Page page;

  page_init_bare(&page, arena, NULL, PAGE_MAX);
  kind->draw(&page, options);
  buffer_put_byte(page_out(&page), '\0');

  if (has_left_over(options) && is_hidden) {
    tally->not_offered++;
  } else {
    g_autofree char *ours = normal_html(page.out.data);
    g_autofree char *theirs = normal_html(json_string_value(json_object_get(fixture, "html")));

    tally->hidden += is_hidden;
    tally->visible += !is_hidden;
    if (has_left_over(options) || strcmp(ours, theirs) != 0) {
      tally->wrong++;
      (void)fprintf(stderr, "%s, \"%s\"\n  ours   %s\n  theirs %s\n", kind->name, name, ours,
                    theirs);
    }
  }
  json_decref(options);
  buffer_clear(&page.out);
}

static void
check_kinds(const FixtureKind *kinds)
{
  const char *folder = g_getenv("GOVUK_COMPONENTS");

  assert_non_null(folder);
  for (const FixtureKind *kind = kinds; kind->name; kind++) {
    g_autofree char *path = g_build_filename(folder, kind->name, "fixtures.json", NULL);
    json_error_t err;
    json_t *file = json_load_file(path, 0, &err);
    json_t *fixture;
    Tally tally = { 0 };
    size_t i;

    if (!file)
      fail_msg("%s: %s", path, err.text);
    json_array_foreach(json_object_get(file, "fixtures"), i, fixture)
    {
      check_fixture(kind, fixture, &tally);
    }
    json_decref(file);
    print_message("%-20s %2d visible, %2d hidden; %2d hidden ask for more than we offer\n",
                  kind->name, tally.visible, tally.hidden, tally.not_offered);
    assert_int_equal(tally.wrong, 0);
    assert_true(tally.visible >= kind->least);
  }
}

static void
controls_match_the_package(void **state)
{
  (void)state;
  check_kinds(control_fixtures);
}

static void
other_components_match_the_package(void **state)
{
  (void)state;
  check_kinds(other_fixtures);
}

static void
further_components_match_the_package(void **state)
{
  (void)state;
  check_kinds(further_fixtures);
}

/* The comparison itself: it must tell things apart that differ. */
static void
comparison_sees_what_differs(void **state)
{
  g_autofree char *one = normal_html("<p  class=\"a b\"\n id=\"x\"> Hello\n  you </p>");
  g_autofree char *same = normal_html("<p id=\"x\" class=\"a b\">Hello you</p>\n");
  g_autofree char *class_differs = normal_html("<p id=\"x\" class=\"a c\">Hello you</p>");
  g_autofree char *word_differs = normal_html("<p id=\"x\" class=\"a b\">Helloyou</p>");

  (void)state;
  assert_string_equal(one, same);
  assert_string_not_equal(one, class_differs);
  assert_string_not_equal(one, word_differs);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(comparison_sees_what_differs),
    cmocka_unit_test(controls_match_the_package),
    cmocka_unit_test(other_components_match_the_package),
    cmocka_unit_test(further_components_match_the_package),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
