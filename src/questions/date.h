/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Dates as people type them, in three boxes or in one text, and what is wrong with them. */
#pragma once

#include "questions/questions.h"

typedef enum { DATE_REAL, DATE_NOT_WHOLE, DATE_SHORT_YEAR, DATE_NOT_REAL } DateFault;

/* "26 11 2026", "26/11/2026", "26 Nov 2026", "2026-11-26". The numbers are set for DATE_REAL only.
 */
DateFault date_read(const char *text, int *ret_year, int *ret_month, int *ret_day);

/* The boxes of a date: name-day, name-month, name-year. */
enum { DATE_BOXES = 3, DATE_BOX_NAME_MAX = 100 };
const char *date_box_name(const Question *question, int box, char ret_name[DATE_BOX_NAME_MAX]);
/* What stands in a box: as typed there, else taken from the answer "2026-11-26". Arena; never NULL.
 */
const char *date_box_text(const Question *question, int box, const Answers *answers);

/* Below: for questions.c. */
bool date_has_box(const Question *questions, const char *field); /* of any date of the table */
int date_times_sent(const Question *question, const Answers *answers); /* the fullest box */
/* What came in the boxes becomes the answer, as typed; nothing when no box came. */
void date_join(const Question *question, Answers *answers);
void date_drop(const Question *question, Answers *answers); /* any kind: the answer is dropped */
/* Adds a refusal, or makes the answer "2026-11-26". */
void date_check(const Question *question, Answers *answers, Refusals *refusals);
