/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening libfido2. */
#include "people/fido2.h"

#include <glib.h>

struct FidoLibrary fido;

static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = { FIDO_FUNCTIONS(LIBRARY_NAME) };

  (void)unused;
  return GINT_TO_POINTER(library_open("libfido2.so.1", names, G_N_ELEMENTS(names), &fido));
}

bool
fido_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_once, NULL)) != 0;
}
