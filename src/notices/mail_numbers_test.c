/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What people say to numbers in mails (R66): what they wrote is read back from whatever order and
 * words it was put in; what a person would have to ask about is not guessed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first. */
#include <cmocka.h>

#include "notices/mail_numbers.h"

#include <glib.h>
#include <string.h>

enum { ROUNDS = 4000, THINGS = 8 };

/* "ynm-": of the first, the second … */
static char *
read_as_text(const char *said, int highest, bool knows_all)
{
  NumberWord words[MAIL_NUMBERS_MOST];
  GString *text = g_string_new(NULL);

  if (!mail_numbers_read(said, &(MailNumbers){ highest, knows_all, "Ann O'Dee" }, words))
    g_string_append(text, "unclear");
  else
    for (int i = 0; i < highest; i++)
      g_string_append_c(text, "-ymn"[words[i]]);
  return g_string_free(text, FALSE);
}

static void
people_say_it_in_their_own_way(void **state)
{
  static const struct {
    const char *said, *read;
  } rows[] = {
    { "1 yes, 2 no, 3 maybe", "ynm-" },
    { "YES 1 and 3, NO 2", "yny-" },
    { "1, 3", "y-y-" },
    { "1 3 and 4.", "y-yy" },
    { "I can do 2 and 4", "-y-y" },
    { "Hello,\n1: yes\n2: can't\n3: perhaps\n4 - no\n\nThanks,\nAnn", "ynmn" },
    { "1) yes 2) no", "yn--" },
    { "1 and 2 yes, not 3", "yyn-" },
    { "1 yes and 2 could, if needed", "unclear" },
    { "1 can\xe2\x80\x99t", "n---" },
    { "All", "yyyy" },
    { "all yes", "yyyy" },
    { "None of them", "nnnn" },
    { "1 yes, 1 yes", "y---" },
    { "Please: 2 is fine. Kind regards, Ann O\xe2\x80\x99"
      "Dee",
      "-y--" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *read = read_as_text(rows[i].said, 4, true);

    if (strcmp(read, rows[i].read) != 0)
      fail_msg("\"%s\" is read as %s", rows[i].said, read);
  }
}

/* Each of these says something else, or two things. */
static void
nothing_is_guessed(void **state)
{
  static const char *const unclear[] = {
    "",
    "yes",
    "no",
    "maybe",
    "5",
    "0 yes",
    "1 yes 1 no",
    "1 yes 2 no 3",
    "1, 2 yes, maybe",
    "all yes, 2 no",
    "No 1",
    "No. 1 and no. 3",
    "2pm",
    "1st",
    "at 10.30",
    "1-3",
    "1/2 yes",
    "the 3 of May",
    "1 not good",
    "1 or 2",
    "1 yes, 2 if Bo comes",
    "1 yes\n\nI need a lift",
    "1?",
    "1 yes, 2 \xf0\x9f\x99\x82",
    "11 yes",
    "1 yes, none",
    "yes all but 2",
    "99999999999999999999 yes",
    "Thanks, Bo 1",
    "1 yes2 no",
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(unclear); i++) {
    g_autofree char *read = read_as_text(unclear[i], 4, true);

    if (strcmp(read, "unclear") != 0)
      fail_msg("\"%s\" is read as %s", unclear[i], read);
  }
}

/* What "all" is, only the mail answered says; and of one thing asked a word is enough. */
static void
words_alone_need_to_know_what_was_asked(void **state)
{
  static const struct {
    const char *said;
    int highest;
    bool knows_all;
    const char *read;
  } rows[] = {
    { "all", 3, false, "unclear" },         { "none", 3, false, "unclear" },
    { "1 no, 3 yes", 3, false, "n-y" },     { "Yes please", 1, true, "y" },
    { "no, I cannot", 1, true, "unclear" }, /* it begins with a no that may be "number" */
    { "I cannot", 1, true, "n" },           { "yes", 1, false, "unclear" },
    { "yes", 0, true, "unclear" },          { "1", 0, true, "unclear" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *read = read_as_text(rows[i].said, rows[i].highest, rows[i].knows_all);

    if (strcmp(read, rows[i].read) != 0)
      fail_msg("\"%s\" is read as %s", rows[i].said, read);
  }
}

/* ---- whatever somebody means ---- */

static const char *
one_of(GRand *random, const char *const *words)
{
  return words[g_rand_int_range(random, 0, (gint32)g_strv_length((char **)words))];
}

static void
put_word(GRand *random, GString *text, NumberWord word)
{
  static const char *const yes[] = { "yes", "Yes", "I can", "is fine", "OK", NULL };
  static const char *const maybe[] = { "maybe", "MAYBE", "perhaps", "I could", NULL };
  static const char *const no[] = { "not", "cannot", "I cannot", "can't", NULL };
  static const char *const *const words[] = { NULL, yes, maybe, no };

  g_string_append(text, one_of(random, words[word]));
}

/* Each thing on its own, in any order, the number first or the word. */
static char *
write_meant(GRand *random, const NumberWord *meant)
{
  static const char *const gaps[] = { " ", ": ", " - ", " = ", NULL };
  static const char *const ends[] = { ", ", "\n", ". ", "; ", " and ", NULL };
  const bool is_word_first = g_rand_boolean(random);
  const char *end = one_of(random, ends);
  const int turn = g_rand_int_range(random, 0, THINGS);
  GString *text = g_string_new(g_rand_boolean(random) ? "" : "Hello,\n");

  for (int i = 0; i < THINGS; i++) {
    const int thing = (i + turn) % THINGS;

    if (meant[thing] == NUMBER_UNSAID)
      continue;
    if (is_word_first)
      put_word(random, text, meant[thing]);
    else
      g_string_append_printf(text, "%d", thing + 1);
    g_string_append(text, one_of(random, gaps));
    if (is_word_first)
      g_string_append_printf(text, "%d", thing + 1);
    else
      put_word(random, text, meant[thing]);
    g_string_append(text, end);
  }
  if (g_rand_boolean(random))
    g_string_append(text, "\nThanks, Ann");
  return g_string_free(text, FALSE);
}

static void
what_is_meant_is_read_or_asked_about(void **state)
{
  g_autoptr(GRand) random = g_rand_new_with_seed(66);
  int read = 0;

  (void)state;
  for (int round = 0; round < ROUNDS; round++) {
    NumberWord meant[THINGS], words[MAIL_NUMBERS_MOST];
    int said = 0;

    for (int i = 0; i < THINGS; i++) {
      meant[i] = (NumberWord)g_rand_int_range(random, NUMBER_UNSAID, NUMBER_NO + 1);
      said += meant[i] != NUMBER_UNSAID;
    }

    g_autofree char *text = write_meant(random, meant);

    if (!mail_numbers_read(text, &(MailNumbers){ THINGS, true, "Ann" }, words)) {
      if (said > 0)
        fail_msg("\"%s\" is not understood", text);
      continue;
    }
    read++;
    for (int i = 0; i < THINGS; i++)
      if (words[i] != meant[i])
        fail_msg("\"%s\": of %d something else is read", text, i + 1);
  }
  assert_true(read > ROUNDS * 9 / 10);
}

int
main(void)
{
  static const struct CMUnitTest tests[] = {
    cmocka_unit_test(people_say_it_in_their_own_way),
    cmocka_unit_test(nothing_is_guessed),
    cmocka_unit_test(words_alone_need_to_know_what_was_asked),
    cmocka_unit_test(what_is_meant_is_read_or_asked_about),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
