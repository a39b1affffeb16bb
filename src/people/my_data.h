/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is recorded about a person, subject by subject: to read, to take away, to erase (R9; UK GDPR
 * articles 15, 17, 20). Each subject exports one table row; src/subjects.c registers them. A test
 * walks all tables of the database and fails when a column that holds a member is named in none. */
#pragma once

#include "base/act.h"
#include "db/db.h"

#include <jansson.h>
#include <stdint.h>

/* A key of the collected facts in words: { "made_at", N_("Added on") }; or one value of a key:
 * { "reach=email", N_("By e-mail") }. */
typedef struct {
  const char *key;
  const char *words; /* message id */
} DataLabel;

typedef struct {
  const char *name;        /* key in the download: "papers" */
  const char *title;       /* message id: heading on the page */
  const char *stays;       /* message id: what stays after erasing, and why; NULL: nothing */
  const DataLabel *labels; /* ended by a NULL key; every key that collect makes has one */
  bool is_private; /* only they themselves get it: an organiser who hands them a copy does not */
  const char *const *columns; /* "table.column" that hold a member's id; ended by NULL */
  /* Adds the facts to a fresh object: texts, whole numbers, booleans, lists of objects, one list
   * deep. A key that is "at" or ends in "_at" is a time (data_set_time); "what" is a message id;
   * "picture" is where it stands on the site.
   * Sealed things are opened: only the person, or an organiser handing it to them, gets to see it.
   * Leaves out what is empty. */
  void (*collect)(Txn *txn, int64_t member_id, json_t *facts);
  /* For what they take with them: adds the bytes to the pictures and files that `facts` name, as
   * "…_file": base64 (data_set_file). NULL: there are none. */
  void (*add_files)(Txn *txn, int64_t member_id, json_t *facts);
  /* Removes it, or takes the person out of it where others' records need it. Runs before the
   * person's key is gone. Must bear being run twice. */
  void (*erase)(Txn *txn, const Act *act, int64_t member_id);
} PersonalData;

/* Once, before threads start. Ended by NULL; erased in this order, so `people` comes last. */
void people_set_personal_data(const PersonalData *const *tables);
const PersonalData *const *people_personal_data(void);

/* { "papers": { … }, … }: everything of all subjects. New reference. */
json_t *people_collect(Txn *txn, int64_t member_id);
/* The same with the bytes of pictures and files. */
json_t *people_collect_with_files(Txn *txn, int64_t member_id);
/* Erases everything of all subjects, then the person's key, for good. The caller has asked whether
 * they may go (people_is_last_organiser). */
void people_erase(Txn *txn, const Act *act, int64_t member_id);

/* For collect. Times as UTC text, "2026-11-26T10:20:00Z", so that any program reads them; 0: not
 * yet, left out. */
void data_set_time(json_t *facts, const char *key, int64_t at_us);
void data_set_text(json_t *facts, const char *key, const char *text); /* nothing when "" or NULL */
/* As an address that holds the bytes themselves (RFC 2397), so that any browser shows it. */
void data_set_file(json_t *facts, const char *key, const char *media_type, GBytes *bytes);
void data_set_int(json_t *facts, const char *key, int64_t number);
void data_set_bool(json_t *facts, const char *key, bool is_so);
/* A fresh object at the end of the list of this name. */
json_t *data_add_row(json_t *facts, const char *list);

/* The keys of a statement's columns, in their order: DATA_KEYS("title", "sent_at"). */
#define DATA_KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })
/* A row of the list for each row that is left in `q`. The key says what its column is: "…_at" a
 * time, "is_…" said only where it is so, all others texts. */
void data_add_rows(json_t *facts, const char *list, Query *q, const char *const *keys);

/* How somebody whose name is gone is called, for pages: message id. */
#define FORMER_MEMBER N_("a former member")

extern const PersonalData people_personal_data_row, log_personal_data;
extern const PersonalData ways_personal_data; /* passkeys, cards, sessions, helpers */
