/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail to the mail server. */
#pragma once

#include "notices/mail.h"

/* `text` is the whole message. TLS is used where the server offers it. False and err otherwise. */
bool smtp_send(const MailConfig *config, const char *to_address, const char *text, GError **err);
