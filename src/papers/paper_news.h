/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is new about papers for one member, by mail (notices/digest.h): papers that come put
 * together, what others say about papers they wrote or spoke about, answers to their own words. */
#pragma once

#include "notices/digest.h"

/* DigestKind: "paper" (a delivery), "comment", "comment-answer" (both a comment). */
extern const DigestKind paper_digest_kinds[];

/* A copy that waits for its mail, of somebody who wants papers put together. */
void paper_news_sent(Txn *txn, const Act *act, int64_t delivery_id, int64_t member_id);
/* Tells whoever wrote the paper or spoke about it; not its speaker, nor who keeps away. */
void paper_news_said(Txn *txn, const Act *act, int64_t paper_id, int64_t comment_id,
                     int64_t speaker_id);
/* Tells whose words were answered. False: no mail reaches them, and somebody has to. */
bool paper_news_answered(Txn *txn, const Act *act, int64_t paper_id, int64_t comment_id,
                         int64_t speaker_id);
