/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of groups. What the files of them share. */
#pragma once

#include "groups/places.h"
#include "groups/texts.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route groups_routes[];         /* the list, a group's home */
extern const Route group_start_routes[];    /* starting one, its settings */
extern const Route group_join_routes[];     /* joining, leaving, my place, the people */
extern const Route group_join_for_routes[]; /* writing down that somebody joins */
extern const Route group_answer_routes[];   /* answering who asks to join */
extern const Route group_texts_routes[];    /* what it is for, offers, rules, settings */
extern const Route group_duties_routes[];   /* duties */
extern const Route group_mandates_routes[]; /* what it may decide; the register */
extern const Route group_lists_routes[];    /* its lists, first meeting, closing */

const Waiting *groups_waiting(Request *r);                   /* invitations; who asks to come in */
Waiting join_answer_card(Request *r, const WaitingRow *row); /* somebody is to be told */
/* The viewer's groups, for the start page; nothing when there are none. */
void put_my_groups(Page *page);

/* Access rights: of the group in the address. Whoever may know of it; its members; its members
 * while it is going on. */
bool may_see_group(Request *r);
bool may_read_group(Request *r);
bool may_change_group(Request *r);

/* ChoiceSource; data: the Request. All others in the group of the address, by name. */
const Choice *others_to_choose(Arena *arena, void *data);

/* The group of ":group"; NULL: "not found" was answered. */
const Group *group_in_path(Request *r, GroupNeed need);
/* "/groups/…" and what follows; arena. */
const char *group_path(Request *r, const Group *group, const char *rest);
/* A page of a group, with "Back" to its home. Title and lead (or NULL) are message ids. */
Page *open_group_page(Request *r, const Group *group, const char *title, const char *lead);
/* "Thursday 26 November 2026"; arena. */
const char *group_day(Page *page, int64_t at_us);
const char *group_stage_in_words(Request *r, const char *stage);
void show_group_home(Request *r); /* home_pages.c */
/* What a subject above shows its members first: the next meeting. Registered once by
 * src/subjects.c; one statement at most. */
void groups_set_home_part(void (*put)(Page *page, const Group *group));
/* Who wrote a member's own place down for them; nothing when they came by themself. */
void put_who_wrote_place(Page *page, const Place *mine);
/* On the page of the people: who asks, and who is to be told an answer; nothing when nobody is. */
void put_asking(Page *page, const Group *group);
void put_answers_to_tell(Page *page, const Group *group);
/* What people get who take part, and what to know of payment. */
void put_offer(Page *page, const GroupOffer *offer);
/* A link alone on its line, with its picture in Easy Read; `words` in the viewer's language. */
void put_group_link(Page *page, const char *picture, const char *words, const char *href);
/* A heading, a picture in Easy Read, and what a person wrote; nothing when they wrote nothing. */
void put_own_words(Page *page, const char *heading, const char *picture, const char *words);
/* What people get who take part: asked as a group starts, and when its offer changes. */
#define OFFER_QUESTIONS                                                                          \
  { .name = "gives",                                                                             \
    .kind = ASK_ANY_OF,                                                                          \
    .label = N_("What do people get who take part?"),                                            \
    .hint = N_("They read this before they join. If it is nothing, say so."),                    \
    .missing = N_("Choose what people get, or “Nothing of these”"),                              \
    .picture = "heart",                                                                          \
    .choices = offer_choices,                                                                    \
    .is_needed = true },                                                                         \
  {                                                                                              \
    .name = "offer_words", .kind = ASK_LONG, .label = N_("How much, and how?"),                  \
    .hint = N_("For example: bus fares on the day, from Rowan."), .picture = "write", .rows = 3, \
    .max_length = GROUP_WORDS_MAX                                                                \
  }
/* "GIVES" from the ticks of a form, with commas between; arena. */
const char *gives_from_answers(Request *r);
