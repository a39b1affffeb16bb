/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A supporter was noted for somebody: they are told by e-mail, and that they were told is kept. */
#include "notices/supporter_mail.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "people/supporters.h"

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const Trust *trust = supporters_find(txn, arena, task->thing_id, false);

  if (!trust || trust->state == TRUST_NO || trust->state == TRUST_ENDED)
    return false; /* over since: nothing to tell */

  ret_letter->kind = MAIL_KIND_SUPPORTER;
  ret_letter->member_id = trust->member_id;
  ret_letter->origin = trust->origin;
  ret_letter->subject = N_("Your supporter");
  ret_letter->text =
      N_("Hello {name},\n\nan organiser has noted that you trust somebody to support you here:"
         " {title}.\n\nYou can read what they did, and end it at any time:\n\n{url}\n\n"
         "You did not say yes to this? Then end it there, or tell an organiser.\n");
  ret_letter->title = trust->supporter_name;
  ret_letter->url = arena_format(arena, "%s/me/supporters", trust->origin);
  return true;
}

static bool
keep_told(Txn *txn, void *data)
{
  const OutboxTask *task = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  g_autoptr(IdTape) ids = id_tape_new();
  const Trust *trust = supporters_find(txn, arena, task->thing_id, false);
  const Act act = { .community_id = txn_community(txn),
                    .role = ACT_AS_PROGRAM,
                    .at_us = clock_now_us(),
                    .request_id = task->id,
                    .ids = ids };

  if (trust)
    supporters_note_told(txn, &act, trust);
  return true;
}

OutboxResult
send_supporter_mail(Db *db, const OutboxTask *task, void *data)
{
  bool is_put_off = false;
  OutboxResult result = letter_send_in_time(db, task, "supporter-mail", write_letter, &is_put_off);

  (void)data;
  if (result == OUTBOX_DONE && !is_put_off &&
      db_write_and_wait(db, task->community_id, keep_told, (void *)task, NULL) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return result;
}
