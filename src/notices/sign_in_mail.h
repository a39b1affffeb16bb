/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail that carries a one-time sign-in link. */
#pragma once

#include "outbox/outbox.h"

/* Outbox task "sign-in-mail"; the thing is the link's id. */
/* Outbox task "link-ask"; the thing is what link_ask() gave (people/ways.h). Nobody here with that
 * address: nothing is sent. */
OutboxResult send_asked_link(Db *db, const OutboxTask *task, void *data);
OutboxResult send_sign_in_mail(Db *db, const OutboxTask *task, void *data);
