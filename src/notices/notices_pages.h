/* SPDX-License-Identifier: AGPL-3.0-or-later
 * "Which mails I get", and the page behind the link that stops a kind of mail. */
#pragma once

#include "web/routes.h"

extern const Route mails_routes[];     /* choosing, when one is in */
extern const Route stop_mail_routes[]; /* the link in a mail */
