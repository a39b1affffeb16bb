/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening libical. */
#include "meetings/ical.h"

#include <glib.h>

struct IcalLibrary ical;

/* What is wrong in a calendar that came by mail must not end the program. */
static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = { ICAL_FUNCTIONS(LIBRARY_NAME) };
  const bool is_open = library_open("libical.so.3", names, G_N_ELEMENTS(names), &ical);

  (void)unused;
  if (is_open) {
    icalerror_set_errors_are_fatal(0);
    icaltimezone_get_utc_timezone(); /* lists the names of all zones, once, before threads can */
  }
  return GINT_TO_POINTER(is_open);
}

bool
ical_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_once, NULL)) != 0;
}
