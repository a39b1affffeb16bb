/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What everything stands on. */
#include "base/act.h"
#include "base/arena.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/random.h"
#include "base/text.h"
#include "base/zones.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void
ids_grow_and_read_back(void **state)
{
  int64_t last = 0;

  (void)state;
  for (int i = 0; i < 10000; i++) {
    int64_t id = ids_new(), read = 0;
    char shown[ID_TEXT_SIZE];

    assert_true(id > last);
    assert_true(id_from_text(id_to_text(id, shown), &read));
    assert_int_equal(id, read);
    last = id;
  }
}

static void
ids_survive_a_clock_that_goes_back(void **state)
{
  (void)state;
  clock_set_for_test(1800000000LL * US_PER_S);
  int64_t before = ids_new();
  clock_set_for_test(1700000000LL * US_PER_S);
  assert_true(ids_new() > before);
  clock_set_for_test(0);
}

static void
a_mistyped_letter_is_no_id(void **state)
{
  static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
  char shown[ID_TEXT_SIZE];
  int64_t read = 7;

  (void)state;
  id_to_text(ids_new(), shown);
  for (int i = 0; i < ID_TEXT_LEN; i++) {
    char kept = shown[i];

    for (const char *c = letters; *c; c++) {
      shown[i] = *c;
      assert_int_equal(id_from_text(shown, &read), *c == kept);
    }
    shown[i] = kept;
  }
  assert_false(id_from_text("", &read));
  assert_false(id_from_text(NULL, &read));
  assert_false(id_from_text("zzzzzzzzzzzzzz", &read));
}

static void
a_rerun_request_gets_the_same_ids(void **state)
{
  g_autoptr(IdTape) tape = id_tape_new();
  Act act = { .ids = tape };

  (void)state;
  int64_t first = act_new_id(&act), second = act_new_id(&act);
  id_tape_rewind(tape);
  assert_int_equal(act_new_id(&act), first);
  assert_int_equal(act_new_id(&act), second);
  assert_true(act_new_id(&act) > second);
}

static void
a_buffer_keeps_its_limit(void **state)
{
  g_auto(Buffer) b = BUFFER_INIT(10000);

  (void)state;
  for (int i = 0; i < 3000; i++)
    buffer_put(&b, "12345", 5);
  assert_true(b.is_full);
  assert_true(b.len <= 10000);
}

static void
control_bytes_are_found_wherever_they_stand(void **state)
{
  char text[61];

  (void)state;
  for (int length = 0; length < 60; length++) {
    memset(text, 'x', sizeof(text));
    text[length] = '\0';
    assert_true(text_is_clean(text, (size_t)length));
    for (int at = 0; at < length; at++) {
      text[at] = '\n';
      assert_true(text_is_clean(text, (size_t)length));
      text[at] = at % 2 ? '\x1b' : '\x7f';
      assert_false(text_is_clean(text, (size_t)length));
      text[at] = 'x';
    }
  }
}

static const char *
escape_of(char sign)
{
  static const char *const escapes[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

  return escapes[strchr("&<>\"'", sign) - "&<>\"'"];
}

static void
html_is_escaped(void **state)
{
  g_auto(Buffer) b = BUFFER_INIT(1000);
  size_t len = 0;

  (void)state;
  buffer_put_escaped(&b, "<a href=\"x\" id='y'>&", 20);
  buffer_put_byte(&b, '\0');
  g_autofree char *made = buffer_steal(&b, &len);
  assert_string_equal(made, "&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;");

  /* Each sign at each place of a text of each length round the sixteen bytes looked at in one go.
   */
  for (int i = 0; i < 5 * 40 * 40; i++) {
    const char sign = "&<>\"'"[i % 5];
    const int at = i / 5 % 40, length = i / 200;
    char text[41] = "", wanted[64] = "";

    memset(text, 'x', (size_t)length);
    if (at < length)
      text[at] = sign;
    for (int k = 0; k < length; k++)
      g_strlcat(wanted, k == at ? escape_of(sign) : "x", sizeof(wanted));
    buffer_put_escaped(&b, text, (size_t)length);
    buffer_put_byte(&b, '\0');

    g_autofree char *escaped = buffer_steal(&b, &len);

    assert_string_equal(escaped, wanted);
  }
}

static void
an_arena_says_when_it_is_full(void **state)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  (void)state;
  assert_string_equal(arena_format(arena, "%d %s", 3, "papers"), "3 papers");
  assert_string_equal(arena_text(arena, NULL), "");
  assert_false(arena_is_full(arena));
  for (int i = 0; i < 100; i++)
    memset(arena_alloc(arena, 1000), 1, 1000);
  assert_true(arena_is_full(arena));
  arena_clear(arena);
  assert_false(arena_is_full(arena));
  assert_int_equal(*(char *)arena_alloc(arena, 8), 0);
}

static void
text_is_checked_and_tidied(void **state)
{
  (void)state;
  assert_true(text_is_clean("Zoë\r\n\tyes", 10));
  assert_false(text_is_clean("a\0b", 3));
  assert_false(text_is_clean("\xff", 1));
  assert_false(text_is_clean("\x1b[0m", 4));

  g_autofree char *tidy = text_tidy(" \xc2\xa0 one\r\ntwo\rthree \n");
  assert_string_equal(tidy, "one\ntwo\nthree");
  g_autofree char *empty = text_tidy(" \n ");
  assert_string_equal(empty, "");
  g_autofree char *key = text_sort_key("  Zoë  ÅNGSTRÖM ");
  assert_string_equal(key, "zoe angstrom");
}

static void
what_no_text_can_hold_is_mended(void **state)
{
  static const struct {
    const char *sent;
    size_t len;
    const char *mended;
    bool is_broken;
  } rows[] = {
    { "caf\xc3\xa9\n", 6, "caf\xc3\xa9\n", false },
    { "\x1b[1;31mred\x1b[0m", 14, "red", false },
    { "\x1b[1;31", 6, "[1;31", false }, /* unended: only the byte goes */
    { "a\0b\x7f\x01", 5, "ab", false },
    { "caf\xe9 au lait", 12, "caf\xef\xbf\xbd au lait", true },
    { "\xff\xfe\xffx\xe2\x82", 6, "\xef\xbf\xbdx\xef\xbf\xbd", true },
    { "\xed\xa0\x80\x1b", 4, "\xef\xbf\xbd", true }, /* half a pair of UTF-16 */
    { "", 0, "", false },
  };
  bool is_broken;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *mended = text_mend(rows[i].sent, rows[i].len, &is_broken);

    assert_string_equal(mended, rows[i].mended);
    assert_int_equal(is_broken, rows[i].is_broken);
  }
}

/* Else links and sessions that are over would live again. */
static void
time_does_not_go_back_with_the_clock(void **state)
{
  int64_t now_us = clock_now_us();

  (void)state;
  clock_not_before(0);
  clock_set_wall_for_test(now_us - 30 * US_PER_DAY);
  int64_t held_us = clock_now_us();
  g_usleep(2000);
  assert_true(held_us >= now_us && clock_now_us() >= held_us + 2000);
  assert_true(clock_behind_us() > 29 * US_PER_DAY);

  /* Ahead by mistake, and mended: nothing of it stays. */
  clock_set_wall_for_test(now_us + 365 * US_PER_DAY);
  assert_true(clock_now_us() == now_us + 365 * US_PER_DAY);
  assert_int_equal(clock_behind_us(), 0);
  clock_set_wall_for_test(0);
  assert_true(clock_now_us() < now_us + US_PER_MINUTE);

  /* Of an earlier run. */
  clock_not_before(now_us + US_PER_DAY);
  assert_true(clock_now_us() >= now_us + US_PER_DAY && clock_behind_us() > 0);
  clock_follow_for_test();
  assert_true(clock_now_us() < now_us + US_PER_MINUTE);
}

static void
bytes_and_hex(void **state)
{
  uint8_t bytes[4] = { 0 };

  (void)state;
  assert_true(text_to_bytes("00fFa1b2", bytes, 4));
  g_autofree char *hex = text_from_bytes(bytes, 4);
  assert_string_equal(hex, "00ffa1b2");
  assert_false(text_to_bytes("00ffa1b", bytes, 4));
  assert_false(text_to_bytes("00ffa1bg", bytes, 4));
}

static void
test_randomness_repeats(void **state)
{
  uint8_t one[32], two[32];

  (void)state;
  random_seed_for_test(42);
  random_bytes(one, sizeof(one));
  random_seed_for_test(42);
  random_bytes(two, sizeof(two));
  assert_memory_equal(one, two, sizeof(one));
  random_seed_for_test(0);
  random_bytes(two, sizeof(two));
  assert_memory_not_equal(one, two, sizeof(one));
}

static void
numbers_are_written_as_printf_does(void **state)
{
  static const gint64 numbers[] = { 0, 1, -1, 9, 10, 99, -100, 4096, G_MAXINT64, G_MININT64 };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
    char text[NUMBER_TEXT_SIZE];
    g_autofree char *wanted = g_strdup_printf("%" G_GINT64_FORMAT, numbers[i]);

    assert_int_equal(text_from_number(numbers[i], text), strlen(wanted));
    assert_string_equal(text, wanted);
  }
}

/* ---- zones ---- */

static char *
clock_text(GTimeZone *zone, int64_t at_us)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_us / US_PER_S);
  g_autoptr(GDateTime) there = g_date_time_to_timezone(utc, zone);

  return g_date_time_format(there, "%F %T");
}

/* Looked at by GLib's own reading: any moment of 60 years, between any two of these. */
static void
clocks_show_the_same_in_another_zone(void **state)
{
  static const char *const names[] = { "Europe/London",    "Europe/Athens",    "America/New_York",
                                       "Asia/Kolkata",     "Australia/Sydney", "Pacific/Apia",
                                       "America/St_Johns", "Etc/UTC" };
  g_autoptr(GRand) random = g_rand_new_with_seed(11);
  int left_out = 0;

  (void)state;
  for (int i = 0; i < 20000; i++) {
    const int count = G_N_ELEMENTS(names);
    g_autoptr(GTimeZone) from = zone_find(names[g_rand_int_range(random, 0, count)]);
    g_autoptr(GTimeZone) to = zone_find(names[g_rand_int_range(random, 0, count)]);
    const int64_t at_us = g_rand_int_range(random, 0, 60 * 365 * 24) * US_PER_HOUR +
                          g_rand_int_range(random, 0, 3600) * (int64_t)US_PER_S + US_PER_S - 1;

    assert_non_null(from);
    assert_non_null(to);

    const int64_t there_us = zone_keep_clock_us(from, to, at_us);
    g_autofree char *before = clock_text(from, at_us), *after = clock_text(to, there_us);

    assert_int_equal(there_us % US_PER_S, US_PER_S - 1); /* a day's last microsecond is */
    left_out += strcmp(before, after) != 0;
    if (strcmp(before, after) != 0) { /* only where that hour, or day, is left out there */
      g_autofree char *earlier = clock_text(to, there_us - 25 * US_PER_HOUR);

      assert_true(strcmp(before, after) < 0);
      assert_true(strcmp(earlier, before) < 0);
    }
  }
  assert_true(left_out < 20);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(ids_grow_and_read_back),
    cmocka_unit_test(ids_survive_a_clock_that_goes_back),
    cmocka_unit_test(a_mistyped_letter_is_no_id),
    cmocka_unit_test(a_rerun_request_gets_the_same_ids),
    cmocka_unit_test(a_buffer_keeps_its_limit),
    cmocka_unit_test(html_is_escaped),
    cmocka_unit_test(an_arena_says_when_it_is_full),
    cmocka_unit_test(text_is_checked_and_tidied),
    cmocka_unit_test(what_no_text_can_hold_is_mended),
    cmocka_unit_test(time_does_not_go_back_with_the_clock),
    cmocka_unit_test(bytes_and_hex),
    cmocka_unit_test(numbers_are_written_as_printf_does),
    cmocka_unit_test(control_bytes_are_found_wherever_they_stand),
    cmocka_unit_test(test_randomness_repeats),
    cmocka_unit_test(clocks_show_the_same_in_another_zone),
  };

  return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
