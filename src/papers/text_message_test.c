/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Text messages about a paper fit into one message, whatever the paper is called. */
#include "papers/text_message.h"

#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* One message wherever the address leaves room for a letter of the title. */
static void
a_text_message_fits(void **state)
{
  static const char *const letters[] = { "a", "€", "{", "é", "ŵ", "🌳", " ", "“", "w" };
  random_seed_for_test(7);
  (void)state;
  for (int round = 0; round < 500; round++) {
    g_autoptr(GString) title = g_string_new("T");
    uint8_t dice[2];
    size_t most = 0;

    random_bytes(dice, sizeof(dice));
    for (int i = 0; i < dice[0]; i++)
      g_string_append(title, letters[(dice[1] + i * (dice[1] & 7)) % G_N_ELEMENTS(letters)]);

    g_autofree char *text = text_message_about(NULL, "Riverside", title->str, "https://r.uk");
    const size_t len = text_message_length(text, &most);

    assert_true(g_utf8_validate(text, -1, NULL));
    assert_non_null(strstr(text, "https://r.uk"));
    assert_true(most == TEXT_MESSAGE_WIDE_MOST || len <= most);
  }

  g_autofree char *address = text_message_address("+44 (0)1632 960-001\nmornings", "See a & b?");

  assert_string_equal(address, "sms:+4401632960001?body=See%20a%20%26%20b%3F");
}

static const char *const about_meetings[] = {
  "{place}: you are invited to \"{title}\". {when}. Will you come? See {url} or ring us.",
  "{place}: \"{title}\" is at another time: {when}. Can you come? See {url} or ring us.",
  "{place}: soon: \"{title}\". {when}. You cannot come, or need help? Ring us, or see {url}",
};

/* The time and the address are whole, however long the title is. */
static void
a_text_message_about_a_meeting_keeps_its_time(void **state)
{
  static const char when[] = "Wednesday 23 September 2026, 11.30 am to 12.30 pm";

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(about_meetings); i++)
    for (size_t letters = 1; letters < 200; letters += 7) {
      g_autofree char *title = g_strnfill(letters, 'x');
      g_autofree char *text = text_message_write(
          NULL, &(TextMessage){ about_meetings[i], "Riverside", title, when, "https://r.uk" });
      size_t most = 0;

      assert_true(text_message_length(text, &most) <= most);
      assert_non_null(strstr(text, when));
      assert_non_null(strstr(text, "https://r.uk"));
      assert_int_equal(strstr(text, title) != NULL, letters < 30);
    }
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_text_message_fits),
    cmocka_unit_test(a_text_message_about_a_meeting_keeps_its_time),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
