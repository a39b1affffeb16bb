/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The root key on paper: what is printed comes back however it is typed, and a mistake is named. */
#include "people/sheet.h"

#include "base/random.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 200, GROUP_SIZE = SHEET_GROUP_LETTERS + 2 };

static struct RootKey
any_key(int version)
{
  struct RootKey key = { .version = version };

  random_bytes(key.bytes, sizeof(key.bytes));
  return key;
}

static void
what_is_printed_comes_back(void **state)
{
  (void)state;
  for (int i = 1; i <= ROUNDS; i++) {
    struct RootKey key = any_key(i), same;
    char text[SHEET_TEXT_SIZE];
    int group = 0;

    sheet_from_key(&key, text);
    assert_int_equal(strlen(text), SHEET_TEXT_SIZE - 1);
    assert_int_equal(sheet_to_key(text, &same, &group), SHEET_GOOD);
    assert_memory_equal(&key, &same, sizeof(key));
  }
}

static void
it_may_be_typed_as_one_likes(void **state)
{
  struct RootKey key = any_key(1), same;
  char text[SHEET_TEXT_SIZE];
  int group = 0;

  (void)state;
  sheet_from_key(&key, text);
  g_autofree char *upper = g_ascii_strup(text, -1);
  g_autofree char *padded = g_strconcat("\t ", upper, " \r\n", NULL);
  g_auto(GStrv) groups = g_strsplit(text, "-", -1);
  g_autofree char *bare = g_strjoinv("", groups), *lines = g_strjoinv("\n", groups);

  assert_int_equal(sheet_to_key(padded, &same, &group), SHEET_GOOD);
  assert_int_equal(sheet_to_key(bare, &same, &group), SHEET_GOOD);
  assert_int_equal(sheet_to_key(lines, &same, &group), SHEET_GOOD);
  for (char *at = bare; *at; at++)
    *at = *at == '0' ? 'O' : *at == '1' ? 'l' : *at;
  assert_int_equal(sheet_to_key(bare, &same, &group), SHEET_GOOD);
  assert_memory_equal(&key, &same, sizeof(key));
}

/* Any one letter mistyped anywhere names its group. */
static void
a_mistyped_group_is_named(void **state)
{
  static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  struct RootKey key = any_key(3), same;
  char text[SHEET_TEXT_SIZE];
  int group = 0;

  (void)state;
  sheet_from_key(&key, text);
  for (size_t i = 0; text[i]; i++) {
    char right = text[i];

    for (const char *wrong = letters; right != '-' && *wrong; wrong++) {
      if (*wrong == right)
        continue;
      text[i] = *wrong;
      assert_int_equal(sheet_to_key(text, &same, &group), SHEET_GROUP_WRONG);
      assert_int_equal(group, (int)(i / GROUP_SIZE) + 1);
    }
    text[i] = right;
  }
}

static void
swapped_missing_and_mixed_groups_are_found(void **state)
{
  struct RootKey key = any_key(1), other = any_key(1), same = { 0 };
  char text[SHEET_TEXT_SIZE], mixed[SHEET_TEXT_SIZE];
  int group = 0;

  (void)state;
  sheet_from_key(&key, text);
  sheet_from_key(&other, mixed);
  memcpy(mixed + 5 * GROUP_SIZE, text + 5 * GROUP_SIZE, GROUP_SIZE);
  assert_int_equal(sheet_to_key(mixed, &same, &group), SHEET_OTHER);

  g_autofree char *missing = g_strconcat("", text + GROUP_SIZE, NULL);
  assert_int_equal(sheet_to_key(missing, &same, &group), SHEET_GROUP_WRONG);
  assert_int_equal(group, 1);
  memcpy(mixed, text, sizeof(mixed));
  memcpy(mixed, text + GROUP_SIZE, GROUP_SIZE - 1);
  memcpy(mixed + GROUP_SIZE, text, GROUP_SIZE - 1);
  assert_int_equal(sheet_to_key(mixed, &same, &group), SHEET_GROUP_WRONG);
  assert_int_equal(group, 1);

  text[SHEET_TEXT_SIZE - GROUP_SIZE] = '\0';
  assert_int_equal(sheet_to_key(text, &same, &group), SHEET_TOO_SHORT);
  assert_int_equal(group, SHEET_GROUPS_IN_ALL - 1);
  assert_int_equal(sheet_to_key("", &same, &group), SHEET_TOO_SHORT);
  assert_int_equal(same.version, 0); /* untouched */
}

static void
nothing_but_a_sheet_is_read(void **state)
{
  struct RootKey key = any_key(1), same;
  char text[SHEET_TEXT_SIZE];
  int group = 0;

  (void)state;
  sheet_from_key(&key, text);
  g_autofree char *more = g_strconcat(text, "a", NULL);
  assert_int_equal(sheet_to_key(more, &same, &group), SHEET_TOO_LONG);
  text[3] = 'u'; /* not in the alphabet */
  assert_int_equal(sheet_to_key(text, &same, &group), SHEET_GROUP_WRONG);
  assert_int_equal(group, 1);
  assert_int_not_equal(sheet_to_key("é€😀 words", &same, &group), SHEET_GOOD);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_printed_comes_back),
    cmocka_unit_test(it_may_be_typed_as_one_likes),
    cmocka_unit_test(a_mistyped_group_is_named),
    cmocka_unit_test(swapped_missing_and_mixed_groups_are_found),
    cmocka_unit_test(nothing_but_a_sheet_is_read),
  };

  if (sodium_init() < 0)
    return 1;
  return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
