/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails that say to a reader of worries that something waits, and nothing else. */
#pragma once

#include "outbox/outbox.h"

/* Outbox task "worry-mail"; the thing is the notice's id. */
OutboxResult send_worry_mail(Db *db, const OutboxTask *task, void *data);
/* Outbox task "worry-due"; the thing is the worry's id: past its date it tells the readers again,
 * every two days for four weeks. */
OutboxResult look_at_due_worry(Db *db, const OutboxTask *task, void *data);
