/* SPDX-License-Identifier: AGPL-3.0-or-later
 * That somebody wrote down for a member that they join a group, or ask to: it stands on their own
 * page; where a mail reaches them, one goes too, so that nobody is in a group without knowing it.
 * Whoever no mail reaches has just said it to the one who wrote. */
#pragma once

#include "notices/digest.h"

/* After places_join_for; nothing for member 0. `origin`: of the site, for links. */
void joined_news_tell(Txn *txn, const Act *act, int64_t group_id, int64_t member_id,
                      const char *origin);

extern const DigestKind joined_digest_kinds[];
