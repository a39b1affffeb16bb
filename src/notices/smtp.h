/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One mail to the mail server. */
#pragma once

#include "notices/mail.h"

/* `text` is the whole message, `from` where it goes when it comes back. Where it got stuck, or
 * MAIL_ACCEPTED. */
MailStep smtp_send(const MailConfig *config, const char *from, const char *to_address,
                   const char *text);
/* How long a server may be silent, seconds; the usual is 40. A server that is slower rests: for
 * three times as long, then six times and so on up to half an hour, mails to it are not tried but
 * answered MAIL_NO_SENSE at once, so that others' mails need not wait behind it (one worker sends
 * for all communities). A mail that it takes ends the rest; this call ends all. For tests. */
void smtp_set_patience(int seconds);
/* As far as one gets without sending a mail: name, connection, TLS, sign-in. */
MailStep smtp_knock(const MailConfig *config);
