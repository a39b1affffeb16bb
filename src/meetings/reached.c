/* SPDX-License-Identifier: AGPL-3.0-or-later
 * From mails to the lists for the telephone, and back. Lists of who is to be told of a change are
 * worked out when somebody looks; so only mails have to be made. */
#include "meetings/reached.h"

#include "meetings/date_asks.h"
#include "meetings/invitations.h"
#include "meetings/reminders.h"
#include "notices/bounces.h"

void
meetings_reach_changed(Txn *txn, const Act *act, int64_t member_id, Reach was, Reach is)
{
  if (is == REACH_EMAIL) {
    invitations_mail_untold(txn, act, member_id);
    reminders_mail_untold(txn, act, member_id);
    date_asks_mail_unasked(txn, act, member_id);
  } else if (was == REACH_EMAIL) {
    reminders_list_unsent(txn, act, member_id);
    if (is == REACH_COUNT) {
      const int64_t since_us = act->at_us - MAIL_MAY_BE_LOST_US;

      invitations_untell_mailed(txn, act, member_id, since_us);
      reminders_list_mailed(txn, act, member_id, since_us);
      date_asks_forget_mailed(txn, act, member_id, since_us);
    }
  }
}
