/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Mails that came back. The mail is marked once, however often it comes back; where the address
 * does not exist, nothing more goes there until somebody says that it is right again, or gives
 * another. A link to come in that somebody asks for at the door is tried all the same. */
#pragma once

#include "base/act.h"
#include "base/arena.h"
#include "base/clock.h"
#include "db/db.h"
#include "notices/incoming.h"
#include "notices/returns.h"

/* Notes it. False: nothing new (it is late only, or was known). */
bool bounces_note(Txn *txn, const Act *act, const Return *about, BounceKind kind,
                  const char *status);
/* What a mail said so shortly before its address was found to be none, nobody may have read: mail
 * servers try for five days (RFC 5321, 4.5.4.1). Better told twice than not at all. */
#define MAIL_MAY_BE_LOST_US (7 * US_PER_DAY)

/* Of a member, c in the statement: mails reach them, as far as we know. */
#define MAILS_REACH_C                                                         \
  " (c.reach = 'email' AND NOT EXISTS (SELECT 1 FROM mail_stopped_address mx" \
  " WHERE mx.community_id = ?1 AND mx.member_id = c.id AND mx.address = c.contact_blind))"

/* Since when mails to the address they have now came back; 0: it is fine as far as we know. */
int64_t bounces_stopped_at_us(Txn *txn, int64_t member_id);
/* It is right: mails go there again. */
void bounces_clear(Txn *txn, const Act *act, int64_t member_id);

typedef struct {
  int64_t member_id, at_us;
  const char *name;
} StoppedAddress;
/* Whose mails come back, the newest first; ends with member id 0. */
const StoppedAddress *bounces_list(Txn *txn, Arena *arena, int limit);
