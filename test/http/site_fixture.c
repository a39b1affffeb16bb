/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Fixtures of the tiny site's tests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/journal.h"
#include "site_fixture.h"

int
set_up(void **state)
{
  journal_to("/dev/null");
  *state = site_start(NULL, NULL);
  return 0;
}

int
set_up_on_loops(void **state)
{
  journal_to("/dev/null");
  *state = site_start(&(WebOptions){ .loop_us = G_USEC_PER_SEC }, NULL);
  return 0;
}

int
set_up_narrow(void **state)
{
  const DbOptions options = { .queue_max = 1 };

  journal_to("/dev/null");
  *state = site_start(NULL, &options);
  return 0;
}

int
tear_down(void **state)
{
  site_stop(*state);
  return 0;
}

gpointer
send_same_form(gpointer data)
{
  Sending *sending = data;
  g_autofree char *body =
      g_strdup_printf("%s=%s&%s=%s&text=double", FIELD_FORM_ID, sending->browser->form_id,
                      FIELD_CSRF_TOKEN, sending->browser->csrf_token);
  const char *session = g_hash_table_lookup(sending->browser->cookies, "session");
  g_autofree char *request =
      g_strdup_printf("POST /notes HTTP/1.1\r\nHost: riverside.test\r\nCookie: session=%s\r\n"
                      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n"
                      "Connection: close\r\n\r\n%s",
                      session, strlen(body), body);
  g_autofree char *reply = talk(sending->browser->site->port, request, strlen(request), 0);

  sending->status = reply_status(reply);
  return NULL;
}
