/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody: kept, agreed to, taken back. */
#include "evidence/account.h"

#include "base/clock.h"
#include "evidence/account_draft.h"
#include "lang/lang.h"
#include "people/seal.h"

#include <string.h>

#define BASIS_PLACE "group_account.basis"

const LogKind evidence_log_kinds[] = {
  { .kind = "account-made" },
  { .kind = "account-asked" },
  { .kind = "account-public", .power = N_("What a group did was put on a page for everybody") },
  { .kind = "account-inside", .power = N_("The page of a group for everybody was taken back") },
  { NULL },
};

void
account_free(Account *account)
{
  if (account)
    json_decref(account->body);
  g_free(account);
}

/* ---- reading ---- */

#define ACCOUNT_COLUMNS                                                                         \
  "SELECT a.id, a.group_id, a.number, a.made_at_us, a.agreed_at_us, a.asked_by, g.name, a.body" \
  " FROM group_account a JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"     \
  " WHERE a.community_id = ?1 AND a.ended_at_us IS NULL"

static Account *
read_account(Txn *txn, Arena *arena, Query *q)
{
  if (!query_next(q))
    return NULL;

  Account *account = g_new0(Account, 1);

  *account = (Account){ .id = col_int(q, 0),
                        .group_id = col_int(q, 1),
                        .number = col_int(q, 2),
                        .made_at_us = col_int(q, 3),
                        .agreed_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4),
                        .asked_by = col_int(q, 5),
                        .group_name = arena_text(arena, col_text(q, 6)),
                        .body = json_loads(col_text(q, 7), 0, NULL) };
  if (account->body)
    return account;
  txn_fail(txn, TROUBLE_DATABASE, "evidence: what a group tells everybody is no JSON");
  account_free(account);
  return NULL;
}

Account *
account_waiting(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, ACCOUNT_COLUMNS " AND a.group_id = ?2 AND a.agreed_by = 0");

  bind_int(q, 2, group_id);
  return read_account(txn, arena, q);
}

Account *
account_public(Txn *txn, Arena *arena, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, ACCOUNT_COLUMNS " AND a.group_id = ?2 AND a.agreed_by <> 0"
                                                     " AND g.state = 'going'");

  bind_int(q, 2, group_id);
  return read_account(txn, arena, q);
}

const AccountListed *
accounts_list(Txn *txn, Arena *arena, int64_t before_id, int limit)
{
  AccountListed *list = arena_new_of(arena, AccountListed, limit + 1);
  int count = 0;
  g_autoptr(Query) q =
      db_query(txn, "SELECT a.id, a.group_id, g.name, a.number, a.agreed_at_us FROM group_account a"
                    " JOIN working_group g ON g.community_id = ?1 AND g.id = a.group_id"
                    " WHERE a.community_id = ?1 AND a.ended_at_us IS NULL AND a.agreed_by <> 0"
                    " AND g.state = 'going' AND a.id < ?2 ORDER BY a.id DESC LIMIT ?3");

  bind_int(q, 2, before_id ? before_id : INT64_MAX);
  bind_int(q, 3, limit);
  while (count < limit && query_next(q))
    list[count++] = (AccountListed){ .id = col_int(q, 0),
                                     .group_id = col_int(q, 1),
                                     .group_name = arena_text(arena, col_text(q, 2)),
                                     .number = col_int(q, 3),
                                     .agreed_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4) };
  return list;
}

/* ---- putting one together ---- */

static void
note(Txn *txn, const Act *act, const char *kind, int64_t group_id)
{
  log_add(txn, act, &(LogEntry){ .kind = kind, .thing_id = group_id });
}

/* Those that wait, or those that are public. */
static void
end_those(Txn *txn, const Act *act, int64_t group_id, bool is_public)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_account SET ended_at_us = ?3 WHERE community_id = ?1"
                                 " AND group_id = ?2 AND ended_at_us IS NULL"
                                 " AND CASE WHEN agreed_by <> 0 THEN 1 ELSE 0 END = ?4");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->at_us);
  bind_int(q, 4, is_public);
  query_run(q);
}

static bool
may_make_more(Txn *txn, const Act *act, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT count(*) FROM group_account WHERE community_id = ?1"
                                     " AND group_id = ?2 AND made_at_us > ?3");

  bind_int(q, 2, group_id);
  bind_int(q, 3, act->at_us - US_PER_DAY);
  return query_next(q) && col_int(q, 0) < ACCOUNT_MADE_A_DAY;
}

/* What the newest one tells of who was missing: also one that only the group has read, since its
 * members could lay the next one beside it. New reference; NULL: nothing. */
static json_t *
find_missing_before(Txn *txn, Arena *arena, int64_t group_id, AccountDraft *draft)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT k.sealed, a.basis, a.id, a.body FROM group_account a"
                    " JOIN person_key k ON k.community_id = ?1 AND k.member_id = a.id"
                    " WHERE a.community_id = ?1 AND a.group_id = ?2 ORDER BY a.id DESC LIMIT 1");
  size_t key_len = 0, len = 0;

  bind_int(q, 2, group_id);
  if (!query_next(q))
    return NULL;

  const void *key = col_blob(q, 0, &key_len), *sealed = col_blob(q, 1, &len);
  const int64_t id = col_int(q, 2);
  json_t *body = json_loads(col_text(q, 3), 0, NULL);
  json_t *missing = json_incref(json_object_get(body, "missing"));

  draft->basis_before = seal_open_with(txn, arena, key, key_len, id, BASIS_PLACE, id, sealed, len);
  json_decref(body);
  if (!draft->basis_before || !missing)
    txn_fail(txn, TROUBLE_DATABASE, "evidence: a seal does not open; is this the right root key?");
  return missing;
}

static void
insert_account(Txn *txn, const Act *act, Arena *arena, int64_t group_id, const char *body,
               const char *basis)
{
  const int64_t id = act_new_id(act);
  size_t len = 0;

  seal_make_person_key(txn, act, id);

  const void *sealed = seal_text(txn, arena, id, BASIS_PLACE, id, basis, &len);
  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO group_account (community_id, id, group_id, number, body, basis, made_by,"
      " made_at_us, asked_by, agreed_by) VALUES (?1, ?2, ?3, 0, ?4, ?5, ?6, ?7, 0, 0)");

  bind_int(q, 2, id);
  bind_int(q, 3, group_id);
  bind_text(q, 4, body);
  bind_blob(q, 5, sealed, len);
  bind_int(q, 6, act->member_id);
  bind_int(q, 7, act->at_us);
  query_run(q);
}

void
account_make(Txn *txn, const Act *act, const Group *group, const char *time_zone,
             Refusals *refusals)
{
  if (!may_make_more(txn, act, group->id)) {
    refuse(refusals, "", N_("It was made anew many times today. Try again tomorrow."));
    return;
  }

  g_autoptr(Arena) arena = arena_new(16 * 1024 * 1024);
  AccountDraft draft = {
    .group = group, .time_zone = time_zone, .now_us = act->at_us, .member_id = act->member_id
  };
  json_t *before = find_missing_before(txn, arena, group->id, &draft);

  draft.missing_before = before;
  if (!txn_trouble(txn)) {
    char *basis = NULL;
    json_t *body = account_draft(txn, arena, &draft, &basis);
    char *text = json_dumps(body, JSON_COMPACT | JSON_PRESERVE_ORDER);

    end_those(txn, act, group->id, false);
    insert_account(txn, act, arena, group->id, text, basis ? basis : "");
    note(txn, act, "account-made", group->id);
    free(text);
    free(basis);
    json_decref(body);
  }
  json_decref(before);
}

/* ---- yeses ---- */

static int64_t
next_number(Txn *txn, int64_t group_id)
{
  g_autoptr(Query) q = db_query(txn, "SELECT COALESCE(max(number), 0) + 1 FROM group_account"
                                     " WHERE community_id = ?1 AND group_id = ?2");

  bind_int(q, 2, group_id);
  return query_next(q) ? col_int(q, 0) : 0;
}

static void
make_public(Txn *txn, const Act *act, const Account *waiting)
{
  const int64_t number = next_number(txn, waiting->group_id);

  end_those(txn, act, waiting->group_id, true);

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_account SET agreed_by = ?3, agreed_at_us = ?4,"
                                 " number = ?5 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, waiting->id);
  bind_int(q, 3, act->member_id);
  bind_int(q, 4, act->at_us);
  bind_int(q, 5, number);
  query_run(q);
  note(txn, act, "account-public", waiting->group_id);
}

void
account_agree(Txn *txn, const Act *act, const Account *waiting)
{
  if (waiting->asked_by == act->member_id)
    return; /* nobody is the second yes to their own */
  if (waiting->asked_by) {
    make_public(txn, act, waiting);
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE group_account SET asked_by = ?3 WHERE community_id = ?1"
                                 " AND id = ?2");

  bind_int(q, 2, waiting->id);
  bind_int(q, 3, act->member_id);
  query_run(q);
  note(txn, act, "account-asked", waiting->group_id);
}

void
account_take_back(Txn *txn, const Act *act, int64_t group_id)
{
  end_those(txn, act, group_id, false);
  end_those(txn, act, group_id, true);
  note(txn, act, "account-inside", group_id);
}
