/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails that came back. */
#include "notices/bounces.h"

#include "log/log.h"
#include "people/people.h"

static bool
mark_mail(Txn *txn, const Act *act, const Return *about, const char *status)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE mail_return SET came_back_at_us = ?3, status = ?4"
                " WHERE community_id = ?1 AND id = ?2 AND came_back_at_us IS NULL");

  bind_int(q, 2, about->mail_id);
  bind_int(q, 3, act->at_us);
  bind_text(q, 4, status);
  return query_run(q) && query_changes(q) > 0;
}

/* The address that this mail went to, which need not be the one they have now. */
static void
stop_address(Txn *txn, const Act *act, const Return *about)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO mail_stopped_address (community_id, member_id, address, at_us)"
                " SELECT community_id, member_id, address, CAST(?3 AS BIGINT) FROM mail_return"
                " WHERE community_id = ?1 AND id = ?2"
                " ON CONFLICT (community_id, member_id) DO UPDATE SET address = excluded.address,"
                " at_us = excluded.at_us");

  bind_int(q, 2, about->mail_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

bool
bounces_note(Txn *txn, const Act *act, const Return *about, BounceKind kind, const char *status)
{
  if ((kind != BOUNCE_MAIL && kind != BOUNCE_ADDRESS) || !mark_mail(txn, act, about, status))
    return false;
  if (kind == BOUNCE_ADDRESS) {
    stop_address(txn, act, about);
    if (bounces_stopped_at_us(txn, about->member_id)) /* the address that they have now */
      people_reach_changed(txn, act, about->member_id, REACH_EMAIL, REACH_COUNT);
  }
  log_add(txn, act,
          &(LogEntry){ .kind = "mail-came-back",
                       .concerns_id = about->member_id,
                       .thing_id = about->mail_id });
  return true;
}

int64_t
bounces_stopped_at_us(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT s.at_us FROM mail_stopped_address s"
                                     " JOIN member m ON m.community_id = ?1 AND m.id = s.member_id"
                                     " AND m.contact_blind = s.address"
                                     " WHERE s.community_id = ?1 AND s.member_id = ?2");

  bind_int(q, 2, member_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

void
bounces_clear(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM mail_stopped_address WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  if (!query_run(q) || query_changes(q) == 0)
    return;
  log_add(txn, act, &(LogEntry){ .kind = "address-right-again", .concerns_id = member_id });
  people_reach_changed(txn, act, member_id, REACH_COUNT, REACH_EMAIL);
}

const StoppedAddress *
bounces_list(Txn *txn, Arena *arena, int limit)
{
  StoppedAddress *list = arena_new_of(arena, StoppedAddress, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT s.member_id, s.at_us, m.name FROM mail_stopped_address s"
                    " JOIN member m ON m.community_id = ?1 AND m.id = s.member_id"
                    " AND m.state IN ('here', 'suspended') AND m.contact_blind = s.address"
                    " WHERE s.community_id = ?1 ORDER BY s.at_us DESC, s.member_id LIMIT ?2");

  bind_int(q, 2, limit);
  while (count < limit && query_next(q))
    list[count++] = (StoppedAddress){ .member_id = col_int(q, 0),
                                      .at_us = col_int(q, 1),
                                      .name = arena_text(arena, col_text(q, 2)) };
  list[count] = (StoppedAddress){ 0 };
  return list;
}
