/* SPDX-License-Identifier: AGPL-3.0-or-later
 * libfido2, opened with the first passkey: it brings OpenSSL and three libraries more, a tenth of
 * the pages that the program touches when it starts (measured). Include this in place of <fido.h>;
 * call fido_open() first. */
#pragma once

#include "base/library.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

/* False: it is not on this machine. From any thread, again and again. */
bool fido_open(void);

/* clang-format off */
#define FIDO_FUNCTIONS(X) \
  X(eddsa_pk_free) X(eddsa_pk_from_ptr) X(eddsa_pk_new) X(es256_pk_free) X(es256_pk_from_ptr) \
  X(es256_pk_new) X(fido_assert_free) X(fido_assert_new) X(fido_assert_set_authdata_raw) \
  X(fido_assert_set_clientdata) X(fido_assert_set_count) X(fido_assert_set_rp) \
  X(fido_assert_set_sig) X(fido_assert_set_up) X(fido_assert_set_uv) X(fido_assert_verify) \
  X(fido_cred_free) X(fido_cred_id_len) X(fido_cred_id_ptr) X(fido_cred_new) \
  X(fido_cred_pubkey_len) X(fido_cred_pubkey_ptr) X(fido_cred_set_authdata_raw) \
  X(fido_cred_set_clientdata) X(fido_cred_set_rp) X(fido_cred_set_type) X(fido_init) \
  X(rs256_pk_free) X(rs256_pk_from_ptr) X(rs256_pk_new)

extern struct FidoLibrary {
  FIDO_FUNCTIONS(LIBRARY_SLOT)
} fido;

#define eddsa_pk_free                fido.eddsa_pk_free_
#define eddsa_pk_from_ptr            fido.eddsa_pk_from_ptr_
#define eddsa_pk_new                 fido.eddsa_pk_new_
#define es256_pk_free                fido.es256_pk_free_
#define es256_pk_from_ptr            fido.es256_pk_from_ptr_
#define es256_pk_new                 fido.es256_pk_new_
#define fido_assert_free             fido.fido_assert_free_
#define fido_assert_new              fido.fido_assert_new_
#define fido_assert_set_authdata_raw fido.fido_assert_set_authdata_raw_
#define fido_assert_set_clientdata   fido.fido_assert_set_clientdata_
#define fido_assert_set_count        fido.fido_assert_set_count_
#define fido_assert_set_rp           fido.fido_assert_set_rp_
#define fido_assert_set_sig          fido.fido_assert_set_sig_
#define fido_assert_set_up           fido.fido_assert_set_up_
#define fido_assert_set_uv           fido.fido_assert_set_uv_
#define fido_assert_verify           fido.fido_assert_verify_
#define fido_cred_free               fido.fido_cred_free_
#define fido_cred_id_len             fido.fido_cred_id_len_
#define fido_cred_id_ptr             fido.fido_cred_id_ptr_
#define fido_cred_new                fido.fido_cred_new_
#define fido_cred_pubkey_len         fido.fido_cred_pubkey_len_
#define fido_cred_pubkey_ptr         fido.fido_cred_pubkey_ptr_
#define fido_cred_set_authdata_raw   fido.fido_cred_set_authdata_raw_
#define fido_cred_set_clientdata     fido.fido_cred_set_clientdata_
#define fido_cred_set_rp             fido.fido_cred_set_rp_
#define fido_cred_set_type           fido.fido_cred_set_type_
#define fido_init                    fido.fido_init_
#define rs256_pk_free                fido.rs256_pk_free_
#define rs256_pk_from_ptr            fido.rs256_pk_from_ptr_
#define rs256_pk_new                 fido.rs256_pk_new_
/* clang-format on */
