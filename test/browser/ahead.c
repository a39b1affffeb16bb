/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Loaded before the program's own libraries by browser tests: the clock on the wall goes ahead by
 * the seconds that stand in the file AHEAD (8 bytes), which the test writes while the program runs.
 * So ten days pass between a call and its meeting, and the program is the one that people run. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *ahead_s; /* NULL: the clock is right */
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static int (*real_gettimeofday)(struct timeval *, void *);

/* Other libraries ask for the time before this one is set up. */
static void
find_real(void)
{
  /* As dlsym(3) says: a function is no pointer to an object in C. */
  *(void **)&real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  *(void **)&real_gettimeofday = dlsym(RTLD_NEXT, "gettimeofday");
}

__attribute__((constructor)) static void
find_file(void)
{
  const char *path = getenv("AHEAD");
  const int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *page = MAP_FAILED;

  if (file < 0)
    return;
  page = mmap(NULL, sizeof(*ahead_s), PROT_READ, MAP_SHARED, file, 0);
  close(file);
  if (page != MAP_FAILED)
    ahead_s = page;
}

static int64_t
ahead(void)
{
  return ahead_s ? *ahead_s : 0;
}

int
clock_gettime(clockid_t clock, struct timespec *ret_time)
{
  if (!real_clock_gettime)
    find_real();

  const int result = real_clock_gettime(clock, ret_time);

  if (result == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    ret_time->tv_sec += ahead();
  return result;
}

int
gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
  if (!real_gettimeofday)
    find_real();

  const int result = real_gettimeofday(ret_time, zone);

  if (result == 0)
    ret_time->tv_sec += ahead();
  return result;
}

time_t
time(time_t *ret_time)
{
  struct timespec now = { 0 };

  clock_gettime(CLOCK_REALTIME, &now);
  if (ret_time)
    *ret_time = now.tv_sec;
  return now.tv_sec;
}
