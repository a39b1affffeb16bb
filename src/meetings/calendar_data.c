/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What calendars hold about a member: that there is an address, not which: whoever finds the file
 * that was taken away shall not read their meetings from then on. */
#include "meetings/calendar_data.h"

#include "lang/lang.h"
#include "meetings/reminders.h"

static const DataLabel labels[] = {
  { "calendar_made_at", N_("The address for your calendar was made on") },
  { "ahead", N_("When you want to be reminded of meetings") },
  { "ahead=none", N_("Never") },
  { "ahead=hours", N_("Three hours before") },
  { "ahead=day", N_("A day before") },
  { "ahead=days", N_("Three days before") },
  { "ahead=week", N_("A week before") },
  { "reminders", N_("How often you were reminded of a meeting") },
  { NULL },
};

static void
collect_reminders(Txn *txn, int64_t member_id, json_t *facts)
{
  const ReminderWish wish = reminders_wish(txn, member_id);
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_reminder"
                                     " WHERE community_id = ?1 AND member_id = ?2");

  if (wish.changed_at_us)
    data_set_text(facts, "ahead", wish.ahead);
  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "reminders", col_int(q, 0));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT made_at_us FROM calendar_feed"
                                     " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  if (query_next(q))
    data_set_time(facts, "calendar_made_at", col_int(q, 0));
  collect_reminders(txn, member_id, facts);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM calendar_feed WHERE community_id = ?1 AND member_id = ?2");

  g_autoptr(Query) wish =
      db_change(txn, act, "DELETE FROM reminder_wish WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) reminders = db_change(
      txn, act, "DELETE FROM meeting_reminder WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  query_run(q);
  bind_int(wish, 2, member_id);
  query_run(wish);
  bind_int(reminders, 2, member_id);
  query_run(reminders);
}

static const char *const columns[] = { "calendar_feed.member_id", "reminder_wish.member_id",
                                       "meeting_reminder.member_id", "meeting_reminder.told_by",
                                       NULL };

const PersonalData calendar_personal_data = {
  .name = "calendars",
  .title = N_("Your calendar"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
