/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Persons' keys under a new community's key, a step at a time, each step one write of its own so
 * that others come in between. */
#include "people/rotation.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/journal.h"
#include "db/writer.h"
#include "people/kinds.h"
#include "people/person_keys.h"

#include <sodium.h>
#include <string.h>

enum { STEP = 100 };

int
rotation_start(Txn *txn, const Act *act)
{
  int version = community_key_make(txn, act, KEY_PEOPLE);

  if (version == 0 || community_key_make(txn, act, KEY_DERIVE) == 0)
    return 0;
  people_log(txn, act, "community-key-changed", 0);
  outbox_add(txn, act, "reseal-people", version);
  return version;
}

static Act
program_act(Txn *txn, IdTape *ids)
{
  return (Act){ .community_id = txn_community(txn),
                .role = ACT_AS_PROGRAM,
                .at_us = clock_now_us(),
                .request_id = ids_new(),
                .ids = ids };
}

/* ---- when the program starts ---- */

static bool
open_all(Db *db, int64_t community_id, bool *ret_has, GError **err)
{
  Txn *txn = db_begin_read(db, community_id);
  int version = 0;
  bool is_open = community_keys_open(txn, &version);

  *ret_has = is_open && version > 0;
  if (!is_open && txn_trouble(txn))
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The communities' keys cannot be read: %s",
                txn_trouble_detail(txn));
  else if (!is_open)
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "these data need version %d of the root key, and this is another one. Put the right"
                " key file there; nothing was changed",
                version);
  db_end_read(txn);
  return is_open;
}

static bool
ensure(Txn *txn, void *data)
{
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn, ids);

  (void)data;
  community_keys_ensure(txn, &act);
  return !txn_trouble(txn);
}

bool
community_keys_prepare(Db *db, int64_t community_id, GError **err)
{
  bool has = false;

  if (!open_all(db, community_id, &has, err))
    return false;
  if (has)
    return true;
  if (db_write_and_wait(db, community_id, ensure, NULL, NULL) == WRITE_KEPT)
    return open_all(db, community_id, &has, err);
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL,
              "the community's keys could not be stored. Is this the right root key?");
  return false;
}

/* ---- one step ---- */

typedef struct {
  int64_t member_id;
  uint8_t sealed[PERSON_KEY_SEALED_BYTES];
} Row;

typedef struct {
  int64_t after_id; /* where the step began */
  int64_t last_id;  /* where it ended; 0: at the end */
  int count;        /* sealed anew */
  bool is_broken;   /* one does not open */
} Step;

static int
read_rows(Txn *txn, int64_t after_id, Row rows[static STEP])
{
  g_autoptr(Query) q = db_query(txn, "SELECT member_id, sealed FROM person_key"
                                     " WHERE community_id = ?1 AND member_id > ?2"
                                     " ORDER BY member_id LIMIT ?3");
  int count = 0;

  bind_int(q, 2, after_id);
  bind_int(q, 3, STEP);
  while (count < STEP && query_next(q)) {
    size_t len = 0;
    const void *sealed = col_blob(q, 1, &len);

    rows[count].member_id = col_int(q, 0);
    memcpy(rows[count++].sealed, sealed, MIN(len, PERSON_KEY_SEALED_BYTES));
  }
  return count;
}

/* False: it does not open. */
static bool
reseal(Txn *txn, const Act *act, const Row *row, int version,
       const uint8_t outer[static PERSON_KEY_BYTES])
{
  uint8_t key[PERSON_KEY_BYTES], sealed[PERSON_KEY_SEALED_BYTES];

  if (!person_key_open(txn, row->member_id, row->sealed, sizeof(row->sealed), key))
    return false;
  person_key_seal(txn, row->member_id, outer, version, key, sealed);
  sodium_memzero(key, sizeof(key));

  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE person_key SET sealed = ?3 WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, row->member_id);
  bind_blob(q, 3, sealed, sizeof(sealed));
  return query_run(q);
}

static bool
take_step(Txn *txn, void *data)
{
  Step *step = data;
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn, ids);
  Row rows[STEP];
  uint8_t outer[PERSON_KEY_BYTES];
  int version = community_key_current(txn, KEY_PEOPLE, outer);
  int count = read_rows(txn, step->after_id, rows);

  step->count = 0;
  step->is_broken = version == 0;
  for (int i = 0; i < count && !step->is_broken; i++) {
    if (cipher_version(rows[i].sealed, sizeof(rows[i].sealed)) == version)
      continue;
    step->is_broken = !reseal(txn, &act, &rows[i], version, outer);
    step->count++;
  }
  sodium_memzero(outer, sizeof(outer));
  step->last_id = count == STEP ? rows[count - 1].member_id : 0;
  return !step->is_broken;
}

/* ---- all steps ---- */

bool
rotation_state(Txn *txn, RotationState *ret_state)
{
  uint8_t key[COMMUNITY_KEY_BYTES];
  RotationState state = { .version = community_key_current(txn, KEY_PEOPLE, key) };
  const uint8_t version = (uint8_t)state.version;
  g_autoptr(Query) q = db_query(txn, "SELECT count(*), count(*) FILTER (WHERE"
                                     " substr(sealed, 1, 1) <> ?2) FROM person_key"
                                     " WHERE community_id = ?1");

  sodium_memzero(key, sizeof(key));
  bind_blob(q, 2, &version, 1);
  if (query_next(q)) {
    state.people = col_int(q, 0);
    state.waiting = col_int(q, 1);
  }
  *ret_state = state;
  return txn_trouble(txn) == TROUBLE_NONE;
}

bool
rotation_count_closed(Txn *txn, int64_t *ret_closed)
{
  Row rows[STEP];
  uint8_t key[PERSON_KEY_BYTES];
  int64_t after_id = 0;
  int count;

  *ret_closed = 0;
  do {
    count = read_rows(txn, after_id, rows);
    for (int i = 0; i < count; i++)
      if (!person_key_open(txn, rows[i].member_id, rows[i].sealed, sizeof(rows[i].sealed), key))
        ++*ret_closed;
    after_id = count > 0 ? rows[count - 1].member_id : 0;
  } while (count == STEP);
  sodium_memzero(key, sizeof(key));
  return txn_trouble(txn) == TROUBLE_NONE;
}

/* In one transaction with the count: nobody can be sealed under an old version in between, since a
 * new person's key takes the version that counts now. Keys to derive from stay: links that were
 * made earlier are shown again. */
static bool
drop_old(Txn *txn, void *data)
{
  g_autoptr(IdTape) ids = id_tape_new();
  const Act act = program_act(txn, ids);
  RotationState state;

  (void)data;
  if (!rotation_state(txn, &state) || state.waiting > 0 || state.version == 0)
    return false;
  community_keys_drop(txn, &act, KEY_PEOPLE, state.version);
  return true;
}

bool
rotation_finish(Db *db, int64_t community_id, int64_t *ret_count, GError **err)
{
  int64_t count = 0, after_id = 0;

  do {
    Step step = { .after_id = after_id };

    if (db_write_and_wait(db, community_id, take_step, &step, NULL) != WRITE_KEPT) {
      g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "%s",
                  step.is_broken ? "A person's key does not open. Is this the right root key?"
                                 : "The database could not take it");
      return false;
    }
    count += step.count;
    after_id = step.last_id;
  } while (after_id > 0);
  *ret_count = count;
  if (db_write_and_wait(db, community_id, drop_old, NULL, NULL) == WRITE_KEPT)
    return true;
  g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_IO, "The earlier key could not be dropped");
  return false;
}

OutboxResult
reseal_people(Db *db, const OutboxTask *task, void *data)
{
  g_autoptr(GError) err = NULL;
  int64_t count = 0;

  (void)data;
  if (rotation_finish(db, task->community_id, &count, &err)) {
    journal("people-resealed", JOURNAL_NUMBER("community", task->community_id),
            JOURNAL_NUMBER("count", count));
    return OUTBOX_DONE;
  }
  journal("people-not-resealed", JOURNAL_NUMBER("community", task->community_id),
          JOURNAL_TEXT("why", err->message));
  return OUTBOX_RETRY;
}
