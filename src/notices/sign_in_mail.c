/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sign-in link by e-mail, in the member's language. */
#include "notices/sign_in_mail.h"

#include "lang/lang.h"
#include "notices/letter.h"
#include "people/people.h"

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const SignInLink *link = people_find_link(txn, arena, task->thing_id, task->at_us);

  if (!link || !link->member_id || !*link->token)
    return false; /* used or over since, or not to be shown again: nothing to send */

  g_autofree char *url = g_strdup_printf("%s/in/%s", link->origin, link->token);

  ret_letter->member_id = link->member_id;
  ret_letter->is_asked_for = true;
  ret_letter->origin = link->origin;
  ret_letter->subject = N_("Your link to come in");
  ret_letter->text =
      N_("Hello {name},\n\nhere is your link. It works once:\n\n{url}\n\n"
         "You did not ask for it? Then do nothing. Nobody can come in without it.\n");
  ret_letter->url = arena_text(arena, url);
  return true;
}

OutboxResult
send_sign_in_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_letter);
}
