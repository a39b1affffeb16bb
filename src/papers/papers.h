/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Papers (R11, R66, R97): one source, written once. What is made of it is in formats.h, who gets it
 * when in releases.h. A draft is the organisers'; once it is sent, those it was sent to may read it
 * and its words stay as they are. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "db/db.h"
#include "log/log.h"
#include "outbox/outbox.h"
#include "questions/answers.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum {
  PAPER_TITLE_MAX = 200,               /* characters */
  PAPER_SOURCE_MAX = 1024 * 1024 + 64, /* bytes: a paper of 1 MB and a little */
  PAPER_UPLOAD_MAX = 20 * 1024 * 1024, /* bytes */
};

extern const LogKind papers_log_kinds[];

/* A Word file is read by pandoc after the commit (the writer waits for nobody): until then the
 * paper has no words yet. */
typedef enum { READING_DONE, READING_WAITING, READING_FAILED } ReadingState;

typedef struct {
  int64_t id;
  const char *title;
  const char *source;      /* CommonMark */
  const char *easy_source; /* Easy Read rows (doc/easy-read.md), "" while nobody has written them */
  const char *language;    /* BCP 47 */
  const char *spoken_words; /* how words are said (papers_find_for); NULL: none, or not asked for */
  int easy_numbered; /* rows of the Easy Read that are printed with a number (likewise); hard words
                      * and who checked it come behind them, without */
  const char *easy_checks; /* rows that say who checked the Easy Read (likewise) */
  /* Own pictures of the rows, or of the source (paper_pictures.h); NULL: none, or not asked for. */
  const struct OwnPictureFile *own_pictures;
  bool is_with_pictures; /* their bytes are there (papers_with_pictures) */
  ReadingState reading;
  const char *reading_problem; /* message id when it failed, else NULL */
  bool is_sent;
  bool is_change;     /* the next version of a sent paper, still being written */
  bool has_change;    /* one is being written for this paper (papers_find) */
  int64_t release_id; /* of its last sending; 0: none (papers_find) */
  int version;        /* of these words, from 1 (versions.h) */
  int64_t changed_at_us, sent_at_us;
  /* In lists: when people were told of a change, of which version; 0: never. Whether that came
   * after this member had the paper. */
  int64_t resent_at_us;
  int told_version;
  bool has_changed;
} Paper;

/* Refuses: no title, no words, what cannot be read as CommonMark or as Easy Read rows. */
void papers_add(Txn *txn, const Act *act, const Paper *paper, Refusals *refusals, int64_t *ret_id);
/* Title, source and rows. Once the paper is sent this makes or changes the draft of its next
 * version (versions.h): people go on reading what was sent. But links of rows, and rows that were
 * first written after it was sent, come to what was sent. `paper` is best what papers_find_next
 * gave; easy_source NULL: as they are. */
void papers_change(Txn *txn, const Act *act, const Paper *paper, Refusals *refusals);
/* NULL: no such paper here. */
const Paper *papers_find(Txn *txn, Arena *arena, int64_t paper_id);
/* Titles by id, NULL for none of that id. One statement for every ten. */
void papers_find_titles(Txn *txn, Arena *arena, const int64_t *ids, int count,
                        const char **ret_titles);
/* True: it was released to this member. */
bool papers_reached(Txn *txn, int64_t paper_id, int64_t member_id);
/* Newest first from before `before_id` (0: the newest), each with its id, title, state of reading
 * and when it was sent; ends with id 0. For a member: what was released to them; member 0: all, for
 * organisers. One statement, or two. */
const Paper *papers_list(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id, int limit);

/* A paper from an uploaded file. Text and CommonMark are read at once; Word files (.docx) are kept
 * and read by the outbox task "paper-reading". The original stays beside the paper. `title`
 * "": the first heading, or the file's name. Refuses what we cannot read (a PDF, a picture, an
 * OpenDocument file, of whose tables pandoc 2.17 loses the first row) in plain words, at question
 * "file". */
void papers_add_upload(Txn *txn, const Act *act, const char *title, const AnswerFile *file,
                       Refusals *refusals, int64_t *ret_id);
/* Outbox task "paper-reading"; the thing is the paper. */
OutboxResult read_paper_file(Db *db, const OutboxTask *task, void *data);
