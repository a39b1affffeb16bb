/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What claims hold about a member: their own, with all that is sealed, and what they did with those
 * of others. Amounts that were agreed stay for the accounts, without the name. */
#include "resources/resources_data.h"

#include "lang/lang.h"
#include "resources/claims.h"
#include "resources/costs.h"
#include "resources/money.h"
#include "resources/rules.h"

static const DataLabel labels[] = {
  { "claims", N_("Your costs for meetings") },
  { "meeting", N_("Meeting") },
  { "sent_at", N_("Sent on") },
  { "asked_for", N_("What you asked for") },
  { "agreed", N_("What was agreed") },
  { "agreed_at", N_("Agreed on") },
  { "paid_at", N_("Paid on") },
  { "paid_how", N_("How it was paid") },
  { "paid_how=cash", N_("In cash, into the hand") },
  { "paid_how=bank", N_("By bank") },
  { "paid_how=other", N_("In another way") },
  { "noted", N_("Somebody wrote it down for you") },
  { "question", N_("What you were asked, or why not all was agreed") },
  { "answer", N_("What you said to that") },
  { "costs", N_("What it was for") },
  { "fare", N_("Fares: bus, train, taxi") },
  { "car", N_("Miles by car") },
  { "bike", N_("Miles by bicycle") },
  { "care", N_("Care for somebody while you were here") },
  { "other", N_("Something else") },
  { "written_for_others", N_("Claims you wrote down for others") },
  { "agreed_for_others", N_("Claims of others that you agreed or paid out") },
  { "settled", N_("Rates and rules about costs that you set") },
  { NULL },
};

/* "£3.50, Bus 12 there and back" for each kind. */
static void
add_costs(Arena *arena, json_t *row, const Cost costs[static COST_KINDS])
{
  for (int i = 0; i < COST_KINDS; i++)
    if (costs[i].is_there)
      data_set_text(
          row, cost_kind_choices[i].value,
          arena_format(arena, "%s%s%s%s%s", money_in_words(arena, costs[i].pence),
                       costs[i].hundredths ? ", " : "",
                       costs[i].hundredths ? miles_in_words(arena, costs[i].hundredths) : "",
                       *costs[i].words ? ", " : "", costs[i].words));
}

static void
add_claim(Arena *arena, json_t *facts, const Claim *claim)
{
  json_t *row = data_add_row(facts, "claims");

  data_set_text(row, "meeting", claim->meeting_title);
  data_set_time(row, "sent_at", claim->sent_at_us);
  data_set_text(row, "asked_for", money_in_words(arena, claim->pence));
  if (claim->agreed_at_us)
    data_set_text(row, "agreed", money_in_words(arena, claim->agreed_pence));
  data_set_time(row, "agreed_at", claim->agreed_at_us);
  data_set_time(row, "paid_at", claim->paid_at_us);
  data_set_text(row, "paid_how", claim->paid_how);
  if (claim->entered_by)
    data_set_bool(row, "noted", true);
  data_set_text(row, "question", claim->question);
  data_set_text(row, "answer", claim->answer);
  add_costs(arena, row, claim->costs);
}

static void
collect_claims(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  const CostViewer own = { .member_id = member_id };
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id FROM cost_claim WHERE community_id = ?1"
                                       " AND member_id = ?2 ORDER BY id");

    bind_int(q, 2, member_id);
    while (query_next(q)) {
      const int64_t id = col_int(q, 0);

      g_array_append_val(ids, id);
    }
  }
  for (guint i = 0; i < ids->len; i++) {
    const Claim *claim = claims_find(txn, arena, g_array_index(ids, int64_t, i), &own);

    if (claim)
      add_claim(arena, facts, claim);
  }
}

static void
collect_counts(Txn *txn, int64_t member_id, json_t *facts)
{
  static const char *const keys[] = { "written_for_others", "agreed_for_others", "settled" };
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM cost_claim WHERE community_id = ?1 AND entered_by = ?2),"
           " (SELECT count(*) FROM cost_claim WHERE community_id = ?1"
           "  AND (agreed_by = ?2 OR paid_by = ?2)),"
           " (SELECT count(*) FROM cost_rate WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM cost_way WHERE community_id = ?1 AND made_by = ?2)");

  bind_int(q, 2, member_id);
  if (!query_next(q))
    return;
  for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
    if (col_int(q, (int)i) > 0)
      data_set_int(facts, keys[i], col_int(q, (int)i));
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  collect_claims(txn, member_id, facts);
  collect_counts(txn, member_id, facts);
}

/* What nobody has agreed goes; of the rest the amounts stay. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) open = db_change(txn, act,
                                    "DELETE FROM cost_claim WHERE community_id = ?1"
                                    " AND member_id = ?2 AND state IN ('sent', 'asked', 'back')");
  g_autoptr(Query) rest = db_change(txn, act,
                                    "UPDATE cost_claim SET member_id = 0, lines = ?3,"
                                    " question = ?3, answer = ?3"
                                    " WHERE community_id = ?1 AND member_id = ?2");

  bind_int(open, 2, member_id);
  query_run(open);
  bind_int(rest, 2, member_id);
  bind_blob(rest, 3, NULL, 0);
  query_run(rest);
}

static const char *const columns[] = {
  "cost_claim.member_id",
  "cost_claim.entered_by",
  "cost_claim.agreed_by",
  "cost_claim.paid_by",
  "cost_rate.made_by",
  "cost_way.made_by",
  NULL,
};

const PersonalData resources_personal_data = {
  .name = "resources",
  .title = N_("Costs and thanks"),
  .stays = N_("What was agreed and paid stays in the accounts, without your name."),
  .labels = labels,
  .is_private = true,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
