/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail that somebody's own format of a paper is here, later than the others'. */
#include "papers/late.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/letter.h"
#include "people/asking.h"

#define LINK_LASTS_US (30 * US_PER_DAY)

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  bool is_due;
} Mailing;

typedef struct {
  int64_t member_id, link_id;
  const char *origin;
  Reach reach;
} Waiting;

static bool
find_waiting(Txn *txn, Arena *arena, int64_t late_id, Waiting *ret_waiting)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.member_id, l.link_id, r.origin, m.reach FROM late_copy l"
                    " JOIN release r ON r.community_id = ?1 AND r.id = l.release_id"
                    " JOIN member m ON m.community_id = ?1 AND m.id = l.member_id"
                    " WHERE l.community_id = ?1 AND l.id = ?2 AND l.done_at_us IS NULL"
                    " AND l.way = 'email' AND m.state = 'here'");

  bind_int(q, 2, late_id);
  if (!query_next(q) || !reach_from_name(col_text(q, 3), &ret_waiting->reach))
    return false;
  ret_waiting->member_id = col_int(q, 0);
  ret_waiting->link_id = col_int(q, 1);
  ret_waiting->origin = arena_text(arena, col_text(q, 2));
  return true;
}

static void
set_way(Txn *txn, const Act *act, int64_t late_id, Reach reach)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE late_copy SET way = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, late_id);
  bind_text(q, 3, reach_name(reach));
  query_run(q);
}

static void
set_link(Txn *txn, const Act *act, int64_t late_id, int64_t link_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE late_copy SET link_id = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, late_id);
  bind_int(q, 3, link_id);
  query_run(q);
}

/* Who is reached otherwise by now stands on the organisers' list. */
static bool
prepare(Txn *txn, void *data)
{
  Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);
  const int64_t late_id = mailing->task->thing_id;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Waiting waiting;

  id_tape_rewind(mailing->ids);
  mailing->is_due = false;
  if (!find_waiting(txn, arena, late_id, &waiting))
    return true;
  if (waiting.reach != REACH_EMAIL) {
    set_way(txn, &act, late_id, waiting.reach);
    return true;
  }
  if (mail_wish_read(txn, waiting.member_id, MAIL_KIND_PAPER).pace == PACE_NEVER)
    return true;

  const int64_t quiet_us = people_quiet_until(txn, waiting.member_id, act.at_us);

  if (quiet_us) {
    outbox_add_later(txn, &act, "late-mail", late_id, quiet_us);
    return true;
  }
  mailing->is_due = true;
  if (!waiting.link_id)
    set_link(txn, &act, late_id,
             people_make_link(txn, &act, waiting.member_id, waiting.origin, LINK_LASTS_US));
  return true;
}

static bool
mark_mailed(Txn *txn, void *data)
{
  const Mailing *mailing = data;
  const Act act = outbox_task_act(mailing->task, mailing->ids);

  id_tape_rewind(mailing->ids);
  late_mark_told(txn, &act, mailing->task->thing_id, true);
  return true;
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT l.member_id, l.link_id, p.title, p.id FROM late_copy l"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = l.paper_id"
                    " WHERE l.community_id = ?1 AND l.id = ?2 AND l.done_at_us IS NULL");

  bind_int(q, 2, task->thing_id);
  if (!query_next(q))
    return false;

  const SignInLink *link = people_find_link(txn, arena, col_int(q, 1), task->at_us);
  char paper_id[ID_TEXT_SIZE];

  if (!link)
    return false; /* used already: they have been here */
  ret_letter->kind = MAIL_KIND_PAPER;
  ret_letter->member_id = col_int(q, 0);
  ret_letter->origin = link->origin;
  ret_letter->title = arena_text(arena, col_text(q, 2));
  ret_letter->url = arena_format(arena, "%s/in/%s?to=/papers/%s", link->origin, link->token,
                                 id_to_text(col_int(q, 3), paper_id));
  ret_letter->subject = N_("Now in your format: {title}");
  ret_letter->text = N_("Hello {name},\n\nthe paper “{title}” is here now in the format that you"
                        " need. We are sorry that it came later than the others'.\n\n"
                        "This is your own link to it. It works once:\n\n{url}\n");
  return true;
}

OutboxResult
send_late_mail(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(IdTape) first_ids = id_tape_new(), then_ids = id_tape_new();
  Mailing mailing = { .task = task, .ids = first_ids };
  LetterFate fate;

  (void)data;
  if (db_write_and_wait(db, task->community_id, prepare, &mailing, NULL) != WRITE_KEPT)
    return OUTBOX_RETRY;
  if (!mailing.is_due)
    return OUTBOX_DONE;

  OutboxResult result = letter_send_saying(db, task, write_letter, &fate);

  if (result != OUTBOX_DONE)
    return result;
  if (fate == LETTER_NOBODY) /* changed since it was looked at: look again */
    return OUTBOX_RETRY;
  mailing.ids = then_ids;
  return db_write_and_wait(db, task->community_id, mark_mailed, &mailing, NULL) == WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
