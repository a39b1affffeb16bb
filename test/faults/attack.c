/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking and sending as an attacker does: from any address, with any header. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "attack.h"

#include <string.h>

void
set_link(Scene *scene, RealSite *site)
{
  *scene = (Scene){ .site = site, .browser = browser_new(&site->site, "riverside.localhost") };
  make_link(scene);
}

char *
ask(const Scene *scene, const char *method, const char *path, const char *headers)
{
  g_autofree char *request = g_strdup_printf("%s %s HTTP/1.1\r\nHost: riverside.localhost\r\n%s"
                                             "Connection: close\r\n\r\n",
                                             method, path, headers);

  return talk(scene->site->site.port, request, strlen(request), 0);
}

char *
send_from(Browser *browser, const char *path, const char *fields, const char *address)
{
  g_autofree char *body = g_strdup_printf("%s=%s&%s=%s&%s", FIELD_FORM_ID, browser->form_id,
                                          FIELD_CSRF_TOKEN, browser->csrf_token, fields);
  g_autofree char *header = g_strdup_printf("X-Forwarded-For: %s\r\n", address);

  return submit_as(browser, path, FORM_TYPE, body, header);
}

char *
use_link(Browser *browser, const char *token, const char *address)
{
  g_autofree char *path = g_strdup_printf("/in/%s", token);
  g_autofree char *page = browse(browser, path);

  return send_from(browser, path, "", address);
}

void
assert_is_in(Browser *browser, bool is_in)
{
  g_autofree char *page = browse(browser, "/papers");

  assert_status(page, is_in ? 200 : 401);
}
