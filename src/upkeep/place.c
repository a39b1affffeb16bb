/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The machine, and what looking after this puts on the record. */
#include "upkeep/place.h"

#include "lang/lang.h"

static const UpkeepPlace nowhere;
static const UpkeepPlace *the_place = &nowhere; /* set before threads start */

const LogKind upkeep_log_kinds[] = {
  { .kind = "backup-asked" },
  { .kind = "backup-fetched", .power = N_("A backup of everything was downloaded") },
  { .kind = "archive-asked" },
  { .kind = "archive-fetched",
    .power = N_("An archive of everything to take along was downloaded") },
  { .kind = "backup-setting-changed" },
  { .kind = "mail-setting-changed", .power = N_("How mails are sent was changed") },
  { .kind = "mail-tested" },
  { .kind = "privacy-changed", .power = N_("Who answers for the data was changed") },
  { .kind = "keep-changed", .power = N_("How long things are kept was changed") },
  { .kind = "time-zone-changed", .power = N_("The clock that counts here was changed") },
  { .kind = "kept-long-enough" },
  { .kind = "complaint-made" },
  { .kind = "complaint-read" },
  { .kind = "complaint-known" },
  { .kind = "complaint-told" },
  { .kind = "work-again" },
  { .kind = "assessment-started" },
  { .kind = NULL },
};

void
upkeep_set_place(const UpkeepPlace *place)
{
  the_place = place ? place : &nowhere;
}

const UpkeepPlace *
upkeep_place(void)
{
  return the_place;
}

bool
upkeep_is_alone(Txn *txn)
{
  return the_place->count_communities && the_place->count_communities(txn) == 1;
}
