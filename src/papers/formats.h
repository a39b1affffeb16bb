/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Formats of a paper: which are needed, how far they are, the cache of made files. The cache holds
 * nothing that cannot be made again and is never backed up. */
#pragma once

#include "outbox/outbox.h"
#include "papers/papers.h"
#include "people/people.h"
#include "press/job.h"

/* Why an Easy Read is not ready while it has no rows: a person writes them, trying again does not
 * help. */
#define FORMAT_UNWRITTEN_MESSAGE N_("Nobody has written the Easy Read yet")

typedef enum { FORMAT_WAITING, FORMAT_READY, FORMAT_NOT_READY } FormatState;

/* Where made files are kept, and pictures found: given to handlers as their data. */
typedef struct {
  const char *cache_folder;
  uint64_t cache_bytes_max; /* 0: 2 GB */
  /* The bytes of a picture of Easy Read rows, by name; false: unknown. Bytes live for ever. */
  bool (*find_picture)(const char *name, const void **ret_bytes, size_t *ret_len);
} PapersPlace;

/* Once, before threads start; kept, not copied. */
void papers_set_place(const PapersPlace *place);
/* A picture of the program, by name, for whoever makes something with pictures. False: unknown. */
bool papers_find_picture(const char *name, const void **ret_bytes, size_t *ret_len);

/* A paper with all that this format is made of: what opens, asks for and makes formats starts from
 * here. NULL: no such paper here. */
const Paper *papers_find_for(Txn *txn, Arena *arena, int64_t paper_id, const FormatWant *want);
/* The same for a paper at hand. */
const Paper *papers_complete_for(Txn *txn, Arena *arena, const Paper *paper,
                                 const FormatWant *want);

/* The state of one format of a paper; FORMAT_WAITING when nobody asked for it yet. `ret_problem`
 * (may be NULL): message id that says why it is not ready. */
FormatState formats_state(Txn *txn, int64_t paper_id, const FormatWant *want,
                          const char **ret_problem);
/* Asks for a format (again): a row and an outbox task. Nothing when it is there and not failed. */
void formats_ask(Txn *txn, const Act *act, int64_t paper_id, const FormatWant *want);
/* Outbox task "paper-format": makes it with commontable-press (or here: web page, text), puts it
 * into the cache, stores the state. */
OutboxResult make_paper_format(Db *db, const OutboxTask *task, void *data);

/* An open file of the cache, or -1: not there (any more): ask for it again. The page and the text
 * are made here and now; a page with pictures only where their bytes are there. */
int formats_open(const Paper *paper, const FormatWant *want);
/* The same for a paper as papers_find gives it, with all that this format is made of. */
int formats_open_complete(Txn *txn, const Paper *paper, const FormatWant *want);
/* Makes one format now and gives its bytes: for `commontable format` and for tests. */
GBytes *formats_make(const Paper *paper, const FormatWant *want, GError **err);
