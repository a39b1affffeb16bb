/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing a root key in groups, and reading what somebody typed. */
#include "people/sheet.h"

#include <sodium.h>
#include <string.h>

enum { GROUP_BITS = 20, TYPED_MAX = SHEET_GROUPS_IN_ALL * (SHEET_GROUP_LETTERS + 1) };

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

/* Any one letter mistyped and any group in another place change it: the weights are odd, so that
 * each counts modulo 32. Most swaps within a group do; the last group finds the others. */
static int
check_letter(uint32_t bits, int group)
{
  static const int weights[SHEET_GROUP_LETTERS] = { 3, 5, 7, 9 };
  int sum = group * 11 + 1;

  for (int i = 0; i < SHEET_GROUP_LETTERS; i++)
    sum += weights[i] * (int)(bits >> (5 * (SHEET_GROUP_LETTERS - 1 - i)) & 31);
  return sum & 31;
}

static void
write_group(uint32_t bits, int group, char *ret_letters)
{
  for (int i = 0; i < SHEET_GROUP_LETTERS; i++)
    ret_letters[i] = alphabet[bits >> (5 * (SHEET_GROUP_LETTERS - 1 - i)) & 31];
  ret_letters[SHEET_GROUP_LETTERS] = alphabet[check_letter(bits, group)];
}

/* Twenty bits of the key from where this group begins; behind its end are zeros. */
static uint32_t
bits_of_key(const uint8_t key[static ROOT_KEY_BYTES], int group)
{
  uint32_t bits = 0;

  for (int i = group * GROUP_BITS; i < (group + 1) * GROUP_BITS; i++)
    bits = bits << 1 | (i < ROOT_KEY_BYTES * 8 ? key[i / 8] >> (7 - i % 8) & 1u : 0u);
  return bits;
}

/* Version in front, twelve bits of a hash over all behind it. */
static uint32_t
bits_of_whole(const struct RootKey *key)
{
  uint8_t hash[crypto_generichash_BYTES];
  crypto_generichash_state state;
  const uint8_t version = (uint8_t)key->version;

  crypto_generichash_init(&state, NULL, 0, sizeof(hash));
  crypto_generichash_update(&state, (const uint8_t *)"sheet", 5);
  crypto_generichash_update(&state, &version, 1);
  crypto_generichash_update(&state, key->bytes, ROOT_KEY_BYTES);
  crypto_generichash_final(&state, hash, sizeof(hash));
  return (uint32_t)version << 12 | (uint32_t)(hash[0] << 4 | hash[1] >> 4);
}

void
sheet_from_key(const struct RootKey *key, char ret_text[static SHEET_TEXT_SIZE])
{
  for (int group = 0; group < SHEET_GROUPS_IN_ALL; group++) {
    char *at = ret_text + group * (SHEET_GROUP_LETTERS + 2);

    write_group(group < SHEET_GROUPS ? bits_of_key(key->bytes, group) : bits_of_whole(key), group,
                at);
    at[SHEET_GROUP_LETTERS + 1] = group + 1 < SHEET_GROUPS_IN_ALL ? '-' : '\0';
  }
}

/* What a typed sign means: 0 to 31; -1: it stands between groups; -2: no letter of ours. */
static int
value_of(char sign)
{
  char c = g_ascii_tolower(sign);
  const char *at;

  if (c == 'o')
    c = '0';
  if (c == 'i' || c == 'l')
    c = '1';
  at = c ? strchr(alphabet, c) : NULL;
  if (at)
    return (int)(at - alphabet);
  return strchr(" \t\r\n-.,", sign) ? -1 : -2;
}

/* How many letters there are, at most `max`; a sign that is none counts as one that fits nowhere.
 */
static int
read_letters(const char *text, int values[], int max)
{
  int count = 0;

  for (; *text && count < max; text++) {
    if ((*text & 0xc0) == 0x80)
      continue; /* the rest of a letter of many bytes */
    int value = value_of(*text);
    if (value != -1)
      values[count++] = value;
  }
  return count;
}

static bool
read_group(const int values[], int group, uint32_t *ret_bits)
{
  uint32_t bits = 0;

  for (int i = 0; i < SHEET_GROUP_LETTERS; i++) {
    if (values[i] < 0)
      return false;
    bits = bits << 5 | (uint32_t)values[i];
  }
  *ret_bits = bits;
  return values[SHEET_GROUP_LETTERS] == check_letter(bits, group);
}

static void
put_bits(uint32_t bits, int group, uint8_t ret_key[static ROOT_KEY_BYTES])
{
  for (int i = 0; i < GROUP_BITS; i++) {
    int at = group * GROUP_BITS + i;

    if (at < ROOT_KEY_BYTES * 8 && (bits >> (GROUP_BITS - 1 - i) & 1))
      ret_key[at / 8] |= (uint8_t)(1u << (7 - at % 8));
  }
}

SheetState
sheet_to_key(const char *text, struct RootKey *ret_key, int *ret_group)
{
  int values[TYPED_MAX + 1];
  struct RootKey key = { 0 };
  uint32_t bits = 0;
  int count = read_letters(text, values, TYPED_MAX + 1);
  int groups = count / (SHEET_GROUP_LETTERS + 1);
  SheetState state = SHEET_GOOD;

  for (int group = 0; group < MIN(groups, SHEET_GROUPS_IN_ALL) && state == SHEET_GOOD; group++) {
    *ret_group = group + 1;
    if (!read_group(values + group * (SHEET_GROUP_LETTERS + 1), group, &bits))
      state = SHEET_GROUP_WRONG;
    else if (group < SHEET_GROUPS)
      put_bits(bits, group, key.bytes);
  }
  if (state == SHEET_GOOD && count < TYPED_MAX) {
    *ret_group = groups;
    state = SHEET_TOO_SHORT;
  } else if (state == SHEET_GOOD && count > TYPED_MAX) {
    state = SHEET_TOO_LONG;
  } else if (state == SHEET_GOOD) {
    key.version = (int)(bits >> 12);
    state = key.version > 0 && bits_of_whole(&key) == bits ? SHEET_GOOD : SHEET_OTHER;
  }
  if (state == SHEET_GOOD)
    *ret_key = key;
  sodium_memzero(&key, sizeof(key));
  sodium_memzero(values, sizeof(values));
  return state;
}
