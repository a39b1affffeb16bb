/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading who is to be told by somebody; see to_tell.h. */
#include "notices/to_tell.h"

#include "people/seal.h"

static const char *
open_column(Txn *txn, Arena *arena, Query *q, int column, const char *place, int64_t member_id)
{
  size_t len = 0, key_len = 0;
  const void *sealed = col_blob(q, column, &len), *key = col_blob(q, 5, &key_len);
  const char *text =
      seal_open_with(txn, arena, key, key_len, member_id, place, member_id, sealed, len);

  return text ? text : ""; /* the person's key is gone, and with it what they wanted */
}

/* How somebody wants to be told is opened only where it matters. */
static void
read_wants(Txn *txn, Arena *arena, Query *q, ToTell *one)
{
  FormatWants wants = { .count = 0 };

  one->contact = "";
  if (one->reach != REACH_PHONE || col_is_null(q, 5))
    return;
  format_wants_from_text(open_column(txn, arena, q, 3, "member.wants", one->member_id), &wants);
  one->is_texted = format_wants_are_texted(&wants, one->reach);
  if (one->is_texted)
    one->contact = open_column(txn, arena, q, 4, "member.contact", one->member_id);
}

const ToTell *
to_tell_read(Txn *txn, Query *q, Arena *arena)
{
  ToTell *list = arena_new_of(arena, ToTell, TO_TELL_MOST + 1);
  int count = 0;

  while (count < TO_TELL_MOST && query_next(q)) {
    list[count] = (ToTell){ .member_id = col_int(q, 0), .name = arena_text(arena, col_text(q, 1)) };
    if (!reach_from_name(col_text(q, 2), &list[count].reach))
      continue;
    read_wants(txn, arena, q, &list[count]);
    count++;
  }
  list[count].member_id = 0;
  return list;
}

int
to_tell_count_texted(const ToTell *list)
{
  int count = 0;

  for (; list->member_id; list++)
    count += list->is_texted;
  return count;
}

int
to_tell_count_others(const ToTell *list)
{
  int count = 0;

  for (; list->member_id; list++)
    count += !list->is_texted;
  return count;
}
