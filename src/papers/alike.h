/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What two rows of things have in common, in order. Knows nothing of papers. */
#pragma once

#include <glib.h>

/* Two rows of numbers that stand for things: the same number, the same thing. `ret_in_b` (one for
 * each of a): where it stands in b, -1: nowhere; rising. */
void alike_match(const guint32 *a, guint a_count, const guint32 *b, guint b_count, int *ret_in_b);
