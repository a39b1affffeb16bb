/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The root key: the one secret that is kept apart from the data and its backups. Its file may hold
 * several versions; the highest seals, the others still open what was sealed before. The program
 * reads the file again when it meets a version that it does not know, so that the key can be
 * changed while the site serves. */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROOT_KEY_BYTES = 32, ROOT_KEYS_MAX = 8, ROOT_VERSION_MAX = 255, ROOT_FILE_MAX = 4096 };

typedef struct {
  struct RootKey {
    int version; /* 1 to ROOT_VERSION_MAX */
    uint8_t bytes[ROOT_KEY_BYTES];
  } keys[ROOT_KEYS_MAX]; /* by version, the current one last */
  int count;
} RootKeys;

/* Lines "VERSION 64-HEX-DIGITS"; empty ones and those that begin with # say nothing. A file with
 * nothing but 64 digits, as earlier programs made it, is version 1. */
bool root_keys_from_text(const char *text, RootKeys *ret_keys);
char *root_keys_to_text(const RootKeys *keys); /* wipe and g_free: root_text_free */
void root_text_free(char *text);
void root_keys_wipe(RootKeys *keys);
/* NULL: no such version. */
const struct RootKey *root_keys_find(const RootKeys *keys, int version);

/* What lies in the file. False and err: not there, or no key file. */
bool root_keys_read(const char *path, RootKeys *ret_keys, GError **err);
/* Replaces the file as a whole, mode 0600, safe on disk when it returns. */
bool root_keys_write(const char *path, const RootKeys *keys, GError **err);
/* A new version, one above the highest. False: there are ROOT_KEYS_MAX, or no number is left. */
bool root_keys_add_new(RootKeys *keys);

/* ---- those that this process holds ---- */

/* Once, before threads start: version 1. Copied. */
void root_keys_use(const uint8_t key[static ROOT_KEY_BYTES]);
/* Reads the file, or makes it where there is none; remembers its path. */
bool root_keys_load(const char *path, GError **err);
/* False: not in the file either. Thread-safe. */
bool root_key_get(int version, uint8_t ret_key[static ROOT_KEY_BYTES]);
/* All of them, as the file says now: for the recovery sheet. Wipe it. */
void root_keys_get_all(RootKeys *ret_keys);
/* The version that seals, as the file says now. */
int root_key_get_current(uint8_t ret_key[static ROOT_KEY_BYTES]);
