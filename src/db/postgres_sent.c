/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What was sent to PostgreSQL and is not answered yet, in libpq's pipeline mode. After one bad
 * answer the server leaves out all that follows up to the next sync; the sync comes with every
 * catching up, so that what is left out is never more than what was sent in between. */
#include "db/postgres.h"

static const struct {
  const char *name, *sql;
} words[WORD_COUNT] = {
  [WORD_BEGIN_READ] = { "begin_read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" },
  [WORD_BEGIN_WRITE] = { "begin_write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE" },
  [WORD_LOCK] = { "lock", "SELECT 1 FROM community WHERE community_id = $1::bigint FOR UPDATE" },
  [WORD_COMMIT] = { "commit", "COMMIT" },
  [WORD_ROLLBACK] = { "rollback", "ROLLBACK" },
  [WORD_SAVEPOINT] = { "savepoint", "SAVEPOINT job" },
  [WORD_RELEASE] = { "release", "RELEASE job" },
  [WORD_ROLLBACK_TO] = { "rollback_to", "ROLLBACK TO job" },
};

static PGconn *
handle_of(Connection *c)
{
  return ((PostgresConnection *)c)->handle;
}

bool
postgres_note_sent(Connection *c, bool is_sent, Sent sent)
{
  PostgresConnection *pc = (PostgresConnection *)c;

  if (!is_sent)
    return postgres_fail(c, NULL);
  g_assert(pc->sent_count < SENT_MAX);
  pc->sent[pc->sent_count++] = sent;
  return true;
}

bool
postgres_make_room(Connection *c)
{
  return ((PostgresConnection *)c)->sent_count + 2 <= SENT_MAX || postgres_catch_up(c);
}

/* What was left out after another's fault has no fault of its own. */
static bool
take_answer(Connection *c, const Sent *sent, PGresult *result)
{
  bool is_good = postgres_is_good(result);

  if (!is_good && PQresultStatus(result) != PGRES_PIPELINE_ABORTED)
    postgres_fail(c, result);
  if (!is_good && sent->is_prepared)
    *sent->is_prepared = false;
  if (is_good && sent->changes)
    *sent->changes = g_ascii_strtoll(PQcmdTuples(result), NULL, 10);
  if (is_good && sent->keep)
    *sent->keep = result;
  else
    PQclear(result);
  return is_good;
}

bool
postgres_catch_up(Connection *c)
{
  PostgresConnection *pc = (PostgresConnection *)c;
  bool is_good = true;
  int count = pc->sent_count;
  PGresult *more;

  if (count == 0)
    return true;
  pc->sent_count = 0;
  if (PQpipelineSync(pc->handle) != 1)
    return postgres_fail(c, NULL);
  for (int i = 0; i < count; i++) {
    PGresult *result = PQgetResult(pc->handle);

    is_good = take_answer(c, &pc->sent[i], result) && is_good;
    while (result && (more = PQgetResult(pc->handle))) /* NULL ends each answer */
      PQclear(more);
  }
  more = PQgetResult(pc->handle);
  if (PQresultStatus(more) != PGRES_PIPELINE_SYNC)
    is_good = postgres_fail(c, NULL);
  PQclear(more);
  return is_good;
}

bool
postgres_send_word(Connection *c, Word word, PGresult **keep)
{
  PostgresConnection *pc = (PostgresConnection *)c;
  char community[24];
  const char *values[] = { community };
  int count = word == WORD_LOCK ? 1 : 0;

  if (!postgres_make_room(c))
    return false;
  if (!pc->has_word[word]) {
    pc->has_word[word] = PQsendPrepare(pc->handle, words[word].name, words[word].sql, 0, NULL) == 1;
    if (!postgres_note_sent(c, pc->has_word[word], (Sent){ .is_prepared = &pc->has_word[word] }))
      return false;
  }
  g_snprintf(community, sizeof community, "%" PRId64, c->txn.community_id);
  return postgres_note_sent(
      c, PQsendQueryPrepared(pc->handle, words[word].name, count, values, NULL, NULL, 1) == 1,
      (Sent){ .keep = keep });
}

PGresult *
postgres_ask(Connection *c, const char *sql)
{
  PGresult *result;

  postgres_catch_up(c);
  if (PQexitPipelineMode(handle_of(c)) != 1)
    return NULL;
  result = PQexec(handle_of(c), sql);
  PQenterPipelineMode(handle_of(c));
  return result;
}
