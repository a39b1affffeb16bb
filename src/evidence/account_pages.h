/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody: the page of its members, where they say yes or no to it, and the
 * public one. */
#pragma once

#include "evidence/account.h"
#include "groups/groups_pages.h"

extern const Route account_routes[];

typedef struct {
  const json_t *body;
  const char *path; /* of the page, for "next" */
  int from;         /* the first idea and decision to show */
} AccountShown;
/* The facts, in the viewer's words. */
void put_account(Page *page, const AccountShown *shown);
