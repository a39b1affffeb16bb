/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What must happen around taking an archive in, so that its community can live here at once. */
#include "upkeep/arrive.h"

#include "base/clock.h"
#include "db/rows.h"
#include "db/writer.h"
#include "log/log.h"
#include "people/my_data.h"
#include "upkeep/daily.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"

GQuark
arrive_error_quark(void)
{
  return g_quark_from_static_string("commontable-arrive");
}

/* ---- in the transaction that takes it in ---- */

typedef struct {
  const ArriveAt *at;
  Arrived *arrived;
} Coming;

/* Whoever calls back here wants a word in any case. */
static void
say_trouble(GError **err)
{
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The database could not take it");
}

static bool
take_host(Txn *txn, const Act *act, const char *host, void *data, GError **err)
{
  Coming *coming = data;
  int64_t replaced_id = 0;

  if (!upkeep_place()->take_host(txn, act, host, &replaced_id)) {
    if (txn_trouble(txn))
      say_trouble(err);
    else
      g_set_error(err, ARRIVE_ERROR, ARRIVE_IN_USE,
                  "There is a community at %s here already, and it stays as it is. Name another"
                  " host: --community HOST",
                  host);
    return false;
  }
  if (replaced_id)
    coming->arrived->replaced_id = replaced_id;
  return true;
}

/* Nobody may come in before those who were erased since the archive was made are erased again. */
static bool
settle(Txn *txn, const Act *act, void *data, GError **err)
{
  Coming *coming = data;
  Arrived *arrived = coming->arrived;

  if (!erasures_repeat_here(txn, people_erase, &arrived->erasures, err))
    return false;
  if (coming->at->link && !people_hand_over_link(txn, act, coming->at->link)) {
    if (txn_trouble(txn))
      say_trouble(err);
    else
      g_set_error(err, ARRIVE_ERROR, ARRIVE_NO_ORGANISER,
                  "There is no organiser in this archive, so nobody could come in");
    return false;
  }
  daily_start(txn, act);
  if (arrived->replaced_id)
    outbox_add(txn, act, "arrival-tidy", arrived->replaced_id);
  if (txn_trouble(txn))
    say_trouble(err);
  return !txn_trouble(txn);
}

/* The clock of the place where it lived may have been ahead: its record of acts goes on in order.
 */
static void
go_on_after(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);

  clock_not_before(log_newest_us(txn));
  db_end_read(txn);
}

bool
community_arrive(Db *db, int fd, const char *passphrase, const ArriveAt *at, Arrived *ret_arrived,
                 GError **err)
{
  Arrived arrived = { .community_id = 0 };
  Coming coming = { .at = at, .arrived = &arrived };
  const ArchiveHome home = {
    .host = at->host,
    .take_host = take_host,
    .settle = settle,
    .data = &coming,
  };

  if (!archive_take_in(db, upkeep_place()->migrations, fd, passphrase, &home, &arrived.community_id,
                       &arrived.facts, err))
    return false;
  go_on_after(db, arrived.community_id);
  upkeep_place()->note_communities();
  *ret_arrived = arrived;
  return true;
}

/* ---- what gave way ---- */

static bool
is_set_up(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT is_set_up FROM community WHERE community_id = ?1");

  return query_next(q) && col_int(q, 0) != 0;
}

/* What the first start had made for it, and the archive that was brought: nobody was in it. One
 * that is in use stays, whatever the task says. */
static bool
drop_all(Txn *txn, void *data)
{
  const DbTables *tables = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn_community(txn), ids);

  if (is_set_up(txn) || txn_trouble(txn))
    return false;
  for (guint i = tables->tables->len; i-- > 0 && !txn_trouble(txn);)
    db_rows_delete(txn, &act, tables->tables->pdata[i]);
  txn_leave_no_trace(txn);
  return !txn_trouble(txn);
}

bool
arrive_drop_replaced(Db *db, int64_t replaced_id)
{
  g_autoptr(DbTables) tables = db_tables_read(upkeep_place()->migrations, NULL);
  Trouble trouble = TROUBLE_NONE;

  return tables && db_write_and_wait(db, replaced_id, drop_all, tables, &trouble) != WRITE_TROUBLE;
}

OutboxResult
tidy_arrival(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  return arrive_drop_replaced(db, task->thing_id) ? OUTBOX_DONE : OUTBOX_RETRY;
}
