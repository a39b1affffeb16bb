/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What agendas hold about a member: what they wanted to talk about, and what they led through. The
 * words are the group's, and say not whose they were once the member is erased. */
#include "meetings/agenda_data.h"

#include "lang/lang.h"

static const DataLabel labels[] = {
  { "agenda_items", N_("What you wanted to talk about") },
  { "title", N_("In a few words") },
  { "why", N_("Why it matters") },
  { "word", N_("Your own word about it") },
  { "word=own", N_("You wrote it yourself") },
  { "word=waiting", N_("Somebody wrote it down for you; you have not answered") },
  { "word=yes", N_("You said: this is it") },
  { "word=no", N_("You said: this is not from me") },
  { "asked_at", N_("When") },
  { "led", N_("Meetings you lead or led through") },
  { "meeting", N_("Meeting") },
  { "interests", N_("Your own stake, as you said") },
  { "agenda_written", N_("Things you wrote down on agendas for others or for the group") },
  { NULL },
};

static void
collect_items(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT title, why, word, made_at_us FROM agenda_item"
                                     " WHERE community_id = ?1 AND asked_by = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "agenda_items");

    data_set_text(row, "title", col_text(q, 0));
    data_set_text(row, "why", col_text(q, 1));
    data_set_text(row, "word", col_text(q, 2));
    data_set_time(row, "asked_at", col_int(q, 3));
  }
}

static void
collect_led(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.title, a.interests FROM meeting_agenda a"
                    " JOIN meeting m ON m.community_id = ?1 AND m.id = a.meeting_id"
                    " WHERE a.community_id = ?1 AND a.facilitator_id = ?2 ORDER BY m.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "led");

    data_set_text(row, "meeting", col_text(q, 0));
    data_set_text(row, "interests", col_text(q, 1));
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM agenda_item WHERE community_id = ?1 AND entered_by = ?2"
           "  AND asked_by <> ?2)"
           " + (SELECT count(*) FROM meeting_paper WHERE community_id = ?1 AND chosen_by = ?2)"
           " + (SELECT count(*) FROM group_paper_day WHERE community_id = ?1"
           "  AND changed_by = ?2)");

  collect_items(txn, member_id, facts);
  collect_led(txn, member_id, facts);
  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "agenda_written", col_int(q, 0));
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) items = db_change(
      txn, act, "UPDATE agenda_item SET asked_by = 0 WHERE community_id = ?1 AND asked_by = ?2");
  g_autoptr(Query) led = db_change(txn, act,
                                   "UPDATE meeting_agenda SET facilitator_id = 0, interests = ''"
                                   " WHERE community_id = ?1 AND facilitator_id = ?2");

  bind_int(items, 2, member_id);
  query_run(items);
  bind_int(led, 2, member_id);
  query_run(led);
}

static const char *const columns[] = {
  "group_paper_day.changed_by", "meeting_agenda.facilitator_id", "agenda_item.asked_by",
  "agenda_item.entered_by",     "meeting_paper.chosen_by",       NULL,
};

const PersonalData agenda_personal_data = {
  .name = "agenda",
  .title = N_("Agendas"),
  .stays = N_("What you put on agendas stays with the group, without your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
