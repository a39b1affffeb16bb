/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is asked (idea 1): one static table gives the form on screen, its checks and error summary,
 * its Easy Read and paper versions, the CSV column and the API field. Drawing is ui/form.h. */
#pragma once

#include "base/arena.h"
#include "questions/answers.h"
#include "questions/refusals.h"

#include <stdbool.h>

typedef enum {
  ASK_TEXT, /* one line */
  ASK_LONG, /* several lines */
  ASK_EMAIL,
  ASK_PHONE,
  ASK_NUMBER, /* whole */
  ASK_DATE,   /* three boxes; the answer is "2026-11-26": questions/date.h */
  ASK_ONE_OF, /* radios */
  ASK_SELECT, /* a list to pick one from: only where radios would be too many */
  ASK_ANY_OF, /* check boxes */
  ASK_YES,    /* one check box; sent as "yes" */
  ASK_FILE,
} AskKind;

typedef struct {
  const char *value;   /* what is sent and stored */
  const char *label;   /* message id */
  const char *hint;    /* message id or NULL */
  const char *shows;   /* name of the question that appears when this is chosen, or NULL */
  const char *example; /* "theme=dark": a few words below it are shown in that look, or NULL */
  const char *picture; /* before its words: its name in assets/pictures, or NULL */
} Choice;

/* Choices from data: returns an arena array ended by a NULL value. `data` is what the page gave
 * to questions_check and form_draw (its Request, say). Labels are then plain text, not ids. */
typedef const Choice *(*ChoiceSource)(Arena *arena, void *data);

typedef struct Question {
  const char *name; /* lower-case, never changes its meaning */
  AskKind kind;
  const char *label;     /* message id; the Easy Read catalogue has its easier wording */
  const char *hint;      /* message id or NULL */
  const char *missing;   /* message id shown when a needed answer is missing: "Enter …" */
  const char *picture;   /* Easy Read picture, its name in assets/pictures, or NULL */
  const Choice *choices; /* ended by a NULL value */
  ChoiceSource choices_from;
  const char *shown_if;     /* "question=value" or NULL: asked only then */
  const char *autocomplete; /* WCAG 1.3.5 token or NULL */
  int max_length;           /* characters; 0: 200 for a line, 10,000 for several */
  int64_t min, max;         /* ASK_NUMBER; both 0: any. ASK_DATE: 20261126; 0: 1900 to 2199 */
  int rows;                 /* ASK_LONG: height; 0: 5 */
  bool is_needed;
  bool is_kept_as_typed; /* do not trim or tidy (a pasted paper) */
  bool says_length;      /* ASK_LONG: how much fits stands below the box */
} Question;

#define QUESTIONS_END \
  {                   \
    .name = NULL      \
  }

/* Checks all answers and adds a refusal for each that does not fit; unknown and repeated fields
 * (but for ASK_ANY_OF) are refusals too. Names that start with "_" are the frame's and buttons'.
 * True: none added. An answer hidden by shown_if is dropped; text is tidied (text_tidy; a line has
 * no line ends nor signs that turn words round, telephone numbers and numbers get plain dashes and
 * spaces). */
bool questions_check(const Question *questions, Answers *answers, void *data, Refusals *refusals);
/* The same for one question of the table. */
bool question_check(const Question *questions, const Question *question, Answers *answers,
                    void *data, Refusals *refusals);
/* Whether the answers so far make it one to ask (shown_if). */
bool question_is_asked(const Question *questions, const Question *question, const Answers *answers);
/* From the table or the source; ended by a NULL value; never NULL. */
const Choice *question_choices(const Question *question, Arena *arena, void *data);
/* Where this value stands; -1: it is none of them. */
int choice_place(const Choice *choices, const char *value);
/* Its label; NULL: it is none of them. */
const char *choice_label(const Choice *choices, const char *value);
/* NULL when there is none of that name. */
const Question *questions_find(const Question *questions, const char *name);

int question_max_length(const Question *question); /* characters: its own or its kind's */

/* The shapes that ASK_EMAIL and ASK_PHONE take, for rules that check lists typed in. */
bool question_is_email(const char *text);
bool question_is_phone(const char *text);
