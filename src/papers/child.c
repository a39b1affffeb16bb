/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The child of child.h. The server has threads, so between fork and exec only plain system calls
 * are made: filter and file rules are worked out before. */
#include "papers/child.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <poll.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* What pandoc (a GHC program) was seen to call, and its near relations on other processors. */
static const char *const harmless[] = {
  "access",
  "arch_prctl",
  "brk",
  "clock_getres",
  "clock_gettime",
  "clock_nanosleep",
  "close",
  "dup",
  "epoll_create",
  "epoll_create1",
  "epoll_ctl",
  "epoll_pwait",
  "epoll_wait",
  "eventfd2",
  "execve",
  "exit",
  "exit_group",
  "faccessat",
  "faccessat2",
  "fcntl",
  "fstat",
  "futex",
  "getcwd",
  "getegid",
  "geteuid",
  "getgid",
  "getpid",
  "getrandom",
  "getrusage",
  "gettid",
  "gettimeofday",
  "getuid",
  "ioctl",
  "lseek",
  "madvise",
  "membarrier",
  "mmap",
  "mprotect",
  "mremap",
  "munmap",
  "nanosleep",
  "newfstatat",
  "pipe2",
  "poll",
  "ppoll",
  "pread64",
  "pselect6",
  "read",
  "readlink",
  "readlinkat",
  "readv",
  "restart_syscall",
  "rseq",
  "rt_sigaction",
  "rt_sigprocmask",
  "rt_sigreturn",
  "sched_getaffinity",
  "sched_yield",
  "select",
  "set_robust_list",
  "set_tid_address",
  "sigaltstack",
  "stat",
  "statx",
  "sysinfo",
  "tgkill",
  "timer_create",
  "timer_delete",
  "timer_settime",
  "timerfd_create",
  "timerfd_settime",
  "uname",
  "write",
  "writev",
};

/* What the child is to be, worked out before the fork. */
typedef struct {
  int input, output, extra, ruleset; /* -1: none */
  struct sock_fprog filter;
} Lock;

static void
lock_clear(Lock *lock)
{
  int *const fds[] = { &lock->input, &lock->output, &lock->extra, &lock->ruleset };
  for (size_t i = 0; i < G_N_ELEMENTS(fds); i++)
    if (*fds[i] >= 0)
      close(*fds[i]);
  g_free(lock->filter.filter);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lock, lock_clear)

static bool
write_all(int fd, const char *bytes, size_t len)
{
  while (len) {
    ssize_t count = write(fd, bytes, len);
    if (count < 0 && errno == EINTR)
      continue;
    if (count <= 0)
      return false;
    bytes += count;
    len -= (size_t)count;
  }
  return true;
}

static int
memory_file(const void *bytes, size_t len)
{
  int fd = memfd_create("commontable", MFD_CLOEXEC);
  if (fd >= 0 && (!write_all(fd, bytes, len) || lseek(fd, 0, SEEK_SET) != 0)) {
    close(fd);
    return -1;
  }
  return fd;
}

static char *
read_all(int fd, size_t *ret_len)
{
  struct stat about;
  if (fstat(fd, &about) != 0)
    return NULL;
  size_t size = (size_t)about.st_size, have = 0;
  g_autofree char *bytes = g_malloc(size + 1);
  while (have < size) {
    ssize_t count = pread(fd, bytes + have, size - have, (off_t)have);
    if (count <= 0)
      return NULL;
    have += (size_t)count;
  }
  bytes[size] = '\0';
  *ret_len = size;
  return g_steal_pointer(&bytes);
}

static bool
add_rules(scmp_filter_ctx filter)
{
  bool ok = true;
  for (size_t i = 0; ok && i < G_N_ELEMENTS(harmless); i++) {
    int number = seccomp_syscall_resolve_name(harmless[i]);
    if (number != __NR_SCMP_ERROR)
      ok = seccomp_rule_add(filter, SCMP_ACT_ALLOW, number, 0) == 0;
  }
  /* Files for reading only; threads but no processes (clone3 hides its flags, so glibc is told to
   * use clone); no limit is changed. */
  ok = ok &&
       seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                        SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY)) == 0;
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                              SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0;
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
                              SCMP_A2(SCMP_CMP_EQ, 0)) == 0;
  return ok;
}

static bool
make_filter(struct sock_fprog *ret_filter)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  int fd = memfd_create("filter", MFD_CLOEXEC);
  size_t len = 0;
  bool ok = filter && fd >= 0 && add_rules(filter) && seccomp_export_bpf(filter, fd) == 0;
  char *program = ok ? read_all(fd, &len) : NULL;
  if (filter)
    seccomp_release(filter);
  if (fd >= 0)
    close(fd);
  ret_filter->filter = (struct sock_filter *)(void *)program;
  ret_filter->len = (unsigned short)(len / sizeof(struct sock_filter));
  return program != NULL;
}

static bool
allow_path(int ruleset, const char *path, uint64_t access)
{
  struct landlock_path_beneath_attr beneath = { .allowed_access = access };
  struct stat about;
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0)
    return errno == ENOENT || errno == ENOTDIR;
  bool ok = fstat(fd, &about) == 0;
  if (ok && !S_ISDIR(about.st_mode))
    beneath.allowed_access &= ~(uint64_t)LANDLOCK_ACCESS_FS_READ_DIR;
  beneath.parent_fd = fd;
  ok = ok && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  close(fd);
  return ok;
}

/* The loader of dynamic programs must be allowed to run, beside the program itself. */
static bool
make_ruleset(const ChildJob *job, int *ret_ruleset)
{
  static const char *const loaders[] = { "/lib64/ld-linux-x86-64.so.2",
                                         "/lib/ld-linux-aarch64.so.1" };
  /* Every right of the first Landlock: all are handled, only reading and running is given back. */
  struct landlock_ruleset_attr rules = { .handled_access_fs = (1ULL << 13) - 1 };
  const uint64_t reading = LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR;
  if (syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) < 1)
    return true; /* an old kernel: seccomp still stands */
  int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof rules, 0);
  *ret_ruleset = ruleset;
  bool ok = ruleset >= 0;
  for (size_t i = 0; ok && job->readable[i]; i++)
    ok = allow_path(ruleset, job->readable[i], reading);
  for (size_t i = 0; ok && i < G_N_ELEMENTS(loaders); i++)
    ok = allow_path(ruleset, loaders[i], LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE);
  return ok && allow_path(ruleset, job->program,
                          LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_EXECUTE);
}

static bool
limit(int what, size_t most)
{
  struct rlimit row = { .rlim_cur = most, .rlim_max = most };
  return setrlimit((unsigned)what, &row) == 0;
}

/* In the child: nothing but system calls from here to execve. Ends the process. */
static G_NORETURN void
become(const ChildJob *job, const Lock *lock, int nowhere)
{
  static char *const environment[] = { (char *)"LC_ALL=C.UTF-8", (char *)"HOME=/", NULL };
  sigset_t none;
  sigemptyset(&none);
  bool ok = sigprocmask(SIG_SETMASK, &none, NULL) == 0 && setsid() >= 0 &&
            prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && dup2(lock->input, 0) == 0 &&
            dup2(lock->output, 1) == 1 && dup2(nowhere, 2) == 2 &&
            (lock->extra < 0 || dup2(lock->extra, 3) == 3) && limit(RLIMIT_DATA, job->memory_max) &&
            limit(RLIMIT_FSIZE, job->output_max) && limit(RLIMIT_CPU, (size_t)job->seconds_max) &&
            limit(RLIMIT_NOFILE, 64) && limit(RLIMIT_CORE, 0) &&
            prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  if (ok && lock->ruleset >= 0)
    ok = syscall(SYS_landlock_restrict_self, lock->ruleset, 0) == 0;
  ok = ok && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &lock->filter) == 0;
  if (ok)
    execve(job->program, (char *const *)job->arguments, environment);
  _exit(127);
}

static ChildResult
wait_for(pid_t child, int seconds_max)
{
  int handle = (int)syscall(SYS_pidfd_open, child, 0);
  struct pollfd ended = { .fd = handle, .events = POLLIN };
  gint64 until = g_get_monotonic_time() + (gint64)seconds_max * G_USEC_PER_SEC;
  int ready = -1, status = 0;
  while (handle >= 0) {
    gint64 left_ms = MAX(0, until - g_get_monotonic_time()) / 1000;
    ready = poll(&ended, 1, (int)left_ms);
    if (ready >= 0 || errno != EINTR)
      break;
  }
  if (ready <= 0)
    kill(child, SIGKILL);
  if (handle >= 0)
    close(handle);
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return CHILD_TROUBLE;
  if (ready <= 0)
    return handle >= 0 ? CHILD_OVER : CHILD_TROUBLE;
  if (WIFSIGNALED(status))
    return WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGXFSZ
               ? CHILD_OVER
               : CHILD_REFUSED;
  if (WEXITSTATUS(status) == 127)
    return CHILD_TROUBLE;
  return WEXITSTATUS(status) == 0 ? CHILD_DONE : CHILD_REFUSED;
}

static bool
prepare(const ChildJob *job, const void *input, size_t len, Lock *lock)
{
  lock->input = memory_file(input, len);
  lock->output = memory_file("", 0);
  if (job->extra) {
    /* Above what dup2 will use. */
    int fd = memory_file(job->extra, strlen(job->extra));
    lock->extra = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, 10);
    if (fd >= 0)
      close(fd);
  }
  return lock->input >= 0 && lock->output >= 0 && (!job->extra || lock->extra >= 0) &&
         make_ruleset(job, &lock->ruleset) && make_filter(&lock->filter);
}

ChildResult
child_run(const ChildJob *job, const void *input, size_t len, char **ret_output, size_t *ret_len)
{
  g_auto(Lock) lock = { .input = -1, .output = -1, .extra = -1, .ruleset = -1 };
  if (access(job->program, X_OK) != 0 || !prepare(job, input, len, &lock))
    return CHILD_TROUBLE;
  int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  pid_t child = nowhere < 0 ? -1 : fork();
  if (child == 0)
    become(job, &lock, nowhere);
  if (nowhere >= 0)
    close(nowhere);
  if (child < 0)
    return CHILD_TROUBLE;

  ChildResult result = wait_for(child, job->seconds_max);
  if (result != CHILD_DONE)
    return result;
  size_t size = 0;
  char *output = read_all(lock.output, &size);
  if (!output)
    return CHILD_TROUBLE;
  *ret_output = output;
  *ret_len = size;
  return CHILD_DONE;
}
