/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Taking an archive in: first all of it is opened and checked, then it is read once more and stored
 * by one transaction. A fault at whatever place leaves nothing behind. */
#include "archive/archive.h"

#include "archive/facts.h"
#include "archive/rows_json.h"
#include "archive/walk.h"
#include "base/clock.h"
#include "base/ids.h"
#include "db/writer.h"
#include "log/log.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const AfterArchive *after_list; /* set before threads start */

void
archive_set_after(const AfterArchive *list)
{
  after_list = list;
}

/* ---- looking ---- */

typedef struct {
  SealedReader *reader;
  int copy_fd; /* -1: none */
} Opened;

static ssize_t
take_opened(void *data, void *ret_bytes, size_t len, GError **err)
{
  const Opened *opened = data;
  ssize_t count = sealed_reader_take(opened->reader, ret_bytes, len, err);

  for (ssize_t done = 0; opened->copy_fd >= 0 && done < count;) {
    ssize_t written =
        write(opened->copy_fd, (const char *)ret_bytes + done, (size_t)(count - done));

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0) {
      g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "The opened archive cannot be written: %s",
                  g_strerror(errno));
      return -1;
    }
    done += written;
  }
  return count;
}

typedef struct {
  ArchiveFacts facts;
  ArchiveInside inside; /* its name NULL: not read yet */
} Looking;

void
archive_inside_clear(ArchiveInside *inside)
{
  g_clear_pointer(&inside->name, g_free);
  g_clear_pointer(&inside->organisers, json_decref);
}

static bool
look_at_manifest(void *data, const Manifest *manifest, GError **err)
{
  Looking *looking = data;

  (void)err;
  archive_note_facts(manifest, &looking->facts);
  looking->facts.community_id = manifest->community_id;
  return true;
}

static void
look_at_member(Looking *looking, const json_t *row)
{
  const char *state = json_string_value(json_object_get(row, "state"));
  json_t *id = json_object_get(row, "id"), *name = json_object_get(row, "name");

  if (g_strcmp0(state, "suspended") == 0)
    looking->facts.suspended++;
  if (g_strcmp0(state, "here") == 0 &&
      json_integer_value(json_object_get(row, "is_organiser")) == 1 &&
      json_array_size(looking->inside.organisers) < ARCHIVE_ORGANISERS_MAX)
    json_array_append_new(looking->inside.organisers,
                          json_pack("{s:O, s:O}", "id", id, "name", name));
}

static bool
look_at_row(void *data, const DbTable *table, const json_t *row, GError **err)
{
  Looking *looking = data;

  (void)err;
  if (strcmp(table->name, "member") == 0)
    look_at_member(looking, row);
  if (strcmp(table->name, "community") == 0 && !looking->inside.name)
    looking->inside.name = g_strdup(json_string_value(json_object_get(row, "name")));
  return true;
}

static bool
look_through(SealedReader *reader, const DbTables *tables, int copy_fd, Looking *looking,
             GError **err)
{
  Opened opened = { .reader = reader, .copy_fd = copy_fd };
  const ArchiveSource source = { .take = take_opened, .data = &opened };
  const ArchiveTaker taker = { .begin = look_at_manifest, .row = look_at_row, .data = looking };

  return archive_walk(&source, tables, &taker, err);
}

bool
archive_look(int fd, const char *passphrase, const MigrationFile *files, int copy_fd,
             ArchiveFacts *ret_facts, ArchiveInside *ret_inside, GError **err)
{
  g_autoptr(DbTables) tables = db_tables_read(files, err);
  g_autoptr(SealedReader) reader = tables ? sealed_reader_new(fd, passphrase, err) : NULL;
  Looking looking = { .inside = { NULL, json_array() } };
  const bool is_good = reader && look_through(reader, tables, copy_fd, &looking, err);
  g_auto(ArchiveInside) inside = looking.inside;

  if (!is_good)
    return false;
  if (!inside.name)
    inside.name = g_strdup("");
  *ret_facts = looking.facts;
  *ret_inside =
      (ArchiveInside){ g_steal_pointer(&inside.name), g_steal_pointer(&inside.organisers) };
  return true;
}

bool
archive_check(int fd, const char *passphrase, const MigrationFile *files, int copy_fd,
              ArchiveFacts *ret_facts, GError **err)
{
  g_auto(ArchiveInside) inside = { NULL, NULL };

  return archive_look(fd, passphrase, files, copy_fd, ret_facts, &inside, err);
}

/* ---- storing ---- */

typedef struct {
  SealedReader *reader;
  const DbTables *tables;
  const ArchiveHome *home;
  int64_t community_id;
  IdTape *ids;
  Txn *txn;
  Act act;
  bool has_host; /* the home's own name was stored: it has one host only */
  GError *why;   /* of this run */
} TakingIn;

/* The home's name in place of those that the archive brings, if there is one. NULL: leave it out.
 */
static json_t *
at_home(TakingIn *taking, const json_t *row)
{
  json_t *copy = json_copy((json_t *)row);

  if (taking->home->host && taking->has_host) {
    json_decref(copy);
    return NULL;
  }
  if (taking->home->host)
    json_object_set_new(copy, "host", json_string(taking->home->host));
  taking->has_host = true;
  return copy;
}

static bool
store_host(TakingIn *taking, const DbTable *table, const json_t *row, GError **err)
{
  json_auto_t *mapped = at_home(taking, row);

  return !mapped || (taking->home->take_host(taking->txn, &taking->act,
                                             json_string_value(json_object_get(mapped, "host")),
                                             taking->home->data, err) &&
                     row_store(taking->txn, &taking->act, table, mapped, err));
}

static bool
store_row(void *data, const DbTable *table, const json_t *row, GError **err)
{
  TakingIn *taking = data;

  return table->is_global ? store_host(taking, table, row, err)
                          : row_store(taking->txn, &taking->act, table, row, err);
}

static bool
store_piece(void *data, const ArchiveEntry *entry, int64_t number, const void *bytes, size_t len,
            GError **err)
{
  const TakingIn *taking = data;
  const bool is_given[] = { true, true, true };
  g_autoptr(Query) q = db_row_insert(taking->txn, &taking->act, entry->table, is_given);

  bind_int(q, 2, entry->file_id);
  bind_int(q, 3, number);
  bind_blob(q, 4, bytes, len);
  if (query_run(q))
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DOES_NOT_FIT, "%s cannot be taken in", entry->name);
  return false;
}

static bool
is_here_already(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM community WHERE community_id = ?1");

  return query_next(q);
}

/* Somebody erased whose words are there again: no archive of ours holds that. */
static bool
holds_erased(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT 1 FROM erasure e JOIN person_key k"
                                     " ON k.community_id = ?1 AND k.member_id = e.member_id"
                                     " WHERE e.community_id = ?1 LIMIT 1");

  return query_next(q);
}

static bool
is_sensible(TakingIn *taking, GError **err)
{
  int64_t entries = 0, bad_id = 0;

  if (holds_erased(taking->txn)) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DOES_NOT_FIT,
                "The archive holds words of somebody who was erased: it was changed by hand");
    return false;
  }
  log_rebuild(taking->txn, &taking->act);
  if (log_verify(taking->txn, &entries, &bad_id) || txn_trouble(taking->txn))
    return true;
  g_set_error(err, ARCHIVE_ERROR, ARCHIVE_DOES_NOT_FIT,
              "The record of acts in the archive is not whole (entry %" G_GINT64_FORMAT
              "): it was changed before the archive was made",
              bad_id);
  return false;
}

static bool
store_all(TakingIn *taking, GError **err)
{
  Opened opened = { .reader = taking->reader, .copy_fd = -1 };
  const ArchiveSource source = { .take = take_opened, .data = &opened };
  const ArchiveTaker taker = { .row = store_row, .piece = store_piece, .data = taking };

  if (is_here_already(taking->txn)) {
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_HERE_ALREADY,
                "This community is here already. An archive comes into a place where it is not yet,"
                " so that nothing is written over");
    return false;
  }
  if (!sealed_reader_rewind(taking->reader, err) ||
      !archive_walk(&source, taking->tables, &taker, err) || !is_sensible(taking, err))
    return false;
  for (const AfterArchive *after = after_list; after && *after; after++)
    (*after)(taking->txn, &taking->act);
  return !taking->home->settle ||
         taking->home->settle(taking->txn, &taking->act, taking->home->data, err);
}

static bool
take_in(Txn *txn, void *data)
{
  TakingIn *taking = data;

  id_tape_rewind(taking->ids);
  g_clear_error(&taking->why);
  taking->has_host = false;
  taking->txn = txn;
  taking->act = (Act){ .community_id = taking->community_id,
                       .role = ACT_AS_OPERATOR,
                       .at_us = clock_now_us(),
                       .request_id = ids_new(),
                       .ids = taking->ids };
  return store_all(taking, &taking->why) && !txn_trouble(txn);
}

static void
say_why(TakingIn *taking, Trouble trouble, GError **err)
{
  if (taking->why)
    g_propagate_error(err, g_steal_pointer(&taking->why));
  else
    g_set_error(err, ARCHIVE_ERROR, ARCHIVE_TROUBLE, "%s",
                trouble == TROUBLE_DISK ? "There is no room on the disk, or it cannot be written"
                                        : "The database could not take it");
}

bool
archive_take_in(Db *db, const MigrationFile *files, int fd, const char *passphrase,
                const ArchiveHome *home, int64_t *ret_community_id, ArchiveFacts *ret_facts,
                GError **err)
{
  g_autoptr(DbTables) tables = db_tables_read(files, err);
  g_autoptr(SealedReader) reader = tables ? sealed_reader_new(fd, passphrase, err) : NULL;
  g_autoptr(IdTape) ids = id_tape_new();
  Looking looking = { .inside = { NULL, NULL } };
  Trouble trouble = TROUBLE_NONE;
  const bool is_good = reader && look_through(reader, tables, -1, &looking, err);

  archive_inside_clear(&looking.inside);
  if (!is_good)
    return false;

  TakingIn taking = { .reader = reader,
                      .tables = tables,
                      .home = home,
                      .community_id = looking.facts.community_id,
                      .ids = ids };

  if (db_write_and_wait(db, looking.facts.community_id, take_in, &taking, &trouble) != WRITE_KEPT) {
    say_why(&taking, trouble, err);
    return false;
  }
  g_clear_error(&taking.why);
  *ret_community_id = looking.facts.community_id;
  *ret_facts = looking.facts;
  return true;
}
