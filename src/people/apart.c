/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Keeping apart, as the rules of people ask for it. */
#include "people/apart.h"

static KeepApart ask; /* configuration: set before threads */

void
people_set_keep_apart(KeepApart are_apart)
{
  ask = are_apart;
}

bool
people_are_apart(Txn *txn, int64_t one_id, int64_t other_id)
{
  return ask && ask(txn, one_id, other_id);
}
