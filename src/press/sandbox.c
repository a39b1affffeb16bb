/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The fences of sandbox.h. The list of allowed calls is what the libraries of the press were seen
 * to need (strace), with the arguments narrowed where a call can do harm. */
#include "press/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer kernels know more than Debian 12's header: the same struct with later fields, which an
 * older kernel accepts as long as they are zero. */
typedef struct {
  uint64_t files, network, scopes;
} LandlockRules;

enum { FILES_KNOWN_TO_ABI_1 = 13 }; /* bits; then one more for ABI 2, 3 and 5 */

static LandlockRules
rules_for(long abi)
{
  LandlockRules rules = { .files = (1ULL << FILES_KNOWN_TO_ABI_1) - 1 };

  if (abi >= 2)
    rules.files |= 1ULL << 13; /* rename and link between folders */
  if (abi >= 3)
    rules.files |= 1ULL << 14; /* truncate */
  if (abi >= 4)
    rules.network = 3; /* bind and connect, TCP */
  if (abi >= 5)
    rules.files |= 1ULL << 15; /* ioctl on devices */
  if (abi >= 6)
    rules.scopes = 3; /* abstract sockets and signals outside */
  return rules;
}

static bool
allow_reading(int ruleset, const char *path)
{
  struct landlock_path_beneath_attr beneath = { .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE };
  struct stat about;
  bool ok = false;
  int fd = open(path, O_PATH | O_CLOEXEC);

  if (fd < 0)
    return errno == ENOENT || errno == ENOTDIR;
  if (fstat(fd, &about) == 0) {
    if (S_ISDIR(about.st_mode))
      beneath.allowed_access |= LANDLOCK_ACCESS_FS_READ_DIR;
    beneath.parent_fd = fd;
    ok = syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0) == 0;
  }
  close(fd);
  return ok;
}

static bool
fence_files(const char *const *readable)
{
  const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);

  if (abi < 1) {
    fputs("This kernel has no Landlock: files are fenced by seccomp only.\n", stderr);
    return true;
  }

  const LandlockRules rules = rules_for(abi);
  const int ruleset = (int)syscall(SYS_landlock_create_ruleset, &rules, sizeof(rules), 0);
  bool ok = ruleset >= 0;

  for (size_t i = 0; ok && readable && readable[i]; i++)
    ok = allow_reading(ruleset, readable[i]);
  ok = ok && syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;
  if (ruleset >= 0)
    close(ruleset);
  return ok;
}

static bool
fence_amounts(const SandboxLimits *limits)
{
  const struct {
    int what;
    rlim_t most;
  } rows[] = {
/* The address sanitizer reserves terabytes of shadow: a limit would stop it, not the libraries. */
#ifndef __SANITIZE_ADDRESS__
    { RLIMIT_DATA, limits->memory_max },
#endif
    { RLIMIT_CPU, limits->seconds_max },
    { RLIMIT_FSIZE, limits->file_max },
    { RLIMIT_NOFILE, 64 },
    { RLIMIT_CORE, 0 },
    { RLIMIT_MEMLOCK, 0 },
    { RLIMIT_MSGQUEUE, 0 },
  };

  for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
    struct rlimit now;

    if (getrlimit((unsigned)rows[i].what, &now) != 0)
      return false;
    now.rlim_max = rows[i].most < now.rlim_max ? rows[i].most : now.rlim_max;
    now.rlim_cur = now.rlim_max;
    if (setrlimit((unsigned)rows[i].what, &now) != 0)
      return false;
  }
  alarm(limits->seconds_max);
  return true;
}

/* Calls that can be had with any arguments. */
static const char *const harmless[] = {
  "access",
  "arch_prctl",
  "brk",
  "clock_getres",
  "clock_gettime",
  "clock_nanosleep",
  "close",
  "dup",
  "exit",
  "exit_group",
  "faccessat",
  "faccessat2",
  "fadvise64",
  "fstat",
  "fstatfs",
  "futex",
  "getcwd",
  "getdents64",
  "getegid",
  "geteuid",
  "getgid",
  "getpid",
  "getppid",
  "getrandom",
  "getrusage",
  "gettid",
  "gettimeofday",
  "getuid",
  "lseek",
  "lstat",
  "madvise",
  "membarrier",
  "mremap",
  "munmap",
  "nanosleep",
  "newfstatat",
  "poll",
  "ppoll",
  "pread64",
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
  "set_robust_list",
  "set_tid_address",
  "sigaltstack",
  "stat",
  "statfs",
  "statx",
  "sysinfo",
  "time",
  "uname",
  "write",
  "writev",
};

/* Calls that can be had where (argument & mask) == value. */
typedef struct {
  const char *call;
  unsigned argument;
  uint64_t mask, value;
} Narrowed;

enum { WRITING = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND };

static const Narrowed narrowed[] = {
  { "open", 1, WRITING, 0 },
  { "openat", 2, WRITING, 0 },
  { "mmap", 2, PROT_EXEC, 0 },
  { "mprotect", 2, PROT_EXEC, 0 },
  { "clone", 0, CLONE_THREAD, CLONE_THREAD },
  { "fcntl", 1, UINT32_MAX, F_GETFD },
  { "fcntl", 1, UINT32_MAX, F_SETFD },
  { "fcntl", 1, UINT32_MAX, F_GETFL },
  { "fcntl", 1, UINT32_MAX, F_DUPFD_CLOEXEC },
  { "prctl", 0, UINT32_MAX, PR_SET_NAME },
  { "prctl", 0, UINT32_MAX, PR_SET_VMA },
  { "prlimit64", 2, UINT64_MAX, 0 }, /* asking, not setting */
};

static bool
allow(scmp_filter_ctx filter, const char *name, const struct scmp_arg_cmp *when)
{
  const int call = seccomp_syscall_resolve_name(name);

  if (call < 0) /* another architecture's */
    return true;
  return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, when ? 1 : 0, when) == 0;
}

static bool
fence_calls(void)
{
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
  bool ok = filter != NULL;

  for (size_t i = 0; ok && i < sizeof(harmless) / sizeof(harmless[0]); i++)
    ok = allow(filter, harmless[i], NULL);
  for (size_t i = 0; ok && i < sizeof(narrowed) / sizeof(narrowed[0]); i++) {
    const Narrowed *row = &narrowed[i];
    const struct scmp_arg_cmp when = { row->argument, SCMP_CMP_MASKED_EQ, row->mask, row->value };

    ok = allow(filter, row->call, &when);
  }
  /* A signal only to this very process (abort and the like). */
  const struct scmp_arg_cmp self = SCMP_A0_64(SCMP_CMP_EQ, (uint64_t)getpid());
  ok = ok && allow(filter, "tgkill", &self);
  /* Its flags lie in memory where no filter can look: the C library then takes clone. */
  ok = ok && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0;
  ok = ok && seccomp_load(filter) == 0;
  if (filter)
    seccomp_release(filter);
  return ok;
}

bool
sandbox_enter(const SandboxLimits *limits)
{
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return false;
  return fence_files(limits->readable) && fence_amounts(limits) && fence_calls();
}
