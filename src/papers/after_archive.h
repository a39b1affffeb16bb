/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers that came with an archive: what is made from them, and what was on its way. */
#pragma once

#include "base/act.h"
#include "db/db.h"

/* Asks anew for all formats that somebody was or is to be sent, for Word files to be read, and for
 * mails of the last month that had not left. */
void papers_after_archive(Txn *txn, const Act *act);
