/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading who is to be told by somebody; see to_tell.h. */
#include "notices/to_tell.h"

const ToTell *
to_tell_read(Query *q, Arena *arena)
{
  ToTell *list = arena_new_of(arena, ToTell, TO_TELL_MOST + 1);
  int count = 0;

  while (count < TO_TELL_MOST && query_next(q)) {
    list[count] = (ToTell){ .member_id = col_int(q, 0), .name = arena_text(arena, col_text(q, 1)) };
    count += reach_from_name(col_text(q, 2), &list[count].reach);
  }
  list[count].member_id = 0;
  return list;
}
