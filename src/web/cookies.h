/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading and writing cookies. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* New decoded text (g_free); NULL when there is none, or when two of that name differ: then nobody
 * can say which of them is ours. `header` may be NULL. */
char *cookie_find(const char *header, const char *name);
/* A Set-Cookie value for the whole site: HttpOnly, SameSite=Lax, and with `is_https` Secure and the
 * __Host- prefix (which cookie_find_ours expects then). Max age 0 drops it, below 0: until the
 * browser closes. The value is percent-encoded. g_free. */
char *cookie_write(const char *name, const char *value, int64_t max_age_s, bool is_https);
char *cookie_find_ours(const char *header, const char *name, bool is_https);
