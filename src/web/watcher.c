/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A list under one lock; the lock is taken when a connection opens or closes and by the watcher's
 * rounds, not per request: deadlines are plain atomics. */
#include "web/watcher.h"

#include <arpa/inet.h>
#include <glib.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

struct Peer {
  Peer *previous, *next;
  int fd;
  atomic_int_least64_t deadline_us; /* 0: none */
  char address[INET6_ADDRSTRLEN];
};

struct Watcher {
  pthread_mutex_t lock;
  pthread_cond_t stop_now;
  Peer *peers;
  int count;
  int64_t round_us;
  bool is_stopping;
  GThread *thread;
};

static void
cut_late(Watcher *watcher, int64_t now_us)
{
  for (Peer *peer = watcher->peers; peer; peer = peer->next) {
    int64_t deadline_us = atomic_load_explicit(&peer->deadline_us, memory_order_relaxed);

    if (deadline_us != 0 && deadline_us < now_us)
      shutdown(peer->fd, SHUT_RDWR);
  }
}

static gpointer
watch(gpointer data)
{
  Watcher *watcher = data;

  pthread_mutex_lock(&watcher->lock);
  while (!watcher->is_stopping) {
    cut_late(watcher, g_get_monotonic_time());
    /* Nobody there: no need to wake up. */
    if (!watcher->peers) {
      pthread_cond_wait(&watcher->stop_now, &watcher->lock);
    } else {
      int64_t then_us = g_get_monotonic_time() + watcher->round_us;
      struct timespec then = { then_us / 1000000, then_us % 1000000 * 1000 };

      pthread_cond_timedwait(&watcher->stop_now, &watcher->lock, &then);
    }
  }
  pthread_mutex_unlock(&watcher->lock);
  return NULL;
}

Watcher *
watcher_start(int shortest_ms)
{
  Watcher *watcher = g_new0(Watcher, 1);
  pthread_condattr_t monotonic;

  pthread_mutex_init(&watcher->lock, NULL);
  pthread_condattr_init(&monotonic);
  pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init(&watcher->stop_now, &monotonic);
  pthread_condattr_destroy(&monotonic);
  watcher->round_us = CLAMP(shortest_ms / 4, 5, 1000) * (int64_t)1000;
  watcher->thread = g_thread_new("watcher", watch, watcher);
  return watcher;
}

void
watcher_stop(Watcher *watcher)
{
  pthread_mutex_lock(&watcher->lock);
  watcher->is_stopping = true;
  pthread_cond_signal(&watcher->stop_now);
  pthread_mutex_unlock(&watcher->lock);
  g_thread_join(watcher->thread);
  g_assert(watcher->peers == NULL);
  pthread_mutex_destroy(&watcher->lock);
  pthread_cond_destroy(&watcher->stop_now);
  g_free(watcher);
}

static void
write_address(const struct sockaddr *address, char *ret_text, socklen_t size)
{
  const void *bytes = NULL;
  int family = address ? address->sa_family : AF_UNSPEC;

  if (family == AF_INET)
    bytes = &((const struct sockaddr_in *)(const void *)address)->sin_addr;
  if (family == AF_INET6)
    bytes = &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr;
  if (!bytes || !inet_ntop(family, bytes, ret_text, size))
    g_strlcpy(ret_text, "unknown", size);
}

Peer *
watcher_add(Watcher *watcher, int fd, const struct sockaddr *address, int64_t ms)
{
  Peer *peer = g_new0(Peer, 1);

  peer->fd = fd;
  write_address(address, peer->address, sizeof(peer->address));
  watcher_expect(watcher, peer, ms);
  pthread_mutex_lock(&watcher->lock);
  peer->next = watcher->peers;
  if (peer->next)
    peer->next->previous = peer;
  else
    pthread_cond_signal(&watcher->stop_now);
  watcher->peers = peer;
  watcher->count++;
  pthread_mutex_unlock(&watcher->lock);
  return peer;
}

void
watcher_forget(Watcher *watcher, Peer *peer)
{
  pthread_mutex_lock(&watcher->lock);
  if (peer->previous)
    peer->previous->next = peer->next;
  else
    watcher->peers = peer->next;
  if (peer->next)
    peer->next->previous = peer->previous;
  watcher->count--;
  pthread_mutex_unlock(&watcher->lock);
  g_free(peer);
}

void
watcher_expect(Watcher *watcher, Peer *peer, int64_t ms)
{
  (void)watcher;
  atomic_store_explicit(&peer->deadline_us, ms == 0 ? 0 : g_get_monotonic_time() + ms * 1000,
                        memory_order_relaxed);
}

int
watcher_count(Watcher *watcher)
{
  pthread_mutex_lock(&watcher->lock);
  int count = watcher->count;
  pthread_mutex_unlock(&watcher->lock);
  return count;
}

void
watcher_cut_all(Watcher *watcher)
{
  pthread_mutex_lock(&watcher->lock);
  for (Peer *peer = watcher->peers; peer; peer = peer->next)
    shutdown(peer->fd, SHUT_RDWR);
  pthread_mutex_unlock(&watcher->lock);
}

const char *
peer_address(const Peer *peer)
{
  return peer->address;
}
