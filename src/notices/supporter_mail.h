/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tells somebody that an organiser noted a supporter for them. */
#pragma once

#include "outbox/outbox.h"

/* The outbox's "supporter-mail": about a trust. */
OutboxResult send_supporter_mail(Db *db, const OutboxTask *task, void *data);
