/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody (R94, R102): what people wanted, what was decided and why, what
 * changed, who was missing. It is put together from the group's records, without names, and stands
 * as it was read: two members of the group say yes to it, one takes it back. doc/account.md says
 * what its fields mean. */
#pragma once

#include "base/act.h"
#include "db/db.h"
#include "groups/groups.h"
#include "log/log.h"
#include "questions/refusals.h"

#include <jansson.h>

enum {
  ACCOUNT_LIST_MOST = 50, /* of ideas, decisions, things that were stopped */
  ACCOUNTS_A_PAGE = 30,
  ACCOUNT_MADE_A_DAY = 20, /* by one group */
};
#define ACCOUNT_FORMAT  "commontable-account-1"
#define ACCOUNT_LICENCE "https://creativecommons.org/licenses/by/4.0/"

extern const LogKind evidence_log_kinds[];

typedef struct {
  int64_t id, group_id, number;
  int64_t made_at_us, agreed_at_us; /* agreed 0: not yet */
  int64_t asked_by;                 /* member who wants it public; 0: nobody yet */
  const char *group_name;
  json_t *body; /* owned */
} Account;

void account_free(Account *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Account, account_free)

/* What waits for its yeses; NULL: nothing. The group's members may read it. One statement. */
Account *account_waiting(Txn *txn, Arena *arena, int64_t group_id);
/* What everybody may read, of a group that goes on; NULL: nothing. One statement. */
Account *account_public(Txn *txn, Arena *arena, int64_t group_id);

typedef struct {
  int64_t id, group_id; /* id 0 ends a list */
  const char *group_name;
  int64_t number, agreed_at_us;
} AccountListed;
/* Newest first from before `before_id` (0: the newest). One statement. */
const AccountListed *accounts_list(Txn *txn, Arena *arena, int64_t before_id, int limit);

/* ---- by members of the group while it goes on; the caller looks at that ---- */

/* Puts one together, in the place of what waits. Refuses: too many on one day. */
void account_make(Txn *txn, const Act *act, const Group *group, const char *time_zone,
                  Refusals *refusals);
/* The first yes to what waits is an ask; another member's is the group's yes, and takes the public
 * one's place. Nothing for one's own second yes. */
void account_agree(Txn *txn, const Act *act, const Account *waiting);
/* What waits and what is public are not any more. */
void account_take_back(Txn *txn, const Act *act, int64_t group_id);

/* ---- what goes out ---- */

/* The body with version, day and licence; UTF-8, new memory. `agreed_on`: "2026-11-26". */
char *account_json(const Account *account, const char *agreed_on);
/* RFC 4180, a row a thing, with a head. New memory. */
char *account_csv(const Account *account, const char *agreed_on);
/* What a field holds: pairs of its name and a message id, ended by NULL. */
extern const char *const account_fields[][2];
