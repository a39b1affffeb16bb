/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ids: 63 bits, time-ordered, made by the program: 41 bits milliseconds since 2024-01-01 UTC,
 * 10 bits node, 12 bits counter. Shown to people and in addresses as 13 letters of base32
 * (Crockford's alphabet, lower case) and a Luhn mod 32 check letter. Never a number in JSON. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

enum { ID_TEXT_LEN = 14, ID_TEXT_SIZE = ID_TEXT_LEN + 1 };

/* 0 to 1023; set once before threads start. */
void ids_set_node(int node);
/* A new id, greater than all this process made before, also when the clock goes back. Thread-safe.
 */
int64_t ids_new(void);

const char *id_to_text(int64_t id, char ret_text[static ID_TEXT_SIZE]);
/* Upper or lower case; o as 0, i and l as 1. False: not an id, or a letter was mistyped. */
bool id_from_text(const char *text, int64_t *ret_id);
