/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Milliseconds from starting a server to the last byte of its first page. A program of its own,
 * since a large one takes ten milliseconds to fork, and one that asks without pause whether the
 * port is open takes a processor away from the start that is measured.
 *   bench-start PROGRAM PORT PATH COOKIE */
#include "base/clock.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LOOK_US = 200, PATIENCE_S = 30 };

static pid_t
start(const char *program, const char *port)
{
  char *const arguments[] = { (char *)program, (char *)"serve", (char *)"--port", (char *)port,
                              NULL };
  posix_spawn_file_actions_t actions;
  pid_t pid;

  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  if (posix_spawn(&pid, program, &actions, NULL, arguments, environ) != 0)
    g_error("%s cannot be started", program);
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

static int
connect_soon(const char *port)
{
  const int64_t until_us = clock_monotonic_us() + PATIENCE_S * US_PER_S;
  const struct sockaddr_in address = {
    .sin_family = AF_INET,
    .sin_port = htons((uint16_t)g_ascii_strtoull(port, NULL, 10)),
    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };

  while (clock_monotonic_us() < until_us) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0)
      return fd;
    close(fd);
    g_usleep(LOOK_US);
  }
  return -1;
}

/* Whether the answer was good and came whole: the server closes after it. */
static bool
fetch(int fd, const char *port, const char *path, const char *cookie)
{
  g_autofree char *request = g_strdup_printf("GET %s HTTP/1.1\r\nHost: localhost:%s\r\n"
                                             "Cookie: %s\r\nConnection: close\r\n\r\n",
                                             path, port, cookie);
  g_autoptr(GString) answer = g_string_new(NULL);
  char bytes[16384];
  ssize_t len = write(fd, request, strlen(request));

  while (len > 0 && (len = read(fd, bytes, sizeof(bytes))) > 0)
    g_string_append_len(answer, bytes, len);
  close(fd);
  return len == 0 && g_str_has_prefix(answer->str, "HTTP/1.1 200 ") &&
         g_str_has_suffix(answer->str, "</html>\n");
}

int
main(int argc, char **argv)
{
  if (argc != 5)
    return 2;

  int64_t began_us = clock_monotonic_us();
  pid_t pid = start(argv[1], argv[2]);
  int fd = connect_soon(argv[2]);
  bool is_good = fd >= 0 && fetch(fd, argv[2], argv[3], argv[4]);
  int64_t took_us = clock_monotonic_us() - began_us;

  kill(pid, SIGTERM);
  waitpid(pid, NULL, 0);
  if (!is_good)
    g_error("no good answer for %s", argv[3]);
  g_print("%.2f\n", (double)took_us / US_PER_MS);
  return 0;
}
