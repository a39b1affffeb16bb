/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The costs of a claim: as one text, and their sum. */
#include "resources/costs.h"

#include "base/text.h"
#include "lang/lang.h"
#include "resources/money.h"
#include "resources/rules.h"

#include <string.h>

enum { PIECES = 5 };

static const RateKind rate_of[COST_KINDS] = {
  [COST_FARE] = RATE_KINDS, [COST_CAR] = RATE_CAR,     [COST_BIKE] = RATE_BIKE,
  [COST_CARE] = RATE_CARE,  [COST_OTHER] = RATE_KINDS,
};

const Choice cost_kind_choices[] = {
  { .value = "fare", .label = N_("Fares: bus, train, taxi") },
  { .value = "car", .label = N_("Miles by car") },
  { .value = "bike", .label = N_("Miles by bicycle") },
  { .value = "care", .label = N_("Care for somebody while you were here") },
  { .value = "other", .label = N_("Something else") },
  { .value = NULL },
};

static bool
is_miles(CostKind kind)
{
  return kind == COST_CAR || kind == COST_BIKE;
}

/* On one line, without tabs: that is how the pieces are parted. */
static const char *
words_on_a_line(Arena *arena, const char *words)
{
  return g_strdelimit(arena_text(arena, words), "\t\n\r", ' ');
}

const char *
costs_to_text(Arena *arena, const Cost costs[static COST_KINDS])
{
  const char *text = "";

  for (int i = 0; i < COST_KINDS; i++)
    if (costs[i].is_there)
      text = arena_format(
          arena, "%s%s\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%" G_GINT64_FORMAT "\t%s\n",
          text, cost_kind_choices[i].value, (gint64)costs[i].pence, (gint64)costs[i].hundredths,
          (gint64)costs[i].rate_pence, words_on_a_line(arena, costs[i].words));
  return text;
}

static bool
read_cost(Arena *arena, char *line, Cost costs[static COST_KINDS])
{
  char *pieces[PIECES] = { line };
  int kind, count = 1;

  for (char *at = line; count < PIECES && (at = strchr(at, '\t')); pieces[count++] = ++at)
    *at = '\0';
  kind = count == PIECES ? choice_place(cost_kind_choices, pieces[0]) : -1;
  if (kind < 0)
    return false;

  Cost cost = { .is_there = true, .words = arena_text(arena, pieces[4]) };

  if (!g_ascii_string_to_signed(pieces[1], 10, 0, MONEY_MOST_PENCE, &cost.pence, NULL) ||
      !g_ascii_string_to_signed(pieces[2], 10, 0, MILES_MOST * HUNDREDTHS, &cost.hundredths,
                                NULL) ||
      !g_ascii_string_to_signed(pieces[3], 10, -1, RATE_MOST_PENCE, &cost.rate_pence, NULL))
    return false;
  costs[kind] = cost;
  return true;
}

bool
costs_from_text(Arena *arena, const char *text, Cost ret_costs[static COST_KINDS])
{
  Cost costs[COST_KINDS] = { { .words = "" } };
  char *next = arena_text(arena, text);

  for (int i = 0; i < COST_KINDS; i++)
    costs[i] = (Cost){ .rate_pence = -1, .words = "" };
  while (*next) {
    char *end = strchr(next, '\n');

    if (!end)
      return false;
    *end = '\0';
    if (!read_cost(arena, next, costs))
      return false;
    next = end + 1;
  }
  memcpy(ret_costs, costs, sizeof(costs));
  return true;
}

static void
reckon_one(CostKind kind, Cost *cost, const Rates *rates, Refusals *refusals)
{
  const char *question = cost_kind_choices[kind].value;

  cost->rate_pence = rate_of[kind] == RATE_KINDS ? -1 : rates->pence[rate_of[kind]];
  if (text_length(cost->words) > COST_WORDS_MAX)
    refuse(refusals, question, N_("Make it shorter: 200 letters at most"));
  if (is_miles(kind) && cost->rate_pence < 0)
    refuse(refusals, question, N_("No rate for these miles was set here yet"));
  else if (is_miles(kind) && !money_for_miles(cost->hundredths, cost->rate_pence, &cost->pence))
    refuse(refusals, question, N_("This is too much. Look at the miles again"));
  if (kind == COST_OTHER && !*cost->words)
    refuse(refusals, "other_words", N_("Say what it was for"));
}

void
costs_reckon(Cost costs[static COST_KINDS], const Rates *rates, Refusals *refusals,
             int64_t *ret_pence)
{
  int64_t sum = 0;

  for (int i = 0; i < COST_KINDS; i++) {
    if (!costs[i].is_there)
      continue;
    reckon_one((CostKind)i, &costs[i], rates, refusals);
    if (refusals_count(refusals) == 0 && !money_add(&sum, costs[i].pence))
      refuse(refusals, "", N_("This is too much for one claim. Look at the amounts again"));
  }
  if (refusals_count(refusals) > 0)
    return;
  if (sum == 0)
    refuse(refusals, "", N_("Say what it cost you"));
  else
    *ret_pence = sum;
}

bool
costs_are_same(const Cost a[static COST_KINDS], const Cost b[static COST_KINDS])
{
  for (int i = 0; i < COST_KINDS; i++)
    if (a[i].is_there != b[i].is_there ||
        (a[i].is_there && (a[i].pence != b[i].pence || a[i].hundredths != b[i].hundredths)))
      return false;
  return true;
}
