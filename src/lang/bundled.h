/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Inside the lang floor only: the catalogues that the build puts into the program. */
#pragma once

#include "lang/lang.h"

typedef struct {
  const char *tag;
  const unsigned char *mo;
  size_t len;
} BundledCatalogue;

extern const BundledCatalogue lang_bundled[]; /* made by bundle_main.c; ends with a NULL tag */

const Lang *lang_source(void);       /* en-GB */
size_t lang_count(const Lang *lang); /* texts in its own catalogue */
