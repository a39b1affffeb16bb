/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The next meeting there of each group speaks for all of the group's (meetings_of_news); in
 * calendars each is changed. */
#include "meetings/place_news.h"

#include <string.h>

#define STILL_TO_COME \
  " place_id = ?2 AND ((state = 'called' AND starts_at_us > ?3) OR state = 'to-find')"

typedef struct {
  int64_t group_id, meeting_id;
} Next;

/* Of each group the next one. */
static GArray *
find_next(Txn *txn, const Act *act, int64_t venue_id)
{
  GArray *list = g_array_new(FALSE, FALSE, sizeof(Next));
  g_autoptr(Query) q =
      db_query(txn, "SELECT group_id, id FROM meeting WHERE community_id = ?1 AND" STILL_TO_COME
                    " ORDER BY group_id, starts_at_us NULLS LAST, id");
  int64_t last_group = 0;

  bind_int(q, 2, venue_id);
  bind_int(q, 3, act->at_us);
  while (query_next(q)) {
    const Next next = { col_int(q, 0), col_int(q, 1) };

    if (next.group_id != last_group)
      g_array_append_val(list, next);
    last_group = next.group_id;
  }
  return list;
}

static void
count_retold(Txn *txn, const Act *act, int64_t venue_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE meeting SET retold = retold + 1, retold_at_us = ?3"
                                 " WHERE community_id = ?1 AND" STILL_TO_COME);

  bind_int(q, 2, venue_id);
  bind_int(q, 3, act->at_us);
  query_run(q);
}

bool
place_news_tell(Txn *txn, const Act *act, const Venue *was, const Venue *is, const NewsWish *wish)
{
  if (strcmp(was->name, is->name) == 0 && strcmp(was->address, is->address) == 0)
    return false;

  g_autoptr(GArray) list = find_next(txn, act, is->id);

  count_retold(txn, act, is->id);
  for (guint i = 0; i < list->len; i++) {
    const Next *next = &g_array_index(list, Next, i);

    invitations_tell(txn, act, next->group_id, next->meeting_id, wish);
  }
  return list->len > 0;
}
