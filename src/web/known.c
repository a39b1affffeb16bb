/* SPDX-License-Identifier: AGPL-3.0-or-later
 * One map, replaced as a whole under a lock; requests hold references to its rows. */
#include "web/known.h"

#include "base/clock.h"
#include "web/communities.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

struct Known {
  pthread_mutex_t lock;
  GHashTable *by_host; /* host → Held */
  int64_t loaded_at_us;
  unsigned changes; /* of communities_changes() at the time */
};

/* A community and how many hold it. Counted here, not by GLib, so that the thread sanitizer sees
 * it. */
typedef struct {
  Community community; /* first: what callers hold */
  atomic_int holders;
} Held;

void
known_release(const Community *community)
{
  Held *held = (Held *)community;

  if (!held || atomic_fetch_sub(&held->holders, 1) > 1)
    return;
  g_free(held->community.host);
  g_free(held->community.name);
  g_free(held->community.time_zone);
  g_free(held);
}

static void
hold(const Community *community)
{
  atomic_fetch_add(&((Held *)community)->holders, 1);
}

static GHashTable *
map_new(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, NULL, (GDestroyNotify)known_release);
}

Known *
known_new(void)
{
  Known *known = g_new0(Known, 1);

  pthread_mutex_init(&known->lock, NULL);
  known->by_host = map_new();
  return known;
}

void
known_free(Known *known)
{
  if (!known)
    return;
  pthread_mutex_destroy(&known->lock);
  g_hash_table_unref(known->by_host);
  g_free(known);
}

bool
known_reload(Known *known, Db *db)
{
  unsigned changes = communities_changes();
  GHashTable *by_host = map_new();
  Txn *txn = db_begin_read(db, 0);
  Query *q = communities_query(txn);

  while (query_next(q)) {
    Held *held = g_new0(Held, 1);

    atomic_init(&held->holders, 1);
    community_from_row(q, &held->community);
    g_hash_table_insert(by_host, held->community.host, held);
  }
  query_done(q);

  bool is_good = txn_trouble(txn) == TROUBLE_NONE;

  db_end_read(txn);
  if (is_good) {
    pthread_mutex_lock(&known->lock);
    GHashTable *old = known->by_host;
    known->by_host = by_host;
    known->changes = changes;
    known->loaded_at_us = clock_monotonic_us();
    pthread_mutex_unlock(&known->lock);
    by_host = old;
  }
  g_hash_table_unref(by_host);
  return is_good;
}

bool
known_is_changed(Known *known)
{
  pthread_mutex_lock(&known->lock);
  bool is_changed = known->changes != communities_changes();
  pthread_mutex_unlock(&known->lock);
  return is_changed;
}

bool
known_is_old(Known *known, int64_t us)
{
  pthread_mutex_lock(&known->lock);
  bool is_old = clock_monotonic_us() - known->loaded_at_us > us;
  pthread_mutex_unlock(&known->lock);
  return is_old;
}

char *
host_name(const char *host)
{
  size_t len = host[0] == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":");

  len = MIN(len, strlen(host));
  if (len > 0 && host[len - 1] == '.')
    len--;
  return g_ascii_strdown(host, (gssize)len);
}

bool
host_is_address(const char *host)
{
  g_autofree char *name = host_name(host);
  unsigned char bytes[16];

  return name[0] == '[' || inet_pton(AF_INET, name, bytes) == 1;
}

const Community *
known_find(Known *known, const char *host)
{
  g_autofree char *name = host_name(host);

  pthread_mutex_lock(&known->lock);
  const Community *community = g_hash_table_lookup(known->by_host, name);
  if (community)
    hold(community);
  pthread_mutex_unlock(&known->lock);
  return community;
}

int
known_count(Known *known)
{
  g_autoptr(GHashTable) ids = g_hash_table_new(g_int64_hash, g_int64_equal);
  GHashTableIter iter;
  gpointer held;

  pthread_mutex_lock(&known->lock);
  g_hash_table_iter_init(&iter, known->by_host);
  while (g_hash_table_iter_next(&iter, NULL, &held))
    g_hash_table_add(ids, &((Held *)held)->community.id);

  int count = (int)g_hash_table_size(ids);

  pthread_mutex_unlock(&known->lock);
  return count;
}
