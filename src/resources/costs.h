/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The costs of a claim as one sealed text, and what they come to; for this folder only. Pure. */
#pragma once

#include "resources/claims.h"

#define COSTS_PLACE    "cost_claim.lines"
#define QUESTION_PLACE "cost_claim.question"
#define ANSWER_PLACE   "cost_claim.answer"
#define WHAT_PLACE     "cost_claim.what"

/* A line a cost: kind, pence, hundredths of miles, rate, words, with tabs between. Arena. */
const char *costs_to_text(Arena *arena, const Cost costs[static COST_KINDS]);
/* False: not such a text. Words are copied into the arena. */
bool costs_from_text(Arena *arena, const char *text, Cost ret_costs[static COST_KINDS]);
/* Miles get their rate and what they come to; care, what may be spent without asking. Refuses at
 * the question of the kind, and "" when there is nothing or too much. */
void costs_reckon(Cost costs[static COST_KINDS], const Rates *rates, Refusals *refusals,
                  int64_t *ret_pence);
/* The same costs, whatever was said about them. */
bool costs_are_same(const Cost a[static COST_KINDS], const Cost b[static COST_KINDS]);
