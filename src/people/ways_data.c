/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is recorded about a person's ways in: to read, to take away, to erase. */
#include "lang/lang.h"
#include "people/cards.h"
#include "people/my_data.h"
#include "people/passkeys.h"
#include "people/ways.h"

#include <string.h>

static const DataLabel labels[] = {
  { "passkeys", N_("Passkeys") },
  { "name", N_("Name") },
  { "made_at", N_("Made on") },
  { "used_at", N_("Used on") },
  { "ended_at", N_("Ended on") },
  { "cards", N_("Key cards") },
  { "signed_in", N_("Where you are signed in") },
  { "way", N_("How you came in") },
  { "way=link", N_("By a link") },
  { "way=operator", N_("By a link from the machine") },
  { "way=passkey", N_("By passkey") },
  { "way=card", N_("With your key card") },
  { "way=assisted", N_("With somebody's help") },
  { "from_at", N_("Since") },
  { "helpers", N_("Who may help you come in") },
  { "only_they", N_("Only they may help you come in") },
  { NULL },
};

static void
collect_passkeys(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT label, made_at_us, used_at_us FROM passkey"
                                     " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "passkeys");

    data_set_text(row, "name", col_text(q, 0));
    data_set_time(row, "made_at", col_int(q, 1));
    if (!col_is_null(q, 2))
      data_set_time(row, "used_at", col_int(q, 2));
  }
}

static void
collect_cards(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT made_at_us, used_at_us, ended_at_us FROM key_card"
                                     " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");
  static const char *const keys[] = { "made_at", "used_at", "ended_at" };

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "cards");

    for (int i = 0; i < (int)G_N_ELEMENTS(keys); i++)
      if (!col_is_null(q, i))
        data_set_time(row, keys[i], col_int(q, i));
  }
}

static void
collect_sign_ins(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Query) q = db_query(txn, "SELECT way, label, made_at_us, touched_at_us FROM session"
                                     " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id");

  bind_int(q, 2, member_id);
  while (query_next(q)) {
    json_t *row = data_add_row(facts, "signed_in");

    data_set_text(row, "way", col_text(q, 0));
    data_set_text(row, "name", col_text(q, 1));
    data_set_time(row, "from_at", col_int(q, 2));
    data_set_time(row, "used_at", col_int(q, 3));
  }
}

static void
collect(Txn *txn, int64_t member_id, json_t *facts)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);

  collect_passkeys(txn, member_id, facts);
  collect_cards(txn, member_id, facts);
  collect_sign_ins(txn, member_id, facts);
  for (const DoorMember *helper = door_helpers(txn, arena, member_id); helper->id; helper++)
    data_set_text(data_add_row(facts, "helpers"), "name", helper->name);
  if (door_only_named(txn, member_id))
    data_set_bool(facts, "only_they", true);
}

static void
erase(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) seen =
      db_change(txn, act, "DELETE FROM way_seen WHERE community_id = ?1 AND member_id = ?2");
  g_autoptr(Query) notices =
      db_change(txn, act, "DELETE FROM way_notice WHERE community_id = ?1 AND member_id = ?2");

  ways_close(txn, act, member_id);
  bind_int(seen, 2, member_id);
  query_run(seen);
  bind_int(notices, 2, member_id);
  query_run(notices);
}

static const char *const columns[] = { "passkey.member_id",    "passkey_challenge.member_id",
                                       "key_card.member_id",   "door_helper.member_id",
                                       "session.member_id",    "door_helper.helper_id",
                                       "session.helper_id",    "way_seen.member_id",
                                       "way_notice.member_id", NULL };

const PersonalData ways_personal_data = {
  .name = "door",
  .title = N_("Your ways in"),
  .labels = labels,
  .columns = columns,
  .collect = collect,
  .erase = erase,
};
