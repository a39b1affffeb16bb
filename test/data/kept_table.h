/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests: a group with a random history of needs, promises and thanks. */
#pragma once

#include "data/shared_table.h"

/* A TestChange; data: the SharedTable. */
bool kept_table_live(Txn *txn, const Act *act, void *data);
