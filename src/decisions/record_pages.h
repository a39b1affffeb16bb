/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of the record of decisions. What the files of them share. */
#pragma once

#include "decisions/record.h"
#include "groups/groups_pages.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route record_routes_of_groups[]; /* the list, the register, who is to be told */
extern const Route decision_routes[];         /* one decision */
extern const Route decision_write_routes[];   /* deciding, and what became of it */
extern const Route record_write_routes[];     /* announcing, promising, saying, the register */
extern const Route level_heard_routes[];      /* what people say of it by telephone or on paper */

extern const Choice level_choices[]; /* the rungs of the ladder */
bool may_tell_decision(Request *r);  /* access right: whoever may arrange the group's meetings */
/* The way to it, where somebody can still say it so. One statement. */
void put_way_to_hear_levels(Page *page, const Decision *decision);

Waiting decision_card(Request *r, const WaitingRow *row);

/* "/groups/…/decisions/…" and what follows; arena. */
const char *decision_path(Request *r, const Decision *decision, const char *rest);
/* The decision of ":decision", and its group; NULL: "not found" was answered. */
const Decision *decision_in_path(Request *r, const Group **ret_group, GroupNeed need);
/* How it begins, on one line: what was decided, or the question; arena. */
const char *decision_begin(Page *page, const Decision *decision);
/* A page of a decision, with "Back" to it. Title: message id. */
Page *open_decision_page(Request *r, const Decision *decision, const char *title,
                         const char *picture);
/* Message id, with {body} to be filled in: who decided. */
const char *decided_by_words(DecidedBy by);
/* Who made the ladder; with each form and page that names its rungs. */
void put_ladder_credit(Page *page);
