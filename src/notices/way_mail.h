/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Tells somebody that a new way in was made for them. */
#pragma once

#include "outbox/outbox.h"

/* The outbox's "way-mail": about a row of way_notice. */
OutboxResult send_way_mail(Db *db, const OutboxTask *task, void *data);
