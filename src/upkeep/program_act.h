/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The act under which the program does its chores here. */
#pragma once

#include "base/act.h"
#include "base/clock.h"
#include "base/ids.h"

static inline Act
program_act(int64_t community_id, IdTape *ids)
{
  return (Act){
    .community_id = community_id,
    .role = ACT_AS_PROGRAM,
    .at_us = clock_now_us(),
    .request_id = ids_new(),
    .ids = ids,
  };
}
