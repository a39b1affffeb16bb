/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One choice for all mails that may be stopped, with the single ones behind it. */
#pragma once

#include "notices/mail_wishes.h"

typedef enum {
  MAILS_ALL,  /* each kind in its usual way */
  MAILS_MUST, /* only the kinds that its person must know (mail_kinds.h) */
  MAILS_NONE,
  MAILS_OWN, /* as chosen one by one, or by the links in mails */
  MAILS_LEVELS
} MailLevel;

/* "all" "must" "none" "own": in forms. */
const char *mail_level_name(MailLevel level);
bool mail_level_from_name(const char *name, MailLevel *ret_level);
/* Which one these wishes of all kinds are. Pure. */
MailLevel mail_level_of(const MailWish wishes[static MAIL_KIND_COUNT]);
/* For all kinds at once. What was chosen one by one before is kept beside it, and MAILS_OWN brings
 * it back. Nothing changes where it is so already. `time_zone`: as in MailWish. */
void mail_level_choose(Txn *txn, const Act *act, int64_t member_id, MailLevel level,
                       const char *time_zone);
