/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening libpq. */
#include "db/libpq.h"

#include "db/engine.h"

struct Libpq libpq;

static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = { LIBPQ_FUNCTIONS(LIBRARY_NAME) };

  (void)unused;
  return GINT_TO_POINTER(library_open("libpq.so.5", names, G_N_ELEMENTS(names), &libpq));
}

bool
libpq_open(GError **err)
{
  static GOnce once = G_ONCE_INIT;

  if (GPOINTER_TO_INT(g_once(&once, open_once, NULL)))
    return true;
  g_set_error(err, DB_ERROR, TROUBLE_DATABASE,
              "PostgreSQL needs its library, libpq.so.5, on this machine");
  return false;
}
