/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What server.c (starting, stopping), exchange.c (requests, replies) and streaming.c (replies that
 * go on) share. Nobody else includes this, nor libmicrohttpd. */
#pragma once

#include "base/buffer.h"
#include "web/linger.h"
#include "web/server.h"
#include "web/watcher.h"

#include <microhttpd.h>
#include <stdatomic.h>

enum { DAEMONS_MAX = 2 }; /* IPv4 and IPv6 loopback */

struct Server {
  ServerOptions options;
  struct MHD_Daemon *daemons[DAEMONS_MAX];
  int daemon_count, port;
  Watcher *watcher;
  Linger *linger;
  atomic_uint_least64_t bodies; /* bytes reserved for request bodies */
  atomic_int running;           /* exchanges between their first byte and their last */
  atomic_bool is_stopping;
};

/* Who may touch an exchange: the loop while READING and HANDLING; after it was handed over, only
 * whoever replies or gives it back; after REPLIED or GIVEN_BACK the loop again. */
typedef enum { READING, HANDLING, WAITING, GIVEN_BACK, REPLIED } Stage;

struct Exchange {
  Server *server;
  Peer *peer;
  struct MHD_Connection *wire;
  char *target, *query; /* "/path", its query cut off and kept beside it */
  const char *method;
  Buffer body;
  uint64_t reserved, dropped; /* of the server's bodies; bytes past the limit */
  atomic_int stage;
  void (*then)(Exchange *x); /* GIVEN_BACK: what the loop calls */
  void *data;
  GDestroyNotify free_data;
  Buffer headers; /* name NUL value NUL … */
  int status;
  uint64_t reply_bytes;
  struct MHD_Response *response;
  StreamPiece next_piece; /* of a reply that goes on */
  atomic_int flow;        /* likewise: streaming.c */
};

/* What the library calls `response` is the exchange's from here on. */
void send_response(Exchange *x, int status, struct MHD_Response *response, uint64_t bytes);

/* Callbacks of the library; `data` is the Server. */
void *begin_exchange(void *data, const char *target, struct MHD_Connection *wire);
void end_exchange(void *data, struct MHD_Connection *wire, void **slot,
                  enum MHD_RequestTerminationCode code);
void watch_connection(void *data, struct MHD_Connection *wire, void **slot,
                      enum MHD_ConnectionNotificationCode code);
enum MHD_Result take_request(void *data, struct MHD_Connection *wire, const char *url,
                             const char *method, const char *version, const char *bytes,
                             size_t *len, void **slot);
