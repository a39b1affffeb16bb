/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How often a second this disk can be made to keep the same 4 KB: overwrite and fdatasync, one
 * after another, as one thread that waits. What durable writes are measured against.
 *   bench-disk FOLDER MILLISECONDS */
#include "base/clock.h"

#include <fcntl.h>
#include <glib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
  if (argc != 3)
    return 2;

  g_autofree char *path = g_build_filename(argv[1], "overwrite", NULL);
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  char block[4096] = { 1 };
  int64_t began_us = clock_monotonic_us(),
          until_us = began_us + g_ascii_strtoll(argv[2], NULL, 10) * 1000, count = 0;

  for (; clock_monotonic_us() < until_us; count++, block[0]++)
    if (pwrite(fd, block, sizeof(block), 0) != sizeof(block) || fdatasync(fd) != 0)
      g_error("%s cannot be written", path);
  g_print("%.0f\n", (double)count * US_PER_S / (double)(clock_monotonic_us() - began_us));
  close(fd);
  unlink(path);
  return 0;
}
