/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The worker's part of an archive that was brought by the browser: looking at it, taking it in,
 * dropping it after a day. Nothing here runs inside a request. */
#include "base/clock.h"
#include "base/journal.h"
#include "db/writer.h"
#include "people/seal.h"
#include "people/tokens.h"
#include "upkeep/arrivals.h"
#include "upkeep/arrive.h"
#include "upkeep/place.h"
#include "upkeep/program_act.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

/* A link that is nearly over must not end while its person looks at the page. */
#define LINK_LEAST_US US_PER_HOUR

typedef struct {
  const OutboxTask *task;
  char *state, *host, *browser; /* state NULL: it is gone */
  char *passphrase;             /* NULL: it does not open */
  uint8_t token_hash[TOKEN_HASH_BYTES];
  int64_t link_ends_us, organiser_id;
  int fd; /* a file without a name: the archive, as it came */
  ArrivalProblem problem;
  ArchiveFacts facts;
  ArchiveInside inside;
} Work;

static void
read_row(Txn *txn, Arena *arena, Work *work)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT state, host, browser, passphrase, token_hash, link_ends_us,"
                    " organiser_id"
                    " FROM upkeep_arrival WHERE community_id = ?1 AND id = ?2"
                    " AND state IN ('checking', 'taking')");
  size_t len = 0;

  bind_int(q, 2, work->task->thing_id);
  if (!query_next(q))
    return;
  work->state = g_strdup(col_text(q, 0));
  work->host = g_strdup(col_text(q, 1));
  work->browser = g_strdup(col_text(q, 2));
  work->link_ends_us = col_int(q, 5);
  work->organiser_id = col_int(q, 6);

  const void *hash = col_blob(q, 4, &len);

  if (len == sizeof(work->token_hash))
    memcpy(work->token_hash, hash, len);

  const void *sealed = col_blob(q, 3, &len);

  work->passphrase =
      g_strdup(seal_open(txn, arena, work->task->thing_id, "upkeep_arrival.passphrase",
                         work->task->thing_id, sealed, len));
}

/* ---- from parts to a file ---- */

static int
open_nameless(void)
{
  const char *folder = upkeep_place()->archive_folder;
  g_autofree char *path = folder ? g_build_filename(folder, "arriving-XXXXXX", NULL) : NULL;
  int fd = -1;

  if (path && g_mkdir_with_parents(folder, 0700) == 0)
    fd = g_mkstemp_full(path, O_RDWR | O_CLOEXEC, 0600);
  if (fd >= 0)
    g_unlink(path);
  return fd;
}

static bool
write_all(int fd, const char *bytes, size_t len)
{
  while (len > 0) {
    ssize_t written = write(fd, bytes, len);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    bytes += written;
    len -= (size_t)written;
  }
  return true;
}

static bool
write_parts(Txn *txn, const Work *work)
{
  g_autoptr(Query) q = db_query(txn, "SELECT bytes FROM upkeep_arrival_part WHERE community_id = ?1"
                                     " AND arrival_id = ?2 ORDER BY number");
  bool is_written = true;

  bind_int(q, 2, work->task->thing_id);
  while (is_written && query_next(q)) {
    size_t len = 0;
    const void *bytes = col_blob(q, 0, &len);

    is_written = write_all(work->fd, bytes, len);
  }
  return is_written;
}

/* False: the database or the disk; try again. */
static bool
gather(Db *db, Work *work)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = db_begin_read(db, work->task->community_id);
  bool is_good = true;

  read_row(txn, arena, work);
  if (work->state && !txn_trouble(txn)) {
    work->fd = open_nameless();
    is_good = work->fd >= 0 && write_parts(txn, work) && lseek(work->fd, 0, SEEK_SET) == 0;
  }
  is_good = is_good && txn_trouble(txn) == TROUBLE_NONE;
  db_end_read(txn);
  return is_good;
}

/* ---- what came of it ---- */

static ArrivalProblem
problem_of(const GError *err)
{
  static const ArrivalProblem problems[] = {
    [ARCHIVE_NOT_ONE] = ARRIVAL_NOT_ONE,           [ARCHIVE_NEWER] = ARRIVAL_NEWER,
    [ARCHIVE_PASSPHRASE] = ARRIVAL_PASSPHRASE,     [ARCHIVE_DAMAGED] = ARRIVAL_DAMAGED,
    [ARCHIVE_OUTSIDE] = ARRIVAL_DOES_NOT_FIT,      [ARCHIVE_TOO_LARGE] = ARRIVAL_TOO_LARGE,
    [ARCHIVE_DOES_NOT_FIT] = ARRIVAL_DOES_NOT_FIT, [ARCHIVE_HERE_ALREADY] = ARRIVAL_HERE_ALREADY,
    [ARCHIVE_TROUBLE] = ARRIVAL_TROUBLE,
  };

  if (err && err->domain == ARRIVE_ERROR)
    return err->code == ARRIVE_IN_USE ? ARRIVAL_IN_USE : ARRIVAL_NO_ORGANISER;
  if (err && err->domain == ARCHIVE_ERROR && err->code < (int)G_N_ELEMENTS(problems))
    return problems[err->code];
  return ARRIVAL_TROUBLE;
}

static void
store_facts(Txn *txn, const Act *act, const Work *work)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE upkeep_arrival SET name = ?3, people = ?4, papers = ?5, files = ?6,"
                " entries = ?7, suspended = ?8, organisers = ?9"
                " WHERE community_id = ?1 AND id = ?2");
  g_autofree char *organisers = json_dumps(work->inside.organisers, JSON_COMPACT);

  bind_int(q, 2, work->task->thing_id);
  bind_text(q, 3, work->inside.name);
  bind_int(q, 4, work->facts.people);
  bind_int(q, 5, work->facts.papers);
  bind_int(q, 6, work->facts.files);
  bind_int(q, 7, work->facts.entries);
  bind_int(q, 8, work->facts.suspended);
  bind_text(q, 9, organisers ? organisers : "[]");
  query_run(q);
}

/* Only what can still be of use stays: all of it after trouble, the bytes where another passphrase
 * may open them. */
static bool
store_outcome(Txn *txn, void *data)
{
  const Work *work = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(work->task->community_id, ids);
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE upkeep_arrival SET state = ?3, problem = ?4,"
                                 " changed_at_us = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, work->task->thing_id);
  bind_text(q, 3, work->problem == ARRIVAL_FINE ? "checked" : "refused");
  bind_text(q, 4, arrival_problems[work->problem]);
  bind_int(q, 5, act.at_us);
  query_run(q);
  if (work->problem == ARRIVAL_FINE)
    store_facts(txn, &act, work);
  else if (work->problem != ARRIVAL_TROUBLE && work->problem != ARRIVAL_PASSPHRASE)
    arrivals_forget_bytes(txn, &act, work->task->thing_id);
  txn_leave_no_trace(txn);
  return !txn_trouble(txn);
}

/* ---- looking, taking in ---- */

static bool
is_here(Db *db, int64_t community_id)
{
  Txn *txn = db_begin_read(db, community_id);
  bool is_there;

  {
    g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM community WHERE community_id = ?1");

    is_there = query_next(q);
  }
  db_end_read(txn);
  return is_there;
}

static void
look(Db *db, Work *work, GError **err)
{
  if (archive_look(work->fd, work->passphrase, upkeep_place()->migrations, -1, &work->facts,
                   &work->inside, err))
    work->problem = is_here(db, work->facts.community_id) ? ARRIVAL_HERE_ALREADY : ARRIVAL_FINE;
  else
    work->problem = problem_of(err ? *err : NULL);
}

/* True: it is here, and the community that stood in its place is being dropped, with this task. */
static bool
take_in(Db *db, Work *work, GError **err)
{
  const BroughtLink link = { .token_hash = work->token_hash,
                             .for_browser = work->browser,
                             .expires_at_us =
                                 MAX(work->link_ends_us, clock_now_us() + LINK_LEAST_US),
                             .member_id = work->organiser_id };
  const ArriveAt at = { .host = work->host, .link = &link };
  Arrived arrived;

  if (community_arrive(db, work->fd, work->passphrase, &at, &arrived, err)) {
    journal("community-arrived", JOURNAL_NUMBER("community", arrived.community_id));
    return true;
  }
  work->problem = problem_of(err ? *err : NULL);
  return false;
}

static void
work_free(Work *work)
{
  if (work->fd >= 0)
    close(work->fd);
  if (work->passphrase)
    sodium_memzero(work->passphrase, strlen(work->passphrase));
  g_free(work->passphrase);
  g_free(work->state);
  g_free(work->host);
  g_free(work->browser);
  archive_inside_clear(&work->inside);
}

static OutboxResult
do_work(Db *db, Work *work)
{
  g_autoptr(GError) err = NULL;
  Trouble trouble = TROUBLE_NONE;
  const bool is_gathered = gather(db, work);

  if (is_gathered && !work->state)
    return OUTBOX_DONE; /* dropped, or done already */
  if (!is_gathered && !work->state)
    return OUTBOX_RETRY;
  if (!is_gathered)
    work->problem = ARRIVAL_TROUBLE;
  else if (!work->passphrase)
    work->problem = ARRIVAL_PASSPHRASE;
  else if (strcmp(work->state, "checking") == 0)
    look(db, work, &err);
  else if (take_in(db, work, &err))
    return OUTBOX_DONE;
  if (work->problem != ARRIVAL_FINE) /* our words and the engine's, no names */
    journal("arrival-refused", JOURNAL_TEXT("problem", arrival_problems[work->problem]),
            JOURNAL_TEXT("why", err ? err->message : ""));
  return db_write_and_wait(db, work->task->community_id, store_outcome, work, &trouble) ==
                 WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}

OutboxResult
work_on_arrival(Db *db, const OutboxTask *task, void *data)
{
  Work work = { .task = task, .fd = -1 };
  OutboxResult result;

  (void)data;
  result = do_work(db, &work);
  work_free(&work);
  return result;
}

/* ---- after a day ---- */

static bool
drop_if_same(Txn *txn, void *data)
{
  const OutboxTask *task = data;
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(task->community_id, ids);
  const Arrival *arrival = arrivals_find(txn, arena);

  if (arrival && arrival->id == task->thing_id)
    arrivals_drop(txn, &act);
  return !txn_trouble(txn);
}

OutboxResult
end_arrival(Db *db, const OutboxTask *task, void *data)
{
  Trouble trouble = TROUBLE_NONE;

  (void)data;
  return db_write_and_wait(db, task->community_id, drop_if_same, (void *)task, &trouble) ==
                 WRITE_KEPT
             ? OUTBOX_DONE
             : OUTBOX_RETRY;
}
