/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Uploaded files: kept as they came, in parts; Word files read after the commit. */
#include "papers/find.h"
#include "papers/papers.h"

#include "base/text.h"
#include "db/writer.h"
#include "lang/lang.h"
#include "papers/import.h"
#include "papers/rules.h"
#include "papers/word_pictures.h"

#include <string.h>

enum {
  PART_BYTES = 256 * 1024,
  READING_TRIES = 3, /* when it is the server that is at fault, not the file */
};

/* ---- keeping ---- */

static void
keep_file(Txn *txn, const Act *act, int64_t paper_id, const AnswerFile *file, bool has_title)
{
  g_autofree char *name = upload_title(file->file_name ? file->file_name : "", PAPER_TITLE_MAX);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO paper_file (community_id, paper_id, name, bytes, has_title, made_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, paper_id);
  bind_text(q, 3, name);
  bind_int(q, 4, (int64_t)file->len);
  bind_int(q, 5, has_title);
  bind_int(q, 6, act->at_us);
  query_run(q);

  for (size_t at = 0; at < file->len && !txn_trouble(txn); at += PART_BYTES) {
    g_autoptr(Query) part =
        db_change(txn, act,
                  "INSERT INTO paper_file_part (community_id, paper_id, number, bytes)"
                  " VALUES (?1, ?2, ?3, ?4)");

    bind_int(part, 2, paper_id);
    bind_int(part, 3, (int64_t)(at / PART_BYTES));
    bind_blob(part, 4, file->bytes + at, MIN(file->len - at, PART_BYTES));
    query_run(part);
  }
}

static void
add_text(Txn *txn, const Act *act, const char *title, const char *stem, const AnswerFile *file,
         Refusals *refusals, int64_t *ret_id)
{
  size_t len = 0;
  g_autofree char *source = upload_to_text(file->bytes, file->len, &len);
  g_autofree char *heading = commonmark_first_heading(source, len);
  Paper paper = { .title = *title || heading ? title : stem, .source = source };
  int64_t id = 0;
  int before = refusals_count(refusals);

  papers_add(txn, act, &paper, refusals, &id);
  if (refusals_count(refusals) > before)
    return;
  keep_file(txn, act, id, file, *title != '\0');
  if (!txn_trouble(txn))
    *ret_id = id;
}

static void
add_word(Txn *txn, const Act *act, const char *title, const char *stem, const AnswerFile *file,
         int64_t *ret_id)
{
  const Paper paper = {
    .title = *title  ? title
             : *stem ? stem
                     : lang_text(NULL, N_("Paper")),
    .source = "",
    .reading = READING_WAITING,
  };
  int64_t id = papers_store(txn, act, &paper);

  keep_file(txn, act, id, file, *title != '\0');
  outbox_add(txn, act, "paper-reading", id);
  if (!txn_trouble(txn))
    *ret_id = id;
}

void
papers_add_upload(Txn *txn, const Act *act, const char *title, const AnswerFile *file,
                  Refusals *refusals, int64_t *ret_id)
{
  const char *message = NULL;
  g_autofree char *given = text_tidy(title ? title : "");
  g_autofree char *stem = upload_title(file->file_name ? file->file_name : "", PAPER_TITLE_MAX);

  if (file->len > PAPER_UPLOAD_MAX) {
    refuse(refusals, "file", N_("This file is too large: 20 MB at most. Paste the words instead"));
    return;
  }
  if (text_length(given) > PAPER_TITLE_MAX || strchr(given, '\n')) {
    refuse(refusals, "title", N_("Make the title shorter: 200 letters at most"));
    return;
  }
  switch (upload_look(file->bytes, file->len, &message)) {
  case UPLOAD_TEXT:
    add_text(txn, act, given, stem, file, refusals, ret_id);
    break;
  case UPLOAD_WORD:
    add_word(txn, act, given, stem, file, ret_id);
    break;
  case UPLOAD_OTHER:
    refuse(refusals, "file", message);
    break;
  }
}

/* ---- reading Word files ---- */

/* The file of a paper that waits for it; NULL: none (any more), or trouble. */
static GByteArray *
load_waiting_file(Txn *txn, int64_t paper_id)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new();
  g_autoptr(Query) q =
      db_query(txn, "SELECT f.bytes FROM paper_file_part f"
                    " JOIN paper p ON p.community_id = ?1 AND p.id = f.paper_id"
                    " WHERE f.community_id = ?1 AND f.paper_id = ?2 AND p.reading = 'waiting'"
                    " ORDER BY f.number");

  bind_int(q, 2, paper_id);
  while (query_next(q)) {
    size_t len = 0;
    const void *part = col_blob(q, 0, &len);

    g_byte_array_append(bytes, part, (guint)len);
  }
  return txn_trouble(txn) || bytes->len == 0 ? NULL : g_steal_pointer(&bytes);
}

/* What came of it, to be stored; run again as often as need be. */
typedef struct {
  const OutboxTask *task;
  IdTape *ids;
  const char *source, *heading; /* heading NULL: none */
  const char *problem;          /* NULL: read */
  const GPtrArray *pictures;    /* WordPicture */
} Reading;

static void
take_heading(Txn *txn, const Act *act, const Reading *reading)
{
  g_autofree char *key = text_sort_key(reading->heading);
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE paper SET title = ?3, title_key = ?4 WHERE community_id = ?1 AND id = ?2"
                " AND EXISTS (SELECT 1 FROM paper_file f WHERE f.community_id = ?1"
                " AND f.paper_id = ?2 AND f.has_title = 0)");

  bind_int(q, 2, reading->task->thing_id);
  bind_text(q, 3, reading->heading);
  bind_text(q, 4, key);
  query_run(q);
}

/* Under names of their own, which the paper then says. */
static void
keep_pictures(Txn *txn, const Act *act, const Reading *reading)
{
  const int64_t paper_id = reading->task->thing_id;
  g_autofree char *named =
      word_pictures_keep(txn, act, paper_id, reading->source, reading->pictures);
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE paper SET source = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, paper_id);
  bind_text(q, 3, named);
  query_run(q);
}

static bool
store_reading(Txn *txn, void *data)
{
  const Reading *reading = data;
  const int64_t paper_id = reading->task->thing_id;
  const Act act = outbox_task_act(reading->task, reading->ids);
  g_autoptr(Query) q = db_change(txn, &act,
                                 "UPDATE paper SET source = ?3, reading = ?4, problem = ?5,"
                                 " changed_at_us = ?6"
                                 " WHERE community_id = ?1 AND id = ?2 AND reading = 'waiting'");

  id_tape_rewind(reading->ids);
  bind_int(q, 2, paper_id);
  bind_text(q, 3, reading->problem ? "" : reading->source);
  bind_text(q, 4, reading->problem ? "failed" : "done");
  bind_text(q, 5, reading->problem ? reading->problem : "");
  bind_int(q, 6, act.at_us);
  if (!query_run(q) || query_changes(q) == 0)
    return true; /* somebody typed the words meanwhile: theirs stand */
  if (!reading->problem && reading->heading)
    take_heading(txn, &act, reading);
  if (!reading->problem)
    keep_pictures(txn, &act, reading);
  papers_log(txn, &act, "paper-read", paper_id);
  papers_ask_words(txn, &act, paper_id);
  return true;
}

static const char *
problem_of(ChildResult result, const char *source, size_t len)
{
  if (result != CHILD_DONE)
    return word_fault_message(result);
  if (len > PAPER_SOURCE_MAX)
    return source_fault_message(SOURCE_TOO_LONG);

  SourceFault fault = commonmark_check(source, len);

  return fault == SOURCE_EMPTY
             ? N_("There are no words in this Word file. Type or paste what the paper says")
             : source_fault_message(fault);
}

OutboxResult
read_paper_file(Db *db, const OutboxTask *task, void *data)
{
  (void)data;
  Txn *txn = db_begin_read(db, task->community_id);
  g_autoptr(GByteArray) bytes = load_waiting_file(txn, task->thing_id);
  Trouble trouble = txn_trouble(txn);

  db_end_read(txn);
  if (!bytes)
    return trouble ? OUTBOX_RETRY : OUTBOX_DONE;

  g_autofree char *raw = NULL;
  size_t raw_len = 0, len = 0;
  g_autoptr(GPtrArray) pictures = g_ptr_array_new_with_free_func((GDestroyNotify)word_picture_free);
  ChildResult result = word_to_commonmark(bytes->data, bytes->len, pictures, &raw, &raw_len);

  if (result == CHILD_TROUBLE && task->attempt < READING_TRIES)
    return OUTBOX_RETRY;

  g_autofree char *source = result == CHILD_DONE ? upload_to_text(raw, raw_len, &len) : NULL;

  if (result == CHILD_DONE && !source)
    result = CHILD_REFUSED;

  const char *problem = problem_of(result, source, len);
  g_autofree char *found = problem ? NULL : commonmark_first_heading(source, len);
  g_autofree char *heading =
      found ? g_utf8_substring(found, 0, MIN(g_utf8_strlen(found, -1), PAPER_TITLE_MAX)) : NULL;
  g_autoptr(IdTape) ids = id_tape_new();
  Reading reading = {
    .task = task,
    .ids = ids,
    .source = source,
    .heading = heading,
    .problem = problem,
    .pictures = pictures,
  };

  if (db_write_and_wait(db, task->community_id, store_reading, &reading, &trouble) != WRITE_KEPT)
    return OUTBOX_RETRY;
  return problem ? OUTBOX_GIVE_UP : OUTBOX_DONE;
}
