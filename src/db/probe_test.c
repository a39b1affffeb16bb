/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The same statement, the same answer to the byte, on both engines: a table of statements with the
 * one answer that each engine must give. Add a row when a rule starts to use something new. */
#include "db/sql_text.h"
#include "db/test_db.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <string.h>

#define TABLES                                                                               \
  "-- migration 1: things\n"                                                                 \
  "-- tenant\n-- export yes\n"                                                               \
  "CREATE TABLE thing (community_id BIGINT NOT NULL, id BIGINT NOT NULL,\n"                  \
  "  name TEXT NOT NULL, size BIGINT, is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),\n" \
  "  bytes BYTEA, PRIMARY KEY (community_id, id), UNIQUE (community_id, name));\n"           \
  "-- tenant\n-- clustered\n-- export yes\n"                                                 \
  "CREATE TABLE part (community_id BIGINT NOT NULL, thing_id BIGINT NOT NULL,\n"             \
  "  number INTEGER NOT NULL, minutes BIGINT NOT NULL,\n"                                    \
  "  PRIMARY KEY (community_id, thing_id, number),\n"                                        \
  "  FOREIGN KEY (community_id, thing_id) REFERENCES thing (community_id, id)\n"             \
  "    ON DELETE CASCADE);\n"                                                                \
  "INSERT INTO thing (community_id, id, name, size, is_open) VALUES\n"                       \
  "  (5, 1, 'apple', 10, 1), (5, 2, 'Zebra', NULL, 0), (5, 3, '\xc3\xa9tude', 30, 1),\n"     \
  "  (5, 4, '', -7, 0), (6, 1, 'other', 99, 1);\n"                                           \
  "INSERT INTO part (community_id, thing_id, number, minutes) VALUES\n"                      \
  "  (5, 1, 1, 60), (5, 1, 2, 30), (5, 3, 1, 15), (6, 1, 1, 1000);\n"

/* Columns by |, rows by /, NULL as ~. "!": trouble. ?2 is 2, ?3 'a', ?4 bytes 00 ff. */
typedef struct {
  const char *sql, *answer;
} Probe;

static const Probe probes[] = {
  /* Order is by bytes; nothing is said of NULL but where it stands. */
  { "SELECT name FROM thing WHERE community_id = ?1 ORDER BY name", "/Zebra/apple/\xc3\xa9tude" },
  { "SELECT id FROM thing WHERE community_id = ?1 ORDER BY size NULLS FIRST", "2/4/1/3" },
  { "SELECT id FROM thing WHERE community_id = ?1 ORDER BY size DESC NULLS LAST", "3/1/4/2" },
  { "SELECT id FROM thing WHERE community_id = ?1 AND name > 'a' ORDER BY id", "1/3" },
  { "SELECT id FROM thing WHERE community_id = ?1 AND (size, id) > (10, ?2) ORDER BY id", "3" },
  /* Numbers. */
  { "SELECT CAST(sum(size) AS BIGINT), count(*), count(size), min(size), max(size) FROM thing"
    " WHERE community_id = ?1",
    "33|4|3|-7|30" },
  { "SELECT CAST(sum(size) AS BIGINT) FROM thing WHERE community_id = ?1 AND id > 99", "~" },
  { "SELECT 7 / 2, -7 / 2, 7 % 3, -7 % 3, 9223372036854775807", "3|-3|1|-1|9223372036854775807" },
  { "SELECT size + 9223372036854775807 FROM thing WHERE community_id = ?1 AND id = 1", "!" },
  { "SELECT CAST(sum(m) AS BIGINT) FROM (SELECT 9223372036854775807 AS m FROM thing"
    " WHERE community_id = ?1) AS t",
    "!" },
  { "SELECT abs(size), coalesce(size, 0), nullif(size, 10) FROM thing WHERE community_id = ?1"
    " AND id < 3 ORDER BY id",
    "10|10|~/~|0|~" },
  { "SELECT ?2, ?2 + 1, -?2", "2|3|-2" },
  /* Truth is 0 and 1, also where an engine has a type of its own for it. */
  { "SELECT size > 5, size IS NULL, is_open = 1 FROM thing WHERE community_id = ?1 ORDER BY id",
    "1|0|1/~|1|0/1|0|1/0|0|0" },
  { "SELECT EXISTS (SELECT 1 FROM part WHERE community_id = ?1 AND thing_id = 2)", "0" },
  { "SELECT CASE WHEN is_open = 1 THEN 'open' ELSE 'shut' END FROM thing WHERE community_id = ?1"
    " ORDER BY id",
    "open/shut/open/shut" },
  /* Texts and bytes. */
  { "SELECT length(name), length(?4) FROM thing WHERE community_id = ?1 AND id = 3", "5|2" },
  { "SELECT substr(name, 1, 2) || ?3 FROM thing WHERE community_id = ?1 AND id = 3", "\xc3\xa9ta" },
  { "SELECT ?3, ?4, 'it''s', replace('aXbX', 'X', '--'), trim('  a ')", "a|#00ff|it's|a--b--|a" },
  { "SELECT id FROM thing WHERE community_id = ?1 AND name = 'APPLE'", "" },
  { "SELECT CAST(size AS TEXT) || '' FROM thing WHERE community_id = ?1 AND id = 4", "-7" },
  { "SELECT 'a' < 'B', 'a' = 'a ', '' IS NULL", "0|0|0" },
  /* Joins, groups, windows, sets. */
  { "SELECT t.name, CAST(coalesce(sum(p.minutes), 0) AS BIGINT), count(p.number) FROM thing t"
    " LEFT JOIN part p ON p.community_id = ?1 AND p.thing_id = t.id WHERE t.community_id = ?1"
    " GROUP BY t.id, t.name ORDER BY t.id",
    "apple|90|2/Zebra|0|0/\xc3\xa9tude|15|1/|0|0" },
  { "SELECT is_open, count(*) FILTER (WHERE size > 0) FROM thing WHERE community_id = ?1"
    " GROUP BY is_open HAVING count(*) > 1 ORDER BY is_open",
    "0|0/1|2" },
  { "SELECT id, row_number() OVER (PARTITION BY is_open ORDER BY id DESC) FROM thing"
    " WHERE community_id = ?1 ORDER BY id",
    "1|2/2|2/3|1/4|1" },
  { "SELECT id FROM thing WHERE community_id = ?1 UNION SELECT thing_id FROM part"
    " WHERE community_id = ?1 EXCEPT SELECT 4 ORDER BY 1",
    "1/2/3" },
  { "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 4)"
    " SELECT CAST(sum(x) AS BIGINT) FROM n",
    "10" },
  { "SELECT id FROM thing WHERE community_id = ?1 AND id NOT IN (SELECT thing_id FROM part"
    " WHERE community_id = ?1) ORDER BY id DESC LIMIT ?2 OFFSET 1",
    "2" },
  { "SELECT id FROM thing WHERE community_id = ?1 AND size IS NOT DISTINCT FROM NULL", "2" },
  { "SELECT DISTINCT is_open FROM thing WHERE community_id = ?1 ORDER BY is_open", "0/1" },
  /* Changes, in order; each sees those before it. */
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 9, 'nine', 1)"
    " RETURNING id, name, size",
    "9|nine|~" },
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 10, 'nine', 1)"
    " ON CONFLICT (community_id, name) DO NOTHING",
    "+0" },
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 10, 'nine', 0)"
    " ON CONFLICT (community_id, name) DO UPDATE SET is_open = excluded.is_open,"
    " size = coalesce(thing.size, 0) + ?2 RETURNING id, is_open, size",
    "9|0|2" },
  { "UPDATE thing SET size = size + 1 WHERE community_id = ?1 AND size > ?2", "+2" },
  { "UPDATE thing SET size = p.minutes FROM part p WHERE thing.community_id = ?1"
    " AND p.community_id = ?1 AND p.thing_id = thing.id AND p.number = ?2",
    "+1" },
  { "INSERT INTO part (community_id, thing_id, number, minutes) SELECT ?1, id, 7, size FROM thing"
    " WHERE community_id = ?1 AND size > 0 ON CONFLICT (community_id, thing_id, number)"
    " DO NOTHING",
    "+3" },
  { "DELETE FROM thing WHERE community_id = ?1 AND id = 1", "+1" },
  { "SELECT thing_id, number, minutes FROM part WHERE community_id = ?1"
    " ORDER BY thing_id, number",
    "3|1|15/3|7|31/9|7|2" },
  /* Refused by both. */
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 11, 'x', 2)", "!" },
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 2, 'x', 1)", "!" },
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, 11, NULL, 1)", "!" },
  { "INSERT INTO thing (community_id, id, name, is_open) VALUES (?1, ?4, 'x', 1)", "!" },
  { "INSERT INTO part (community_id, thing_id, number, minutes) VALUES (?1, 77, 1, 1)", "!" },
  { "INSERT INTO part (community_id, thing_id, number, minutes)"
    " VALUES (?1, 77, 1, 1) RETURNING number",
    "!" },
};

static void
bind_all(Query *q, const char *sql)
{
  int parameters = sql_find_facts(sql).parameters;

  if (parameters >= 2)
    bind_int(q, 2, 2);
  if (parameters >= 3)
    bind_text(q, 3, "a");
  if (parameters >= 4)
    bind_blob(q, 4, "\0\xff", 2);
}

/* Bytes as #hex. Which kind a column is, the probe's own answer says. */
static void
put_value(GString *answer, Query *q, int column, bool is_bytes)
{
  size_t len;

  if (col_is_null(q, column)) {
    g_string_append_c(answer, '~');
  } else if (is_bytes) {
    const unsigned char *bytes = col_blob(q, column, &len);
    g_string_append_c(answer, '#');
    for (size_t i = 0; i < len; i++)
      g_string_append_printf(answer, "%02x", bytes[i]);
  } else {
    g_string_append_len(answer, col_text(q, column), (gssize)col_text_len(q, column));
  }
}

static void
put_rows(GString *answer, Query *q, const char *expected)
{
  g_auto(GStrv) first = g_strsplit(expected, "|", -1);
  int columns = 0;

  for (const char *at = expected; *at && *at != '/'; at++)
    columns += *at == '|';
  for (int row = 0; query_next(q); row++)
    for (int column = 0; column <= columns; column++) {
      g_string_append(answer, column > 0 ? "|" : row > 0 ? "/" : "");
      put_value(answer, q, column, first[0] && first[column] && *first[column] == '#');
    }
}

typedef struct {
  const Probe *probe;
  char *answer;
} Asked;

static bool
ask(Txn *txn, const Act *act, void *data)
{
  Asked *asked = data;
  const char *sql = asked->probe->sql;
  bool is_change = !g_str_has_prefix(sql, "SELECT") && !g_str_has_prefix(sql, "WITH");
  GString *answer = g_string_new(NULL);
  g_autoptr(Query) q = is_change ? db_change_literal(txn, act, sql) : db_query_literal(txn, sql);

  bind_all(q, sql);
  put_rows(answer, q, asked->probe->answer);
  if (is_change && !strstr(sql, "RETURNING"))
    g_string_append_printf(answer, "+%d", (int)query_changes(q));
  if (txn_trouble(txn) != TROUBLE_NONE)
    g_string_assign(answer, "!");
  g_free(asked->answer);
  asked->answer = g_string_free(answer, FALSE);
  return true;
}

static void
both_engines_give_the_same_answers(void **state)
{
  const MigrationFile files[] = { { "thing", TABLES }, { NULL, NULL } };
  g_autoptr(TestDb) test = test_db_new(files, NULL);
  Act act = test_db_act(test, 5, 1);
  int wrong = 0;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(probes); i++) {
    Asked asked = { &probes[i], NULL };
    WriteOutcome outcome = test_db_write(test, &act, ask, &asked);

    if (!g_str_equal(asked.answer, probes[i].answer)) {
      print_error("%s\n gives %s\n  not %s\n", probes[i].sql, asked.answer, probes[i].answer);
      wrong++;
    }
    wrong += outcome != (*probes[i].answer == '!' ? WRITE_TROUBLE : WRITE_KEPT);
    g_free(asked.answer);
  }
  assert_int_equal(wrong, 0);
}

int
main(void)
{
  const struct CMUnitTest tests[] = { cmocka_unit_test(both_engines_give_the_same_answers) };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
