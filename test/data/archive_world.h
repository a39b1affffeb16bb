/* SPDX-License-Identifier: AGPL-3.0-or-later
 * A community with something in every table that an archive takes. */
#pragma once

#include "data/archive_kit.h"

#define WORLD_EMAIL     "zuleika@riverside.example"
#define WORLD_NEED      "A chair with arms near the door"
#define WORLD_ERASED    "Peregrine Vanished"
#define WORLD_HOST      "riverside.example"
#define WORLD_COMPLAINT "My file lay open"

typedef struct {
  int64_t member_id, organiser_id, erased_id, left_id, suspended_id, paper_id, file_id;
  int64_t waiting_id; /* a paper whose Word file is not read yet */
  int64_t complaint_id;
} ArchiveWorld;

void archive_world_fill(Place *place, ArchiveWorld *ret_world);
