/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Archives: asking and listing. Making and dropping them is archive_work.c. */
#include "upkeep/archives.h"

#include "archive/sealed_file.h"
#include "base/clock.h"
#include "base/ids.h"
#include "lang/lang.h"
#include "log/log.h"
#include "people/seal.h"
#include "upkeep/place.h"

#include <string.h>

char *
archives_path(int64_t archive_id)
{
  char id[ID_TEXT_SIZE];
  g_autofree char *name = g_strconcat(id_to_text(archive_id, id), ".archive", NULL);
  const char *folder = upkeep_place()->archive_folder;

  return g_build_filename(folder ? folder : ".", name, NULL);
}

/* One that has waited for a day was lost: it must not stand in the way for ever. */
static bool
is_one_waiting(Txn *txn, int64_t now_us)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM upkeep_archive WHERE community_id = ?1"
                                     " AND state = 'waiting' AND asked_at_us > ?2 LIMIT 1");

  bind_int(q, 2, now_us - US_PER_DAY);
  return query_next(q);
}

static void
store(Txn *txn, const Act *act, const char *passphrase)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const int64_t id = act_new_id(act);
  size_t len = 0;
  const void *sealed =
      seal_text(txn, arena, act->member_id, "upkeep_archive.passphrase", id, passphrase, &len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_archive (community_id, id, member_id, passphrase, state, bytes, people,"
      " papers, asked_at_us, made_at_us) VALUES (?1, ?2, ?3, ?4, 'waiting', 0, 0, 0, ?5, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, act->member_id);
  bind_blob(q, 4, sealed, len);
  bind_int(q, 5, act->at_us);
  query_run(q);
  outbox_add(txn, act, "archive", id);
  log_add(txn, act, &(LogEntry){ .kind = "archive-asked", .thing_id = id });
}

void
archives_ask(Txn *txn, const Act *act, const char *passphrase, const char *again,
             Refusals *refusals)
{
  const char *fault = passphrase_fault(passphrase);

  if (fault)
    refuse(refusals, "passphrase", fault);
  else if (strcmp(passphrase, again) != 0)
    refuse(refusals, "pass_again", N_("The two are not the same. Type both again"));
  else if (is_one_waiting(txn, act->at_us))
    refuse(refusals, "", N_("An archive is being made already. Look again in a minute"));
  else
    store(txn, act, passphrase);
}

/* Columns: id, state, bytes, people, papers, asked, made. */
static UpkeepArchive
read_archive(Query *q)
{
  const char *state = col_text(q, 1);
  UpkeepArchive archive = {
    .id = col_int(q, 0),
    .state = strcmp(state, "made") == 0     ? ARCHIVE_MADE
             : strcmp(state, "failed") == 0 ? ARCHIVE_FAILED
                                            : ARCHIVE_WAITING,
    .bytes = col_int(q, 2),
    .people = col_int(q, 3),
    .papers = col_int(q, 4),
    .asked_at_us = col_int(q, 5),
    .made_at_us = col_int(q, 6),
  };
  g_autofree char *path = archives_path(archive.id);

  archive.is_there = archive.state == ARCHIVE_MADE && g_file_test(path, G_FILE_TEST_IS_REGULAR);
  return archive;
}

/* From the record of acts, where a fetching stands as a use of power: the first of each. */
static void
note_fetched(Txn *txn, UpkeepArchive *archives)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT e.thing_id, min(e.at_us) FROM log_power p"
                    " JOIN log_entry e ON e.community_id = ?1 AND e.id = p.id"
                    " WHERE p.community_id = ?1 AND e.kind = ?2 GROUP BY e.thing_id");

  bind_text(q, 2, ARCHIVE_FETCHED);
  while (query_next(q))
    for (UpkeepArchive *archive = archives; archive->id; archive++)
      if (archive->id == col_int(q, 0))
        archive->fetched_at_us = col_int(q, 1);
}

const UpkeepArchive *
archives_list(Txn *txn, Arena *arena)
{
  UpkeepArchive *archives = arena_new_of(arena, UpkeepArchive, ARCHIVES_LISTED + 1);
  int count = 0;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT id, state, bytes, people, papers, asked_at_us, made_at_us"
                      " FROM upkeep_archive WHERE community_id = ?1 ORDER BY id DESC LIMIT ?2");

    bind_int(q, 2, ARCHIVES_LISTED);
    while (count < ARCHIVES_LISTED && query_next(q))
      archives[count++] = read_archive(q);
  }
  if (count > 0)
    note_fetched(txn, archives);
  return archives;
}

const UpkeepArchive *
archives_find(Txn *txn, Arena *arena, int64_t archive_id)
{
  for (const UpkeepArchive *archive = archives_list(txn, arena); archive->id; archive++)
    if (archive->id == archive_id)
      return archive;
  return NULL;
}

bool
archive_may_be_fetched(const UpkeepArchive *archive, int64_t now_us)
{
  return archive->is_there &&
         (!archive->fetched_at_us || now_us - archive->fetched_at_us < ARCHIVE_AGAIN_US);
}
