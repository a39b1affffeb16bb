/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What may be told of the sides. Told numbers are boxes ("1 to 4") whose sum is known; what can be
 * worked out from them are the smallest and largest number that each side can have. */
#include "groups/sides.h"

#include "lang/lang.h"

#include <glib.h>
#include <string.h>

enum { SMALL = 5 }; /* numbers below are not told */

Side
side_of_role(const char *role)
{
  static const struct {
    const char *role;
    Side side;
  } sides[] = {
    { "", SIDE_UNSAID },
    { "uses-services", SIDE_USES },
    { "family-carer", SIDE_CARER },
    { "neighbour", SIDE_NEIGHBOUR },
    { "front-line-worker", SIDE_WORK },
    { "manager", SIDE_WORK },
    { "commissioner", SIDE_WORK },
    { "provider", SIDE_WORK },
    { "researcher", SIDE_WORK },
    { "peer-supporter", SIDE_PEER },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(sides); i++)
    if (strcmp(sides[i].role, role) == 0)
      return sides[i].side;
  return SIDE_OTHER;
}

const char *
side_words(Side side)
{
  static const char *const words[SIDE_COUNT] = {
    N_("People who use services"), N_("Family carers"),        N_("Neighbours"),
    N_("Peer supporters"),         N_("People at their work"), N_("In another role"),
    N_("Have not said"),
  };

  return words[side];
}

static int
sum_of(const int numbers[SIDE_COUNT])
{
  int sum = 0;

  for (int i = 0; i < SIDE_COUNT; i++)
    sum += numbers[i];
  return sum;
}

/* Somebody who looks at what is told: what they know already, side by side. */
typedef struct {
  int known[SIDE_COUNT];
  bool is_inside;
} Looker;

typedef struct {
  int least, most;
} Range;

static Range
range_told(SideTold told, int all, int known, int whole)
{
  switch (told) {
  case SIDE_NUMBER:
    return (Range){ all, all };
  case SIDE_NONE:
    return (Range){ 0, 0 };
  case SIDE_FEW:
    return (Range){ MAX(1, known), SMALL - 1 };
  case SIDE_NOT_TOLD:
    break;
  }
  return (Range){ known, whole };
}

/* Whether this person learns nothing of anybody else. */
static bool
learns_nothing(const SideCounts *counts, const SideTold told[SIDE_COUNT], const Looker *looker)
{
  const int whole = sum_of(counts->all);
  Range ranges[SIDE_COUNT];
  int least = 0, most = 0, sides_possible = 0;

  if (whole == sum_of(looker->known))
    return true; /* they know everything already: all show it */
  for (int i = 0; i < SIDE_COUNT; i++) {
    ranges[i] = range_told(told[i], counts->all[i], looker->known[i], whole);
    least += ranges[i].least;
    most += ranges[i].most;
  }
  for (int i = 0; i < SIDE_COUNT; i++) {
    const int low = MAX(ranges[i].least, whole - (most - ranges[i].most));
    const int high = MIN(ranges[i].most, whole - (least - ranges[i].least));
    const bool is_small = counts->all[i] > 0 && counts->all[i] < SMALL;
    const bool knows_all = looker->is_inside && looker->known[i] == counts->all[i];

    if (is_small && !knows_all && low == high)
      return false;
    sides_possible += high > looker->known[i];
  }
  return sides_possible >= 2;
}

/* Outside: knows nobody. Inside: knows the roles shown; or these and their own hidden one. */
static bool
is_safe(const SideCounts *counts, const SideTold told[SIDE_COUNT])
{
  const Looker outside = { .is_inside = false };
  Looker inside = { .is_inside = true };

  memcpy(inside.known, counts->shown, sizeof(inside.known));
  if (!learns_nothing(counts, told, &outside) || !learns_nothing(counts, told, &inside))
    return false;
  for (int i = 0; i < SIDE_COUNT; i++) {
    Looker hidden = inside;

    if (counts->all[i] == counts->shown[i])
      continue;
    hidden.known[i]++;
    if (!learns_nothing(counts, told, &hidden))
      return false;
  }
  return true;
}

/* The next side to be silent about: the smallest number; then sides that nobody is of, "has not
 * said" and own words first; then the others. */
static int
next_to_hide(const SideCounts *counts, const SideTold told[SIDE_COUNT])
{
  int found = -1;

  for (int i = 0; i < SIDE_COUNT; i++)
    if (told[i] == SIDE_NUMBER && (found < 0 || counts->all[i] < counts->all[found]))
      found = i;
  for (int i = SIDE_COUNT - 1; i >= 0 && found < 0; i--)
    if (told[i] == SIDE_NONE)
      found = i;
  for (int i = SIDE_COUNT - 1; i >= 0 && found < 0; i--)
    if (told[i] == SIDE_FEW)
      found = i;
  return found;
}

bool
sides_tell(const SideCounts *counts, SideTold ret_told[SIDE_COUNT])
{
  SideTold told[SIDE_COUNT];

  if (sum_of(counts->all) < SIDES_LEAST)
    return false;
  for (int i = 0; i < SIDE_COUNT; i++)
    told[i] = counts->all[i] >= SMALL ? SIDE_NUMBER : counts->all[i] > 0 ? SIDE_FEW : SIDE_NONE;
  while (!is_safe(counts, told)) {
    const int hidden = next_to_hide(counts, told);

    if (hidden < 0)
      return false; /* nothing is left to tell */
    told[hidden] = SIDE_NOT_TOLD;
  }
  memcpy(ret_told, told, sizeof(told));
  return true;
}

SideTold
sides_tell_heard(const SideCounts *counts, const SideTold told[SIDE_COUNT])
{
  const int unsaid_most = told[SIDE_UNSAID] == SIDE_FEW ? SMALL - 1 : counts->all[SIDE_UNSAID];
  const int with_role_least = sum_of(counts->all) - unsaid_most;

  if (counts->heard == 0)
    return SIDE_NONE;
  if (told[SIDE_UNSAID] == SIDE_NOT_TOLD ||
      with_role_least - counts->heard - sum_of(counts->shown) < SMALL)
    return SIDE_NOT_TOLD;
  return counts->heard < SMALL ? SIDE_FEW : SIDE_NUMBER;
}
