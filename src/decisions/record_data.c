/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the record of decisions holds about a member: what they wrote down for their groups, of
 * which decisions they were told, and that they said how far people took part. What they said is
 * nobody's (levels.h): it is in no list, and stays. */
#include "decisions/record_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "decisions_written", N_("Decisions you wrote down for a group") },
  { "what", N_("What was decided") },
  { "at", N_("When") },
  { "questions_announced", N_("Questions you announced for a group") },
  { "question", N_("What is to be decided") },
  { "decisions_told", N_("Decisions that you were told of, or are to be told of") },
  { "told_at", N_("Told on") },
  { "decisions_kept", N_("Promises, changes and yeses you wrote down about decisions") },
  { "decisions_told_others", N_("How often you told somebody of a decision") },
  { "levels_said", N_("How often you said how far people took part") },
  { NULL },
};

static void
collect_written(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT what, written_at_us FROM decision"
                                     " WHERE community_id = ?1 AND written_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "decisions_written");

    data_set_text(row, "what", col_text(q, 0));
    data_set_time(row, "at", col_int(q, 1));
  }
}

static void
collect_announced(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT question, opened_at_us FROM decision"
                                     " WHERE community_id = ?1 AND opened_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "questions_announced");

    data_set_text(row, "question", col_text(q, 0));
    data_set_time(row, "at", col_int(q, 1));
  }
}

static void
collect_told(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.what, t.told_at_us FROM decision_told t"
                    " JOIN decision d ON d.community_id = ?1 AND d.id = t.decision_id"
                    " WHERE t.community_id = ?1 AND t.member_id = ?2 ORDER BY t.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "decisions_told");

    data_set_text(row, "what", col_text(q, 0));
    if (!col_is_null(q, 1))
      data_set_time(row, "told_at", col_int(q, 1));
  }
}

static void
collect_counts(Txn *txn, int64_t member_id, json_t *facts)
{
  static const char *const keys[] = { "decisions_kept", "decisions_told_others", "levels_said" };
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM decision_promise WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM decision_change WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM decision WHERE community_id = ?1 AND asked_by = ?2)"
           " + (SELECT count(*) FROM decision WHERE community_id = ?1 AND agreed_by = ?2),"
           " (SELECT count(*) FROM decision_told WHERE community_id = ?1 AND told_by = ?2),"
           " (SELECT count(*) FROM decision_said WHERE community_id = ?1 AND member_id = ?2)");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    if (col_int(q, (int)i) > 0)
      data_set_int(facts, keys[i], col_int(q, (int)i));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_written(txn, member_id, facts);
  collect_announced(txn, member_id, facts);
  collect_told(txn, member_id, facts);
  collect_counts(txn, member_id, facts);
}

/* The record is the group's and stays; a decision that they alone wanted public waits no longer. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) told =
      db_change(txn, act, "DELETE FROM decision_told WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) said =
      db_change(txn, act, "DELETE FROM decision_said WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) asked = db_change(txn, act,
                                     "UPDATE decision SET asked_by = 0 WHERE community_id = ?1"
                                     " AND asked_by = ?2 AND agreed_by = 0");

  bind_int(told, 2, member_id);
  query_run(told);
  bind_int(said, 2, member_id);
  query_run(said);
  bind_int(asked, 2, member_id);
  query_run(asked);
}

static const char *const columns[] = {
  "decision.opened_by",       "decision.written_by",
  "decision.asked_by",        "decision.agreed_by",
  "decision_promise.made_by", "decision_change.made_by",
  "decision_told.member_id",  "decision_told.told_by",
  "decision_said.member_id",  NULL,
};

const PersonalData record_personal_data = {
  .name = "decision-record",
  .title = N_("The record of decisions"),
  .stays = N_("What you wrote down for a group stays with the group, without your name. How far"
              " people took part, as you said, has no name, and stays."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
