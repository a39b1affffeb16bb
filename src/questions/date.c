/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Dates as people type them. The answer is "2026-11-26"; what was typed in the three boxes stays
 * beside it, so that a refused form comes back as it was. */
#include "questions/date.h"

#include <glib.h>
#include <string.h>

/* Unless the question says otherwise: nobody here was born before, nothing is planned after. */
enum { FIRST_DATE = 19000101, LAST_DATE = 21991231 };
enum { WORDS_MAX = 4, LETTERS_OF_MONTH = 3 };

static const char *const boxes[DATE_BOXES] = { "day", "month", "year" };

const char *
date_box_name(const Question *question, int box, char ret_name[DATE_BOX_NAME_MAX])
{
  g_snprintf(ret_name, DATE_BOX_NAME_MAX, "%s-%s", question->name, boxes[box]);
  return ret_name;
}

/* -1: not a number of up to four figures. */
static int
figures(const char *word)
{
  const size_t len = strlen(word);

  if (len == 0 || len > 4 || strspn(word, "0123456789") != len)
    return -1;
  return (int)g_ascii_strtoll(word, NULL, 10);
}

/* "11", "Nov", "november". */
static int
month_of(const char *word)
{
  static const char *const months[] = { "january",   "february", "march",    "april",
                                        "may",       "june",     "july",     "august",
                                        "september", "october",  "november", "december" };
  g_autofree char *lower = g_ascii_strdown(word, -1);

  for (int i = 0; i < 12 && strlen(lower) >= LETTERS_OF_MONTH; i++)
    if (g_str_has_prefix(months[i], lower) || (i == 8 && strcmp(lower, "sept") == 0))
      return i + 1;
  return figures(word);
}

DateFault
date_read(const char *text, int *ret_year, int *ret_month, int *ret_day)
{
  g_auto(GStrv) parts = g_strsplit_set(text, " /.,-\t", -1);
  const char *words[WORDS_MAX];
  int count = 0;

  for (char **part = parts; *part && count < WORDS_MAX; part++)
    if (**part)
      words[count++] = *part;
  if (count != DATE_BOXES)
    return DATE_NOT_WHOLE;

  const bool is_year_first = strlen(words[0]) == 4 && figures(words[0]) >= 0;
  const char *year_word = words[is_year_first ? 0 : 2];
  const int year = figures(year_word), month = month_of(words[1]);
  const int day = figures(words[is_year_first ? 2 : 0]);

  if (year >= 0 && strlen(year_word) < 4)
    return DATE_SHORT_YEAR;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31 ||
      !g_date_valid_dmy((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return DATE_NOT_REAL;
  *ret_year = year;
  *ret_month = month;
  *ret_day = day;
  return DATE_REAL;
}

int
date_times_sent(const Question *question, const Answers *answers)
{
  char name[DATE_BOX_NAME_MAX];
  int most = 0;

  for (int i = 0; i < DATE_BOXES; i++)
    most = MAX(most, answers_count(answers, date_box_name(question, i, name)));
  return most;
}

bool
date_has_box(const Question *questions, const char *field)
{
  char name[DATE_BOX_NAME_MAX];

  for (const Question *q = questions; q->name; q++)
    for (int i = 0; q->kind == ASK_DATE && i < DATE_BOXES; i++)
      if (strcmp(date_box_name(q, i, name), field) == 0)
        return true;
  return false;
}

void
date_join(const Question *question, Answers *answers)
{
  const char *typed[DATE_BOXES];
  char name[DATE_BOX_NAME_MAX];

  if (date_times_sent(question, answers) == 0)
    return;
  for (int i = 0; i < DATE_BOXES; i++)
    typed[i] = answers_text(answers, date_box_name(question, i, name));

  g_autofree char *joined = g_strdup_printf("%s %s %s", typed[0], typed[1], typed[2]);

  answers_set(answers, question->name, joined);
}

void
date_drop(const Question *question, Answers *answers)
{
  char name[DATE_BOX_NAME_MAX];

  answers_drop(answers, question->name);
  for (int i = 0; question->kind == ASK_DATE && i < DATE_BOXES; i++)
    answers_drop(answers, date_box_name(question, i, name));
}

const char *
date_box_text(const Question *question, int box, const Answers *answers)
{
  char name[DATE_BOX_NAME_MAX];
  int year, month, day;

  if (date_times_sent(question, answers) > 0)
    return answers_text(answers, date_box_name(question, box, name));
  if (date_read(answers_text(answers, question->name), &year, &month, &day) != DATE_REAL)
    return "";

  const int numbers[DATE_BOXES] = { day, month, year };

  return arena_format(answers_arena(answers), "%d", numbers[box]);
}

/* "31 12 2026", as in the boxes. */
static char *
shown(int64_t date)
{
  return g_strdup_printf("%d %d %d", (int)(date % 100), (int)(date / 100 % 100),
                         (int)(date / 10000));
}

static void
check_range(const Question *question, int64_t date, Refusals *refusals)
{
  const int64_t first = question->min ? question->min : FIRST_DATE;
  const int64_t last = question->max ? question->max : LAST_DATE;

  if (date >= first && date <= last)
    return;

  g_autofree char *min = shown(first), *max = shown(last);

  refuse_with_2(refusals, question->name, N_("Write a date from {min} to {max}"), "min", min, "max",
                max);
}

void
date_check(const Question *question, Answers *answers, Refusals *refusals)
{
  static const char *const messages[] = {
    [DATE_NOT_WHOLE] = N_("“{question}” needs a day, a month and a year, such as 27 3 2027"),
    [DATE_SHORT_YEAR] = N_("Write the year of “{question}” with four figures, such as 2027"),
    [DATE_NOT_REAL] = N_("Check “{question}”: there is no such day. A date looks like 27 3 2027"),
  };
  int year, month, day;
  const DateFault fault = date_read(answers_text(answers, question->name), &year, &month, &day);

  if (fault != DATE_REAL) {
    refuse_with(refusals, question->name, messages[fault], "question", question->label);
    return;
  }
  answers_set(answers, question->name,
              arena_format(answers_arena(answers), "%04d-%02d-%02d", year, month, day));
  check_range(question, (int64_t)year * 10000 + month * 100 + day, refusals);
}
