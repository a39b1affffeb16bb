/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What the pages of Easy Read share: addresses, rows as they are read, who checked them. */
#pragma once

#include "papers/easy_checks.h"
#include "papers/easy_draft.h"
#include "papers/paper_pictures.h"
#include "papers/papers_pages.h"
#include "ui/page.h"

extern const Route easy_edit_routes[];    /* the rows */
extern const Route easy_text_routes[];    /* the title, all rows as text */
extern const Route easy_row_routes[];     /* one row */
extern const Route easy_picture_routes[]; /* choosing its picture */
extern const Route easy_check_routes[];   /* who understands it, what is hard */

/* What a form was made from, so that a clash is seen: fields of frame and buttons, not questions.
 */
#define FIELD_MARK "_mark"

/* "/papers/…/easy/" and the rest; arena. */
const char *easy_path(Request *r, int64_t paper_id, const char *rest);
/* The same of a row; `place` from 0, in addresses from 1. */
const char *easy_row_path(Request *r, int64_t paper_id, int place, const char *rest);
/* Where the row stands among the others. */
const char *easy_row_anchor(Request *r, int64_t paper_id, int place);
int easy_row_in_path(Request *r); /* from 0; -1: no such number */

/* Cut after so many letters, at a space where there is one near; arena. */
const char *short_words(Arena *arena, const char *words, int letters);
/* The row as it will be read. */
void put_easy_row(Page *page, const EasyRow *row);
/* What could be easier in this row; nothing where no hints were asked for. */
void put_easy_hints(Page *page, const EasyDraft *draft, const EasyRow *row);
/* The same of many: `shown` has the pictures of all rows (paper_pictures.h). */
void put_found_row(Page *page, const EasyRow *row, const PaperPictures *shown);
/* "Checked by … on …. Thank you, …". */
void put_easy_check(Page *page, const EasyCheck *check);
/* All, below their heading; nothing for an empty list. */
void put_easy_checks(Page *page, const EasyCheck *checks);
/* "3 rows of the Easy Read may be out of date", with the way there; nothing when none is. */
/* `next`: what organisers work on (papers_find_next). */
void put_easy_out_of_date(Page *page, const Paper *next);
int easy_out_of_date(const Paper *next);
/* Noon UTC of this day where the community is. */
int64_t easy_noon_today_us(Request *r);
