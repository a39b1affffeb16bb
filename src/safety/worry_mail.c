/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mails of worries: a mail box may be read by anybody, so they carry no content, not even the
 * word. */
#include "safety/worry_mail.h"

#include "base/clock.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "safety/worries.h"

enum { ROUNDS_MAX = 14 };
#define ROUND_US (2 * US_PER_DAY)

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  g_autoptr(Query) q = db_query(txn, "SELECT worry_id, member_id, round FROM worry_notice"
                                     " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, task->thing_id);
  if (!query_next(q))
    return false;

  const int64_t worry_id = col_int(q, 0), member_id = col_int(q, 1);
  const bool is_late = col_int(q, 2) > 0;

  query_done(g_steal_pointer(&q));

  /* Who reads may have changed since. */
  const Worry *worry =
      worries_find(txn, arena, safety_find_readers(txn, arena), worry_id, member_id);

  if (!worry || worry->answered_at_us)
    return false;
  ret_letter->kind = MAIL_KIND_WAITS;
  ret_letter->member_id = member_id;
  ret_letter->origin = worry->origin;
  ret_letter->url = arena_format(arena, "%s/safety/worries", worry->origin);
  ret_letter->subject =
      is_late ? N_("Something still waits for you") : N_("Something waits for you");
  ret_letter->text = N_("Hello {name},\n\nsomething waits for you. Please come in and look:\n\n"
                        "{url}\n");
  return true;
}

OutboxResult
send_worry_mail(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return letter_send(db, task, write_letter);
}

static bool
look(Txn *txn, const Act *act, const OutboxTask *task)
{
  int64_t due_us = 0;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT due_us FROM worry WHERE community_id = ?1"
                                       " AND id = ?2 AND answered_at_us IS NULL");

    bind_int(q, 2, task->thing_id);
    if (!query_next(q))
      return true;
    due_us = col_int(q, 0);
  }

  const int64_t round = 1 + (task->at_us - due_us) / ROUND_US;

  if (worries_tell(txn, act, task->thing_id, (int)CLAMP(round, 1, ROUNDS_MAX + 1)) &&
      round < ROUNDS_MAX)
    outbox_add_later(txn, act, "worry-due", task->thing_id, due_us + round * ROUND_US);
  return true;
}

OutboxResult
look_at_due_worry(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return outbox_task_change(db, task, look);
}
