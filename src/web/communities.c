/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The communities' tables: the few statements that are not bound to one community. */
#include "web/communities.h"

#include "web/known.h"

#include <stdatomic.h>

/* The one thing here that is shared by all: a sign for caches, not state. */
static atomic_uint changes;

unsigned
communities_changes(void)
{
  return atomic_load(&changes);
}

void
community_from_row(Query *q, Community *ret_community)
{
  ret_community->id = col_int(q, 0);
  ret_community->host = g_strdup(col_text(q, 1));
  ret_community->name = g_strdup(col_text(q, 2));
  ret_community->time_zone = g_strdup(col_text(q, 3));
  ret_community->is_set_up = col_int(q, 4) != 0;
}

Query *
communities_query(Txn *txn)
{
  return db_query_global(txn, "SELECT h.community_id, h.host, c.name, c.time_zone, c.is_set_up"
                              " FROM community_host h"
                              " JOIN community c ON c.community_id = h.community_id");
}

static Community *
take_one(Query *q)
{
  if (!query_next(q))
    return NULL;

  Community *community = g_new0(Community, 1);

  community_from_row(q, community);
  return community;
}

Community *
community_find(Txn *txn, const char *host)
{
  g_autofree char *name = host_name(host);
  g_autoptr(Query) q = db_query_global(
      txn, "SELECT h.community_id, h.host, c.name, c.time_zone, c.is_set_up FROM community_host h"
           " JOIN community c ON c.community_id = h.community_id WHERE h.host = ?1");

  bind_text(q, 1, name);
  return take_one(q);
}

Community *
community_first(Txn *txn)
{
  g_autoptr(Query) q = db_query_global(
      txn, "SELECT h.community_id, h.host, c.name, c.time_zone, c.is_set_up FROM community_host h"
           " JOIN community c ON c.community_id = h.community_id"
           " ORDER BY h.made_at_us, h.host LIMIT 1");

  return take_one(q);
}

int64_t
community_count(Txn *txn)
{
  g_autoptr(Query) q =
      db_query_global(txn, "SELECT count(DISTINCT community_id) FROM community_host");

  return query_next(q) ? col_int(q, 0) : 0;
}

bool
community_find_zone(Txn *txn, char ret_zone[static COMMUNITY_ZONE_SIZE])
{
  g_autoptr(Query) q =
      db_query_global(txn, "SELECT time_zone FROM community WHERE community_id = ?1");

  bind_int(q, 1, txn_community(txn));
  if (!query_next(q))
    return false;
  g_strlcpy(ret_zone, col_text(q, 0), COMMUNITY_ZONE_SIZE);
  return true;
}

const char *
community_find_name(Txn *txn, Arena *arena)
{
  g_autoptr(Query) q =
      db_query_global(txn, "SELECT name FROM community WHERE community_id = ?1 AND is_set_up = 1");

  bind_int(q, 1, txn_community(txn));
  return query_next(q) ? arena_text(arena, col_text(q, 0)) : NULL;
}

void
community_free(Community *community)
{
  if (!community)
    return;
  g_free(community->host);
  g_free(community->name);
  g_free(community->time_zone);
  g_free(community);
}

static void
add_host(Txn *txn, const Act *act, const char *host)
{
  g_autofree char *name = host_name(host);
  g_autoptr(Query) q = db_change_global(
      txn, act, "INSERT INTO community_host (host, community_id, made_at_us) VALUES (?1, ?2, ?3)");

  bind_text(q, 1, name);
  bind_int(q, 2, txn_community(txn));
  bind_int(q, 3, act->at_us);
  query_run(q);
}

void
community_add(Txn *txn, const Act *act, const char *host, const char *name, const char *time_zone)
{
  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO community (community_id, name, time_zone, is_set_up, made_at_us)"
                " VALUES (?1, ?2, ?3, 0, ?4)");

  bind_text(q, 2, name);
  bind_text(q, 3, time_zone);
  bind_int(q, 4, act->at_us);
  query_run(q);
  add_host(txn, act, host);
  atomic_fetch_add(&changes, 1);
}

/* False: the name has gone to another community, which came here meanwhile. */
static bool
hold_hosts(Txn *txn, const Act *act)
{
  g_autoptr(Query) q = db_change_global(
      txn, act, "UPDATE community_host SET made_at_us = made_at_us WHERE community_id = ?1");

  bind_int(q, 1, txn_community(txn));
  return query_run(q) && query_changes(q) > 0;
}

void
community_set_up(Txn *txn, const Act *act, const char *name, const char *time_zone)
{
  if (!hold_hosts(txn, act)) {
    txn_fail(txn, TROUBLE_DATABASE, "communities: another one lives at this host name by now");
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE community SET name = ?2, time_zone = ?3,"
                                 " is_set_up = 1 WHERE community_id = ?1");

  bind_text(q, 2, name);
  bind_text(q, 3, time_zone);
  query_run(q);
  atomic_fetch_add(&changes, 1);
}

void
community_set_zone(Txn *txn, const Act *act, const char *time_zone)
{
  g_autoptr(Query) q =
      db_change(txn, act, "UPDATE community SET time_zone = ?2 WHERE community_id = ?1");

  bind_text(q, 2, time_zone);
  query_run(q);
  atomic_fetch_add(&changes, 1);
}

static int64_t
find_owner(Txn *txn, const char *host)
{
  g_autofree char *name = host_name(host);
  g_autoptr(Query) q =
      db_query_global(txn, "SELECT community_id FROM community_host WHERE host = ?1");

  bind_text(q, 1, name);
  return query_next(q) ? col_int(q, 0) : 0;
}

static bool
is_set_up(Txn *txn, int64_t community_id)
{
  g_autoptr(Query) q =
      db_query_global(txn, "SELECT c.is_set_up FROM community c WHERE c.community_id = ?1");

  bind_int(q, 1, community_id);
  return query_next(q) && col_int(q, 0) != 0;
}

/* First the name goes, then it is asked whether it might: whoever sets it up at this moment holds
 * the name's row (hold_hosts), so that on PostgreSQL one of the two waits and sees what the other
 * did. */
static bool
give_way(Txn *txn, const Act *act, int64_t community_id)
{
  g_autoptr(Query) q =
      db_change_global(txn, act, "DELETE FROM community_host WHERE community_id = ?1");

  bind_int(q, 1, community_id);
  query_run(q);
  return !is_set_up(txn, community_id) && !txn_trouble(txn);
}

bool
community_take_host(Txn *txn, const Act *act, const char *host, int64_t *ret_replaced_id)
{
  const int64_t owner_id = find_owner(txn, host);

  *ret_replaced_id = 0;
  if (!owner_id)
    return !txn_trouble(txn);
  if (!give_way(txn, act, owner_id))
    return false;
  *ret_replaced_id = owner_id;
  return true;
}

void
communities_note_change(void)
{
  atomic_fetch_add(&changes, 1);
}
