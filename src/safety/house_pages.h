/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages of living together: house rules, keeping away, introductions. */
#pragma once

#include "ui/waiting.h"
#include "web/routes.h"

extern const Route house_rules_routes[];
extern const Route meeting_routes[];
extern const Route keep_away_routes[];

const Waiting *house_rules_waiting(Request *r);          /* until they are read; never a wall */
const Waiting *introductions_waiting_for_me(Request *r); /* to answer, or to pass on */
