/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Reading CSV: the npm package csv-spectrum, our own cases, and lists written out and read back. */
#include "questions/csv.h"

#include "base/random.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const CsvLimits limits = { .bytes = 1 << 20, .rows = 1000, .cells = 30, .cell_bytes = 200 };

/* "1:a|b\n3!fault\n" */
static bool
note_row(const CsvRow *row, void *data)
{
  GString *seen = data;

  g_string_append_printf(seen, "%d%c", row->line, row->fault ? '!' : ':');
  assert_null(row->cells[row->count]);
  for (int i = 0; i < row->count; i++)
    g_string_append_printf(seen, "%s%s", i ? "|" : "", row->cells[i]);
  if (row->fault)
    g_string_append(seen, row->fault);
  g_string_append_c(seen, '\n');
  return true;
}

#define NOT_CLOSED  "A quotation mark is opened on this line and never closed"
#define WORDS_AFTER "There are words after a closing quotation mark on this line"

static void
lines_are_read_as_people_write_them(void **state)
{
  static const struct {
    const char *text, *seen;
  } cases[] = {
    { "", "" },
    { "\n\r\n\r  \n", "" },
    { "Ann", "1:Ann\n" },
    { "a,b\r\nc,d\r\n", "1:a|b\n2:c|d\n" },
    { "a,b\rc,d", "1:a|b\n2:c|d\n" },
    { "\xef\xbb\xbf"
      "a,b",
      "1:a|b\n" },
    { "a,\n,b\n,\n", "1:a|\n2:|b\n3:|\n" },
    { "Smith, Ann;a@b.c\nLee, Bo;d@e.f", "1:Smith, Ann|a@b.c\n2:Lee, Bo|d@e.f\n" },
    { "Smith, Ann; x\ta@b.c", "1:Smith, Ann; x|a@b.c\n" },
    { "name,note\nAnn,tea; cake\nBo,x", "1:name|note\n2:Ann|tea; cake\n3:Bo|x\n" },
    { "a;\"b,c,d\n,e\"\nf;g", "1:a|b,c,d\n,e\n3:f|g\n" },
    { "a, \"b, c\" ,d", "1:a|b, c|d\n" },
    { "Ann \"Nan\" Smith,x", "1:Ann \"Nan\" Smith|x\n" },
    { "\"say \"\"hi\"\"\",b", "1:say \"hi\"|b\n" },
    { "\"\"\n", "" },
    { "a\tb\n\t\n", "1:a|b\n2:|\n" },
    { "a,b\n\"c,d\ne,f\n", "1:a|b\n2!" NOT_CLOSED "\n3:e|f\n" },
    { "a,\"b\" c\nd,e", "1!" WORDS_AFTER "\n2:d|e\n" },
    { "a,\"b\r\nc\"\r\nd,e", "1:a|b\r\nc\n3:d|e\n" },
    { "\n\na,b", "3:a|b\n" },
    { "caf\xe9,\x80"
      "5",
      "1:caf\xc3\xa9|\xe2\x82\xac"
      "5\n" }, /* Windows-1252 */
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) seen = g_string_new(NULL);
    const char *fault = NULL;

    assert_true(csv_read(cases[i].text, strlen(cases[i].text), &limits, note_row, seen, &fault));
    assert_string_equal(seen->str, cases[i].seen);
  }
}

static void
spreadsheets_that_write_utf_16_are_understood(void **state)
{
  static const char little[] = "\xff\xfe"
                               "A\0\t\0\xeb\0\n\0";
  static const char big[] = "\xfe\xff\0A\0\t\0\xeb";
  g_autoptr(GString) seen = g_string_new(NULL);
  const char *fault = NULL;

  (void)state;
  assert_true(csv_read(little, sizeof(little) - 1, &limits, note_row, seen, &fault));
  assert_true(csv_read(big, sizeof(big) - 1, &limits, note_row, seen, &fault));
  assert_string_equal(seen->str, "1:A|\xc3\xab\n1:A|\xc3\xab\n");
}

static void
what_is_no_list_is_refused_whole(void **state)
{
  static const struct {
    const char *bytes;
    size_t len;
  } cases[] = { { "PK\x03\x04\x14\0\x06\0", 8 }, /* a spreadsheet itself */
                { "a,b\0c", 5 },
                { "\xff\xfe\0\xd8", 4 }, /* half a surrogate pair */
                { "\x1b[31m", 5 } };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GString) seen = g_string_new(NULL);
    const char *fault = NULL;

    assert_false(csv_read(cases[i].bytes, cases[i].len, &limits, note_row, seen, &fault));
    assert_true(g_str_has_prefix(fault, "This is not a plain list"));
    assert_string_equal(seen->str, "");
  }
}

static bool
stop_after_one(const CsvRow *row, void *data)
{
  (void)row;
  ++*(int *)data;
  return false;
}

static void
limits_hold(void **state)
{
  static const CsvLimits small = { .bytes = 40, .rows = 3, .cells = 2, .cell_bytes = 5 };
  static const char text[] = "12345,a\n123456,a\n\n\"123456\",a\na,b,c\nd,e";
  g_autoptr(GString) seen = g_string_new(NULL);
  const char *fault = NULL;
  int taken = 0;

  (void)state;
  assert_false(csv_read(text, strlen(text), &small, note_row, seen, &fault));
  assert_string_equal(seen->str, "1:12345|a\n2!A part of this line is too long\n"
                                 "4!A part of this line is too long\n");
  assert_true(strstr(fault, "{max} lines") != NULL);
  g_string_truncate(seen, 0);
  assert_true(csv_read("a,b,c\nd,e", 9, &small, note_row, seen, &fault));
  assert_string_equal(seen->str, "1!This line has too many parts\n2:d|e\n");
  assert_false(csv_read(text, 41, &small, note_row, seen, &fault));
  assert_true(strstr(fault, "{max} kilobytes") != NULL);
  assert_true(csv_read("a\nb\nc", 5, &small, stop_after_one, &taken, &fault));
  assert_int_equal(taken, 1);
}

/* A list of random cells, written by another way and read back. */
static bool
compare_row(const CsvRow *row, void *data)
{
  GQueue *cells = data;

  assert_null(row->fault);
  for (int i = 0; i < row->count; i++) {
    g_autofree char *cell = g_queue_pop_head(cells);

    assert_string_equal(row->cells[i], cell);
  }
  return true;
}

static unsigned
random_below(unsigned limit)
{
  unsigned number;

  random_bytes(&number, sizeof(number));
  return number % limit;
}

static char *
random_cell(void)
{
  static const char *const bits[] = {
    "a", " ", "\"", ",", ";", "\t", "\n", "\r", "\xc3\xa9", "\"\""
  };
  GString *cell = g_string_new(NULL);

  for (unsigned i = random_below(8); i > 0; i--)
    g_string_append(cell, bits[random_below(G_N_ELEMENTS(bits))]);
  return g_string_free(cell, FALSE);
}

static void
whatever_was_written_is_read_back(void **state)
{
  static const char commas[] = { ',', ';', '\t' };

  (void)state;
  random_seed_for_test(20);
  for (int round = 0; round < 500; round++) {
    g_autoptr(GString) text = g_string_new(NULL);
    GQueue cells = G_QUEUE_INIT;
    char comma = commas[random_below(3)];
    const char *fault = NULL;

    for (unsigned row = 0; row <= random_below(20); row++) {
      for (int column = 0; column < 3; column++) {
        char *cell = random_cell();
        g_auto(GStrv) parts = g_strsplit(cell, "\"", -1);
        g_autofree char *doubled = g_strjoinv("\"\"", parts);

        g_string_append_printf(text, "\"%s\"%c", doubled, column < 2 ? comma : '\n');
        g_queue_push_tail(&cells, cell);
      }
    }
    assert_true(csv_read(text->str, text->len, &limits, compare_row, &cells, &fault));
    assert_int_equal(cells.length, 0);
  }
  random_seed_for_test(0);
}

typedef struct {
  json_t *rows;
  GStrv names;
  size_t seen;
} Spectrum;

static bool
compare_with_json(const CsvRow *row, void *data)
{
  Spectrum *spectrum = data;

  assert_null(row->fault);
  if (!spectrum->names) {
    spectrum->names = g_strdupv((char **)row->cells);
    return true;
  }
  json_t *expected = json_array_get(spectrum->rows, spectrum->seen++);
  assert_int_equal(json_object_size(expected), row->count);
  for (int i = 0; i < row->count; i++)
    assert_string_equal(json_string_value(json_object_get(expected, spectrum->names[i])),
                        row->cells[i]);
  return true;
}

/* NODE_MODULES is where npm put the packages; script/bootstrap sees to it before tests run. Left
 * out is location_coordinates, whose two files tell different telephone numbers. */
static void
csv_spectrum_is_read_as_it_says(void **state)
{
  static const char *const names[] = { "comma_in_quotes",
                                       "empty",
                                       "empty_crlf",
                                       "escaped_quotes",
                                       "json",
                                       "newlines",
                                       "newlines_crlf",
                                       "quotes_and_newlines",
                                       "simple",
                                       "simple_crlf",
                                       "utf8" };
  const char *modules = g_getenv("NODE_MODULES");

  (void)state;
  if (!modules || !g_file_test(modules, G_FILE_TEST_IS_DIR))
    skip();
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *csv = NULL;
    g_autofree char *csv_path = g_strdup_printf("%s/csv-spectrum/csvs/%s.csv", modules, names[i]);
    g_autofree char *json_path = g_strdup_printf("%s/csv-spectrum/json/%s.json", modules, names[i]);
    Spectrum spectrum = { .rows = json_load_file(json_path, 0, NULL) };
    const char *fault = NULL;
    gsize len;

    assert_true(g_file_get_contents(csv_path, &csv, &len, NULL));
    assert_true(csv_read(csv, len, &limits, compare_with_json, &spectrum, &fault));
    assert_int_equal(spectrum.seen, json_array_size(spectrum.rows));
    g_strfreev(spectrum.names);
    json_decref(spectrum.rows);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(lines_are_read_as_people_write_them),
    cmocka_unit_test(spreadsheets_that_write_utf_16_are_understood),
    cmocka_unit_test(what_is_no_list_is_refused_whole),
    cmocka_unit_test(limits_hold),
    cmocka_unit_test(whatever_was_written_is_read_back),
    cmocka_unit_test(csv_spectrum_is_read_as_it_says),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
