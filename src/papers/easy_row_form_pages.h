/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The form of one row of an Easy Read, or of a heading: what it asks and how it looks. Keeping what
 * comes back is easy_row_pages.c. */
#pragma once

#include "papers/easy_pages.h"
#include "questions/questions.h"

/* Which button was pressed, and which row stood on the page in a clash. */
#define FIELD_THEN  "_then"
#define FIELD_CLASH "_clash"
#define FIELD_NOW   "_now"
/* Of a new row: behind which, for which piece, and whether it is a heading; in addresses "after",
 * "says" and "kind". */
#define FIELD_AFTER "_after"
#define FIELD_SAYS  "_says"
#define FIELD_KIND  "_kind"

typedef struct {
  Request *r;
  const EasyDraft *draft;
  int place; /* of the row as it was found; -1: a new one, or it is gone */
  int asked; /* the place in the address, or for a new one after which it goes */
  bool is_new, is_heading, is_clash;
  int from_piece; /* a new row for this piece; -1: none */
} RowForm;

/* The row it changes; NULL: a new one, or it is gone. */
const EasyRow *row_form_row(const RowForm *form);
/* The questions of a row or of a heading; for questions_check with the form as its data. */
const Question *row_form_questions(const RowForm *form);
const char *row_form_sentence(int i); /* the name of the question, from 0 */
/* How a piece of the paper is sent as an answer; arena. */
const char *easy_piece_value(Arena *arena, const PaperPiece *piece);
/* There is a further piece that no row says, after the one this row is for. */
bool row_form_has_next(const RowForm *form);
void row_form_draw(RowForm *form);
