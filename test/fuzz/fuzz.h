/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a fuzz target gives: called with any bytes, it must return 0 and neither crash, hang nor
 * break what it asserts. */
#pragma once

#include <glib.h>
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not g_assert: a fuzz build must keep it whatever the flags. */
#define fuzz_assert(claim)                           \
  do {                                               \
    if (!(claim))                                    \
      g_error("%s: not true: %s", __FILE__, #claim); \
  } while (0)
