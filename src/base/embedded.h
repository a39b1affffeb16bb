/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Files that the build puts into the program, as embed_main.c writes them. */
#pragma once

#include <stddef.h>

typedef struct {
  const char *name;           /* NULL ends a list */
  const unsigned char *bytes; /* a NUL follows the last one, so that text can be read as such */
  size_t len;
} Embedded;
