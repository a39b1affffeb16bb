/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Randomness from the kernel, settable by tests. */
#pragma once

#include <stddef.h>
#include <stdint.h>

void random_bytes(void *ret_bytes, size_t len); /* aborts when the kernel gives none */
/* Seed 0: the kernel again. Anything else: a repeatable stream, for tests only. */
void random_seed_for_test(uint64_t seed);
