/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One request and its reply on a connection: through the gate, its body in, handed over, waiting
 * suspended without a thread, answered. The callbacks that libmicrohttpd makes from its event
 * loops; starting and stopping is in server.c. */
#include "base/block.h"
#include "web/gate.h"
#include "web/wire.h"

#include <unistd.h>

enum {
  SLOW_BYTES_PER_S = 2048, /* slower clients are cut off */
  BODY_MS = 20000,         /* and the time the bytes need at the slow rate */
  REPLY_MS = 60000,        /* likewise */
};
/* Bodies of all requests together: more are answered 503. */
static const uint64_t BODIES_MAX = 256 * 1024 * 1024;

/* Life of an exchange. */

/* The site reads the query itself. The library would list its pieces in the connection's memory,
 * and fall silent where they do not fit, so it is to see one piece only. The bytes lie in its own
 * buffer, which it goes on to write into. */
static void
make_query_one_piece(const char *target)
{
  for (char *mark = strchr(target, '&'); mark; mark = strchr(mark, '&'))
    *mark = '/';
}

/* The library calls this when the request line is in: the start of an exchange. */
void *
begin_exchange(void *data, const char *target, struct MHD_Connection *wire)
{
  Server *server = data;
  Exchange *x = g_new0(Exchange, 1);
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(wire, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  x->server = server;
  x->peer = info->socket_context;
  x->wire = wire;
  x->target = g_strdup(target);
  make_query_one_piece(target);
  x->headers.max = 64 * 1024;
  atomic_fetch_add_explicit(&server->running, 1, memory_order_relaxed);
  watcher_expect(server->watcher, x->peer, server->options.head_ms);
  return x;
}

void
end_exchange(void *data, struct MHD_Connection *wire, void **slot,
             enum MHD_RequestTerminationCode code)
{
  Server *server = data;
  Exchange *x = *slot;

  (void)wire;
  (void)code;
  *slot = NULL;
  if (!x)
    return;
  watcher_expect(server->watcher, x->peer, server->options.idle_ms);
  atomic_fetch_sub(&server->bodies, x->reserved);
  if (x->free_data)
    x->free_data(x->data);
  if (x->response)
    MHD_destroy_response(x->response);
  buffer_clear(&x->body);
  buffer_clear(&x->headers);
  g_free(x->target);
  g_free(x);
  atomic_fetch_sub(&server->running, 1);
}

void
watch_connection(void *data, struct MHD_Connection *wire, void **slot,
                 enum MHD_ConnectionNotificationCode code)
{
  Server *server = data;

  if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
    watcher_forget(server->watcher, *slot);
    *slot = NULL;
    return;
  }

  int fd = MHD_get_connection_info(wire, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  const struct sockaddr *address =
      MHD_get_connection_info(wire, MHD_CONNECTION_INFO_CLIENT_ADDRESS)->client_addr;

  *slot = watcher_add(server->watcher, fd, address, server->options.head_ms);
}

/* Replies. */

void
exchange_add_header(Exchange *x, const char *name, const char *value)
{
  const size_t len = strlen(value);

  for (size_t i = 0; i < len; i++) {
    while (len - i >= BLOCK && !block_has_controls(value + i))
      i += BLOCK;
    if (i < len && (((unsigned char)value[i] < 0x20 && value[i] != '\t') || value[i] == 0x7f))
      g_error("a reply header with a control byte: %s", name);
  }
  buffer_put(&x->headers, name, strlen(name) + 1);
  buffer_put(&x->headers, value, len + 1);
}

static void
add_headers(Exchange *x)
{
  const char *at = x->headers.data, *end = at + x->headers.len;

  if (x->headers.is_full)
    g_error("too many reply headers");
  while (at < end) {
    const char *value = at + strlen(at) + 1;

    if (MHD_add_response_header(x->response, at, value) != MHD_YES)
      g_error("a reply header was refused: %s", at);
    at = value + strlen(value) + 1;
  }
  if (atomic_load_explicit(&x->server->is_stopping, memory_order_relaxed))
    MHD_add_response_header(x->response, "Connection", "close");
}

static void
give_to_loop(Exchange *x, Stage stage)
{
  int handling = HANDLING;

  if (atomic_compare_exchange_strong(&x->stage, &handling, (int)stage))
    return; /* still inside handle(): the loop sees it there */

  /* The loop may go on, and free the exchange, as soon as the stage says so and the connection is
   * awake; before that nobody else touches it. */
  struct MHD_Connection *wire = x->wire;

  atomic_store(&x->stage, (int)stage);
  MHD_resume_connection(wire);
}

void
send_response(Exchange *x, int status, struct MHD_Response *response, uint64_t bytes)
{
  if (!response)
    g_error("no memory for a reply");
  g_assert(x->response == NULL);
  x->response = response;
  x->status = status;
  x->reply_bytes = bytes;
  add_headers(x);

  give_to_loop(x, REPLIED);
}

void
exchange_go_on(Exchange *x, void (*then)(Exchange *x))
{
  x->then = then;
  give_to_loop(x, GIVEN_BACK);
}

static void
unref_body(void *body)
{
  g_bytes_unref(body);
}

void
exchange_reply(Exchange *x, int status, GBytes *body)
{
  static char nothing[1];
  size_t len = 0;
  const void *bytes = body ? g_bytes_get_data(body, &len) : NULL;
  struct MHD_Response *response =
      len == 0 ? MHD_create_response_from_buffer(0, nothing, MHD_RESPMEM_PERSISTENT)
               : MHD_create_response_from_buffer_with_free_callback_cls(
                     len, (void *)bytes, unref_body, g_bytes_ref(body));

  send_response(x, status, response, len);
}

void
exchange_reply_file(Exchange *x, int status, int fd, uint64_t offset, uint64_t len)
{
  send_response(x, status, MHD_create_response_from_fd_at_offset64(len, fd, offset), len);
}

/* Sends what was replied; on the loop only. */
static enum MHD_Result
queue_reply(Exchange *x)
{
  Server *server = x->server;
  uint64_t slow_ms = x->reply_bytes / SLOW_BYTES_PER_S * 1000;

  watcher_expect(server->watcher, x->peer, (int64_t)(REPLY_MS + slow_ms));
  return MHD_queue_response(x->wire, (unsigned)x->status, x->response);
}

/* A refusal before anybody but the server has seen the request: the connection ends with it. */
static enum MHD_Result
refuse_exchange(Exchange *x, int status, const char *words)
{
  g_autoptr(GBytes) body = g_bytes_new_static(words, strlen(words));

  x->stage = HANDLING;
  exchange_add_header(x, "Content-Type", "text/plain; charset=utf-8");
  exchange_add_header(x, "Cache-Control", "no-store");
  exchange_add_header(x, "Connection", "close");
  exchange_reply(x, status, body);
  return queue_reply(x);
}

/* What the client still sends of it is dropped elsewhere, so that the answer is not lost with a
 * reset connection. */
static enum MHD_Result
refuse_body(Exchange *x, int status)
{
  Server *server = x->server;

  linger_take(server->linger,
              dup(MHD_get_connection_info(x->wire, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd));
  if (!server->options.refused)
    return refuse_exchange(x, status, "What was sent is too large. Nothing of it was kept.\n");
  atomic_store(&x->stage, HANDLING);
  exchange_add_header(x, "Connection", "close");
  server->options.refused(x, status, server->options.data);
  g_assert(atomic_load(&x->stage) == REPLIED);
  return queue_reply(x);
}

/* Reading. */

typedef struct {
  GateField fields[GATE_FIELDS_MAX + 1];
  size_t count;
} FieldList;

static enum MHD_Result
collect_field(void *data, enum MHD_ValueKind kind, const char *name, size_t name_len,
              const char *value, size_t value_len)
{
  FieldList *list = data;
  GateField *field = &list->fields[list->count];

  (void)kind;
  *field = (GateField){ name, value ? value : "", name_len, value ? value_len : 0, 0 };
  /* Name and value are pieces of the same received line; what lies between them is the colon and
   * blanks. A value elsewhere is not the line's own: counted as if without blank, so that the sum
   * shows it. */
  if (field->value_len > 0) {
    ptrdiff_t gap = value - (name + name_len);
    bool is_same_line = gap >= 1 && gap <= 16;

    field->line_bytes = name_len + (is_same_line ? (size_t)gap : 1) + value_len + 2;
  }
  list->count++;
  return list->count > GATE_FIELDS_MAX ? MHD_NO : MHD_YES;
}

/* True while the bodies of all requests fit. */
static bool
reserve_body(Exchange *x, uint64_t bytes)
{
  if (atomic_fetch_add(&x->server->bodies, bytes) + bytes > BODIES_MAX) {
    atomic_fetch_sub(&x->server->bodies, bytes);
    return false;
  }
  x->reserved = bytes;
  return true;
}

static enum MHD_Result
open_exchange(Exchange *x, const char *method, const char *version)
{
  const ServerOptions *options = &x->server->options;
  FieldList list = { .count = 0 };
  GateBody body = { 0 };

  MHD_get_connection_values_n(x->wire, MHD_HEADER_KIND, collect_field, &list);

  GateHead head = {
    method,
    x->target,
    version,
    MHD_get_connection_info(x->wire, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)->header_size,
    list.fields,
    list.count
  };

  if (gate_refusal(&head, &body))
    return refuse_exchange(x, 400, "This request is not written as it should be.\n");

  char *mark = strchr(x->target, '?');

  if (mark)
    *mark = '\0';
  x->query = mark ? mark + 1 : x->target + strlen(x->target);
  x->method = method;

  size_t max = options->body_max ? options->body_max(x, options->data) : 0;

  if (body.body_bytes > max)
    return refuse_body(x, 413);
  x->body.max = max;
  if (!reserve_body(x, body.is_chunked ? max : body.body_bytes))
    return refuse_body(x, 503);
  watcher_expect(x->server->watcher, x->peer, BODY_MS);
  return MHD_YES;
}

static enum MHD_Result
take_body(Exchange *x, const char *bytes, size_t *len)
{
  Server *server = x->server;

  buffer_put(&x->body, bytes, *len);
  if (x->body.is_full) {
    /* Only a chunked body comes here. Once begun, the library can answer only after its end: so
     * much again is read and dropped, then the connection is cut. */
    x->dropped += *len;
    if (x->dropped > x->body.max + 1024 * 1024)
      return MHD_NO;
  }
  *len = 0;
  watcher_expect(server->watcher, x->peer,
                 (int64_t)(BODY_MS + x->body.len / SLOW_BYTES_PER_S * 1000));
  return MHD_YES;
}

/* After what was called has returned. */
static enum MHD_Result
see_what_became(Exchange *x)
{
  while (atomic_load(&x->stage) == GIVEN_BACK) {
    atomic_store(&x->stage, HANDLING);
    x->then(x);
  }
  if (atomic_load(&x->stage) == REPLIED)
    return queue_reply(x);

  /* From the exchange on WAITING it is somebody else's, so what is still needed is read before. */
  struct MHD_Connection *wire = x->wire;
  int handling = HANDLING;

  MHD_suspend_connection(wire);
  if (!atomic_compare_exchange_strong(&x->stage, &handling, WAITING))
    MHD_resume_connection(wire);
  return MHD_YES;
}

static enum MHD_Result
hand_over(Exchange *x)
{
  if (x->body.is_full)
    return refuse_body(x, 413);
  watcher_expect(x->server->watcher, x->peer, 0);
  atomic_store(&x->stage, HANDLING);
  x->server->options.handle(x, x->server->options.data);
  return see_what_became(x);
}

enum MHD_Result
take_request(void *data, struct MHD_Connection *wire, const char *url, const char *method,
             const char *version, const char *bytes, size_t *len, void **slot)
{
  Exchange *x = *slot;

  (void)data;
  (void)wire;
  (void)url;
  if (!x->method && !x->response)
    return open_exchange(x, method, version);
  if (*len > 0)
    return take_body(x, bytes, len);
  switch (atomic_load(&x->stage)) {
  case READING:
    return hand_over(x);
  case GIVEN_BACK:
  case REPLIED:
    return see_what_became(x);
  default:
    return MHD_YES;
  }
}

/* Reading what was sent. */

const char *
exchange_method(const Exchange *x)
{
  return x->method;
}

const char *
exchange_path(const Exchange *x)
{
  return x->target;
}

const char *
exchange_query(const Exchange *x)
{
  return x->query;
}

const char *
exchange_header(const Exchange *x, const char *name)
{
  return MHD_lookup_connection_value(x->wire, MHD_HEADER_KIND, name);
}

const char *
exchange_body(const Exchange *x, size_t *ret_len)
{
  *ret_len = x->body.len;
  return x->body.data ? x->body.data : "";
}

const char *
exchange_address(const Exchange *x)
{
  return peer_address(x->peer);
}

void *
exchange_data(const Exchange *x)
{
  return x->data;
}

void
exchange_set_data(Exchange *x, void *data, GDestroyNotify free_data)
{
  x->data = data;
  x->free_data = free_data;
}
