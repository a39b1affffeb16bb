/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The question after a meeting by mail (R88): one link, once, to whoever came, or said that they
 * would while nobody has written down who came and it is not called off. Who has answered or put it
 * away by then gets none, and nobody is reminded. An answer by mail would have a name: the mail
 * leads to the page. */
#pragma once

#include "meetings/meetings.h"
#include "notices/digest.h"

/* The meeting has this time (an end of 0 is open), or people were written down as having come: it
 * is looked at when it is over. Nothing without a start. */
void feedback_news_plan(Txn *txn, const Act *act, int64_t meeting_id, int64_t starts_at_us,
                        int64_t ends_at_us);
/* AfterArchive: all meetings to come. */
void feedback_news_after_archive(Txn *txn, const Act *act);
/* Outbox task "meeting-afterwards"; the thing is a meeting. However often it runs, nobody is asked
 * twice. */
OutboxResult look_at_afterwards(Db *db, const OutboxTask *task, void *data);

extern const DigestKind feedback_digest_kinds[];
