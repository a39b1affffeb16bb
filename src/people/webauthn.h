/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passkeys as a browser sends them (W3C Web Authentication, level 2, sections 7.1 and 7.2): what is
 * checked before one is believed. Pure: no database, no pages. Attestation is "none": which maker's
 * device it is, is nobody's business. Signatures are checked by libfido2. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  WEBAUTHN_CHALLENGE_BYTES = 32,
  WEBAUTHN_CREDENTIAL_ID_MAX = 1023,
  WEBAUTHN_PUBLIC_KEY_MAX = 600, /* RSA's is the longest */
  WEBAUTHN_CLIENT_DATA_MAX = 4096,
  WEBAUTHN_AUTH_DATA_MAX = 8192,
  WEBAUTHN_SIGNATURE_MAX = 1024,
};

typedef struct {
  const void *bytes;
  size_t len;
} WebauthnBytes;

/* What we asked for. */
typedef struct {
  const char *origin;    /* "https://riverside.example.org" */
  const char *rp_id;     /* its host: "riverside.example.org" */
  const char *challenge; /* base64url without padding, as it was given to the browser */
} WebauthnAsked;

typedef struct {
  uint8_t id[WEBAUTHN_CREDENTIAL_ID_MAX];
  size_t id_len;
  int algorithm; /* COSE: -7 ES256, -8 EdDSA, -257 RS256 */
  uint8_t public_key[WEBAUTHN_PUBLIC_KEY_MAX];
  size_t public_key_len;
  int64_t sign_count; /* 0: this kind does not count */
} WebauthnKey;

typedef enum {
  WEBAUTHN_GOOD,
  WEBAUTHN_BROKEN, /* bytes that no browser sends */
  WEBAUTHN_OTHER_TYPE,
  WEBAUTHN_OTHER_CHALLENGE,
  WEBAUTHN_OTHER_ORIGIN, /* another site, or a frame within one */
  WEBAUTHN_OTHER_PLACE,  /* made for another host name */
  WEBAUTHN_NOT_PRESENT,  /* nobody touched it */
  WEBAUTHN_NOT_VERIFIED, /* no finger, face or PIN */
  WEBAUTHN_BAD_KEY,      /* a key of a kind that was not asked for */
  WEBAUTHN_BAD_SIGNATURE,
  WEBAUTHN_NO_LIBRARY /* libfido2 is not on this machine */
} WebauthnResult;

/* "type" is "webauthn.create" or "webauthn.get". The JSON must be one object, each name once. */
WebauthnResult webauthn_check_client_data(const WebauthnAsked *asked, const char *type,
                                          WebauthnBytes client_data);
/* The head of authenticator data: for which host, was somebody there and known; its counter. */
WebauthnResult webauthn_check_auth_data(const WebauthnAsked *asked, WebauthnBytes auth_data,
                                        int64_t *ret_sign_count);

/* A new passkey. *ret_key untouched unless WEBAUTHN_GOOD. */
WebauthnResult webauthn_register(const WebauthnAsked *asked, WebauthnBytes client_data,
                                 WebauthnBytes auth_data, WebauthnKey *ret_key);
/* Is this signed by the key? *ret_sign_count is what the authenticator counted; one that went back
 * (webauthn_went_back) may be a copy. */
WebauthnResult webauthn_verify(const WebauthnAsked *asked, const WebauthnKey *key,
                               WebauthnBytes client_data, WebauthnBytes auth_data,
                               WebauthnBytes signature, int64_t *ret_sign_count);
bool webauthn_went_back(int64_t before, int64_t now);
