/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One question of a form, drawn: what form.c and steps.c share. Private to ui/. */
#pragma once

#include "questions/questions.h"
#include "ui/draw.h"

/* What drawing one question needs to know. */
typedef struct {
  Page *page;
  const Question *all; /* the table: for questions that hang on a choice */
  const Question *question;
  const Choice *only_if; /* the choice it hangs on, or NULL */
  void *data;
  bool is_alone; /* on a page of its own: what hangs on its choices comes on the next */
} Asked;

void ask_draw(const Asked *asked);
/* Whether the question will be drawn below a choice of another question of the table. */
bool ask_is_below_a_choice(const Asked *asked);
/* Choices that come from data may be none: then there is nothing to ask. */
bool ask_has_choices(const Asked *asked);
