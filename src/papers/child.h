/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Runs one converter as a locked-in child: it gets bytes on standard input and gives bytes on
 * standard output, both files in memory; a clean environment; no network, no other program, no file
 * but its own libraries (Landlock, seccomp answering EPERM, resource limits). */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct {
  const char *program;          /* absolute path */
  const char *const *arguments; /* NULL-ended, the first being its name */
  const char *const *readable;  /* NULL-ended folders and files; missing ones are skipped */
  const char *extra;            /* text at /proc/self/fd/3, or NULL */
  size_t memory_max, output_max;
  int seconds_max; /* of processor, and of wall time */
} ChildJob;

typedef enum {
  CHILD_DONE,    /* it ended well: *ret_output is its output, g_free */
  CHILD_REFUSED, /* it ended with another exit code, or died */
  CHILD_OVER,    /* a limit: time or output */
  CHILD_TROUBLE, /* it could not be started here */
} ChildResult;

ChildResult child_run(const ChildJob *job, const void *input, size_t len, char **ret_output,
                      size_t *ret_len);
