/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What handlers wish waits in the request until their answer is kept: a POST may be undone, or run
 * twice. */
#include "web/live.h"

#include "web/site.h"

typedef enum { LIVE_TELL, LIVE_PUT, LIVE_TAKE } LiveDeed;

struct LiveWish {
  LiveDeed deed;
  const char *topic, *kind, *words;
  int64_t note_id, member_id;
  LiveWish *next;
};

static const char *
topic_name(Request *r, LiveTopic topic)
{
  return arena_format(r->arena, "%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT,
                      (gint64)request_community(r), topic.what, (gint64)topic.id);
}

void
reply_live(Request *r, LiveTopic topic)
{
  if (r->reply.kind != REPLY_NONE)
    return;
  r->reply.kind = REPLY_STREAM;
  r->reply.status = 200;
  r->reply.media_type = "text/event-stream";
  r->reply.topic = topic_name(r, topic);
}

static void
wish(Request *r, LiveWish wanted)
{
  LiveWish *kept = arena_new_of(r->arena, LiveWish, 1), **end = &r->wishes;

  while (*end)
    end = &(*end)->next;
  *kept = wanted;
  *end = kept;
}

void
live_tell(Request *r, LiveTopic topic)
{
  wish(r, (LiveWish){ .deed = LIVE_TELL, .topic = topic_name(r, topic) });
}

void
live_put(Request *r, LiveTopic topic, int64_t member_id, const char *kind, const char *words)
{
  wish(r, (LiveWish){ .deed = LIVE_PUT,
                      .topic = topic_name(r, topic),
                      .kind = arena_text(r->arena, kind),
                      .words = arena_text(r->arena, words),
                      .member_id = member_id });
}

void
live_take(Request *r, LiveTopic topic, int64_t note_id, int64_t member_id, const char *kind)
{
  wish(r, (LiveWish){ .deed = LIVE_TAKE,
                      .topic = topic_name(r, topic),
                      .kind = kind ? arena_text(r->arena, kind) : NULL,
                      .note_id = note_id,
                      .member_id = member_id });
}

const LiveNote *
live_notes(Request *r, LiveTopic topic)
{
  return board_notes(r->web->board, r->arena, topic_name(r, topic), r->now_us);
}

void
live_carry_out(Request *r)
{
  Web *web = r->web;

  for (const LiveWish *one = r->wishes; one; one = one->next) {
    if (one->deed == LIVE_PUT)
      board_put(web->board, one->topic, one->member_id, one->kind, one->words, r->now_us);
    if (one->deed == LIVE_TAKE)
      board_take(web->board, one->topic, one->note_id, one->member_id, one->kind, r->now_us);
    streams_tell(web->streams, one->topic);
  }
  r->wishes = NULL;
  if (r->is_signed_out || r->signed_in)
    streams_end_session(web->streams, request_community(r), r->session.id);
}
