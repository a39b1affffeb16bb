/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whether a supporter may do what a route asks for. */
#include "base/support.h"

bool
area_is_private(SupportArea area)
{
  return area == AREA_WORRIES || area == AREA_FEEDBACK || area == AREA_BALLOTS;
}

bool
acting_may(const Acting *acting, const Support *support)
{
  if (acting->id == 0 || support->level == SUPPORT_AS_SELF)
    return true;
  if (acting->is_over || support->level == SUPPORT_NEVER)
    return false;
  if (support->area != AREA_ANY)
    return acting->levels[support->area] >= support->level;
  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    if (acting->levels[area] >= support->level)
      return true;
  return false;
}
