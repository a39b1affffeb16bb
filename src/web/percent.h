/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Percent-decoding, once and strictly: for paths, queries and forms. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Decodes into `ret_text`, which has room for len + 1 bytes and may be where `text` is; adds a NUL.
 * False: a broken escape, %00, a control byte or broken UTF-8 (base/text.h). */
bool percent_decode(const char *text, size_t len, bool is_form, char *ret_text, size_t *ret_len);
/* The same, but for what the bytes are: any, also NUL. */
bool percent_decode_bytes(const char *text, size_t len, bool is_form, char *ret_bytes,
                          size_t *ret_len);
/* New text with everything but unreserved letters escaped; g_free. */
char *percent_encode(const char *text);
/* The decoded value of the first `name` in "a=1&b=2": new text, "" when absent or broken; g_free.
 */
char *query_value(const char *query, const char *name);
/* The query without any `name`; g_free. */
char *query_without(const char *query, const char *name);
