/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libmicrohttpd (0.9.75) takes a door that closes from an event loop's list twice: whoever closes
 * it, and the loop itself when it wakes in between. The second to come finds nothing, and the
 * library ended the whole program for that, in the middle of a stop: pages that were being sent
 * were lost. What is not on the list any more needs no taking off.
 *
 * The library is linked from its archive (no_tls.c), so the linker's --wrap (meson.build) leads its
 * calls through here. */
#include <errno.h>
#include <sys/epoll.h>

int __real_epoll_ctl(int epoll_fd, int what, int fd, struct epoll_event *event);
int __wrap_epoll_ctl(int epoll_fd, int what, int fd, struct epoll_event *event);

int
__wrap_epoll_ctl(int epoll_fd, int what, int fd, struct epoll_event *event)
{
  int status = __real_epoll_ctl(epoll_fd, what, fd, event);

  return status != 0 && what == EPOLL_CTL_DEL && errno == ENOENT ? 0 : status;
}
