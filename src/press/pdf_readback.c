/* SPDX-License-Identifier: AGPL-3.0-or-later
 * For tests only: reads a made PDF back. */
#include "press/pdf_readback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib/gstdio.h>

MadePdf *
made_from_bytes(Buffer *bytes)
{
  MadePdf *pdf = g_new0(MadePdf, 1);
  const int file = g_file_open_tmp("pdf-XXXXXX", &pdf->path, NULL);

  pdf->bytes = *bytes;
  *bytes = (Buffer)BUFFER_INIT(1);
  assert_true(file >= 0);
  assert_int_equal(write(file, pdf->bytes.data, pdf->bytes.len), pdf->bytes.len);
  close(file);
  pdf->qpdf = qpdf_init();
  qpdf_silence_errors(pdf->qpdf);
  assert_int_equal(qpdf_read_memory(pdf->qpdf, "made", pdf->bytes.data, pdf->bytes.len, NULL), 0);
  return pdf;
}

static PressResult
make_large_print(const char *text, int points, Buffer *out)
{
  const char *problem = NULL;
  g_autofree char *title = NULL;
  g_autoptr(cmark_node) paper = press_read_paper(text, strlen(text), NULL, &title, &problem);

  if (!paper)
    return PRESS_BAD_INPUT;

  const PressJob job = {
    .options = { .format = FORMAT_LARGE_PRINT, .points = points, .title = title, .lang = "en-GB" },
    .paper = paper
  };

  return press_large_print(&job, out);
}

PressResult
large_print_with(const char *text, const PressPicture *pictures, size_t count, int points,
                 Buffer *out)
{
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  const char *problem = NULL;
  g_autofree char *title = NULL;

  assert_true(press_input_write(text, strlen(text), pictures, count, &bundle));

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);

  assert_non_null(input);

  g_autoptr(cmark_node) paper =
      press_read_paper(input->text, input->text_len, NULL, &title, &problem);

  assert_non_null(paper);

  const PressJob job = { .options = { .format = FORMAT_LARGE_PRINT,
                                      .points = points,
                                      .title = title,
                                      .lang = "en-GB",
                                      .has_numbers = true },
                         .paper = paper,
                         .input = input };

  return press_large_print(&job, out);
}

MadePdf *
made_numbered(const char *text, const PressPicture *pictures, size_t count, int points)
{
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  assert_int_equal(large_print_with(text, pictures, count, points, &out), PRESS_MADE);
  return made_from_bytes(&out);
}

PressResult
large_print_result(const char *text, int points)
{
  g_auto(Buffer) out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  return make_large_print(text, points, &out);
}

MadePdf *
made_large_print(const char *text, int points)
{
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);

  assert_int_equal(make_large_print(text, points, &out), PRESS_MADE);
  return made_from_bytes(&out);
}

static MadePdf *
made_easy(const char *text, const PressPicture *pictures, size_t count, int points,
          int numbered_rows)
{
  g_auto(Buffer) bundle = BUFFER_INIT(PRESS_INPUT_MAX);
  Buffer out = BUFFER_INIT(PRESS_OUTPUT_MAX);
  const char *problem = NULL;
  g_autofree char *row_problem = NULL;

  assert_true(press_input_write(text, strlen(text), pictures, count, &bundle));

  g_autoptr(GBytes) bytes = g_bytes_new(bundle.data, bundle.len);
  g_autoptr(PressInput) input = press_input_read(bytes, &problem);

  assert_non_null(input);

  g_autoptr(EasyRead) rows = easy_read_parse(input->text, &row_problem);

  assert_non_null(rows);

  const PressJob job = { .options = { .format = FORMAT_EASY_READ,
                                      .points = points,
                                      .title = "",
                                      .lang = "en-GB",
                                      .numbered_rows = numbered_rows },
                         .rows = rows,
                         .input = input };

  assert_int_equal(press_easy_read(&job, &out), PRESS_MADE);
  return made_from_bytes(&out);
}

MadePdf *
made_easy_read(const char *text, const PressPicture *pictures, size_t count, int points)
{
  return made_easy(text, pictures, count, points, 0);
}

MadePdf *
made_easy_numbered(const char *text, int rows, int points)
{
  return made_easy(text, NULL, 0, points, rows);
}

void
made_pdf_free(MadePdf *pdf)
{
  if (!pdf)
    return;
  g_unlink(pdf->path);
  g_free(pdf->path);
  buffer_clear(&pdf->bytes);
  qpdf_cleanup(&pdf->qpdf);
  g_free(pdf);
}

char *
pdf_ask(const MadePdf *pdf, const char *command)
{
  g_auto(GStrv) words = g_strsplit(command, " ", -1);
  char *answer = NULL;
  int status = 1;

  for (int i = 0; words[i]; i++)
    if (g_str_equal(words[i], "{}")) {
      g_free(words[i]);
      words[i] = g_strdup(pdf->path);
    }
  assert_true(g_spawn_sync(NULL, words, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                           NULL, NULL, &answer, NULL, &status, NULL));
  assert_int_equal(status, 0);
  return answer;
}

char *
pdf_all_text(const MadePdf *pdf)
{
  return pdf_ask(pdf, "pdftotext -raw -nopgbrk {} -");
}

char *
pdf_page_text(const MadePdf *pdf, int page)
{
  g_autofree char *command =
      g_strdup_printf("pdftotext -raw -nopgbrk -f %d -l %d {} -", page, page);

  return pdf_ask(pdf, command);
}

int
pdf_page_count(const MadePdf *pdf)
{
  return qpdf_get_num_pages(pdf->qpdf);
}

char *
letters_of(const char *text)
{
  GString *letters = g_string_new(NULL);

  for (const char *c = text; *c; c = g_utf8_next_char(c))
    if (g_unichar_isalpha(g_utf8_get_char(c)))
      g_string_append_unichar(letters, g_utf8_get_char(c));
  return g_string_free(letters, FALSE);
}

char *
pdf_headings(const MadePdf *pdf)
{
  g_autofree char *tree = pdf_ask(pdf, "pdfinfo -struct {}");
  g_auto(GStrv) lines = g_strsplit(tree, "\n", -1);
  GString *headings = g_string_new(NULL);

  for (int i = 0; lines[i]; i++) {
    const char *line = g_strstrip(lines[i]);

    if (line[0] == 'H' && g_ascii_isdigit(line[1]) && line[2] == ' ')
      g_string_append_printf(headings, "%s%.2s", headings->len > 0 ? " " : "", line);
  }
  return g_string_free(headings, FALSE);
}

char *
pdf_catalogue_text(const MadePdf *pdf, const char *key)
{
  const qpdf_oh value = qpdf_oh_get_key(pdf->qpdf, qpdf_get_root(pdf->qpdf), key);

  return g_strdup(qpdf_oh_is_string(pdf->qpdf, value) ? qpdf_oh_get_utf8_value(pdf->qpdf, value)
                                                      : "");
}

typedef struct {
  const MadePdf *pdf;
  GHashTable *marks; /* "page object id:number" seen in the tree */
  GString *alts;
  int annotations; /* referred to */
} TreeWalk;

static void
meet_mark(TreeWalk *walk, qpdf_oh page, long long number)
{
  char *name = g_strdup_printf("%d:%lld", qpdf_oh_get_object_id(walk->pdf->qpdf, page), number);

  assert_true(qpdf_oh_is_dictionary(walk->pdf->qpdf, page));
  assert_true(g_hash_table_add(walk->marks, name));
}

static void walk_element(TreeWalk *walk, qpdf_oh element, int parent_id);

static void
walk_kid(TreeWalk *walk, qpdf_oh kid, qpdf_oh element)
{
  qpdf_data qpdf = walk->pdf->qpdf;
  const qpdf_oh page = qpdf_oh_get_key(qpdf, element, "/Pg");

  if (qpdf_oh_is_integer(qpdf, kid)) {
    meet_mark(walk, page, qpdf_oh_get_int_value(qpdf, kid));
    return;
  }

  const char *type = qpdf_oh_get_name(qpdf, qpdf_oh_get_key(qpdf, kid, "/Type"));

  if (g_str_equal(type, "/MCR")) {
    meet_mark(walk, qpdf_oh_get_key(qpdf, kid, "/Pg"),
              qpdf_oh_get_int_value(qpdf, qpdf_oh_get_key(qpdf, kid, "/MCID")));
  } else if (g_str_equal(type, "/OBJR")) {
    assert_true(qpdf_oh_is_dictionary(qpdf, qpdf_oh_get_key(qpdf, kid, "/Obj")));
    walk->annotations++;
  } else {
    walk_element(walk, kid, qpdf_oh_get_object_id(qpdf, element));
  }
}

static void
walk_element(TreeWalk *walk, qpdf_oh element, int parent_id)
{
  qpdf_data qpdf = walk->pdf->qpdf;
  const qpdf_oh kids = qpdf_oh_get_key(qpdf, element, "/K");
  const qpdf_oh alt = qpdf_oh_get_key(qpdf, element, "/Alt");

  assert_int_equal(qpdf_oh_get_object_id(qpdf, qpdf_oh_get_key(qpdf, element, "/P")), parent_id);
  if (g_str_equal(qpdf_oh_get_name(qpdf, qpdf_oh_get_key(qpdf, element, "/S")), "/Figure"))
    g_string_append_printf(walk->alts, "%s%s", walk->alts->len > 0 ? "|" : "",
                           qpdf_oh_get_utf8_value(qpdf, alt));
  for (int i = 0; i < qpdf_oh_get_array_n_items(qpdf, kids); i++)
    walk_kid(walk, qpdf_oh_get_array_item(qpdf, kids, i), element);
}

static void
walk_tree(TreeWalk *walk, const MadePdf *pdf)
{
  qpdf_data qpdf = pdf->qpdf;
  const qpdf_oh tree = qpdf_oh_get_key(qpdf, qpdf_get_root(qpdf), "/StructTreeRoot");

  *walk = (TreeWalk){ .pdf = pdf,
                      .marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                      .alts = g_string_new(NULL) };
  const qpdf_oh kids = qpdf_oh_wrap_in_array(qpdf, qpdf_oh_get_key(qpdf, tree, "/K"));

  for (int i = 0; i < qpdf_oh_get_array_n_items(qpdf, kids); i++)
    walk_element(walk, qpdf_oh_get_array_item(qpdf, kids, i), qpdf_oh_get_object_id(qpdf, tree));
}

char *
pdf_alts(const MadePdf *pdf)
{
  TreeWalk walk;

  walk_tree(&walk, pdf);
  g_hash_table_destroy(walk.marks);
  return g_string_free(walk.alts, FALSE);
}

/* Marks with a number in a page's content; none may be open when another begins, and letters are
 * shown only between marks or artifacts. */
static int
count_marks(const char *content)
{
  static const char numbered[] = "/MCID ";
  int count = 0;

  for (const char *at = strstr(content, numbered); at; at = strstr(at + 1, numbered))
    count++;
  return count;
}

void
assert_tree_whole(const MadePdf *pdf)
{
  qpdf_data qpdf = pdf->qpdf;
  TreeWalk walk;
  int marks = 0, annotations = 0;

  walk_tree(&walk, pdf);
  for (int i = 0; i < pdf_page_count(pdf); i++) {
    const qpdf_oh page = qpdf_get_page_n(qpdf, (size_t)i);
    const qpdf_oh annots = qpdf_oh_get_key(qpdf, page, "/Annots");
    unsigned char *content = NULL;
    size_t len = 0;

    assert_int_equal(qpdf_oh_get_page_content_data(qpdf, page, &content, &len), 0);

    g_autofree char *text = g_strndup((const char *)content, len);

    marks += count_marks(text);
    if (qpdf_oh_is_array(qpdf, annots))
      annotations += qpdf_oh_get_array_n_items(qpdf, annots);
    free(content);
  }
  assert_int_equal(g_hash_table_size(walk.marks), marks);
  assert_int_equal(walk.annotations, annotations);
  g_hash_table_destroy(walk.marks);
  g_string_free(walk.alts, TRUE);
}

guint64
pdf_sizes(const MadePdf *pdf)
{
  g_autofree char *xml = pdf_ask(pdf, "pdftohtml -xml -i -zoom 1 -stdout -nodrm {}");
  guint64 sizes = 0;

  for (const char *at = strstr(xml, "<fontspec"); at; at = strstr(at + 1, "<fontspec")) {
    const char *size = strstr(at, "size=\"");

    assert_non_null(size);
    sizes |= (guint64)1 << MIN(63, g_ascii_strtoull(size + 6, NULL, 10));
  }
  return sizes;
}

void
assert_all_on_page(const MadePdf *pdf)
{
  g_autofree char *xml = pdf_ask(pdf, "pdftotext -bbox {} -");
  int words = 0;

  for (const char *at = strstr(xml, "<word "); at; at = strstr(at + 1, "<word "), words++) {
    double corners[4] = { 0 };
    const char *const names[] = { "xMin=\"", "yMin=\"", "xMax=\"", "yMax=\"" };

    for (size_t i = 0; i < 4; i++)
      corners[i] = g_ascii_strtod(strstr(at, names[i]) + 6, NULL);

    /* Only the number of a part stands in the margin: where printers print. */
    const char *word = strchr(at, '>') + 1;
    const bool is_number = word[strspn(word, "0123456789")] == '<';

    assert_true(corners[0] >= (is_number ? 13.9 : 50) && corners[2] <= 595.3 - 50);
    assert_true(corners[1] >= 30 && corners[3] <= 841.9);
  }
  assert_true(words > 0);
}
