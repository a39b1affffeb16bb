/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The root key's file as commands handle it: one at a time, and typed in from the recovery sheet.
 */
#pragma once

#include <glib.h>

typedef struct KeyFileLock KeyFileLock;

/* Nobody else changes the file until it is let go. NULL and err: another command is at it. */
KeyFileLock *key_file_lock(const char *path, GError **err);
void key_file_unlock(KeyFileLock *lock);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KeyFileLock, key_file_unlock)

/* Asks for the groups on standard input, line by line, says which one is mistyped, and writes the
 * file that place_key_file() names. The exit code. */
int key_file_from_sheet(void);
