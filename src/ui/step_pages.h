/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A form with one question a page, as steps.c notes it and step_pages.c draws it. */
#pragma once

#include "ui/steps.h"

typedef struct {
  const Question *all, *question;
  void *data;
  bool is_asked; /* by the answers so far */
} Step;

/* A hidden field that the form brings itself. */
typedef struct Carried Carried;
struct Carried {
  const char *name, *value;
  Carried *next;
};

struct SteppedForm {
  const char *action, *button;
  guint key; /* tells it from other forms of the page */
  const char *key_text;
  Carried *carried;
  Step *steps;
  int count, room;
  size_t start_at, lead_at, questions_at, tail_at; /* in the page's buffer */
  const char *lead, *tail; /* what was drawn in the form before and after its questions */
  size_t lead_len, tail_len;
  bool has_files, has_seen_all;
  bool is_sent_at_last; /* with the last question, without a look at all answers */
  bool is_pause;        /* "I want to ask someone first" */
  bool is_own_page;     /* else it stands on a page with other things */
};

/* Instead of a number of a step: before all of them, and where all answers are seen. */
enum { STEP_NONE = -1, STEP_CHECK = -2 };

int step_after(const SteppedForm *form, int at);  /* from STEP_NONE: the first */
int step_before(const SteppedForm *form, int at); /* STEP_NONE: there is none */

/* The question, or the page to check all answers, or the pause at either. */
void step_draw(Page *page, SteppedForm *form, int at);
