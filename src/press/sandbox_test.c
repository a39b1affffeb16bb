/* SPDX-License-Identifier: AGPL-3.0-or-later
 * That the fences stand: each attempt is made in a child of its own, once outside the sandbox
 * (where it must work, or the test would prove nothing) and once inside (where it must be refused).
 */
#include "press/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { WORKED = 0, REFUSED = 1, STRANGE = 2, NO_SANDBOX = 3 };
enum { MB = 1024 * 1024 };

static char *allowed_folder; /* one readable folder with a file "in", and beside it a file "out" */

static int
outcome(bool worked)
{
  if (worked)
    return WORKED;
  return errno == EPERM || errno == EACCES ? REFUSED : STRANGE;
}

static int
make_socket(void)
{
  return outcome(socket(AF_INET, SOCK_STREAM, 0) >= 0);
}

static int
make_local_socket(void)
{
  int pair[2];

  return outcome(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0);
}

static int
start_program(void)
{
  execl("/bin/true", "true", NULL);
  return outcome(false);
}

static int
make_process(void)
{
  const pid_t child = fork();

  if (child == 0)
    _exit(0);
  return outcome(child > 0);
}

static int
read_outside(void)
{
  g_autofree char *path = g_strconcat(allowed_folder, ".out", NULL);

  return outcome(open(path, O_RDONLY) >= 0);
}

static int
read_passwords(void)
{
  return outcome(open("/etc/passwd", O_RDONLY) >= 0);
}

static int
read_upwards(void)
{
  /* At the top ".." leads nowhere else: more than enough of them. */
  g_autofree char *path = g_strconcat(allowed_folder, "/../../../../../../../../etc/passwd", NULL);

  return outcome(open(path, O_RDONLY) >= 0);
}

static int
write_inside(void)
{
  g_autofree char *path = g_build_filename(allowed_folder, "in", NULL);

  return outcome(open(path, O_WRONLY) >= 0);
}

static int
make_file(void)
{
  g_autofree char *path = g_build_filename(allowed_folder, "new", NULL);

  return outcome(open(path, O_RDWR | O_CREAT, 0600) >= 0);
}

static int
delete_file(void)
{
  g_autofree char *path = g_build_filename(allowed_folder, "new", NULL);

  return outcome(unlink(path) == 0);
}

static int
map_code(void)
{
  return outcome(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                 MAP_FAILED);
}

static int
signal_parent(void)
{
  return outcome(kill(getppid(), 0) == 0);
}

static int
raise_limit(void)
{
  const struct rlimit more = { 10, 10 };

  return outcome(setrlimit(RLIMIT_NOFILE, &more) == 0);
}

static int
read_allowed(void)
{
  g_autofree char *path = g_build_filename(allowed_folder, "in", NULL);

  return outcome(open(path, O_RDONLY) >= 0);
}

static void *
just_return(void *data)
{
  return data;
}

static int
make_thread(void)
{
  pthread_t thread;

  errno = pthread_create(&thread, NULL, just_return, NULL);
  return outcome(errno == 0 && pthread_join(thread, NULL) == 0);
}

#ifndef __SANITIZE_ADDRESS__ /* which takes terabytes of addresses for itself */
static int
take_much_memory(void)
{
  const size_t much = 256UL * MB;
  void *got = mmap(NULL, much, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (got == MAP_FAILED && errno == ENOMEM)
    return REFUSED;
  return outcome(got != MAP_FAILED);
}
#endif

static int
in_child(int (*attempt)(void), bool is_fenced)
{
  const char *const readable[] = { allowed_folder, "/no/such/folder", NULL };
  const SandboxLimits limits = {
    .readable = readable, .memory_max = 128UL * MB, .file_max = MB, .seconds_max = 20
  };
  int status = 0;
  const pid_t child = fork();

  assert_true(child >= 0);
  if (child == 0) {
    if (is_fenced && !sandbox_enter(&limits))
      _exit(NO_SANDBOX);
    _exit(attempt());
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status));
  return WEXITSTATUS(status);
}

static void
what_the_press_must_not_do_is_refused(void **state)
{
  static const struct {
    const char *what;
    int (*attempt)(void);
  } rows[] = {
    { "socket", make_socket },
    { "socketpair", make_local_socket },
    { "fork", make_process },
    { "execve", start_program },
    { "read outside", read_outside },
    { "read /etc/passwd", read_passwords },
    { "read upwards", read_upwards },
    { "write", write_inside },
    { "create", make_file },
    { "delete", delete_file },
    { "map code", map_code },
    { "signal", signal_parent },
    { "change a limit", raise_limit },
#ifndef __SANITIZE_ADDRESS__
    { "take memory", take_much_memory },
#endif
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    print_message("%s\n", rows[i].what);
    assert_int_equal(in_child(rows[i].attempt, false), WORKED);
    assert_int_equal(in_child(rows[i].attempt, true), REFUSED);
  }
}

static void
what_the_libraries_need_works(void **state)
{
  (void)state;
  assert_int_equal(in_child(read_allowed, true), WORKED);
  assert_int_equal(in_child(make_thread, true), WORKED);
}

static void
a_process_that_never_ends_is_killed(void **state)
{
  const SandboxLimits limits = { .memory_max = 64 * MB, .file_max = MB, .seconds_max = 1 };
  int status = 0;
  const pid_t child = fork();

  (void)state;
  if (child == 0) {
    if (sandbox_enter(&limits))
      for (volatile unsigned turns = 0;; turns++)
        continue;
    _exit(NO_SANDBOX);
  }
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFSIGNALED(status));
}

static int
make_folder(void **state)
{
  g_autofree char *in = NULL, *out = NULL;

  (void)state;
  allowed_folder = g_dir_make_tmp("press-sandbox-XXXXXX", NULL);
  in = g_build_filename(allowed_folder, "in", NULL);
  out = g_strconcat(allowed_folder, ".out", NULL);
  return g_file_set_contents(in, "x", 1, NULL) && g_file_set_contents(out, "x", 1, NULL) ? 0 : -1;
}

static int
drop_folder(void **state)
{
  g_autofree char *in = g_build_filename(allowed_folder, "in", NULL);
  g_autofree char *out = g_strconcat(allowed_folder, ".out", NULL);

  (void)state;
  unlink(in);
  unlink(out);
  rmdir(allowed_folder);
  g_free(allowed_folder);
  return 0;
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_the_press_must_not_do_is_refused),
    cmocka_unit_test(what_the_libraries_need_works),
    cmocka_unit_test(a_process_that_never_ends_is_killed),
  };

  return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
