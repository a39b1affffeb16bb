/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The site as a browser meets it, on whichever engine the environment chooses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/journal.h"
#include "tiny_site.h"

#include <string.h>

#define assert_has(text, piece)                           \
  do {                                                    \
    if (!strstr((text), (piece)))                         \
      fail_msg("\"%s\" is not in:\n%s", (piece), (text)); \
  } while (0)

static int
set_up(void **state)
{
  journal_to("/dev/null");
  *state = site_start(NULL, NULL);
  return 0;
}

static int
tear_down(void **state)
{
  site_stop(*state);
  return 0;
}

static void
assert_status(const char *reply, int status)
{
  if (reply_status(reply) != status)
    fail_msg("not %d but:\n%s", status, reply);
}

static void
test_pages(void **state)
{
  Browser *browser = browser_new(*state, "riverside.test");
  g_autofree char *home = browse(browser, "/");
  g_autofree char *denied = browse(browser, "/notes");
  g_autofree char *none = browse(browser, "/nowhere");

  assert_status(home, 200);
  assert_has(home, "for nobody at Riverside");
  assert_has(home, "default-src 'none'");
  assert_status(denied, 401);
  assert_status(none, 404);
  browser_free(browser);
}

static void
test_sign_in_and_send(void **state)
{
  Site *site = *state;
  Browser *browser = browser_new(site, "riverside.test");

  sign_in(browser, site->ann);
  g_autofree char *sent = submit(browser, "/notes", "text=hello");
  g_autofree char *again = submit(browser, "/notes", "text=hello");
  g_autofree char *notes = browse(browser, "/notes");

  assert_status(sent, 303);
  assert_status(again, 303);
  assert_has(notes, "[hello] [hello] [hello]");
  assert_has(notes, "Banner: Kept what Ann wrote");
  assert_int_equal(site_notes(site, site->riverside), 3);
  browser_free(browser);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test_setup_teardown(test_pages, set_up, tear_down),
    cmocka_unit_test_setup_teardown(test_sign_in_and_send, set_up, tear_down),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
