/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The machine this runs on, as far as an organiser must know: room on the disk, the clock. */
#pragma once

#include "db/db.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  int64_t free_bytes, all_bytes; /* of the disk with the data; 0 and 0: cannot be seen */
  bool is_disk_low;              /* no room for three more copies, or less than 200 MB */
  bool is_clock_kept;            /* the machine says that its clock is set by the network */
  bool is_clock_behind;          /* the newest act on the record lies in the future */
} Machine;

/* `copy_bytes`: of the newest backup, 0: none. One statement. */
Machine machine_look(Txn *txn, int64_t copy_bytes, int64_t now_us);
