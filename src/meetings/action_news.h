/* SPDX-License-Identifier: AGPL-3.0-or-later
 * That somebody is asked to do something for a group (R70): it waits on their start page; where a
 * mail reaches them, one goes too, in their way. Nobody is reminded. */
#pragma once

#include "notices/digest.h"

/* After it was given to somebody, and not refused. Nothing where its owner is not asked (any more),
 * or asked themselves. `origin`: of the site, for links; "": no mail goes. */
void action_news_tell(Txn *txn, const Act *act, int64_t action_id, const char *origin);

extern const DigestKind action_digest_kinds[];
