/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening libpq. */
#include "db/libpq.h"

#include "db/engine.h"

#include <dlfcn.h>
#include <string.h>

struct Libpq libpq;

static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = {
#define NAME(name) #name,
    LIBPQ_FUNCTIONS(NAME)
  };
  void *library = dlopen("libpq.so.5", RTLD_NOW | RTLD_LOCAL);
  bool is_whole = library != NULL;

  (void)unused;
  for (size_t i = 0; is_whole && i < G_N_ELEMENTS(names); i++) {
    void *function = dlsym(library, names[i]);

    is_whole = function != NULL;
    memcpy((char *)&libpq + i * sizeof(function), &function, sizeof(function));
  }
  return GINT_TO_POINTER(is_whole);
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
