/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The folder of made files: each can be made again, so none is backed up, and what nobody has used
 * for long goes by itself. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { CACHE_DAYS = 90, CACHE_SEALED_DAYS = 1 };
/* What names of sealed files start with: letters with addresses, kept for a day. */
#define CACHE_SEALED "sealed-"

/* The full path of a file; NULL: there is no cache. g_free. */
char *cache_path(const char *name);
/* An open file, or -1: not there (any more). That it is used keeps it longer. */
int cache_open(const char *name);
/* False: no room, or no cache. */
bool cache_keep(const char *name, GBytes *bytes);
/* Drops what was not used for CACHE_DAYS, and while all together are larger than `bytes_max`, what
 * was not used for longest; what was used today stays. Returns how many files went. cache_keep does
 * it once an hour. */
int cache_sweep(int64_t now_us, uint64_t bytes_max);
