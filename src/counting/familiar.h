/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Is a word familiar? The list of J. Chall and E. Dale, "Readability Revisited: The New Dale-Chall
 * Readability Formula" (1995), 2,942 words, from npm's dale-chall, with their rules for endings;
 * assets/familiar-words.list adds what is British or of today. Knows English only. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  FAMILIAR_SLOTS = 8192, /* of the table that familiar_main.c makes when building */
  FAMILIAR_LEN_MAX = 24, /* bytes: no word of the list is longer */
};

extern const char *const familiar_words[];            /* [0] is NULL */
extern const uint16_t familiar_slots[FAMILIAR_SLOTS]; /* 0: empty */

static inline uint32_t
familiar_hash(const char *word, size_t len)
{
  uint32_t hash = 2166136261u; /* FNV-1a */

  for (size_t i = 0; i < len; i++)
    hash = (hash ^ (unsigned char)word[i]) * 16777619u;
  return (hash ^ (hash >> 13)) % FAMILIAR_SLOTS;
}

/* `word` in small letters, ' as apostrophe, - as hyphen (need not end with NUL). Familiar are, with
 * the list's words: their plurals and possessives; -s -es -ies -ed -ied -ing -n -er -est -ier -iest
 * -ly (a noun in -er is not told from "bigger"); words with a hyphen when all parts are; British
 * spellings (-our, -ise, -tre, -ence, -lled). */
bool familiar_is(const char *word, size_t len);
