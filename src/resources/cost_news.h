/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody hears when others do something to their costs or thank-yous: by mail in their way
 * (at once, unless they chose otherwise); where no mail reaches them, whoever sees to costs is
 * reminded to tell them. A mail box may be read by anybody: no mail says an amount, a question or
 * what it was for. */
#pragma once

#include "notices/digest.h"
#include "resources/claims.h"

typedef enum { NEWS_NOTED, NEWS_ASKED, NEWS_AGREED, NEWS_PAID } ClaimNews;

/* After it was done, and not refused. Of cash that was put into their hand nobody is to be told. */
void claim_news_tell(Txn *txn, const Act *act, int64_t claim_id, ClaimNews news,
                     const char *origin);
/* That somebody wrote down what they want with it; that it is paid. To whom no mail goes, it stands
 * on their page. */
void thanks_news_noted(Txn *txn, const Act *act, int64_t group_id, int64_t meeting_id,
                       int64_t member_id, const char *origin);
void thanks_news_paid(Txn *txn, const Act *act, int64_t meeting_id, int64_t member_id,
                      const char *origin);

extern const DigestKind cost_digest_kinds[];
