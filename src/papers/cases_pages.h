/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Pages of what came late or failed. */
#pragma once

#include "ui/waiting.h"
#include "web/routes.h"

extern const Route cases_routes[];

typedef struct Page Page;
/* A heading and a card for each; nothing where nothing is late. */
void put_cases(Page *page, int64_t paper_id);
const Waiting *cases_waiting(Request *r); /* a WaitingSource: one card for all */
