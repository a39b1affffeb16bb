/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Forms that a member sent: web keeps them a week, so that nothing happens twice. Here because web
 * knows no subject. */
#include "people/me_pages.h"

static const DataLabel labels[] = {
  { "forms", N_("Forms you sent in the last days") },
  { "sent_at", N_("Sent on") },
  { "led_to", N_("Page it led to") },
  { NULL },
};

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT at_us, location FROM form_reply"
                                     " WHERE community_id = ?1 AND member_id = ?2 ORDER BY at_us");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "forms");

    data_set_time(row, "sent_at", col_int(q, 0));
    data_set_text(row, "led_to", col_text(q, 1));
  }
}

/* Banners of others' forms may say the name ("{name} is added"). */
static void
erase_name(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "UPDATE form_reply SET name = '' WHERE community_id = ?1 AND name <> '' AND name ="
                " (SELECT m.name FROM member m WHERE m.community_id = ?1 AND m.id = ?2)");

  bind_int(q, 2, member_id);
  query_run(q);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  erase_name(txn, act, member_id);

  g_autoptr(Query) q = db_change(txn, act,
                                 "DELETE FROM form_reply WHERE community_id = ?1"
                                 " AND (member_id = ?2 OR signed_in = ?2)");

  bind_int(q, 2, member_id);
  query_run(q);
}

static const char *const columns[] = { "form_reply.member_id", "form_reply.signed_in", NULL };

const PersonalData web_personal_data = {
  .name = "forms",
  .title = N_("Forms you sent"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
