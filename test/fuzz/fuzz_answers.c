/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Any fields to one question of each kind. Input: lines of name=value. */
#include "fuzz.h"

#include "lang/lang.h"
#include "questions/questions.h"

#include <string.h>

static const Choice choices[] = { { .value = "a", .label = "A" },
                                  { .value = "b", .label = "B" },
                                  { .value = NULL } };

static const Question questions[] = {
  { .name = "text", .label = "T", .max_length = 20, .is_needed = true },
  { .name = "long", .kind = ASK_LONG, .label = "L" },
  { .name = "raw", .kind = ASK_LONG, .label = "R", .is_kept_as_typed = true },
  { .name = "mail", .kind = ASK_EMAIL, .label = "M" },
  { .name = "phone", .kind = ASK_PHONE, .label = "P" },
  { .name = "n", .kind = ASK_NUMBER, .label = "N", .min = -10, .max = 10 },
  { .name = "one", .kind = ASK_ONE_OF, .label = "O", .choices = choices },
  { .name = "any", .kind = ASK_ANY_OF, .label = "A", .choices = choices },
  { .name = "yes", .kind = ASK_YES, .label = "Y", .shown_if = "one=a" },
  { .name = "file", .kind = ASK_FILE, .label = "F" },
  { .name = "date", .kind = ASK_DATE, .label = "D" },
  QUESTIONS_END
};

static void
add_line(Answers *answers, char *line)
{
  char *equals = strchr(line, '=');

  if (!equals)
    return;
  *equals = '\0';
  /* An escape, so that values may have more than one line. */
  g_strdelimit(equals + 1, "\001\002", '\n');
  answers_add(answers, line, equals + 1, strlen(equals + 1));
}

static void
assert_good(const Answers *answers)
{
  int64_t number = answers_int(answers, "n");

  fuzz_assert(*answers_text(answers, "text"));
  fuzz_assert(g_utf8_strlen(answers_text(answers, "text"), -1) <= 20);
  fuzz_assert(!strpbrk(answers_text(answers, "text"), "\r\n"));
  fuzz_assert(!strpbrk(answers_text(answers, "mail"), "\r\n ,<>"));
  fuzz_assert(number >= -10 && number <= 10);
  fuzz_assert(answers_count(answers, "one") <= 1 && answers_count(answers, "any") <= 2);
  fuzz_assert(!*answers_text(answers, "date") || strlen(answers_text(answers, "date")) == 10);
  fuzz_assert(!*answers_text(answers, "yes") || answers_have(answers, "one", "a"));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
  g_autoptr(Arena) arena = arena_new(1 << 22);
  g_autofree char *text = g_strndup((const char *)data, size);
  g_auto(GStrv) lines = g_strsplit(text, "\n", 100);
  Answers *answers = answers_new(arena, 50);
  Refusals *refusals = refusals_new(arena);

  for (char **line = lines; *line; line++)
    add_line(answers, *line);
  bool is_good = questions_check(questions, answers, NULL, refusals);
  fuzz_assert(is_good == (refusals_count(refusals) == 0));
  for (int i = 0; i < refusals_count(refusals); i++)
    fuzz_assert(*refusal_text(refusals_nth(refusals, i), NULL, arena));
  if (is_good)
    assert_good(answers);
  return 0;
}
