/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A new way in was made for somebody: they are told by e-mail. No link leads to the door, so that a
 * false mail that looks like this one has nothing to copy. */
#include "notices/way_mail.h"

#include "lang/lang.h"
#include "notices/letter.h"
#include "people/ways.h"

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const int64_t member_id = new_way_find_notice(txn, arena, task->thing_id, &ret_letter->origin);

  if (!member_id)
    return false;
  ret_letter->kind = MAIL_KIND_NEW_WAY;
  ret_letter->member_id = member_id;
  ret_letter->subject = N_("A new way in was made for you");
  ret_letter->text =
      N_("Hello {name},\n\na new way to come in as you was made here: {title}\n\n"
         "Was that right? Then you need do nothing. You can look at it on the page “My ways in”."
         "\n\nIt was not you? Come in as you always do, open “My ways in”, and choose “That was not"
         " me”. Or tell an organiser.\n");
  ret_letter->title = ret_letter->origin;
  ret_letter->is_asked_for = true; /* somebody suspended has ways in too */
  return true;
}

OutboxResult
send_way_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_letter);
}
