/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening GMime. */
#include "notices/gmime.h"

#include <dlfcn.h>
#include <string.h>

struct GMimeLibrary gmime;

static gpointer
open_once(gpointer unused)
{
  static const char *const names[] = {
#define NAME(name) #name,
    GMIME_FUNCTIONS(NAME)
  };
  void *library = dlopen("libgmime-3.0.so.0", RTLD_NOW | RTLD_LOCAL);
  bool is_whole = library != NULL;

  (void)unused;
  for (size_t i = 0; is_whole && i < G_N_ELEMENTS(names); i++) {
    void *function = dlsym(library, names[i]);

    is_whole = function != NULL;
    memcpy((char *)&gmime + i * sizeof(function), &function, sizeof(function));
  }
  if (is_whole)
    g_mime_init();
  return GINT_TO_POINTER(is_whole);
}

bool
gmime_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_once, NULL)) != 0;
}
