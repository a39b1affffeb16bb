/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whom a mail says that it is from: the community, by its own name. People know that name, and not
 * the program's. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

enum { SENDER_NAME_MAX = 70, SUBJECT_MAX = 300 }; /* characters; mail programs show fewer */

/* The name of the transaction's community, or NULL. */
typedef const char *(*CommunityNamer)(Txn *txn, Arena *arena);
/* Once, before threads start. Without it mails are from "Commontable". */
void sender_name_set_namer(CommunityNamer find_name);
/* The community's name; "Commontable" while it has none. One line, in the arena. */
const char *sender_name_of(Txn *txn, Arena *arena);
/* What of a name or a title may stand in the head of a mail: one line, without control characters
 * and without the invisible ones that turn text round, white space single, `max` characters at
 * most. GMime encodes the rest (RFC 2047). Free with g_free. */
char *mail_head_line(const char *text, int max);
/* The same of a person's or a place's name before an address, encoded where it is more than ASCII:
 * by the letters (Q), since some programs, GMime among them, read only the first of several pieces
 * that are in base64. */
char *mail_head_name(const char *name);
