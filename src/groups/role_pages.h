/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What somebody is in a group, as it is asked of them, or of whoever writes it down for them. */
#pragma once

#include "groups/places.h"
#include "ui/page.h"
#include "web/request.h"

/* ChoiceSource; data: the Request. The roles of people/profile.c, own words, or none. */
const Choice *role_choices_to_ask(Arena *arena, void *data);
extern const Choice role_show_choices[];

/* Two rows of a table of questions, and the one that the first shows. */
#define ROLE_QUESTIONS(role_label, role_hint, role_missing, show_label, show_missing) \
  { .name = "role",                                                                   \
    .kind = ASK_ONE_OF,                                                               \
    .label = role_label,                                                              \
    .hint = role_hint,                                                                \
    .missing = role_missing,                                                          \
    .picture = "person",                                                              \
    .choices_from = role_choices_to_ask,                                              \
    .is_needed = true },                                                              \
      { .name = "own_role",                                                           \
        .kind = ASK_TEXT,                                                             \
        .label = N_("In your own words"),                                             \
        .missing = N_("Write your role in your own words"),                           \
        .picture = "write",                                                           \
        .max_length = PLACE_ROLE_MAX,                                                 \
        .shown_if = "role=own",                                                       \
        .is_needed = true },                                                          \
  {                                                                                   \
    .name = "show", .kind = ASK_ONE_OF, .label = show_label, .missing = show_missing, \
    .picture = "look", .choices = role_show_choices, .is_needed = true                \
  }

const char *role_from_answers(Request *r); /* a code, own words or "" */
bool role_is_shown_in_answers(Request *r);
void role_fill(Request *r, const Place *place); /* the answers, from what is kept */
