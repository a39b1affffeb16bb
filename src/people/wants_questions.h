/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "How papers reach me": asked by organisers of others and by each person of themselves (R11, R66).
 */
#pragma once

#include "people/people.h"
#include "questions/questions.h"

extern const Choice format_choices[], points_choices[], grade_choices[], speed_choices[];
extern const Choice extra_choices[];

/* Rows of a Question table. */
#define WANTS_QUESTIONS                                                                \
  { .name = "formats",                                                                 \
    .kind = ASK_ANY_OF,                                                                \
    .label = N_("Papers as"),                                                          \
    .picture = "books",                                                                \
    .hint = N_("Tick all that help. Nothing ticked means: as a web page."),            \
    .choices = format_choices },                                                       \
      { .name = "points",                                                              \
        .kind = ASK_ONE_OF,                                                            \
        .label = N_("How large is the large print?"),                                  \
        .picture = "letters",                                                          \
        .choices = points_choices,                                                     \
        .shown_if = "formats=large-print" },                                           \
      { .name = "speed",                                                               \
        .kind = ASK_ONE_OF,                                                            \
        .label = N_("How fast should the voice be?"),                                  \
        .picture = "listen",                                                           \
        .choices = speed_choices,                                                      \
        .shown_if = "formats=audio" },                                                 \
      { .name = "grade",                                                               \
        .kind = ASK_ONE_OF,                                                            \
        .label = N_("Which braille?"),                                                 \
        .picture = "hand",                                                             \
        .choices = grade_choices,                                                      \
        .shown_if = "formats=braille" },                                               \
  {                                                                                    \
    .name = "extras", .kind = ASK_ANY_OF, .label = N_("What else helps with papers?"), \
    .picture = "heart", .choices = extra_choices                                       \
  }

void wants_from_answers(const Answers *answers, FormatWants *ret_wants);
void wants_to_answers(const FormatWants *wants, Answers *answers);
