/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Archives brought by the browser: keeping, finding, agreeing, dropping. Looking at them and taking
 * them in is arrival_work.c. */
#include "upkeep/arrivals.h"

#include "archive/sealed_file.h"
#include "base/clock.h"
#include "lang/lang.h"
#include "people/erasures.h"
#include "people/own_words.h"
#include "people/seal.h"
#include "people/tokens.h"

#include <string.h>

enum { PART_BYTES = 256 * 1024 };

static const char *const states[] = { [ARRIVAL_CHECKING] = "checking",
                                      [ARRIVAL_CHECKED] = "checked",
                                      [ARRIVAL_TAKING] = "taking",
                                      [ARRIVAL_REFUSED] = "refused" };

const char *const arrival_problems[ARRIVAL_PROBLEMS] = {
  [ARRIVAL_FINE] = "",
  [ARRIVAL_NOT_ONE] = "not-one",
  [ARRIVAL_NEWER] = "newer",
  [ARRIVAL_PASSPHRASE] = "passphrase",
  [ARRIVAL_DAMAGED] = "damaged",
  [ARRIVAL_TOO_LARGE] = "too-large",
  [ARRIVAL_HERE_ALREADY] = "here-already",
  [ARRIVAL_DOES_NOT_FIT] = "does-not-fit",
  [ARRIVAL_NO_ORGANISER] = "no-organiser",
  [ARRIVAL_IN_USE] = "in-use",
  [ARRIVAL_TROUBLE] = "trouble",
};

/* ---- finding ---- */

static int
place_in(const char *const *words, int count, const char *word, int otherwise)
{
  for (int i = 0; i < count; i++)
    if (strcmp(words[i], word) == 0)
      return i;
  return otherwise;
}

static const ArrivalOrganiser *
read_organisers(Arena *arena, const char *text)
{
  g_autoptr(json_t) list = json_loads(text, 0, NULL);
  const size_t count = json_array_size(list);
  ArrivalOrganiser *organisers = arena_new_of(arena, ArrivalOrganiser, count + 1);
  size_t kept = 0;

  for (size_t i = 0; i < count; i++) {
    const json_t *one = json_array_get(list, i);
    const char *id = json_string_value(json_object_get(one, "id"));
    const char *name = json_string_value(json_object_get(one, "name"));

    if (id && name && g_ascii_string_to_signed(id, 10, 1, INT64_MAX, &organisers[kept].id, NULL))
      organisers[kept++].name = arena_text(arena, name);
  }
  organisers[kept] = (ArrivalOrganiser){ .id = 0 };
  return organisers;
}

const Arrival *
arrivals_find(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q = db_query(txn, "SELECT id, state, problem, browser, name, bytes, people,"
                                     " papers, files, entries, suspended, changed_at_us, organisers"
                                     " FROM upkeep_arrival WHERE community_id = ?1"
                                     " ORDER BY id DESC LIMIT 1");

  if (!query_next(q))
    return NULL;

  Arrival *arrival = arena_new_of(arena, Arrival, 1);

  *arrival = (Arrival){
    .id = col_int(q, 0),
    .state = (ArrivalState)place_in(states, G_N_ELEMENTS(states), col_text(q, 1), ARRIVAL_REFUSED),
    .problem = (ArrivalProblem)place_in(arrival_problems, ARRIVAL_PROBLEMS, col_text(q, 2),
                                        ARRIVAL_TROUBLE),
    .browser = arena_text(arena, col_text(q, 3)),
    .name = arena_text(arena, col_text(q, 4)),
    .bytes = col_int(q, 5),
    .people = col_int(q, 6),
    .papers = col_int(q, 7),
    .files = col_int(q, 8),
    .entries = col_int(q, 9),
    .suspended = col_int(q, 10),
    .changed_at_us = col_int(q, 11),
    .organisers = read_organisers(arena, col_text(q, 12)),
  };
  return arrival;
}

static bool
is_silent(const Arrival *arrival, int seconds, int64_t now_us)
{
  return now_us - arrival->changed_at_us > seconds * (int64_t)US_PER_S;
}

bool
arrival_may_start_again(const Arrival *arrival, int64_t now_us)
{
  return arrival->state == ARRIVAL_REFUSED
             ? arrival->problem == ARRIVAL_TROUBLE
             : arrival->state != ARRIVAL_CHECKED && is_silent(arrival, ARRIVAL_AGAIN_S, now_us);
}

bool
arrival_may_go(const Arrival *arrival, int64_t now_us)
{
  return arrival->state != ARRIVAL_TAKING || is_silent(arrival, ARRIVAL_GO_S, now_us);
}

/* ---- dropping ---- */

static void
drop_parts(Txn *txn, const Act *act, int64_t arrival_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM upkeep_arrival_part WHERE community_id = ?1 AND arrival_id = ?2");

  bind_int(q, 2, arrival_id);
  query_run(q);
}

void
arrivals_forget_bytes(Txn *txn, const Act *act, int64_t arrival_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE upkeep_arrival SET passphrase = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, arrival_id);
  bind_blob(q, 3, NULL, 0);
  query_run(q);
  drop_parts(txn, act, arrival_id);
  seal_drop_key(txn, act, arrival_id);
  txn_leave_no_trace(txn);
}

void
arrivals_drop(Txn *txn, const Act *act)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Arrival *arrival = arrivals_find(txn, arena);

  if (!arrival)
    return;
  arrivals_forget_bytes(txn, act, arrival->id);

  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM upkeep_arrival WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, arrival->id);
  query_run(q);
}

/* ---- bringing ---- */

/* Under a key of its own: nobody is here yet whose key it could be. */
static const void *
seal_passphrase(Txn *txn, const Act *act, Arena *arena, int64_t arrival_id, const char *passphrase,
                size_t *ret_len)
{
  if (!seal_has_key(txn, arrival_id))
    seal_make_person_key(txn, act, arrival_id);
  return seal_text(txn, arena, arrival_id, "upkeep_arrival.passphrase", arrival_id, passphrase,
                   ret_len);
}

static void
keep_parts(Txn *txn, const Act *act, int64_t arrival_id, const AnswerFile *file)
{
  for (size_t at = 0; at < file->len && !txn_trouble(txn); at += PART_BYTES) {
    g_autoptr(Query) part =
        db_change(txn, act,
                  "INSERT INTO upkeep_arrival_part (community_id, arrival_id, number, bytes)"
                  " VALUES (?1, ?2, ?3, ?4)");

    bind_int(part, 2, arrival_id);
    bind_int(part, 3, (int64_t)(at / PART_BYTES));
    bind_blob(part, 4, file->bytes + at, MIN(file->len - at, PART_BYTES));
    query_run(part);
  }
}

static void
keep(Txn *txn, const Act *act, const ArrivalWay *way, const AnswerFile *file,
     const char *passphrase)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int64_t id = act_new_id(act);
  uint8_t hash[TOKEN_HASH_BYTES];
  size_t len = 0;
  const void *sealed = seal_passphrase(txn, act, arena, id, passphrase, &len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO upkeep_arrival (community_id, id, browser, token_hash, link_ends_us, host,"
      " passphrase, state, problem, name, bytes, people, papers, files, entries, suspended,"
      " changed_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'checking', '', '', ?8, 0, 0, 0, 0, 0,"
      " ?9)");

  token_hash(way->token, hash);
  bind_int(q, 2, id);
  bind_text(q, 3, way->browser);
  bind_blob(q, 4, hash, sizeof(hash));
  bind_int(q, 5, way->expires_at_us);
  bind_text(q, 6, way->host);
  bind_blob(q, 7, sealed, len);
  bind_int(q, 8, (int64_t)file->len);
  bind_int(q, 9, act->at_us);
  query_run(q);
  keep_parts(txn, act, id, file);
  outbox_add(txn, act, "arrival", id);
  outbox_add_later(txn, act, "arrival-end", id, act->at_us + ARRIVAL_LASTS_US);
}

void
arrivals_bring(Txn *txn, const Act *act, const ArrivalWay *way, const AnswerFile *file,
               const char *passphrase, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Arrival *before = arrivals_find(txn, arena);
  const char *fault = passphrase_fault(passphrase);

  if (before && !arrival_may_go(before, act->at_us))
    refuse(refusals, "", N_("An archive is being taken in just now. Look again in a minute"));
  else if (file->len > ARRIVAL_BYTES_MAX)
    refuse(refusals, "archive",
           N_("This archive is too large for the browser: 64 MB at most."
              " Whoever looks after the machine types: commontable import"));
  else if (!sealed_file_is_one(file->bytes, file->len))
    refuse(refusals, "archive",
           N_("This file is not an archive of Commontable. Its name ends in"
              " .archive"));
  else if (fault)
    refuse(refusals, "passphrase", fault);
  else {
    arrivals_drop(txn, act);
    keep(txn, act, way, file, passphrase);
  }
}

/* ---- going on ---- */

static void
go_on(Txn *txn, const Act *act, int64_t arrival_id, const char *state)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE upkeep_arrival SET state = ?3, problem = '',"
                                 " changed_at_us = ?4 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, arrival_id);
  bind_text(q, 3, state);
  bind_int(q, 4, act->at_us);
  query_run(q);
  outbox_add(txn, act, "arrival", arrival_id);
}

bool
arrivals_try_passphrase(Txn *txn, const Act *act, const Arrival *arrival, const char *passphrase,
                        Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const char *fault = passphrase_fault(passphrase);
  size_t len = 0;

  if (arrival->state != ARRIVAL_REFUSED || arrival->problem != ARRIVAL_PASSPHRASE)
    return false;
  if (fault) {
    refuse(refusals, "passphrase", fault);
    return true;
  }

  const void *sealed = seal_passphrase(txn, act, arena, arrival->id, passphrase, &len);
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE upkeep_arrival SET passphrase = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, arrival->id);
  bind_blob(q, 3, sealed, len);
  query_run(q);
  go_on(txn, act, arrival->id, states[ARRIVAL_CHECKING]);
  return true;
}

static bool
is_among(const ArrivalOrganiser *organisers, int64_t id)
{
  for (; organisers->id; organisers++)
    if (organisers->id == id)
      return true;
  return false;
}

bool
arrivals_agree(Txn *txn, const Act *act, const Arrival *arrival, int64_t organiser_id,
               Refusals *refusals)
{
  const ArrivalOrganiser *organisers = arrival->organisers;
  const int64_t chosen = organisers[0].id && !organisers[1].id ? organisers[0].id : organiser_id;

  if (arrival->state != ARRIVAL_CHECKED)
    return false;
  if (organisers[0].id && !is_among(organisers, chosen)) {
    refuse(refusals, "who", N_("Choose who you are"));
    return false;
  }

  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE upkeep_arrival SET organiser_id = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, arrival->id);
  bind_int(q, 3, chosen);
  query_run(q);
  go_on(txn, act, arrival->id, states[ARRIVAL_TAKING]);
  return true;
}

/* After trouble it is looked at once more, and waits for a yes again. */
bool
arrivals_start_again(Txn *txn, const Act *act, const Arrival *arrival)
{
  if (!arrival_may_start_again(arrival, act->at_us))
    return false;
  go_on(txn, act, arrival->id,
        states[arrival->state == ARRIVAL_TAKING ? ARRIVAL_TAKING : ARRIVAL_CHECKING]);
  return true;
}
