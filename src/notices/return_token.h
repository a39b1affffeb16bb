/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The token by which an answer or a bounce names the mail of ours that it is about: 126 bits as two
 * ids are written (base/ids.h), so that it lives through servers that change capitals, and has
 * check letters, so that nothing else is taken for one. */
#pragma once

#include "base/ids.h"

#include <glib.h>

enum { RETURN_TOKEN_LEN = 2 * ID_TEXT_LEN, RETURN_TOKEN_SIZE = RETURN_TOKEN_LEN + 1 };

/* From bytes that nobody can guess. */
void return_token_write(const uint8_t bytes[static 16], char ret_token[static RETURN_TOKEN_SIZE]);
/* Adds the tokens that stand in `text` (each once, at most `most` in the list), as they are
 * written here; one with a "b" before it, as in the envelope of our mails, is the same token. */
void return_token_find(const char *text, size_t len, GPtrArray *tokens, guint most);
