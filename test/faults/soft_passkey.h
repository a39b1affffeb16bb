/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A passkey in software (Ed25519), for tests without a browser: what one would send in the hidden
 * fields of our forms. */
#pragma once

#include "people/webauthn.h"

#include <glib.h>

typedef struct {
  uint8_t id[16];
  uint8_t public_key[32], secret_key[64];
} SoftPasskey;

SoftPasskey soft_passkey_new(void);
/* As the server keeps it. */
WebauthnKey soft_passkey_key(const SoftPasskey *passkey);
/* "credential=…&client_data=…&auth_data=…" and, when it signs, "&signature=…". g_free. */
char *soft_passkey_make(const SoftPasskey *passkey, const char *origin, const char *rp_id,
                        const char *challenge);
char *soft_passkey_sign(const SoftPasskey *passkey, const char *origin, const char *rp_id,
                        const char *challenge);
