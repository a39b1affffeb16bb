/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Claims: finding them, who may say yes, and what the group is told. */
#include "resources/claims.h"

#include "base/clock.h"
#include "lang/lang.h"
#include "resources/costs.h"
#include "resources/rules.h"

#include <string.h>

enum { TREASURERS_MOST = 4000 };

const Choice paid_how_choices[] = {
  { .value = "cash", .label = N_("In cash, into the hand") },
  { .value = "bank", .label = N_("By bank") },
  { .value = "other", .label = N_("In another way") },
  { .value = NULL },
};

static const char *const state_names[] = { "sent", "asked", "agreed", "paid", "back" };

static ClaimState
state_from_name(const char *name)
{
  for (int i = CLAIM_SENT; i <= CLAIM_BACK; i++)
    if (strcmp(state_names[i], name) == 0)
      return (ClaimState)i;
  return CLAIM_BACK;
}

int64_t
claim_days(int64_t meeting_end_us, int64_t paid_at_us)
{
  if (paid_at_us <= meeting_end_us)
    return 0;
  return (paid_at_us - meeting_end_us + US_PER_DAY - 1) / US_PER_DAY;
}

/* ---- who may say yes ---- */

typedef struct {
  int64_t group_id, member_id; /* 0 ends a list */
} Treasurer;

/* As the community settled, and who looks after the money of which group. */
struct CostSeers {
  Agrees agreed_by;
  const Treasurer *treasurers;
};

const CostSeers *
cost_seers_find(Txn *txn, Arena *arena)
{
  CostSeers *seers = arena_new_of(arena, CostSeers, 1);
  const CostWay way = cost_way(txn, arena);
  Treasurer *list = arena_new_of(arena, Treasurer, TREASURERS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT d.group_id, d.member_id FROM group_duty d"
                    " JOIN member m ON m.community_id = ?1 AND m.id = d.member_id"
                    " AND m.state = 'here'"
                    " WHERE d.community_id = ?1 AND d.duty = 'treasurer'"
                    " AND d.ended_at_us IS NULL ORDER BY d.group_id, d.id LIMIT ?2");

  bind_int(q, 2, TREASURERS_MOST);
  while (count < TREASURERS_MOST && query_next(q))
    list[count++] = (Treasurer){ col_int(q, 0), col_int(q, 1) };
  *seers = (CostSeers){ way.agreed_by, list };
  return seers;
}

bool
cost_seers_may(const CostSeers *seers, int64_t group_id, int64_t member_id, int64_t entered_by,
               const CostViewer *viewer)
{
  bool is_treasurer = false, has_treasurer = false;

  if (!viewer->member_id || viewer->member_id == member_id || viewer->member_id == entered_by)
    return false;
  for (const Treasurer *one = seers->treasurers; one->member_id; one++)
    if (one->group_id == group_id && one->member_id != member_id && one->member_id != entered_by) {
      has_treasurer = true;
      is_treasurer |= one->member_id == viewer->member_id;
    }
  switch (seers->agreed_by) {
  case AGREES_TREASURER:
    return is_treasurer || (viewer->is_organiser && !has_treasurer);
  case AGREES_ORGANISER:
    return viewer->is_organiser;
  default:
    return is_treasurer || viewer->is_organiser;
  }
}

bool
claims_may_agree(Txn *txn, const Claim *claim, const CostViewer *viewer)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const CostSeers *seers = cost_seers_find(txn, arena);

  return cost_seers_may(seers, claim->group_id, claim->member_id, claim->entered_by, viewer);
}

bool
claims_may_see_to(Txn *txn, int64_t group_id, const CostViewer *viewer)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const CostSeers *seers = cost_seers_find(txn, arena);

  return cost_seers_may(seers, group_id, 0, 0, viewer);
}

/* ---- finding ---- */

#define CLAIM_COLUMNS                                                                      \
  "SELECT c.id, c.group_id, c.meeting_id, c.member_id, COALESCE(p.name, ''),"              \
  " COALESCE(g.name, ''), t.title, t.starts_at_us, t.ends_at_us, c.pence, c.agreed_pence," \
  " c.way, c.entered_by, COALESCE(e.name, ''), c.state, c.changes, c.sent_at_us,"          \
  " c.agreed_at_us, c.paid_at_us, c.agreed_by, COALESCE(a.name, ''), c.paid_how, c.on_us," \
  " c.told, COALESCE(p.reach, ''), k.sealed, c.what"
#define CLAIM_TABLES                                                             \
  " FROM cost_claim c"                                                           \
  " LEFT JOIN meeting t ON t.community_id = ?1 AND t.id = c.meeting_id"          \
  " LEFT JOIN person_key k ON k.community_id = ?1 AND k.member_id = c.member_id" \
  " LEFT JOIN working_group g ON g.community_id = ?1 AND g.id = c.group_id"      \
  " LEFT JOIN member p ON p.community_id = ?1 AND p.id = c.member_id"            \
  " LEFT JOIN member e ON e.community_id = ?1 AND e.id = c.entered_by"           \
  " LEFT JOIN member a ON a.community_id = ?1 AND a.id = c.agreed_by"
enum { KEY_COLUMN = 25, WHAT_COLUMN, FIRST_SEALED_COLUMN };

/* When and what it was for: a meeting, or a day of something else. */
static void
read_occasion(Txn *txn, Query *q, Arena *arena, Claim *claim)
{
  if (claim->meeting_id) {
    claim->title = arena_text(arena, col_text(q, 6));
    claim->at_us = col_int(q, 7);
    claim->end_us = col_is_null(q, 8) || col_int(q, 8) == 0 ? claim->at_us : col_int(q, 8);
  } else {
    claim->title = claim->member_id ? open_sealed(txn, arena, q, KEY_COLUMN, WHAT_COLUMN,
                                                  claim->member_id, WHAT_PLACE, claim->id)
                                    : "";
    claim->at_us = col_int(q, 22);
    claim->end_us = claim->at_us + US_PER_DAY;
  }
}

static Claim
read_claim(Txn *txn, Query *q, Arena *arena)
{
  Claim claim = { .id = col_int(q, 0),
                  .group_id = col_int(q, 1),
                  .meeting_id = col_is_null(q, 2) ? 0 : col_int(q, 2),
                  .member_id = col_int(q, 3),
                  .name = arena_text(arena, col_text(q, 4)),
                  .group_name = arena_text(arena, col_text(q, 5)),
                  .pence = col_int(q, 9),
                  .agreed_pence = col_int(q, 10),
                  .way = arena_text(arena, col_text(q, 11)),
                  .entered_by = col_int(q, 12),
                  .entered_by_name = arena_text(arena, col_text(q, 13)),
                  .state = state_from_name(col_text(q, 14)),
                  .changes = col_int(q, 15),
                  .sent_at_us = col_int(q, 16),
                  .agreed_at_us = col_int(q, 17),
                  .paid_at_us = col_int(q, 18),
                  .agreed_by = col_int(q, 19),
                  .agreed_by_name = arena_text(arena, col_text(q, 20)),
                  .paid_how = arena_text(arena, col_text(q, 21)),
                  .is_untold = col_int(q, 23) == 0,
                  .question = "",
                  .answer = "" };

  reach_from_name(col_text(q, 24), &claim.reach);
  read_occasion(txn, q, arena, &claim);
  for (int i = 0; i < COST_KINDS; i++)
    claim.costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  return claim;
}

bool
claim_waits(const Claim *claim)
{
  return claim->state == CLAIM_SENT || (claim->state == CLAIM_AGREED && claim->agreed_pence > 0);
}

int64_t
claim_days_waiting(const Claim *claim, int64_t now_us)
{
  return claim_days(MAX(claim->end_us, claim->sent_at_us), now_us);
}

#define OPENED_CLAIMS                                                                  \
  CLAIM_COLUMNS                                                                        \
  ", c.lines, c.question, c.answer, (SELECT count(*)"                                  \
  " FROM cost_receipt x WHERE x.community_id = ?1 AND x.claim_id = c.id)" CLAIM_TABLES \
  " WHERE c.community_id = ?1"

static Claim
read_opened(Txn *txn, Query *q, Arena *arena)
{
  Claim claim = read_claim(txn, q, arena);
  const int key = KEY_COLUMN, first = FIRST_SEALED_COLUMN;
  const char *lines =
      open_sealed(txn, arena, q, key, first, claim.member_id, COSTS_PLACE, claim.id);

  if (!costs_from_text(arena, lines, claim.costs))
    txn_fail(txn, TROUBLE_DATABASE, "resources: the costs of a claim cannot be read");
  claim.question =
      open_sealed(txn, arena, q, key, first + 1, claim.member_id, QUESTION_PLACE, claim.id);
  claim.answer =
      open_sealed(txn, arena, q, key, first + 2, claim.member_id, ANSWER_PLACE, claim.id);
  claim.receipts = col_int(q, first + 3);
  return claim;
}

static Claim *
find_opened(Txn *txn, Arena *arena, int64_t claim_id)
{
  Claim *claim = arena_new_of(arena, Claim, 1);
  g_autoptr(Query) q = db_query(txn, OPENED_CLAIMS " AND c.id = ?2 AND c.member_id <> 0");

  bind_int(q, 2, claim_id);
  if (!query_next(q) || col_is_null(q, KEY_COLUMN))
    return NULL;
  *claim = read_opened(txn, q, arena);
  return claim;
}

void
claims_each_opened(Txn *txn, Arena *arena, int64_t member_id, ClaimSeen see, void *data)
{
  g_autoptr(Query) q = db_query(txn, OPENED_CLAIMS " AND c.member_id = ?2 ORDER BY c.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const Claim claim = read_opened(txn, q, arena);

    see(&claim, data);
  }
}

const Claim *
claims_find(Txn *txn, Arena *arena, int64_t claim_id, const CostViewer *viewer)
{
  const Claim *claim = find_opened(txn, arena, claim_id);

  if (!claim || claim->member_id == viewer->member_id)
    return claim;
  return claim->state != CLAIM_BACK && claims_may_agree(txn, claim, viewer) ? claim : NULL;
}

/* By somebody in the group, by telephone or on paper; a supporter does it on the page. */
static bool
is_noted(const Claim *claim)
{
  return claim->entered_by && strcmp(claim->way, "page") != 0;
}

const Claim *
claims_find_to_add(Txn *txn, Arena *arena, int64_t claim_id, int64_t member_id,
                   int64_t on_behalf_of)
{
  const Claim *claim = find_opened(txn, arena, claim_id);
  const bool is_open = claim && (claim->state == CLAIM_SENT || claim->state == CLAIM_ASKED);

  if (!claim)
    return NULL;
  if (!on_behalf_of && claim->member_id == member_id)
    return claim;
  if (!is_open || claim->entered_by != member_id)
    return NULL;
  return (on_behalf_of ? claim->member_id == on_behalf_of : is_noted(claim)) ? claim : NULL;
}

/* What of one's own is looked for: 0 for any. */
typedef struct {
  int64_t meeting_id;
  int64_t group_id, day_us; /* for no meeting, of this group and day */
  int64_t before_id;
} Wanted;

static const Claim *
find_own(Txn *txn, Arena *arena, int64_t member_id, const Wanted *wanted)
{
  Claim *list = arena_new_of(arena, Claim, CLAIMS_OWN_MAX + 1);
  int count = 0;
  g_autoptr(Query) q = db_query(txn, CLAIM_COLUMNS CLAIM_TABLES
                                " WHERE c.community_id = ?1 AND c.member_id = ?2"
                                " AND (?3 = 0 OR c.meeting_id = ?3)"
                                " AND (?4 = 0 OR (c.group_id = ?4 AND c.meeting_id IS NULL))"
                                " AND (?5 = 0 OR c.on_us = ?5) AND (?6 = 0 OR c.id < ?6)"
                                " ORDER BY c.id DESC LIMIT ?7");

  bind_int(q, 2, member_id);
  bind_int(q, 3, wanted->meeting_id);
  bind_int(q, 4, wanted->group_id);
  bind_int(q, 5, wanted->day_us);
  bind_int(q, 6, wanted->before_id);
  bind_int(q, 7, CLAIMS_OWN_MAX);
  while (count < CLAIMS_OWN_MAX && query_next(q))
    list[count++] = read_claim(txn, q, arena);
  return list;
}

const Claim *
claims_of(Txn *txn, Arena *arena, int64_t member_id, int64_t meeting_id)
{
  return find_own(txn, arena, member_id, &(Wanted){ .meeting_id = meeting_id });
}

const Claim *
claims_of_others(Txn *txn, Arena *arena, int64_t member_id, int64_t group_id, int64_t day_us)
{
  return find_own(txn, arena, member_id, &(Wanted){ .group_id = group_id, .day_us = day_us });
}

const Claim *
claims_own(Txn *txn, Arena *arena, int64_t member_id, int64_t before_id)
{
  return find_own(txn, arena, member_id, &(Wanted){ .before_id = before_id });
}

const Claim *
claims_waiting(Txn *txn, Arena *arena, const CostViewer *viewer)
{
  const CostSeers *seers = cost_seers_find(txn, arena);
  Claim *list = arena_new_of(arena, Claim, CLAIMS_OPEN_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, CLAIM_COLUMNS CLAIM_TABLES
               " WHERE c.community_id = ?1 AND c.member_id <> 0 AND (c.state = 'sent'"
               " OR (c.state = 'agreed' AND c.agreed_pence > 0) OR c.told = 0) ORDER BY c.id");

  while (count < CLAIMS_OPEN_MAX && query_next(q)) {
    if (!cost_seers_may(seers, col_int(q, 1), col_int(q, 3), col_int(q, 12), viewer))
      continue;
    list[count++] = read_claim(txn, q, arena);
  }
  list[count].id = 0;
  return list;
}

const CostMeeting *
claims_meetings(Txn *txn, Arena *arena, int64_t member_id, int64_t now_us)
{
  CostMeeting *list = arena_new_of(arena, CostMeeting, COST_MEETINGS_MOST + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT t.id, t.group_id, t.starts_at_us, t.title, g.name FROM group_member i"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = i.group_id"
                    " JOIN meeting t ON t.community_id = ?1 AND t.group_id = i.group_id"
                    " AND t.starts_at_us BETWEEN ?3 AND ?4 AND t.state IN ('called', 'held', 'off')"
                    " WHERE i.community_id = ?1 AND i.member_id = ?2 AND i.state = 'in'"
                    " ORDER BY t.starts_at_us DESC NULLS LAST, t.id DESC LIMIT ?5");

  bind_int(q, 2, member_id);
  bind_int(q, 3, now_us - COST_MEETINGS_DAYS_BACK * US_PER_DAY);
  bind_int(q, 4, now_us + COST_MEETINGS_DAYS_AHEAD * US_PER_DAY);
  bind_int(q, 5, COST_MEETINGS_MOST);
  while (count < COST_MEETINGS_MOST && query_next(q))
    list[count++] = (CostMeeting){ .id = col_int(q, 0),
                                   .group_id = col_int(q, 1),
                                   .at_us = col_int(q, 2),
                                   .title = arena_text(arena, col_text(q, 3)),
                                   .group_name = arena_text(arena, col_text(q, 4)) };
  return list;
}

ClaimsSum
claims_sum(Txn *txn, const Meeting *meeting)
{
  ClaimsSum sum = { 0 };
  const int64_t end_us = meeting->ends_at_us ? meeting->ends_at_us : meeting->starts_at_us;
  g_autoptr(Query) q =
      db_query(txn, "SELECT state, count(*), max(paid_at_us) FROM cost_claim"
                    " WHERE community_id = ?1 AND meeting_id = ?2 AND state <> 'back'"
                    " AND NOT (state = 'agreed' AND agreed_pence = 0) GROUP BY state");

  bind_int(q, 2, meeting->id);
  while (query_next(q)) {
    sum.all += col_int(q, 1);
    if (state_from_name(col_text(q, 0)) != CLAIM_PAID)
      continue;
    sum.paid = col_int(q, 1);
    sum.most_days = claim_days(end_us, col_int(q, 2));
  }
  return sum;
}
