/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the test programs of the tiny site share. Include after cmocka. */
#pragma once

#include "tiny_site.h"

#include <string.h>

#define assert_has(text, piece)                           \
  do {                                                    \
    if (!strstr((text), (piece)))                         \
      fail_msg("\"%s\" is not in:\n%s", (piece), (text)); \
  } while (0)

#define assert_status(reply, status)                       \
  do {                                                     \
    if (reply_status(reply) != (status))                   \
      fail_msg("not %d but:\n%s", (int)(status), (reply)); \
  } while (0)

#define with_site(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#define with_site_on_loops(test) cmocka_unit_test_setup_teardown(test, set_up_on_loops, tear_down)

/* Fixtures: a site of its own for each test. */
int set_up(void **state);
int set_up_on_loops(void **state); /* pages are made on the event loops where they can be */
int set_up_narrow(void **state);   /* one write may wait, no more */
int tear_down(void **state);

/* Sends "text=double" to /notes with the form that the browser has, without touching the browser:
 * from any thread. */
typedef struct {
  Browser *browser;
  int status; /* of the reply */
} Sending;
gpointer send_same_form(gpointer sending);
