/* SPDX-License-Identifier: AGPL-3.0-or-later
 * The demo community's list of hard words, from assets/demo/hard-words.ini. */
#include "base/clock.h"
#include "commands/demo.h"
#include "papers/hard_words.h"

#include <string.h>

static void
add_words(Demo *demo, const Act *act)
{
  g_auto(GStrv) words = g_key_file_get_keys(demo->hard_words, "words", NULL, NULL);

  for (char **word = words; word && *word; word++) {
    g_autofree char *meaning = g_key_file_get_string(demo->hard_words, "words", *word, NULL);

    hard_words_add(demo->txn, act, *word, meaning, demo->refusals);
  }
}

static void
ask_words(Demo *demo, const Act *act)
{
  g_auto(GStrv) words = g_key_file_get_keys(demo->hard_words, "asked", NULL, NULL);

  for (char **word = words; word && *word; word++) {
    g_autofree char *who = g_key_file_get_string(demo->hard_words, "asked", *word, NULL);
    Act theirs = *act;

    theirs.role = ACT_AS_MEMBER;
    if (*who)
      theirs.member_id = demo_person(demo, who);
    hard_words_ask(demo->txn, &theirs, *word, !*who, demo->refusals);
  }
}

void
demo_hard_words(Demo *demo, int week)
{
  /* On the Friday, after the week's papers. */
  const Act act =
      demo_act(demo, demo->monday_us - week * 7 * US_PER_DAY + 4 * US_PER_DAY + 12 * US_PER_HOUR);

  add_words(demo, &act);
  ask_words(demo, &act);
}
