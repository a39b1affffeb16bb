/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The files that the program carries inside: what bundle_main.c writes at build time. */
#pragma once

#include <stddef.h>

typedef struct {
  const char *name; /* "app.css" */
  const char *url;  /* "/static/app.3f2a….css": the hash of the bytes is in it */
  const char *media_type;
  const unsigned char *bytes, *gzip_bytes; /* NULL: compressing does not pay */
  size_t len, gzip_len;
} BundleFile;

extern const BundleFile bundle_files[]; /* sorted by name; ends with a NULL name */
extern const size_t bundle_count;
