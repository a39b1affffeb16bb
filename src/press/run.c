/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Starting the press, feeding it, and giving up on it in time. The input goes in as an anonymous
 * file, so that nothing has to be fed while results are read and no broken pipe can hit the
 * server; results come through pipes that are read with limits and a deadline. */
#include "press/run.h"

#include "base/buffer.h"
#include "base/clock.h"
#include "base/text.h"
#include "lang/lang.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
  OUTPUT_MAX = 64 * 1024 * 1024, /* as PRESS_OUTPUT_MAX */
  PROBLEM_MAX = 4096,            /* bytes of what it says on standard error; the rest is dropped */
  PROBLEM_SHOWN_MAX = 500,
  GRACE_SECONDS = 5, /* the press stops itself first */
  BLOCK = 64 * 1024,
  TRIES = 2,
};

G_DEFINE_QUARK(commontable - press, press_error)

static int64_t patience_us = (PRESS_SECONDS_MAX + GRACE_SECONDS) * (int64_t)US_PER_S;

void
press_run_set_patience_for_test(int ms)
{
  patience_us =
      ms > 0 ? ms * (int64_t)US_PER_MS : (PRESS_SECONDS_MAX + GRACE_SECONDS) * (int64_t)US_PER_S;
}

/* One run of the program. */
typedef struct {
  pid_t child;
  int process; /* a descriptor that becomes readable when it ends; -1: none on this kernel */
  int output, problem; /* our ends of the pipes; -1 when at their end */
  Buffer bytes, said;
  bool is_late;
} Run;

static char *
program_path(void)
{
  const char *named = g_getenv("COMMONTABLE_PRESS");
  g_autofree char *own = NULL, *folder = NULL;

  if (named && *named != '\0')
    return g_strdup(named);
  own = g_file_read_link("/proc/self/exe", NULL);
  folder = g_path_get_dirname(own ? own : "");
  return g_build_filename(folder, "commontable-press", NULL);
}

static GPtrArray *
arguments_for(const PressOptions *options, const char *program)
{
  GPtrArray *arguments = g_ptr_array_new_with_free_func(g_free);

  g_ptr_array_add(arguments, g_strdup(program));
  g_ptr_array_add(arguments, g_strconcat("--to=", format_name(options->format), NULL));
  if (options->points)
    g_ptr_array_add(arguments, g_strdup_printf("--points=%d", options->points));
  if (options->grade)
    g_ptr_array_add(arguments, g_strdup_printf("--grade=%d", options->grade));
  if (options->has_numbers)
    g_ptr_array_add(arguments, g_strdup("--numbers"));
  if (options->numbered_rows)
    g_ptr_array_add(arguments, g_strdup_printf("--numbered-rows=%d", options->numbered_rows));
  if (options->speed != SPEED_NORMAL)
    g_ptr_array_add(arguments, g_strconcat("--speed=", speed_name(options->speed), NULL));
  if (options->title)
    g_ptr_array_add(arguments, g_strconcat("--title=", options->title, NULL));
  if (options->lang)
    g_ptr_array_add(arguments, g_strconcat("--lang=", options->lang, NULL));
  g_ptr_array_add(arguments, NULL);
  return arguments;
}

/* A descriptor from which `input` can be read from its start; -1 when there is no memory. */
static int
input_file(GBytes *input)
{
  size_t len = 0;
  const char *data = g_bytes_get_data(input, &len);
  int fd = memfd_create("paper", MFD_CLOEXEC);

  for (size_t done = 0; fd >= 0 && done < len;) {
    const ssize_t put = write(fd, data + done, len - done);

    if (put > 0) {
      done += (size_t)put;
    } else if (errno != EINTR) {
      close(fd);
      fd = -1;
    }
  }
  if (fd >= 0)
    lseek(fd, 0, SEEK_SET);
  return fd;
}

/* posix_spawn and not fork: many threads may be running. */
static int
spawn(char *const *arguments, int input, int output, int problem, pid_t *ret_child)
{
  char path[] = "PATH=/usr/bin:/bin", lang[] = "LANG=C.UTF-8", home[] = "HOME=/nonexistent";
  char *const environment[] = { path, lang, home, NULL };
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int err = 0;

  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, problem, STDERR_FILENO);
  posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  err = posix_spawn(ret_child, arguments[0], &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return err;
}

static void
close_both(int pair[2])
{
  for (int i = 0; i < 2; i++)
    if (pair[i] >= 0)
      close(pair[i]);
}

/* Our ends never block and are above 2, which dup2 in the child needs; false with errno. */
static bool
start(Run *run, char *const *arguments, GBytes *input)
{
  int output[2] = { -1, -1 }, problem[2] = { -1, -1 };
  int file = input_file(input);
  int err = EMFILE;

  if (file > STDERR_FILENO && pipe2(output, O_CLOEXEC) == 0 && pipe2(problem, O_CLOEXEC) == 0 &&
      fcntl(output[0], F_SETFL, O_NONBLOCK) == 0 && fcntl(problem[0], F_SETFL, O_NONBLOCK) == 0)
    err = spawn(arguments, file, output[1], problem[1], &run->child);
  if (file >= 0)
    close(file);
  if (err != 0) {
    close_both(output);
    close_both(problem);
    errno = err;
    return false;
  }
  close(output[1]);
  close(problem[1]);
  run->output = output[0];
  run->problem = problem[0];
  run->process = (int)syscall(SYS_pidfd_open, run->child, 0);
  return true;
}

/* Reads what is there; closes and sets *fd to -1 at the end. */
static void
drain(int *fd, Buffer *into, char *block)
{
  const ssize_t got = read(*fd, block, BLOCK);

  if (got > 0) {
    buffer_put(into, block, (size_t)got);
  } else if (got == 0 || (errno != EAGAIN && errno != EINTR)) {
    close(*fd);
    *fd = -1;
  }
}

/* Waits until one of the descriptors speaks. False at the deadline. */
static bool
wait_for(struct pollfd *watched, nfds_t count, int64_t deadline_us)
{
  for (;;) {
    const int64_t left_us = deadline_us - clock_monotonic_us();

    if (left_us <= 0)
      return false;

    const int ready = poll(watched, count, (int)(left_us / US_PER_MS) + 1);

    if (ready > 0)
      return true;
    if (ready < 0 && errno != EINTR)
      return false;
  }
}

/* Reads both pipes to their ends. False when it took too long or gave too much. */
static bool
collect(Run *run, int64_t deadline_us)
{
  g_autofree char *block = g_malloc(BLOCK);

  while (run->output >= 0 || run->problem >= 0) {
    struct pollfd watched[] = { { run->output, POLLIN, 0 }, { run->problem, POLLIN, 0 } };

    if (!wait_for(watched, G_N_ELEMENTS(watched), deadline_us)) {
      run->is_late = true;
      return false;
    }
    if (watched[0].revents)
      drain(&run->output, &run->bytes, block);
    if (watched[1].revents)
      drain(&run->problem, &run->said, block);
    if (run->bytes.is_full)
      return false;
  }
  return true;
}

/* The status of waitpid once the child is gone, by itself or not; -1 when it cannot be known. */
static int
finish(Run *run, bool is_whole, int64_t deadline_us)
{
  struct pollfd ended = { run->process, POLLIN, 0 };
  int status = -1;
  pid_t got = 0;

  if (is_whole && run->process >= 0 && !wait_for(&ended, 1, deadline_us)) {
    run->is_late = true;
    is_whole = false;
  }
  if (!is_whole)
    kill(run->child, SIGKILL);
  do
    got = waitpid(run->child, &status, 0);
  while (got < 0 && errno == EINTR);
  if (run->output >= 0)
    close(run->output);
  if (run->problem >= 0)
    close(run->problem);
  if (run->process >= 0)
    close(run->process);
  return got == run->child && is_whole ? status : -1;
}

/* The last line that the press said, if it can be shown: libraries may have grumbled before. */
static char *
last_line(const Buffer *said)
{
  g_autofree char *all = g_strndup(said->data ? said->data : "", said->len);
  const char *line = strrchr(g_strchomp(all), '\n');

  line = line ? line + 1 : all;
  if (*line == '\0' || strlen(line) > PROBLEM_SHOWN_MAX || !text_is_clean(line, strlen(line)))
    return g_strdup(N_("This paper cannot be made into this format."));
  return g_strdup(line);
}

typedef enum { TRY_DONE, TRY_AGAIN, TRY_NO_MORE } TryResult;

static TryResult
not_ready(GError **error, TryResult result, const char *why)
{
  g_clear_error(error);
  g_set_error_literal(error, PRESS_ERROR, PRESS_ERROR_NOT_READY, why);
  return result;
}

static TryResult
try_once(char *const *arguments, GBytes *input, GBytes **ret_output, GError **error)
{
  Run run = { .bytes = BUFFER_INIT(OUTPUT_MAX), .said = BUFFER_INIT(PROBLEM_MAX) };
  const int64_t deadline_us = clock_monotonic_us() + patience_us;
  TryResult result = TRY_AGAIN;

  if (!start(&run, arguments, input))
    return not_ready(error, TRY_AGAIN,
                     N_("This format is not ready: its maker could not be started."));

  const int status = finish(&run, collect(&run, deadline_us), deadline_us);

  if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == PRESS_MADE && run.bytes.len > 0) {
    size_t len = 0;
    char *bytes = buffer_steal(&run.bytes, &len);

    g_clear_error(error);
    *ret_output = g_bytes_new_take(bytes, len);
    result = TRY_DONE;
  } else if (status >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == PRESS_BAD_INPUT) {
    g_autofree char *line = last_line(&run.said);

    g_clear_error(error);
    g_set_error_literal(error, PRESS_ERROR, PRESS_ERROR_BAD_INPUT, line);
    result = TRY_NO_MORE;
  } else if (run.is_late || (status >= 0 && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)) {
    result = not_ready(error, TRY_NO_MORE, N_("This format is not ready: it took too long."));
  } else {
    result = not_ready(error, TRY_AGAIN, N_("This format is not ready: making it went wrong."));
  }
  buffer_clear(&run.bytes);
  buffer_clear(&run.said);
  return result;
}

bool
press_run(const PressOptions *options, GBytes *input, GBytes **ret_output, GError **error)
{
  g_autofree char *program = program_path();
  g_autoptr(GPtrArray) arguments = arguments_for(options, program);
  g_autoptr(GError) problem = NULL;
  TryResult result = TRY_AGAIN;

  for (int i = 0; i < TRIES && result == TRY_AGAIN; i++)
    result = try_once((char *const *)arguments->pdata, input, ret_output, &problem);
  if (problem)
    g_propagate_error(error, g_steal_pointer(&problem));
  return result == TRY_DONE;
}
