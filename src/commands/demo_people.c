/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What some members of the demo community say of themselves. Nobody in it is real. */
#include "commands/demo_people.h"

#include "people/needs.h"
#include "people/profile.h"

#include <string.h>

static const struct {
  const char *name;
  NeedKind kind;
  NeedsOfKind needs;
} needs[] = {
  { "Sam Brook",
    NEED_CONTACT,
    { .needs = { { "phone", true } },
      .count = 1,
      .words = "After ten in the morning, please",
      .is_shared = true } },
  { "Priya Lane",
    NEED_TALK,
    { .needs = { { "more-time", true }, { "pictures", false } },
      .count = 2,
      .words = "",
      .is_shared = true } },
  { "Amina Hale",
    NEED_PROFESSIONAL,
    { .needs = { { "speech-to-text", true } }, .count = 1, .words = "", .is_shared = true } },
  { "Dafydd Moor",
    NEED_ADJUSTMENT,
    { .needs = { { "assistance-dog", true }, { "travel", false } },
      .count = 2,
      .words = "The dog is called Taff",
      .is_shared = true } },
};

static const struct {
  const char *name, *strengths, *likes;
  Roles roles;
  bool is_shown;
} profiles[] = {
  { "Rowan Field", "Keeping lists", "Swimming in the weir", { { "neighbour" }, 1 }, true },
  { "Sam Brook",
    "Knowing every bus\nMaking people laugh",
    "Tea and a chat",
    { { "uses-services", "peer-supporter" }, 2 },
    true },
  { "Bea Thorn", "Listening", "Growing beans", { { "family-carer" }, 1 }, false },
  { "Tom Weir", "Explaining budgets", "Running by the water", { { "commissioner" }, 1 }, true },
};

void
demo_say_of(Txn *txn, const Act *act, const char *name, int64_t member_id, Refusals *refusals)
{
  for (size_t i = 0; i < G_N_ELEMENTS(needs); i++)
    if (strcmp(needs[i].name, name) == 0)
      needs_change(txn, act, member_id, needs[i].kind, &needs[i].needs);
  for (size_t i = 0; i < G_N_ELEMENTS(profiles); i++) {
    if (strcmp(profiles[i].name, name) != 0)
      continue;
    strengths_change(txn, act, member_id, &(Strengths){ profiles[i].strengths, profiles[i].likes },
                     refusals);
    roles_change(txn, act, member_id, &profiles[i].roles);
    if (profiles[i].is_shown)
      roles_show(txn, act, member_id, PLACE_MEMBERS, &profiles[i].roles);
  }
}
