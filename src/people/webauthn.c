/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libfido2 hashes the client data but reads none of it: type, challenge, origin and frames are
 * checked here. It refuses a second set of client data on one object, and an answer not looked at
 * would read as success: one object a check, each answer looked at. */
#include "people/webauthn.h"

#include "people/fido2.h"

#include <glib.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>

enum { RP_HASH_BYTES = 32, HEAD_BYTES = RP_HASH_BYTES + 1 + 4 };
enum { FLAG_PRESENT = 1 << 0, FLAG_VERIFIED = 1 << 2, FLAG_HAS_KEY = 1 << 6 };
enum { JSON_DEPTH_MAX = 4 };

static void
free_cred(fido_cred_t **cred)
{
  fido_cred_free(cred);
}

static void
free_assert(fido_assert_t **assertion)
{
  fido_assert_free(assertion);
}

static bool
is_same_text(const char *a, const char *b)
{
  return a && b && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(b)) == 0;
}

/* How deep brackets go, words aside: jansson calls itself for each. */
static bool
is_shallow(const char *bytes, size_t len)
{
  int depth = 0;
  bool is_word = false;

  for (size_t i = 0; i < len; i++) {
    if (is_word && bytes[i] == '\\')
      i++;
    else if (bytes[i] == '"')
      is_word = !is_word;
    else if (!is_word && (bytes[i] == '{' || bytes[i] == '['))
      depth++;
    else if (!is_word && (bytes[i] == '}' || bytes[i] == ']'))
      depth--;
    if (depth > JSON_DEPTH_MAX)
      return false;
  }
  return true;
}

static WebauthnResult
check_object(const WebauthnAsked *asked, const char *type, const json_t *data)
{
  const json_t *cross = json_object_get(data, "crossOrigin");

  if (!json_is_object(data) || (cross && !json_is_boolean(cross)))
    return WEBAUTHN_BROKEN;
  if (!is_same_text(json_string_value(json_object_get(data, "type")), type))
    return WEBAUTHN_OTHER_TYPE;
  if (!is_same_text(json_string_value(json_object_get(data, "challenge")), asked->challenge))
    return WEBAUTHN_OTHER_CHALLENGE;
  if (!is_same_text(json_string_value(json_object_get(data, "origin")), asked->origin) ||
      json_is_true(cross) || json_object_get(data, "topOrigin"))
    return WEBAUTHN_OTHER_ORIGIN;
  return WEBAUTHN_GOOD;
}

WebauthnResult
webauthn_check_client_data(const WebauthnAsked *asked, const char *type, WebauthnBytes client_data)
{
  if (client_data.len == 0 || client_data.len > WEBAUTHN_CLIENT_DATA_MAX ||
      !is_shallow(client_data.bytes, client_data.len))
    return WEBAUTHN_BROKEN;

  json_t *data = json_loadb(client_data.bytes, client_data.len, JSON_REJECT_DUPLICATES, NULL);

  if (!data)
    return WEBAUTHN_BROKEN;

  WebauthnResult result = check_object(asked, type, data);

  json_decref(data);
  return result;
}

WebauthnResult
webauthn_check_auth_data(const WebauthnAsked *asked, WebauthnBytes auth_data,
                         int64_t *ret_sign_count)
{
  const uint8_t *bytes = auth_data.bytes;
  uint8_t hash[crypto_hash_sha256_BYTES];

  if (auth_data.len < HEAD_BYTES || auth_data.len > WEBAUTHN_AUTH_DATA_MAX)
    return WEBAUTHN_BROKEN;
  crypto_hash_sha256(hash, (const uint8_t *)asked->rp_id, strlen(asked->rp_id));
  if (sodium_memcmp(hash, bytes, RP_HASH_BYTES) != 0)
    return WEBAUTHN_OTHER_PLACE;

  const uint8_t flags = bytes[RP_HASH_BYTES], *count = bytes + RP_HASH_BYTES + 1;

  if (!(flags & FLAG_PRESENT))
    return WEBAUTHN_NOT_PRESENT;
  if (!(flags & FLAG_VERIFIED))
    return WEBAUTHN_NOT_VERIFIED;
  *ret_sign_count = (int64_t)count[0] << 24 | count[1] << 16 | count[2] << 8 | count[3];
  return WEBAUTHN_GOOD;
}

/* The attested credential: libfido2 reads its length, id and COSE key. It wants to be told the
 * algorithm, so each that we ask for is tried. */
static bool
read_key(const WebauthnAsked *asked, int algorithm, WebauthnBytes client_data,
         WebauthnBytes auth_data, WebauthnKey *ret_key)
{
  __attribute__((cleanup(free_cred))) fido_cred_t *cred = fido_cred_new();

  if (!cred || fido_cred_set_type(cred, algorithm) != FIDO_OK ||
      fido_cred_set_clientdata(cred, client_data.bytes, client_data.len) != FIDO_OK ||
      fido_cred_set_rp(cred, asked->rp_id, NULL) != FIDO_OK ||
      fido_cred_set_authdata_raw(cred, auth_data.bytes, auth_data.len) != FIDO_OK)
    return false;

  const size_t id_len = fido_cred_id_len(cred), key_len = fido_cred_pubkey_len(cred);

  if (id_len == 0 || id_len > sizeof(ret_key->id) || key_len == 0 ||
      key_len > sizeof(ret_key->public_key))
    return false;
  memcpy(ret_key->id, fido_cred_id_ptr(cred), id_len);
  memcpy(ret_key->public_key, fido_cred_pubkey_ptr(cred), key_len);
  ret_key->id_len = id_len;
  ret_key->public_key_len = key_len;
  ret_key->algorithm = algorithm;
  return true;
}

WebauthnResult
webauthn_register(const WebauthnAsked *asked, WebauthnBytes client_data, WebauthnBytes auth_data,
                  WebauthnKey *ret_key)
{
  static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };
  WebauthnKey key = { 0 };
  WebauthnResult result = webauthn_check_client_data(asked, "webauthn.create", client_data);

  if (result == WEBAUTHN_GOOD)
    result = webauthn_check_auth_data(asked, auth_data, &key.sign_count);
  if (result != WEBAUTHN_GOOD)
    return result;
  if (!(((const uint8_t *)auth_data.bytes)[RP_HASH_BYTES] & FLAG_HAS_KEY))
    return WEBAUTHN_BROKEN;
  if (!fido_open())
    return WEBAUTHN_NO_LIBRARY;
  fido_init(0);
  for (size_t i = 0; i < G_N_ELEMENTS(algorithms); i++) {
    if (read_key(asked, algorithms[i], client_data, auth_data, &key)) {
      *ret_key = key;
      return WEBAUTHN_GOOD;
    }
  }
  return WEBAUTHN_BAD_KEY;
}

static bool
is_signed_by(fido_assert_t *assertion, const WebauthnKey *key)
{
  es256_pk_t *es256 = NULL;
  eddsa_pk_t *eddsa = NULL;
  rs256_pk_t *rs256 = NULL;
  int result = FIDO_ERR_INTERNAL;

  switch (key->algorithm) {
  case COSE_ES256:
    if ((es256 = es256_pk_new()) &&
        es256_pk_from_ptr(es256, key->public_key, key->public_key_len) == FIDO_OK)
      result = fido_assert_verify(assertion, 0, COSE_ES256, es256);
    es256_pk_free(&es256);
    break;
  case COSE_EDDSA:
    if ((eddsa = eddsa_pk_new()) &&
        eddsa_pk_from_ptr(eddsa, key->public_key, key->public_key_len) == FIDO_OK)
      result = fido_assert_verify(assertion, 0, COSE_EDDSA, eddsa);
    eddsa_pk_free(&eddsa);
    break;
  case COSE_RS256:
    if ((rs256 = rs256_pk_new()) &&
        rs256_pk_from_ptr(rs256, key->public_key, key->public_key_len) == FIDO_OK)
      result = fido_assert_verify(assertion, 0, COSE_RS256, rs256);
    rs256_pk_free(&rs256);
    break;
  default:
    break;
  }
  return result == FIDO_OK;
}

WebauthnResult
webauthn_verify(const WebauthnAsked *asked, const WebauthnKey *key, WebauthnBytes client_data,
                WebauthnBytes auth_data, WebauthnBytes signature, int64_t *ret_sign_count)
{
  int64_t sign_count = 0;
  WebauthnResult result = webauthn_check_client_data(asked, "webauthn.get", client_data);

  if (result == WEBAUTHN_GOOD)
    result = webauthn_check_auth_data(asked, auth_data, &sign_count);
  if (result != WEBAUTHN_GOOD)
    return result;
  if (signature.len == 0 || signature.len > WEBAUTHN_SIGNATURE_MAX)
    return WEBAUTHN_BROKEN;
  if (!fido_open())
    return WEBAUTHN_NO_LIBRARY;
  fido_init(0);

  __attribute__((cleanup(free_assert))) fido_assert_t *assertion = fido_assert_new();

  if (!assertion || fido_assert_set_count(assertion, 1) != FIDO_OK ||
      fido_assert_set_rp(assertion, asked->rp_id) != FIDO_OK ||
      fido_assert_set_clientdata(assertion, client_data.bytes, client_data.len) != FIDO_OK ||
      fido_assert_set_authdata_raw(assertion, 0, auth_data.bytes, auth_data.len) != FIDO_OK ||
      fido_assert_set_sig(assertion, 0, signature.bytes, signature.len) != FIDO_OK ||
      fido_assert_set_up(assertion, FIDO_OPT_TRUE) != FIDO_OK ||
      fido_assert_set_uv(assertion, FIDO_OPT_TRUE) != FIDO_OK)
    return WEBAUTHN_BROKEN;
  if (!is_signed_by(assertion, key))
    return WEBAUTHN_BAD_SIGNATURE;
  *ret_sign_count = sign_count;
  return WEBAUTHN_GOOD;
}

bool
webauthn_went_back(int64_t before, int64_t now)
{
  return (before != 0 || now != 0) && now <= before;
}
