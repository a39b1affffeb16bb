/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Addresses of calendars. */
#include "meetings/calendar_feeds.h"

#include "meetings/rules.h"
#include "people/tokens.h"

#include <string.h>

#define FEED_PLACE "calendar-feed"

CalendarFeed
calendar_feed_of(Txn *txn, int64_t member_id)
{
  CalendarFeed feed = { .made_at_us = 0 };
  uint8_t hash[TOKEN_HASH_BYTES];
  int64_t id = 0;
  {
    g_autoptr(Query) q = db_query(txn, "SELECT id, token_hash, made_at_us FROM calendar_feed"
                                       " WHERE community_id = ?1 AND member_id = ?2");
    size_t len = 0;

    bind_int(q, 2, member_id);
    if (!query_next(q))
      return feed;

    const void *stored = col_blob(q, 1, &len);

    id = col_int(q, 0);
    feed.made_at_us = col_int(q, 2);
    if (len != sizeof(hash))
      return feed;
    memcpy(hash, stored, len);
  }
  token_make_again(txn, FEED_PLACE, id, hash, feed.token);
  return feed;
}

static bool
remove_feed(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q =
      db_change(txn, act, "DELETE FROM calendar_feed WHERE community_id = ?1 AND member_id = ?2");

  bind_int(q, 2, member_id);
  return query_run(q) && query_changes(q) > 0;
}

void
calendar_feed_make(Txn *txn, const Act *act, int64_t member_id)
{
  char token[LINK_TOKEN_SIZE];
  uint8_t hash[TOKEN_HASH_BYTES];
  const int64_t id = act_new_id(act);

  remove_feed(txn, act, member_id);
  token_make(txn, act, FEED_PLACE, id, token);
  token_hash(token, hash);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO calendar_feed (community_id, id, member_id, token_hash, made_at_us)"
                " VALUES (?1, ?2, ?3, ?4, ?5)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, hash, sizeof(hash));
  bind_int(q, 5, act->at_us);
  query_run(q);
  meeting_note_for(txn, act, "calendar-address-made", 0, member_id);
}

void
calendar_feed_end(Txn *txn, const Act *act, int64_t member_id)
{
  if (remove_feed(txn, act, member_id))
    meeting_note_for(txn, act, "calendar-address-ended", 0, member_id);
}

int64_t
calendar_feed_find(Txn *txn, const char *token)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q =
      db_query(txn, "SELECT f.member_id FROM calendar_feed f JOIN member m"
                    " ON m.community_id = ?1 AND m.id = f.member_id AND m.state = 'here'"
                    " WHERE f.community_id = ?1 AND f.token_hash = ?2");

  token_hash(token, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  return query_next(q) ? col_int(q, 0) : 0;
}
