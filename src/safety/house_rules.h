/* SPDX-License-Identifier: AGPL-3.0-or-later
 * House rules: words that organisers set, in versions that stay; who has read them (R44). */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "questions/refusals.h"

#include <stdbool.h>
#include <stdint.h>

enum { HOUSE_RULES_MAX = 5000 };

typedef struct {
  int64_t id; /* 0: the version that the program brings; its words are the page's own */
  const char *words, *easy_words;
  int64_t made_at_us;
} HouseRules;

/* The newest, or this version. NULL: no such version; never for the newest. */
const HouseRules *house_rules_newest(Txn *txn, Arena *arena);
const HouseRules *house_rules_find(Txn *txn, Arena *arena, int64_t id);
/* Newest first, at most 50, without words; ends with id 0. */
const HouseRules *house_rules_list(Txn *txn, Arena *arena);
/* A new version, when the words are new: a use of power. Refuses empty words. */
void house_rules_set(Txn *txn, const Act *act, const char *words, const char *easy_words,
                     Refusals *refusals);
void house_rules_mark_read(Txn *txn, const Act *act);
/* Of the newest version. */
bool house_rules_are_read(Txn *txn, int64_t member_id);

/* What waits for the viewer, ?2 (WaitingRow of ui/waiting.h): one row until they are read. */
#define HOUSE_RULES_WAIT                                                           \
  "SELECT 0, 0, 0, 0, '', '', '' WHERE NOT EXISTS (SELECT 1 FROM house_rules_read" \
  " WHERE community_id = ?1 AND member_id = ?2 AND version_id ="                   \
  " COALESCE((SELECT max(id) FROM house_rules WHERE community_id = ?1), 0))"
