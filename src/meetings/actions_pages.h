/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of what a group said it would do. */
#pragma once

#include "meetings/actions.h"
#include "meetings/meetings_pages.h"

extern const Route actions_routes[];      /* the list, one of them */
extern const Route action_write_routes[]; /* writing one down, who does it */
extern const Route action_told_routes[];  /* another day, how it went */

/* In the minutes of a meeting, with the way to write one down. One statement. */
void put_minutes_actions(Page *page, const Meeting *meeting, bool may_write);
/* On the start page: what the viewer said yes to; nothing when there is nothing. One statement. */
void put_my_actions(Page *page);
/* What the viewer is asked to do. */
Waiting action_card(Request *r, const WaitingRow *row);

/* "/groups/…/actions/…" and what follows; arena. */
const char *action_path(Request *r, const GroupAction *action, const char *rest);
/* The action of ":action" in the group of ":group"; NULL: "not found" was answered. */
const GroupAction *action_in_path(Request *r, GroupNeed need, const Group **ret_group);
void show_action(Request *r);
const char *action_state_in_words(Page *page, const GroupAction *action);

/* A form about one of them, below its address. */
typedef struct {
  const char *rest, *title, *picture;
  const Question *questions;
} ActionForm;
/* Title: message id. */
Page *open_action_page(Request *r, const GroupAction *action, const char *title,
                       const char *picture);
void draw_action_form(Request *r, const GroupAction *action, const ActionForm *form);
/* Back to it, or the form again with what was refused. */
void end_action_form(Request *r, const GroupAction *action, const ActionForm *form);
