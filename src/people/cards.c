/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The table key_card, and codes that people type. */
#include "people/cards.h"

#include "base/digits32.h"
#include "base/text.h"
#include "people/kinds.h"
#include "people/seal.h"
#include "people/tokens.h"
#include "people/ways.h"

#include <sodium.h>
#include <string.h>

enum { GROUP = 4, FREE_LETTERS = CARD_CODE_LETTERS - 1 };

/* ---- codes ---- */

/* 55 bits of the token's own bytes would tell part of it: the code is of its hash. */
static void
make_code(const char *token, char ret_letters[static CARD_CODE_LETTERS + 1])
{
  uint8_t hash[crypto_generichash_BYTES];
  int digits[CARD_CODE_LETTERS];

  crypto_generichash(hash, sizeof(hash), (const uint8_t *)token, strlen(token),
                     (const uint8_t *)"key card code", 16);
  for (int i = 0; i < FREE_LETTERS; i++)
    digits[i] = hash[i] % 32; /* 256 is a multiple of 32: no letter is likelier */
  digits[FREE_LETTERS] = digits32_check(digits, FREE_LETTERS);
  for (int i = 0; i < CARD_CODE_LETTERS; i++)
    ret_letters[i] = digits32[digits[i]];
  ret_letters[CARD_CODE_LETTERS] = '\0';
  sodium_memzero(hash, sizeof(hash));
}

/* "7k2m9qxd4t8w" → "7K2M-9QXD-4T8W" */
static void
group_code(const char *letters, char ret_code[static CARD_CODE_SIZE])
{
  char *out = ret_code;

  for (int i = 0; i < CARD_CODE_LETTERS; i++) {
    if (i > 0 && i % GROUP == 0)
      *out++ = '-';
    *out++ = g_ascii_toupper(letters[i]);
  }
  *out = '\0';
}

bool
card_code_read(const char *typed, char ret_letters[static CARD_CODE_LETTERS + 1])
{
  int digits[CARD_CODE_LETTERS], count = 0;

  for (int letter; (letter = text_next_of_code(&typed)) != 0;) {
    const int digit = letter > 0 ? digit32_value((char)letter) : -1;

    if (digit < 0 || count == CARD_CODE_LETTERS)
      return false;
    digits[count++] = digit;
  }
  if (count != CARD_CODE_LETTERS || !digits32_fit(digits, count))
    return false;
  for (int i = 0; i < count; i++)
    ret_letters[i] = digits32[digits[i]];
  ret_letters[count] = '\0';
  return true;
}

static void
blind_code(Txn *txn, const char *letters, uint8_t ret_hash[static BLIND_BYTES])
{
  seal_blind(txn, "key_card.code", letters, ret_hash);
}

/* ---- cards ---- */

int64_t
card_make(Txn *txn, const Act *act, int64_t member_id)
{
  char token[LINK_TOKEN_SIZE], letters[CARD_CODE_LETTERS + 1];
  uint8_t hash[TOKEN_HASH_BYTES], blind[BLIND_BYTES];
  int64_t id = act_new_id(act);

  card_end_all(txn, act, member_id);
  token_make(txn, act, "key-card", id, token);
  token_hash(token, hash);
  make_code(token, letters);
  blind_code(txn, letters, blind);

  g_autoptr(Query) q =
      db_change(txn, act,
                "INSERT INTO key_card (community_id, id, member_id, token_hash, code_blind,"
                " made_at_us) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");

  bind_int(q, 2, id);
  bind_int(q, 3, member_id);
  bind_blob(q, 4, hash, sizeof(hash));
  bind_blob(q, 5, blind, sizeof(blind));
  bind_int(q, 6, act->at_us);
  query_run(q);
  log_add(txn, act, &(LogEntry){ .kind = "card-made", .concerns_id = member_id, .thing_id = id });
  return id;
}

static const KeyCard *
read_card(Query *q, Arena *arena)
{
  if (!query_next(q))
    return NULL;

  KeyCard *card = arena_new_of(arena, KeyCard, 1);

  *card = (KeyCard){ .id = col_int(q, 0),
                     .member_id = col_int(q, 1),
                     .member_name = arena_text(arena, col_text(q, 2)),
                     .made_at_us = col_int(q, 3),
                     .used_at_us = col_is_null(q, 4) ? 0 : col_int(q, 4) };

  size_t len = 0;
  const void *hash = col_blob(q, 5, &len);

  if (len != sizeof(card->token_hash))
    return NULL;
  memcpy(card->token_hash, hash, len);
  return card;
}

const KeyCard *
card_of_member(Txn *txn, Arena *arena, int64_t member_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.member_id, m.name, c.made_at_us, c.used_at_us, c.token_hash"
                    " FROM key_card c JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE c.community_id = ?1 AND c.member_id = ?2 AND c.ended_at_us IS NULL"
                    " ORDER BY c.id DESC LIMIT 1");

  bind_int(q, 2, member_id);
  return read_card(q, arena);
}

const KeyCard *
card_find(Txn *txn, Arena *arena, int64_t card_id)
{
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.member_id, m.name, c.made_at_us, c.used_at_us, c.token_hash"
                    " FROM key_card c JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE c.community_id = ?1 AND c.id = ?2 AND c.ended_at_us IS NULL");

  bind_int(q, 2, card_id);
  return read_card(q, arena);
}

const KeyCard *
card_find_by_token(Txn *txn, Arena *arena, const char *token)
{
  uint8_t hash[TOKEN_HASH_BYTES];
  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.member_id, m.name, c.made_at_us, c.used_at_us, c.token_hash"
                    " FROM key_card c JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE c.community_id = ?1 AND c.token_hash = ?2 AND c.ended_at_us IS NULL");

  token_hash(token, hash);
  bind_blob(q, 2, hash, sizeof(hash));
  return read_card(q, arena);
}

const KeyCard *
card_find_by_code(Txn *txn, Arena *arena, const char *code)
{
  uint8_t blind[BLIND_BYTES];

  blind_code(txn, code, blind);

  g_autoptr(Query) q =
      db_query(txn, "SELECT c.id, c.member_id, m.name, c.made_at_us, c.used_at_us, c.token_hash"
                    " FROM key_card c JOIN member m ON m.community_id = ?1 AND m.id = c.member_id"
                    " AND m.state IN ('here', 'suspended')"
                    " WHERE c.community_id = ?1 AND c.code_blind = ?2 AND c.ended_at_us IS NULL");

  bind_blob(q, 2, blind, sizeof(blind));
  return read_card(q, arena);
}

bool
card_words(Txn *txn, const KeyCard *card, CardWords *ret_words)
{
  char letters[CARD_CODE_LETTERS + 1];
  CardWords words;

  if (!token_make_again(txn, "key-card", card->id, card->token_hash, words.token))
    return false;
  make_code(words.token, letters);
  group_code(letters, words.code);
  *ret_words = words;
  return true;
}

void
card_note_use(Txn *txn, const Act *act, const KeyCard *card)
{
  g_autoptr(Query) q = db_change(
      txn, act, "UPDATE key_card SET used_at_us = ?3 WHERE community_id = ?1 AND id = ?2");

  bind_int(q, 2, card->id);
  bind_int(q, 3, act->at_us);
  query_run(q);
  people_note_joined(txn, act, card->member_id);
  log_add(txn, act,
          &(LogEntry){ .kind = "card-used", .concerns_id = card->member_id, .thing_id = card->id });
}

int
card_end_all(Txn *txn, const Act *act, int64_t member_id)
{
  g_autoptr(Query) q = db_change(txn, act,
                                 "UPDATE key_card SET ended_at_us = ?3 WHERE community_id = ?1"
                                 " AND member_id = ?2 AND ended_at_us IS NULL");

  bind_int(q, 2, member_id);
  bind_int(q, 3, act->at_us);
  if (!query_run(q) || query_changes(q) == 0)
    return 0;
  sign_ins_end_of_way(txn, act, member_id, WAY_CARD);
  log_add(txn, act, &(LogEntry){ .kind = "card-ended", .concerns_id = member_id });
  return (int)query_changes(q);
}
