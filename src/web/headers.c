/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One table. Nothing from other hosts, nothing inline, no frames; addresses with one-time links in
 * them are told to nobody else. */
#include "web/headers.h"

static const struct {
  const char *name, *value;
} security[] = {
  { "Content-Security-Policy",
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'" },
  { "X-Content-Type-Options", "nosniff" },
  { "Referrer-Policy", "same-origin" },
  { "Cross-Origin-Opener-Policy", "same-origin" },
  { "Cross-Origin-Resource-Policy", "same-origin" },
  { "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()" },
};

void
headers_add_security(Exchange *x, bool is_https)
{
  for (size_t i = 0; i < G_N_ELEMENTS(security); i++)
    exchange_add_header(x, security[i].name, security[i].value);
  if (is_https)
    exchange_add_header(x, "Strict-Transport-Security", "max-age=31536000");
}
