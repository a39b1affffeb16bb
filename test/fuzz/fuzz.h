/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a fuzz target gives: called with any bytes, it must return 0 and neither crash, hang nor
 * break what it asserts. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not g_assert: a fuzz build must keep it whatever the flags, and abort() is what libFuzzer notes.
 */
#define fuzz_assert(claim)                                             \
  do {                                                                 \
    if (!(claim)) {                                                    \
      g_printerr("%s:%d: not true: %s\n", __FILE__, __LINE__, #claim); \
      abort();                                                         \
    }                                                                  \
  } while (0)
