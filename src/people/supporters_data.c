/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is recorded about a member as somebody who has supporters, and as a supporter. */
#include "lang/lang.h"
#include "people/seal.h"
#include "people/supporters.h"

enum { ACTS_MAX = 20000 };

static const DataLabel labels[] = {
  { "supporters", N_("People you trust to support you") },
  { "supports", N_("People you support, or were asked to") },
  { "name", N_("Name") },
  { "state", N_("How it stands") },
  { "state=asked", N_("Asked, no answer yet") },
  { "state=yes", N_("Said yes") },
  { "state=no", N_("Said no") },
  { "state=ended", N_("Ended") },
  { "papers", N_("Papers") },
  { "papers=see", N_("See") },
  { "papers=answer", N_("See and answer") },
  { "papers=act", N_("See, answer and do") },
  { "details", N_("Details") },
  { "details=see", N_("See") },
  { "details=answer", N_("See and answer") },
  { "details=act", N_("See, answer and do") },
  { "ideas", N_("Ideas") },
  { "ideas=see", N_("See") },
  { "ideas=act", N_("See, answer and do") },
  { "costs", N_("Costs") },
  { "costs=see", N_("See") },
  { "costs=act", N_("See, answer and do") },
  { "worries", N_("Worries") },
  { "worries=act", N_("Tell them for the person, and read the answers") },
  { "consent", N_("How you said yes") },
  { "asked_at", N_("Asked on") },
  { "answered_at", N_("Answered on") },
  { "ended_at", N_("Ended on") },
  { "done_for_you", N_("What supporters looked at or did for you") },
  { "done_for_others", N_("What you looked at or did for others") },
  { "what", N_("What") },
  { "is_done", N_("Done, not only looked at") },
  { "at", N_("When") },
  { NULL },
};

static void
set_level(json_t *row, const char *key, int level)
{
  static const char *const names[] = { NULL, "see", "answer", "act" };

  if (level > 0 && level < (int)G_N_ELEMENTS(names))
    data_set_text(row, key, names[level]);
}

static void
set_when(json_t *row, const char *key, int64_t at_us)
{
  if (at_us > 0)
    data_set_time(row, key, at_us);
}

static void
add_trust(json_t *facts, const char *list, const Trust *trust, const char *name,
          const char *consent)
{
  static const char *const states[TRUST_STATES] = { "asked", "yes", "no", "ended" };
  json_t *row = data_add_row(facts, list);

  data_set_text(row, "name", name);
  data_set_text(row, "state", states[trust->state]);
  set_level(row, "papers", trust->levels[AREA_PAPERS]);
  set_level(row, "details", trust->levels[AREA_DETAILS]);
  set_level(row, "ideas", trust->levels[AREA_IDEAS]);
  set_level(row, "costs", trust->levels[AREA_COSTS]);
  set_level(row, "worries", trust->levels[AREA_WORRIES]);
  data_set_text(row, "consent", consent);
  set_when(row, "asked_at", trust->asked_at_us);
  set_when(row, "answered_at", trust->answered_at_us);
  set_when(row, "ended_at", trust->ended_at_us);
}

static void
add_act(json_t *facts, const char *list, Query *q)
{
  json_t *row = data_add_row(facts, list);

  data_set_text(row, "what", col_text(q, 0));
  data_set_bool(row, "is_done", col_int(q, 1) != 0);
  data_set_time(row, "at", col_int(q, 2));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);

  for (const Trust *trust = supporters_of(txn, arena, member_id); trust->id; trust++)
    add_trust(facts, "supporters", trust, trust->supporter_name,
              supporters_find(txn, arena, trust->id, true)->consent);
  for (const Trust *trust = supporters_whom(txn, arena, member_id); trust->id; trust++)
    add_trust(facts, "supports", trust, trust->member_name, "");

  g_autoptr(Query) own =
      db_query(txn, "SELECT words, is_done, at_us FROM supporter_act WHERE community_id = ?1"
                    " AND member_id = ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(own, 2, member_id);
  bind_int(own, 3, ACTS_MAX);
  while (query_next(own))
    add_act(facts, "done_for_you", own);

  g_autoptr(Query) others =
      db_query(txn, "SELECT words, is_done, at_us FROM supporter_act WHERE community_id = ?1"
                    " AND supporter_id = ?2 ORDER BY id DESC LIMIT ?3");

  bind_int(others, 2, member_id);
  bind_int(others, 3, ACTS_MAX);
  while (query_next(others))
    add_act(facts, "done_for_others", others);
}

/* What was done for others stays theirs to read, by "a former member". */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) acts =
      db_change(txn, act, "DELETE FROM supporter_act WHERE community_id = ?1 AND member_id = ?2");

  bind_int(acts, 2, member_id);
  query_run(acts);

  g_autoptr(Query) own =
      db_change(txn, act, "DELETE FROM supporter WHERE community_id = ?1 AND member_id = ?2");

  bind_int(own, 2, member_id);
  query_run(own);

  g_autoptr(Query) ended =
      db_change(txn, act,
                "UPDATE supporter SET state = 'ended', ended_at_us = ?3, ended_by_id = ?2"
                " WHERE community_id = ?1 AND supporter_id = ?2 AND state IN ('asked', 'yes')");

  bind_int(ended, 2, member_id);
  bind_int(ended, 3, act->at_us);
  query_run(ended);
}

static const char *const columns[] = { "supporter.member_id",
                                       "supporter.supporter_id",
                                       "supporter.noted_by_id",
                                       "supporter.ended_by_id",
                                       "supporter_act.member_id",
                                       "supporter_act.supporter_id",
                                       NULL };

const PersonalData supporters_personal_data = {
  .name = "support",
  .title = N_("Support between people"),
  .stays = N_("What you did for somebody stays for that person to read, without your name"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
