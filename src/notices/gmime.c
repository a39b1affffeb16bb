/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening GMime. */
#include "notices/gmime.h"

struct GMimeLibrary gmime;

static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = { GMIME_FUNCTIONS(LIBRARY_NAME) };
  const bool is_open = library_open("libgmime-3.0.so.0", names, G_N_ELEMENTS(names), &gmime);

  (void)unused;
  if (is_open)
    g_mime_init();
  return GINT_TO_POINTER(is_open);
}

bool
gmime_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_once, NULL)) != 0;
}
