/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What claims hold about a member: their own, with all that is sealed, and what they did with those
 * of others. Amounts that were agreed stay for the accounts, without the name. */
#include "resources/resources_data.h"

#include "base/ids.h"
#include "lang/lang.h"
#include "resources/claims.h"
#include "resources/costs.h"
#include "resources/money.h"
#include "resources/own_money.h"
#include "resources/receipts.h"
#include "resources/rules.h"

#include <string.h>

enum { PICTURE_BYTES_MOST = 64 * 1024 * 1024 };

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
  { "for", N_("What it was for, if it was no meeting") },
  { "receipts", N_("Pictures of receipts, on its page") },
  { "receipt_pictures", N_("Pictures of receipts") },
  { "added_at", N_("Added on") },
  { "picture", N_("A picture of a receipt") },
  { "picture_file", N_("The picture itself") },
  { "thanks", N_("Thank-yous that were paid for you") },
  { "amount", N_("How much") },
  { "given_away", N_("It was given away") },
  { "wanted", N_("What you want with thank-yous") },
  { "group", N_("Group") },
  { "choice", N_("You said") },
  { "choice=take", N_("I take it") },
  { "choice=decline", N_("No, thank you") },
  { "choice=give", N_("Give it to somebody else") },
  { "choice=later", N_("Leave it for now, and do not ask again") },
  { "give_to", N_("To whom, or for what?") },
  { "always", N_("Always, in this group") },
  { "limit", N_("Your own limit") },
  { "period", N_("In which time?") },
  { "period=week", N_("In a week, from Monday on") },
  { "period=months", N_("In twelve months") },
  { "period=year", N_("In a tax year, from 6 April on") },
  { "thanks_for_others", N_("Thank-yous of others that you paid out, or offered") },
  { "thanks_noted", N_("Somebody wrote it down for you") },
  { "written_for_others", N_("Claims and thank-yous you wrote down for others") },
  { "receipts_for_others", N_("Pictures of receipts you added for others") },
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
add_claim(const Claim *claim, void *facts)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  json_t *row = data_add_row(facts, "claims");

  data_set_text(row, claim->meeting_id ? "meeting" : "for", claim->title);
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
  if (claim->receipts > 0)
    data_set_int(row, "receipts", claim->receipts);
}

static void
collect_claims(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);

  claims_each_opened(txn, arena, member_id, add_claim, facts);
}

/* ---- pictures of receipts ---- */

typedef struct {
  int64_t claim_id, id, made_at_us;
} OwnPicture;

/* Those that can be seen, in the order in which they came. */
static GArray *
own_pictures(Txn *txn, int64_t member_id)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(OwnPicture));
  g_autoptr(Query) q = db_query(txn, "SELECT claim_id, id, made_at_us FROM cost_receipt"
                                     " WHERE community_id = ?1 AND member_id = ?2"
                                     " AND state = 'ready' ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    const OwnPicture one = { col_int(q, 0), col_int(q, 1), col_int(q, 2) };

    g_array_append_val(list, one);
  }
  return list;
}

static void
collect_pictures(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(GArray) list = own_pictures(txn, member_id);

  for (guint i = 0; i < list->len; i++) {
    const OwnPicture *one = &g_array_index(list, OwnPicture, i);
    char claim[ID_TEXT_SIZE], id[ID_TEXT_SIZE];
    g_autofree char *path = g_strdup_printf(
        "/costs/%s/receipts/%s", id_to_text(one->claim_id, claim), id_to_text(one->id, id));
    json_t *row = data_add_row(facts, "receipt_pictures");

    data_set_time(row, "added_at", one->made_at_us);
    data_set_text(row, "picture", path);
  }
}

/* As collect_pictures found them. What is more than a file can hold is fetched where it stands. */
static void
add_pictures(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(GArray) list = own_pictures(txn, member_id);
  const json_t *rows = json_object_get(facts, "receipt_pictures");
  gsize left = PICTURE_BYTES_MOST;

  for (guint i = 0; i < list->len && i < json_array_size(rows); i++) {
    const OwnPicture *one = &g_array_index(list, OwnPicture, i);
    g_autoptr(GBytes) bytes = receipts_open(txn, one->claim_id, one->id);

    if (!bytes || g_bytes_get_size(bytes) > left)
      continue;
    left -= g_bytes_get_size(bytes);
    data_set_file(json_array_get(rows, i), "picture_file", picture_file_media_type(bytes), bytes);
  }
}

/* ---- thank-yous ---- */

static void
collect_paid(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  g_autoptr(Query) q =
      db_query(txn, "SELECT m.title, d.pence, d.paid_at_us, d.choice FROM fee_paid d"
                    " JOIN meeting m ON m.community_id = ?1 AND m.id = d.meeting_id"
                    " WHERE d.community_id = ?1 AND d.member_id = ?2 ORDER BY d.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "thanks");

    data_set_text(row, "meeting", col_text(q, 0));
    data_set_text(row, "amount", money_in_words(arena, col_int(q, 1)));
    data_set_time(row, "paid_at", col_int(q, 2));
    if (strcmp(col_text(q, 3), "give") == 0)
      data_set_bool(row, "given_away", true);
  }
}

static void
collect_wanted(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(1024 * 1024);
  const OwnLimit limit = own_limit_find(txn, member_id);
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, c.give_to, c.id, g.name, c.choice, c.meeting_id,"
                    " c.entered_by"
                    " FROM fee_choice c JOIN person_key k ON k.community_id = ?1"
                    " AND k.member_id = c.member_id JOIN working_group g ON g.community_id = ?1"
                    " AND g.id = c.group_id WHERE c.community_id = ?1 AND c.member_id = ?2"
                    " ORDER BY c.id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "wanted");

    data_set_text(row, "group", col_text(q, 3));
    data_set_text(row, "choice", col_text(q, 4));
    data_set_text(row, "give_to",
                  open_sealed(txn, arena, q, 0, 1, member_id, GIVE_PLACE, col_int(q, 2)));
    if (col_int(q, 5) == 0)
      data_set_bool(row, "always", true);
    if (col_int(q, 6) != 0)
      data_set_bool(row, "thanks_noted", true);
  }
  if (limit.is_set) {
    data_set_text(facts, "limit", money_in_words(arena, limit.pence));
    data_set_text(facts, "period", period_choices[limit.period].value);
  }
}

static void
collect_counts(Txn *txn, int64_t member_id, json_t *facts)
{
  static const char *const keys[] = { "written_for_others", "agreed_for_others", "settled",
                                      "thanks_for_others", "receipts_for_others" };
  g_autoptr(Query) q = db_query(
      txn, "SELECT (SELECT count(*) FROM cost_claim WHERE community_id = ?1 AND entered_by = ?2)"
           " + (SELECT count(*) FROM fee_choice WHERE community_id = ?1 AND entered_by = ?2),"
           " (SELECT count(*) FROM cost_claim WHERE community_id = ?1"
           "  AND (agreed_by = ?2 OR paid_by = ?2)),"
           " (SELECT count(*) FROM cost_rate WHERE community_id = ?1 AND made_by = ?2)"
           " + (SELECT count(*) FROM cost_way WHERE community_id = ?1 AND made_by = ?2),"
           " (SELECT count(*) FROM fee_paid WHERE community_id = ?1 AND paid_by = ?2)"
           " + (SELECT count(*) FROM fee_offer WHERE community_id = ?1 AND made_by = ?2),"
           " (SELECT count(*) FROM cost_receipt WHERE community_id = ?1 AND made_by = ?2"
           "  AND member_id <> ?2)");

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
  collect_pictures(txn, member_id, facts);
  collect_paid(txn, member_id, facts);
  collect_wanted(txn, member_id, facts);
  collect_counts(txn, member_id, facts);
}

/* What nobody has agreed goes; of the rest the amounts stay. */
static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) open = NULL;
  g_autoptr(Query) rest = NULL;
  g_autoptr(Query) paid = NULL;
  g_autoptr(Query) wanted = NULL;
  g_autoptr(Query) brought = NULL;
  g_autoptr(Query) limit = NULL;

  receipts_drop(txn, act, 0, member_id);
  open = db_change(txn, act,
                   "DELETE FROM cost_claim WHERE community_id = ?1 AND member_id = ?2"
                   " AND state IN ('sent', 'asked', 'back')");
  rest = db_change(txn, act,
                   "UPDATE cost_claim SET member_id = 0, lines = ?3, question = ?3, answer = ?3,"
                   " what = NULL, told = 1 WHERE community_id = ?1 AND member_id = ?2");
  paid = db_change(txn, act,
                   "UPDATE fee_paid SET member_id = 0 WHERE community_id = ?1 AND member_id = ?2");
  wanted = db_change(txn, act, "DELETE FROM fee_choice WHERE community_id = ?1 AND member_id = ?2");
  brought = db_change(txn, act,
                      "UPDATE cost_receipt SET made_by = 0 WHERE community_id = ?1"
                      " AND made_by = ?2");
  limit = db_change(txn, act, "DELETE FROM own_limit WHERE community_id = ?1 AND member_id = ?2");
  bind_int(paid, 2, member_id);
  query_run(paid);
  bind_int(wanted, 2, member_id);
  query_run(wanted);
  bind_int(brought, 2, member_id);
  query_run(brought);
  bind_int(limit, 2, member_id);
  query_run(limit);
  bind_int(open, 2, member_id);
  query_run(open);
  bind_int(rest, 2, member_id);
  bind_blob(rest, 3, NULL, 0);
  query_run(rest);
}

static const char *const columns[] = {
  "cost_claim.member_id",        "cost_claim.entered_by",
  "cost_claim.agreed_by",        "cost_claim.paid_by",
  "cost_rate.made_by",           "cost_way.made_by",
  "fee_offer.made_by",           "fee_choice.member_id",
  "fee_paid.member_id",          "fee_paid.paid_by",
  "own_limit.member_id",         "fee_choice.entered_by",
  "cost_receipt.member_id",      "cost_receipt.made_by",
  "cost_receipt_part.member_id", NULL,
};

const PersonalData resources_personal_data = {
  .name = "resources",
  .title = N_("Costs and thanks"),
  .stays = N_("What was agreed and paid stays in the accounts, without your name."),
  .labels = labels,
  .is_private = true,
  .columns = columns,
  .collect = collect,
  .add_files = add_pictures,
  .erase = erase,
};
