/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Asking for a passphrase: on the terminal, unseen, or from a file. Never an argument: those can be
 * read by everybody on the machine. */
#pragma once

#include <glib.h>
#include <stdbool.h>

/* `file` NULL: on the terminal; `is_new`: twice, and it must be good enough. NULL and err: none.
 * Free with passphrase_free. */
char *passphrase_get(const char *file, bool is_new, GError **err);
void passphrase_free(char *passphrase);
