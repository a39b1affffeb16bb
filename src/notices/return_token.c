/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Writing and finding tokens. */
#include "notices/return_token.h"

#include <string.h>

void
return_token_write(const uint8_t bytes[static 16], char ret_token[static RETURN_TOKEN_SIZE])
{
  for (int half = 0; half < 2; half++) {
    uint64_t number = 0;

    for (int i = 0; i < 8; i++)
      number = number << 8 | bytes[8 * half + i];
    id_to_text((int64_t)(number & INT64_MAX), ret_token + half * ID_TEXT_LEN);
  }
}

static bool
is_token(const char *run, char ret_token[static RETURN_TOKEN_SIZE])
{
  for (int half = 0; half < 2; half++) {
    char text[ID_TEXT_SIZE];
    int64_t id = 0;

    memcpy(text, run + half * ID_TEXT_LEN, ID_TEXT_LEN);
    text[ID_TEXT_LEN] = '\0';
    if (!id_from_text(text, &id))
      return false;
    id_to_text(id, ret_token + half * ID_TEXT_LEN);
  }
  return true;
}

static void
take_run(const char *run, size_t len, GPtrArray *tokens, guint most)
{
  char token[RETURN_TOKEN_SIZE];
  const bool is_bounce = len == RETURN_TOKEN_LEN + 1 && (*run == 'b' || *run == 'B');

  if ((len != RETURN_TOKEN_LEN && !is_bounce) || tokens->len >= most ||
      !is_token(run + is_bounce, token) ||
      g_ptr_array_find_with_equal_func(tokens, token, g_str_equal, NULL))
    return;
  g_ptr_array_add(tokens, g_strdup(token));
}

void
return_token_find(const char *text, size_t len, GPtrArray *tokens, guint most)
{
  for (size_t i = 0; i < len;) {
    size_t run = 0;

    while (i + run < len && g_ascii_isalnum(text[i + run]))
      run++;
    take_run(text + i, run, tokens, most);
    i += run + 1;
  }
}
