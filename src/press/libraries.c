/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opening librsvg and espeak-ng. */
#include "press/libraries.h"

struct RsvgLibrary rsvg_library;
struct EspeakLibrary espeak_library;

static gpointer
open_rsvg(gpointer unused)
{
  static const char *const names[] = { RSVG_FUNCTIONS(LIBRARY_NAME) };

  (void)unused;
  return GINT_TO_POINTER(library_open("librsvg-2.so.2", names, G_N_ELEMENTS(names), &rsvg_library));
}

static gpointer
open_espeak(gpointer unused)
{
  static const char *const names[] = { ESPEAK_FUNCTIONS(LIBRARY_NAME) };

  (void)unused;
  return GINT_TO_POINTER(
      library_open("libespeak-ng.so.1", names, G_N_ELEMENTS(names), &espeak_library));
}

bool
rsvg_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_rsvg, NULL)) != 0;
}

bool
espeak_open(void)
{
  static GOnce once = G_ONCE_INIT;

  return GPOINTER_TO_INT(g_once(&once, open_espeak, NULL)) != 0;
}
