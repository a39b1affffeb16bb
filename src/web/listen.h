/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Listening sockets. */
#pragma once

#include <glib.h>

/* Opens at most `max` sockets (NULL address: IPv4 and, where there is one, IPv6 loopback, on the
 * same port). Returns how many, 0 with err. Port 0: any free one. */
int listen_open(const char *address, int port, int *ret_fds, int max, int *ret_port, GError **err);
