/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Names of the ways in. */
#include "base/way.h"

#include <string.h>

static const char *const names[WAY_COUNT] = {
  [WAY_NONE] = "none",       [WAY_LINK] = "link", [WAY_OPERATOR] = "operator",
  [WAY_PASSKEY] = "passkey", [WAY_CARD] = "card", [WAY_ASSISTED] = "assisted",
};

const char *
way_name(SignInWay way)
{
  return names[way];
}

SignInWay
way_from_name(const char *name)
{
  for (int i = 0; i < WAY_COUNT; i++)
    if (strcmp(names[i], name) == 0)
      return (SignInWay)i;
  return WAY_NONE;
}
