/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Rates, who says yes, and whom to ask. */
#include "resources/rates.h"

#include "base/text.h"
#include "lang/lang.h"
#include "people/seal.h"
#include "resources/resources.h"
#include "resources/rules.h"

#include <string.h>

const LogKind resources_log_kinds[] = {
  { .kind = "cost-rate-set", .power = N_("A rate for travel or care was set") },
  { .kind = "cost-way-set", .power = N_("It was settled who says yes to claims") },
  { .kind = "claim-sent" },
  { .kind = "claim-noted", .you = N_("A claim for your costs was written down for you") },
  { .kind = "claim-changed" },
  { .kind = "claim-told", .you = N_("Somebody told you what became of your costs") },
  { .kind = "receipt-added" },
  { .kind = "receipt-ready" },
  { .kind = "receipt-failed" },
  { .kind = "receipt-out" },
  { .kind = "thanks-noted", .you = N_("What you want with a thank-you was written down for you") },
  { .kind = "claim-back" },
  { .kind = "claim-asked", .you = N_("You were asked something about your costs") },
  { .kind = "claim-agreed", .you = N_("Your costs were agreed") },
  { .kind = "fee-offered", .power = N_("A thank-you in money was offered") },
  { .kind = "thanks-chosen" },
  { .kind = "thanks-paid", .you = N_("A thank-you for coming was paid out") },
  { .kind = "claim-paid", .you = N_("Your costs were paid out") },
  { NULL },
};

const Choice rate_kind_choices[] = {
  { .value = "car", .label = N_("A mile by car") },
  { .value = "bike", .label = N_("A mile by bicycle") },
  { .value = "care", .label = N_("Care for somebody, without asking first") },
  { .value = NULL },
};

const Choice agrees_choices[] = {
  { .value = "treasurer",
    .label = N_("The group's treasurer"),
    .hint = N_("Organisers, while a group has none, or it is the treasurer's own claim.") },
  { .value = "organiser", .label = N_("An organiser") },
  { .value = "either", .label = N_("The group's treasurer, or an organiser") },
  { .value = NULL },
};

/* ---- shared ---- */

void
resources_note(Txn *txn, const Act *act, const char *kind, int64_t thing_id, int64_t concerns_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = thing_id, .concerns_id = concerns_id });
}

const char *
open_sealed(Txn *txn, Arena *arena, Query *q, int key_column, int column, int64_t member_id,
            const char *place, int64_t row_id)
{
  size_t key_len = 0, len = 0;
  const void *key = col_blob(q, key_column, &key_len);
  const void *sealed = col_blob(q, column, &len);
  const char *text =
      len ? seal_open_with(txn, arena, key, key_len, member_id, place, row_id, sealed, len) : "";

  if (!text)
    txn_fail(txn, TROUBLE_DATABASE, "resources: a seal does not open; is this the right root key?");
  return text ? text : "";
}

/* ---- rates ---- */

Rates
rates_on(Txn *txn, int64_t at_us)
{
  Rates rates = { { -1, -1, -1 } };
  g_autoptr(Query) q = db_query(txn, "SELECT kind, pence FROM cost_rate WHERE community_id = ?1"
                                     " AND from_us <= ?2 ORDER BY from_us, id");

  bind_int(q, 2, at_us);
  while (query_next(q)) { /* the last one of each kind stays */
    const int kind = choice_place(rate_kind_choices, col_text(q, 0));

    if (kind >= 0)
      rates.pence[kind] = col_int(q, 1);
  }
  return rates;
}

const Rate *
rates_list(Txn *txn, Arena *arena)
{
  Rate *list = arena_new_of(arena, Rate, RATES_LIST_MAX + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, kind, pence, from_us, made_at_us FROM cost_rate"
                    " WHERE community_id = ?1 ORDER BY from_us DESC, id DESC LIMIT ?2");

  bind_int(q, 2, RATES_LIST_MAX);
  while (count < RATES_LIST_MAX && query_next(q))
    list[count++] = (Rate){ .id = col_int(q, 0),
                            .kind = (RateKind)choice_place(rate_kind_choices, col_text(q, 1)),
                            .pence = col_int(q, 2),
                            .from_us = col_int(q, 3),
                            .made_at_us = col_int(q, 4) };
  return list;
}

void
rates_set(Txn *txn, const Act *act, RateKind kind, int64_t pence, int64_t from_us,
          Refusals *refusals)
{
  if (pence < 0 || pence > RATE_MOST_PENCE)
    refuse(refusals, "pence", N_("This is too much. Enter an amount such as £0.45"));
  if (refusals_count(refusals) > 0)
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO cost_rate (community_id, id, kind, pence, from_us, made_by, made_at_us)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");

  bind_int(q, 2, id);
  bind_text(q, 3, rate_kind_choices[kind].value);
  bind_int(q, 4, pence);
  bind_int(q, 5, from_us);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
  resources_note(txn, act, "cost-rate-set", id, 0);
}

/* ---- who says yes ---- */

CostWay
cost_way(Txn *txn, Arena *arena)
{
  CostWay way = { .agreed_by = AGREES_EITHER, .advice = "" };
  g_autoptr(Query) q = db_query(txn, "SELECT agreed_by, advice FROM cost_way"
                                     " WHERE community_id = ?1 ORDER BY id DESC LIMIT 1");

  if (!query_next(q))
    return way;
  way.agreed_by = (Agrees)choice_place(agrees_choices, col_text(q, 0));
  way.advice = arena_text(arena, col_text(q, 1));
  return way;
}

void
cost_way_set(Txn *txn, const Act *act, const CostWay *way, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const CostWay before = cost_way(txn, arena);

  if (text_length(way->advice) > ADVICE_MAX)
    refuse(refusals, "advice", N_("Make it shorter: 500 letters at most"));
  if (refusals_count(refusals) > 0 ||
      (before.agreed_by == way->agreed_by && strcmp(before.advice, way->advice) == 0))
    return;

  const int64_t id = act_new_id(act);
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO cost_way (community_id, id, agreed_by, advice, made_by, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id);
  bind_text(q, 3, agrees_choices[way->agreed_by].value);
  bind_text(q, 4, way->advice);
  bind_int(q, 5, act->member_id);
  bind_int(q, 6, act->at_us);
  query_run(q);
  resources_note(txn, act, "cost-way-set", id, 0);
}
