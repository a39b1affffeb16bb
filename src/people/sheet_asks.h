/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking for the recovery sheet: each asking is on record as a use of power before anything is
 * shown, opens the sheet to who asked, for ten minutes, once. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

/* Kinds of the log: asked is a use of power; shown is noted when the page was read. */
#define SHEET_ASKED "recovery-sheet-asked"
#define SHEET_SHOWN "recovery-sheet-shown"

int64_t sheet_ask(Txn *txn, const Act *act); /* its id */
/* Asked by this member a short while ago, and not shown yet. */
bool sheet_may_be_shown(Txn *txn, int64_t member_id, int64_t sheet_id, int64_t now_us);
/* When somebody last asked; 0: nobody yet. */
int64_t sheet_last_asked_us(Txn *txn);
