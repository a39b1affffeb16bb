/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Live updates: pages that change while one looks at them, and what is shown for a moment and kept
 * nowhere. A stream says only that something changed; the page's script (assets/js/live.js) then
 * reads the page again, with its own rights and in its own language. All of it lives in this
 * process's memory: the proxy sends one host to one process (design, section 3). */
#pragma once

#include "web/request.h"

enum { LIVE_WORDS_MAX = 200 /* bytes of a note; longer ones are cut */ };

/* What one can listen to: "meeting" and its id, in the request's community. */
typedef struct {
  const char *what;
  int64_t id;
} LiveTopic;

typedef struct {
  int64_t id;        /* 0 ends a list; grows with each new note */
  int64_t member_id; /* whose; 0: of nobody in particular */
  const char *kind, *words;
} LiveNote;

/* Answers a GET with a stream on the topic, until the client goes, the member signs out, or some
 * minutes have passed: then the browser asks again. 503 where there is no room. */
void reply_live(Request *r, LiveTopic topic);

/* What follows happens once the handler's answer is kept: not when it refused or met trouble. */

/* All who listen hear that something changed. */
void live_tell(Request *r, LiveTopic topic);
/* Puts a note up, in place of the member's last of this kind, and tells. */
void live_put(Request *r, LiveTopic topic, int64_t member_id, const char *kind, const char *words);
/* Takes notes down, and tells. Each of these that is not 0 or NULL must fit. */
void live_take(Request *r, LiveTopic topic, int64_t note_id, int64_t member_id, const char *kind);

/* What is up now, in the order in which it came; ends with id 0; arena. */
const LiveNote *live_notes(Request *r, LiveTopic topic);
