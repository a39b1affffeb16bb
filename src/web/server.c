/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starting libmicrohttpd's event loops and stopping them gracefully. Deadlines for slow clients are
 * kept by a watcher of our own (web/watcher.c), since the library only knows idleness. */
#include "web/listen.h"
#include "web/wire.h"

#include <linux/filter.h>
#include <sys/socket.h>
#include <unistd.h>

enum { DRAIN_POLL_US = 2000, HANDSHAKE_US = 10000 };

/* The path is decoded by the site, once and strictly. */
static size_t
keep_escapes(void *data, struct MHD_Connection *wire, char *text)
{
  (void)data;
  (void)wire;
  return strlen(text);
}

static void
drop_log(void *data, const char *format, va_list args)
{
  /* The library's own lines may hold what was sent: they are not for the journal. */
  (void)data;
  (void)format;
  (void)args;
}

static struct MHD_Daemon *
start_daemon(Server *server, int listen_fd, int loops)
{
  const ServerOptions *options = &server->options;
  struct MHD_OptionItem pool[] = {
    { loops > 1 ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END, loops, NULL },
    { MHD_OPTION_END, 0, NULL },
  };

  return MHD_start_daemon(
      MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0, NULL, NULL,
      take_request, server, MHD_OPTION_EXTERNAL_LOGGER, drop_log, NULL, MHD_OPTION_LISTEN_SOCKET,
      listen_fd, MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK, begin_exchange,
      server, MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL, MHD_OPTION_NOTIFY_COMPLETED,
      end_exchange, server, MHD_OPTION_NOTIFY_CONNECTION, watch_connection, server,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, options->pool_bytes, MHD_OPTION_CONNECTION_LIMIT,
      (unsigned)options->connections_max, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
      (unsigned)options->per_address_max, MHD_OPTION_CONNECTION_TIMEOUT, 0u, MHD_OPTION_ARRAY, pool,
      MHD_OPTION_END);
}

static void
fill_defaults(ServerOptions *options)
{
  options->loops = options->loops > 0 ? options->loops : 2;
  options->connections_max = options->connections_max > 0 ? options->connections_max : 4096;
  options->pool_bytes = options->pool_bytes > 0 ? options->pool_bytes : 6 * 1024;
  options->head_ms = options->head_ms > 0 ? options->head_ms : 10000;
  options->idle_ms = options->idle_ms > 0 ? options->idle_ms : 60000;
}

Server *
server_start(const ServerOptions *options, GError **err)
{
  Server *server = g_new0(Server, 1);
  int fds[DAEMONS_MAX];

  g_assert(options->handle);
  server->options = *options;
  fill_defaults(&server->options);
  server->linger = linger_start();
  server->watcher = watcher_start(MIN(server->options.head_ms, server->options.idle_ms));

  int count = listen_open(options->address, options->port, fds, DAEMONS_MAX, &server->port, err);

  for (int i = 0; i < count; i++) {
    server->daemons[i] = start_daemon(server, fds[i], i == 0 ? server->options.loops : 1);
    if (!server->daemons[i]) {
      g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_FAILED, "cannot start serving");
      for (int left = i; left < count; left++)
        close(fds[left]);
      count = 0;
      break;
    }
    server->daemon_count++;
  }
  if (count > 0)
    return server;
  server_stop(server, 0);
  return NULL;
}

int
server_port(const Server *server)
{
  return server->port;
}

int
server_connections(const Server *server)
{
  return watcher_count(server->watcher);
}

/* Connections that the kernel has accepted already are served, not reset. */
static void
take_waiting(struct MHD_Daemon *daemon, int listen_fd)
{
  for (;;) {
    struct sockaddr_storage address;
    socklen_t len = sizeof(address);
    int fd = accept4(listen_fd, (struct sockaddr *)&address, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);

    if (fd < 0)
      return;
    MHD_add_connection(daemon, fd, (struct sockaddr *)&address, len);
  }
}

/* Turns new callers away before they are connected (a TCP header's 14th byte holds its flags; a SYN
 * without ACK is dropped): whoever is connected by then is in the kernel's queue, and taken from
 * it. Closing the door at once would reset those that came in between. */
static void
refuse_new(int listen_fd)
{
  static struct sock_filter drop_syn[] = {
    BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),          BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1), BPF_STMT(BPF_RET | BPF_K, 0),
    BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
  };
  const struct sock_fprog program = { G_N_ELEMENTS(drop_syn), drop_syn };

  /* Without it the door closes as it is; one caller in many thousands may notice. */
  setsockopt(listen_fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program));
}

static void
stop_accepting(Server *server)
{
  int fds[DAEMONS_MAX];

  for (int i = 0; i < server->daemon_count; i++) {
    fds[i] = MHD_quiesce_daemon(server->daemons[i]);
    if (fds[i] >= 0)
      refuse_new(fds[i]);
  }
  g_usleep(HANDSHAKE_US); /* those half connected become whole, or come again and are refused */
  for (int i = 0; i < server->daemon_count; i++) {
    if (fds[i] < 0)
      continue;
    take_waiting(server->daemons[i], fds[i]);
    close(fds[i]);
  }
}

/* Every reply now ends its connection, so busy clients leave by themselves; those that say nothing
 * are cut when no request has been running for a while. */
static void
drain(Server *server, int seconds)
{
  int64_t end_us = g_get_monotonic_time() + (int64_t)seconds * G_USEC_PER_SEC;
  int64_t quiet_since_us = g_get_monotonic_time();
  int64_t quiet_us = MIN(250000, (int64_t)seconds * G_USEC_PER_SEC);

  while (watcher_count(server->watcher) > 0) {
    int64_t now_us = g_get_monotonic_time();

    if (atomic_load(&server->running) > 0)
      quiet_since_us = now_us;
    if (now_us >= end_us || now_us - quiet_since_us >= quiet_us)
      break;
    g_usleep(DRAIN_POLL_US);
  }
  /* The library cannot stop while somebody still holds an exchange. */
  watcher_cut_all(server->watcher);
  while (atomic_load(&server->running) > 0)
    g_usleep(DRAIN_POLL_US);
}

void
server_stop(Server *server, int seconds)
{
  if (!server)
    return;
  atomic_store(&server->is_stopping, true);
  stop_accepting(server);
  if (server->daemon_count > 0)
    drain(server, seconds);
  for (int i = 0; i < server->daemon_count; i++)
    MHD_stop_daemon(server->daemons[i]);
  watcher_stop(server->watcher);
  linger_stop(server->linger);
  g_free(server);
}
