/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A sign-in link by e-mail, in the member's language. */
#include "notices/sign_in_mail.h"

#include "db/writer.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "people/people.h"
#include "people/ways.h"

/* `goes_to`: where it leads on to, "/" for the start page. */
static bool
write_link(Txn *txn, Arena *arena, int64_t link_id, const char *goes_to, int64_t at_us,
           const char *text, Letter *ret_letter)
{
  const SignInLink *link = people_find_link(txn, arena, link_id, at_us);

  if (!link || !link->member_id || !*link->token)
    return false; /* used or over since, or not to be shown again: nothing to send */
  ret_letter->member_id = link->member_id;
  ret_letter->is_asked_for = true;
  ret_letter->origin = link->origin;
  ret_letter->subject = N_("Your link to come in");
  ret_letter->text = text;
  ret_letter->url = arena_format(arena, "%s/in/%s%s%s", link->origin, link->token,
                                 goes_to[1] ? "?to=" : "", goes_to[1] ? goes_to : "");
  return true;
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  ret_letter->kind = MAIL_KIND_SIGN_IN;
  return write_link(
      txn, arena, task->thing_id, "/", task->at_us,
      N_("Hello {name},\n\nhere is your link. It works once, within a day:\n\n{url}\n\n"
         "It came to you by mistake? Then do nothing.\n"),
      ret_letter);
}

static bool
write_asked(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  const char *goes_to = "/";
  int64_t link_id = link_ask_find(txn, arena, task->thing_id, &goes_to);

  ret_letter->kind = MAIL_KIND_ASKED_LINK;
  return link_id &&
         write_link(txn, arena, link_id, goes_to, task->at_us,
                    N_("Hello {name},\n\nhere is your link. It works once, within an hour:\n\n{url}"
                       "\n\nYou did not ask for it? Then do nothing. Nobody can come in without"
                       " it.\n"),
                    ret_letter);
}

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
} Asked;

static bool
answer(Txn *txn, void *data)
{
  const Asked *asked = data;
  const Act act = outbox_task_act(asked->task, asked->ids);

  id_tape_rewind(asked->ids);
  link_ask_answer(txn, &act, asked->task->thing_id);
  return true;
}

OutboxResult
send_asked_link(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(IdTape) ids = id_tape_new();
  Trouble trouble = TROUBLE_NONE;

  (void)data;
  if (db_write_and_wait(db, task->community_id, answer, &(Asked){ task, ids }, &trouble) !=
      WRITE_KEPT)
    return OUTBOX_RETRY;
  return letter_send(db, task, write_asked);
}

OutboxResult
send_sign_in_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_letter);
}
