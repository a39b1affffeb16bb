/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people type about a worry: the number of their receipt, and whom it is about. The first line
 * is a number or a name, what follows is written round it. */
#include "fuzz.h"

#include "base/ids.h"
#include "base/text.h"
#include "safety/worries.h"

#include <string.h>

/* A number that is read is read the same again, and with anything that parts its digits. */
static void
try_number(const char *typed)
{
  char code[WORRY_CODE_SIZE], again[WORRY_CODE_SIZE];

  if (!worry_code_tidy(typed, code))
    return;
  fuzz_assert(strlen(code) == WORRY_CODE_SIZE - 1);
  fuzz_assert(strspn(code, "0123456789 ") == WORRY_CODE_SIZE - 1);
  fuzz_assert(worry_code_tidy(code, again) && strcmp(code, again) == 0);

  g_autofree char *longer = g_strconcat(typed, " – 1", NULL);
  fuzz_assert(!worry_code_tidy(longer, again));
}

static bool
has_plain_letter(const char *name)
{
  for (; *name; name++)
    if (g_ascii_isalnum(*name))
      return true;
  return false;
}

/* Whoever's name stands in what was written never reads it. */
static void
try_name(const char *name, const char *rest)
{
  g_autofree char *who = g_strdup_printf("%s «%s»’s %s", rest, name, rest);
  const Worry about = { .who = who, .kept_from = "" }, kept = { .who = "", .kept_from = rest };
  char id[ID_TEXT_SIZE];

  if (has_plain_letter(name))
    fuzz_assert(names_may_meet(name, name));
  if (names_may_meet(name, name))
    fuzz_assert(worry_is_kept_from(&about, 7, name, false));
  fuzz_assert(!names_may_meet("", name));
  if (worry_is_kept_from(&kept, 7, name, false))
    fuzz_assert(strstr(rest, id_to_text(7, id)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autofree char *typed = g_strndup((const char *)data, MIN(size, (size_t)WORRY_WORDS_MAX));
  char *rest = strchr(typed, '\n');

  if (!text_is_clean(typed, strlen(typed)))
    return 0;
  if (rest)
    *rest++ = '\0';
  try_number(typed);
  try_name(typed, rest ? rest : "");
  return 0;
}
