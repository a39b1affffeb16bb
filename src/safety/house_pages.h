/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages of living together: house rules, keeping away, introductions. */
#pragma once

#include "ui/waiting.h"
#include "web/routes.h"

extern const Route house_rules_routes[];
extern const Route meeting_routes[];
extern const Route keep_away_routes[];

/* Until they are read; never a wall. */
Waiting house_rules_card(Request *r, const WaitingRow *row);
Waiting introduction_card(Request *r, const WaitingRow *row); /* to answer */
const Waiting *introductions_to_pass_on(Request *r);
