/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Answers, refusals and the checking of each kind of question. */
#include "questions/questions.h"

#include "base/text.h"
#include "questions/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { ARENA_BYTES = 1 << 20 };

static const Choice days[] = { { .value = "mon", .label = "Monday" },
                               { .value = "tue", .label = "Tuesday", .shows = "tuesday_hour" },
                               { .value = NULL } };

static const Choice *
days_of_data(Arena *arena, void *data)
{
  Choice *choices = arena_new_of(arena, Choice, 2);

  choices[0].value = arena_text(arena, data);
  return choices;
}

static const Question one_of_each[] = {
  { .name = "name", .label = "Name", .missing = "Enter the name", .is_needed = true },
  { .name = "story", .kind = ASK_LONG, .label = "Story", .max_length = 20 },
  { .name = "pasted", .kind = ASK_LONG, .label = "Pasted", .is_kept_as_typed = true },
  { .name = "email", .kind = ASK_EMAIL, .label = "E-mail" },
  { .name = "phone", .kind = ASK_PHONE, .label = "Telephone" },
  { .name = "size", .kind = ASK_NUMBER, .label = "Size", .min = 16, .max = 28 },
  { .name = "any_number", .kind = ASK_NUMBER, .label = "Any" },
  { .name = "day", .kind = ASK_ONE_OF, .label = "Day", .choices = days },
  { .name = "days", .kind = ASK_ANY_OF, .label = "Days", .choices = days },
  { .name = "sourced", .kind = ASK_ONE_OF, .label = "Sourced", .choices_from = days_of_data },
  { .name = "agree", .kind = ASK_YES, .label = "Agree" },
  { .name = "file", .kind = ASK_FILE, .label = "File" },
  { .name = "date", .kind = ASK_DATE, .label = "Date" },
  { .name = "soon", .kind = ASK_DATE, .label = "Soon", .min = 20261126, .max = 20271231 },
  { .name = "town", .kind = ASK_SELECT, .label = "Town", .choices = days },
  { .name = "tuesday_hour", .label = "Hour", .shown_if = "day=tue", .is_needed = true },
  { .name = "deeper", .label = "Deeper", .shown_if = "tuesday_hour=noon" },
  QUESTIONS_END
};

typedef struct {
  Arena *arena;
  Answers *answers;
  Refusals *refusals;
} Form;

static Form
form_new(void)
{
  Arena *arena = arena_new(ARENA_BYTES);
  Form form = { arena, answers_new(arena, 50), refusals_new(arena) };

  return form;
}

static void
add(Form *form, const char *name, const char *value)
{
  assert_true(answers_add(form->answers, name, value, strlen(value)));
}

static bool
check(Form *form)
{
  static char source[] = "from data";

  return questions_check(one_of_each, form->answers, source, form->refusals);
}

/* One answer beside a good name: is it taken, and what is kept? */
static void
assert_answer(const char *name, const char *value, const char *kept)
{
  Form form = form_new();

  if (strcmp(name, "name") != 0)
    add(&form, "name", "Ann");
  add(&form, name, value);
  bool is_good = check(&form);
  if (is_good != (kept != NULL))
    print_error("%s = \"%s\": %s\n", name, value,
                is_good ? "taken" : refusals_nth(form.refusals, 0)->message);
  assert_int_equal(is_good, kept != NULL);
  if (kept)
    assert_string_equal(answers_text(form.answers, name), kept);
  else
    assert_non_null(refusals_for(form.refusals, name));
  arena_free(form.arena);
}

static const struct {
  const char *name, *value, *kept; /* NULL: refused */
} single_answers[] = {
  { "name", "  Ann \r\n", "Ann" },
  { "name", "Ann\r\nBo\tCy", "Ann Bo Cy" },
  { "name", " \t ", NULL },
  { "name", "Ann\xe2\x80\xaexcod.exe\xe2\x81\xa6 \xe2\x80\xac", "Annxcod.exe" }, /* turned round */
  { "name", "\xd7\xa2\xd7\x93\xd7\x99", "\xd7\xa2\xd7\x93\xd7\x99" },
  { "name", "\xe2\x80\x8b\xc2\xa0", NULL }, /* only an invisible mark and a hard space */
  { "story", "12345678901234567890", "12345678901234567890" },
  { "story", "123456789012345678901", NULL },
  { "story",
    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
    "12345\r\n7890",
    "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"
    "12345\n7890" }, /* twenty letters in more bytes */
  { "pasted", "  a\r\n b ", "  a\r\n b " },
  { "email", "ann@example.org", "ann@example.org" },
  { "email", " Ann.O'Neil+x@EXAMPLE.org ", "Ann.O'Neil+x@EXAMPLE.org" },
  { "email", "ann@m\xc3\xbcnchen.example", "ann@m\xc3\xbcnchen.example" },
  { "email", "ann@localhost", "ann@localhost" },
  { "email", "", "" },
  { "email", "ann", NULL },
  { "email", "@example.org", NULL },
  { "email", "ann@", NULL },
  { "email", "ann@@example.org", NULL },
  { "email", "ann@exa mple.org", NULL },
  { "email", "ann@example.org\nBcc: x@y.z", NULL },
  { "email", "Ann <ann@example.org>", NULL },
  { "email", "a@b.c,d@e.f", NULL },
  { "email", "ann@example..org", NULL },
  { "email", "ann@example.org.", NULL },
  { "email", "ann\xe2\x80\x8b@example.org", NULL },
  { "phone", "01632 960 001", "01632 960 001" },
  { "phone",
    "+44 (0)1632\xc2\xa0"
    "960\xe2\x80\x93"
    "001",
    "+44 (0)1632 960-001" },
  { "phone", "101", "101" },
  { "phone", "12", NULL },
  { "phone", "123456789012345678901", NULL },
  { "phone", "ring Ann", NULL },
  { "size", "16", "16" },
  { "size", " 28 ", "28" },
  { "size", "+018", "+018" },
  { "size", "15", NULL },
  { "size", "29", NULL },
  { "size", "99999999999999999999", NULL },
  { "size", "16.5", NULL },
  { "size", "16pt", NULL },
  { "size", "-", NULL },
  { "any_number",
    "\xe2\x88\x92"
    "7",
    "-7" },
  { "any_number", "-9223372036854775808", "-9223372036854775808" },
  { "any_number", "9223372036854775808", NULL },
  { "any_number", "1 000", NULL },
  { "day", "mon", "mon" },
  { "day", "", "" },
  { "day", "Mon", NULL },
  { "day", "mon ", NULL },
  { "days", "tue", "tue" },
  { "days", "wed", NULL },
  { "sourced", "from data", "from data" },
  { "sourced", "mon", NULL },
  { "agree", "yes", "yes" },
  { "agree", "on", NULL },
  { "file", "paper.docx", NULL }, /* a name without the file */
  { "tuesday_hour", "noon", "" }, /* not asked, so dropped */
  { "date", "26/11/2026", "2026-11-26" },
  { "date", " 26 Nov 2026 ", "2026-11-26" },
  { "date", "1 sept 2026", "2026-09-01" },
  { "date", "2028-02-29", "2028-02-29" },
  { "date", "29.2.2027", NULL }, /* no leap year */
  { "date", "31 4 2027", NULL },
  { "date", "0 4 2027", NULL },
  { "date", "1 13 2027", NULL },
  { "date", "1 ma 2027", NULL }, /* March or May? */
  { "date", "1 4 27", NULL },
  { "date", "1 4", NULL },
  { "date", "1 4 2027 5", NULL },
  { "date", "1 4 1899", NULL },
  { "date", "1 4 2200", NULL },
  { "date", "99999999999 4 2027", NULL },
  { "soon", "26 11 2026", "2026-11-26" },
  { "soon", "25 11 2026", NULL },
  { "soon", "1 1 2028", NULL },
  { "town", "tue", "tue" },
  { "town", "wed", NULL },
};

static void
each_kind_takes_what_fits_and_refuses_the_rest(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(single_answers); i++)
    assert_answer(single_answers[i].name, single_answers[i].value, single_answers[i].kept);
}

static const struct {
  const char *day, *month, *year;
  const char *kept, *message; /* one of them */
} boxes[] = {
  { "26", "11", "2026", "2026-11-26", NULL },
  { " 7", "January", "2027 ", "2027-01-07", NULL },
  { "26/11/2026", "", "", "2026-11-26", NULL },
  { "", "", "", "", NULL },
  { "26", "", "2026", NULL, "needs a day, a month and a year" },
  { "26", "11", "26", NULL, "four figures" },
  { "31", "2", "2026", NULL, "there is no such day" },
  { "x", "2", "2026", NULL, "there is no such day" },
};

static void
a_date_in_three_boxes_becomes_one_answer(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(boxes); i++) {
    Form form = form_new();

    add(&form, "name", "Ann");
    add(&form, "date-day", boxes[i].day);
    add(&form, "date-month", boxes[i].month);
    add(&form, "date-year", boxes[i].year);
    assert_int_equal(check(&form), boxes[i].kept != NULL);
    if (boxes[i].kept)
      assert_string_equal(answers_text(form.answers, "date"), boxes[i].kept);
    else
      assert_non_null(strstr(refusals_for(form.refusals, "date")->message, boxes[i].message));
    assert_string_equal(date_box_text(questions_find(one_of_each, "date"), 1, form.answers),
                        boxes[i].month); /* as it was typed */
    arena_free(form.arena);
  }
}

static void
a_date_from_data_fills_its_boxes_and_a_box_twice_is_refused(void **state)
{
  const Question *date = questions_find(one_of_each, "date");
  Form form = form_new();

  (void)state;
  answers_set(form.answers, "date", "2026-11-06");
  assert_string_equal(date_box_text(date, 0, form.answers), "6");
  assert_string_equal(date_box_text(date, 1, form.answers), "11");
  assert_string_equal(date_box_text(date, 2, form.answers), "2026");
  add(&form, "name", "Ann");
  add(&form, "date-day", "1");
  add(&form, "date-day", "2");
  assert_false(check(&form));
  assert_non_null(refusals_for(form.refusals, "date"));
  arena_free(form.arena);
}

static void
an_email_may_have_254_bytes(void **state)
{
  g_autofree char *local = g_strnfill(254 - 12, 'a');
  g_autofree char *longest = g_strconcat(local, "@example.org", NULL);
  g_autofree char *longer = g_strconcat("a", longest, NULL);

  (void)state;
  assert_answer("email", longest, longest);
  assert_answer("email", longer, NULL);
}

static void
a_missing_answer_says_what_to_do(void **state)
{
  Form form = form_new();

  (void)state;
  add(&form, "day", "tue");
  assert_false(check(&form));
  assert_int_equal(refusals_count(form.refusals), 2);
  assert_string_equal(refusals_for(form.refusals, "name")->message, "Enter the name");
  assert_string_equal(refusal_text(refusals_for(form.refusals, "tuesday_hour"), NULL, form.arena),
                      "Answer “Hour”");
  arena_free(form.arena);
}

static void
questions_that_hang_on_a_dropped_answer_are_dropped(void **state)
{
  Form form = form_new();

  (void)state;
  add(&form, "name", "Ann");
  add(&form, "day", "mon");
  add(&form, "tuesday_hour", "noon");
  add(&form, "deeper", "yes");
  assert_true(check(&form));
  assert_int_equal(answers_count(form.answers, "tuesday_hour"), 0);
  assert_int_equal(answers_count(form.answers, "deeper"), 0);
  answers_set(form.answers, "day", "tue");
  add(&form, "tuesday_hour", "noon");
  add(&form, "deeper", "kept");
  assert_true(check(&form));
  assert_string_equal(answers_text(form.answers, "deeper"), "kept");
  arena_free(form.arena);
}

static void
a_circle_of_questions_ends(void **state)
{
  static const Question circle[] = { { .name = "a", .label = "A", .shown_if = "b=1" },
                                     { .name = "b", .label = "B", .shown_if = "a=1" },
                                     QUESTIONS_END };
  Form form = form_new();

  (void)state;
  add(&form, "a", "1");
  add(&form, "b", "1");
  assert_true(questions_check(circle, form.answers, NULL, form.refusals));
  assert_int_equal(answers_count(form.answers, "a"), 0);
  arena_free(form.arena);
}

static void
unknown_fields_are_refused_once_and_the_frames_are_not(void **state)
{
  Form form = form_new();

  (void)state;
  add(&form, "name", "Ann");
  add(&form, "_form", "12");
  add(&form, "_go", "send");
  assert_true(check(&form));
  add(&form, "is_admin", "1");
  add(&form, "", "1");
  assert_false(check(&form));
  assert_int_equal(refusals_count(form.refusals), 1);
  assert_non_null(refusals_for(form.refusals, ""));
  arena_free(form.arena);
}

static void
repeated_answers_are_refused_but_for_ticks(void **state)
{
  (void)state;
  for (const Question *q = one_of_each; q->name; q++) {
    Form form = form_new();

    add(&form, "day", "tue"); /* so that all are asked */
    add(&form, "tuesday_hour", "noon");
    add(&form, q->name, q->kind == ASK_ANY_OF ? "mon" : "1");
    add(&form, q->name, q->kind == ASK_ANY_OF ? "tue" : "2");
    check(&form);
    if (strcmp(q->name, "deeper") != 0)
      assert_int_equal(refusals_for(form.refusals, q->name) != NULL, q->kind != ASK_ANY_OF);
    arena_free(form.arena);
  }
  Form form = form_new();
  add(&form, "name", "Ann");
  add(&form, "days", "mon");
  add(&form, "days", "mon");
  assert_false(check(&form)); /* no browser ticks one box twice */
  arena_free(form.arena);
}

static void
a_file_is_taken_where_one_is_asked_for(void **state)
{
  static const AnswerFile paper = { "plan.md", "text/markdown", "# Plan", 6 };
  static const AnswerFile nothing = { "", "application/octet-stream", "", 0 };
  Form form = form_new();

  (void)state;
  add(&form, "name", "Ann");
  assert_true(answers_add_file(form.answers, "file", &nothing));
  assert_null(answers_file(form.answers, "file"));
  assert_true(answers_add_file(form.answers, "file", &paper));
  assert_true(check(&form));
  assert_string_equal(answers_file(form.answers, "file")->file_name, "plan.md");
  assert_true(answers_add_file(form.answers, "file", &paper));
  assert_true(answers_add_file(form.answers, "story", &paper));
  assert_false(check(&form));
  assert_non_null(refusals_for(form.refusals, "file"));
  assert_non_null(refusals_for(form.refusals, "story"));
  arena_free(form.arena);
}

static void
answers_take_only_text_and_only_so_many(void **state)
{
  Form form = form_new();

  (void)state;
  assert_false(answers_add(form.answers, "name", "a\0b", 3));
  assert_false(answers_add(form.answers, "name", "\xff", 1));
  assert_false(answers_add(form.answers, "name", "\x1b[0m", 4));
  assert_false(answers_add(form.answers, "n\x01", "a", 1));
  assert_true(answers_add(form.answers, "empty", NULL, 0));
  for (int i = 1; i < 50; i++)
    add(&form, "n", "x");
  assert_false(answers_add(form.answers, "n", "x", 1));
  assert_int_equal(answers_count(form.answers, "n"), 49);
  arena_free(form.arena);
}

static void
join(const char *name, const char *value, void *data)
{
  g_string_append_printf(data, "%s=%s;", name, value);
}

static void
answers_keep_their_order(void **state)
{
  Form form = form_new();
  g_autoptr(GString) seen = g_string_new(NULL);

  (void)state;
  add(&form, "a", "1");
  add(&form, "b", "2");
  add(&form, "a", "3");
  add(&form, "c", "-40");
  assert_string_equal(answers_nth(form.answers, "a", 1), "3");
  assert_string_equal(answers_nth(form.answers, "a", 2), "");
  assert_true(answers_have(form.answers, "a", "3"));
  assert_false(answers_have(form.answers, "a", "2"));
  assert_int_equal(answers_int(form.answers, "c"), -40);
  assert_int_equal(answers_int(form.answers, "d"), 0);
  answers_set(form.answers, "a", answers_nth(form.answers, "a", 1));
  answers_set(form.answers, "d", "4x");
  answers_drop(form.answers, "b");
  answers_each(form.answers, join, seen);
  assert_string_equal(seen->str, "a=3;c=-40;d=4x;");
  assert_int_equal(answers_int(form.answers, "d"), 0);
  arena_free(form.arena);
}

static void
refusals_are_kept_in_order_up_to_a_hundred(void **state)
{
  Form form = form_new();

  (void)state;
  for (int i = 0; i < 150; i++)
    refuse_with_2(form.refusals, i % 2 ? "odd" : "even", "{a} and {b}, {question}", "a", "{b}",
                  "question", "Name");
  assert_int_equal(refusals_count(form.refusals), 100);
  assert_false(check(&form)); /* the name is missing, though no room is left to say so */
  assert_null(refusals_nth(form.refusals, 100));
  assert_null(refusals_nth(form.refusals, -1));
  assert_ptr_equal(refusals_for(form.refusals, "odd"), refusals_nth(form.refusals, 1));
  assert_string_equal(refusal_text(refusals_nth(form.refusals, 0), NULL, form.arena),
                      "{b} and {b}, Name");
  refusals_clear(form.refusals);
  assert_int_equal(refusals_count(form.refusals), 0);
  assert_null(refusals_for(form.refusals, "odd"));
  arena_free(form.arena);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(each_kind_takes_what_fits_and_refuses_the_rest),
    cmocka_unit_test(a_date_in_three_boxes_becomes_one_answer),
    cmocka_unit_test(a_date_from_data_fills_its_boxes_and_a_box_twice_is_refused),
    cmocka_unit_test(an_email_may_have_254_bytes),
    cmocka_unit_test(a_missing_answer_says_what_to_do),
    cmocka_unit_test(questions_that_hang_on_a_dropped_answer_are_dropped),
    cmocka_unit_test(a_circle_of_questions_ends),
    cmocka_unit_test(unknown_fields_are_refused_once_and_the_frames_are_not),
    cmocka_unit_test(repeated_answers_are_refused_but_for_ticks),
    cmocka_unit_test(a_file_is_taken_where_one_is_asked_for),
    cmocka_unit_test(answers_take_only_text_and_only_so_many),
    cmocka_unit_test(answers_keep_their_order),
    cmocka_unit_test(refusals_are_kept_in_order_up_to_a_hundred),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
