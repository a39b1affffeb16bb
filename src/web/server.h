/* SPDX-License-Identifier: AGPL-3.0-or-later
 * HTTP in and out: sockets, the header gate, bodies, graceful stop. libmicrohttpd stands behind
 * this header and nowhere else; it knows no route, no page and no database. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct Server Server;
typedef struct Exchange Exchange; /* one request and its reply on a connection */

typedef struct {
  const char *address; /* NULL: 127.0.0.1 and ::1 */
  int port;            /* 0: any free one, see server_port */
  int loops;           /* event loops; 0: 2 */
  int connections_max; /* 0: 4096 */
  int per_address_max; /* connections from one address; 0: no limit (loopback proxy) */
  size_t pool_bytes;   /* memory a connection: headers of a request must fit; 0: 6 KiB */
  int head_ms;         /* a request's headers must be in after this (slow clients); 0: 10 000 */
  int idle_ms;         /* a connection without a request is closed after this; 0: 60 000 */
  /* Called when the headers are in and have passed the gate: how many body bytes may follow
   * (0: none; a larger body is answered 413 with no more reading). */
  size_t (*body_max)(Exchange *x, void *data);
  /* Called instead of handle() for a body that is too large (413), or for which there is no room
   * among those of others (503): answers at once. NULL: a line of plain text is sent. */
  void (*refused)(Exchange *x, int status, void *data);
  /* Called once, when the whole body is in, on an event loop: must not wait. It answers now or
   * keeps the exchange and answers later from any thread. */
  void (*handle)(Exchange *x, void *data);
  void *data;
} ServerOptions;

Server *server_start(const ServerOptions *options, GError **err);
int server_port(const Server *server);
/* Stops accepting, lets running exchanges finish for at most `seconds`, frees. */
void server_stop(Server *server, int seconds);
int server_connections(const Server *server);

/* Borrowed until the reply is sent. */
const char *exchange_method(const Exchange *x);
const char *exchange_path(const Exchange *x);  /* as sent, without the query, not decoded */
const char *exchange_query(const Exchange *x); /* after '?', or "" */
const char *exchange_header(const Exchange *x, const char *name); /* NULL: not sent */
const char *exchange_body(const Exchange *x, size_t *ret_len);
const char *exchange_address(const Exchange *x); /* "203.0.113.7", of the socket */
void *exchange_data(const Exchange *x);
void exchange_set_data(Exchange *x, void *data, GDestroyNotify free_data);

/* From the thread that holds an exchange which handle() kept: gives it back to its event loop,
 * which calls `then` as it called handle(). */
void exchange_go_on(Exchange *x, void (*then)(Exchange *x));

/* One reply an exchange. Headers must be clean (no control bytes: the program aborts). */
void exchange_add_header(Exchange *x, const char *name, const char *value);
void exchange_reply(Exchange *x, int status, GBytes *body); /* shares the bytes */
void exchange_reply_file(Exchange *x, int status, int fd, uint64_t offset,
                         uint64_t len); /* owns fd */

/* A reply that goes on. On the event loop: writes the next piece, at most `max` bytes, and returns
 * its length. 0: there is none now, and the connection rests, without a thread, until
 * exchange_wake. -1: it was the last. A client that does not take a piece within 20 seconds is cut
 * off. */
typedef ssize_t (*StreamPiece)(Exchange *x, char *ret_bytes, size_t max);
void exchange_stream(Exchange *x, int status, StreamPiece next);
/* Asks for the next piece; never too early, never lost. Any thread that keeps the exchange's data
 * from being freed meanwhile. */
void exchange_wake(Exchange *x);
