/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Passkeys: what a browser really sends is taken; the same with anything changed is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "base/text.h"
#include "people/webauthn.h"
#include "people/webauthn_vectors.h"

#include <glib.h>
#include <string.h>

static GByteArray *
from_hex(const char *hex)
{
  GByteArray *bytes = g_byte_array_new();

  g_byte_array_set_size(bytes, (guint)strlen(hex) / 2);
  assert_true(text_to_bytes(hex, bytes->data, bytes->len));
  return bytes;
}

static WebauthnBytes
of_text(const char *text)
{
  return (WebauthnBytes){ text, strlen(text) };
}

static WebauthnBytes
of_array(const GByteArray *array)
{
  return (WebauthnBytes){ array->data, array->len };
}

static WebauthnAsked
asked_with(const char *challenge)
{
  return (WebauthnAsked){ VECTORS_ORIGIN, VECTORS_RP_ID, challenge };
}

static WebauthnKey
register_vector(const struct Vector *vector)
{
  const WebauthnAsked asked = asked_with(vector->made_challenge);
  g_autoptr(GByteArray) auth_data = from_hex(vector->made_auth_data);
  WebauthnKey key = { 0 };

  assert_int_equal(
      webauthn_register(&asked, of_text(vector->made_client_data), of_array(auth_data), &key),
      WEBAUTHN_GOOD);
  return key;
}

static void
each_algorithm_is_made_and_used(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
    const struct Vector *vector = &vectors[i];
    const WebauthnKey key = register_vector(vector);
    const WebauthnAsked asked = asked_with(vector->challenge);
    g_autoptr(GByteArray) auth_data = from_hex(vector->auth_data);
    g_autoptr(GByteArray) signature = from_hex(vector->signature);
    int64_t sign_count = 0;

    assert_int_equal(key.algorithm, vector->algorithm);
    assert_int_equal(key.id_len, 32);
    assert_int_equal(key.sign_count, 1);
    assert_int_equal(webauthn_verify(&asked, &key, of_text(vector->client_data),
                                     of_array(auth_data), of_array(signature), &sign_count),
                     WEBAUTHN_GOOD);
    assert_int_equal(sign_count, 2);
  }
}

/* Property: no byte of what was signed, nor of the signature or the key, can be changed. */
static void
no_changed_byte_is_believed(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
    const struct Vector *vector = &vectors[i];
    const WebauthnKey key = register_vector(vector);
    const WebauthnAsked asked = asked_with(vector->challenge);
    g_autoptr(GByteArray) client_data = g_byte_array_new();
    g_autoptr(GByteArray) auth_data = from_hex(vector->auth_data);
    g_autoptr(GByteArray) signature = from_hex(vector->signature);
    GByteArray *parts[] = { client_data, auth_data, signature };
    int64_t sign_count = -1;

    g_byte_array_append(client_data, (const guint8 *)vector->client_data,
                        (guint)strlen(vector->client_data));
    for (size_t part = 0; part < G_N_ELEMENTS(parts); part++)
      for (guint at = 0; at < parts[part]->len; at++) {
        parts[part]->data[at] = (guint8)(parts[part]->data[at] ^ (1 << (at % 8)));
        assert_int_not_equal(webauthn_verify(&asked, &key, of_array(client_data),
                                             of_array(auth_data), of_array(signature), &sign_count),
                             WEBAUTHN_GOOD);
        parts[part]->data[at] = (guint8)(parts[part]->data[at] ^ (1 << (at % 8)));
      }
    assert_int_equal(sign_count, -1);

    const WebauthnKey other = register_vector(&vectors[(i + 1) % G_N_ELEMENTS(vectors)]);

    assert_int_equal(webauthn_verify(&asked, &other, of_array(client_data), of_array(auth_data),
                                     of_array(signature), &sign_count),
                     WEBAUTHN_BAD_SIGNATURE);
  }
}

static void
half_a_registration_is_none(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(vectors); i++) {
    const WebauthnAsked asked = asked_with(vectors[i].made_challenge);
    g_autoptr(GByteArray) auth_data = from_hex(vectors[i].made_auth_data);
    WebauthnKey key = { .id_len = 7 };

    for (size_t len = 0; len < auth_data->len; len++)
      assert_int_not_equal(webauthn_register(&asked, of_text(vectors[i].made_client_data),
                                             (WebauthnBytes){ auth_data->data, len }, &key),
                           WEBAUTHN_GOOD);
    assert_int_equal(key.id_len, 7); /* untouched */
  }
}

#define CHALLENGE "C9ET-5WXSuT4kIc4L6gvazuhieg6WJS4kAs7w1NJPII"
#define DATA(type, challenge, origin, more) \
  "{\"type\":\"" type "\",\"challenge\":\"" challenge "\",\"origin\":\"" origin "\"" more "}"

static void
client_data_says_what_was_asked(void **state)
{
  static const char get[] = "webauthn.get";
  static const struct {
    const char *json;
    WebauthnResult result;
  } rows[] = {
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ""), WEBAUTHN_GOOD },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"crossOrigin\":false"), WEBAUTHN_GOOD },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"new\":{\"a\":[1]}"), WEBAUTHN_GOOD },
    { DATA("webauthn.create", CHALLENGE, VECTORS_ORIGIN, ""), WEBAUTHN_OTHER_TYPE },
    { DATA("webauthn.get", "AAAA", VECTORS_ORIGIN, ""), WEBAUTHN_OTHER_CHALLENGE },
    { DATA("webauthn.get", CHALLENGE "=", VECTORS_ORIGIN, ""), WEBAUTHN_OTHER_CHALLENGE },
    { DATA("webauthn.get", "", VECTORS_ORIGIN, ""), WEBAUTHN_OTHER_CHALLENGE },
    { DATA("webauthn.get", CHALLENGE, "https://localhost:8765", ""), WEBAUTHN_OTHER_ORIGIN },
    { DATA("webauthn.get", CHALLENGE, "http://localhost:8765.evil.example", ""),
      WEBAUTHN_OTHER_ORIGIN },
    { DATA("webauthn.get", CHALLENGE, "http://localhost", ""), WEBAUTHN_OTHER_ORIGIN },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"crossOrigin\":true"),
      WEBAUTHN_OTHER_ORIGIN },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"topOrigin\":\"http://a.example\""),
      WEBAUTHN_OTHER_ORIGIN },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"crossOrigin\":\"no\""), WEBAUTHN_BROKEN },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"type\":\"webauthn.get\""),
      WEBAUTHN_BROKEN }, /* a name twice: which one counts? */
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, "") "x", WEBAUTHN_BROKEN },
    { DATA("webauthn.get", CHALLENGE, VECTORS_ORIGIN, ",\"deep\":[[[[[[0]]]]]]"), WEBAUTHN_BROKEN },
    { "{\"type\":5,\"challenge\":5,\"origin\":5}", WEBAUTHN_OTHER_TYPE },
    { "[]", WEBAUTHN_BROKEN },
    { "", WEBAUTHN_BROKEN },
  };
  const WebauthnAsked asked = asked_with(CHALLENGE);

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    WebauthnResult result = webauthn_check_client_data(&asked, get, of_text(rows[i].json));

    if (result != rows[i].result)
      fail_msg("%s: %d", rows[i].json, (int)result);
  }
}

/* Who has not touched it, or not shown that it is they, is not believed; nor another host. */
static void
auth_data_says_who_was_there(void **state)
{
  const WebauthnAsked asked = asked_with(vectors[0].challenge);
  WebauthnAsked elsewhere = asked;
  g_autoptr(GByteArray) bytes = from_hex(vectors[0].auth_data);
  int64_t count = 0;

  (void)state;
  assert_int_equal(webauthn_check_auth_data(&asked, of_array(bytes), &count), WEBAUTHN_GOOD);
  elsewhere.rp_id = "other.example";
  assert_int_equal(webauthn_check_auth_data(&elsewhere, of_array(bytes), &count),
                   WEBAUTHN_OTHER_PLACE);
  bytes->data[32] = 0x04;
  assert_int_equal(webauthn_check_auth_data(&asked, of_array(bytes), &count), WEBAUTHN_NOT_PRESENT);
  bytes->data[32] = 0x01;
  assert_int_equal(webauthn_check_auth_data(&asked, of_array(bytes), &count),
                   WEBAUTHN_NOT_VERIFIED);
  bytes->data[32] = 0x05;
  memset(bytes->data + 33, 0xff, 4);
  assert_int_equal(webauthn_check_auth_data(&asked, of_array(bytes), &count), WEBAUTHN_GOOD);
  assert_int_equal(count, 0xffffffff);
  assert_int_equal(webauthn_check_auth_data(&asked, (WebauthnBytes){ bytes->data, 36 }, &count),
                   WEBAUTHN_BROKEN);
}

static void
a_count_that_stands_still_is_odd(void **state)
{
  (void)state;
  assert_false(webauthn_went_back(0, 0)); /* this kind does not count */
  assert_false(webauthn_went_back(0, 1));
  assert_false(webauthn_went_back(7, 8));
  assert_true(webauthn_went_back(7, 7));
  assert_true(webauthn_went_back(7, 6));
  assert_true(webauthn_went_back(7, 0));
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_algorithm_is_made_and_used),
    cmocka_unit_test(no_changed_byte_is_believed),
    cmocka_unit_test(half_a_registration_is_none),
    cmocka_unit_test(client_data_says_what_was_asked),
    cmocka_unit_test(auth_data_says_who_was_there),
    cmocka_unit_test(a_count_that_stands_still_is_odd),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
