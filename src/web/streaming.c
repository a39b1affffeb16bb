/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Replies that go on: sent piece by piece as there is something to say; in between their connection
 * is suspended, which costs no thread. What is said is streams.c's. */
#include "web/wire.h"

enum { PIECE_BYTES = 256, PIECE_MS = 20000 };

/* Of Exchange.flow. WOKEN: somebody has something to say since the loop last asked. */
typedef enum { FLOWING, RESTING, WOKEN } Flow;

/* Nothing to say: rests, unless somebody called while it was asked. From RESTING on whoever wakes
 * it may resume the connection, so it is suspended before. */
static void
rest(Exchange *x)
{
  struct MHD_Connection *wire = x->wire;
  int flowing = FLOWING;

  watcher_expect(x->server->watcher, x->peer, 0);
  MHD_suspend_connection(wire);
  if (!atomic_compare_exchange_strong(&x->flow, &flowing, RESTING))
    MHD_resume_connection(wire);
}

static ssize_t
give_piece(void *data, uint64_t at, char *ret_bytes, size_t max)
{
  Exchange *x = data;

  (void)at;
  atomic_store(&x->flow, FLOWING);

  const ssize_t len = x->next_piece(x, ret_bytes, max);

  if (len < 0)
    return MHD_CONTENT_READER_END_OF_STREAM;
  if (len > 0)
    watcher_expect(x->server->watcher, x->peer, PIECE_MS);
  else
    rest(x);
  return len;
}

void
exchange_stream(Exchange *x, int status, StreamPiece next)
{
  x->next_piece = next;
  send_response(
      x, status,
      MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, PIECE_BYTES, give_piece, x, NULL), 0);
}

void
exchange_wake(Exchange *x)
{
  if (atomic_exchange(&x->flow, WOKEN) == RESTING)
    MHD_resume_connection(x->wire);
}
