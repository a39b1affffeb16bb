/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Which mails I get", and the page behind the link that stops a kind of mail. */
#pragma once

#include "notices/mail_wishes.h"
#include "web/request.h"
#include "web/routes.h"

extern const Route mails_routes[];     /* choosing, when one is in: for all kinds */
extern const Route mail_each_routes[]; /* … and for one */
extern const Route stop_mail_routes[]; /* the link in a mail */

/* With the place's time zone. */
void change_mail_wish(Request *r, int64_t member_id, MailKind kind, MailPace pace, bool is_by_mail);
