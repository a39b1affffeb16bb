/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What server.c (starting, stopping) and exchange.c (requests, replies) share. Nobody else includes
 * this, nor libmicrohttpd. */
#pragma once

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

/* Callbacks of the library; `data` is the Server. */
void *begin_exchange(void *data, const char *target, struct MHD_Connection *wire);
void end_exchange(void *data, struct MHD_Connection *wire, void **slot,
                  enum MHD_RequestTerminationCode code);
void watch_connection(void *data, struct MHD_Connection *wire, void **slot,
                      enum MHD_ConnectionNotificationCode code);
enum MHD_Result take_request(void *data, struct MHD_Connection *wire, const char *url,
                             const char *method, const char *version, const char *bytes,
                             size_t *len, void **slot);
