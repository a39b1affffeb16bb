/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A place got another name or address: whoever was told of a meeting there that is still to come
 * hears of it like of a meeting that changed, once a group (issue 5; invitations.h). */
#pragma once

#include "meetings/invitations.h"

/* In the transaction that mended it. True: there was somebody to tell, of this group or others that
 * meet there. Nothing where neither its name nor its address is another one. */
bool place_news_tell(Txn *txn, const Act *act, const Venue *was, const Venue *is,
                     const NewsWish *wish);
