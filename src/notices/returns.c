/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The setting, and the tokens of mails. */
#include "notices/returns.h"

#include "lang/lang.h"
#include "people/seal.h"
#include "people/tokens.h"
#include "questions/questions.h"

#include <sodium.h>
#include <string.h>

#define RETURN_PLACE "mail-return"

static const char *program_address; /* set before threads start */

/* ---- the setting ---- */

void
returns_set_program(const char *address)
{
  program_address = address && *address ? address : NULL;
}

bool
returns_are_set_by_program(void)
{
  return program_address != NULL;
}

/* "table+*@river.example": the star is where the token goes. */
static ReturnSetting
read_program(Arena *arena)
{
  const char *star = strstr(program_address, "+*@");
  ReturnSetting setting = { .is_on = true, .has_plus = star != NULL };

  setting.address =
      star ? arena_format(arena, "%.*s%s", (int)(star - program_address), program_address, star + 2)
           : program_address;
  return setting;
}

ReturnSetting
returns_setting(Txn *txn, Arena *arena)
{
  if (program_address)
    return read_program(arena);

  g_autoptr(Query) q = db_query(txn, "SELECT is_on, address, has_plus FROM return_setting"
                                     " WHERE community_id = ?1");

  if (!query_next(q))
    return (ReturnSetting){ .address = "" };
  return (ReturnSetting){ .is_on = col_int(q, 0) != 0,
                          .address = arena_text(arena, col_text(q, 1)),
                          .has_plus = col_int(q, 2) != 0 };
}

void
returns_change_setting(Txn *txn, const Act *act, const ReturnSetting *setting, Refusals *refusals)
{
  g_autoptr(Arena) arena = arena_new(16 * 1024);
  const ReturnSetting old = returns_setting(txn, arena);
  const ReturnSetting *kept = setting->is_on ? setting : &old;

  if (setting->is_on && !question_is_email(setting->address)) {
    refuse(refusals, "address", N_("Enter the address that answers come to"));
    return;
  }

  g_autoptr(Query) q = db_change(txn, act,
                                 "INSERT INTO return_setting (community_id, is_on, address,"
                                 " has_plus) VALUES (?1, ?2, ?3, ?4)"
                                 " ON CONFLICT (community_id) DO UPDATE SET is_on = excluded.is_on,"
                                 " address = excluded.address, has_plus = excluded.has_plus");

  bind_int(q, 2, setting->is_on);
  bind_text(q, 3, kept->address);
  bind_int(q, 4, kept->has_plus);
  query_run(q);
}

const char *
returns_address(const ReturnSetting *setting, Arena *arena, const char *prefix, const char *token)
{
  const char *at = strrchr(setting->address, '@');

  if (!setting->has_plus || !at)
    return setting->address;
  return arena_format(arena, "%.*s+%s%s%s", (int)(at - setting->address), setting->address, prefix,
                      token, at);
}

/* ---- tokens ---- */

/* The long token of the row, shortened: 126 of its bits are kept. */
static void
shorten(const char *token, char ret_token[static RETURN_TOKEN_SIZE])
{
  uint8_t bytes[16];

  crypto_generichash(bytes, sizeof(bytes), (const uint8_t *)token, strlen(token), NULL, 0);
  return_token_write(bytes, ret_token);
}

bool
returns_find_token(Txn *txn, int64_t mail_id, char ret_token[static RETURN_TOKEN_SIZE])
{
  char token[LINK_TOKEN_SIZE];
  uint8_t hash[TOKEN_HASH_BYTES], own[TOKEN_HASH_BYTES];
  {
    g_autoptr(Query) q = db_query(txn, "SELECT token_hash FROM mail_return"
                                       " WHERE community_id = ?1 AND id = ?2");
    size_t len = 0;

    bind_int(q, 2, mail_id);
    if (!query_next(q))
      return false;

    const void *stored = col_blob(q, 0, &len);

    if (len != sizeof(hash))
      return false;
    memcpy(hash, stored, len);
  }
  for (int version = seal_derive_version(txn); version > 0; version--) {
    if (!token_make_version(txn, version, RETURN_PLACE, mail_id, token))
      break;
    shorten(token, ret_token);
    token_hash(ret_token, own);
    if (sodium_memcmp(own, hash, sizeof(own)) == 0)
      return true;
  }
  txn_fail(txn, TROUBLE_DATABASE, "returns: a mail's token cannot be made again");
  return false;
}

/* The blind index of the member's address: no bytes, when they have none. */
static size_t
find_address(Txn *txn, int64_t member_id, uint8_t ret_blind[static BLIND_BYTES])
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT contact_blind FROM member WHERE community_id = ?1 AND id = ?2");
  size_t len = 0;

  bind_int(q, 2, member_id);
  if (!query_next(q) || col_is_null(q, 0))
    return 0;

  const void *blind = col_blob(q, 0, &len);

  if (len != BLIND_BYTES)
    return 0;
  memcpy(ret_blind, blind, len);
  return len;
}

void
returns_make(Txn *txn, const Act *act, const Return *mail)
{
  char token[LINK_TOKEN_SIZE], short_token[RETURN_TOKEN_SIZE];
  uint8_t hash[TOKEN_HASH_BYTES], blind[BLIND_BYTES];
  const size_t blind_len = find_address(txn, mail->member_id, blind);

  token_make(txn, act, RETURN_PLACE, mail->mail_id, token);
  shorten(token, short_token);
  token_hash(short_token, hash);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO mail_return (community_id, id, member_id, kind, thing_id, origin,"
                " token_hash, address, made_at_us, status)"
                " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '')"
                " ON CONFLICT (community_id, id) DO NOTHING");

  bind_int(q, 2, mail->mail_id);
  bind_int(q, 3, mail->member_id);
  bind_text(q, 4, mail_kind_row(mail->kind)->name);
  bind_int(q, 5, mail->thing_id);
  bind_text(q, 6, mail->origin);
  bind_blob(q, 7, hash, sizeof(hash));
  bind_blob(q, 8, blind, blind_len);
  bind_int(q, 9, act->at_us);
  query_run(q);
}

static bool
read_return(Query *q, Arena *arena, Return *ret_return)
{
  if (!query_next(q))
    return false;
  *ret_return = (Return){ .mail_id = col_int(q, 0),
                          .member_id = col_int(q, 1),
                          .kind = mail_kind_from_name(col_text(q, 2)),
                          .thing_id = col_int(q, 3),
                          .origin = arena_text(arena, col_text(q, 4)),
                          .has_come_back = !col_is_null(q, 5) };
  return true;
}

bool
returns_find(Txn *txn, Arena *arena, const char *token, Return *ret_return)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, member_id, kind, thing_id, origin, came_back_at_us FROM mail_return"
                    " WHERE community_id = ?1 AND token_hash = ?2");

  token_hash(token, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  return read_return(q, arena, ret_return);
}

bool
returns_find_newest(Txn *txn, Arena *arena, int64_t member_id, Return *ret_return)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id, member_id, kind, thing_id, origin, came_back_at_us FROM mail_return"
                    " WHERE community_id = ?1 AND member_id = ?2 ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, member_id);
  return read_return(q, arena, ret_return);
}

int64_t
returns_find_of(Txn *txn, int64_t member_id, MailKind kind, int64_t thing_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT id FROM mail_return WHERE community_id = ?1 AND member_id = ?2"
                    " AND kind = ?3 AND thing_id = ?4 ORDER BY id DESC LIMIT 1");

  bind_int(q, 2, member_id);
  bind_text(q, 3, mail_kind_row(kind)->name);
  bind_int(q, 4, thing_id);
  return query_next(q) ? col_int(q, 0) : 0;
}
