/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The mail server: what was said, sealed and opened. */
#include "notices/mail_settings.h"

#include "lang/lang.h"
#include "people/seal.h"
#include "questions/questions.h"

#include <string.h>

enum { MAIL_KEY_ID = 1, PORT_MOST = 65535, NAME_MOST = 253 }; /* no member has so small an id */

static const char *const safety_names[] = { "wrapped", "upgraded", "none" };

const char *
mail_safety_name(MailSafety safety)
{
  return safety_names[safety];
}

bool
mail_safety_from_name(const char *name, MailSafety *ret_safety)
{
  for (size_t i = 0; i < G_N_ELEMENTS(safety_names); i++)
    if (strcmp(name, safety_names[i]) == 0) {
      *ret_safety = (MailSafety)i;
      return true;
    }
  return false;
}

bool
mail_settings_read(Txn *txn, Arena *arena, bool is_opened, MailSettings *ret_settings)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT is_on, server, port, safety, user_name, password, sender"
                    " FROM mail_setting WHERE community_id = ?1");
  size_t len = 0;

  *ret_settings = (MailSettings){ .server = "", .user = "", .sender = "" };
  if (!query_next(q))
    return false;
  ret_settings->is_on = col_int(q, 0) != 0;
  ret_settings->server = arena_text(arena, col_text(q, 1));
  ret_settings->port = col_int(q, 2);
  mail_safety_from_name(col_text(q, 3), &ret_settings->safety);
  ret_settings->user = arena_text(arena, col_text(q, 4));
  ret_settings->sender = arena_text(arena, col_text(q, 6));

  const void *sealed = col_blob(q, 5, &len);

  ret_settings->has_password = len > 0;
  if (is_opened && len > 0)
    ret_settings->password =
        seal_open(txn, arena, MAIL_KEY_ID, "mail_setting.password", MAIL_KEY_ID, sealed, len);
  return true;
}

/* A host name or an address of numbers: nothing that could change the meaning of a web address. */
static bool
is_host(const char *server)
{
  return *server && strlen(server) <= NAME_MOST &&
         strspn(server, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-") ==
             strlen(server) &&
         *server != '-' && *server != '.';
}

static void
check(const MailSettings *settings, bool has_password, Refusals *refusals)
{
  if (!is_host(settings->server))
    refuse(refusals, "server", N_("Enter the name of the mail server, like mail.example.org"));
  if (settings->port < 1 || settings->port > PORT_MOST)
    refuse(refusals, "port", N_("Enter the port: a number from 1 to 65535"));
  if (!question_is_email(settings->sender))
    refuse(refusals, "sender", N_("Enter the address that mails come from"));
  if (*settings->user && settings->safety == MAIL_PLAIN)
    refuse(refusals, "safety",
           N_("A password is never sent without encryption. Choose another way"));
  if (*settings->user && !has_password)
    refuse(refusals, "password", N_("Enter the password that belongs to this user name"));
}

static void
store(Txn *txn, const Act *act, const MailSettings *settings, const char *password)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  size_t len = 0;
  const void *sealed = NULL;

  if (*password) {
    if (!seal_has_key(txn, MAIL_KEY_ID))
      seal_make_person_key(txn, act, MAIL_KEY_ID);
    sealed =
        seal_text(txn, arena, MAIL_KEY_ID, "mail_setting.password", MAIL_KEY_ID, password, &len);
  }

  g_autoptr(Query) q = db_change(
      txn, act,
      "INSERT INTO mail_setting (community_id, is_on, server, port, safety, user_name, password,"
      " sender) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (community_id) DO UPDATE"
      " SET is_on = excluded.is_on, server = excluded.server, port = excluded.port,"
      " safety = excluded.safety, user_name = excluded.user_name,"
      " password = excluded.password, sender = excluded.sender");

  bind_int(q, 2, settings->is_on);
  bind_text(q, 3, settings->server);
  bind_int(q, 4, settings->port);
  bind_text(q, 5, mail_safety_name(settings->safety));
  bind_text(q, 6, settings->user);
  bind_blob(q, 7, sealed, len);
  bind_text(q, 8, settings->sender);
  query_run(q);
}

void
mail_settings_change(Txn *txn, const Act *act, const MailSettings *settings, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(64 * 1024);
  const int before = refusals_count(refusals);
  MailSettings old, changed = *settings;
  const char *password = settings->password ? settings->password : "";

  mail_settings_read(txn, arena, true, &old);
  if (!settings->is_on) { /* what was said before stays, for when mail is switched on again */
    changed = old;
    changed.is_on = false;
    store(txn, act, &changed, old.password ? old.password : "");
    return;
  }
  /* A kept password goes to no other server and no other user than those it was given for. */
  if (!*password && old.password && strcmp(old.user, settings->user) == 0 &&
      g_ascii_strcasecmp(old.server, settings->server) == 0)
    password = old.password;
  check(settings, *password != '\0', refusals);
  if (refusals_count(refusals) == before)
    store(txn, act, &changed, *settings->user ? password : "");
}

MailConfig
mail_config_of(Txn *txn, Arena *arena)
{
  MailConfig config = *mail_program_config();
  MailSettings settings;

  if (config.server || !mail_settings_read(txn, arena, true, &settings) || !settings.is_on)
    return config;
  config.server =
      arena_format(arena, "%s://%s:%d", settings.safety == MAIL_WRAPPED ? "smtps" : "smtp",
                   settings.server, (int)settings.port);
  config.safety = settings.safety;
  config.user = *settings.user ? settings.user : NULL;
  config.password = settings.password;
  config.from = settings.sender;
  return config;
}

bool
mail_is_set_by_program(void)
{
  return mail_program_config()->server != NULL;
}

bool
mail_may_leave(Txn *txn, Arena *arena)
{
  MailSettings settings;

  return mail_is_set_by_program() || !mail_settings_read(txn, arena, false, &settings) ||
         settings.is_on;
}
