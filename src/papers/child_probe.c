/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A program for child_test.c: tries one thing that a locked-in converter must not be able to do,
 * and says "done" or "no" on standard output. Not part of Commontable. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

static int
copies_its_input(void)
{
  char byte;

  while (read(0, &byte, 1) == 1)
    if (write(1, &byte, 1) != 1)
      return 0;
  return 1;
}

static int
reads_the_extra(void)
{
  char bytes[64] = "";
  int file = open("/proc/self/fd/3", O_RDONLY);

  return read(file, bytes, sizeof(bytes) - 1) > 0 && strcmp(bytes, "extra") == 0;
}

static int
opens_a_socket(void)
{
  return socket(AF_INET, SOCK_STREAM, 0) >= 0 || socket(AF_UNIX, SOCK_STREAM, 0) >= 0;
}

static int
reads_a_file(void)
{
  return open("/etc/passwd", O_RDONLY) >= 0;
}

static int
writes_a_file(void)
{
  return open("/tmp/commontable-child-probe", O_WRONLY | O_CREAT, 0600) >= 0;
}

static int
makes_a_process(void)
{
  return fork() >= 0;
}

static int
starts_a_program(void)
{
  execl("/bin/true", "true", (char *)NULL);
  return 0;
}

static int
takes_much_memory(void)
{
  static void *kept; /* else the compiler may leave the call out */

  kept = malloc(1024UL * 1024 * 1024);
  return kept != NULL;
}

static int
lifts_a_limit(void)
{
  struct rlimit most = { RLIM_INFINITY, RLIM_INFINITY };

  return setrlimit(RLIMIT_DATA, &most) == 0;
}

static int
sees_the_environment(void)
{
  return getenv("COMMONTABLE_PROBE") != NULL || getenv("PATH") != NULL;
}

static int
never_ends(void)
{
  while (getpid() > 0)
    usleep(1000);
  return 1;
}

static int
floods(void)
{
  char block[4096] = "";

  while (write(1, block, sizeof(block)) > 0)
    continue;
  abort();
  return 0;
}

static int
crashes(void)
{
  raise(SIGSEGV);
  return 0;
}

int
main(int count, char **arguments)
{
  static const struct {
    const char *name;
    int (*attempt)(void);
  } attempts[] = {
    { "copy", copies_its_input }, { "extra", reads_the_extra },
    { "socket", opens_a_socket }, { "read", reads_a_file },
    { "write", writes_a_file },   { "fork", makes_a_process },
    { "exec", starts_a_program }, { "memory", takes_much_memory },
    { "limit", lifts_a_limit },   { "environment", sees_the_environment },
    { "endless", never_ends },    { "flood", floods },
    { "crash", crashes },
  };

  for (size_t i = 0; count == 2 && i < sizeof(attempts) / sizeof(attempts[0]); i++)
    if (strcmp(arguments[1], attempts[i].name) == 0)
      return puts(attempts[i].attempt() ? "done" : "no") < 0;
  return 2;
}
