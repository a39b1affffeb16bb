/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of formats made by people. */
#pragma once

#include "papers/made.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route made_routes[];     /* of a paper: the list, asking for one */
extern const Route made_one_routes[]; /* one: what it is, "it is here", "I cannot" */

typedef struct Page Page;
/* "A film in sign language", "A translation: Polski", own words. Arena memory. */
const char *made_in_words(Page *page, const MadeFormat *made);
/* The kind; of a translation with its language, as its readers call it ("": any). */
const char *made_kind_in_words(Page *page, MadeKind kind, const char *language);
/* "Who makes it, by when", "It is here", "It was to be here by … It is late". */
const char *made_state_in_words(Page *page, const MadeFormat *made);
const char *made_picture(MadeKind kind); /* of assets/pictures.list */
const char *made_path(Request *r, int64_t made_id);

/* What the viewer said that they would make. */
Waiting made_card(Request *r, const WaitingRow *row);
