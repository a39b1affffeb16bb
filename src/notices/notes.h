/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Notes to whoever wrote to us by mail, when there is something that they must know: at most one an
 * hour to one member. */
#pragma once

#include "base/act.h"
#include "db/db.h"

typedef enum { NOTE_OTHER_ADDRESS, NOTE_FILES, NOTE_UNKNOWN, NOTE_UNREAD, NOTE_COUNT } NoteKind;

/* `title`: of the paper, or ""; `address`: NOTE_OTHER_ADDRESS, where the answer came from. Nothing
 * when one went in the last hour. */
void notes_add(Txn *txn, const Act *act, int64_t member_id, const char *origin, NoteKind kind,
               const char *title, const char *address);
