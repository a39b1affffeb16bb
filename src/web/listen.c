/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Opens the sockets that the server accepts on. Addresses are numbers: no name is looked up. */
#include "web/listen.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024 };

typedef union {
  struct sockaddr any;
  struct sockaddr_in v4;
  struct sockaddr_in6 v6;
} Address;

static gboolean
read_address(const char *text, int port, Address *ret_address, socklen_t *ret_len)
{
  Address address = { 0 };

  if (inet_pton(AF_INET, text, &address.v4.sin_addr) == 1) {
    address.v4.sin_family = AF_INET;
    address.v4.sin_port = htons((guint16)port);
    *ret_len = sizeof(address.v4);
  } else if (inet_pton(AF_INET6, text, &address.v6.sin6_addr) == 1) {
    address.v6.sin6_family = AF_INET6;
    address.v6.sin6_port = htons((guint16)port);
    *ret_len = sizeof(address.v6);
  } else {
    return FALSE;
  }
  *ret_address = address;
  return TRUE;
}

static int
port_of(int fd)
{
  Address address = { .any.sa_family = AF_UNSPEC };
  socklen_t len = sizeof(address);

  if (getsockname(fd, &address.any, &len) != 0)
    return 0;
  return ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
}

/* A socket, or -1 and err. */
static int
open_one(const char *text, int port, GError **err)
{
  Address address;
  socklen_t len;

  if (!read_address(text, port, &address, &len)) {
    g_set_error(err, G_FILE_ERROR, G_FILE_ERROR_INVAL, "%s is not a numeric address", text);
    return -1;
  }

  int fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int yes = 1;

  if (fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)) == 0 &&
      (address.any.sa_family == AF_INET ||
       setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof(yes)) == 0) &&
      bind(fd, &address.any, len) == 0 && listen(fd, BACKLOG) == 0)
    return fd;
  g_set_error(err, G_FILE_ERROR, g_file_error_from_errno(errno), "cannot listen on %s port %d: %s",
              text, port, g_strerror(errno));
  if (fd >= 0)
    close(fd);
  return -1;
}

int
listen_open(const char *address, int port, int *ret_fds, int max, int *ret_port, GError **err)
{
  int first = open_one(address ? address : "127.0.0.1", port, err);

  if (first < 0)
    return 0;
  ret_fds[0] = first;
  *ret_port = port_of(first);
  if (address || max < 2)
    return 1;

  /* A machine without IPv6 is no fault. */
  int second = open_one("::1", *ret_port, NULL);

  if (second < 0)
    return 1;
  ret_fds[1] = second;
  return 2;
}
