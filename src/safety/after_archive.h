/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Suspended people who came with an archive. Why they were suspended does not travel, so that no
 * list of measures is carried about: here they get a measure without grounds, which any organiser
 * can end, and against which they can appeal. */
#pragma once

#include "base/act.h"
#include "db/db.h"

void safety_after_archive(Txn *txn, const Act *act);
