/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Finding members by name or by what they do: readable columns only. */
#include "people/find.h"

#include "base/text.h"

#include <string.h>

enum { SAME_NAME_MAX = 20, ORGANISERS_MAX = 1000 };

/* Columns: id, name, is_organiser, whether here. */
static const KnownMember *
read_all(Query *q, Arena *arena, int max)
{
  g_autoptr(GArray) rows = g_array_new(TRUE, TRUE, sizeof(KnownMember));
  KnownMember *found;

  while ((int)rows->len < max && query_next(q)) {
    const KnownMember row = { .id = col_int(q, 0),
                              .name = arena_text(arena, col_text(q, 1)),
                              .is_organiser = col_int(q, 2) != 0,
                              .is_here = col_int(q, 3) != 0 };

    g_array_append_val(rows, row);
  }
  found = arena_new_of(arena, KnownMember, (int)rows->len + 1);
  if (rows->len > 0)
    memcpy(found, rows->data, rows->len * sizeof(KnownMember));
  return found;
}

const KnownMember *
people_find_by_name(Txn *txn, Arena *arena, const char *name)
{
  g_autofree char *sort_key = text_sort_key(name);
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, name, is_organiser, CASE WHEN state = 'here' THEN 1 ELSE 0 END FROM member"
           " WHERE community_id = ?1 AND sort_key = ?2 AND state <> 'former' ORDER BY id LIMIT ?3");

  bind_text(q, 2, sort_key);
  bind_int(q, 3, SAME_NAME_MAX);
  return read_all(q, arena, SAME_NAME_MAX);
}

const KnownMember *
people_organisers(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, name, is_organiser, 1 FROM member WHERE community_id = ?1"
                    " AND is_organiser = 1 AND state = 'here' ORDER BY id DESC LIMIT ?2");

  bind_int(q, 2, ORGANISERS_MAX);
  return read_all(q, arena, ORGANISERS_MAX);
}

const KnownMember *
people_find_known(Txn *txn, Arena *arena, int64_t member_id)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, name, is_organiser, CASE WHEN state = 'here' THEN 1 ELSE 0 END FROM member"
           " WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, member_id);

  const KnownMember *found = read_all(q, arena, 1);

  return found->id ? found : NULL;
}

void
people_bind_ids(Query *q, const int64_t *ids, int count)
{
  for (int i = 0; i < IDS_A_STATEMENT; i++)
    bind_int(q, FIRST_ID + i, ids[MIN(i, count - 1)]);
}

static const KnownMember *
find_some(Txn *txn, Arena *arena, const int64_t *ids, int count)
{
  g_autoptr(Query) q = db_query(
      txn, "SELECT id, name, is_organiser, CASE WHEN state = 'here' THEN 1 ELSE 0 END FROM member"
           " WHERE community_id = ?1 AND id IN" PEOPLE_IDS);

  people_bind_ids(q, ids, count);
  return read_all(q, arena, count);
}

const KnownMember *
people_find_all_known(Txn *txn, Arena *arena, const int64_t *ids, int count)
{
  KnownMember *list = arena_new_of(arena, KnownMember, count + 1);
  int found = 0;

  for (int done = 0; done < count; done += IDS_A_STATEMENT) {
    const int some = MIN(count - done, IDS_A_STATEMENT);
    const KnownMember *there = find_some(txn, arena, ids + done, some);

    for (int i = done; i < done + some; i++)
      for (const KnownMember *one = there; one->id; one++)
        if (one->id == ids[i])
          list[found++] = *one;
  }
  return list;
}
