/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What a group tells everybody, as files that other programs read. */
#include "evidence/account.h"

#include "lang/lang.h"

#include <string.h>

const char *const account_fields[][2] = {
  { "format", N_("How this is written. It changes when a field gets another meaning.") },
  { "licence", N_("What others may do with it. They may use it when they say where it is from.") },
  { "version", N_("The first that was for everybody is 1. A later one stands in its place.") },
  { "agreed_on", N_("The day on which the group said yes to it.") },
  { "group", N_("The group.") },
  { "kind", N_("What the row is: different, idea, decision, better, stopped, missing or number.") },
  { "day", N_("When it was said or decided.") },
  { "words", N_("What was said, wanted, decided or stopped.") },
  { "more_words", N_("What it is for. Of what is better: what was hard.") },
  { "answer", N_("Of an idea: adopted, partly, not, merged, or waits.") },
  { "because", N_("Why.") },
  { "decided_by", N_("Of a decision: group, both sides, or outside.") },
  { "became", N_("What became of a decision: stands, changed, stopped, undone, or nothing yet.") },
  { "left_out", N_("The words are left out, because they may name somebody.") },
  { "from", N_("Who was missing: the first day that is counted.") },
  { "until", N_("Who was missing: the last day that is counted.") },
  { "side", N_("Of which side it tells.") },
  { "people",
    N_("How many different people of that side came: nobody, some (one to four), at-least, or"
       " not-told.") },
  { "at_least", N_("The number of people, rounded down to fives.") },
  { "meetings", N_("To how many shared meetings somebody of that side came: all, half-or-more,"
                   " fewer-than-half, none, or not-told.") },
  { "number", N_("How many more there are: none, some (one to four), or a number rounded down to"
                 " fives.") },
  { NULL },
};

char *
account_json(const Account *account, const char *agreed_on)
{
  json_t *all = json_object();

  json_object_set_new(all, "format", json_string(ACCOUNT_FORMAT));
  json_object_set_new(all, "licence", json_string(ACCOUNT_LICENCE));
  json_object_set_new(all, "version", json_integer(account->number));
  json_object_set_new(all, "agreed_on", json_string(agreed_on));
  json_object_update(all, account->body);

  char *text = json_dumps(all, JSON_INDENT(2) | JSON_PRESERVE_ORDER);

  json_decref(all);
  return text;
}

/* ---- CSV ---- */

typedef struct {
  GString *text;
  const Account *account;
  const char *agreed_on;
} Csv;

/* Columns after those that are the same in each row. */
static const char *const columns[] = { "kind",     "day",      "words",      "more_words",
                                       "answer",   "because",  "decided_by", "became",
                                       "left_out", "from",     "until",      "side",
                                       "people",   "at_least", "meetings",   "number" };

/* What a spreadsheet would take for a formula gets an apostrophe before it. */
static void
add_cell(GString *text, const char *words)
{
  g_string_append_c(text, '"');
  if (*words && strchr("=+-@\t\r", *words))
    g_string_append_c(text, '\'');
  for (; *words; words++) {
    if (*words == '"')
      g_string_append_c(text, '"');
    g_string_append_c(text, *words);
  }
  g_string_append_c(text, '"');
}

static void
add_value(GString *text, const json_t *value)
{
  if (json_is_integer(value))
    g_string_append_printf(text, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
  else if (json_is_true(value))
    g_string_append(text, "yes");
  else if (json_is_string(value))
    add_cell(text, json_string_value(value));
}

/* `row` as it stands in the body; `more`: what belongs to all rows of its kind, or NULL. */
static void
add_row(Csv *csv, const char *kind, const json_t *row, const json_t *more)
{
  add_cell(csv->text, ACCOUNT_FORMAT);
  g_string_append_c(csv->text, ',');
  add_cell(csv->text, ACCOUNT_LICENCE);
  g_string_append_printf(csv->text, ",%" G_GINT64_FORMAT ",%s,", (gint64)csv->account->number,
                         csv->agreed_on);
  add_value(csv->text, json_object_get(csv->account->body, "group"));
  for (size_t i = 0; i < G_N_ELEMENTS(columns); i++) {
    const char *key = columns[i];
    const json_t *value = json_object_get(row, key);

    if (!value && strcmp(key, "more_words") == 0)
      value = json_object_get(row, strcmp(kind, "better") == 0 ? "hard" : "purpose");
    g_string_append_c(csv->text, ',');
    if (strcmp(key, "kind") == 0)
      g_string_append(csv->text, kind);
    else
      add_value(csv->text, value ? value : json_object_get(more, key));
  }
  g_string_append(csv->text, "\r\n");
}

static void
add_rows(Csv *csv, const char *kind, const json_t *list, const json_t *more)
{
  size_t i;
  json_t *row;

  json_array_foreach(list, i, row) add_row(csv, kind, row, more);
}

/* "more_ideas", as a row whose words are the key. */
static void
add_number(Csv *csv, const json_t *part, const char *key)
{
  json_t *row = json_pack("{s:s}", "words", key);

  json_object_set(row, "number", json_object_get(part, key));
  add_row(csv, "number", row, NULL);
  json_decref(row);
}

char *
account_csv(const Account *account, const char *agreed_on)
{
  const json_t *wanted = json_object_get(account->body, "wanted");
  const json_t *decided = json_object_get(account->body, "decided");
  const json_t *changed = json_object_get(account->body, "changed");
  const json_t *missing = json_object_get(account->body, "missing");
  Csv csv = { g_string_new("format,licence,version,agreed_on,group"), account, agreed_on };

  for (size_t i = 0; i < G_N_ELEMENTS(columns); i++)
    g_string_append_printf(csv.text, ",%s", columns[i]);
  g_string_append(csv.text, "\r\n");
  add_row(&csv, "different", json_object_get(wanted, "different"), NULL);
  add_rows(&csv, "idea", json_object_get(wanted, "ideas"), NULL);
  add_number(&csv, wanted, "more_ideas");
  add_rows(&csv, "decision", json_object_get(decided, "decisions"), NULL);
  add_number(&csv, decided, "more_decisions");
  add_row(&csv, "better", json_object_get(changed, "better"), NULL);
  add_rows(&csv, "stopped", json_object_get(changed, "stopped"), NULL);
  add_number(&csv, changed, "done");
  add_rows(&csv, "missing", json_object_get(missing, "sides"), missing);
  return g_string_free(csv.text, FALSE);
}
