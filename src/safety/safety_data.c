/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What safety holds about a member: that they read worries, what was decided about them. Worries
 * themselves are nobody's record: who raised one stands nowhere, and what is said in one about
 * somebody must not reach them here.
 */
#include "safety/safety_data.h"

#include "lang/lang.h"
#include "safety/introductions.h"
#include "safety/keep_away.h"
#include "safety/measures.h"

static const DataLabel labels[] = {
  { "reads_worries", N_("You are one of those who read worries") },
  { "answers", N_("Answers and notes you wrote about worries") },
  { "measures", N_("Pauses, suspensions and removals of you") },
  { "kind", N_("What") },
  { "kind=pause", N_("Paused") },
  { "kind=suspend", N_("Suspended") },
  { "kind=remove", N_("Removed") },
  { "days", N_("Days") },
  { "reason", N_("Reason") },
  { "starts_at", N_("From") },
  { "ends_at", N_("Until") },
  { "appeal", N_("What you said about it") },
  { "answer", N_("The answer to you") },
  { "away", N_("People you keep away from") },
  { "name", N_("Name") },
  { "introductions", N_("People you asked to be introduced to") },
  { "words", N_("Words") },
  { "made_at", N_("Made on") },
  { "rules_read", N_("House rules you have read") },
  { "read_at", N_("Read on") },
  { "decided", N_("Pauses and suspensions of others that you decided or heard") },
  { NULL },
};

static void
collect_reading(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM safety_contact WHERE community_id = ?1"
                                     " AND (member_id = ?2 OR other_member_id = ?2)");
  g_autoptr(Query) written = db_query(txn, "SELECT count(*) FROM worry_entry"
                                           " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_bool(facts, "reads_worries", true);
  bind_int(written, 2, member_id);
  if (query_next(written) && col_int(written, 0) > 0)
    data_set_int(facts, "answers", col_int(written, 0));
}

/* What came into force: a proposal that nobody agreed to is the organisers' talk. */
static void
collect_measures(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);
  g_autoptr(Query) q = db_query(txn, "SELECT id FROM measure WHERE community_id = ?1"
                                     " AND member_id = ?2 AND starts_at_us IS NOT NULL"
                                     " ORDER BY id LIMIT 100");
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const int64_t id = col_int(q, 0);

    g_array_append_val(ids, id);
  }
  for (guint i = 0; i < ids->len; i++) {
    const Measure *measure = measures_find(txn, arena, g_array_index(ids, int64_t, i));

    if (!measure)
      continue;

    json_t *row = data_add_row(facts, "measures");

    data_set_text(row, "kind", measure_kind_name(measure->kind));
    if (measure->days)
      data_set_int(row, "days", measure->days);
    data_set_text(row, "reason", measure->words);
    data_set_time(row, "starts_at", measure->starts_at_us);
    if (measure->ends_at_us)
      data_set_time(row, "ends_at", measure->ends_at_us);
    data_set_text(row, "appeal", measure->appeal);
    data_set_text(row, "answer", measure->answer);
  }
}

static void
collect_decided(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM measure WHERE community_id = ?1"
                                     " AND (proposed_by = ?2 OR decided_by = ?2 OR heard_by = ?2)");

  bind_int(q, 2, member_id);
  if (query_next(q) && col_int(q, 0) > 0)
    data_set_int(facts, "decided", col_int(q, 0));
}

/* What they asked for and their own list. What others asked of them is those others'. */
static void
collect_meeting(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(512 * 1024);

  for (const KnownMember *one = safety_blocks(txn, arena, member_id); one->id; one++)
    data_set_text(data_add_row(facts, "away"), "name", one->name);
  for (const Introduction *one = introductions_by(txn, arena, member_id); one->id; one++) {
    json_t *row = data_add_row(facts, "introductions");

    data_set_text(row, "name", one->who);
    data_set_text(row, "words", one->words);
    data_set_time(row, "made_at", one->made_at_us);
  }

  g_autoptr(Query) q = db_query(txn, "SELECT read_at_us FROM house_rules_read"
                                     " WHERE community_id = ?1 AND member_id = ?2"
                                     " ORDER BY read_at_us");

  bind_int(q, 2, member_id);
  while (query_next(q))
    data_set_time(data_add_row(facts, "rules_read"), "read_at", col_int(q, 0));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_reading(txn, member_id, facts);
  collect_measures(txn, member_id, facts);
  collect_decided(txn, member_id, facts);
  collect_meeting(txn, member_id, facts);
}

/* Whoever is gone reads no worries, and their name and number are shown no more. */
static void
erase_contact(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) first = db_change(txn, act,
                                     "UPDATE safety_contact SET member_id = 0, name = '',"
                                     " phone = '' WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) second =
      db_change(txn, act,
                "UPDATE safety_contact SET other_member_id = 0, other_name = '', other_phone = ''"
                " WHERE community_id = ?1 AND other_member_id = ?2");
  g_autoptr(Query) proposed =
      db_change(txn, act,
                "DELETE FROM safety_contact_change WHERE community_id = ?1"
                " AND (member_id = ?2 OR other_member_id = ?2 OR by_member_id = ?2)");

  bind_int(first, 2, member_id);
  query_run(first);
  bind_int(second, 2, member_id);
  query_run(second);
  bind_int(proposed, 2, member_id);
  query_run(proposed);
}

/* The words go with the person's key; they are emptied besides. That it happened stays, for the
 * count of how powers were used. */
static void
erase_measures(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE measure SET grounds = ?3, words = ?3, appeal = ?3,"
                                 " answer = ?3 WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  bind_blob(q, 3, NULL, 0);
  query_run(q);
}

static void
erase_meeting(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) away =
      db_change(txn, act, "DELETE FROM keep_away WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) asked = db_change(txn, act,
                                     "DELETE FROM introduction WHERE community_id = ?1"
                                     " AND (asker_id = ?2 OR other_id = ?2)");
  g_autoptr(Query) read = db_change(
      txn, act, "DELETE FROM house_rules_read WHERE community_id = ?1 AND member_id = ?2");

  bind_int(away, 2, member_id);
  query_run(away);
  bind_int(asked, 2, member_id);
  query_run(asked);
  bind_int(read, 2, member_id);
  query_run(read);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  erase_contact(txn, act, member_id);
  erase_measures(txn, act, member_id);
  erase_meeting(txn, act, member_id);
}

static const char *const columns[] = {
  "safety_contact.member_id",
  "safety_contact.other_member_id",
  "safety_contact_change.member_id",
  "safety_contact_change.other_member_id",
  "safety_contact_change.by_member_id",
  "worry_entry.member_id",
  "worry_notice.member_id",
  "measure.member_id",
  "measure.proposed_by",
  "measure.decided_by",
  "measure.heard_by",
  "measure_notice.member_id",
  "house_rules.made_by",
  "house_rules_read.member_id",
  "keep_away.member_id",
  "introduction.asker_id",
  "introduction.other_id",
  "introduction.passed_by",
  NULL,
};

const PersonalData safety_personal_data = {
  .name = "safety",
  .title = N_("Keeping people safe"),
  .stays = N_("What you wrote about worries of others stays with those who read them."),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
