/* SPDX-License-Identifier: AGPL-3.0-or-later
 * When a member said that they can come. */
#include "meetings/dates_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "dates", N_("When you said that you can come") },
  { "title", N_("Meeting") },
  { "offered_at", N_("A time that was offered") },
  { "word", N_("Your answer") },
  { "word=can", N_("I can") },
  { "word=could", N_("I could, if needed") },
  { "word=cannot", N_("I cannot") },
  { "dates_offered", N_("Times for meetings that you offered") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT m.title, d.starts_at_us, w.word FROM meeting_date_word w"
           " JOIN meeting_date d ON d.community_id = ?1 AND d.id = w.date_id"
           " JOIN meeting m ON m.community_id = ?1 AND m.id = d.meeting_id"
           " WHERE w.community_id = ?1 AND w.member_id = ?2 ORDER BY d.starts_at_us, d.id");
  g_autoptr(Query) offered = db_query(txn, "SELECT count(*) FROM meeting_date"
                                           " WHERE community_id = ?1 AND offered_by = ?2");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "dates");

    data_set_text(row, "title", col_text(q, 0));
    data_set_time(row, "offered_at", col_int(q, 1));
    data_set_text(row, "word", col_text(q, 2));
  }
  bind_int(offered, 2, member_id);
  if (query_next(offered) && col_int(offered, 0) > 0)
    data_set_int(facts, "dates_offered", col_int(offered, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(
      txn, act, "DELETE FROM meeting_date_word WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) asked = db_change(
      txn, act, "DELETE FROM meeting_date_asked WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
  bind_int(asked, 2, member_id);
  query_run(asked);
}

static const char *const columns[] = {
  "meeting_date.offered_by",      "meeting_date_word.member_id", "meeting_date_word.entered_by",
  "meeting_date_asked.member_id", "meeting_date_asked.asked_by", NULL
};

const PersonalData dates_personal_data = {
  .name = "dates",
  .title = N_("Finding a date"),
  .stays = N_("Times that you offered stay with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
