/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What Easy Read rows say of a paper is found again after the paper was changed (R11, R66): against
 * a model that knows which piece is which, by random changes; and the form of the rows. */
#include "papers/pieces.h"

#include "commonmark/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* ---- a paper whose pieces have names ---- */

typedef enum { A_PARAGRAPH, A_QUOTE, AN_ITEM, A_TABLE, A_HEADING, KINDS } BlockKind;

typedef struct {
  BlockKind kind;
  int id, version; /* each version has one word of its own */
} Block;

static char *
block_words(const Block *block)
{
  return g_strdup_printf("apple%d pear%d plum%d fig%d lime%d v%dx%d", block->id, block->id,
                         block->id, block->id, block->id, block->id, block->version);
}

static char *
model_source(const GArray *blocks)
{
  static const char *const shapes[] = {
    [A_PARAGRAPH] = "%s\n\n", [A_QUOTE] = "> *%s*\n\n",           [AN_ITEM] = "- %s\n\n",
    [A_TABLE] = NULL,         [A_HEADING] = "## Part **%s**\n\n",
  };
  g_autoptr(GString) source = g_string_new("# The paper\n\n");

  for (guint i = 0; i < blocks->len; i++) {
    const Block *block = &g_array_index(blocks, Block, i);
    g_autofree char *words = block_words(block);
    g_auto(GStrv) parts = g_strsplit(words, "%s", 2);
    g_auto(GStrv) shape = g_strsplit(shapes[block->kind] ? shapes[block->kind] : "", "%s", 2);

    if (block->kind == A_TABLE)
      g_string_append_printf(source, "| a | b |\n|---|---|\n| %s | x |\n\n", parts[0]);
    else
      g_string_append_printf(source, "%s%s%s", shape[0], words, shape[1]);
  }
  return g_string_free(g_steal_pointer(&source), FALSE);
}

/* How doc/easy-read.md counts, said once more. False: no such block, or a heading. */
static bool
model_address(const GArray *blocks, int id, int *ret_number, int *ret_more)
{
  int number = 0, more = 0;

  for (guint i = 0; i < blocks->len; i++) {
    const Block *block = &g_array_index(blocks, Block, i);
    const bool is_counted = block->kind == A_PARAGRAPH || block->kind == A_QUOTE;

    if (block->kind == A_HEADING)
      continue;
    number += is_counted;
    more = is_counted ? 0 : more + 1;
    if (block->id == id) {
      *ret_number = number;
      *ret_more = more;
      return true;
    }
  }
  return false;
}

static const Block *
model_find(const GArray *blocks, int id)
{
  for (guint i = 0; i < blocks->len; i++)
    if (g_array_index(blocks, Block, i).id == id)
      return &g_array_index(blocks, Block, i);
  return NULL;
}

static void
add_block(GRand *dice, GArray *blocks, int id)
{
  const Block block = { (BlockKind)g_rand_int_range(dice, 0, KINDS), id, 0 };

  g_array_insert_val(blocks, (guint)g_rand_int_range(dice, 0, (int)blocks->len + 1), block);
}

static void
change_paper(GRand *dice, GArray *blocks, int *next_id)
{
  const guint at = (guint)g_rand_int_range(dice, 0, (int)blocks->len);
  Block block = g_array_index(blocks, Block, at);

  switch (g_rand_int_range(dice, 0, 4)) {
  case 0:
    add_block(dice, blocks, (*next_id)++);
    break;
  case 1:
    if (blocks->len > 3)
      g_array_remove_index(blocks, at);
    break;
  case 2:
    g_array_remove_index(blocks, at);
    g_array_insert_val(blocks, (guint)g_rand_int_range(dice, 0, (int)blocks->len + 1), block);
    break;
  default:
    g_array_index(blocks, Block, at).version++;
  }
}

/* ---- rows that say its pieces ---- */

static EasyRow *
row_saying(EasyLink link)
{
  EasyRow *row = g_new0(EasyRow, 1);

  row->alt = g_strdup("");
  row->sentences[0] = g_strdup("Words.");
  row->sentence_count = row->link_count = 1;
  row->links[0] = link;
  return row;
}

/* A row for each block but headings: says the block's id, typed without a fingerprint. */
static EasyRead *
rows_for(const GArray *blocks, GArray *ids)
{
  EasyRead *easy = easy_read_new();

  for (guint i = 0; i < blocks->len; i++) {
    const int id = g_array_index(blocks, Block, i).id;
    EasyLink link = { 0 };

    if (!model_address(blocks, id, &link.number, &link.more))
      continue;
    g_ptr_array_add(easy->rows, row_saying(link));
    g_array_append_val(ids, id);
  }
  return easy;
}

static void
assert_found(const EasyRead *easy, const GPtrArray *pieces, const GArray *blocks, const GArray *ids)
{
  g_autoptr(EasyFound) found = easy_find(easy, pieces);
  int out_of_date = 0;

  for (guint r = 0; r < easy->rows->len; r++) {
    const EasyRow *row = easy->rows->pdata[r];
    const LinkFound *link = &found->rows[r].links[0];
    const Block *block = model_find(blocks, g_array_index(ids, int, r));
    int number = 0, more = 0;

    out_of_date += !block || block->version > 0;
    assert_int_equal(found->rows[r].is_out_of_date, !block || block->version > 0);
    if (!block)
      continue;
    assert_true(model_address(blocks, block->id, &number, &more));
    assert_int_equal(link->state, block->version > 0 ? SAYS_CHANGED : SAYS_FINE);
    assert_int_equal(row->links[0].number, number);
    assert_int_equal(row->links[0].more, more);

    const PaperPiece *piece = pieces->pdata[link->piece];
    g_autofree char *own = g_strdup_printf("apple%d ", block->id);

    assert_non_null(strstr(piece->words, own));
    assert_true(found->is_said[link->piece]);
  }
  assert_int_equal(found->out_of_date_count, out_of_date);
}

/* Whatever is put in, moved, changed and taken out, in forty versions one after the other. */
static void
links_follow_their_pieces(void **state)
{
  enum { PAPERS = 60, VERSIONS = 40, BLOCKS = 14 };

  (void)state;
  for (guint32 seed = 1; seed <= PAPERS; seed++) {
    GRand *dice = g_rand_new_with_seed(seed);
    g_autoptr(GArray) blocks = g_array_new(FALSE, FALSE, sizeof(Block));
    g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int));
    int next_id = 1;

    while (next_id <= BLOCKS)
      add_block(dice, blocks, next_id++);

    g_autofree char *first = model_source(blocks);
    g_autoptr(GPtrArray) pieces = paper_pieces(first);
    g_autoptr(EasyRead) easy = rows_for(blocks, ids);

    easy_anchor(easy, pieces);
    assert_found(easy, pieces, blocks, ids);
    for (int version = 0; version < VERSIONS; version++) {
      for (int changes = g_rand_int_range(dice, 1, 4); changes > 0; changes--)
        change_paper(dice, blocks, &next_id);

      g_autofree char *source = model_source(blocks);
      g_autoptr(GPtrArray) now = paper_pieces(source);

      easy_follow(easy, pieces, now);
      assert_found(easy, now, blocks, ids);
      g_ptr_array_unref(pieces);
      pieces = g_steal_pointer(&now);
    }
    g_rand_free(dice);
  }
}

/* A fingerprint alone finds words that only moved, without the version before. */
static void
words_that_moved_are_found_by_their_fingerprint(void **state)
{
  (void)state;
  g_autoptr(GPtrArray) before = paper_pieces("One.\n\nTwo.\n\nThree.");
  g_autoptr(GPtrArray) now = paper_pieces("# New\n\nThree.\n\nMore.\n\nTwo,\n\nOne.");
  g_autoptr(EasyRead) easy = easy_read_new();

  for (guint i = 0; i < before->len; i++)
    g_ptr_array_add(easy->rows, row_saying(easy_link_to(before->pdata[i])));

  g_autoptr(EasyFound) found = easy_find(easy, now);

  assert_int_equal(found->rows[0].links[0].state, SAYS_FINE);
  assert_int_equal(found->rows[0].links[0].piece, 3);
  assert_int_equal(found->rows[1].links[0].state, SAYS_CHANGED); /* what stands in its place */
  assert_int_equal(found->rows[2].links[0].state, SAYS_FINE);
  assert_int_equal(found->rows[2].links[0].piece, 0);
  assert_int_equal(found->out_of_date_count, 1);
}

/* What a person does in the four plain cases. */
static void
the_four_plain_cases(void **state)
{
  static const char before[] = "Alpha beta.\n\nGamma delta.\n\nSame words.\n\nSame words.";
  static const struct {
    const char *now;
    int row; /* that is out of date; -1: none */
    SaysState state;
    int unsaid;
  } cases[] = {
    { "New one.\n\nAlpha beta.\n\nGamma delta.\n\nSame words.\n\nSame words.", -1, SAYS_FINE, 1 },
    { "Same words.\n\nGamma delta.\n\nAlpha beta.\n\nSame words.", -1, SAYS_FINE, 0 },
    { "Alpha beta.\n\nQuite other.\n\nSame words.\n\nSame words.", 1, SAYS_CHANGED, 0 },
    { "Alpha beta.\n\nSame words.\n\nSame words.", 1, SAYS_GONE, 0 },
  };

  (void)state;
  for (size_t c = 0; c < G_N_ELEMENTS(cases); c++) {
    g_autoptr(GPtrArray) old = paper_pieces(before), now = paper_pieces(cases[c].now);
    g_autoptr(EasyRead) easy = easy_read_new();

    for (guint i = 0; i < old->len; i++)
      g_ptr_array_add(easy->rows, row_saying(easy_link_to(old->pdata[i])));
    easy_follow(easy, old, now);

    g_autoptr(EasyFound) found = easy_find(easy, now);

    for (int r = 0; r < 4; r++)
      assert_int_equal(found->rows[r].is_out_of_date, r == cases[c].row);
    assert_int_equal(found->unsaid_count, cases[c].unsaid);
    if (cases[c].row < 0)
      continue;
    assert_int_equal(found->rows[cases[c].row].links[0].state, cases[c].state);
    easy_row_accept(easy->rows->pdata[cases[c].row], &found->rows[cases[c].row], now);
    g_clear_pointer(&found, easy_found_free);
    found = easy_find(easy, now);
    assert_int_equal(found->out_of_date_count, 0);
  }
}

/* A paper written anew takes no longer for having many pieces. */
static void
a_long_paper_written_anew_is_done_at_once(void **state)
{
  g_autoptr(GString) one = g_string_new(NULL), other = g_string_new(NULL);
  g_autoptr(EasyRead) easy = easy_read_new();

  (void)state;
  for (int i = 0; i < 20000; i++) {
    g_string_append_printf(one, "Old words %d.\n\n", i);
    g_string_append_printf(other, "- new things %d here\n", i);
  }

  g_autoptr(GPtrArray) before = paper_pieces(one->str), now = paper_pieces(other->str);

  for (int i = 0; i < EASY_ROWS_MAX; i++)
    g_ptr_array_add(easy->rows, row_saying(easy_link_to(before->pdata[i * 40])));

  const gint64 start = g_get_monotonic_time();

  easy_follow(easy, before, now);
  assert_true(g_get_monotonic_time() - start < 2 * G_USEC_PER_SEC);
  assert_int_equal(easy->rows->len, EASY_ROWS_MAX);
}

/* ---- the form ---- */

static char *
random_line(GRand *dice)
{
  static const char *const parts[] = { "from:", " 3", ", ",   "=k7", "-",  "![", "]",  "(x)", "# ",
                                       "## ",   "é",  "日本", "we",  "\"", " ",  "+1", "<b>" };
  g_autoptr(GString) line = g_string_new(NULL);

  for (int n = g_rand_int_range(dice, 1, 7); n > 0; n--)
    g_string_append(line, parts[g_rand_int_range(dice, 0, (int)G_N_ELEMENTS(parts))]);
  g_strstrip(line->str);
  return g_strdup(*line->str ? line->str : "word");
}

static EasyRow *
random_row(GRand *dice)
{
  EasyRow *row = g_new0(EasyRow, 1);

  if (g_rand_int_range(dice, 0, 4) == 0) {
    row->heading = random_line(dice);
    return row;
  }
  row->alt = g_rand_boolean(dice) ? random_line(dice) : g_strdup("");
  for (char *at; (at = strstr(row->alt, "](")) != NULL;)
    *at = ' '; /* what the form cannot say */
  g_strstrip(row->alt);
  row->picture = g_rand_boolean(dice) ? g_strdup("garden-2.b") : NULL;
  row->sentence_count = g_rand_int_range(dice, 1, EASY_SENTENCES_MAX + 1);
  for (int i = 0; i < row->sentence_count; i++)
    row->sentences[i] = random_line(dice);
  row->link_count = g_rand_int_range(dice, 0, 4);
  for (int i = 0; i < row->link_count; i++) {
    row->links[i] = (EasyLink){ g_rand_int_range(dice, 1, 2000), g_rand_int_range(dice, 0, 3), "" };
    if (g_rand_boolean(dice))
      easy_print(row->alt, row->links[i].print);
  }
  return row;
}

static void
assert_same_row(const EasyRow *one, const EasyRow *other)
{
  assert_true(g_strcmp0(one->heading, other->heading) == 0);
  assert_true(g_strcmp0(one->picture, other->picture) == 0);
  assert_true(g_strcmp0(one->alt, other->alt) == 0);
  assert_int_equal(one->sentence_count, other->sentence_count);
  assert_int_equal(one->link_count, other->link_count);
  for (int i = 0; i < one->sentence_count; i++)
    assert_string_equal(one->sentences[i], other->sentences[i]);
  for (int i = 0; i < one->link_count; i++) {
    assert_int_equal(one->links[i].number, other->links[i].number);
    assert_int_equal(one->links[i].more, other->links[i].more);
    assert_string_equal(one->links[i].print, other->links[i].print);
  }
}

static void
rows_written_are_the_rows_read(void **state)
{
  (void)state;
  for (guint32 seed = 1; seed <= 400; seed++) {
    GRand *dice = g_rand_new_with_seed(seed);
    g_autoptr(EasyRead) easy = easy_read_new();
    g_autofree char *problem = NULL;

    easy->title = g_rand_boolean(dice) ? random_line(dice) : NULL;
    for (int n = g_rand_int_range(dice, 1, 8); n > 0; n--)
      g_ptr_array_add(easy->rows, random_row(dice));
    g_ptr_array_add(easy->rows, row_saying((EasyLink){ .number = 1 }));

    for (int has_links = 0; has_links < 2; has_links++) {
      g_autofree char *text = easy_read_write(easy, has_links);
      g_autoptr(EasyRead) again = easy_read_parse(text, &problem);

      assert_non_null(again);
      assert_true(g_strcmp0(again->title, easy->title) == 0);
      assert_int_equal(again->rows->len, easy->rows->len);
      for (guint i = 0; has_links && i < easy->rows->len; i++)
        assert_same_row(easy->rows->pdata[i], again->rows->pdata[i]);
      for (guint i = 0; !has_links && i < easy->rows->len; i++)
        assert_int_equal(((EasyRow *)again->rows->pdata[i])->link_count, 0);
    }
    g_rand_free(dice);
  }
}

/* What a row says, and what people said about the same words, meet (commonmark/parts.h). */
static void
pieces_and_parts_are_the_same_words(void **state)
{
  static const char source[] =
      "# Title\n\nOne.\n\n## Head\n\n- Two\n\n  Three\n\n  1. Four\n  2. Five\n- Six\n\n---\n\n"
      "> Seven\n>\n> > Eight\n>\n> ## In a quote\n>\n> - Nine\n\n![](none)\n\n![Ten](x)\n\n"
      "| Eleven | a |\n|---|---|\n| b | c |\n\n    Twelve\n\n<!-- gone -->\n\nLast[^1]\n\n"
      "[^1]: Note\n\n    More\n";
  g_autoptr(GPtrArray) pieces = paper_pieces(source), parts = commonmark_parts_of(source, "Title");
  int said = 0;

  (void)state;
  assert_true(pieces->len >= 9);
  for (guint i = 0; i < pieces->len; i++) {
    const PaperPiece *piece = pieces->pdata[i];
    const RowFound found = { .links = { { SAYS_FINE, (int)i } } };
    g_autoptr(GArray) numbers = paper_parts_said(&found, 1, pieces, parts);
    g_autoptr(GString) words = g_string_new(NULL);

    assert_true(numbers->len > 0);
    for (guint k = 0; k < numbers->len; k++) {
      const PaperPart *part = parts->pdata[g_array_index(numbers, int, k) - 1];
      g_auto(GStrv) cells = g_strsplit_set(part->words, "|\n ", -1);

      for (char **cell = cells; *cell; cell++)
        if (**cell)
          g_string_append_printf(words, "%s%s", words->len ? " " : "", *cell);
    }
    assert_string_equal(words->str, piece->words);
    said += (int)numbers->len;
  }
  for (guint i = 0; i < parts->len; i++)
    said += ((const PaperPart *)parts->pdata[i])->level > 0;
  assert_int_equal(said, parts->len);
}

/* A link to a piece that went says nothing; two links say both, in the order of the paper. */
static void
links_that_went_say_no_part(void **state)
{
  static const char source[] = "# T\n\nOne.\n\nTwo.\n\nThree.\n";
  g_autoptr(GPtrArray) pieces = paper_pieces(source), parts = commonmark_parts_of(source, "T");
  const RowFound found = { .links = { { SAYS_FINE, 2 }, { SAYS_GONE, -1 }, { SAYS_CHANGED, 0 } } };
  g_autoptr(GArray) numbers = paper_parts_said(&found, 3, pieces, parts);

  (void)state;
  assert_int_equal(numbers->len, 2);
  assert_int_equal(g_array_index(numbers, int, 0), 1);
  assert_int_equal(g_array_index(numbers, int, 1), 3);
}

int
main(void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(links_follow_their_pieces),
    cmocka_unit_test(words_that_moved_are_found_by_their_fingerprint),
    cmocka_unit_test(the_four_plain_cases),
    cmocka_unit_test(a_long_paper_written_anew_is_done_at_once),
    cmocka_unit_test(pieces_and_parts_are_the_same_words),
    cmocka_unit_test(links_that_went_say_no_part),
    cmocka_unit_test(rows_written_are_the_rows_read),
  };

  return cmocka_run_group_tests(tests, NULL, NULL);
}
