/* SPDX-License-Identifier: AGPL-3.0-or-later
 * That somebody is asked to see to a need, and that a need of one's own has an answer (R64, R65),
 * in each person's way. A mail box may be read by anybody: no mail says what is needed, nor whose
 * it is, nor whether it can be had; the page does. Whom no mail reaches, somebody tells. */
#pragma once

#include "meetings/invitations.h"
#include "meetings/needs.h"

/* Nothing for who asks themselves, keeps away from its person, or is reached by no mail. */
void need_news_asked(Txn *txn, const Act *act, const MeetingNeed *need, int64_t asked_id);
/* It is ready, or cannot be had; nothing when its person says so themselves. */
void need_news_answered(Txn *txn, const Act *act, const MeetingNeed *need);

/* Whose need has an answer for the time of now, whom no mail reaches, who comes as far as they have
 * said, and whom nobody has told it: for whoever arranges the meeting. None once it has begun. One
 * statement. */
const ToTell *need_news_to_tell(Txn *txn, Arena *arena, const Meeting *meeting, int64_t now_us);
/* Somebody told them all answers that there are. Nothing for others. */
void need_news_mark_told(Txn *txn, const Act *act, const Meeting *meeting, int64_t member_id);

extern const DigestKind need_digest_kinds[];
