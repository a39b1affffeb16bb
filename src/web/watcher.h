/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Open connections and their deadlines: a slow or silent client is cut off, however steadily it
 * dribbles. One thread looks at all of them a few times a second. Knows sockets, not HTTP. */
#pragma once

#include <stdint.h>
#include <sys/socket.h>

typedef struct Watcher Watcher;
typedef struct Peer Peer; /* one connection */

Watcher *watcher_start(int shortest_ms);
/* Every peer must be forgotten before. */
void watcher_stop(Watcher *watcher);

/* The socket stays the caller's, who forgets the peer before closing it. */
Peer *watcher_add(Watcher *watcher, int fd, const struct sockaddr *address, int64_t ms);
void watcher_forget(Watcher *watcher, Peer *peer);
/* Something must happen within `ms` from now; 0: no deadline. Any thread. */
void watcher_expect(Watcher *watcher, Peer *peer, int64_t ms);
int watcher_count(Watcher *watcher);
void watcher_cut_all(Watcher *watcher); /* shuts every socket down; their owner closes them */

const char *peer_address(const Peer *peer); /* "203.0.113.7" */
