/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Putting together what a group tells everybody; for account.c only. */
#pragma once

#include "evidence/account.h"
#include "evidence/missing.h"

typedef struct {
  const Group *group;
  const char *time_zone;
  int64_t now_us, member_id;
  const json_t *missing_before; /* of the newest one that was made; NULL: there is none */
  const char *basis_before;     /* what stood behind it; NULL likewise */
} AccountDraft;

/* New reference. `ret_basis`: what stands behind who was missing; new memory. */
json_t *account_draft(Txn *txn, Arena *arena, const AccountDraft *draft, char **ret_basis);
