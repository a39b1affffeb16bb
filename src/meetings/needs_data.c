/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What meetings hold about what a member needs, and what they saw to for others. */
#include "meetings/needs_data.h"

#include "lang/lang.h"
#include "meetings/needs.h"

enum { NEEDS_MOST = 500 };

static const DataLabel labels[] = {
  { "meeting_needs", N_("What you said would let you come to meetings") },
  { "title", N_("Meeting") },
  { "help", N_("What it is") },
  { "help=interpreter", N_("An interpreter") },
  { "help=typed", N_("Somebody who types or notes down what is said") },
  { "help=care", N_("Somebody to care while I am away") },
  { "help=fares", N_("Fares paid before I go") },
  { "help=lift", N_("Somebody to take me there and back") },
  { "help=step-free", N_("A way in without steps") },
  { "help=toilet", N_("An accessible toilet") },
  { "help=loop", N_("A hearing loop") },
  { "help=quiet", N_("A quiet room to go to") },
  { "help=aloud", N_("Papers read aloud to me") },
  { "help=company", N_("Somebody to come with me") },
  { "help=other", N_("Something else") },
  { "words", N_("Your words") },
  { "why_not", N_("Why it could not be had, as somebody wrote") },
  { "instead", N_("What there was instead, as somebody wrote") },
  { "had", N_("Whether you had it, as you said") },
  { "had=yes", N_("Yes, I had it") },
  { "had=partly", N_("Partly") },
  { "had=no", N_("No") },
  { "saw_to", N_("Things you saw to for others, so that they could come to meetings") },
  { NULL },
};

static int
find_ids(Txn *txn, int64_t member_id, int64_t ids[static NEEDS_MOST],
         int64_t meetings[static NEEDS_MOST])
{
  int count = 0;
  g_autoptr(Query) q = db_query(txn, "SELECT id, meeting_id FROM meeting_need"
                                     " WHERE community_id = ?1 AND member_id = ?2"
                                     " ORDER BY id LIMIT ?3");

  bind_int(q, 2, member_id);
  bind_int(q, 3, NEEDS_MOST);
  for (; count < NEEDS_MOST && query_next(q); count++) {
    ids[count] = col_int(q, 0);
    meetings[count] = col_int(q, 1);
  }
  return count;
}

static void
collect_needs(Txn *txn, int64_t member_id, json_t *facts)
{
  int64_t ids[NEEDS_MOST], meetings[NEEDS_MOST];
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  const int count = find_ids(txn, member_id, ids, meetings);

  for (int i = 0; i < count; i++) {
    const Meeting meeting = { .id = meetings[i] };
    const MeetingNeed *need = meeting_needs_find(txn, arena, &meeting, ids[i]);
    json_t *row = need ? data_add_row(facts, "meeting_needs") : NULL;

    if (!row)
      continue;
    data_set_text(row, "title", need->meeting.title);
    data_set_text(row, "help", need->kind->code);
    data_set_text(row, "words", need->words);
    data_set_text(row, "why_not", need->why);
    data_set_text(row, "instead", need->instead);
    if (need->had != HAD_UNSAID)
      data_set_text(row, "had", help_had_choices[need->had - 1].value);
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_needs(txn, member_id, facts);

  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM meeting_need WHERE community_id = ?1"
                                     " AND owner_id = ?2");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "saw_to", col_int(q, 0));
}

/* What they saw to for others is open again. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) own =
      db_change(txn, act, "DELETE FROM meeting_need WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) owned = db_change(
      txn, act,
      "UPDATE meeting_need SET owner_id = 0, state = CASE WHEN state = 'owned' THEN 'open'"
      " ELSE state END WHERE community_id = ?1 AND owner_id = ?2");
  g_autoptr(Query) asked = db_change(
      txn, act, "UPDATE meeting_need SET asked_id = 0 WHERE community_id = ?1 AND asked_id = ?2");

  bind_int(own, 2, member_id);
  query_run(own);
  bind_int(owned, 2, member_id);
  query_run(owned);
  bind_int(asked, 2, member_id);
  query_run(asked);
}

static const char *const columns[] = {
  "meeting_need.member_id",
  "meeting_need.entered_by",
  "meeting_need.owner_id",
  "meeting_need.asked_id",
  NULL,
};

const PersonalData needs_personal_data = {
  .name = "needs",
  .title = N_("What lets people come"),
  .stays = N_("That you saw to something for somebody is not kept with your name."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
