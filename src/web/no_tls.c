/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Why the server has no TLS library: a proxy in front speaks https, and libmicrohttpd is never
 * asked to. Its shared library brings GnuTLS with it all the same, nine libraries that took a fifth
 * of the start (doc/decisions/0056). So it is linked from its archive, and what that would call for
 * https stands here: whoever asks for https in the end ends the program, and a function that a
 * later version needs and that is not here is told by the linker. */
#include <glib.h>

/* Called at the start and the end of every program. */
int gnutls_global_init(void);
int
gnutls_global_init(void)
{
  return 0;
}

void gnutls_global_deinit(void);
void
gnutls_global_deinit(void)
{
}

/* A pointer to a function, as GnuTLS has it. */
extern void *(*gnutls_malloc)(size_t);
void *(*gnutls_malloc)(size_t) = NULL;

#define NEVER(name)                                                               \
  void name(void);                                                                \
  void name(void)                                                                 \
  {                                                                               \
    g_error("%s: this server speaks no TLS; a proxy in front of it does", #name); \
  }

NEVER(gnutls_alpn_set_protocols)
NEVER(gnutls_bye)
NEVER(gnutls_certificate_allocate_credentials)
NEVER(gnutls_certificate_free_credentials)
NEVER(gnutls_certificate_server_set_request)
NEVER(gnutls_certificate_set_dh_params)
NEVER(gnutls_certificate_set_retrieve_function2)
NEVER(gnutls_certificate_set_retrieve_function3)
NEVER(gnutls_certificate_set_x509_key_mem)
NEVER(gnutls_certificate_set_x509_key_mem2)
NEVER(gnutls_certificate_set_x509_trust_mem)
NEVER(gnutls_cipher_get)
NEVER(gnutls_credentials_set)
NEVER(gnutls_deinit)
NEVER(gnutls_dh_params_deinit)
NEVER(gnutls_dh_params_import_pkcs3)
NEVER(gnutls_dh_params_init)
NEVER(gnutls_handshake)
NEVER(gnutls_init)
NEVER(gnutls_priority_deinit)
NEVER(gnutls_priority_init)
NEVER(gnutls_priority_set)
NEVER(gnutls_protocol_get_version)
NEVER(gnutls_psk_allocate_server_credentials)
NEVER(gnutls_psk_free_server_credentials)
NEVER(gnutls_psk_set_server_credentials_function)
NEVER(gnutls_record_check_pending)
NEVER(gnutls_record_get_direction)
NEVER(gnutls_record_recv)
NEVER(gnutls_record_send)
NEVER(gnutls_session_get_ptr)
NEVER(gnutls_session_set_ptr)
NEVER(gnutls_strerror)
NEVER(gnutls_transport_set_int2)
