/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One list under one lock, and one thread that goes through it once a second while there is
 * anybody. With 2,000 of them a round costs microseconds: no index is worth keeping. */
#include "web/streams.h"

#include "base/random.h"

#include <pthread.h>
#include <string.h>

typedef struct Stream Stream;
struct Stream {
  Stream *previous, *next;
  Streams *streams;
  Exchange *x;
  int64_t community_id, member_id, session_id;
  char *topic;
  int64_t beat_at_us, ends_at_us;
  bool has_begun, has_news, wants_beat, is_over; /* what it says next */
};

struct Streams {
  pthread_mutex_t lock; /* whoever holds it can rely on the exchanges of all streams */
  pthread_cond_t look;
  StreamLimits limits;
  Stream *first;
  int count;
  bool is_closed, is_stopping;
  GThread *thread;
};

/* Also said at the start: whatever happened between the page and its stream is seen. */
static const char news[] = "data: changed\n\n", beginning[] = "retry: 3000\ndata: changed\n\n",
                  beat[] = ":\n\n";

static void
end_stream(Stream *stream)
{
  stream->is_over = true;
  exchange_wake(stream->x);
}

/* ---- once a second ---- */

static void
look_at(Stream *stream, int64_t now_us)
{
  if (now_us >= stream->ends_at_us) {
    end_stream(stream);
  } else if (now_us >= stream->beat_at_us) {
    stream->beat_at_us = now_us + stream->streams->limits.beat_ms * (int64_t)1000;
    stream->wants_beat = true;
    exchange_wake(stream->x);
  }
}

static gpointer
keep_alive(gpointer data)
{
  Streams *streams = data;
  const int64_t round_us = CLAMP(streams->limits.beat_ms / 4, 5, 1000) * (int64_t)1000;

  pthread_mutex_lock(&streams->lock);
  while (!streams->is_stopping) {
    const int64_t now_us = g_get_monotonic_time(), then_us = now_us + round_us;
    const struct timespec then = { then_us / 1000000, then_us % 1000000 * 1000 };

    for (Stream *stream = streams->first; stream; stream = stream->next)
      look_at(stream, now_us);
    if (streams->first)
      pthread_cond_timedwait(&streams->look, &streams->lock, &then);
    else
      pthread_cond_wait(&streams->look, &streams->lock);
  }
  pthread_mutex_unlock(&streams->lock);
  return NULL;
}

/* ---- one stream ---- */

static const char *
choose_piece(Stream *stream)
{
  if (!stream->has_begun || stream->has_news) {
    const bool is_first = !stream->has_begun;

    stream->has_begun = true;
    stream->has_news = stream->wants_beat = false;
    return is_first ? beginning : news;
  }
  if (stream->wants_beat) {
    stream->wants_beat = false;
    return beat;
  }
  return NULL;
}

/* On the event loop. */
static ssize_t
say_next(Exchange *x, char *ret_bytes, size_t max)
{
  Stream *stream = exchange_data(x);

  pthread_mutex_lock(&stream->streams->lock);

  const bool is_over = stream->is_over;
  const char *piece = is_over ? NULL : choose_piece(stream);

  pthread_mutex_unlock(&stream->streams->lock);
  if (!piece)
    return is_over ? -1 : 0;

  const size_t len = g_strlcpy(ret_bytes, piece, max);

  g_assert(len < max);
  return (ssize_t)len;
}

/* The exchange has ended, whoever ended it. */
static void
forget_stream(gpointer data)
{
  Stream *stream = data;
  Streams *streams = stream->streams;

  pthread_mutex_lock(&streams->lock);
  if (stream->previous)
    stream->previous->next = stream->next;
  else
    streams->first = stream->next;
  if (stream->next)
    stream->next->previous = stream->previous;
  streams->count--;
  pthread_mutex_unlock(&streams->lock);
  g_free(stream->topic);
  g_free(stream);
}

/* Whoever goes from page to page leaves streams behind that nobody hears: a member's newest are the
 * ones that count. */
static void
leave_newest(Streams *streams, int64_t community_id, int64_t member_id)
{
  int kept = 1;

  for (Stream *one = streams->first; one; one = one->next)
    if (!one->is_over && one->community_id == community_id && one->member_id == member_id &&
        ++kept > streams->limits.member_most)
      end_stream(one);
}

static bool
has_room(const Streams *streams, int64_t community_id)
{
  int of_community = 0;

  for (const Stream *one = streams->first; one; one = one->next)
    of_community += !one->is_over && one->community_id == community_id;
  return !streams->is_closed && streams->count < streams->limits.most &&
         of_community < streams->limits.community_most;
}

static void
add_stream(Streams *streams, Stream *stream)
{
  stream->next = streams->first;
  if (stream->next)
    stream->next->previous = stream;
  else
    pthread_cond_signal(&streams->look);
  streams->first = stream;
  streams->count++;
}

/* Up to a fifth sooner: those that began together do not all come again at once. */
static int64_t
choose_life_us(const StreamLimits *limits)
{
  uint32_t chance;

  random_bytes(&chance, sizeof(chance));
  return (limits->life_ms - chance % (limits->life_ms / 5 + 1)) * (int64_t)1000;
}

bool
streams_add(Streams *streams, Exchange *x, int64_t community_id, int64_t member_id,
            int64_t session_id, const char *topic)
{
  const StreamLimits *limits = &streams->limits;
  const int64_t now_us = g_get_monotonic_time(), life_us = choose_life_us(limits);

  pthread_mutex_lock(&streams->lock);

  leave_newest(streams, community_id, member_id);

  const bool may = has_room(streams, community_id);

  if (may) {
    Stream *stream = g_new(Stream, 1);

    *stream = (Stream){ .streams = streams,
                        .x = x,
                        .community_id = community_id,
                        .member_id = member_id,
                        .session_id = session_id,
                        .topic = g_strdup(topic),
                        .beat_at_us = now_us + limits->beat_ms * (int64_t)1000,
                        .ends_at_us = now_us + life_us };
    exchange_set_data(x, stream, forget_stream);
    add_stream(streams, stream);
  }
  pthread_mutex_unlock(&streams->lock);
  return may;
}

void
streams_begin(Exchange *x)
{
  exchange_stream(x, 200, say_next);
}

/* ---- all of them ---- */

void
streams_tell(Streams *streams, const char *topic)
{
  pthread_mutex_lock(&streams->lock);
  for (Stream *stream = streams->first; stream; stream = stream->next) {
    if (strcmp(stream->topic, topic) != 0)
      continue;
    stream->has_news = true;
    exchange_wake(stream->x);
  }
  pthread_mutex_unlock(&streams->lock);
}

void
streams_end_session(Streams *streams, int64_t community_id, int64_t session_id)
{
  if (session_id == 0)
    return;
  pthread_mutex_lock(&streams->lock);
  for (Stream *stream = streams->first; stream; stream = stream->next)
    if (stream->community_id == community_id && stream->session_id == session_id)
      end_stream(stream);
  pthread_mutex_unlock(&streams->lock);
}

int
streams_count(Streams *streams)
{
  pthread_mutex_lock(&streams->lock);
  const int count = streams->count;
  pthread_mutex_unlock(&streams->lock);
  return count;
}

Streams *
streams_start(const StreamLimits *limits)
{
  Streams *streams = g_new0(Streams, 1);
  StreamLimits *own = &streams->limits;
  pthread_condattr_t monotonic;

  *own = *limits;
  own->most = own->most > 0 ? own->most : 2000;
  own->community_most = own->community_most > 0 ? own->community_most : 500;
  own->member_most = own->member_most > 0 ? own->member_most : 8;
  own->beat_ms = own->beat_ms > 0 ? own->beat_ms : 20000;
  own->life_ms = own->life_ms > 0 ? own->life_ms : 300000;
  pthread_mutex_init(&streams->lock, NULL);
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&streams->look, &monotonic);
  pthread_condattr_destroy(&monotonic);
  streams->thread = g_thread_new("streams", keep_alive, streams);
  return streams;
}

void
streams_end_all(Streams *streams)
{
  pthread_mutex_lock(&streams->lock);
  streams->is_closed = true;
  for (Stream *stream = streams->first; stream; stream = stream->next)
    end_stream(stream);
  pthread_mutex_unlock(&streams->lock);
}

void
streams_free(Streams *streams)
{
  if (!streams)
    return;
  pthread_mutex_lock(&streams->lock);
  streams->is_stopping = true;
  pthread_cond_signal(&streams->look);
  pthread_mutex_unlock(&streams->lock);
  g_thread_join(streams->thread);
  g_assert(streams->first == NULL);
  pthread_mutex_destroy(&streams->lock);
  pthread_cond_destroy(&streams->look);
  g_free(streams);
}
