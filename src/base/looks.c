/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The words for how pages look: one table. */
#include "base/looks.h"

#include <glib.h>

static const struct {
  const char *cookie;
  const char *words[6]; /* the usual one first */
} looks[LOOK_COUNT] = {
  [LOOK_THEME] = { "theme", { "auto", "light", "dark", "yellow", "cream" } },
  [LOOK_TEXT_SIZE] = { "text-size", { "normal", "large", "larger", "largest" } },
  [LOOK_SPACING] = { "spacing", { "normal", "wide", "wider" } },
};

const char *
look_cookie(PageLook look)
{
  return looks[look].cookie;
}

const char *
look_usual(PageLook look)
{
  return looks[look].words[0];
}

bool
look_is_known(PageLook look, const char *word)
{
  return g_strv_contains(looks[look].words, word);
}
