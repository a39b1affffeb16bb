/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail about several papers, for who wants them once a day or once a week. It is asked for by
 * the first paper, so that no mail comes when nothing came. */
#include "papers/paper_answers.h"
#include "papers/releases.h"

#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "notices/bounces.h"
#include "notices/letter.h"
#include "people/asking.h"

enum { PAPERS_MOST = 100 };
#define LINK_LASTS_US (30 * US_PER_DAY)

/* ---- asking for it ---- */

static int64_t
find_open(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM paper_digest WHERE community_id = ?1"
                                     " AND member_id = ?2 AND until_us = 0 LIMIT 1");

  bind_int(q, 2, member_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static bool
find_waiting(Txn *txn, int64_t delivery_id, int64_t *ret_released_us, char **ret_origin)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT r.released_at_us, r.origin FROM delivery d"
                    " JOIN release r ON r.community_id = ?1 AND r.id = d.release_id"
                    " WHERE d.community_id = ?1 AND d.id = ?2 AND d.done_at_us IS NULL"
                    " AND d.overtaken_at_us IS NULL"
                    " AND r.released_at_us IS NOT NULL");

  bind_int(q, 2, delivery_id);
  if (!query_next(q))
    return false;
  *ret_released_us = col_int(q, 0);
  *ret_origin = g_strdup(col_text(q, 1));
  return true;
}

void
paper_digest_join(Txn *txn, const Act *act, int64_t delivery_id, int64_t member_id,
                  const MailWish *wish)
{
  g_autofree char *origin = NULL;
  int64_t released_us = 0;

  if (find_open(txn, member_id) || !find_waiting(txn, delivery_id, &released_us, &origin))
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO paper_digest (community_id, id, member_id, origin, from_us, until_us,"
                " link_id) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_text(q, 4, origin);
  bind_int(q, 5, released_us);
  query_run(q);
  outbox_add_later(txn, act, "paper-digest", id, mail_wish_next_us(wish, act->at_us));
}

/* ---- sending it ---- */

typedef struct {
  int64_t id, member_id, from_us, until_us, link_id;
  const char *origin;
} Digest;

typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  bool is_due;
} Mailing;

static Act
program_act(const Mailing *mailing)
{
  return (Act){ .community_id = mailing->task->community_id,
                .role = ACT_AS_PROGRAM,
                .at_us = mailing->task->at_us,
                .request_id = mailing->task->id,
                .ids = mailing->ids };
}

static bool
find_digest(Txn *txn, Arena *arena, int64_t id, Digest *ret_digest)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT member_id, from_us, until_us, link_id, origin FROM paper_digest"
                    " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  if (!query_next(q))
    return false;
  *ret_digest = (Digest){ .id = id,
                          .member_id = col_int(q, 0),
                          .from_us = col_int(q, 1),
                          .until_us = col_int(q, 2),
                          .link_id = col_int(q, 3),
                          .origin = arena_text(arena, col_text(q, 4)) };
  return true;
}

static void
drop_digest(Txn *txn, const Act *act, int64_t id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM paper_digest WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, id);
  query_run(q);
}

/* The deliveries that it is about: let out in its time and not brought otherwise since. */
static GArray *
find_deliveries(Txn *txn, const Digest *digest)
{
  GArray *ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM delivery WHERE community_id = ?1 AND member_id = ?2"
                    " AND way = 'email' AND done_at_us IS NULL AND overtaken_at_us IS NULL"
                    " AND released_at_us >= ?3"
                    " AND released_at_us <= ?4 ORDER BY released_at_us NULLS LAST, id LIMIT ?5");

  bind_int(q, 2, digest->member_id);
  bind_int(q, 3, digest->from_us);
  bind_int(q, 4, digest->until_us);
  bind_int(q, 5, PAPERS_MOST);
  while (query_next(q)) {
    int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  return ids;
}

/* From here on it is about the same papers, however often it is tried. */
static void
close_digest(Txn *txn, const Act *act, Digest *digest)
{
  if (!digest->until_us)
    digest->until_us = act->at_us;
  if (!digest->link_id)
    digest->link_id = people_make_link(txn, act, digest->member_id, digest->origin, LINK_LASTS_US);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE paper_digest SET until_us = ?3, link_id = ?4"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, digest->id);
  bind_int(q, 3, digest->until_us);
  bind_int(q, 4, digest->link_id);
  query_run(q);
}

/* In somebody's quiet time it waits for the first morning after it. */
static bool
is_quiet(Txn *txn, const Act *act, const Digest *digest, const MailWish *wish)
{
  const int64_t until_us = people_quiet_until(txn, digest->member_id, act->at_us);
  MailWish next = *wish;

  if (!until_us)
    return false;
  next.pace = PACE_DAILY;

  int64_t due_us = mail_wish_next_us(&next, until_us - 1);
  const int64_t open_us = people_quiet_until(txn, digest->member_id, due_us);

  outbox_add_later(txn, act, "paper-digest", digest->id, open_us ? until_us : due_us);
  return true;
}

static bool
prepare(Txn *txn, void *data)
{
  Mailing *mailing = data;
  const Act act = program_act(mailing);
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Digest digest;

  id_tape_rewind(mailing->ids);
  mailing->is_due = false;
  if (!find_digest(txn, arena, mailing->task->thing_id, &digest))
    return true; /* sent already */

  const MailWish wish = mail_wish_read(txn, digest.member_id, MAIL_KIND_PAPER);

  if (wish.pace == PACE_NEVER || people_find_state(txn, digest.member_id) != MEMBER_HERE ||
      bounces_stopped_at_us(txn, digest.member_id)) {
    drop_digest(txn, &act, digest.id);
    return true;
  }
  if (!digest.until_us && is_quiet(txn, &act, &digest, &wish))
    return true;

  Digest until_now = digest;

  until_now.until_us = digest.until_us ? digest.until_us : act.at_us;

  g_autoptr(GArray) deliveries = find_deliveries(txn, &until_now);

  bool is_by_mail = deliveries->len > 0;

  for (guint i = 0; i < deliveries->len; i++)
    is_by_mail &= releases_still_by_mail(txn, &act, g_array_index(deliveries, int64_t, i));
  if (!is_by_mail) { /* nothing is left, or the person is reached otherwise by now */
    drop_digest(txn, &act, digest.id);
    return true;
  }
  close_digest(txn, &act, &digest);
  mailing->is_due = true;
  return true;
}

static const char *
list_titles(Txn *txn, Arena *arena, const GArray *deliveries)
{
  const char *list = "";

  for (guint i = 0; i < deliveries->len; i++) {
    g_autoptr(Query) q = db_query(txn, "SELECT p.title, COALESCE(v.why, '') FROM delivery d"
                                       " JOIN paper p ON p.community_id = ?1 AND p.id = d.paper_id"
                                       " LEFT JOIN paper_version v ON v.community_id = ?1"
                                       " AND v.paper_id = d.paper_id AND v.number = d.version"
                                       " WHERE d.community_id = ?1 AND d.id = ?2");

    bind_int(q, 2, g_array_index(deliveries, int64_t, i));
    if (query_next(q))
      list =
          *col_text(q, 1) /* what changed, and why */
              ? arena_format(arena, "%s%u. %s\n  %s\n", list, i + 1, col_text(q, 0), col_text(q, 1))
              : arena_format(arena, "%s%u. %s\n", list, i + 1, col_text(q, 0));
  }
  return list;
}

static bool
write_letter(Txn *txn, Arena *arena, const OutboxTask *task, Letter *ret_letter)
{
  Digest digest;

  if (!find_digest(txn, arena, task->thing_id, &digest))
    return false;

  g_autoptr(GArray) deliveries = find_deliveries(txn, &digest);
  const SignInLink *link = people_find_link(txn, arena, digest.link_id, task->at_us);

  if (deliveries->len == 0 || !link)
    return false;
  ret_letter->kind = MAIL_KIND_PAPER;
  ret_letter->how_to_answer = paper_how_to_answer((int)deliveries->len);
  ret_letter->why = N_("You get this mail because papers came for you, and you said that you want"
                       " them together in one mail.");
  ret_letter->mail_id = digest.id;
  ret_letter->member_id = digest.member_id;
  ret_letter->origin = digest.origin;
  ret_letter->words = list_titles(txn, arena, deliveries);
  ret_letter->url = arena_format(arena, "%s/in/%s?to=/papers", link->origin, link->token);
  ret_letter->subject = N_("Papers for you");
  ret_letter->text = N_("Hello {name},\n\nthis came for you:\n\n{words}\n"
                        "This is your own link to it. It works once:\n\n{url}\n\n"
                        "You find it there in the format you asked for.\n");
  return true;
}

static bool
mark_mailed(Txn *txn, void *data)
{
  const Mailing *mailing = data;
  const Act act = program_act(mailing);
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Digest digest;

  id_tape_rewind(mailing->ids);
  if (!find_digest(txn, arena, mailing->task->thing_id, &digest))
    return true;

  g_autoptr(GArray) deliveries = find_deliveries(txn, &digest);

  for (guint i = 0; i < deliveries->len; i++)
    releases_mark_mailed(txn, &act, g_array_index(deliveries, int64_t, i), digest.id);
  drop_digest(txn, &act, digest.id);
  return true;
}

OutboxResult
send_paper_digest(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(IdTape) first_ids = id_tape_new(), then_ids = id_tape_new();
  Mailing mailing = { .task = task, .ids = first_ids };

  (void)data;
  if (db_write_and_wait(db, task->community_id, prepare, &mailing, NULL) != WRITE_KEPT)
    return OUTBOX_RETRY;
  if (!mailing.is_due)
    return OUTBOX_DONE;

  LetterFate fate;
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
