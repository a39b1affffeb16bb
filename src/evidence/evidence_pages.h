/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The pages of "How shared is this?": of a group, of one figure, of one meeting. */
#pragma once

#include "evidence/figure_comments.h"
#include "meetings/meetings_pages.h"

extern const Route evidence_routes[];

/* Access right: somebody who is in the group of the address as one who uses services. */
bool may_say_of_figures(Request *r);

/* Figures of the group, or of one of its meetings (0: none), for the viewer. */
const Shared *find_shared(Request *r, const Group *group, FigurePart part, int64_t meeting_id);
/* What one meeting adds to a figure, without anybody's side; NULL: nothing. */
const char *figure_case_words(Page *page, FigureKind kind, const MeetingTally *meeting);
/* Newest first; of one figure. `limit`: how many; `title`: what stands before them. */
void put_figure_comments(Page *page, const FigureComment *comments, FigureKind kind, int limit,
                         const char *title);
void show_meeting_shared(Request *r);

/* The figure in one sentence, in the viewer's words; arena. */
const char *figure_sentence(Page *page, const Figure *figure);
/* What it counts, and what it does not: message id. */
const char *figure_definition(FigureKind kind);
const char *figure_name(FigureKind kind); /* message id: "Who asked for what" */
const char *figure_picture(FigureKind kind);
/* Bar and words; nothing where nothing may be told. */
void put_figure_picture(Page *page, const Figure *figure);
/* The same as rows of a table. */
void put_figure_table(Page *page, const Figure *figure);
/* What beside the figure belongs to it: how sure it is, what nobody noted, carers. */
void put_figure_beside(Page *page, const Figure *figure);
