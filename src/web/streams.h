/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Open event streams (the HTML standard's server-sent events): who listens to which topic. All that
 * a stream ever says is that something changed, so nothing queues up, a slow reader misses nothing,
 * and what changed is read as any page is, by whoever may. Private to web/. */
#pragma once

#include "web/server.h"

typedef struct Streams Streams;

/* 0: as usual. */
typedef struct {
  int most;           /* in this process; 0: 2,000 */
  int community_most; /* 0: 500 */
  int member_most;    /* the newest; older ones end. 0: 8: a few devices, with several windows */
  int beat_ms;        /* so often a quiet one says that it lives; 0: 20,000 */
  int life_ms;        /* then it ends; the browser asks again, and whether it may; 0: 300,000 */
} StreamLimits;

Streams *streams_start(const StreamLimits *limits);
/* They end, and no new ones begin: the server is about to stop. */
void streams_end_all(Streams *streams);
/* The server has stopped. */
void streams_free(Streams *streams);

/* The exchange's data is the stream's from here on; `topic` is copied. False: as many as there may
 * be, and nothing was changed. */
bool streams_add(Streams *streams, Exchange *x, int64_t community_id, int64_t member_id,
                 int64_t session_id, const char *topic);
/* Answers an exchange that was added: its headers are there, and it is the caller's no more. */
void streams_begin(Exchange *x);
/* All who listen to it hear that something changed. */
void streams_tell(Streams *streams, const char *topic);
/* Whoever signed out listens no more. */
void streams_end_session(Streams *streams, int64_t community_id, int64_t session_id);
int streams_count(Streams *streams);
