/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail to the mail server. */
#pragma once

#include "notices/mail.h"

/* `text` is the whole message, `from` where it goes when it comes back. Where it got stuck, or
 * MAIL_ACCEPTED. */
MailStep smtp_send(const MailConfig *config, const char *from, const char *to_address,
                   const char *text);
/* As far as one gets without sending a mail: name, connection, TLS, sign-in. */
MailStep smtp_knock(const MailConfig *config);
