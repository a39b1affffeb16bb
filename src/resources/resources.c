/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Indicator 16: whether people got in time what was offered to them. */
#include "resources/resources.h"

#include "base/clock.h"
#include "meetings/sides_then.h"
#include "meetings/took_place.h"
#include "resources/thanks.h"

#include <stdbool.h>
#include <string.h>

/* One person at one meeting. */
typedef struct {
  int64_t meeting_id, member_id, starts_at_us, end_us;
  bool is_offered; /* a written offer stood when it began */
  bool has_asked;  /* they claimed something */
  bool is_open;    /* something of it is not paid yet */
  int64_t paid_us; /* the last that was paid */
  bool has_fee;    /* a thank-you in money is offered */
  bool has_chosen, has_declined;
} Contribution;

#define IN_WINDOW                                                         \
  " JOIN meeting m ON m.community_id = ?1 AND m.id = x.meeting_id"        \
  " AND m.group_id = ?2 AND m.starts_at_us >= ?3 AND m.starts_at_us < ?4" \
  " AND" MEETING_TOOK_PLACE " WHERE x.community_id = ?1"

static void
bind_window(Query *q, int64_t group_id, int64_t from_us, int64_t until_us)
{
  bind_int(q, 2, group_id);
  bind_int(q, 3, from_us);
  bind_int(q, 4, until_us);
}

/* Of a thank-you that is offered: declined, or waiting until it is paid. */
static void
add_choice(Contribution *one, const char *choice, int64_t paid_us)
{
  const bool is_wanted = strcmp(choice, "take") == 0 || strcmp(choice, "give") == 0;

  one->has_declined &= one->has_fee;
  one->has_chosen = one->has_fee && (is_wanted || one->has_declined);
  one->paid_us = paid_us;
  one->is_open = one->has_fee && is_wanted && paid_us == 0;
}

/* What the group offered last before the meeting began. */
static GArray *
find_contributions(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us)
{
  GArray *list = g_array_new(FALSE, TRUE, sizeof(Contribution));
  g_autoptr(Query) q =
      db_query(txn, "SELECT x.meeting_id, x.member_id, COALESCE(m.ends_at_us, m.starts_at_us),"
                    " COALESCE((SELECT o.gives FROM group_offer o WHERE o.community_id = ?1"
                    "  AND o.group_id = ?2 AND o.made_at_us <= m.starts_at_us"
                    "  ORDER BY o.id DESC LIMIT 1), 'nothing'), " FEE_PENCE
                    ", COALESCE(w.choice, a.choice, ''), COALESCE(d.paid_at_us, 0), m.starts_at_us"
                    " FROM meeting_presence x"
                    " LEFT JOIN fee_choice w ON w.community_id = ?1 AND w.group_id = ?2"
                    " AND w.meeting_id = x.meeting_id AND w.member_id = x.member_id"
                    " LEFT JOIN fee_choice a ON a.community_id = ?1 AND a.group_id = ?2"
                    " AND a.meeting_id = 0 AND a.member_id = x.member_id"
                    " LEFT JOIN fee_paid d ON d.community_id = ?1"
                    " AND d.meeting_id = x.meeting_id AND d.member_id = x.member_id" IN_WINDOW
                    " ORDER BY x.meeting_id, x.member_id");

  bind_window(q, group_id, from_us, until_us);
  while (query_next(q)) {
    Contribution one = { .meeting_id = col_int(q, 0),
                         .member_id = col_int(q, 1),
                         .starts_at_us = col_int(q, 7),
                         .end_us = col_int(q, 2),
                         .is_offered = strcmp(col_text(q, 3), "nothing") != 0,
                         .has_fee = col_int(q, 4) > 0,
                         .has_declined = strcmp(col_text(q, 5), "decline") == 0 };

    add_choice(&one, col_text(q, 5), col_int(q, 6));
    g_array_append_val(list, one);
  }
  return list;
}

static Contribution *
nth(GArray *list, guint i)
{
  return &g_array_index(list, Contribution, i);
}

/* Both are in the order of meeting and member. */
static Contribution *
walk_to(GArray *list, guint *at, int64_t meeting_id, int64_t member_id)
{
  while (*at < list->len &&
         (nth(list, *at)->meeting_id < meeting_id ||
          (nth(list, *at)->meeting_id == meeting_id && nth(list, *at)->member_id < member_id)))
    (*at)++;
  return *at < list->len && nth(list, *at)->meeting_id == meeting_id &&
                 nth(list, *at)->member_id == member_id
             ? nth(list, *at)
             : NULL;
}

static void
add_claims(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us, GArray *list)
{
  guint at = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT x.meeting_id, x.member_id, x.state, x.agreed_pence, x.paid_at_us"
                    " FROM cost_claim x" IN_WINDOW
                    " AND x.state <> 'back' ORDER BY x.meeting_id NULLS LAST, x.member_id");

  bind_window(q, group_id, from_us, until_us);
  while (query_next(q)) {
    Contribution *one = walk_to(list, &at, col_int(q, 0), col_int(q, 1));

    if (!one)
      continue;
    one->has_asked = true;
    if (strcmp(col_text(q, 2), "paid") == 0)
      one->paid_us = MAX(one->paid_us, col_int(q, 4));
    else /* where nothing was agreed, nothing was paid either */
      one->is_open = true;
  }
}

/* Whoever is there as their work is paid for it. */
static void
leave_out_workers(Txn *txn, int64_t group_id, GArray *list)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const SideHistory *sides = sides_then_read(txn, arena, group_id);

  for (guint i = 0; i < list->len; i++)
    if (side_history_at(sides, nth(list, i)->member_id, nth(list, i)->starts_at_us).side ==
        SIDE_WORK)
      nth(list, i)->member_id = 0;
}

static void
count_one(const Contribution *one, int64_t now_us, RewardCounts *counts)
{
  const int64_t due_us = one->end_us + REWARD_DAYS * US_PER_DAY;
  const bool is_settled =
      (one->has_asked || one->has_chosen) && !one->is_open && one->paid_us <= due_us;

  if (one->member_id == 0 || (!is_settled && now_us <= due_us))
    return;
  counts->eligible++;
  counts->offered += one->is_offered;
  counts->in_time += one->is_offered && is_settled;
  counts->declined += one->is_offered && is_settled && one->has_declined && !one->has_asked;
  counts->not_answered += !one->has_asked && !one->has_chosen;
}

RewardCounts
resources_count_reward(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us,
                       int64_t now_us)
{
  RewardCounts counts = { 0 };
  g_autoptr(GArray) list = find_contributions(txn, group_id, from_us, until_us);

  add_claims(txn, group_id, from_us, until_us, list);
  leave_out_workers(txn, group_id, list);
  for (guint i = 0; i < list->len; i++)
    count_one(nth(list, i), now_us, &counts);
  return counts;
}
