/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of ideas and decisions. What the files of them share. */
#pragma once

#include "decisions/idea_answers.h"
#include "ui/components.h"
#include "ui/form.h"
#include "ui/waiting.h"
#include "web/routes.h"

extern const Route ideas_routes[];       /* lists */
extern const Route idea_new_routes[];    /* putting one */
extern const Route idea_routes[];        /* one idea */
extern const Route idea_author_routes[]; /* what its author does */
extern const Route idea_heard_routes[];  /* what came by mail or on a slip */
extern const Route idea_answer_routes[]; /* who answers, answering, telling */

Waiting idea_card(Request *r, const WaitingRow *row); /* what waits of ideas */

IdeaViewer idea_viewer(Request *r);
/* ActNamer of people/supporter_pages.h. */
typedef struct TrustAct TrustAct;
void name_idea_acts(Page *page, TrustAct *acts);
/* The idea of ":idea"; NULL: "not found" was answered. */
const Idea *idea_in_path(Request *r);
/* "/ideas/…" and what follows; arena. */
const char *idea_path(Request *r, int64_t idea_id, const char *rest);
/* How it begins, on one line; arena. */
const char *idea_begin(Page *page, const Idea *idea);
/* A page of an idea, with "Back" to it; title and lead (or NULL: how it begins) are message ids. */
Page *open_idea_page(Request *r, const Idea *idea, const char *title, const char *lead,
                     const char *picture);
const char *idea_day(Page *page, int64_t at_us);     /* "Thursday 26 November 2026"; arena */
const char *idea_outcome_words(IdeaOutcome outcome); /* message id: "Taken up" */
const char *idea_outcome_picture(IdeaOutcome outcome);
/* "From Sam Brook, to Garden at Mill Lane": who, to whom, when. */
void put_idea_facts(Page *page, const Idea *idea);
/* The viewer may bring the answer to its author, and what they say back: answered, no mail reached
 * them and they have not said. Whoever wrote it down always may. */
bool idea_may_tell(Request *r, const Idea *idea, const IdeaAnswer *newest);
/* "Does this answer you?", while its author has not said. */
void put_idea_reply_form(Page *page, const Idea *idea, const IdeaAnswer *newest);
/* A supporter acts for the viewer: only what is open to them stands on these pages. */
bool idea_is_helped(Request *r);
/* Groups going on that the viewer may see, but for one; `none`: message id of a first choice of
 * value "none". Two statements. */
const Choice *groups_to_ask(Request *r, Arena *arena, int64_t but_id, const char *none);
