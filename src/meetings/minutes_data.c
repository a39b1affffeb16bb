/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What minutes hold about a member: where they were, and what they wanted to be put right. The
 * words of minutes are the group's, and say not whose they were. */
#include "meetings/minutes_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "came_to", N_("Meetings you came to") },
  { "meeting", N_("Meeting") },
  { "meeting_at", N_("When") },
  { "corrections", N_("What you wanted to be put right in minutes") },
  { "words", N_("What you wrote") },
  { "said_at", N_("When") },
  { "minutes_written", N_("How often you wrote in minutes") },
  { NULL },
};

static void
collect_meetings(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.title, m.starts_at_us FROM meeting_presence p"
                    " JOIN meeting m ON m.community_id = ?1 AND m.id = p.meeting_id"
                    " WHERE p.community_id = ?1 AND p.member_id = ?2 ORDER BY m.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "came_to");

    data_set_text(row, "meeting", col_text(q, 0));
    if (!col_is_null(q, 1))
      data_set_time(row, "meeting_at", col_int(q, 1));
  }
}

static void
collect_corrections(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT words, made_at_us FROM minutes_correction"
                                     " WHERE community_id = ?1 AND made_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "corrections");

    data_set_text(row, "words", col_text(q, 0));
    data_set_time(row, "said_at", col_int(q, 1));
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM minutes_text WHERE community_id = ?1 AND written_by = ?2)"
           " + (SELECT count(*) FROM minutes_correction WHERE community_id = ?1"
           "  AND answered_by = ?2)"
           " + (SELECT count(*) FROM meeting_minutes WHERE community_id = ?1"
           "  AND (begun_by = ?2 OR agreed_by = ?2))"
           " + (SELECT count(*) FROM minutes_paper WHERE community_id = ?1 AND made_by = ?2)");

  collect_meetings(txn, member_id, facts);
  collect_corrections(txn, member_id, facts);
  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "minutes_written", col_int(q, 0));
}

/* That somebody of the group came stays, by number. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) others = db_change(
      txn, act,
      "UPDATE meeting_minutes SET others_else = others_else + 1 WHERE community_id = ?1"
      " AND meeting_id IN (SELECT p.meeting_id FROM meeting_presence p WHERE p.community_id = ?1"
      "  AND p.member_id = ?2)");
  g_autoptr(Query) presence = db_change(
      txn, act, "DELETE FROM meeting_presence WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) corrections =
      db_change(txn, act,
                "UPDATE minutes_correction SET made_by = 0 WHERE community_id = ?1"
                " AND made_by = ?2");

  bind_int(others, 2, member_id);
  query_run(others);
  bind_int(presence, 2, member_id);
  query_run(presence);
  bind_int(corrections, 2, member_id);
  query_run(corrections);
}

static const char *const columns[] = {
  "meeting_minutes.begun_by",       "meeting_minutes.agreed_by", "meeting_presence.member_id",
  "meeting_presence.entered_by",    "minutes_text.written_by",   "minutes_correction.made_by",
  "minutes_correction.answered_by", "minutes_paper.made_by",     NULL,
};

const PersonalData minutes_personal_data = {
  .name = "minutes",
  .title = N_("Minutes"),
  .stays = N_("What minutes say stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
