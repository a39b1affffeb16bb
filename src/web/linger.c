/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One thread polls the few sockets that linger; it sleeps when there are none. */
#include "web/linger.h"

#include <errno.h>
#include <glib.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_MAX = 32, PIECE = 1024 * 1024, SECONDS = 30 };
static const int64_t BYTES_MAX = 256 * 1024 * 1024;

typedef struct {
  int fd;
  int64_t end_us, bytes;
} Guest;

struct Linger {
  pthread_mutex_t lock;
  Guest guests[LINGER_MAX];
  int count, wake_fd;
  bool is_stopping;
  GThread *thread;
};

/* Drops what is there. False: the guest has left, or stayed too long. */
static bool
drop_piece(Guest *guest, int64_t now_us)
{
  ssize_t got = recv(guest->fd, NULL, PIECE, MSG_TRUNC | MSG_DONTWAIT);

  if (got > 0)
    guest->bytes += got;
  return (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR))) &&
         guest->bytes < BYTES_MAX && now_us < guest->end_us;
}

static void
drop_all(Linger *linger)
{
  int64_t now_us = g_get_monotonic_time();

  for (int i = linger->count - 1; i >= 0; i--) {
    if (drop_piece(&linger->guests[i], now_us))
      continue;
    close(linger->guests[i].fd);
    linger->guests[i] = linger->guests[--linger->count];
  }
}

static gpointer
entertain(gpointer data)
{
  Linger *linger = data;
  struct pollfd waiting[LINGER_MAX + 1] = { { .fd = linger->wake_fd, .events = POLLIN } };
  uint64_t calls;

  pthread_mutex_lock(&linger->lock);
  while (!linger->is_stopping) {
    nfds_t count = 1;

    for (int i = 0; i < linger->count; i++)
      waiting[count++] = (struct pollfd){ .fd = linger->guests[i].fd, .events = POLLIN };
    pthread_mutex_unlock(&linger->lock);
    poll(waiting, count, count > 1 ? 1000 : -1);
    if (waiting[0].revents && read(linger->wake_fd, &calls, sizeof(calls)) < 0)
      g_error("an event cannot be read");
    pthread_mutex_lock(&linger->lock);
    drop_all(linger);
  }
  pthread_mutex_unlock(&linger->lock);
  return NULL;
}

static void
call(Linger *linger)
{
  const uint64_t one = 1;

  if (write(linger->wake_fd, &one, sizeof(one)) != sizeof(one))
    g_error("an event cannot be written");
}

Linger *
linger_start(void)
{
  Linger *linger = g_new0(Linger, 1);

  pthread_mutex_init(&linger->lock, NULL);
  linger->wake_fd = eventfd(0, EFD_CLOEXEC);
  if (linger->wake_fd < 0)
    g_error("no event can be made: %s", g_strerror(errno));
  linger->thread = g_thread_new("linger", entertain, linger);
  return linger;
}

void
linger_take(Linger *linger, int fd)
{
  if (fd < 0)
    return;
  pthread_mutex_lock(&linger->lock);

  bool has_room = linger->count < LINGER_MAX;

  if (has_room)
    linger->guests[linger->count++] =
        (Guest){ fd, g_get_monotonic_time() + SECONDS * G_USEC_PER_SEC, 0 };
  pthread_mutex_unlock(&linger->lock);
  if (has_room)
    call(linger);
  else
    close(fd);
}

void
linger_stop(Linger *linger)
{
  pthread_mutex_lock(&linger->lock);
  linger->is_stopping = true;
  pthread_mutex_unlock(&linger->lock);
  call(linger);
  g_thread_join(linger->thread);
  for (int i = 0; i < linger->count; i++)
    close(linger->guests[i].fd);
  close(linger->wake_fd);
  pthread_mutex_destroy(&linger->lock);
  g_free(linger);
}
