/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Looking at disk and clock. */
#include "upkeep/machine.h"

#include "base/clock.h"
#include "upkeep/place.h"

#include <sys/statvfs.h>
#include <sys/timex.h>

enum { COPIES = 3 };
#define ROOM_LEAST     (200LL * 1024 * 1024)
#define BEHIND_MOST_US (5 * US_PER_MINUTE)

static int64_t
newest_act_us(Txn *txn)
{
  g_autoptr(Query) q = db_query(txn, "SELECT e.at_us FROM log_head h JOIN log_entry e"
                                     " ON e.community_id = ?1 AND e.id = h.last_id"
                                     " WHERE h.community_id = ?1");

  return query_next(q) ? col_int(q, 0) : 0;
}

Machine
machine_look(Txn *txn, int64_t copy_bytes, int64_t now_us)
{
  Machine machine = { .is_clock_behind = newest_act_us(txn) > now_us + BEHIND_MOST_US };
  struct timex clock_state = { .modes = 0 };
  struct statvfs disk;

  machine.is_clock_kept = adjtimex(&clock_state) >= 0 && !(clock_state.status & STA_UNSYNC);
  if (upkeep_place()->folder && statvfs(upkeep_place()->folder, &disk) == 0) {
    machine.free_bytes = (int64_t)disk.f_bavail * (int64_t)disk.f_frsize;
    machine.all_bytes = (int64_t)disk.f_blocks * (int64_t)disk.f_frsize;
    machine.is_disk_low =
        machine.free_bytes < ROOM_LEAST || machine.free_bytes < COPIES * copy_bytes;
  }
  return machine;
}
