/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the in-memory list needs of the communities' tables. */
#pragma once

#include "web/web.h"

/* All of them: rows for community_from_row. */
Query *communities_query(Txn *txn);
/* Fills an empty one; its texts are new. */
void community_from_row(Query *q, Community *ret_community);
/* Grows whenever this process changed a community: the sign to read them again. */
unsigned communities_changes(void);
