/* SPDX-License-Identifier: AGPL-3.0-or-later
 * That somebody is asked to see to a need, and that a need of one's own has an answer (R64, R65),
 * in each person's way. A mail box may be read by anybody: no mail says what is needed, nor whose
 * it is, nor whether it can be had; the page does. */
#pragma once

#include "meetings/needs.h"
#include "notices/digest.h"

/* Nothing for who asks themselves, keeps away from its person, or is reached by no mail. */
void need_news_asked(Txn *txn, const Act *act, const MeetingNeed *need, int64_t asked_id);
/* It is ready, or cannot be had; nothing when its person says so themselves. */
void need_news_answered(Txn *txn, const Act *act, const MeetingNeed *need);

extern const DigestKind need_digest_kinds[];
