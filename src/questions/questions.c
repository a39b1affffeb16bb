/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Checking answers against questions. One check a kind, in a table; what all kinds share (hidden,
 * missing, repeated, unknown) is done round it. Drawing is ui/. */
#include "questions/questions.h"

#include "base/text.h"
#include "lang/lang.h"
#include "questions/date.h"

#include <errno.h>
#include <string.h>

enum {
  LENGTH_OF_LINE = 200,
  LENGTH_OF_LONG = 10000,
  LENGTH_OF_EMAIL = 254, /* RFC 5321 section 4.5.3.1.3, without the brackets */
  MIN_PHONE_DIGITS = 3,  /* 101 reaches the police */
  MAX_PHONE_DIGITS = 20, /* 15 by E.164, and room for an extension */
  MAX_SHOWN_DEPTH = 8
};

typedef struct {
  const Question *questions;
  Answers *answers;
  Arena *arena;
  void *data;
  Refusals *refusals;
} Check;

static void
refuse_answer(const Check *check, const Question *question, const char *message)
{
  refuse_with(check->refusals, question->name, message, "question", question->label);
}

int
choice_place(const Choice *choices, const char *value)
{
  for (int i = 0; choices[i].value; i++)
    if (strcmp(choices[i].value, value) == 0)
      return i;
  return -1;
}

const char *
choice_label(const Choice *choices, const char *value)
{
  const int place = choice_place(choices, value);

  return place < 0 ? NULL : choices[place].label;
}

const Question *
questions_find(const Question *questions, const char *name)
{
  for (const Question *q = questions; q->name; q++)
    if (strcmp(q->name, name) == 0)
      return q;
  return NULL;
}

/* A question is asked when the one it hangs on is asked and has the value. The depth stops a table
 * that goes round in a circle. */
static bool
is_asked(const Question *questions, const Question *question, const Answers *answers, int depth)
{
  if (!question->shown_if)
    return true;
  const char *equals = strchr(question->shown_if, '=');
  if (!equals || depth >= MAX_SHOWN_DEPTH)
    return false;

  g_autofree char *name = g_strndup(question->shown_if, (gsize)(equals - question->shown_if));
  const Question *on = questions_find(questions, name);
  return on && is_asked(questions, on, answers, depth + 1) &&
         answers_have(answers, name, equals + 1);
}

bool
question_is_asked(const Question *questions, const Question *question, const Answers *answers)
{
  return is_asked(questions, question, answers, 0);
}

static bool
is_one_line(AskKind kind)
{
  return kind != ASK_LONG;
}

/* Also the signs of print that a database or a mail header would take for a line end. */
static bool
ends_a_line(gunichar c)
{
  return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static bool
has_line_end(const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char(at))
    if (ends_a_line(g_utf8_get_char(at)))
      return true;
  return false;
}

/* Signs that turn round the words after them, also those of the page or letter round a name. Texts
 * in Arabic or Hebrew do without: their letters say which way they go. */
static bool
turns_words_round(gunichar c)
{
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

static char *
join_lines(const char *text)
{
  GString *line = g_string_new(NULL);

  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);

    if (!turns_words_round(c))
      g_string_append_unichar(line, ends_a_line(c) || c == '\t' ? ' ' : c);
  }
  return g_string_free(line, FALSE);
}

/* True when a reader would see something: not only spaces and invisible marks. */
static bool
has_something_to_see(const char *text)
{
  for (const char *at = text; *at; at = g_utf8_next_char(at))
    if (g_unichar_isgraph(g_utf8_get_char(at)))
      return true;
  return false;
}

/* Characters as people count them: a line end is one, also where the browser sends two bytes. */
static size_t
count_letters(const char *text)
{
  size_t count = text_length(text);

  for (const char *at = strstr(text, "\r\n"); at; at = strstr(at + 2, "\r\n"))
    count--;
  return count;
}

/* Pasted numbers come with dashes and spaces of print; a telephone takes only plain ones. */
static char *
plain_signs(const char *text)
{
  GString *plain = g_string_new(NULL);

  for (const char *at = text; *at; at = g_utf8_next_char(at)) {
    gunichar c = g_utf8_get_char(at);

    if (g_unichar_type(c) == G_UNICODE_DASH_PUNCTUATION || c == 0x2212) /* minus sign */
      g_string_append_c(plain, '-');
    else if (g_unichar_isspace(c))
      g_string_append_c(plain, ' ');
    else if (g_unichar_type(c) != G_UNICODE_FORMAT)
      g_string_append_unichar(plain, c);
  }
  return g_string_free(plain, FALSE);
}

static void
tidy_answer(const Check *check, const Question *question)
{
  const char *typed = answers_text(check->answers, question->name);

  if (question->is_kept_as_typed || !*typed)
    return;
  g_autofree char *tidy = text_tidy(typed);
  if (is_one_line(question->kind)) {
    g_autofree char *lines = g_steal_pointer(&tidy);

    tidy = g_strstrip(join_lines(lines));
  }
  if (question->kind == ASK_PHONE || question->kind == ASK_NUMBER || question->kind == ASK_DATE) {
    g_autofree char *printed = g_steal_pointer(&tidy);

    tidy = g_strstrip(plain_signs(printed));
  }
  if (!has_something_to_see(tidy))
    *tidy = '\0';
  if (strcmp(tidy, typed) != 0)
    answers_set(check->answers, question->name, tidy);
}

int
question_max_length(const Question *question)
{
  if (question->kind == ASK_EMAIL)
    return question->max_length ? MIN(question->max_length, LENGTH_OF_EMAIL) : LENGTH_OF_EMAIL;
  if (question->max_length)
    return question->max_length;
  return question->kind == ASK_LONG ? LENGTH_OF_LONG : LENGTH_OF_LINE;
}

static bool
check_length(const Check *check, const Question *question)
{
  const int max = question_max_length(question);

  if (count_letters(answers_text(check->answers, question->name)) <= (size_t)max)
    return true;

  g_autofree char *shown = g_strdup_printf("%d", max);
  refuse_with_2(check->refusals, question->name,
                N_("Shorten your answer to “{question}” to {max} letters or fewer"), "question",
                question->label, "max", shown);
  return false;
}

static void
check_line(const Check *check, const Question *question)
{
  if (!check_length(check, question) || question->kind == ASK_LONG)
    return;
  if (has_line_end(answers_text(check->answers, question->name))) /* kept as typed */
    refuse_answer(check, question, N_("Write your answer to “{question}” on one line"));
}

/* Lenient: only sending a letter there shows whether it arrives. */
bool
question_is_email(const char *text)
{
  const char *at = strchr(text, '@');

  if (strlen(text) > LENGTH_OF_EMAIL || !at || at == text || strchr(at + 1, '@'))
    return false;
  for (const char *c = text; *c; c = g_utf8_next_char(c))
    if (!g_unichar_isgraph(g_utf8_get_char(c)) || strchr("<>()[],;:\\\"", *c))
      return false;
  return at[1] && at[1] != '.' && strstr(at, "..") == NULL && !g_str_has_suffix(at, ".");
}

static void
check_email(const Check *check, const Question *question)
{
  if (check_length(check, question) &&
      !question_is_email(answers_text(check->answers, question->name)))
    refuse_answer(check, question,
                  N_("Check “{question}”: an e-mail address looks like name@example.org"));
}

bool
question_is_phone(const char *text)
{
  int digits = 0;

  for (const char *at = text; *at; at++)
    digits += g_ascii_isdigit(*at) != 0;
  return !text[strspn(text, "0123456789 +-()")] && digits >= MIN_PHONE_DIGITS &&
         digits <= MAX_PHONE_DIGITS;
}

static void
check_phone(const Check *check, const Question *question)
{
  if (check_length(check, question) &&
      !question_is_phone(answers_text(check->answers, question->name)))
    refuse_answer(check, question,
                  N_("Check “{question}”: a telephone number looks like 01632 960 001"));
}

static void
check_number(const Check *check, const Question *question)
{
  const char *text = answers_text(check->answers, question->name);
  bool is_ranged = question->min != 0 || question->max != 0;
  const char *digits = text + (*text == '-' || *text == '+');

  errno = 0;
  gint64 number = g_ascii_strtoll(text, NULL, 10);
  if (!*digits || digits[strspn(digits, "0123456789")]) {
    refuse_answer(check, question, N_("Write “{question}” as a whole number, such as 12"));
  } else if (is_ranged && (errno != 0 || number < question->min || number > question->max)) {
    g_autofree char *min = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)question->min);
    g_autofree char *max = g_strdup_printf("%" G_GINT64_FORMAT, (gint64)question->max);

    refuse_with_2(check->refusals, question->name, N_("Write a whole number from {min} to {max}"),
                  "min", min, "max", max);
  } else if (errno != 0) {
    refuse_answer(check, question, N_("Write a smaller number for “{question}”"));
  }
}

const Choice *
question_choices(const Question *question, Arena *arena, void *data)
{
  static const Choice none[] = { { .value = NULL } };
  const Choice *choices =
      question->choices_from ? question->choices_from(arena, data) : question->choices;

  return choices ? choices : none;
}

typedef struct {
  const char *name;
  GHashTable *left; /* choices that were not chosen yet */
  bool fits;
} Choosing;

static void
take_choice(const char *name, const char *value, void *data)
{
  Choosing *choosing = data;

  if (strcmp(name, choosing->name) == 0 && !g_hash_table_remove(choosing->left, value))
    choosing->fits = false;
}

/* Each answer is a choice and came once. By hash: a question may list all members. */
static void
check_choices(const Check *check, const Question *question)
{
  g_autoptr(GHashTable) left = g_hash_table_new(g_str_hash, g_str_equal);
  Choosing choosing = { .name = question->name, .left = left, .fits = true };

  for (const Choice *c = question_choices(question, check->arena, check->data); c->value; c++)
    g_hash_table_add(left, (gpointer)c->value);
  answers_each(check->answers, take_choice, &choosing);
  if (!choosing.fits)
    refuse_answer(check, question, N_("Choose from the answers listed under “{question}”"));
}

static void
check_yes(const Check *check, const Question *question)
{
  if (strcmp(answers_text(check->answers, question->name), "yes") != 0)
    refuse_answer(check, question, N_("Tick the box at “{question}”, or leave it empty"));
}

static void
check_file(const Check *check, const Question *question)
{
  if (answers_count(check->answers, question->name) > 0)
    refuse_answer(check, question, N_("Choose the file for “{question}” again"));
}

static void
check_date(const Check *check, const Question *question)
{
  if (check_length(check, question))
    date_check(question, check->answers, check->refusals);
}

static void (*const checks[])(const Check *check, const Question *question) = {
  [ASK_TEXT] = check_line,      [ASK_LONG] = check_line,      [ASK_EMAIL] = check_email,
  [ASK_PHONE] = check_phone,    [ASK_NUMBER] = check_number,  [ASK_DATE] = check_date,
  [ASK_ONE_OF] = check_choices, [ASK_SELECT] = check_choices, [ASK_ANY_OF] = check_choices,
  [ASK_YES] = check_yes,        [ASK_FILE] = check_file,
};

static void
check_question(const Check *check, const Question *question)
{
  int files = answers_count_files(check->answers, question->name);
  int texts = question->kind == ASK_DATE ? date_times_sent(question, check->answers) : 0;

  if (!question_is_asked(check->questions, question, check->answers)) {
    date_drop(question, check->answers);
    return;
  }
  if (question->kind == ASK_DATE && texts <= 1)
    date_join(question, check->answers);
  texts = MAX(texts, answers_count(check->answers, question->name));
  if (files > 0 && question->kind != ASK_FILE) {
    refuse_answer(check, question, N_("“{question}” takes words, not a file"));
    return;
  }
  if ((texts > 1 && question->kind != ASK_ANY_OF) || files > 1) {
    refuse_answer(check, question, N_("Give one answer to “{question}”: more than one came"));
    return;
  }
  if (question->kind < ASK_ONE_OF)
    tidy_answer(check, question);

  bool is_empty = files == 0 && texts < 2 && !*answers_text(check->answers, question->name);
  if (!is_empty)
    checks[question->kind](check, question);
  else if (question->is_needed && question->missing)
    refuse(check->refusals, question->name, question->missing);
  else if (question->is_needed)
    refuse_answer(check, question, N_("Answer “{question}”"));
}

/* Names that start with "_" belong to the frame (form id, tokens, buttons). */
static void
see_unknown(const char *name, const char *value, void *data)
{
  const Check *check = data;

  (void)value;
  if (*name == '_' || questions_find(check->questions, name) ||
      date_has_box(check->questions, name) || refusals_for(check->refusals, ""))
    return;
  refuse(check->refusals, "",
         N_("The form came with something we did not ask for. Check your answers and send it "
            "again"));
}

bool
question_check(const Question *questions, const Question *question, Answers *answers, void *data,
               Refusals *refusals)
{
  const Check check = { .questions = questions,
                        .answers = answers,
                        .arena = answers_arena(answers),
                        .data = data,
                        .refusals = refusals };

  check_question(&check, question);
  return refusals_for(refusals, question->name) == NULL;
}

bool
questions_check(const Question *questions, Answers *answers, void *data, Refusals *refusals)
{
  Arena *arena = answers_arena(answers);
  Refusals *found = refusals_new(arena); /* its own list: the other one may be full already */
  Check check = {
    .questions = questions, .answers = answers, .arena = arena, .data = data, .refusals = found
  };

  answers_each(answers, see_unknown, &check);
  for (const Question *q = questions; q->name; q++)
    check_question(&check, q);

  for (int i = 0; i < refusals_count(found); i++) {
    const Refusal *r = refusals_nth(found, i);

    refuse_with_2(refusals, r->question, r->message, r->slots[0], r->slots[1], r->slots[2],
                  r->slots[3]);
  }
  return refusals_count(found) == 0;
}
