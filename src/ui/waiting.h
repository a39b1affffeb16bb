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

/* An array ended by a NULL title, or NULL: nothing waits. */
typedef const Waiting *(*WaitingSource)(Request *r);

/* Which of the sources may have something, one bool each: by one statement for all of them, since
 * mostly nothing waits, and a start page that asked every subject would cost more with each. */
typedef void (*WaitingGlance)(Request *r, bool *ret_may_wait);
