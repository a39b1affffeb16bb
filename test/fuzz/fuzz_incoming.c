/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any mail that comes in: read without harm, its words clean and within their limits, and no
 * letter of a plain text lost when what was typed is parted from the rest; what it says to numbers
 * is of numbers that were asked. */
#include "fuzz.h"

#include "base/text.h"
#include "notices/incoming.h"
#include "notices/mail_numbers.h"
#include "notices/return_token.h"

#include <string.h>

static size_t
count_letters(const char *text)
{
  size_t count = 0;

  for (; *text; text++)
    count += !g_ascii_isspace(*text);
  return count;
}

/* Only of numbers that were asked, and the same when it is read again without its ends. */
static void
try_numbers(const char *said)
{
  enum { ASKED = 8 };
  const MailNumbers asked = { ASKED, true, "Ann" };
  NumberWord words[MAIL_NUMBERS_MOST], same[MAIL_NUMBERS_MOST];
  g_autofree char *longer = g_strconcat("Hello,\n", said, "\nThanks", NULL);
  int count = 0;

  if (!mail_numbers_read(said, &asked, words))
    return;
  for (int i = 0; i < MAIL_NUMBERS_MOST; i++) {
    fuzz_assert(words[i] >= NUMBER_UNSAID && words[i] <= NUMBER_NO);
    fuzz_assert(i < ASKED || words[i] == NUMBER_UNSAID);
    count += words[i] != NUMBER_UNSAID;
  }
  fuzz_assert(count > 0);
  fuzz_assert(mail_numbers_read(longer, &asked, same) && memcmp(words, same, sizeof(words)) == 0);
}

static void
try_parting(const char *text)
{
  char *said = NULL, *rest = NULL;

  mail_text_split(text, &said, &rest);
  fuzz_assert(count_letters(said) + count_letters(rest) == count_letters(text));
  mail_text_answer(said);
  try_numbers(said);
  g_free(said);
  g_free(rest);
}

static void
try_html(const uint8_t *data, size_t size)
{
  bool is_broken = false;
  g_autofree char *clean = text_mend((const char *)data, size, &is_broken);
  g_autofree char *text = mail_text_from_html(clean, strlen(clean));

  fuzz_assert(g_utf8_validate(text, -1, NULL));
  try_parting(clean);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Incoming) incoming = incoming_read((const char *)data, size, NULL, NULL);

  try_html(data, size);
  if (!incoming)
    return 0;
  fuzz_assert(text_is_clean(incoming->said, strlen(incoming->said)));
  fuzz_assert(g_utf8_validate(incoming->rest, -1, NULL));
  fuzz_assert(text_length(incoming->said) <= INCOMING_WORDS_MAX);
  fuzz_assert(g_utf8_validate(incoming->sender, -1, NULL));
  fuzz_assert(incoming->tokens->len <= INCOMING_TOKENS_MAX);
  for (guint i = 0; i < incoming->tokens->len; i++)
    fuzz_assert(strlen(incoming->tokens->pdata[i]) == RETURN_TOKEN_LEN);
  fuzz_assert((incoming->kind == INCOMING_BOUNCE) == (incoming->bounce != BOUNCE_NONE));
  return 0;
}
