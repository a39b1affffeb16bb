/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Locking a process in before it touches what people sent. Knows nothing of papers. Three fences,
 * each of which holds alone: Landlock (which files), seccomp (which calls; the rest answer EPERM,
 * so that a library takes its own error path), resource limits (how much). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct {
  const char *const
      *readable;        /* NULL-ended: files and folders that stay readable; missing are skipped */
  size_t memory_max;    /* bytes of private memory (RLIMIT_DATA) */
  size_t file_max;      /* bytes that may be written to a file at standard output */
  unsigned seconds_max; /* of processor and of wall time: then the process is killed */
} SandboxLimits;

/* For good: afterwards the process opens files only for reading and only under `readable`, makes no
 * socket, starts no program and no process (threads may be made), maps no new executable code, and
 * changes no limit. Where the kernel has no Landlock one line on standard error says so and seccomp
 * still stands. False when a fence that exists could not be put up: then do not go on. */
bool sandbox_enter(const SandboxLimits *limits);
