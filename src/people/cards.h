/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Printed key cards (R11, R95): a long address for a phone's camera and a short code to type. A
 * card lasts until it is ended, and lets its holder read and answer for the person, no more.
 * Hashes only are stored; a card can be printed again because it is worked out from the keys. */
#pragma once

#include "people/people.h"

enum {
  CARD_CODE_LETTERS = 12, /* 11 of them free: 55 bits; the last one checks */
  CARD_CODE_SIZE = CARD_CODE_LETTERS + 2 + 1,
  CARD_PREFIX_LETTERS = 4, /* the first group: what attempts are counted by */
};

typedef struct {
  int64_t id, member_id;
  const char *member_name;
  int64_t made_at_us, used_at_us; /* used: 0: never */
  uint8_t token_hash[32];
} KeyCard;

/* What stands on it. */
typedef struct {
  char token[LINK_TOKEN_SIZE];
  char code[CARD_CODE_SIZE]; /* "7K2M-9QXD-4T8W" */
} CardWords;

/* A new card; earlier ones of this member end, with the sessions that they began. */
int64_t card_make(Txn *txn, const Act *act, int64_t member_id);
/* The member's card that works, or NULL. */
const KeyCard *card_of_member(Txn *txn, Arena *arena, int64_t member_id);
/* NULL: none, or ended. */
const KeyCard *card_find(Txn *txn, Arena *arena, int64_t card_id);
const KeyCard *card_find_by_token(Txn *txn, Arena *arena, const char *token);
/* `code`: 12 letters as card_code_read gives them. */
const KeyCard *card_find_by_code(Txn *txn, Arena *arena, const char *code);
/* False: made with keys that are no longer there; it works, but cannot be printed again. */
bool card_words(Txn *txn, const KeyCard *card, CardWords *ret_words);
/* Somebody came in with it: noted for the person. */
void card_note_use(Txn *txn, const Act *act, const KeyCard *card);
/* Ends all cards of this member at once, and the sessions that they began. How many there were. */
int card_end_all(Txn *txn, const Act *act, int64_t member_id);

/* What somebody typed: dashes, spaces and case do not matter, O is 0, I and L are 1. Writes 12
 * lower-case letters. False: not a code, or a letter is wrong. */
bool card_code_read(const char *typed, char ret_letters[static CARD_CODE_LETTERS + 1]);
