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
  bool is_apart = false;

  people_find_apart(txn, &(PeoplePair){ one_id, other_id }, 1, &is_apart);
  return is_apart;
}

void
people_find_apart(Txn *txn, const PeoplePair *pairs, int count, bool *ret_apart)
{
  for (int i = 0; i < count; i++)
    ret_apart[i] = false;
  if (ask && count > 0)
    ask(txn, pairs, count, ret_apart);
}
