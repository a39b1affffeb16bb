/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Languages: catalogues (whole, broken, hostile), plural rules, filling, dates, negotiation. */
#include "lang/catalogue.h"
#include "lang/lang.h"
#include "lang/plural.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

typedef struct {
  const char *id;
  size_t id_len;
  const char *text;
  size_t text_len;
} Row;

#define ROW(id, text)                          \
  {                                            \
    id, sizeof(id) - 1, text, sizeof(text) - 1 \
  }

static void
put_u32(GByteArray *out, uint32_t value, bool is_swapped)
{
  if (is_swapped)
    value = GUINT32_SWAP_LE_BE(value);
  g_byte_array_append(out, (const guint8 *)&value, sizeof(value));
}

/* A .mo file by another way than msgfmt. Rows must be in order. */
static GByteArray *
make_mo(const Row *rows, uint32_t count, bool is_swapped)
{
  GByteArray *mo = g_byte_array_new();
  uint32_t at = 28 + count * 16;

  put_u32(mo, 0x950412de, is_swapped);
  put_u32(mo, 0, is_swapped);
  put_u32(mo, count, is_swapped);
  put_u32(mo, 28, is_swapped);
  put_u32(mo, 28 + count * 8, is_swapped);
  put_u32(mo, 0, is_swapped);
  put_u32(mo, 0, is_swapped);
  for (uint32_t i = 0; i < count; i++) {
    put_u32(mo, (uint32_t)rows[i].id_len, is_swapped);
    put_u32(mo, at, is_swapped);
    at += (uint32_t)rows[i].id_len + 1;
  }
  for (uint32_t i = 0; i < count; i++) {
    put_u32(mo, (uint32_t)rows[i].text_len, is_swapped);
    put_u32(mo, at, is_swapped);
    at += (uint32_t)rows[i].text_len + 1;
  }
  for (uint32_t i = 0; i < count; i++)
    g_byte_array_append(mo, (const guint8 *)rows[i].id, (guint)rows[i].id_len + 1);
  for (uint32_t i = 0; i < count; i++)
    g_byte_array_append(mo, (const guint8 *)rows[i].text, (guint)rows[i].text_len + 1);
  return mo;
}

#define WELSH                                                                         \
  "Content-Type: text/plain; charset=UTF-8\nX-Language-Name: Cymraeg\n"               \
  "Plural-Forms: nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? " \
  "3 : (n==6) ? 4 : 5;\n"

static const Row welsh[] = {
  ROW("", WELSH),
  ROW("Empty", ""),
  ROW("January", "Ionawr"),
  ROW("Save", "Cadw"),
  ROW("menu\004Save", "Cadw'r cyfan"),
  ROW("{count} dog\0{count} dogs", "{count} ci\0{count} ci\0{count} gi\0{count} chi\0{count} chi"),
};

static Lang *
open_welsh(const GByteArray *mo, const Lang *fallback)
{
  g_autoptr(GError) err = NULL;
  Lang *lang = lang_from_mo("cy", NULL, mo->data, mo->len, fallback, &err);

  assert_null(err);
  assert_non_null(lang);
  return lang;
}

static void
texts_are_found_in_either_byte_order(void **state)
{
  (void)state;
  for (int is_swapped = 0; is_swapped <= 1; is_swapped++) {
    g_autoptr(GByteArray) mo = make_mo(welsh, G_N_ELEMENTS(welsh), is_swapped);
    Lang *lang = open_welsh(mo, NULL);

    assert_string_equal(lang_name(lang), "Cymraeg");
    assert_string_equal(lang_text(lang, "Save"), "Cadw");
    for (int i = 0; i < 4; i++) { /* what was written in one language is not shown in another */
      g_autofree char *day = lang_date(i % 2 ? NULL : lang, 0, "UTC");

      assert_string_equal(day, i % 2 ? "Thursday 1 January 1970" : "Thursday 1 Ionawr 1970");
    }
    assert_string_equal(lang_text_in(lang, "menu", "Save"), "Cadw'r cyfan");
    assert_string_equal(lang_text_in(lang, "men", "Save"), "Save");
    assert_string_equal(lang_text_in(lang, "menus", "Save"), "Save");
    assert_string_equal(lang_text(lang, "Empty"), "Empty");
    assert_string_equal(lang_text(lang, ""), "");
    assert_string_equal(lang_text(lang, "Saved"), "Saved");
    assert_string_equal(lang_plural(lang, "{count} dog", "{count} dogs", 2), "{count} gi");
    assert_string_equal(lang_plural(lang, "{count} dog", "{count} dogs", 6), "{count} chi");
    /* The sixth form is not in the catalogue. */
    assert_string_equal(lang_plural(lang, "{count} dog", "{count} dogs", 9), "{count} dogs");
    lang_free(lang);
  }
}

static void
a_variant_falls_back(void **state)
{
  static const Row easy[] = { ROW("Save", "Keep") };
  g_autoptr(GByteArray) base_mo = make_mo(welsh, G_N_ELEMENTS(welsh), false);
  g_autoptr(GByteArray) easy_mo = make_mo(easy, 1, false);
  Lang *base = open_welsh(base_mo, lang_find(NULL));
  Lang *lang = lang_from_mo("cy-x-easyread", "Hawdd", easy_mo->data, easy_mo->len, base, NULL);

  (void)state;
  assert_string_equal(lang_text(lang, "Save"), "Keep");
  assert_string_equal(lang_text_in(lang, "menu", "Save"), "Cadw'r cyfan");
  assert_string_equal(lang_plural(lang, "{count} dog", "{count} dogs", 3), "{count} chi");
  assert_string_equal(lang_plural(lang, "{count} cat", "{count} cats", 1), "{count} cat");
  assert_string_equal(lang_html_tag(lang), "cy");
  assert_true(lang_is_easy_read(lang));
  assert_false(lang_is_easy_read(base));
  lang_free(lang);
  lang_free(base);
}

static void
no_language_is_british_english(void **state)
{
  (void)state;
  assert_string_equal(lang_tag(NULL), "en-GB");
  assert_string_equal(lang_text(NULL, "Save"), "Save");
  assert_string_equal(lang_plural(NULL, "one", "many", 1), "one");
  assert_string_equal(lang_plural(NULL, "one", "many", 0), "many");
  assert_null(lang_find("xx"));
  assert_ptr_equal(lang_find("EN-gb"), lang_find(NULL));
}

static void
assert_refused(const GByteArray *mo, size_t len)
{
  g_autoptr(GError) err = NULL;

  assert_null(catalogue_open(mo->data, len, &err));
  assert_non_null(err);
}

static void
catalogues_cut_short_are_refused(void **state)
{
  g_autoptr(GByteArray) mo = make_mo(welsh, G_N_ELEMENTS(welsh), false);

  (void)state;
  for (guint len = 0; len < mo->len; len++) {
    /* An allocation of just this size, so that a reader past the end is seen by the sanitizer. */
    g_autofree void *cut = g_memdup2(mo->data, len);

    assert_null(catalogue_open(cut, len, NULL));
  }
}

static void
unfit_catalogues_are_refused(void **state)
{
  static const Row unsorted[] = { ROW("b", "x"), ROW("a", "y") };
  static const Row twice[] = { ROW("a", "x"), ROW("a", "y") };
  static const Row broken_utf8[] = { ROW("a", "fine\0\xff") };
  static const Row latin[] = { ROW("", "Content-Type: text/plain; charset=ISO-8859-1\n") };
  static const Row no_rule[] = { ROW("", "Plural-Forms: nplurals=2; plural=system(n);\n") };
  static const struct {
    const Row *rows;
    uint32_t count;
  } cases[] = { { unsorted, 2 }, { twice, 2 }, { broken_utf8, 1 }, { latin, 1 }, { no_rule, 1 } };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GByteArray) mo = make_mo(cases[i].rows, cases[i].count, false);

    assert_refused(mo, mo->len);
  }
}

/* Whatever one byte becomes: refused, or a catalogue whose every answer is UTF-8. */
static void
a_changed_byte_does_no_harm(void **state)
{
  g_autoptr(GByteArray) mo = make_mo(welsh, G_N_ELEMENTS(welsh), false);

  (void)state;
  for (guint at = 0; at < mo->len; at++)
    for (int flip = 1; flip < 256; flip <<= 1) {
      mo->data[at] ^= (guint8)flip;
      g_autoptr(Catalogue) catalogue = catalogue_open(mo->data, mo->len, NULL);

      for (unsigned long n = 0; catalogue && n < 8; n++) {
        const char *text = catalogue_plural(catalogue, "{count} dog", n);

        assert_true(!text || g_utf8_validate(text, -1, NULL));
      }
      mo->data[at] ^= (guint8)flip;
    }
}

static void
plural_rules_pick_as_the_languages_do(void **state)
{
  static const struct {
    const char *rule;
    const char *picks; /* for n = 0, 1, 2 … */
  } cases[] = {
    { "nplurals=1; plural=0;", "0000" },
    { "nplurals=2; plural=n != 1;", "1011" },
    { "nplurals=2; plural=(n > 1);", "0011" },
    /* Polish */
    { "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
      "2011122222222222222222111" },
    /* Welsh */
    { "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 :(n==6) ? 4 : 5;",
      "01235545" },
    /* Slovenian */
    { "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
      "301223" },
    /* Strength and side: 10-4-3 is 3; 2+2*3 is 8; !n==1 is (!n)==1. */
    { "nplurals=9; plural=10-4-3", "33" },
    { "nplurals=9; plural=2+2*3", "88" },
    { "nplurals=2; plural=!n==1", "100" },
    { "nplurals=2; plural=1 || n/0", "11" },
    { "nplurals=2; plural=n/0", "000" }, /* nonsense picks the first */
    { "nplurals=2; plural=n", "0100" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(PluralRule) rule = plural_rule_parse(cases[i].rule);

    assert_non_null(rule);
    for (unsigned long n = 0; cases[i].picks[n]; n++)
      assert_int_equal(plural_rule_pick(rule, n), cases[i].picks[n] - '0');
  }
}

static void
plural_rules_that_do_not_parse_are_refused(void **state)
{
  static const char *const bad[] = {
    "",
    "nplurals=2",
    "nplurals=2; plural=",
    "nplurals=0; plural=0",
    "nplurals=17; plural=0",
    "nplurals=99999999999999999999; plural=0",
    "nplurals=2; plural=n!",
    "nplurals=2; plural=(n",
    "nplurals=2; plural=n)",
    "nplurals=2; plural=n ? 1",
    "nplurals=2; plural=n = 1",
    "nplurals=2; plural=n & 1",
    "nplurals=2; plural=m",
    "nplurals=2; plural=n; extra",
    "nplurals=2; plural=99999999999999999999999",
  };
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
    assert_null(plural_rule_parse(bad[i]));
}

static void
deep_and_long_rules_are_refused_not_followed(void **state)
{
  static const char *const parts[] = { "(", "!", "n?", "n?n:", "n+" };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
    g_autoptr(GString) rule = g_string_new("nplurals=2; plural=");

    for (int j = 0; j < 100000; j++)
      g_string_append(rule, parts[i]);
    g_string_append(rule, "n");
    assert_null(plural_rule_parse(rule->str));
  }
}

static void
slots_are_filled_once(void **state)
{
  static const struct {
    const char *text, *filled;
  } cases[] = {
    { "{a} and {b}", "{b} and 2" }, /* a value is never read as a slot */
    { "{c} stays", "{c} stays" },   { "{a", "{a" }, { "{{a}}", "{{b}}" },
    { "{}{ a}{aa}", "{}{ a}{aa}" }, { "", "" },     { "caf\xc3\xa9 {b}{b}", "caf\xc3\xa9 22" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *filled = lang_fill(cases[i].text, "a", "{b}", "b", "2", NULL);

    assert_string_equal(filled, cases[i].filled);
  }

  g_autofree char *long_value = g_strnfill(5000, 'x');
  g_autofree char *filled = lang_fill("<{a}{a}>", "a", long_value, NULL);
  g_autofree char *wanted = g_strdup_printf("<%s%s>", long_value, long_value);

  assert_string_equal(filled, wanted);
}

static void
lists_read_as_people_say_them(void **state)
{
  static const char *const names[] = { "Ann", "Bo", "Cy" };
  static const char *const said[] = { "", "Ann", "Ann and Bo", "Ann, Bo and Cy" };

  (void)state;
  for (size_t count = 0; count <= 3; count++) {
    g_autofree char *list = lang_list(NULL, names, count);

    assert_string_equal(list, said[count]);
  }
}

static void
times_are_those_of_the_place(void **state)
{
  static const struct {
    gint64 at_s;
    const char *zone, *date, *time;
  } cases[] = {
    { 1795703400, "Europe/London", "Thursday 26 November 2026", "2.30 pm" },
    { 1795703400, "America/New_York", "Thursday 26 November 2026", "9.30 am" },
    { 1782910800, "Europe/London", "Wednesday 1 July 2026", "2 pm" }, /* summer time */
    { 1782903600, "Europe/London", "Wednesday 1 July 2026", "midday" },
    { 1782860400, "Europe/London", "Wednesday 1 July 2026", "midnight" },
    { 1782860460, "Europe/London", "Wednesday 1 July 2026", "12.01 am" },
    { 1774745999, "Europe/London", "Sunday 29 March 2026", "12.59 am" },
    { 1774746000, "Europe/London", "Sunday 29 March 2026", "2 am" }, /* the clocks go forward */
    { 0, "UTC", "Thursday 1 January 1970", "midnight" },
    { 0, "../../../etc/passwd", "Thursday 1 January 1970", "midnight" },
    { 0, "UTC/../../../../etc/passwd", "Thursday 1 January 1970", "midnight" },
    { 0, "Nowhere/Such", "Thursday 1 January 1970", "midnight" },
    { 0, NULL, "Thursday 1 January 1970", "midnight" },
    { G_MAXINT64 / 1000000, "UTC", "", "" },
    { -62135596801, "UTC", "", "" },
    { -62135596800, "UTC", "Monday 1 January 1", "midnight" },
    { 253402300799, "UTC", "Friday 31 December 9999", "11.59 pm" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *date = lang_date(NULL, cases[i].at_s * 1000000, cases[i].zone);
    g_autofree char *time = lang_time(NULL, cases[i].at_s * 1000000, cases[i].zone);

    assert_string_equal(date, cases[i].date);
    assert_string_equal(time, cases[i].time);
  }
  g_autofree char *before = lang_time(NULL, -1, "UTC"); /* a microsecond before 1970 */
  assert_string_equal(before, "11.59 pm");
}

/* GLib's own calendar and its names, over thirty years in steps that meet every hour and month. */
static void
times_agree_with_another_calendar(void **state)
{
  static const char *const zones[] = { "Europe/London", "Asia/Kathmandu", "America/St_Johns",
                                       "Pacific/Kiritimati", "UTC" };

  (void)state;
  for (gint64 at_s = 1000000000; at_s < 1950000000; at_s += 7 * 3600 * 24 + 4000) {
    const char *name = zones[at_s / 4000 % G_N_ELEMENTS(zones)];
    g_autoptr(GTimeZone) zone = g_time_zone_new_identifier(name);
    g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at_s);
    g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);
    g_autofree char *date = g_date_time_format(local, "%A %-d %B %Y");
    g_autofree char *time = g_date_time_format(local, "%-I.%M %P");
    g_autofree char *our_date = lang_date(NULL, at_s * 1000000 + 999999, name);
    g_autofree char *our_time = lang_time(NULL, at_s * 1000000 + 999999, name);

    assert_string_equal(our_date, date);
    if (g_date_time_get_minute(local) != 0)
      assert_string_equal(our_time, time);
  }
}

static void
browsers_get_the_best_of_what_is_offered(void **state)
{
  static const struct {
    const char *header, *tag;
  } cases[] = {
    { NULL, "en-GB" },
    { "", "en-GB" },
    { "cy", "en-GB" }, /* not offered while it has no texts */
    { "en", "en-GB" },
    { "en-US,en;q=0.5", "en-GB" },
    { "en-GB-x-easyread", "en-GB-x-easyread" },
    { "EN-gb-X-EasyRead", "en-GB-x-easyread" },
    { "en-GB;q=0.5, en-GB-x-easyread", "en-GB-x-easyread" },
    { "en-GB-x-easyread;q=0.4, en-GB;q=0.5", "en-GB" },
    { "en-GB-x-easyread;q=0, fr", "en-GB" },
    { "fr, *;q=0.5", "en-GB" },
    { "en-GB-x-easyread;q=nonsense", "en-GB" },
    { ";;;,,,q=,-,--,x-", "en-GB" },
    { "fr-x-y, en-GB-x-easyread-more;q=0.9", "en-GB-x-easyread" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
    assert_string_equal(lang_tag(lang_negotiate(cases[i].header)), cases[i].tag);

  g_autofree char *endless = g_strnfill(100000, ',');
  assert_string_equal(lang_tag(lang_negotiate(endless)), "en-GB");
}

static void
offered_languages_have_texts(void **state)
{
  const Lang *const *offered = lang_offered();

  (void)state;
  assert_string_equal(lang_tag(offered[0]), "en-GB");
  for (size_t i = 0; offered[i]; i++) {
    assert_ptr_equal(lang_find(lang_tag(offered[i])), offered[i]);
    assert_true(*lang_name(offered[i]));
  }
  const Lang *easy = lang_find("en-GB-x-easyread");
  assert_string_equal(lang_name(easy), "Easy Read");
  assert_string_equal(lang_html_tag(easy), "en-GB");
  g_autofree char *noon = lang_time(easy, 12 * G_TIME_SPAN_HOUR, "UTC");
  assert_string_equal(noon, "12 midday"); /* so msgfmt's own files are read rightly */
}

static gpointer
look_up_many(gpointer data)
{
  const char *zone = data;

  for (int i = 0; i < 2000; i++) {
    g_autofree char *date = lang_date(lang_find("en-GB-x-easyread"), i * 86400000000LL, zone);

    if (!*date)
      return NULL;
  }
  return data;
}

static void
threads_may_share_languages_and_zones(void **state)
{
  GThread *threads[4];
  static char zones[4][20] = { "Europe/London", "Asia/Tokyo", "Nowhere", "Europe/London" };

  (void)state;
  for (int i = 0; i < 4; i++)
    threads[i] = g_thread_new("dates", look_up_many, zones[i]);
  for (int i = 0; i < 4; i++)
    assert_ptr_equal(g_thread_join(threads[i]), zones[i]);
}

static void
what_is_told_is_filled_in(void **state)
{
  static const struct {
    const char *told, *text;
  } rows[] = {
    { "Nothing to fill", "Nothing to fill" },
    { "Row {row} has {what}\trow\t3\twhat\tno words", "Row 3 has no words" },
    { "Row {row}\trow", "Row {row}" }, /* a name without a value */
    { "{a}\ta\t{b}\tb\tx", "{b}" },
    { "\trow\t3", "" },
    { "", "" },
  };

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
    g_autofree char *text = lang_told(NULL, rows[i].told);

    assert_string_equal(text, rows[i].text);
  }
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(what_is_told_is_filled_in),
    cmocka_unit_test(texts_are_found_in_either_byte_order),
    cmocka_unit_test(a_variant_falls_back),
    cmocka_unit_test(no_language_is_british_english),
    cmocka_unit_test(catalogues_cut_short_are_refused),
    cmocka_unit_test(unfit_catalogues_are_refused),
    cmocka_unit_test(a_changed_byte_does_no_harm),
    cmocka_unit_test(plural_rules_pick_as_the_languages_do),
    cmocka_unit_test(plural_rules_that_do_not_parse_are_refused),
    cmocka_unit_test(deep_and_long_rules_are_refused_not_followed),
    cmocka_unit_test(slots_are_filled_once),
    cmocka_unit_test(lists_read_as_people_say_them),
    cmocka_unit_test(times_are_those_of_the_place),
    cmocka_unit_test(times_agree_with_another_calendar),
    cmocka_unit_test(browsers_get_the_best_of_what_is_offered),
    cmocka_unit_test(offered_languages_have_texts),
    cmocka_unit_test(threads_may_share_languages_and_zones),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
