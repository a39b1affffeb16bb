/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Who was asked which of the offered times suit, and whom somebody asks by telephone or when they
 * meet (R64, R66; issue 5): who is reached by no mail, and whose mail came back. */
#pragma once

#include "meetings/meetings.h"
#include "notices/digest.h"
#include "notices/to_tell.h"

/* Of the group, has not said something to each time to come, and no mail brought them the newest
 * nor did somebody ask them; who offered it knows. Nobody once the meeting has a date. */
const ToTell *date_asks_list(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us);
int64_t date_asks_count(Txn *txn, const Meeting *meeting, int64_t now_us);
/* Somebody asked them, of all that is offered now: so they know of the meeting. Nothing for who is
 * not in the group. */
void date_asks_mark(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);

/* A mail naming this time is still to go: they are reached by mail and were not asked otherwise. */
bool date_asks_wait_for_mail(Txn *txn, int64_t member_id, int64_t date_id);
/* DigestKind's mark_sent. */
void date_asks_mark_mailed(Txn *txn, const Act *act, const DigestSent *sent);

/* Mails to them come back: what mails have asked since then was not asked. */
void date_asks_forget_mailed(Txn *txn, const Act *act, int64_t member_id, int64_t since_us);
/* Mails reach them from now on, or again: where nobody asked them, a mail does. */
void date_asks_mail_unasked(Txn *txn, const Act *act, int64_t member_id);
