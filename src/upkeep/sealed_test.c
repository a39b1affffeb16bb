/* SPDX-License-Identifier: AGPL-3.0-or-later
 * On both engines: the mail server's password is sealed and goes nowhere else; the privacy page
 * tells of every table that is sealed. */
#include "notices/mail_settings.h"
#include "upkeep/privacy.h"
#include "upkeep/test_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- mail ---- */

typedef struct {
  MailSettings settings;
  char *refused; /* the first question refused */
} MailChange;

static bool
change_mail(Txn *txn, const Act *act, void *data)
{
  MailChange *change = data;
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  Refusals *refusals = refusals_new(arena);

  mail_settings_change(txn, act, &change->settings, refusals);
  g_clear_pointer(&change->refused, g_free);
  if (refusals_count(refusals))
    change->refused = g_strdup(refusals_nth(refusals, 0)->question);
  return !change->refused;
}

static const MailSettings good_settings = { .is_on = true,
                                            .server = "mail.river.example",
                                            .port = 465,
                                            .safety = MAIL_WRAPPED,
                                            .user = "table",
                                            .sender = "table@river.example",
                                            .password = "pear tree 9" };

static char *
opened_password(World *world)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  Txn *txn = begin(world);
  char *password = g_strdup(mail_config_of(txn, arena).password);

  db_end_read(txn);
  return password;
}

static void
a_mail_password_is_sealed_and_stays_where_it_belongs(void **state)
{
  World *world = *state;
  MailChange change = { .settings = good_settings };

  must_do(world, change_mail, &change);
  g_autofree char *first = opened_password(world);

  assert_string_equal(first, "pear tree 9");
  change.settings.password = ""; /* the form never shows it: empty keeps it */
  change.settings.port = 587;
  must_do(world, change_mail, &change);
  g_autofree char *second = opened_password(world);

  assert_string_equal(second, "pear tree 9");
  change.settings.server = "elsewhere.example"; /* it would be handed to somebody else */
  assert_int_equal(test_db_write(world->test, new_act(world), change_mail, &change), WRITE_UNDONE);
  assert_string_equal(change.refused, "password");
  g_free(change.refused);
}

static void
mail_settings_that_cannot_be_are_refused(void **state)
{
  World *world = *state;
  static const struct {
    const char *server, *sender;
    int64_t port;
    MailSafety safety;
    const char *question;
  } rows[] = {
    { "", "a@b.example", 465, MAIL_WRAPPED, "server" },
    { "mail.example/x?y", "a@b.example", 465, MAIL_WRAPPED, "server" },
    { "-mail.example", "a@b.example", 465, MAIL_WRAPPED, "server" },
    { "user@mail.example", "a@b.example", 465, MAIL_WRAPPED, "server" },
    { "mail.example", "a@b.example", 0, MAIL_WRAPPED, "port" },
    { "mail.example", "a@b.example", 65536, MAIL_WRAPPED, "port" },
    { "mail.example", "nobody", 465, MAIL_WRAPPED, "sender" },
    { "mail.example", "a@b.example", 25, MAIL_PLAIN, "safety" },
  };

  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    MailChange change = { .settings = good_settings };

    change.settings.server = rows[i].server;
    change.settings.sender = rows[i].sender;
    change.settings.port = rows[i].port;
    change.settings.safety = rows[i].safety;
    assert_int_equal(test_db_write(world->test, new_act(world), change_mail, &change),
                     WRITE_UNDONE);
    assert_string_equal(change.refused, rows[i].question);
    g_free(change.refused);
  }
}

/* ---- kinds of data ---- */

/* Every table whose migration seals a column for people is told of on the privacy page. */
static void
every_sealed_table_is_told_of(void **state)
{
  g_autoptr(GRegex) table = g_regex_new("CREATE TABLE (\\w+)", 0, 0, NULL);
  World *world = *state;
  int sealed = 0;

  for (int i = 0; world->files[i].sql; i++) {
    bool is_special = false;
    g_auto(GStrv) lines = g_strsplit(world->files[i].sql, "\n", -1);

    for (char **line = lines; *line; line++) {
      g_autoptr(GMatchInfo) match = NULL;

      is_special |= g_str_has_prefix(*line, "-- special:");
      if (!g_regex_match(table, *line, 0, &match))
        continue;

      g_autofree char *name = g_match_info_fetch(match, 1);
      bool is_told = false;

      for (const DataKind *kind = data_kinds; kind->what; kind++) {
        g_auto(GStrv) names = g_strsplit(kind->tables, " ", -1);

        is_told |= kind->is_special && g_strv_contains((const char *const *)names, name);
      }
      if (is_special && !is_told)
        fail_msg("%s is sealed, but data_kinds does not tell of it", name);
      sealed += is_special;
      is_special = false;
    }
  }
  assert_true(sealed >= 5);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    rule(a_mail_password_is_sealed_and_stays_where_it_belongs),
    rule(mail_settings_that_cannot_be_are_refused),
    rule(every_sealed_table_is_told_of),
  };

  return cmocka_run_group_tests_name("mail settings and kinds of data", tests, NULL, NULL);
}
