/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One header of a tar file (POSIX.1-1988 "ustar"), so that any tar program can read what was
 * sealed. Only plain files, names of at most 99 bytes, and nothing that differs from run to run:
 * no owner, no time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { TAR_BLOCK = 512, TAR_NAME_MAX = 99 };
#define TAR_SIZE_MAX ((int64_t)8 * 1024 * 1024 * 1024 - 1) /* eleven octal digits */

typedef struct {
  char name[TAR_NAME_MAX + 1];
  int64_t bytes;
} TarHead;

typedef enum {
  TAR_FILE,
  TAR_END,    /* a block of zeros */
  TAR_DAMAGED /* not a header, or of something that is not a plain file */
} TarKind;

void tar_write_head(const TarHead *head, uint8_t ret_block[static TAR_BLOCK]);
TarKind tar_read_head(const uint8_t block[static TAR_BLOCK], TarHead *ret_head);
/* Zeros that follow so many bytes, up to the next block. */
int tar_padding(int64_t bytes);
/* A name inside the archive: no root, no "..", no empty part, only a-z, 0-9, _ - . and /. */
bool tar_name_is_inside(const char *name);
