/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rules of trust between a person and a supporter. What is recorded of it is in supporters_data.c.
 */
#include "people/supporters.h"

#include "lang/lang.h"
#include "people/apart.h"
#include "people/find.h"
#include "people/kinds.h"
#include "people/seal.h"

#include <string.h>

enum { LISTED_MAX = 50 };

static const char *const state_names[TRUST_STATES] = { "asked", "yes", "no", "ended" };

/* ---- reading ---- */

#define TRUSTS                                                                           \
  "SELECT t.id, t.member_id, t.supporter_id, t.noted_by_id, t.state, t.asked_at_us,"     \
  " t.answered_at_us, t.ended_at_us, t.told_at_us, t.ended_by_id, t.papers, t.meetings," \
  " t.details, t.worries, t.feedback, t.ballots, t.ideas, t.costs, m.name, s.name,"      \
  " t.origin FROM supporter t"                                                           \
  " JOIN member m ON m.community_id = ?1 AND m.id = t.member_id"                         \
  " JOIN member s ON s.community_id = ?1 AND s.id = t.supporter_id"                      \
  " WHERE t.community_id = ?1"
#define THE_ENDED_LAST \
  " ORDER BY CASE WHEN t.state IN ('no', 'ended') THEN 1 ELSE 0 END, t.id DESC LIMIT ?3"

/* Of a row of TRUSTS. */
static Trust
read_trust(Query *q, Arena *arena)
{
  Trust trust = {
    .id = col_int(q, 0),
    .member_id = col_int(q, 1),
    .supporter_id = col_int(q, 2),
    .noted_by_id = col_int(q, 3),
    .asked_at_us = col_int(q, 5),
    .answered_at_us = col_int(q, 6),
    .ended_at_us = col_int(q, 7),
    .told_at_us = col_int(q, 8),
    .ended_by_id = col_int(q, 9),
    .member_name = arena_text(arena, col_text(q, 18)),
    .supporter_name = arena_text(arena, col_text(q, 19)),
    .origin = arena_text(arena, col_text(q, 20)),
    .consent = "",
    .state = TRUST_ENDED,
  };

  for (int i = 0; i < TRUST_STATES; i++)
    if (strcmp(col_text(q, 4), state_names[i]) == 0)
      trust.state = (TrustState)i;
  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    trust.levels[area] = (uint8_t)col_int(q, 9 + area);
  return trust;
}

static const Trust *
read_list(Query *q, Arena *arena)
{
  Trust *list = arena_new_of(arena, Trust, LISTED_MAX + 1);
  int count = 0;

  while (count < LISTED_MAX && query_next(q))
    list[count++] = read_trust(q, arena);
  return list;
}

const Trust *
supporters_of(Txn *txn, Arena *arena, int64_t member_id)
{
  g_autoptr(Query) q = db_query(txn, TRUSTS " AND t.member_id = ?2" THE_ENDED_LAST);

  bind_int(q, 2, member_id);
  bind_int(q, 3, LISTED_MAX);
  return read_list(q, arena);
}

/* Without what is asked by somebody whom this person keeps away from, or who keeps away from them.
 */
static const Trust *
without_apart(Txn *txn, Trust *list)
{
  PeoplePair pairs[LISTED_MAX] = { { 0, 0 } };
  bool is_apart[LISTED_MAX];
  int all = 0, count = 0;

  for (; list[all].id; all++)
    pairs[all] = (PeoplePair){ list[all].member_id, list[all].supporter_id };
  people_find_apart(txn, pairs, all, is_apart);
  for (int i = 0; i < all; i++)
    if (list[i].state != TRUST_ASKED || !is_apart[i])
      list[count++] = list[i];
  list[count] = (Trust){ .id = 0 };
  return list;
}

const Trust *
supporters_whom(Txn *txn, Arena *arena, int64_t supporter_id)
{
  g_autoptr(Query) q = db_query(txn, TRUSTS " AND t.supporter_id = ?2" THE_ENDED_LAST);

  bind_int(q, 2, supporter_id);
  bind_int(q, 3, LISTED_MAX);

  const Trust *list = read_list(q, arena);

  query_done(g_steal_pointer(&q));
  return without_apart(txn, (Trust *)list);
}

static const char *
open_consent(Txn *txn, Arena *arena, const Trust *trust)
{
  uint8_t sealed[4 * TRUST_CONSENT_MAX + 100];
  size_t len = 0;

  {
    g_autoptr(Query) q =
        db_query(txn, "SELECT consent FROM supporter WHERE community_id = ?1 AND id = ?2");

    bind_int(q, 2, trust->id);
    if (!query_next(q))
      return "";

    const void *bytes = col_blob(q, 0, &len);

    if (len == 0 || len > sizeof(sealed))
      return "";
    memcpy(sealed, bytes, len);
  }

  const char *text =
      seal_open(txn, arena, trust->member_id, "supporter.consent", trust->id, sealed, len);

  return text ? text : "";
}

const Trust *
supporters_find(Txn *txn, Arena *arena, int64_t trust_id, bool is_opened)
{
  Trust *trust = arena_new_of(arena, Trust, 1);

  {
    g_autoptr(Query) q = db_query(txn, TRUSTS " AND t.id = ?2");

    bind_int(q, 2, trust_id);
    if (!query_next(q))
      return NULL;
    *trust = read_trust(q, arena);
  }
  if (is_opened)
    trust->consent = open_consent(txn, arena, trust);
  return trust;
}

bool
supporters_find_acting(Txn *txn, Arena *arena, int64_t supporter_id, int64_t trust_id,
                       ActingFor *ret_for)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT t.member_id, m.name, m.state, t.papers,"
                    " t.meetings, t.details, t.worries, t.feedback, t.ballots, t.ideas, t.costs"
                    " FROM supporter t"
                    " JOIN member m ON m.community_id = ?1 AND m.id = t.member_id"
                    " JOIN member s ON s.community_id = ?1 AND s.id = t.supporter_id"
                    " WHERE t.community_id = ?1 AND t.id = ?2 AND t.supporter_id = ?3"
                    " AND t.state = 'yes' AND s.state = 'here'"
                    " AND m.state IN ('here', 'suspended')");

  bind_int(q, 2, trust_id);
  bind_int(q, 3, supporter_id);
  if (!query_next(q))
    return false;
  *ret_for = (ActingFor){
    .member_id = col_int(q, 0),
    .member_name = arena_text(arena, col_text(q, 1)),
    .takes_part = strcmp(col_text(q, 2), "here") == 0,
  };
  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    ret_for->levels[area] = (uint8_t)col_int(q, 2 + area);
  return true;
}

/* ---- changing ---- */

static void
note(Txn *txn, const Act *act, const char *kind, const Trust *trust)
{
  log_add(txn, act,
          &(LogEntry){ .kind = kind, .concerns_id = trust->member_id, .thing_id = trust->id });
}

/* `old`: what is private is open there; NULL: nothing yet. */
static void
check_levels(const uint8_t levels[static AREA_COUNT], const uint8_t *old, Refusals *refusals)
{
  bool is_open = false;

  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    is_open |= area_is_private((SupportArea)area) ? old && old[area] > SUPPORT_NEVER
                                                  : levels[area] > SUPPORT_NEVER;
  if (!is_open)
    refuse(refusals, "papers", N_("Choose at least one thing that the supporter may see"));
}

static void
check_wish(Txn *txn, const Trust *wish, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const Trust *open = supporters_of(txn, arena, wish->member_id);
  const KnownMember *supporter = people_find_known(txn, arena, wish->supporter_id);
  int count = 0;

  if (wish->supporter_id == wish->member_id)
    refuse(refusals, "name", N_("Choose somebody else: this is the person themself"));
  else if (!supporter || !supporter->is_here)
    refuse(refusals, "name", N_("Choose a person who is here"));
  for (; open->id; open++) {
    if (open->state != TRUST_ASKED && open->state != TRUST_YES)
      continue;
    count++;
    if (open->supporter_id == wish->supporter_id)
      refuse(refusals, "name", N_("This person is a supporter already, or was asked"));
  }
  if (count >= SUPPORTERS_MAX)
    refuse(refusals, "name", N_("There are five supporters already. End one first"));
  check_levels(wish->levels, NULL, refusals);
}

static void
bind_levels(Query *q, int slot, const uint8_t levels[static AREA_COUNT])
{
  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    bind_int(q, slot + area - 1, levels[area]);
}

static void
store(Txn *txn, const Act *act, const Trust *wish, int64_t id)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const bool is_noted = wish->consent && *wish->consent;
  size_t len = 0;
  const void *sealed = is_noted ? seal_text(txn, arena, wish->member_id, "supporter.consent", id,
                                            wish->consent, &len)
                                : NULL;
  uint8_t levels[AREA_COUNT] = { 0 };
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO supporter (community_id, id, member_id, supporter_id, noted_by_id,"
                " state, consent, origin, asked_at_us, answered_at_us, ended_at_us, told_at_us,"
                " ended_by_id, papers, meetings, details, worries, feedback, ballots, ideas, costs)"
                " VALUES (?1, ?2, ?3, ?4, ?5, 'asked', ?6, ?16, ?7, 0, 0, 0, 0, ?8, ?9, ?10, ?11,"
                " ?12, ?13, ?14, ?15)");

  for (int area = AREA_ANY + 1; area < AREA_COUNT; area++)
    if (!area_is_private((SupportArea)area))
      levels[area] = wish->levels[area];
  bind_int(q, 2, id);
  bind_int(q, 3, wish->member_id);
  bind_int(q, 4, wish->supporter_id);
  bind_int(q, 5, is_noted ? act->member_id : 0);
  bind_blob(q, 6, sealed, len);
  bind_int(q, 7, act->at_us);
  bind_levels(q, 8, levels);
  bind_text(q, 16, wish->origin ? wish->origin : "");
  query_run(q);
}

int64_t
supporters_name(Txn *txn, const Act *act, const Trust *wish, Refusals *refusals)
{
  int before = refusals_count(refusals);

  check_wish(txn, wish, refusals);
  if (refusals_count(refusals) > before || txn_trouble(txn))
    return 0;

  int64_t id = act_new_id(act);
  const bool is_noted = wish->consent && *wish->consent;

  store(txn, act, wish, id);
  note(txn, act, is_noted ? "supporter-noted" : "supporter-named",
       &(Trust){ .id = id, .member_id = wish->member_id });
  return id;
}

void
supporters_change(Txn *txn, const Act *act, const Trust *trust,
                  const uint8_t levels[static AREA_COUNT], Refusals *refusals)
{
  int before = refusals_count(refusals);

  check_levels(levels, trust->levels, refusals);
  if (refusals_count(refusals) > before || txn_trouble(txn))
    return;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET papers = ?3, meetings = ?4, details = ?5,"
                                 " ideas = ?6, costs = ?7"
                                 " WHERE community_id = ?1 AND id = ?2"
                                 " AND state IN ('asked', 'yes')");

  bind_int(q, 2, trust->id);
  bind_int(q, 3, levels[AREA_PAPERS]);
  bind_int(q, 4, levels[AREA_MEETINGS]);
  bind_int(q, 5, levels[AREA_DETAILS]);
  bind_int(q, 6, levels[AREA_IDEAS]);
  bind_int(q, 7, levels[AREA_COSTS]);
  query_run(q);
  note(txn, act, "supporter-changed", trust);
}

void
supporters_open_private(Txn *txn, const Act *act, const Trust *trust, SupportArea area, bool is_on,
                        Refusals *refusals)
{
  uint8_t levels[AREA_COUNT];

  g_assert(area_is_private(area));
  if (act->member_id != trust->member_id || act->on_behalf_of != 0) {
    refuse(refusals, "", N_("Only the person themself can say this"));
    return;
  }
  if (trust->state != TRUST_ASKED && trust->state != TRUST_YES) {
    refuse(refusals, "", N_("This is not open any more"));
    return;
  }
  memcpy(levels, trust->levels, sizeof(levels));
  levels[area] = is_on ? SUPPORT_ACT : SUPPORT_NEVER;

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET worries = ?3, feedback = ?4, ballots = ?5"
                                 " WHERE community_id = ?1 AND id = ?2"
                                 " AND state IN ('asked', 'yes')");

  bind_int(q, 2, trust->id);
  bind_int(q, 3, levels[AREA_WORRIES]);
  bind_int(q, 4, levels[AREA_FEEDBACK]);
  bind_int(q, 5, levels[AREA_BALLOTS]);
  query_run(q);
  note(txn, act, "supporter-changed", trust);
}

void
supporters_answer(Txn *txn, const Act *act, const Trust *trust, bool is_yes)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET state = ?3, answered_at_us = ?4"
                                 " WHERE community_id = ?1 AND id = ?2 AND state = 'asked'");

  bind_int(q, 2, trust->id);
  bind_text(q, 3, state_names[is_yes ? TRUST_YES : TRUST_NO]);
  bind_int(q, 4, act->at_us);
  query_run(q);
  if (query_changes(q) > 0)
    note(txn, act, is_yes ? "supporter-said-yes" : "supporter-said-no", trust);
}

void
supporters_end(Txn *txn, const Act *act, const Trust *trust)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET state = 'ended', ended_at_us = ?3,"
                                 " ended_by_id = ?4 WHERE community_id = ?1 AND id = ?2"
                                 " AND state IN ('asked', 'yes')");

  bind_int(q, 2, trust->id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, act->member_id);
  query_run(q);
  if (query_changes(q) > 0)
    note(txn, act, "supporter-ended", trust);
}

void
supporters_start(Txn *txn, const Act *act, const Trust *trust)
{
  note(txn, act, "acting-started", trust);
}

void
supporters_note_told(Txn *txn, const Act *act, const Trust *trust)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE supporter SET told_at_us = ?3 WHERE community_id = ?1"
                                 " AND id = ?2 AND told_at_us = 0");

  bind_int(q, 2, trust->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  if (query_changes(q) > 0)
    note(txn, act, "supporter-told", trust);
}

/* ---- what was done ---- */

void
supporters_note(Txn *txn, const Act *act, int64_t trust_id, const TrustAct *done)
{
  const bool is_private = area_is_private(done->area);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO supporter_act (community_id, id, trust_id, member_id, supporter_id,"
                " area, words, thing_id, is_done, at_us, detail)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");

  bind_int(q, 2, act_new_id(act));
  bind_int(q, 3, trust_id);
  bind_int(q, 4, act->on_behalf_of);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, done->area);
  bind_text(q, 7, done->words);
  bind_int(q, 8, is_private ? 0 : done->thing_id);
  bind_int(q, 9, done->is_done);
  bind_int(q, 10, act->at_us);
  bind_text(q, 11, is_private || !done->detail ? "" : done->detail);
  query_run(q);
}

const TrustAct *
supporters_acts(Txn *txn, Arena *arena, int64_t trust_id, int64_t before_id)
{
  TrustAct *acts = arena_new_of(arena, TrustAct, TRUST_ACTS_A_PAGE + 1);
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, words, is_done, at_us, area, thing_id, detail FROM supporter_act"
                    " WHERE community_id = ?1 AND trust_id = ?2 AND id < ?3"
                    " ORDER BY id DESC LIMIT ?4");
  int count = 0;

  bind_int(q, 2, trust_id);
  bind_int(q, 3, before_id > 0 ? before_id : G_MAXINT64);
  bind_int(q, 4, TRUST_ACTS_A_PAGE);
  while (count < TRUST_ACTS_A_PAGE && query_next(q))
    acts[count++] = (TrustAct){ .id = col_int(q, 0),
                                .words = arena_text(arena, col_text(q, 1)),
                                .is_done = col_int(q, 2) != 0,
                                .at_us = col_int(q, 3),
                                .area = (SupportArea)col_int(q, 4),
                                .thing_id = col_int(q, 5),
                                .detail = arena_text(arena, col_text(q, 6)) };
  return acts;
}
