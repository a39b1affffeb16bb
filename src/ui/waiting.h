/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What waits for a person: the start page shows it first. Each subject gives its own things; the
 * list of sources stands in src/subjects.c. A thing asks little, and may be left for ever. */
#pragma once

#include "web/request.h"

/* Words in the viewer's language, arena memory. */
typedef struct {
  const char *title;
  const char *words;  /* one or two sentences, or NULL */
  const char *button; /* what can be done: "Read and answer" */
  const char *href;
} Waiting;

enum { WAITING_MAX = 20 }; /* from one source: the rest is on its own page */

/* An array ended by a NULL title, or NULL: nothing waits. One statement, no more. */
typedef const Waiting *(*WaitingSource)(Request *r);
