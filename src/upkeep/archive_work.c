/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The worker's part of archives: writing one, dropping those whose time is over. Nothing here runs
 * inside a request. */
#include "archive/archive.h"
#include "base/clock.h"
#include "base/journal.h"
#include "db/writer.h"
#include "people/seal.h"
#include "upkeep/archives.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

typedef struct {
  const OutboxTask *task;
  char *passphrase; /* NULL: it waits no more, or does not open */
  bool is_waiting, is_made;
  int64_t bytes;
  ArchiveFacts facts;
} Work;

static bool
read_work(Db *db, Work *work)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(db, work->task->community_id);
  bool is_read;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT member_id, passphrase FROM upkeep_archive"
                                       " WHERE community_id = ?1 AND id = ?2"
                                       " AND state = 'waiting'");

    bind_int(q, 2, work->task->thing_id);
    work->is_waiting = query_next(q);
    if (work->is_waiting) {
      size_t len = 0;
      const void *sealed = col_blob(q, 1, &len);
      const char *text = seal_open(txn, arena, col_int(q, 0), "upkeep_archive.passphrase",
                                   work->task->thing_id, sealed, len);

      work->passphrase = g_strdup(text);
    }
  }
  is_read = txn_trouble(txn) == TROUBLE_NONE;
  db_end_read(txn);
  return is_read;
}

/* The passphrase goes with it, whatever came of it. */
static bool
store_work(Txn *txn, void *data)
{
  const Work *work = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(work->task->community_id, ids);
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE upkeep_archive SET passphrase = ?3, state = ?4,"
                                 " bytes = ?5, people = ?6, papers = ?7, made_at_us = ?8"
                                 " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, work->task->thing_id);
  bind_blob(q, 3, NULL, 0);
  bind_text(q, 4, work->is_made ? "made" : "failed");
  bind_int(q, 5, work->bytes);
  bind_int(q, 6, work->facts.people);
  bind_int(q, 7, work->facts.papers);
  bind_int(q, 8, work->is_made ? act.at_us : 0);
  txn_leave_no_trace(txn);
  return query_run(q);
}

/* Under another name until it is whole. */
static bool
write_file(Db *db, Work *work, const char *path, GError **err)
{
  g_autofree char *half = g_strconcat(path, ".half", NULL);
  GStatBuf facts;
  int fd = -1;
  bool is_written = false;

  g_unlink(half); /* of a run that was cut off */
  fd = open(half, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0)
    is_written = archive_write(db, upkeep_place()->migrations, work->task->community_id, fd,
                               work->passphrase, &work->facts, err);
  is_written = fd >= 0 && close(fd) == 0 && is_written && g_rename(half, path) == 0 &&
               g_stat(path, &facts) == 0;
  if (is_written)
    work->bytes = (int64_t)facts.st_size;
  else
    g_unlink(half);
  return is_written;
}

static void
forget_passphrase(Work *work)
{
  if (work->passphrase)
    sodium_memzero(work->passphrase, strlen(work->passphrase));
  g_free(work->passphrase);
}

OutboxResult
make_archive(Db *db, const OutboxTask *task, void *data)
{
  Work work = { .task = task };
  g_autofree char *path = archives_path(task->thing_id);
  g_autoptr(GError) err = NULL;
  Trouble trouble = TROUBLE_NONE;

  (void)data;
  if (!upkeep_place()->archive_folder)
    return OUTBOX_GIVE_UP;
  if (!read_work(db, &work))
    return OUTBOX_RETRY;
  if (!work.is_waiting)
    return OUTBOX_DONE;
  work.is_made = work.passphrase &&
                 g_mkdir_with_parents(upkeep_place()->archive_folder, 0700) == 0 &&
                 write_file(db, &work, path, &err);
  forget_passphrase(&work);
  if (!work.is_made) /* the engine's own words and ours: no names */
    journal("archive-failed", JOURNAL_NUMBER("archive", task->thing_id),
            JOURNAL_TEXT("why", err ? err->message : "the file cannot be written"));
  if (db_write_and_wait(db, task->community_id, store_work, &work, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY; /* the passphrase is still there: it is made once more */
  return work.is_made ? OUTBOX_DONE : OUTBOX_GIVE_UP;
}

/* ---- dropping ---- */

typedef struct {
  const OutboxTask *task;
  int64_t ids[ARCHIVES_LISTED];
  int count;
} Old;

static bool
forget_old(Txn *txn, void *data)
{
  const Old *old = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(old->task->community_id, ids);

  for (int i = 0; i < old->count; i++) {
    g_autoptr(Query) q =
        db_change(txn, &act, "DELETE FROM upkeep_archive WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, old->ids[i]);
    query_run(q);
  }
  return !txn_trouble(txn);
}

static bool
is_over(const UpkeepArchive *archive, int64_t now_us, int64_t days)
{
  return (archive->fetched_at_us && !archive_may_be_fetched(archive, now_us)) ||
         (archive->state == ARCHIVE_MADE && !archive->is_there) ||
         archive->asked_at_us < now_us - days * US_PER_DAY;
}

/* Half a file of a run that was cut off, or one whose row is gone with a database that was brought
 * back. The folder is shared by all communities here, so only age tells. */
static void
sweep_folder(int64_t now_us)
{
  const char *folder = upkeep_place()->archive_folder;
  g_autoptr(GDir) files = folder ? g_dir_open(folder, 0, NULL) : NULL;

  for (const char *name; files && (name = g_dir_read_name(files));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf facts;

    if (g_stat(path, &facts) == 0 &&
        (int64_t)facts.st_mtime * US_PER_S < now_us - (ARCHIVE_DAYS_MOST + 1) * US_PER_DAY)
      g_unlink(path);
  }
}

int64_t
archives_expire(Db *db, const OutboxTask *task, int64_t days)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Old old = { .task = task };
  Txn *txn = db_begin_read(db, task->community_id);
  const UpkeepArchive *archive = archives_list(txn, arena);
  const int64_t now_us = clock_now_us();
  Trouble trouble = txn_trouble(txn);
  int64_t files = 0;

  db_end_read(txn);
  for (; !trouble && archive->id; archive++) {
    g_autofree char *path = archives_path(archive->id);

    if (!is_over(archive, now_us, days))
      continue;
    files += g_unlink(path) == 0;
    old.ids[old.count++] = archive->id;
  }
  sweep_folder(now_us);
  if (old.count > 0)
    db_write_and_wait(db, task->community_id, forget_old, &old, &trouble);
  return files;
}
