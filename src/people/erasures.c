/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Erasing a person's key, and the list that makes it hold when an older backup comes back. */
#include "people/erasures.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/journal.h"
#include "db/writer.h"
#include "people/kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { FILE_BYTES_MAX = 64 * 1024 * 1024 };

static char *file_path; /* set before threads start */
static GMutex file_lock;

static const char file_head[] =
    "# People whose keys were erased: community, person, time. Keep this file beside the root "
    "key,\n"
    "# apart from the data and its backups. Restoring a backup erases these people again.\n";

void
erasures_set_file(const char *path)
{
  g_free(file_path);
  file_path = g_strdup(path);
}

/* ---- rows ---- */

bool
seal_is_erased(Txn *txn, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT 1 FROM erasure WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  return query_next(q);
}

/* Written over first: what is only deleted stays readable in the file's free space. */
static void
delete_key(Txn *txn, const Act *act, int64_t member_id)
{
  static const uint8_t nothing[128] = { 0 };
  size_t len = 0;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT sealed FROM person_key WHERE community_id = ?1 AND member_id = ?2");

    bind_int(q, 2, member_id);
    if (!query_next(q))
      return;
    col_blob(q, 0, &len);
  }

  g_autoptr(Query) over = db_change(
      txn, act, "UPDATE person_key SET sealed = ?3 WHERE community_id = ?1 AND member_id = ?2");

  bind_int(over, 2, member_id);
  bind_blob(over, 3, nothing, MIN(len, sizeof(nothing)));
  query_run(over);

  g_autoptr(Query) gone =
      db_change(txn, act, "DELETE FROM person_key WHERE community_id = ?1 AND member_id = ?2");

  bind_int(gone, 2, member_id);
  query_run(gone);
}

void
seal_drop_key(Txn *txn, const Act *act, int64_t thing_id)
{
  delete_key(txn, act, thing_id);
}

void
seal_erase_person(Txn *txn, const Act *act, int64_t member_id)
{
  delete_key(txn, act, member_id);

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO erasure (community_id, member_id, at_us)"
                                 " VALUES (?1, ?2, ?3)"
                                 " ON CONFLICT (community_id, member_id) DO NOTHING");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  if (query_changes(q) == 0)
    return;
  people_log(txn, act, "key-erased", member_id);
  outbox_add(txn, act, "erasure", member_id);
}

/* ---- the file ---- */

bool
erasure_from_line(const char *line, Erasure *ret_erasure)
{
  g_auto(GStrv) parts = g_strsplit(line, " ", 4);
  Erasure erasure;

  if (g_strv_length(parts) != 3 || !id_from_text(parts[0], &erasure.community_id) ||
      !id_from_text(parts[1], &erasure.member_id) ||
      !g_ascii_string_to_signed(parts[2], 10, 0, G_MAXINT64, &erasure.at_us, NULL))
    return false;
  *ret_erasure = erasure;
  return true;
}

char *
erasure_to_line(const Erasure *erasure)
{
  char community[ID_TEXT_SIZE], member[ID_TEXT_SIZE];

  return g_strdup_printf("%s %s %" G_GINT64_FORMAT "\n",
                         id_to_text(erasure->community_id, community),
                         id_to_text(erasure->member_id, member), erasure->at_us);
}

/* The file's whole text, "" where there is none yet; NULL and err: it cannot be read. */
static char *
read_file(GError **err)
{
  g_autofree char *text = NULL;
  gsize len = 0;

  if (!file_path || !g_file_test(file_path, G_FILE_TEST_EXISTS))
    return g_strdup("");
  if (!g_file_get_contents(file_path, &text, &len, err))
    return NULL;
  if (len > FILE_BYTES_MAX || strlen(text) != len) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not a list of erasures", file_path);
    return NULL;
  }
  return g_steal_pointer(&text);
}

static bool
write_all(int fd, const char *text)
{
  for (size_t left = strlen(text); left > 0;) {
    ssize_t written = write(fd, text, left);

    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      return false;
    text += written;
    left -= (size_t)written;
  }
  return true;
}

static bool
sync_folder(void)
{
  g_autofree char *folder = g_path_get_dirname(file_path);
  int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool is_safe = fd >= 0 && fsync(fd) == 0;

  if (fd >= 0)
    close(fd);
  return is_safe;
}

static bool
append(const char *text, GError **err)
{
  int fd = open(file_path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  bool is_kept = fd >= 0 && write_all(fd, text) && fsync(fd) == 0 && sync_folder();

  if (!is_kept)
    g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno),
                "The list of erasures %s cannot be written: %s", file_path, g_strerror(errno));
  if (fd >= 0)
    close(fd);
  return is_kept;
}

static bool
has_line(const char *text, const char *line)
{
  for (const char *at = strstr(text, line); at; at = strstr(at + 1, line))
    if (at == text || at[-1] == '\n')
      return true;
  return false;
}

/* A line that a power cut left half written is closed off, so that the next one stands alone. */
static bool
write_lines(const GArray *erasures, GError **err)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&file_lock);
  g_autofree char *text = file_path ? read_file(err) : NULL;
  g_autoptr(GString) more = g_string_new(NULL);

  if (!file_path)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_NOENT, "There is no place for the erasures' list");
  if (!text)
    return false;
  if (!*text)
    g_string_append(more, file_head);
  else if (!g_str_has_suffix(text, "\n"))
    g_string_append_c(more, '\n');

  gsize before = more->len;

  for (guint i = 0; i < erasures->len; i++) {
    g_autofree char *line = erasure_to_line(&g_array_index(erasures, Erasure, i));

    if (!has_line(text, line))
      g_string_append(more, line);
  }
  return more->len == before || append(more->str, err);
}

static GArray *
read_rows(Db *db, int64_t community_id, bool *ret_is_read)
{
  GArray *erasures = g_array_new(FALSE, FALSE, sizeof(Erasure));
  Txn *txn = db_begin_read(db, community_id);

  {
    g_autoptr(Query) q = db_query(
        txn, "SELECT member_id, at_us FROM erasure WHERE community_id = ?1 ORDER BY member_id");

    while (query_next(q)) {
      const Erasure erasure = { community_id, col_int(q, 0), col_int(q, 1) };

      g_array_append_val(erasures, erasure);
    }
  }
  *ret_is_read = txn_trouble(txn) == TROUBLE_NONE;
  db_end_read(txn);
  return erasures;
}

OutboxResult
write_erasure(Db *db, const OutboxTask *task, void *data)
{
  bool is_read = false;
  g_autoptr(GArray) erasures = read_rows(db, task->community_id, &is_read);
  g_autoptr(GError) err = NULL;

  (void)data;
  if (is_read && write_lines(erasures, &err))
    return OUTBOX_DONE;
  journal("erasure-not-listed", JOURNAL_NUMBER("community", task->community_id),
          JOURNAL_TEXT("why", err ? g_strerror(errno) : "the database cannot be read"));
  return OUTBOX_RETRY;
}

bool
erasures_write_missing(Db *db, int64_t community_id, GError **err)
{
  bool is_read = false;
  g_autoptr(GArray) erasures = read_rows(db, community_id, &is_read);

  if (!is_read)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The erasures cannot be read");
  return is_read && (erasures->len == 0 || write_lines(erasures, err));
}

/* ---- again, after a backup came back ---- */

typedef struct {
  GArray *erasures;
  ErasePerson erase;
  int erased;
} Repeating;

/* Leaves those whose key is there again. */
static void
keep_those_with_keys(Txn *txn, GArray *erasures)
{
  for (guint i = erasures->len; i-- > 0;) {
    g_autoptr(Query) q =
        db_query(txn, "SELECT 1 FROM person_key WHERE community_id = ?1 AND member_id = ?2");

    bind_int(q, 2, g_array_index(erasures, Erasure, i).member_id);
    if (!query_next(q))
      g_array_remove_index_fast(erasures, i);
  }
}

/* The erasure keeps the time it had: what comes back must not look newer than it is. */
static bool
repeat(Txn *txn, void *data)
{
  Repeating *repeating = data;
  g_autoptr(IdTape) ids = id_tape_new();

  repeating->erased = 0;
  for (guint i = 0; i < repeating->erasures->len; i++) {
    const Erasure *erasure = &g_array_index(repeating->erasures, Erasure, i);
    const Act act = { .community_id = txn_community(txn),
                      .role = ACT_AS_PROGRAM,
                      .at_us = erasure->at_us,
                      .request_id = erasure->member_id,
                      .ids = ids };

    repeating->erase(txn, &act, erasure->member_id);
    repeating->erased++;
  }
  return !txn_trouble(txn);
}

/* Those of the community that the file names. NULL and err: it cannot be read. */
static GArray *
read_listed(int64_t community_id, int *ret_unread, GError **err)
{
  g_autoptr(GArray) erasures = g_array_new(FALSE, FALSE, sizeof(Erasure));
  g_autofree char *text = read_file(err);

  *ret_unread = 0;
  if (!text)
    return NULL;

  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

  for (char **line = lines; *line; line++) {
    Erasure erasure;

    if (!**line || **line == '#')
      continue;
    if (!erasure_from_line(*line, &erasure))
      (*ret_unread)++;
    else if (erasure.community_id == community_id)
      g_array_append_val(erasures, erasure);
  }
  return g_steal_pointer(&erasures);
}

bool
erasures_repeat_here(Txn *txn, ErasePerson erase, RepeatedErasures *ret_repeated, GError **err)
{
  RepeatedErasures repeated = { 0 };
  g_autoptr(GArray) erasures = read_listed(txn_community(txn), &repeated.unread, err);
  Repeating repeating = { .erasures = erasures, .erase = erase };

  if (!erasures)
    return false;
  keep_those_with_keys(txn, erasures);
  if (!repeat(txn, &repeating)) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The erasures could not be repeated");
    return false;
  }
  repeated.erased = repeating.erased;
  *ret_repeated = repeated;
  return true;
}

bool
erasures_repeat(Db *db, int64_t community_id, ErasePerson erase, RepeatedErasures *ret_repeated,
                GError **err)
{
  RepeatedErasures repeated = { 0 };
  g_autoptr(GArray) erasures = read_listed(community_id, &repeated.unread, err);
  Repeating repeating = { .erasures = erasures, .erase = erase };

  if (!erasures)
    return false;

  Txn *txn = db_begin_read(db, community_id);

  keep_those_with_keys(txn, erasures);

  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (trouble || (erasures->len > 0 &&
                  db_write_and_wait(db, community_id, repeat, &repeating, NULL) != WRITE_KEPT)) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The erasures could not be repeated");
    return false;
  }
  repeated.erased = repeating.erased;
  *ret_repeated = repeated;
  return true;
}
