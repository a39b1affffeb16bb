/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail that carries a one-time sign-in link. */
#pragma once

#include "outbox/outbox.h"

/* Outbox task "sign-in-mail"; the thing is the link's id. */
OutboxResult send_sign_in_mail(Db *db, const OutboxTask *task, void *data);
