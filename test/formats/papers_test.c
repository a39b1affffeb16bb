/* SPDX-License-Identifier: AGPL-3.0-or-later
 * Ten papers of the shapes that groups and councils write (test/papers), in every format, each read
 * back by another way than it was made and held against what pandoc reads in the source (R11, R66):
 * the words in order, numbers of items, headings of tables with their cells, footnotes where they
 * belong, what pictures show, where links lead. */
#include "papers/html_format.h"
#include "papers/text_format.h"
#include "press/braille_readback.h"
#include "press/pdf_readback.h"
#include "press/spoken.h"
#include "press/test_job.h"
#include "seen.h"

#include <liblouis.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

typedef struct {
  const char *name; /* of the file, and for messages */
  char *source;
  Seen *seen;
  GPtrArray *notes; /* char *: first lines of the footnotes, in the order of their mentions */
  GPtrArray *note_names;
  int mentions;
} Paper;

static const char *const names[] = { "minutes",   "budget", "consultation", "report",    "leaflet",
                                     "timetable", "letter", "glossary",     "bilingual", "policy" };

static Paper papers[G_N_ELEMENTS(names)];

/* ---- footnotes by searching the source, not by parsing it ---- */

static void
find_notes(Paper *paper)
{
  g_autoptr(GRegex) mention = g_regex_new("\\[\\^(\\w+)\\](?!:)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;
  g_autoptr(GHashTable) met = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

  paper->notes = g_ptr_array_new_with_free_func(g_free);
  paper->note_names = g_ptr_array_new_with_free_func(g_free);
  for (g_regex_match(mention, paper->source, 0, &match); g_match_info_matches(match);
       g_match_info_next(match, NULL)) {
    g_autofree char *name = g_match_info_fetch(match, 1);
    g_autofree char *start = g_strdup_printf("\n[^%s]: ", name);
    const char *at = strstr(paper->source, start);

    assert_non_null(at);
    paper->mentions++;
    if (!g_hash_table_add(met, g_strdup(name)))
      continue;
    g_ptr_array_add(paper->note_names, g_steal_pointer(&name));
    at += strlen(start);
    g_ptr_array_add(paper->notes, g_strndup(at, strcspn(at, "[\n")));
  }
}

static int
read_papers(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *file = g_strconcat(names[i], ".md", NULL);
    g_autofree char *path = g_build_filename(g_getenv("TEST_PAPERS"), file, NULL);

    papers[i].name = names[i];
    if (!g_file_get_contents(path, &papers[i].source, NULL, NULL))
      return -1;
    papers[i].seen = seen_by_pandoc(path);
    find_notes(&papers[i]);
  }
  return 0;
}

static int
drop_papers(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
    g_free(papers[i].source);
    seen_free(papers[i].seen);
    g_ptr_array_unref(papers[i].notes);
    g_ptr_array_unref(papers[i].note_names);
  }
  lou_free();
  return 0;
}

/* ---- what is looked for ---- */

/* All words, in order; there may be others between. */
static void
assert_in_order(const Paper *paper, const char *format, const char *made)
{
  g_autoptr(GPtrArray) wanted = letter_words(paper->seen->words->str), got = letter_words(made);
  guint at = 0;

  assert_true(wanted->len > 25);
  for (guint i = 0; i < wanted->len; i++) {
    while (at < got->len && strcmp(got->pdata[at], wanted->pdata[i]) != 0)
      at++;
    if (at++ == got->len)
      fail_msg("%s as %s: word %u, \"%s\", after \"%s\", is not there in order", paper->name,
               format, i, (char *)wanted->pdata[i], i ? (char *)wanted->pdata[i - 1] : "");
  }
}

/* The most words of one that come in the other in their order. */
static guint
longest_common(const GPtrArray *one, const GPtrArray *other)
{
  g_autofree guint *row = g_new0(guint, other->len + 1);

  for (guint i = 0; i < one->len; i++) {
    guint before = 0;

    for (guint j = 0; j < other->len; j++) {
      const guint above = row[j + 1];
      const bool is_same = strcmp(one->pdata[i], other->pdata[j]) == 0;

      row[j + 1] = is_same ? before + 1 : MAX(above, row[j]);
      before = above;
    }
  }
  return row[other->len];
}

static void
assert_mostly_in_order(const Paper *paper, const char *format, const char *made, guint percent)
{
  g_autoptr(GPtrArray) wanted = letter_words(paper->seen->words->str), got = letter_words(made);
  const guint found = longest_common(wanted, got);

  if (found * 100 < wanted->len * percent)
    fail_msg("%s as %s: %u of %u words are there in order", paper->name, format, found,
             wanted->len);
}

/* One after the other. `close` has no white space. */
static const char *
assert_next(const Paper *paper, const char *format, const char *close, const char *part)
{
  const char *found = strstr(close, part);

  if (!found)
    fail_msg("%s as %s: \"%s\" is not there where it should be: %.300s", paper->name, format, part,
             close);
  return found + strlen(part);
}

static char *
lower_squeezed(const char *text)
{
  g_autofree char *close = squeezed(text);
  g_autofree char *lower = g_utf8_strdown(close, -1);
  g_auto(GStrv) dashes = g_strsplit(lower, "—", -1); /* braille has one dash for both */

  return g_strjoinv("–", dashes);
}

/* "7.Ahmed" → "7,Ahmed" for speech. */
static char *
item_with(const char *item, const char *mark)
{
  const char *stop = strchr(item, '.');

  return g_strdup_printf("%.*s%s%s", (int)(stop - item), item, mark, stop + 1);
}

static void
assert_items(const Paper *paper, const char *format, const char *made, const char *mark)
{
  g_autofree char *close = lower_squeezed(made);
  const char *at = close;

  for (guint i = 0; i < paper->seen->items->len; i++) {
    g_autofree char *item = item_with(paper->seen->items->pdata[i], mark);
    g_autofree char *lower = g_utf8_strdown(item, -1);

    at = assert_next(paper, format, at, lower);
  }
}

/* Every cell right after the heading of its column, row by row. `say`: as it is read out. */
static void
assert_headed_cells(const Paper *paper, const char *format, const char *made, bool is_said)
{
  g_autofree char *close = lower_squeezed(made);
  const char *at = close;

  for (guint i = 0; i < paper->seen->cells->len; i++) {
    const SeenCell *cell = &g_array_index(paper->seen->cells, SeenCell, i);
    g_autofree char *line =
        g_strdup_printf("%s%s%s", cell->heading, *cell->heading ? ": " : "", cell->words);
    g_autofree char *said = is_said ? say_words(line, "en-GB", NULL) : g_strdup(line);
    g_autofree char *wanted = lower_squeezed(said);

    at = assert_next(paper, format, at, wanted);
  }
}

static void
assert_alts(const Paper *paper, const char *format, const char *made)
{
  g_autofree char *close = lower_squeezed(made);
  const char *at = close;

  for (guint i = 0; i < paper->seen->alts->len; i++) {
    g_autofree char *alt = lower_squeezed(paper->seen->alts->pdata[i]);

    at = assert_next(paper, format, at, "picture:");
    at = assert_next(paper, format, at, alt);
  }
}

/* ---- the formats ---- */

static void
the_page_says_what_the_source_says(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    size_t len = 0;
    g_autofree char *html =
        paper_to_html(paper->source, strlen(paper->source), NULL, NULL, &len, NULL);
    g_autoptr(Seen) seen = seen_in_html(html);

    assert_in_order(paper, "a page", seen->words->str);
    assert_alts(paper, "a page", seen->words->str);
    assert_int_equal(seen->items->len, paper->seen->items->len);
    for (guint item = 0; item < seen->items->len; item++)
      assert_string_equal(seen->items->pdata[item], paper->seen->items->pdata[item]);
    for (guint cell = 0; cell < paper->seen->cells->len; cell++) {
      const SeenCell *wanted = &g_array_index(paper->seen->cells, SeenCell, cell);
      const SeenCell *got = &g_array_index(seen->cells, SeenCell, cell);

      assert_string_equal(got->words, wanted->words);
      if (*wanted->heading)
        assert_string_equal(got->heading, wanted->heading);
    }
    for (guint note = 0; note < paper->notes->len; note++) {
      const char *name = paper->note_names->pdata[note];
      g_autofree char *way = g_strdup_printf("href=\"#fn-%s\"", name);
      g_autofree char *place = g_strdup_printf("id=\"fn-%s\"", name);

      assert_non_null(strstr(html, way));
      assert_non_null(strstr(strstr(html, place), paper->notes->pdata[note]));
    }
  }
}

/* What somebody copies by hand. */
static const char *
without_scheme(const char *address)
{
  const char *slashes = strstr(address, "//");

  return slashes ? slashes + 2 : strchr(address, ':') + 1;
}

static void
plain_text_says_what_the_source_says(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    size_t len = 0;
    g_autofree char *text =
        paper_to_text(paper->source, strlen(paper->source), NULL, NULL, &len, NULL);
    g_autofree char *close = squeezed(text);

    assert_in_order(paper, "plain text", text);
    assert_items(paper, "plain text", text, ".");
    assert_alts(paper, "plain text", text);
    for (guint cell = 0; cell < paper->seen->cells->len; cell++)
      assert_non_null(strstr(text, g_array_index(paper->seen->cells, SeenCell, cell).words));
    for (guint link = 0; link < paper->seen->links->len; link++) {
      const char *address = g_array_index(paper->seen->links, SeenLink, link).address;

      if (*address != '#')
        assert_next(paper, "plain text", close, without_scheme(address));
    }
    const char *at = strstr(close, "Notes-----");
    for (guint note = 0; note < paper->notes->len; note++) {
      g_autofree char *label = g_strdup_printf("(note%u)", note + 1);
      g_autofree char *words = squeezed(paper->notes->pdata[note]);

      assert_next(paper, "plain text", close, label);
      at = assert_next(paper, "plain text", assert_next(paper, "plain text", at, label), words);
    }
  }
}

static int
count_of(const char *text, const char *part)
{
  int count = 0;

  for (const char *at = strstr(text, part); at; at = strstr(at + 1, part))
    count++;
  return count;
}

/* Links of all pages: those that lead out, and those that lead to a place in the paper. */
static void
count_links(const MadePdf *pdf, GString *out, int *ret_inside)
{
  for (int i = 0; i < pdf_page_count(pdf); i++) {
    const qpdf_oh page = qpdf_get_page_n(pdf->qpdf, (size_t)i);
    const qpdf_oh links = qpdf_oh_get_key(pdf->qpdf, page, "/Annots");
    const int count =
        qpdf_oh_is_array(pdf->qpdf, links) ? qpdf_oh_get_array_n_items(pdf->qpdf, links) : 0;

    for (int link = 0; link < count; link++) {
      const qpdf_oh at = qpdf_oh_get_array_item(pdf->qpdf, links, link);
      const qpdf_oh way = qpdf_oh_get_key(pdf->qpdf, at, "/Dest");

      if (!qpdf_oh_is_array(pdf->qpdf, way)) {
        const qpdf_oh uri =
            qpdf_oh_get_key(pdf->qpdf, qpdf_oh_get_key(pdf->qpdf, at, "/A"), "/URI");
        g_string_append_printf(out, "%s\n", qpdf_oh_get_string_value(pdf->qpdf, uri));
        continue;
      }
      assert_true(qpdf_oh_is_dictionary(pdf->qpdf, qpdf_oh_get_array_item(pdf->qpdf, way, 0)));
      (*ret_inside)++;
    }
  }
}

static void
check_print_tables(const Paper *paper, const MadePdf *pdf, const char *text)
{
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct-text {}"), *close = lower_squeezed(text);
  const int tables = count_of(tree, "Table (block)");

  if (paper->seen->cells->len == 0)
    return;
  if (tables == 0) { /* too wide for its size: a list that says its headings */
    assert_headed_cells(paper, "large print", text, false);
    return;
  }
  assert_true(count_of(tree, "/Scope /Column") >= (int)paper->seen->heads->len);
  for (guint i = 0; i < paper->seen->cells->len; i++) {
    g_autofree char *words = lower_squeezed(g_array_index(paper->seen->cells, SeenCell, i).words);

    assert_next(paper, "large print", close, words);
  }
}

static void
check_print_notes(const Paper *paper, const char *close, int inside)
{
  const char *at = close;

  assert_int_equal(inside, paper->mentions + (int)paper->notes->len);
  for (guint note = 0; note < paper->notes->len; note++) {
    g_autofree char *label = g_strdup_printf("(note%u)", note + 1);
    g_autofree char *line = g_strconcat(label, paper->notes->pdata[note], NULL);
    g_autofree char *wanted = squeezed(line);

    assert_next(paper, "large print", close, label);
    at = assert_next(paper, "large print", at, wanted);
  }
}

static void
large_print_says_what_the_source_says(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    g_autoptr(MadePdf) pdf = made_large_print(paper->source, 18);
    g_autofree char *text = pdf_all_text(pdf), *close = squeezed(text);
    g_autofree char *alts = pdf_alts(pdf), *levels = pdf_headings(pdf);
    g_autoptr(GString) out = g_string_new(NULL);
    int inside = 0;

    assert_tree_whole(pdf);
    assert_in_order(paper, "large print", text);
    assert_items(paper, "large print", text, ".");
    assert_alts(paper, "large print", text);
    check_print_tables(paper, pdf, text);
    count_links(pdf, out, &inside);
    check_print_notes(paper, close, inside);
    for (guint link = 0; link < paper->seen->links->len; link++) {
      const SeenLink *wanted = &g_array_index(paper->seen->links, SeenLink, link);
      if (*wanted->address == '#')
        continue;
      assert_next(paper, "large print", out->str, wanted->address);
      assert_next(paper, "large print", close, without_scheme(wanted->address));
    }
    /* One heading each (and one over the footnotes), no level left out, the title alone first. */
    assert_int_equal(count_of(levels, "H"),
                     (int)paper->seen->levels->len + (paper->notes->len > 0));
    assert_int_equal(count_of(levels, "H1"), 1);
    for (const char *at = levels; strlen(at) > 4; at += 3)
      assert_true(at[4] <= at[1] + 1);
  }
}

static void
check_notes_in_place(const Paper *paper, const char *format, const char *close, const char *before,
                     const char *after)
{
  for (guint note = 0; note < paper->notes->len; note++) {
    g_autofree char *line =
        g_strdup_printf("%s%u%s%s", before, note + 1, after, (char *)paper->notes->pdata[note]);
    g_autofree char *wanted = lower_squeezed(line);

    assert_next(paper, format, close, wanted);
  }
}

/* After the paragraph that first mentions it and before the next, by three examples. */
static void
check_report_notes(const Paper *paper, const char *format, const char *close)
{
  const char *first = strstr(close, "fourofthemstillcome"), *next = strstr(close, "whatchanged");
  const char *item = strstr(close, "fewerfalls"), *meals = strstr(close, "withoutcakes");

  if (strcmp(paper->name, "report") != 0)
    return;
  if (!first || !next || !item || !meals || first > next)
    fail_msg("report as %s: a footnote is not where it belongs", format);
  assert_true(strstr(close, "inaugusttheclubwasclosed") < next);
  assert_true(meals > strstr(item, "second") && meals < strstr(item, "twomembers"));
}

/* liblouis does not know the marks of bold and slanted words on the way back: it shows their dots.
 */
static char *
without_marks(const char *back)
{
  g_autoptr(GRegex) marks = g_regex_new("\\\\\\d+/.", 0, 0, NULL);

  return g_regex_replace_literal(marks, back, -1, 0, "", 0, NULL);
}

static void
braille_says_what_the_source_says(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    g_auto(TestJob) made = test_job(paper->source, (PressOptions){ .grade = 1 });
    g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);

    assert_int_equal(press_braille(&made.job, &out), PRESS_MADE);
    buffer_put_byte(&out, '\0');

    g_autofree char *brf = buffer_steal(&out, NULL);
    g_autofree char *raw = brf_words(brf, "en-ueb-g1.ctb"), *back = without_marks(raw);
    g_autofree char *close = lower_squeezed(back);

    assert_mostly_in_order(paper, "braille", back, 97);
    assert_items(paper, "braille", back, ".");
    assert_headed_cells(paper, "braille", back, false);
    assert_alts(paper, "braille", back);
    check_notes_in_place(paper, "braille", close, "(note", ")");
    check_report_notes(paper, "braille", close);
  }
}

static void
speech_says_what_the_source_says(void **state)
{
  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    g_auto(TestJob) made = test_job(paper->source, (PressOptions){ 0 });
    g_autoptr(GArray) parts = spoken_paper(&made.job, NULL);
    g_autoptr(GString) said = g_string_new(NULL), levels = g_string_new(NULL);

    for (guint part = 0; part < parts->len; part++) {
      const SpokenPart *at = &g_array_index(parts, SpokenPart, part);

      g_string_append_printf(said, "%s\n", at->words);
      if (at->level > 0)
        g_string_append_printf(levels, "%d", at->level);
      assert_true(at->level == 0 || part == 0 || at->before_ms >= 1000);
    }
    g_autofree char *close = lower_squeezed(said->str);

    assert_mostly_in_order(paper, "speech", said->str, 93); /* short forms are said in full */
    assert_items(paper, "speech", said->str, ",");
    assert_headed_cells(paper, "speech", said->str, true);
    assert_alts(paper, "speech", said->str);
    assert_int_equal(levels->len, paper->seen->levels->len);
    check_notes_in_place(paper, "speech", close, "note", ":");
    check_report_notes(paper, "speech", close);
    for (const char *sign = "#*|_<>[]^~\\"; *sign; sign++)
      if (strchr(said->str, *sign))
        fail_msg("%s as speech: \"%c\" is read out", paper->name, *sign);
  }
}

/* ---- with the pictures themselves ---- */

static const unsigned char dot[] = { /* a PNG of one grey dot */
                                     0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00,
                                     0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01,
                                     0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a,
                                     0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41,
                                     0x54, 0x78, 0x9c, 0x63, 0x60, 0x00, 0x00, 0x00, 0x02, 0x00,
                                     0x01, 0x48, 0xaf, 0xa4, 0x71, 0x00, 0x00, 0x00, 0x00, 0x49,
                                     0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82
};

/* Names of pictures, by searching the source. */
static GArray *
pictures_named(const Paper *paper)
{
  GArray *pictures = g_array_new(FALSE, FALSE, sizeof(PressPicture));
  g_autoptr(GRegex) image = g_regex_new("!\\[[^\\]]*\\]\\(([a-z.]+)\\)", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  for (g_regex_match(image, paper->source, 0, &match); g_match_info_matches(match);
       g_match_info_next(match, NULL)) {
    g_autofree char *name = g_match_info_fetch(match, 1);
    const PressPicture picture = { g_intern_string(name), dot, sizeof(dot) };

    g_array_append_val(pictures, picture);
  }
  return pictures;
}

static const char *
any_picture(const char *name, const void *data)
{
  (void)name;
  return data;
}

/* Each is drawn, or is its words in the middle of a sentence; nothing else changes its place. */
static void
pictures_stand_in_print_and_in_the_page_to_keep(void **state)
{
  int drawn = 0, told = 0;

  (void)state;
  for (size_t i = 0; i < G_N_ELEMENTS(papers); i++) {
    const Paper *paper = &papers[i];
    g_autoptr(GArray) pictures = pictures_named(paper);
    g_autoptr(MadePdf) pdf = made_numbered(
        paper->source, (const PressPicture *)(void *)pictures->data, pictures->len, 24);
    g_autofree char *text = pdf_all_text(pdf), *alts = pdf_alts(pdf);
    g_autofree char *list = pdf_ask(pdf, "pdfimages -list {}");
    g_autofree char *page =
        paper_to_html_page(paper->source, strlen(paper->source), NULL, "en-GB", NULL, any_picture,
                           "data:image/png;base64,AAAA", NULL, NULL);

    assert_tree_whole(pdf);
    assert_all_on_page(pdf);
    assert_in_order(paper, "large print with pictures", text);
    assert_int_equal(count_of(page, "<img src=\"data:image/png;base64,AAAA\""),
                     paper->seen->alts->len);
    assert_int_equal(count_of(page, "src="), paper->seen->alts->len);
    drawn += count_of(list, "\n") - 2; /* below its two lines of heading */
    for (guint alt = 0; alt < paper->seen->alts->len; alt++) {
      const char *words = paper->seen->alts->pdata[alt];
      g_autofree char *in_line = g_strdup_printf("[Picture: %s]", words);

      assert_non_null(strstr(page, words));
      told += strstr(text, in_line) != NULL;
      assert_true(strstr(alts, words) || strstr(text, in_line));
    }
  }
  assert_int_equal(drawn, 4); /* of the leaflet, and one in its text */
  assert_int_equal(told, 1);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_page_says_what_the_source_says),
    cmocka_unit_test(plain_text_says_what_the_source_says),
    cmocka_unit_test(large_print_says_what_the_source_says),
    cmocka_unit_test(braille_says_what_the_source_says),
    cmocka_unit_test(speech_says_what_the_source_says),
    cmocka_unit_test(pictures_stand_in_print_and_in_the_page_to_keep),
  };

  return cmocka_run_group_tests(tests, read_papers, drop_papers);
}
