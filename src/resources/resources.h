/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What coproduction costs and pays (R22, R29-R33, R55-R60). This header is for src/evidence; claims
 * are claims.h, rates and who says yes rates.h. */
#pragma once

#include "base/arena.h"
#include "db/db.h"
#include "log/log.h"

#include <stdint.h>

extern const LogKind resources_log_kinds[];

enum { REWARD_DAYS = 14 };

/* Indicator 16, reward in time. A contribution is one person at one meeting that took place
 * (meeting_presence), other than as their work; the role is that which they had in the group
 * then. Those who were erased count no more. */
typedef struct {
  int64_t eligible; /* contributions whose 14 days are over, or that were settled before */
  int64_t offered;  /* of these: a written offer of the group (other than "nothing") stood when
                       the meeting began */
  int64_t in_time;  /* of `offered`: all that they asked for was paid within 14 days of the
                       meeting, or they declined what was offered */
  int64_t declined; /* of `in_time`: they said no, thank you, and claimed nothing */
  int64_t
      not_answered; /* of `eligible`: they claimed nothing and chose nothing. Nobody is chased */
} RewardCounts;

/* Of meetings that began from `from_us` to before `until_us` in this group, as things stand at
 * `now_us`. Reads only; three statements. Show nothing of it below the indicator's minimum
 * of 10. */
RewardCounts resources_count_reward(Txn *txn, int64_t group_id, int64_t from_us, int64_t until_us,
                                    int64_t now_us);
