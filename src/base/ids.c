/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Time-ordered ids and the ids a request has drawn. */
#include "base/ids.h"

#include "base/act.h"
#include "base/clock.h"
#include "base/digits32.h"

#include <pthread.h>
#include <string.h>

enum { NODE_BITS = 10, COUNTER_BITS = 12, DIGITS = ID_TEXT_LEN - 1, BASE = 32, DIGIT_BITS = 5 };
#define EPOCH_MS 1704067200000LL /* 2024-01-01 00:00 UTC */

static int node_number;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int64_t last_tick; /* milliseconds and counter together, so that they carry over */

void
ids_set_node(int node)
{
  g_assert(node >= 0 && node < 1 << NODE_BITS);
  node_number = node;
}

int64_t
ids_new(void)
{
  /* Times, not <<: before the epoch the number is negative. */
  int64_t tick = (clock_now_us() / US_PER_MS - EPOCH_MS) * (1 << COUNTER_BITS);

  pthread_mutex_lock(&lock);
  tick = last_tick = MAX(tick, last_tick + 1);
  pthread_mutex_unlock(&lock);

  int64_t ms = tick >> COUNTER_BITS;
  int64_t counter = tick & ((1 << COUNTER_BITS) - 1);

  return ms << (NODE_BITS + COUNTER_BITS) | (int64_t)node_number << COUNTER_BITS | counter;
}

const char *
id_to_text(int64_t id, char ret_text[static ID_TEXT_SIZE])
{
  const uint64_t bits = (uint64_t)id;
  unsigned sum = 0;

  /* From the right, each second digit doubled, as digits32_check() does it: a list of fifty papers
   * writes fifty ids, so digits and sum are made in one go. */
#pragma GCC unroll 13
  for (int i = 0; i < DIGITS; i++) {
    const unsigned digit = (unsigned)(bits >> (i * DIGIT_BITS)) % BASE;

    sum += i % 2 == 0 ? digit * 2 % BASE + digit * 2 / BASE : digit;
    ret_text[DIGITS - 1 - i] = digits32[digit];
  }
  ret_text[DIGITS] = digits32[(BASE - sum % BASE) % BASE];
  ret_text[ID_TEXT_LEN] = '\0';
  return ret_text;
}

bool
id_from_text(const char *text, int64_t *ret_id)
{
  int digits[ID_TEXT_LEN];
  uint64_t id = 0;

  if (!text || strlen(text) != ID_TEXT_LEN)
    return false;
  for (int i = 0; i < ID_TEXT_LEN; i++) {
    digits[i] = digit32_value(text[i]);
    if (digits[i] < 0)
      return false;
  }
  if (digits[0] > 7 || !digits32_fit(digits, ID_TEXT_LEN))
    return false; /* 13 letters hold 65 bits: the first may use only three of its five */
  for (int i = 0; i < DIGITS; i++)
    id = id * BASE + (uint64_t)digits[i];
  *ret_id = (int64_t)id;
  return true;
}

struct IdTape {
  GArray *ids;
  guint at;
};

IdTape *
id_tape_new(void)
{
  IdTape *tape = g_new0(IdTape, 1);

  tape->ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
  return tape;
}

void
id_tape_free(IdTape *tape)
{
  if (!tape)
    return;
  g_array_unref(tape->ids);
  g_free(tape);
}

void
id_tape_rewind(IdTape *tape)
{
  tape->at = 0;
}

int64_t
act_new_id(const Act *act)
{
  IdTape *tape = act->ids;

  if (tape->at == tape->ids->len) {
    int64_t id = ids_new();

    g_array_append_val(tape->ids, id);
  }
  return g_array_index(tape->ids, int64_t, tape->at++);
}
