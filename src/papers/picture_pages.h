/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is asked about an own picture, and what its pages share. */
#pragma once

#include "papers/own_pictures.h"
#include "papers/papers_pages.h"
#include "ui/form.h"

extern const Choice picture_people_choices[];

#define PICTURE_SHOWS_QUESTIONS                                                                 \
  { .name = "shows",                                                                            \
    .kind = ASK_TEXT,                                                                           \
    .picture = "look",                                                                          \
    .max_length = PICTURE_SHOWS_MAX,                                                            \
    .label = N_("What does the picture show?"),                                                 \
    .hint = N_("For people who cannot see it. For example: Our garden with four people"),       \
    .missing = N_("Say what the picture shows"),                                                \
    .is_needed = true },                                                                        \
      { .name = "words",                                                                        \
        .kind = ASK_TEXT,                                                                       \
        .picture = "search",                                                                    \
        .max_length = PICTURE_WORDS_MAX,                                                        \
        .label = N_("More words to find it by"),                                                \
        .hint = N_("For example: plants, outside, meeting") },                                  \
  {                                                                                             \
    .name = "credit", .kind = ASK_TEXT, .picture = "colours", .max_length = PICTURE_CREDIT_MAX, \
    .label = N_("Who made it?"),                                                                \
    .hint = N_("Only if they want their name beside it. You can leave this empty.")             \
  }

#define PICTURE_PEOPLE_QUESTIONS                                                                \
  { .name = "people",                                                                           \
    .kind = ASK_ONE_OF,                                                                         \
    .picture = "people",                                                                        \
    .choices = picture_people_choices,                                                          \
    .label = N_("Who is in the picture?"),                                                      \
    .missing = N_("Say who is in the picture"),                                                 \
    .is_needed = true },                                                                        \
  {                                                                                             \
    .name = "consent", .kind = ASK_TEXT, .picture = "yes", .shown_if = "people=yes",            \
    .max_length = PICTURE_CONSENT_MAX, .label = N_("Who said yes, and when?"),                  \
    .hint = N_("Only organisers see this. For example: Sam and Mabel, on 3 May, at the table"), \
    .missing = N_("Say who said yes, and when"), .is_needed = true                              \
  }

/* Of those questions. */
OwnPicture picture_from_answers(Request *r);
/* Refuses at "people" where they have not all been asked. */
void picture_check_people(Request *r);
/* "/pictures/…" and more; what it shows, or that nobody has said yet. Arena memory. */
const char *picture_path(Request *r, const char *name, const char *more);
const char *picture_title(Request *r, const OwnPicture *picture);
