/* SPDX-License-Identifier: AGPL-3.0-or-later
 * In which side each was in a group, and since when ("side = role at that time", indicators): so
 * that what was counted stays as it was when somebody takes another role, leaves or comes back. For
 * sums over what took place, never to show beside a name. */
#pragma once

#include "base/arena.h"
#include "groups/sides.h"

#include "db/db.h"

/* A role that is put right within a day of saying it counts from when it was said first. */
enum { SIDE_PUT_RIGHT_HOURS = 24 };

typedef struct SideHistory SideHistory;

/* Of all who are in the group or were; in the arena. One statement. A role that somebody else wrote
 * down counts as not said until its person says it themself, or until whoever knows of another
 * witness bears it out (meetings/sides_then.h, which figures read; doc/decisions/0054). */
SideHistory *side_history_read(Txn *txn, Arena *arena, int64_t group_id);
bool
side_history_has_heard(const SideHistory *history); /* somebody's was written down by another */
/* What this one wrote down for the member counts. */
void side_history_bear_out(SideHistory *history, int64_t member_id, int64_t heard_by);

typedef struct {
  Side side;      /* that counts; SIDE_UNSAID: not said, or not in the group then */
  Side said;      /* … whoever wrote it down */
  bool is_shown;  /* they show this side beside their name now */
  bool was_shown; /* … and have since before that moment: to tell it tells nothing more */
  bool was_in;    /* the group, at that moment */
} SideThen;

/* At a moment. Of what took place before they joined, the side that they said first counts: a group
 * may write down what was before it came here. */
SideThen side_history_at(const SideHistory *history, int64_t member_id, int64_t at_us);
/* Each who was in the group at that moment. */
typedef void (*SideSeen)(int64_t member_id, const SideThen *then, void *data);
void side_history_each_in(const SideHistory *history, int64_t at_us, SideSeen see, void *data);
