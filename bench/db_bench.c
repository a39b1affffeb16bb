/* SPDX-License-Identifier: AGPL-3.0-or-later
 * How many durable writes the db floor makes a second, as a share of what the disk can do at all:
 * 64 threads, one row with three more indexes each, against overwriting 4 KB with fdatasync.
 *   bench-db SECONDS COMMUNITIES      on what TEST_DATABASE_URL says, as in tests */
#include "base/clock.h"
#include "base/ids.h"
#include "db/test_db.h"

#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

enum { THREADS = 64, ROUNDS = 3 };

static const char tables[] =
    "-- migration 1: what is written\n"
    "-- tenant\n-- clustered\n-- export yes\n"
    "CREATE TABLE community (community_id BIGINT PRIMARY KEY);\n"
    "-- tenant\n-- export yes\n"
    "CREATE TABLE exchange (community_id BIGINT NOT NULL, id BIGINT NOT NULL,\n"
    "  giver_id BIGINT NOT NULL, taker_id BIGINT NOT NULL, at_us BIGINT NOT NULL,\n"
    "  minutes BIGINT NOT NULL, note TEXT NOT NULL, PRIMARY KEY (community_id, id));\n"
    "CREATE INDEX exchange_by_giver ON exchange (community_id, giver_id, at_us);\n"
    "CREATE INDEX exchange_by_taker ON exchange (community_id, taker_id, at_us);\n"
    "CREATE INDEX exchange_by_time ON exchange (community_id, at_us);\n"
    "INSERT INTO community (community_id) VALUES (1), (2), (3), (4), (5), (6), (7), (8);\n";
static const MigrationFile files[] = { { "bench", tables }, { NULL, NULL } };

typedef struct {
  Db *db;
  int64_t community_id, until_us, written;
  GRand *random;
} Client;

static bool
record_exchange(Txn *txn, void *data)
{
  Client *client = data;
  Act act = { .community_id = client->community_id };
  g_autoptr(Query) q = db_change(txn, &act,
                                 "INSERT INTO exchange (community_id, id, giver_id, taker_id,"
                                 " at_us, minutes, note) VALUES (?1, ?2, ?3, ?4, ?5, 60, ?6)");

  bind_int(q, 2, ids_new());
  bind_int(q, 3, g_rand_int_range(client->random, 0, 500));
  bind_int(q, 4, g_rand_int_range(client->random, 0, 500));
  bind_int(q, 5, clock_now_us());
  bind_text(q, 6, "An hour in the garden, with tea afterwards");
  return query_run(q);
}

static void *
write_until(void *data)
{
  Client *client = data;

  while (clock_monotonic_us() < client->until_us)
    client->written += db_write_and_wait(client->db, client->community_id, record_exchange, client,
                                         NULL) == WRITE_KEPT;
  return NULL;
}

static double
writes_a_second(int batch_max, int seconds, int communities)
{
  g_autoptr(TestDb) test = test_db_new(files, &(DbOptions){ .batch_max = batch_max });
  int64_t began_us = clock_monotonic_us(), written = 0;
  pthread_t threads[THREADS];
  Client clients[THREADS];

  for (int i = 0; i < THREADS; i++) {
    clients[i] = (Client){ .db = test_db(test),
                           .community_id = 1 + i % communities,
                           .until_us = began_us + (int64_t)seconds * US_PER_S,
                           .random = g_rand_new_with_seed((guint32)i) };
    pthread_create(&threads[i], NULL, write_until, &clients[i]);
  }
  for (int i = 0; i < THREADS; i++) {
    pthread_join(threads[i], NULL);
    g_rand_free(clients[i].random);
    written += clients[i].written;
  }
  return (double)written * US_PER_S / (double)(clock_monotonic_us() - began_us);
}

static double
overwrites_a_second(int seconds)
{
  g_autofree char *path = g_build_filename(g_get_tmp_dir(), "commontable-overwrite", NULL);
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  int64_t began_us = clock_monotonic_us(), until_us = began_us + (int64_t)seconds * US_PER_S;
  char block[4096] = { 1 };
  int64_t count = 0;

  for (; clock_monotonic_us() < until_us; count++, block[0]++)
    if (pwrite(fd, block, sizeof block, 0) != sizeof block || fdatasync(fd) != 0)
      g_error("%s cannot be written", path);
  close(fd);
  unlink(path);
  return (double)count * US_PER_S / (double)(clock_monotonic_us() - began_us);
}

int
main(int argc, char **argv)
{
  int seconds = argc > 1 ? (int)g_ascii_strtoll(argv[1], NULL, 10) : 2;
  int communities = argc > 2 ? (int)g_ascii_strtoll(argv[2], NULL, 10) : 1;

  if (seconds < 1 || communities < 1 || communities > 8)
    return 2;
  for (int round = 0; round < ROUNDS; round++) { /* side by side: the machine is never quiet */
    double disk = overwrites_a_second(seconds);
    double batched = writes_a_second(0, seconds, communities);
    double single = writes_a_second(1, seconds, communities);

    g_print("%s, %d communities: overwrite %.0f/s, batched %.0f/s (ratio %.2f), one by one %.0f/s"
            " (ratio %.2f), gain %.1f\n",
            test_db_is_postgres() ? "PostgreSQL" : "SQLite", communities, disk, batched,
            batched / disk, single, single / disk, batched / single);
  }
  return 0;
}
