/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From mails to the lists for the telephone, and back. Lists of who is to be told of a change are
 * worked out when somebody looks; so only mails have to be made. */
#include "meetings/reached.h"

#include "base/clock.h"
#include "meetings/invitations.h"
#include "meetings/reminders.h"

/* What a mail said so shortly before its address was found to be none, nobody may have read: mail
 * servers try for five days (RFC 5321, 4.5.4.1). Better told twice than not at all. */
enum { CAME_BACK_DAYS = 7 };

void
meetings_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is)
{
  if (is == REACH_EMAIL) {
    invitations_mail_untold(txn, act, member_id);
    reminders_mail_untold(txn, act, member_id);
  } else if (was == REACH_EMAIL) {
    reminders_list_unsent(txn, act, member_id);
    if (is == REACH_COUNT) {
      const int64_t since_us = act->at_us - CAME_BACK_DAYS * US_PER_DAY;

      invitations_untell_mailed(txn, act, member_id, since_us);
      reminders_list_mailed(txn, act, member_id, since_us);
    }
  }
}
